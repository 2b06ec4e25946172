"""The journal in the words of the office: names for codes, nothing that only a machine reads."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from kpi.i18n import speaking
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Unit
from kpi.model.rule import parse
from kpi.service import telling
from kpi.store.journal import Line

RULE = parse(
    {
        "schema": 1,
        "code": "main",
        "basis": "云调发〔2026〕3号",
        "items": [{"item": "fai", "method": "points"}],
    }
)
KNOWN = Catalog(
    (Unit("J01", "云溪街道", "街道", name_en="Yunxi"),),
    (Indicator("fai", "固定资产投资", "亿元"),),
    (BoardSpec("main", "固投榜", "M", RULE, name_en="Investment"),),
)


def line(thing: str, act: str = "load", **detail: Any) -> Line:
    at = datetime(2026, 11, 5, 1, 30, tzinfo=UTC)
    return Line(7, at, "zhang", act, thing, json.dumps(detail, ensure_ascii=False), "0" * 64)


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        ("upload 45", "第45次报送"),
        ("round main 2026-10", "固投榜 2026年10月"),
        ("catalog 名录.xlsx", "名录 名录.xlsx"),
        ("rule main", "规则 固投榜"),
        ("alias unit 云溪新城", "别名 unit 云溪新城"),
        ("settings", "设置"),
        ("zhangsan", "zhangsan"),
        ("odd thing", "odd thing"),
    ],
)
def test_an_object_is_told_by_its_name(thing: str, said: str) -> None:
    assert telling.thing(line(thing), KNOWN) == said


def test_counts_states_and_roles_are_words_and_hashes_are_left_out() -> None:
    sent = line("upload 45", new=16, changed=1, unchanged=0, sha256="ab" * 32, rows_hash="0" * 64)
    assert telling.told(sent, KNOWN) == "新增：16；修改：1"
    moved = line("round main 2026-10", "sign", board="main", period="2026-10", state="signed")
    assert telling.told(moved, KNOWN) == "状态：审签"
    assert telling.told(line("wang", "user.add", role="viewer", unit="J01"), KNOWN) == (
        "单位：云溪街道；角色：领导查看"
    )


def test_a_published_edition_tells_board_period_number_and_reason() -> None:
    out = {"board": "main", "period": "2026-10", "issue_no": "〔2026〕第4期", "kind": "correction"}
    told = telling.told(line("edition 9", "publish", **out, reason="录入错误", corrects=3), KNOWN)
    assert told == (
        "榜单：固投榜；报告期：2026年10月；期次：〔2026〕第4期；类别：更正；原因：录入错误；更正自：3"
    )


def test_a_refusal_says_why_and_keeps_no_hole() -> None:
    told = telling.told(line("upload", "refused", codes=["NOT_ENTITLED", "LATER_CODE"]), KNOWN)
    assert told.startswith("缘由：")
    assert told.endswith("LATER_CODE")
    assert "{" not in told


def test_names_follow_the_readers_language() -> None:
    with speaking("en"):
        assert telling.thing(line("round main 2026-10"), KNOWN) == "Investment Oct 2026"
