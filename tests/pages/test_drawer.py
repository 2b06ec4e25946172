"""The drawer: what gained and lost points, and what would change the list."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi.model.show import NO_BREAK


def page(board: str, unit: str) -> None:
    from kpi.model.period import Period
    from kpi.model.person import Right
    from pages.parts import cached, session, steps

    session.require(Right.DRAFT)
    edition = cached.edition(board, Period.parse("2026-10"))
    steps.working(edition, unit, cached.why(edition, unit))


@pytest.fixture
def drawer(opened: Any) -> Any:
    """The drawer's content on the sample district."""

    def shown(board: str, unit: str) -> AppTest:
        at = AppTest.from_function(page, args=(board, unit), default_timeout=30).run()
        assert [e.value for e in at.exception] == []
        return at

    return shown


def text(at: AppTest) -> str:
    whole = "\n".join(str(m.value) for m in at.markdown).replace(NO_BREAK, "")
    return whole.replace("\\", "")


def test_a_black_street_reads_the_sum_that_takes_it_off(drawer: Any) -> None:
    shown = text(drawer("fai", "J08"))
    assert "怎样脱离黑榜" in shown
    assert "再完成固定资产投资0.77亿元（到7.83亿元）可脱离黑榜" in shown
    assert "黑榜条件：固定资产投资完成率为70.6%，界线78.3%，还差0.77亿元。" in shown


def test_a_red_street_reads_how_little_would_lose_its_seat(drawer: Any) -> None:
    shown = text(drawer("fai", "J02"))
    assert "离失去红榜还有多远" in shown
    assert "位次较上期下降1位：自身变化+1.0，他人变化−2.0。" in shown


def test_every_part_is_traced_from_value_to_points_and_against_the_line(drawer: Any) -> None:
    at = drawer("economy", "J08")
    told = [json.loads(e.proto.json) for e in at.get("bidi_component")]
    table = next(e for e in told if any(h["code"] == "contribution" for h in e["heads"]))
    codes = [h["code"] for h in table["heads"]]
    assert len(table["rows"]) == 6
    for row in table["rows"]:
        cells = dict(zip(codes, row["cells"], strict=True))
        numbers = {
            code: 0.0 if isinstance(cells[code], dict) else float(cells[code].replace("−", "-"))
            for code in ("points", "weight", "contribution")
        }
        made = numbers["points"] * numbers["weight"] / 100
        assert made == pytest.approx(numbers["contribution"], abs=0.0101)  # as printed
    assert {"with_mean", "with_line"} <= set(codes)


def test_a_board_of_several_items_draws_the_parts_and_one_of_one_item_does_not(drawer: Any) -> None:
    assert len(drawer("economy", "J08").get("plotly_chart")) == 1
    assert len(drawer("fai", "J08").get("plotly_chart")) == 0


def test_a_group_without_lists_has_no_box(drawer: Any) -> None:
    shown = text(drawer("fai", "Z01"))
    assert "距红榜" not in shown
    assert "后一位云岭镇" in shown
