"""Who owes which figures until when: worked by hand on an invented district."""

from datetime import UTC, date, datetime

import pytest

from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.due import Arrival, Due, Lack, State, asked_period, due_date, dues
from kpi.model.measure import Measure
from kpi.model.period import Period

OCTOBER = Period(2026, 10)
FAI = Indicator("fai", "固定资产投资", "亿元", lead="B01", jan_feb_merged=True)
GDP = Indicator("gdp", "地区生产总值", "亿元", freq="Q", lead="B02", due_day=12)
RETAIL = Indicator("retail", "零售总额", "亿元", lead="B03", basis=Basis.CONSTANT_PRICE)
NOTED = Indicator("noted", "只看不排", "户", lead="B03", ranked=False)
CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("Z01", "白石镇", "镇"),
        Unit("B01", "发展改革局", "—"),
    ),
    indicators=(FAI, GDP, RETAIL, NOTED),
)
STREETS = {"fai": {"J01"}, "retail": {"J01"}}
BEGUN = date(2026, 1, 5)


def came(unit: str, day: int, upload: int, code: str = "fai", measure: str = "ytd") -> Arrival:
    """A value of October, brought at noon in China of a day of November."""
    at = datetime(2026, 11, day, 4, tzinfo=UTC)
    return Arrival(code, measure, "2026-10", unit, upload, f"{upload}.xlsx", at)


def found(*arrivals: Arrival, today: date, begun: date | None = BEGUN, code: str = "fai") -> Due:
    every = dues(CATALOG, OCTOBER, arrivals, STREETS, today=today, begun=begun)
    return next(d for d in every if d.indicator.code == code)


@pytest.mark.parametrize(
    ("period", "working_day", "day"),
    [
        (OCTOBER, 8, "2026-11-11"),  # 1 November is a Sunday
        (Period(2026, 3, "Q"), 10, "2026-10-14"),  # a holiday is a day like any other
        (Period(2026, 12), 8, "2027-01-12"),
        (Period(2027, 1), 20, "2027-02-26"),
        (Period(2027, 1), 25, "2027-02-26"),  # February has no more
        (Period(2026, 1, "Y"), 1, "2027-01-01"),
    ],
    ids=str,
)
def test_figures_are_due_on_a_working_day_of_the_month_after(
    period: Period, working_day: int, day: str
) -> None:
    assert due_date(period, working_day).isoformat() == day


def test_a_quarterly_figure_is_asked_for_in_quarter_months_only() -> None:
    months = [asked_period(GDP, Period(2026, n)) for n in range(1, 13)]
    assert [str(p) for p in months if p] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [n for n, p in enumerate(months, 1) if p] == [3, 6, 9, 12]


def test_a_merged_indicator_is_asked_for_in_february_and_not_in_january() -> None:
    assert asked_period(FAI, Period(2026, 1)) is None
    assert asked_period(FAI, Period(2026, 2)) == Period(2026, 2)
    assert asked_period(RETAIL, Period(2026, 1)) == Period(2026, 1)


def test_an_indicator_has_come_when_every_unit_has() -> None:
    one = found(came("J01", 9, 7), came("J02", 11, 8), today=date(2026, 11, 21))
    assert (one.state, one.late, one.reported) == (State.CAME, False, 2)
    assert one.last is not None
    assert (one.last.upload, one.last.at.day) == (8, 11)
    assert one.units == ("J01", "J02")  # 白石镇 has never had a value of it


def test_what_came_after_its_day_came_late() -> None:
    one = found(came("J01", 9, 7), came("J02", 12, 8), today=date(2026, 11, 12))
    assert (one.state, one.late) == (State.CAME, True)


def test_figures_taken_over_when_the_board_began_did_not_come_late() -> None:
    arrivals = came("J01", 20, 1), came("J02", 20, 1)
    one = found(*arrivals, today=date(2026, 11, 21), begun=date(2026, 11, 20))
    assert (one.state, one.late) == (State.CAME, False)


def test_a_part_is_late_only_after_its_day() -> None:
    states = [
        (one.state, one.late, one.reported, one.lacks)
        for day in (11, 12)
        for one in [found(came("J01", 9, 7), today=date(2026, 11, day))]
    ]
    lacks = (Lack("J02", (Measure.YTD,)),)
    assert states == [(State.PART, False, 1, lacks), (State.PART, True, 1, lacks)]


def test_nothing_at_all_is_open_and_then_late() -> None:
    days = {day: found(today=date(2026, 11, day)) for day in (1, 11, 12)}
    assert {day: (one.state, one.late) for day, one in days.items()} == {
        1: (State.OPEN, False),
        11: (State.OPEN, False),
        12: (State.OPEN, True),
    }


def test_before_its_period_is_over_nothing_is_owed() -> None:
    one = found(came("J01", 1, 7), today=date(2026, 10, 31))
    assert (one.state, one.late, one.wanting) == (State.NOT_YET, False, False)


def test_growth_that_cannot_be_computed_is_part_of_the_report() -> None:
    arrivals = [came(u, 9, 7, "retail") for u in ("J01", "J02")]
    one = found(
        *arrivals, came("J01", 9, 7, "retail", "yoy"), today=OCTOBER.last_day, code="retail"
    )
    assert (one.reported, one.lacks) == (1, (Lack("J02", (Measure.YOY,)),))


def test_an_indicator_without_any_value_is_asked_of_all_ranked_units() -> None:
    september = dues(CATALOG, Period(2026, 9), (), {}, today=date(2026, 10, 1), begun=None)
    gdp = next(d for d in september if d.indicator is GDP)
    assert gdp.units == ("J01", "J02", "Z01")
    assert gdp.day == date(2026, 10, 16)  # 报送日 12
    assert str(gdp.period) == "2026-Q3"


def test_only_ranked_indicators_are_asked_for() -> None:
    october = dues(CATALOG, OCTOBER, (), STREETS, today=date(2026, 11, 2), begun=None)
    assert [(d.indicator.code, d.state) for d in october] == [
        ("fai", State.OPEN),
        ("gdp", State.NOT_ASKED),
        ("retail", State.OPEN),
    ]
