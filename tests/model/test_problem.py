"""Facts about problems: every code has a sentence, a gravity and, where due, advice."""

import re
import string

import pytest

from kpi import i18n
from kpi.model.problem import (
    ADVICE,
    PATTERNS,
    SEVERITY,
    Fix,
    Refused,
    Severity,
    problem,
    worst,
)
from kpi.model.sheet import CellRef

EXAMPLE = {
    "end": "2026-10-31",
    "part": "3",
    "whole": "2",
    "given": "12,3亿",
    "size": 25,
    "most": 20,
    "found": 1200,
    "limit": 20,
    "kind": "PDF",
    "detail": "300 MB",
    "n": 3,
    "m": 2,
    "sheet": "10月",
    "cell": "C7",
    "by": "某某",
    "at": "11月5日 09:30",
    "other": "C3",
    "indicator": "固定资产投资",
    "lead": "区发改局",
    "unit": "东风街道",
    "period": "2026年10月",
    "periods": "2026年9月、2026年10月",
    "names": "东风街道、长安街道",
    "where": "标题",
    "where2": "期间列",
    "a": "2026年9月",
    "b": "2026年10月",
    "measure": "当月",
    "uom": "亿元",
    "low": 0,
    "high": 100,
    "ratio": 10000,
    "factor": "÷10000",
    "stored": 123456,
    "shown": "12.3",
    "value": 5.2,
    "old": 12,
    "new": 13,
    "now": 10,
    "before": 11,
    "why": "上期有数",
    "computed": 3.1,
    "z": 7.2,
    "sum": 55.5,
    "completion": 160,
    "number": 9,
    "column": "频率",
    "allowed": "月、季、半年、年",
    "units": "东风街道",
    "items": "好评率",
    "count": 2,
    "uploads": "3、5",
    "until": "2026-11-12",
    "state": "审签",
    "move": "试算",
    "issue_no": "〔2026〕第9期",
    "day": "2026-11-30",
}


def names(pattern):
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


def test_every_code_has_a_sentence_and_a_gravity():
    assert set(PATTERNS) == set(SEVERITY) >= set(ADVICE)
    assert all(SEVERITY[code] in Severity for code in PATTERNS)


def test_every_error_and_warning_says_what_to_do_unless_nothing_is_left_to_do():
    silent = {c for c, grave in SEVERITY.items() if grave is not Severity.INFO and c not in ADVICE}
    passwords = {
        f"PASSWORD_{word}" for word in ("SHORT", "LONG", "KINDS", "COMMON", "NAMES", "SAME")
    }
    accounts = {"LOGIN_MALFORMED", "LOGIN_TAKEN", "LOGIN_UNKNOWN", "OWN_ACCOUNT", "LAST_ADMIN"}
    gone = {"UPLOAD_UNDONE", "RULING_UNKNOWN", "CASE_UNKNOWN", "CASE_CLOSED", "INDICATOR_UNKNOWN"}
    gone |= {"REMARK_UNKNOWN"}
    nothing_to_do = {"NOT_YOURS", "FOOTNOTE_STRIPPED", "NOTHING_CHANGED"}
    assert silent == passwords | accounts | gone | nothing_to_do


@pytest.mark.parametrize("code", sorted(PATTERNS))
def test_every_sentence_reads_as_a_chinese_sentence(code):
    one = problem(
        code, given=EXAMPLE["given"], **{k: v for k, v in EXAMPLE.items() if k != "given"}
    )
    for text in filter(None, (one.sentence(), one.advice())):
        assert text.endswith("。")
        assert not re.search(r"[{}!！?]|。。|“[^”]*$", text)
        assert not re.search(r"[,;:](?![0-9]| )", text.replace(EXAMPLE["given"], ""))


@pytest.mark.skipif(
    not (i18n.LOCALE / "en" / "LC_MESSAGES" / "kpi.po").is_file(), reason="no English texts yet"
)
@pytest.mark.parametrize("code", sorted(PATTERNS))
def test_every_sentence_has_its_english_with_the_same_details(code):
    english = i18n.texts("en")
    for pattern in filter(None, (PATTERNS[code], ADVICE.get(code))):
        other = english.gettext(pattern)
        assert other != pattern
        assert names(other) == names(pattern)


def test_a_problem_takes_the_gravity_of_its_code_unless_told():
    assert problem("UNMAPPED_COLUMN").severity is Severity.INFO
    assert problem("UNMAPPED_COLUMN", severity=Severity.WARNING).severity is Severity.WARNING


def test_an_unknown_code_is_a_slip_of_the_program():
    with pytest.raises(KeyError):
        problem("NO_SUCH_CODE")


def test_the_text_names_the_cell_and_what_stands_there():
    one = problem("NOT_A_NUMBER", CellRef("10月", 6, 2), "12,3亿")
    assert one.text() == "10月!C7：“12,3亿”不是数字。"
    assert one.advice() == "请只填数值，不带文字。"


def test_a_sheet_is_named_where_there_is_no_cell():
    one = problem("HEADER_NOT_FOUND", "10月")
    assert (one.cell, one.sheet) == (None, "10月")
    assert one.text() == "10月：“10月”找不到单位或指标的表头。"


def test_a_date_may_be_a_detail_beside_the_place():
    one = problem("DUPLICATE_FILE", by="某某", at="2026-11-05")
    assert (one.sheet, one.text()) == (None, "同一文件已由某某于 2026-11-05 报送。")


def test_a_hint_or_a_name_alike_speaks_before_the_general_advice():
    assert problem("UNKNOWN_UNIT", given="东关街", near="东关街道").advice() == "是否为“东关街道”？"
    assert problem("NOT_A_NUMBER", given="持平", hint="持平请填 0。").advice() == "持平请填 0。"


def test_advice_that_lacks_its_detail_makes_way_for_a_shorter_one():
    assert problem("TOTAL_MISMATCH", given=5, sum=6).advice() == "请核对各单位数值。"
    assert problem("TOTAL_MISMATCH", given=5, sum=6, cell="C7").advice().endswith("在 C7。")
    assert problem("CATALOG_VALUE", given="旬").advice() is None


def test_braces_in_a_cell_are_only_text():
    one = problem("NOT_A_NUMBER", given="{by.__class__}")
    assert one.sentence() == "“{by.__class__}”不是数字。"


def test_what_is_given_is_cut_to_sixty_characters():
    assert len(problem("NOT_A_NUMBER", given="一" * 1000).given) == 60


def test_a_detail_nobody_gave_stands_as_itself():
    assert problem("UNITS_ABSENT", n=1).sentence() == "缺少 1 个单位：{names}。"


def test_problems_are_equal_whatever_the_order_of_their_details():
    assert problem("OUT_OF_RANGE", low=1, high=2) == problem("OUT_OF_RANGE", high=2, low=1)


def test_the_worst_of_several_is_the_gravest():
    found = [problem("UNIT_ALIAS"), problem("YTD_DROP"), problem("NOT_A_NUMBER")]
    assert [worst(found[:n]) for n in range(4)] == [
        None,
        Severity.INFO,
        Severity.WARNING,
        Severity.ERROR,
    ]


def test_a_refusal_says_all_its_problems():
    one = problem("UNKNOWN_UNIT", given="东关街", fix=Fix("alias", "dongguan"))
    refused = Refused(one)
    assert refused.problems == (one,)
    assert str(refused) == "“东关街”不在单位名录中。"


def test_names_of_the_catalog_are_told_in_english_alone_and_in_lists():
    names = {"云溪街道": "Yunxi", "望江街道": "Wangjiang"}
    absent = problem("UNITS_ABSENT", n=2, names="云溪街道、望江街道")
    with i18n.speaking("en"):
        assert "Yunxi, Wangjiang" in absent.called(names).sentence()
    assert absent.called({"别处": "Elsewhere"}) == absent
