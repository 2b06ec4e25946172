"""One indicator over its group: pulls, two periods, groups, what happened to its figures."""

from datetime import UTC, datetime

import pytest
from publishing import SEPTEMBER, filled, load

from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.revision import Revision
from kpi.service import indicator, stand
from kpi.service.indicator import IndicatorView
from kpi.store.engine import Store

LAST = {"A": 8.6, "B": 5.6, "C": 13.9, "D": 3.3, "E": 3.9, "F": 10.6, "G": 6.6, "H": 1.2}


@pytest.fixture
def district(store: Store) -> Store:
    filled(store, "2026-07", "2026-08", "2026-09")
    load(store, [(u, "fai", "2025-09", "ytd", y) for u, y in LAST.items()], name="上年.xlsx")
    return store


def seen(store: Store, measure: Measure = Measure.YTD, *vs: str) -> IndicatorView:
    return indicator.indicator(stand.Live(store), "fai", measure, SEPTEMBER, "街道", vs)


def plain(text: str) -> str:
    return text.replace("\u2060", "")


def test_the_pulls_of_the_example_sum_to_the_growth_of_the_whole(district: Store) -> None:
    fall = seen(district).fall
    assert fall is not None
    pulls = sorted(round(value, 2) for _name, value in fall.parts)
    assert pulls == [-0.56, 0.0, 0.19, 0.56, 1.30, 1.49, 2.05, 2.23]
    assert fall.total[1] == pytest.approx((57.6 / 53.7 - 1) * 100)
    assert sum(value for _name, value in fall.parts) == pytest.approx(fall.total[1], abs=1e-9)


def test_the_headline_says_what_is_done_and_who_drags(district: Store) -> None:
    name = stand.Live(district).catalog().unit["C"].name
    said = plain(seen(district).headline)
    assert said == f"街道合计完成年度目标73.8%，{name}拖累增速0.6个百分点"


def test_without_last_year_there_are_no_pulls(store: Store) -> None:
    filled(store, "2026-07", "2026-08", "2026-09")
    found = seen(store)
    assert found.fall is None
    assert plain(found.headline) == "街道合计完成年度目标73.8%"


def test_the_whole_has_its_own_outlook(district: Store) -> None:
    ahead = seen(district).outlook
    assert ahead is not None
    assert (ahead.done, ahead.target) == (pytest.approx(57.6), pytest.approx(78.0))
    assert ahead.needed == pytest.approx((78 - 57.6) / 3)


def test_a_unit_that_has_not_reported_leaves_the_whole_untold(store: Store) -> None:
    filled(store, "2026-08")
    load(store, [("A", "fai", "2026-09", "ytd", 9.3)], name="九月.xlsx")
    found = seen(store)
    assert found.outlook is None
    assert found.total is not None
    assert found.total.lines[0].values[-1] is None


def test_two_periods_compare_with_the_year_before_where_it_is_known(district: Store) -> None:
    slope = seen(district).slope
    assert slope is not None
    assert slope.periods == ("25年9月", "26年9月")
    rows = {row.name: row for row in slope.rows}
    names = {code: u.name for code, u in stand.Live(district).catalog().unit.items()}
    # D was seventh of 2025 (3.3) and is sixth now (4.4); E the other way round
    assert (rows[names["D"]].rise, rows[names["E"]].rise) == (1, -1)
    assert rows[names["A"]].rise == 0


def test_at_most_three_units_are_coloured(district: Store) -> None:
    usual = [line for line in seen(district).units.lines if line.role != "other"]
    assert len(usual) == 2  # the first and the last
    chosen = seen(district, Measure.YTD, "A", "B", "C")
    loud = [line.name for line in chosen.units.lines if line.role != "other"]
    names = stand.Live(district).catalog().unit
    assert loud == [names[code].name for code in "ABC"]


def test_revisions_mark_the_whole_and_breaks_part_it(district: Store) -> None:
    at = datetime(2026, 10, 12, tzinfo=UTC)
    august = Period.parse("2026-08")
    changed = Revision("E", "fai", Measure.YTD, august, 3.0, 3.47, at, "D01", "", "", "", "")
    view = indicator.dressed(seen(district), [changed], [august])
    assert view.total is not None
    where = view.over.index(august)
    assert view.total.lines[0].revised == (where,)
    assert view.total.breaks == view.units.breaks == (where,)
    assert indicator.dressed(seen(district), [], []).total == seen(district).total
