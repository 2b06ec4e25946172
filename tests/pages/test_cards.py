"""A table on a phone: named cards, pages of twenty, and the chosen one alone over its content."""

import json
from collections.abc import Callable
from typing import Any

import pytest

PHONE = {"period": "2026-10", "unit": "J08", "tab": "detail"}


def tables(seen: Any) -> list[dict[str, Any]]:
    sent = (json.loads(e.proto.json) for e in seen.at.get("bidi_component"))
    return [data for data in sent if data.get("form") == "cards"]


@pytest.fixture
def held(opened: Callable[..., Any]) -> Callable[..., Any]:
    """A page as a phone opens it."""

    def run(page: str, **url: str) -> Any:
        seen = opened(page, **url)
        seen.at.session_state["narrow"] = True
        return seen.run()

    return run


def test_a_phone_reads_cards_where_a_desk_reads_a_table(
    held: Callable[..., Any], opened: Callable[..., Any]
) -> None:
    assert not tables(opened("unit", **PHONE))
    (shown,) = tables(held("unit", **PHONE))
    names = [row["cells"][0] for row in shown["rows"]]
    assert names[:2] == ["规上工业增加值", "固定资产投资"]
    heads = [head["title"] for head in shown["heads"]]
    assert heads[0] == "指标"
    assert "组内位次" in heads
    assert all(len(row["cells"]) == len(heads) for row in shown["rows"])


def test_all_pinned_columns_name_a_card(held: Callable[..., Any]) -> None:
    (shown,) = tables(held("indicator", period="2026-10", indicator="fai"))
    assert shown["rows"][0]["cells"][0] == "1　高新园街道"
    assert [head["title"] for head in shown["heads"]][:2] == ["位次　单位", "1-2月"]
