"""Facts about words on paper: numbers, missing marks, units of measure, names, totals, notes."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake.words.guess import chinese
from kpi.intake.words.tokens import (
    NotNumber,
    Number,
    factor,
    is_note,
    is_total,
    missing,
    name,
    number,
    plain,
    uom,
    uom_in,
)
from kpi.model.measure import Status

LAYOUTS = Path(__file__).parents[2].parent / "shared" / "cases" / "intake" / "layouts"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 12.5 ", 12.5),
        ("12.5\u00a0", 12.5),
        ("12\u200b.5", 12.5),
        ("1,234.56", 1234.56),
        ("1，234，567", 1234567),
        ("１２．５", 12.5),
        ("＋5.2", 5.2),
        ("−3.2", -3.2),
        ("–3.2", -3.2),
        ("－3.2", -3.2),
        ("- 3.2", -3.2),
        ("(3.2)", -3.2),
        ("（3.2）", -3.2),
        ("1.25e2", 125),
        ("2E-2", 0.02),
        ("-0", 0),
        ("00012", 12),
        ("1e308", 1e308),
    ],
)
def test_a_number_is_read_in_every_usual_dress(text, value):
    assert number(text) == Number(value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8.5%", Number(8.5, percent="%")),
        ("8.5 ％", Number(8.5, percent="%")),
        ("(3.2%)", Number(-3.2, percent="%")),
        ("7‰", Number(7, percent="‰")),
        ("1.2个百分点", Number(1.2, percent="pp")),
        ("-0.3百分点", Number(-0.3, percent="pp")),
        ("12.3亿元", Number(12.3, uom="亿元")),
        ("1,234 万元", Number(1234, uom="万元")),
        ("3.2万户", Number(3.2, uom="万户")),
        ("35人次", Number(35, uom="人次")),
        ("100㎡", Number(100, uom="平方米")),
    ],
)
def test_percent_and_unit_word_are_told_and_scale_nothing(text, found):
    assert number(text) == found


@pytest.mark.parametrize(
    ("text", "value", "footnote"),
    [
        ("5.2①", 5.2, "①"),
        ("5.2 ①②", 5.2, "①②"),
        ("5.2\u200b⑳", 5.2, "⑳"),
        ("5.2*", 5.2, "*"),
        ("5.2※", 5.2, "※"),
        ("5.2†", 5.2, "†"),
        ("5.2r", 5.2, "r"),
        ("5.2²", 5.2, "²"),
        ("(5.2)*", -5.2, "*"),
        ("5.2%＊", 5.2, "＊"),
    ],
)
def test_a_footnote_mark_is_taken_off_and_never_becomes_a_digit(text, value, footnote):
    found = number(text)
    assert isinstance(found, Number)
    assert (found.value, found.footnote) == (value, footnote)


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("下降1.8", -1.8, None),
        ("下降 1.8%", -1.8, None),
        ("同比回落0.5", -0.5, None),
        ("负3.2", -3.2, None),
        ("增长1.8", 1.8, None),
        ("持平", 0, None),
        ("与上年同期持平", 0, None),
        ("三十", 30, None),
        ("一千二百万", 12_000_000, None),
        ("▲5.2", 5.2, -5.2),
        ("5.2↓", 5.2, -5.2),
        ("12。5", 12.5, None),
        ("12·5", 12.5, None),
        ("12..5", 12.5, None),
        (".5", 0.5, None),
        ("1O5", 105, None),
        ("12 345", 12345, None),
        ("(-3.2)", -3.2, None),
        ("—3.2", -3.2, None),
        ("12.3(初步)", 12.3, None),
    ],
)
def test_a_plain_slip_is_no_number_but_has_a_suggestion(text, value, other):
    found = number(text)
    assert isinstance(found, NotNumber)
    assert (found.value, found.other) == (value, other)


@pytest.mark.parametrize(
    "text",
    [
        *("近30", "约30", "超20000*", "30余", "30左右", ">30", "30+"),  # about so many
        *("12,34", "12,3亿", "1,2345", "1,23,456.7"),  # comma or point
        *("3.2亿", "3.2万", "下降3.2亿元", "下降1.8个百分点"),  # in which unit
        *("下降-1.8", "1.234.567", "5①2", "5½", "0x1F", "1_000", "(3.2", "3.2)", "1e309"),
        *("NaN", "inf", "-inf", "TRUE", "2026-09-01", "长安街道", "三成", "%", "+", "e5", "٣"),
    ],
)
def test_scale_and_exact_figures_are_never_guessed(text):
    found = number(text)
    assert isinstance(found, NotNumber)
    assert (found.value, found.other) == (None, None)


def test_words_for_missing_are_suggested_as_marks():
    assert number("未统计") == NotNumber(number("未统计").hint, status=Status.NOT_REPORTED)
    assert number("不涉及").status is Status.NOT_APPLICABLE


def test_a_hint_says_what_is_wrong():
    assert number("12,34").hint == "逗号应每三位一个，小数点用“.”。"
    assert number("近30").hint == "约数请改填准确数值。"


def test_a_very_long_text_is_no_number_and_costs_nothing():
    assert number("1," * 10_000) == NotNumber("文字过长，不是一个数值。")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_survives_being_written(value):
    assert number(repr(value)) == Number(value + 0.0)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["万元", "%", "户", "亿元"]))
def test_a_grouped_number_beside_its_unit_survives(value, word):
    found = number(f" {value:,} {word}")
    assert isinstance(found, Number)
    assert (found.value, found.uom + found.percent) == (value, word)


@given(st.text(max_size=60))
def test_no_text_is_both_a_number_and_a_missing_mark(text):
    assert not (isinstance(number(text), Number) and missing(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("十", 10), ("十五", 15), ("三十", 30), ("一百零五", 105), ("二〇二六", 2026)),
        *(("两千", 2000), ("三亿五千万", 350_000_000), ("零", 0)),
        *(("百", None), ("一二十", None), ("三月", None)),
    ],
)
def test_chinese_numerals_are_counted(text, value):
    assert chinese(text) == value


@pytest.mark.parametrize("text", ["—", "——", "-", "－", "–", "−", "--", "/", "／", " 不适用 "])
def test_a_dash_says_not_applicable(text):
    assert missing(text) is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "　",
        "\u200b",
        "…",
        "……",
        "...",
        "暂无",
        "未报",
        "待核",
        "待定",
        "缺",
        "无",
        "N/A",
        "n/a",
        "*",
    ],
)
def test_a_blank_or_a_waiting_word_says_not_reported(text):
    assert missing(text) is Status.NOT_REPORTED


@pytest.mark.parametrize("text", ["0", "-1", "无锡路街道", "**", "长安街道", "缺口"])
def test_zero_and_words_are_no_missing_marks(text):
    assert missing(text) is None


@pytest.mark.parametrize(
    ("given", "canonical", "by"),
    [
        ("万元", "亿元", 1e-4),
        ("亿元", "万元", 1e4),
        ("千元", "百万元", 1e-3),
        ("亿元", "亿元", 1),
        ("万户", "户", 1e4),
        ("亩", "公顷", 1 / 15),
        ("平方公里", "万平方米", 100),
        ("亿千瓦时", "万千瓦时", 1e4),
        ("‰", "%", 0.1),
        ("天", "日", 1),
        ("天", "工作日", None),
        ("百分点", "%", None),
        ("万美元", "万元", None),
        ("亿元", "户", None),
        ("斗", "升", None),
    ],
)
def test_units_of_one_dimension_convert_and_no_others(given, canonical, by):
    assert factor(given, canonical) == by


def test_a_unit_word_is_matched_exactly():
    assert uom(" 亿 元 ").word == "亿元"
    assert uom("个百分点").word == "百分点"
    assert uom("％").dimension == "percent"
    assert uom("亿元左右") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("固定资产投资（亿元）", ("亿元",)),
        ("固定资产投资\n( 亿 元 )", ("亿元",)),
        ("单位：万元、%", ("万元", "%")),
        ("单位：亿元 %", ("亿元", "%")),
        ("（金额单位：万元）", ("万元",)),
        ("计量单位：亿元", ("亿元",)),
        ("亿元", ("亿元",)),
        ("增长（±%）", ("%",)),
        ("增速%", ("%",)),
        ("1-9月（亿元）同比（%）", ("亿元", "%")),
        ("单位：云溪街道", ()),
        ("固定资产投资（累计）", ()),
        ("", ()),
    ],
)
def test_stated_unit_words_are_found(text, words):
    assert uom_in(text) == words


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("长安路\u200b街道", "长安路街道"),
        ("望江街道\u202e", "望江街道"),
        ("青 云 街 道", "青云街道"),
        ("东风街办", "东风街道"),
        ("⾼新园街道", "高新园街道"),
        ("6.桥西街道", "桥西街道"),
        (" 柳林街道办事处\u3000", "柳林街道"),
        ("J01-云溪街道", "云溪街道"),
        ("J01云溪街道", "云溪街道"),
        ("1 东风街道办", "东风街道"),
        ("（3）东风街道", "东风街道"),
        ("一、东风街道", "东风街道"),
        ("云溪经开区（含园区）", "云溪经开区(含园区)"),
        ("东风街道办事处（含园区）", "东风街道(含园区)"),
        ("3号路街道", "3号路街道"),
        ("街道办公室", "街道办公室"),
        ("J01", "J01"),
    ],
)
def test_a_unit_name_has_one_normal_form(text, normal):
    assert name(text) == normal


@given(st.text(alphabet="J01-. 、东风街道办事处（含园区）一", max_size=20))
def test_plain_is_settled_after_one_pass(text):
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "text",
    [
        *("合　计", "总计", "小计", "共计", "全区", "全 县", "平均", "其中", "其中：", "（合计）"),
        *("全区合计", "镇街小计", "各街道平均值"),
    ],
)
def test_a_total_is_no_unit(text):
    assert is_total(text)


@pytest.mark.parametrize(
    "text", ["长安街道", "平均工资", "投资合计", "全区各街道", "其中：东风街道", ""]
)
def test_a_unit_or_indicator_is_no_total(text):
    assert not is_total(text)


@pytest.mark.parametrize(
    "text",
    [
        "注：含园区",
        "注1：初步数",
        "备注：",
        "数据来源：统计局",
        "资料来源",
        "说明",
        "说明：按月",
        "填表人：某某",
        "审核人：",
    ],
)
def test_notes_are_told_from_data(text):
    assert is_note(text)


@pytest.mark.parametrize(
    "text", ["注册企业", "说明会次数", "填报单位：云溪街道", "备注数", "长安街道"]
)
def test_names_are_no_notes(text):
    assert not is_note(text)


@pytest.mark.skipif(not LAYOUTS.is_dir(), reason="the open cases are not beside this checkout")
def test_what_the_open_cases_print_is_read_as_they_expect():
    wrong = []
    for path in sorted(LAYOUTS.glob("*.expected.csv")):
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["status"] != "value":
                    if missing(row["raw"]) is None:
                        wrong.append((path.name, row["cell"], row["raw"]))
                    continue
                found = number(row["raw"])
                if not isinstance(found, Number):
                    wrong.append((path.name, row["cell"], row["raw"]))
    assert wrong == []


@pytest.mark.parametrize(
    "text", ["3500万元(预计)", "12.5亿人民币", "2.1倍", "$12", "5折", "52.3pp"]
)
def test_no_figure_is_offered_where_words_beside_it_speak_of_another_scale(text):
    found = number(text)
    assert isinstance(found, NotNumber)
    assert (found.value, found.other) == (None, None)
