"""Facts about measure words in a header path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake.words.wording import all_measure_words, measure_words
from kpi.model.measure import Measure


@pytest.mark.parametrize(
    ("path", "measure", "rest"),
    [
        ("固定资产投资（当月）", Measure.MONTH, "固定资产投资"),
        ("本月完成数", Measure.MONTH, ""),
        ("固投 当期", Measure.MONTH, "固投"),
        ("固定资产投资（累计，亿元）", Measure.YTD, "固定资产投资(亿元)"),
        ("招商引资到位内资累计", Measure.YTD, "招商引资到位内资"),
        ("年初至今", Measure.YTD, ""),
        ("存款期末余额", Measure.LEVEL, "存款"),
        ("时点", Measure.LEVEL, ""),
        ("固投|同比（%）", Measure.YOY, "固投"),
        ("社零总额增速", Measure.YOY, "社零总额"),
        ("工业增加值增长（%）", Measure.YOY, "工业增加值"),
        ("同比±%", Measure.YOY, ""),
        ("比上年同期±%", Measure.YOY, ""),
        ("较上年同期增长", Measure.YOY, ""),
        ("年度目标", Measure.TARGET, ""),
        ("固投/目标任务", Measure.TARGET, "固投"),
        ("计划数", Measure.TARGET, ""),
        ("奋斗目标", Measure.STRETCH, ""),
        ("位次", Measure.RANK, ""),
        ("全区排名", Measure.RANK, ""),
        ("固投名次", Measure.RANK, "固投"),
        ("固投完成率（%）", Measure.COMPLETION, "固投"),
        ("年度目标完成率", Measure.COMPLETION, ""),
        ("占年度计划%", Measure.COMPLETION, ""),
        ("与序时差", Measure.GAP, ""),
        ("与序时进度差（百分点）", Measure.GAP, ""),
        ("进度差", Measure.GAP, ""),
        ("环比", Measure.MOM, ""),
        ("上年同期", "year_ago", ""),
        ("固投去年同期数", "year_ago", "固投"),
        ("增减额", "change", ""),
        ("比上年同期增减额", "change", ""),
        ("固定资产投资", None, "固定资产投资"),
        ("规上工业增加值", None, "规上工业增加值"),
        ("新增注册企业", None, "新增注册企业"),
        ("办理时限压缩", None, "办理时限压缩"),
    ],
)
def test_the_measure_is_told_by_its_word(path, measure, rest):
    assert measure_words(path) == (measure, rest)


@pytest.mark.parametrize(
    ("path", "measure", "rest"),
    [
        ("固投（10月）", Measure.MONTH, "固投"),
        ("固投1-10月", Measure.YTD, "固投"),
        ("2026年1-10月固投", Measure.YTD, "固投"),
        ("贷款10月末", Measure.LEVEL, "贷款"),
    ],
)
def test_without_a_word_the_period_tells_the_measure(path, measure, rest):
    assert measure_words(path) == (measure, rest)


def test_a_month_with_its_year_tells_no_measure():
    assert measure_words("2026年10月")[0] is None


@pytest.mark.parametrize(
    ("path", "words", "stem"),
    [
        ("固定资产投资当月同比", (Measure.YOY, Measure.MONTH), "固定资产投资"),
        ("固投/累计/同比", (Measure.YOY, Measure.YTD), "固投"),
        ("固投1-9月同比（%）", (Measure.YOY, Measure.YTD), "固投"),
        ("固投累计增速位次", (Measure.RANK, Measure.YOY, Measure.YTD), "固投"),
        ("固投", (), "固投"),
    ],
)
def test_the_outermost_word_comes_first(path, words, stem):
    assert all_measure_words(path) == (words, stem)


@given(st.text(alphabet="固投累计同比当月目标完成率增速（%）1-9月/位次2026年", max_size=40))
def test_no_header_keeps_a_measure_word_for_ever(path):
    words, rest = all_measure_words(path)
    assert len(words) <= len(path)
    assert measure_words(rest)[0] is None
