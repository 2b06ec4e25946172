"""Where the district stands: its own figures, what its groups add up to, its place among peers."""

from typing import Any

import pandas as pd
import pytest

from kpi.model import panel
from kpi.model.board import Board
from kpi.model.catalog import Basis, BoardSpec, Catalog, Direction, Indicator, Unit
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.snapshot import catalog_part
from kpi.service.peers import Place, places
from kpi.service.tally import Span, Tally, district, tallies

SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
STREETS = ("J01", "J02", "J03")
HOME, EAST, WEST = "Q01", "W01", "W02"
UNITS = (
    *(Unit(code, f"{code}街道", "街道", "街道") for code in STREETS),
    Unit(HOME, "本区", "—", "区"),
    Unit(EAST, "东溪区", "—", "外部"),
    Unit(WEST, "西溪区", "—", "外部"),
)
FAI = Indicator("fai", "固定资产投资", "亿元", basis=Basis.COMPARABLE_SCOPE)
FIRMS = Indicator("firms", "新增企业", "户", basis=Basis.NOMINAL, decimals=0)
INDUSTRY = Indicator("va", "工业增加值", "%", measure=Measure.YOY, decimals=1)
RULE = parse(
    {
        "code": "main",
        "name": "主榜",
        "items": [
            {"item": f"{code}.yoy", "weight": 1, "method": "minmax"}
            for code in ("fai", "firms", "va")
        ],
    }
)
BOARD = BoardSpec("main", "主榜", "M", RULE)


class Given:
    """A stand that holds these cells: (unit, indicator, period, measure, value)."""

    def __init__(self, *cells: tuple[str, str, str, str, float]) -> None:
        names = ("unit", "indicator", "period", "measure", "value")
        rows = [dict(zip(names, cell, strict=True)) for cell in cells]
        more: dict[str, Any] = {"status": "reported", "upload": 1, "sheet": "数据", "cell": "C2"}
        self.cells = panel.of(row | more for row in rows)

    def panel(self, wanted: Wanted) -> pd.DataFrame:
        return self.cells[self.cells["unit"].isin(wanted.units)]


def trial(units: tuple[Unit, ...] = UNITS, *own: Indicator) -> Edition:
    catalog = Catalog(units, own or (FAI, FIRMS, INDUSTRY), (BOARD,))
    return Edition(BOARD, OCTOBER, Board("", "", "", ()), catalog, {}, {})


def tally(code: str, *cells: tuple[str, str, str, str, float]) -> Tally:
    found = tallies(Given(*cells), trial(), "街道")  # type: ignore[arg-type]
    return next(t for t in found if t.indicator.code == code)


def place(*cells: tuple[str, str, str, str, float], own: Indicator = FAI) -> Place | None:
    found = places(Given(*cells), trial(UNITS, own))  # type: ignore[arg-type]
    return next(iter(found), None)


def test_a_groups_amounts_are_added_and_set_against_their_targets() -> None:
    """9 + 6 of 12 + 8 is 75.0 %; October has 83.3 % of the year behind it: 8.3 points less."""
    found = tally(
        "fai",
        *(("J01", "fai", "2026-10", "ytd", 9.0), ("J02", "fai", "2026-10", "ytd", 6.0)),
        *(("J01", "fai", "2026", "target", 12.0), ("J02", "fai", "2026", "target", 8.0)),
    )
    assert (found.value, found.completion, found.gap) == (15.0, 75.0, -8.3)
    assert found.progress == pytest.approx(1000 / 12)
    assert found.lacking == 1  # J03


def test_a_monthly_plan_is_the_time_that_a_group_is_held_to() -> None:
    """Plans of 9 and 8 of the targets 12 and 8: 17 of 20 is 85 %; 15 of 20 is done: 10 behind."""
    found = tally(
        "fai",
        *(("J01", "fai", "2026-10", "ytd", 9.0), ("J02", "fai", "2026-10", "ytd", 6.0)),
        *(("J01", "fai", "2026", "target", 12.0), ("J02", "fai", "2026", "target", 8.0)),
        *(("J01", "fai", "2026-10", "target", 9.0), ("J02", "fai", "2026-10", "target", 8.0)),
    )
    assert (found.progress, found.gap) == (pytest.approx(85.0), -10.0)


def test_the_sum_grows_by_the_sums_and_only_where_growth_is_nominal() -> None:
    """(60 + 51) / (50 + 50) is 1.11; growth at comparable scope is given, never computed."""
    cells = [
        (unit, code, period, "ytd", value)
        for code in ("firms", "fai")
        for unit, period, value in (
            ("J01", "2026-10", 60.0),
            ("J02", "2026-10", 51.0),
            ("J01", "2025-10", 50.0),
            ("J02", "2025-10", 50.0),
        )
    ]
    assert tally("firms", *cells).growth == pytest.approx(11.0)
    assert tally("fai", *cells).growth is None


def test_the_districts_given_growth_stands_beside_a_groups_amount() -> None:
    found = tally(
        "fai", ("J01", "fai", "2026-10", "ytd", 9.0), (HOME, "fai", "2026-10", "yoy", 5.8)
    )
    assert (found.unit, found.value, found.own_growth) == ("", 9.0, 5.8)


def test_the_districts_own_rate_goes_before_a_span() -> None:
    found = tally(
        "va",
        *(("J01", "va", "2026-10", "yoy", 3.3), ("J02", "va", "2026-10", "yoy", 9.0)),
        *((HOME, "va", "2026-10", "yoy", 6.3), (HOME, "va", "2026-09", "yoy", 5.9)),
    )
    assert (found.unit, found.value) == (HOME, 6.3)
    assert found.change == pytest.approx(0.4)
    assert found.span == Span(3.3, 9.0, "J01", "J02")


def test_a_span_names_who_stands_at_its_ends_unless_they_share_them() -> None:
    rates = (("J01", 3.3), ("J02", 9.0), ("J03", 9.0))
    found = tally("va", *((unit, "va", "2026-10", "yoy", value) for unit, value in rates))
    assert (found.value, found.span) == (None, Span(3.3, 9.0, "J01", ""))


def test_a_figure_of_the_district_that_is_older_does_not_hide_the_groups() -> None:
    found = tally("va", ("J01", "va", "2026-10", "yoy", 3.3), (HOME, "va", "2026-09", "yoy", 5.9))
    assert (found.unit, found.period) == ("", OCTOBER)


def test_two_districts_in_a_catalog_are_none() -> None:
    assert district(Catalog((*UNITS, Unit("Q02", "邻区", "—", "区")))) is None
    assert district(Catalog((Unit("Q01", "云溪区", "各区", "区"),))) is None  # ranked here


def test_the_given_place_comes_with_the_one_before_and_with_its_growth() -> None:
    found = place(
        *((HOME, "fai", "2026-09", "rank", 4.0), (HOME, "fai", "2026-10", "rank", 3.0)),
        *((HOME, "fai", "2026-09", "yoy", 5.6), (HOME, "fai", "2026-10", "yoy", 5.8)),
    )
    assert found == Place(FAI, OCTOBER, HOME, 3, 4, Measure.YOY, 5.8, 5.6, None)


def test_without_a_given_place_there_is_none() -> None:
    assert place((HOME, "fai", "2026-10", "yoy", 5.8), (EAST, "fai", "2026-10", "yoy", 6.4)) is None


PEERS = ((EAST, "fai", "2026-10", "yoy", 6.4), (WEST, "fai", "2026-10", "yoy", 6.1))
OWN = ((HOME, "fai", "2026-10", "yoy", 5.8), (HOME, "fai", "2026-10", "rank", 3.0))


def test_the_distance_to_the_place_before_is_told_from_the_peers_values() -> None:
    """6.1 is nearest above 5.8."""
    found = place(*OWN, *PEERS)
    assert found is not None
    assert found.ahead == 0.3


def test_values_that_contradict_the_given_place_tell_no_distance() -> None:
    found = place(*OWN, *PEERS[:1])  # third, but only one of those that are here is better
    assert found is not None
    assert found.ahead is None


def test_of_an_indicator_that_is_better_low_the_next_one_is_below() -> None:
    low = Indicator("fai", "能耗", "吨", Direction.LOWER, measure=Measure.LEVEL)
    found = place(
        *((HOME, "fai", "2026-10", "level", 5.0), (HOME, "fai", "2026-10", "rank", 2.0)),
        *((EAST, "fai", "2026-10", "level", 4.25), (WEST, "fai", "2026-10", "level", 7.0)),
        own=low,
    )
    assert found is not None
    assert (found.measure, found.ahead) == (Measure.LEVEL, 0.75)


def test_an_edition_takes_the_district_and_its_peers_along() -> None:
    part = catalog_part(BOARD, Catalog(UNITS, (FAI,), (BOARD,)), OCTOBER)
    assert [u.code for u in part.outside] == [HOME, EAST, WEST]
    assert [u.code for u in part.members(BOARD, OCTOBER)] == list(STREETS)
