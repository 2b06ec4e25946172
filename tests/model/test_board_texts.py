"""Every code that a board can carry has a sentence, in both languages."""

from pathlib import Path

import pytest

from kpi import i18n
from kpi.model.board import NOTES, REASONS, Note, Reason

PLACE = {"rank": 1, "rank_from_last": 8, "ranked": 8, "tied": 0}
CODES = [
    ("listed", {"list": "red", **PLACE}, "列入红榜：8个单位中第1位。"),
    (
        "listed",
        {"list": "black", **PLACE, "tied": 2},
        "列入黑榜：8个单位中倒数第8位（并列，共3个）。",
    ),
    (
        "gate_failed",
        {"list": "red", "fact": "coverage", "op": "<", "value": 0.5, "actual": 1.0},
        "不符合红榜条件：指标覆盖率为1，条件为低于0.5。",
    ),
    (
        "fact_missing",
        {"list": "black", "fact": "group_mean(fai.yoy)"},
        "黑榜条件无法判断：fai.yoy的本组平均值没有数值。",
    ),
    ("exempt", {"list": "black", "doc": "A〔1〕"}, "按A〔1〕，不列入黑榜。"),
    ("exempt", {"list": "ranking", "doc": "A"}, "按A，不参加排名。"),
    ("veto", {"effect": "no_red", "doc": "A"}, "按A，不列入红榜。"),
    ("veto", {"effect": "black", "doc": "A"}, "按A，列入黑榜。"),
    (
        "tie_cut",
        {"list": "red", "size": 3, "seats": 2},
        "红榜名额2个，名额线上3个单位得分相同，均不列入。",
    ),
    (
        "tie_too_wide",
        {"list": "red", "size": 6, "seats": 2},
        "6个单位得分相同，超出红榜上限，均不列入。",
    ),
    ("both_lists", {}, "同时符合红榜和黑榜，均不列入。"),
    ("not_applicable", {}, "本期无对应业务或未下达目标，不参加排名。"),
    ("missing_item", {"item": "fai"}, "fai未报，不参加排名。"),
    ("no_data", {}, "本期未报数据，不参加排名。"),
    ("low_coverage", {"coverage": 2 / 3, "min": 0.7}, "指标覆盖率66.67%，低于70%，不参加排名。"),
    ("bad_target", {"item": "fai"}, "fai的目标值不大于0，不计完成率。"),
    ("imputed", {"item": "fai", "policy": "worst"}, "fai未报，按最低得分计。"),
    ("suspended", {"doc": "A"}, "按A，本期不排名。"),
]


@pytest.mark.parametrize(("code", "numbers", "text"), CODES)
def test_a_reason_is_one_sentence(code, numbers, text):
    assert Reason(code, tuple(numbers.items())).text() == text


def test_no_reason_is_without_a_case_here():
    told = {code for code, _numbers, _text in CODES}
    assert {code.removesuffix("_tied").removesuffix("_last") for code in REASONS} - told == {
        "exempt_ranking",
        "veto_no_red",
        "veto_black",
    }


def test_a_note_is_one_sentence():
    note = Note("seats_reduced", (("list", "black"), ("asked", 5), ("given", 4)))
    assert note.text() == "黑榜名额5个，按上限列4个。"
    assert Note("small_group", (("ranked", 3), ("min", 4))).text().startswith("参加排名的单位3个")
    assert set(NOTES) == {
        "small_group",
        "seats_reduced",
        "column_empty",
        "column_all_equal",
        "suspended",
    }


@pytest.mark.skipif(
    not (Path(i18n.LOCALE) / "en" / "LC_MESSAGES" / "kpi.po").exists(), reason="no English texts"
)
def test_the_language_is_asked_when_the_sentence_is_made():
    i18n.follow(lambda: "en")
    try:
        assert Reason("veto", (("effect", "no_red"), ("doc", "A"))).text()
    finally:
        i18n.follow(lambda: "zh")
