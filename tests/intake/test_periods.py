"""Facts about periods on paper, by the table of period texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake.words.periods import (
    NotPeriod,
    PeriodToken,
    looks_like_period,
    period,
    periods_in,
    without,
    year_in,
)
from kpi.model.period import Period

MONTH = ["2026年9月", "2026年9月份", "2026.09", "2026-9", "2026/09", "202609", 202609.0, "26年9月"]
MONTH += [
    "2026年九月",
    "２０２６年９月",
    " 2026 年 9 月 ",
    "2026-09-01",
    "2026/9/1",
    "2026年9月1日",
]
MONTH += [
    "2026-09-01 00:00:00",
    "20260901",
    2026.09,
    "2026年9月当月",
    "2026-9月",
    "2026年9月（当月）",
]
SO_FAR = [
    "2026年1-9月",
    "2026年1—9月",
    "2026年1－9月",
    "2026年1～9月",
    "2026年1至9月份",
    "2026年1月-9月",
]
SO_FAR += ["截至2026年9月", "截止2026年9月底", "截至2026年9月30日", "2026年9月累计", "2026.1-9月"]
SO_FAR += [
    "2026年1月至2026年9月",
    "202601-202609",
    "2026年9月（累计）",
    "年初至2026年9月",
    "2026年一至九月",
]
END = ["2026年9月末", "2026年9月底", "2026年9月份末"]
QUARTER = [
    "2026年三季度",
    "2026年第三季度",
    "2026年3季度",
    "2026Q3",
    "2026-Q3",
    "2026年Q3",
    "2026年7-9月",
]
QUARTERS = ["2026年前三季度", "2026年1-3季度", "2026年一至三季度", "2026年三季度累计"]


@pytest.mark.parametrize(
    ("texts", "kind"), [(MONTH, "month"), (SO_FAR, "cumulative"), (END, "level")]
)
def test_a_month_is_read_however_it_is_written(texts, kind):
    september = PeriodToken(Period(2026, 9), kind)
    assert {text: period(text, "M") for text in texts} == dict.fromkeys(texts, september)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (MONTH, "month"),
        (SO_FAR, "cumulative"),
        (END, "level"),
        (QUARTER, "quarter"),
        (QUARTERS, "cumulative"),
    ],
)
def test_a_quarter_indicator_takes_quarters_and_their_last_months(texts, kind):
    third = PeriodToken(Period(2026, 3, "Q"), kind)
    assert {text: period(text, "Q") for text in texts} == dict.fromkeys(texts, third)


@pytest.mark.parametrize("text", QUARTER + QUARTERS)
def test_a_month_indicator_takes_no_quarter(text):
    assert period(text, "M").code == "PERIOD_BASIS"


@pytest.mark.parametrize("text", ["2026年10月", "2026年1-2月", "202601", "2026年下半年"])
def test_a_quarter_indicator_takes_no_other_month(text):
    assert period(text, "Q").code == "PERIOD_BASIS"


@pytest.mark.parametrize(
    ("text", "month", "quarter", "half", "year"),
    [
        ("2026年上半年", "2026-06", "2026-Q2", "2026-H1", None),
        ("2026年1-6月", "2026-06", "2026-Q2", "2026-H1", None),
        ("2026年6月", "2026-06", "2026-Q2", "2026-H1", None),
        ("2026年下半年", None, None, "2026-H2", None),
        ("2026-H2", None, None, "2026-H2", None),
        ("2026年全年", "2026-12", "2026-Q4", "2026-H2", "2026"),
        ("2026年度", "2026-12", "2026-Q4", "2026-H2", "2026"),
        ("2026年1-12月", "2026-12", "2026-Q4", "2026-H2", "2026"),
        ("2026年前四季度", None, "2026-Q4", "2026-H2", "2026"),
        ("2026年四季度", None, "2026-Q4", None, None),
        ("2026年", None, None, None, "2026"),
        ("2019", None, None, None, "2019"),
        (2019.0, None, None, None, "2019"),
    ],
)
def test_halves_and_years_end_where_each_frequency_ends(text, month, quarter, half, year):
    read = {freq: period(text, freq) for freq in ("M", "Q", "H", "Y")}
    assert {f: str(t.period) if isinstance(t, PeriodToken) else None for f, t in read.items()} == {
        "M": month,
        "Q": quarter,
        "H": half,
        "Y": year,
    }
    assert all(isinstance(t, PeriodToken) or t.code == "PERIOD_BASIS" for t in read.values())


def test_january_and_february_together_are_february():
    assert period("2026年1-2月(份)", "M") == PeriodToken(Period(2026, 2), "cumulative")


@pytest.mark.parametrize("text", ["9月", "九月份", "1-9月", "截至9月", "9月末", "全年", "上半年"])
def test_a_period_without_year_takes_the_one_it_is_given(text):
    assert period(text, "M") == NotPeriod("PERIOD_NO_YEAR")
    assert period(text, "M", year=2026).period.year == 2026


def test_the_year_in_the_text_wins_over_the_one_given():
    assert period("2025年9月", "M", year=2026).period == Period(2025, 9)


def test_a_number_that_may_be_january_or_october_is_asked_back():
    asked = period(2026.1, "M")
    assert (asked.code, asked.meant) == ("BAD_PERIOD", (Period(2026, 1), Period(2026, 10)))
    assert period("2026.1", "M").period == Period(2026, 1)
    assert period(2026.2, "M").period == Period(2026, 2)
    assert period(2026.12, "M").period == Period(2026, 12)


def test_a_span_that_became_a_date_is_asked_back():
    asked = period("2026-01-02", "M")
    assert (asked.code, asked.meant) == ("BAD_PERIOD", (Period(2026, 2),))
    assert "1-2月" in asked.hint


def test_a_date_not_on_the_first_is_no_period():
    assert period("2026-09-30", "M").code == "BAD_PERIOD"
    assert period("2026年9月30日", "M").code == "BAD_PERIOD"


@pytest.mark.parametrize(
    "text",
    [
        *("2026年13月", "2026-00", "202613", 202613.0, 2026.13, "3026年9月", "最近36个月"),
        *("2-9月", "9-1月", "2025年12月-2026年9月", "2026年第五季度", "Q5", "2026-02-32"),
    ],
)
def test_an_impossible_period_is_told(text):
    assert period(text, "M", year=2026).code == "BAD_PERIOD"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "固定资产投资",
        "12.5",
        "35",
        35.0,
        2026.123,
        1e300,
        float("nan"),
        "1-9",
        "四季花园街道",
        "—",
        "3月5日会议",
    ],
)
def test_other_texts_do_not_speak_of_a_period(text):
    assert period(text, "M", year=2026) is None


@pytest.mark.parametrize(
    ("text", "note"),
    [("2026年9月(初步)", "初步"), ("2026年9月（快报）", "快报"), ("2026-09r", "r")],
)
def test_a_suffix_of_preliminary_figures_is_noted(text, note):
    assert period(text, "M") == PeriodToken(Period(2026, 9), "month", note)


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("云溪区2026年10月主要经济指标完成情况表", ["2026-10"]),
        ("云溪区2026年1-9月红黑榜", ["2026-09"]),
        ("2026年云溪区9月情况", ["2026-09"]),
        ("10月红黑榜_20261105.xlsx", ["2026-10"]),
        ("202610报表.xlsx", ["2026-10"]),
        ("2026年度红黑榜（10月）", ["2026-10"]),
        ("2026年9月、2026年10月对照", ["2026-09", "2026-10"]),
        ("填表日期：2026年11月5日", []),
        ("2026年12项指标", []),
        ("四季花园街道", []),
        ("云溪区红黑榜", []),
        ("13800002026", []),
    ],
)
def test_the_period_is_found_inside_a_title(title, found):
    assert [str(p.period) for p in periods_in(title, "M")] == found


def test_a_title_with_a_year_alone_serves_yearly_indicators():
    assert [str(p.period) for p in periods_in("云溪区2025年统计", "Y")] == ["2025"]


def test_a_title_with_a_month_alone_says_that_its_year_is_missing():
    assert periods_in("10月报表", "M") == (NotPeriod("PERIOD_NO_YEAR"),)
    assert periods_in("10月报表", "M", year=2026)[0].period == Period(2026, 10)


def test_the_year_of_a_title_is_found_unless_there_are_two():
    assert year_in("云溪区2026年主要指标（9月）") == 2026
    assert year_in("2025年与2026年对比") is None
    assert year_in("主要指标") is None


def test_a_header_without_its_period_remains():
    assert without("固投(1-9月)") == "固投"
    assert without("2026年9月固定资产投资") == "固定资产投资"


@pytest.mark.parametrize(
    "text", ["2026年9月", "9月", "1-9月", "Q3", "上半年", "2019年", "2019", 2019.0, 202609.0]
)
def test_a_period_header_is_recognised_with_and_without_year(text):
    assert looks_like_period(text)


@pytest.mark.parametrize(
    "text", ["固定资产投资", "12.5", 12.5, 3.0, "2026年13月", "", "同比", 2026.77]
)
def test_other_headers_are_no_periods(text):
    assert not looks_like_period(text)


MONTHS = st.builds(Period, st.integers(1950, 2098), st.integers(1, 12))


@given(MONTHS)
def test_every_month_survives_being_written(month):
    y, m = month.year, month.number
    for text in (str(month), f"{y}年{m}月", f"{y}.{m:02d}", f"{y}{m:02d}", float(y * 100 + m)):
        assert period(text, "M") == PeriodToken(month, "month")
    assert period(month.label(), "M").period == month
    assert period(month.label(cumulative=True), "M").period == month
    assert period(month.first_day.isoformat(), "M").period == month


@given(st.sampled_from("QH"), st.integers(1950, 2098), st.integers(1, 2), st.booleans())
def test_every_quarter_and_half_survives_being_written(freq, year, number, cumulative):
    one = Period(year, number, freq)
    assert period(str(one), freq).period == one
    assert period(one.label(cumulative=cumulative), freq).period == one


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading(text):
    for freq in ("M", "Q", "H", "Y"):
        found = period(text, freq, year=2026)
        assert found is None or isinstance(found, PeriodToken | NotPeriod)
    assert isinstance(periods_in(text, "M"), tuple)
