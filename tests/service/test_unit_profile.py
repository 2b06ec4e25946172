"""A unit within its group, worked by hand on the eight units of the example (September)."""

from collections.abc import Iterator
from typing import Any

import pytest
from publishing import AUGUST, SEPTEMBER, filled, load, out, rows

from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.service import revisions, stand, unit
from kpi.service.trends import ranks
from kpi.service.unit import UnitView
from kpi.store.engine import Store

MONTHS = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def district(store: Store) -> Iterator[Store]:
    yield filled(store, *MONTHS)


def seen(store: Store, code: str, *vs: str) -> UnitView:
    return unit.unit(stand.Live(store), code, SEPTEMBER, vs)


def own(view: UnitView, code: str) -> Any:
    return next(o for o in view.owns if o.indicator.code == code)


def plain(text: str) -> str:
    return text.replace("\u2060", "")


def test_a_task_is_placed_by_its_completion_within_the_group(district: Store) -> None:
    place = own(seen(district, "E"), "fai").position
    assert sorted(round(x, 2) for x in place.group) == [
        *(65.0, 66.67, 68.0, 71.25),
        *(76.67, 77.5, 78.67, 88.0),
    ]
    assert (place.own, place.rank, place.of, plain(place.text)) == (65.0, 8, 8, "65.0%")
    assert plain(place.median_text) == "74.0%"  # (71.25 + 76.67) / 2


def test_the_outlook_of_a_unit_is_that_of_the_example(district: Store) -> None:
    ahead = own(seen(district, "E"), "fai").outlook
    assert (ahead.done, ahead.target, ahead.months) == (pytest.approx(3.9), 6.0, 9)
    assert ahead.needed == pytest.approx(0.70)


def test_the_bullet_holds_the_groups_mean_and_time_progress(district: Store) -> None:
    (bullet,) = seen(district, "E").bullets
    assert (bullet.done, bullet.progress) == (pytest.approx(65.0), pytest.approx(75.0))
    assert bullet.mean == pytest.approx(73.97, abs=0.01)
    assert bullet.forecast == pytest.approx(86.67, abs=0.01)
    assert bullet.colour == "black"


def test_compared_units_are_rings_and_lines_beside_it(district: Store) -> None:
    view = seen(district, "E", "C", "E", "nobody")
    mine = own(view, "fai")
    assert [(r.at, plain(r.text)) for r in mine.position.rings] == [(68.0, "68.0%")]
    assert [line.role for line in mine.trend.lines] == ["own", "peer", "target"]
    assert mine.trend.lines[1].values[-1] == pytest.approx(13.6)


def test_fewer_than_three_periods_make_no_trend(store: Store) -> None:
    filled(store, "2026-08", "2026-09")
    assert own(seen(store, "E"), "fai").trend is None


def test_at_most_three_units_are_coloured_in_the_places(district: Store) -> None:
    view = seen(district, "E")
    at = view.standing("fai")
    assert at is not None
    drawn = ranks(at.edition, list(view.members), "E", ("H", "C", "B"))
    loud = {line.name for line in drawn.lines if line.role != "other"}
    names = {at.edition.name(code) for code in ("E", "H", "C")}
    assert loud == names
    assert all(line.colour is None for line in drawn.lines if line.role == "other")


# was a figure changed


def test_a_changed_figure_is_told_with_both_values_and_its_file(district: Store) -> None:
    load(district, [("E", "fai", "2026-08", "ytd", 3.33)], name="更正.xlsx")
    (one,) = revisions.live(district, Wanted(units=("E",), indicators=("fai",)))
    assert (one.unit, one.measure, str(one.period)) == ("E", Measure.YTD, "2026-08")
    assert one.old == pytest.approx(3.9 * 8 / 9, abs=1e-6)
    assert (one.new, one.file) == (3.33, "更正.xlsx")


def test_the_same_figure_sent_again_is_no_revision(district: Store) -> None:
    load(district, rows("2026-09"), name="再报.xlsx")
    assert revisions.live(district, Wanted(indicators=("fai",))) == ()


def test_a_change_that_was_never_published_is_in_no_edition(store: Store) -> None:
    filled(store, "2026-07", "2026-08")
    out(store, AUGUST)
    load(store, [("E", "fai", "2026-08", "ytd", 3.33)], name="更正.xlsx")
    assert revisions.published(store).revisions == ()
    load(store, rows("2026-09"), name="九月.xlsx")
    out(store, SEPTEMBER)
    (one,) = (r for r in revisions.published(store).revisions if r.unit == "E")
    assert (one.new, one.file) == (3.33, "更正.xlsx")


def test_editions_of_one_definition_have_no_break(district: Store) -> None:
    out(district, AUGUST)
    out(district, SEPTEMBER)
    assert revisions.published(district).breaks == ()
