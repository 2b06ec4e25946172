"""A field of responsibility in one period: figures, lists, what is wanting, what was asked."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from kpi.model.case import Case
from kpi.model.due import Due, Lack, State
from kpi.model.duty import Duty, duties
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import board as boards
from kpi.service import duty
from kpi.service import stand as stands
from kpi.service.stand import Live
from kpi.store.engine import Store

OCTOBER = Period.parse("2026-10")
FAI = ("fai",)


@pytest.fixture(scope="module")
def live(sample_store: Store) -> Live:
    return stands.live(sample_store, OPERATOR)


@pytest.fixture(scope="module")
def progress(live: Live) -> Edition:
    return live.edition("fai", OCTOBER)


def named(live: Live, code: str) -> Duty:
    return next(d for d in duties(live.catalog()) if d.code == code)


def test_the_districts_figure_is_the_sum_of_its_places(live: Live) -> None:
    """78.42 of 94.20 亿元 = 83.2%; two of three months' quarters: 10/12 = 83.3% are due."""
    found = duty.over(live, "fai", OCTOBER)
    assert found is not None
    assert (round(found.value or 0, 2), found.unit) == (78.42, "")
    assert found.completion == pytest.approx(78.42 / 94.2 * 100)
    assert found.progress == pytest.approx(1000 / 12)


def test_what_the_district_reports_itself_goes_before_a_sum(live: Live) -> None:
    found = duty.over(live, "gdp", OCTOBER)
    assert found is not None
    assert (found.unit, str(found.period), found.value) == ("Q01", "2026-Q3", 384.15)


def test_departments_are_summed_where_no_place_has_a_figure(live: Live) -> None:
    found = duty.over(live, "project_district", OCTOBER)
    assert found is not None
    assert (found.unit, round(found.value or 0, 2)) == ("", 55.51)


def test_an_indicator_that_is_gone_has_no_figure(live: Live) -> None:
    assert duty.over(live, "gone", OCTOBER) is None


def test_units_on_lists_come_black_first_with_their_true_place_and_since_when(
    live: Live, progress: Edition
) -> None:
    own = named(live, "inspection:第二督查组")
    found = duty.field(live, own, OCTOBER, [progress])
    assert [(at.entry.unit, at.entry.rank, str(at.since)) for at in found.lines] == [
        ("J07", 7, "2026-09"),
        ("J08", 8, "2026-07"),
    ]
    assert found.free == ("J05", "J06")
    assert (found.listed("black"), found.listed("red")) == ({"J07", "J08"}, frozenset())
    assert found.tallies == ()


def test_the_headline_says_what_is_held_and_how_many_units_are_listed(
    live: Live, progress: Edition
) -> None:
    said = {
        field.duty.code: duty.headline(live.catalog(), field)
        for field in duty.fields(duties(live.catalog()), [progress])
    }
    assert said["sponsor:常务副区长"] == "常务副区长包抓3项指标、3个单位，2个单位列黑榜"
    assert said["sponsor:分管工业副区长"] == "分管工业副区长包抓1项指标、5个单位，1个单位列红榜"
    assert said["lead:D01"] == "区发展和改革局牵头2项指标、联络1个单位，1个单位列黑榜"
    assert said["lead:T01"] == "区统计局牵头2项指标"
    assert said["inspection:第三督查组"] == "第三督查组督查2个单位，本期均未列榜"


def due(code: str, state: State, *lacking: str) -> Due:
    own = boards.Indicator(code, code, "亿元")
    lacks = tuple(Lack(unit, (Measure.YTD,)) for unit in lacking)
    return Due(own, OCTOBER, date(2026, 11, 11), state, units=("J01", "J08"), lacks=lacks)


DUES = (
    due("fai", State.PART, "J01"),
    due("retail", State.OPEN, "J01", "J08"),
    due("gdp", State.NOT_YET, "J08"),
)


def test_what_is_wanting_of_its_indicators_is_owed() -> None:
    own = Duty("sponsor", "常务副区长", ("J08",), FAI)
    assert [(d.indicator.code, len(d.lacks)) for d in duty.owed(own, DUES)] == [("fai", 1)]


def test_of_a_field_of_units_alone_what_those_lack_is_owed() -> None:
    own = Duty("inspection", "第一督查组", ("J08",))
    assert [(d.indicator.code, d.lacks[0].unit) for d in duty.owed(own, DUES)] == [
        ("retail", "J08")
    ]


def case(number: int, unit: str = "J08", state: str = "open", board: str = "fai") -> Case:
    at = datetime(2026, 11, number, tzinfo=UTC)
    day = date(2026, 11, 20 + number)
    kind = "statement"
    return Case(number, kind, board, OCTOBER, 1, unit, "", state, day, "sys", at)


def test_of_what_was_asked_the_newest_of_each_board_is_shown_and_open_ones_first() -> None:
    own = Duty("sponsor", "常务副区长", ("J08",))
    every = [case(5, board="main", state="filed"), case(4), case(3), case(2, "J07"), case(1)]
    assert [c.id for c in duty.newest(own, every)] == [4, 5]
    assert [c.id for c in duty.waiting(own, every)] == [4, 3, 1]


def test_a_reader_is_told_of_no_case_without_an_edition(sample_store: Store) -> None:
    reader: Person = person("wang", "王建国", Role.VIEWER)
    assert duty.asked(sample_store, reader) == ()


def test_who_may_not_read_is_refused(sample_store: Store) -> None:
    nobody: Any = Person("x", "", frozenset())
    with pytest.raises(duty.access.Refused):
        duty.asked(sample_store, nobody)
