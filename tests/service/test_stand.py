"""What pages are shown from: who only reads meets nothing that was never published."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest
from publishing import (
    AUGUST,
    JULY,
    LOOKER,
    SEPTEMBER,
    TODAY,
    WANG,
    filled,
    known,
    load,
    out,
    rows,
    teach,
    without,
)

from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.problem import Refused
from kpi.service import demo_past, editions, indicator, publish, stand, tally, trace, unit
from kpi.service import why as reasons
from kpi.service.board import Unknown
from kpi.service.stand import Issued, Live, Stand
from kpi.service.working import working
from kpi.store.engine import Store

OUTLIER = 987.65  # of unit E in September, never published
MONTHS = ("2026-07", "2026-08", "2026-09")


@pytest.fixture
def district(store: Store) -> Store:
    return filled(store, *MONTHS)


@pytest.fixture
def apart(store: Store) -> Store:
    """August is published; September has come since, with an outlier, and August was revised."""
    filled(store, "2026-07", "2026-08")
    out(store, AUGUST)
    load(store, rows("2026-09"), name="九月.xlsx")
    changed = [("E", "fai", "2026-09", "ytd", OUTLIER), ("E", "fai", "2026-08", "ytd", OUTLIER)]
    load(store, changed, name="更正.xlsx")
    return store


def numbers(found: Any) -> Iterator[float]:
    """Every number in an answer, however deep."""
    if isinstance(found, float | int):
        yield float(found)
    elif isinstance(found, np.ndarray):
        yield from (x for x in found.flat if isinstance(x, float))
    elif isinstance(found, dict):
        yield from numbers(list(found.items()))
    elif isinstance(found, list | tuple | set | frozenset):
        for one in found:
            yield from numbers(one)
    elif is_dataclass(found) and not isinstance(found, Store | Issued):
        for field in fields(found):
            yield from numbers(getattr(found, field.name))


def everything(at: Stand) -> list[Any]:
    """All that pages ask of a stand, for every period that it offers."""
    told: list[Any] = []
    own = [i for i in at.catalog().indicators if indicator.periods(at, i)]
    for who in at.units():
        told += [unit.unit(at, who, period) for period in at.periods("fai")]
    for one in own:
        for period in indicator.periods(at, one):
            for measure in indicator.measures(at, one):
                told.append(indicator.indicator(at, one.code, measure, period, "街道"))
    for code in ("fai", *(f"{i.code}.{m}" for i in own for m in indicator.measures(at, i))):
        for period in at.periods(code):
            edition = at.edition(code, period)
            told += [edition, tally.tallies(at, edition, "街道"), trace.trace_csv(edition)]
            told += [working(at, edition, e.unit) for e in edition.board.entries]
            told += [reasons.why(at, edition, e.unit) for e in edition.within(None)]
    return told


def test_before_anything_was_published_there_is_nothing(district: Store) -> None:
    at = stand.issued(district)
    assert at.periods("fai") == at.periods("fai.ytd") == ()
    assert (at.units(), at.series(), len(at.panel(Wanted()))) == ((), (), 0)
    for code in ("fai", "fai.ytd", "nothing"):
        with pytest.raises(Unknown):
            at.edition(code, SEPTEMBER)


def test_no_unpublished_number_is_in_any_published_answer(apart: Store) -> None:
    found = everything(stand.issued(apart))
    told = {round(x, 2) for x in numbers(found)}
    assert EIGHT_E in told  # the walk does meet numbers
    assert OUTLIER not in told
    assert "987.65" not in str(found)
    assert all(b"987.65" not in one for one in found if isinstance(one, bytes))


EIGHT_E = round(3.9 * 8 / 9, 2)  # unit E in August, as it was published


def test_the_live_board_has_the_same_numbers_for_who_drafts(apart: Store) -> None:
    found = everything(stand.live(apart, WANG))
    assert OUTLIER in {round(x, 2) for x in numbers(found)}


def test_the_live_board_is_refused_to_who_only_reads(district: Store) -> None:
    with pytest.raises(Refused) as refused:
        stand.live(district, LOOKER)
    assert [p.code for p in refused.value.problems] == ["NOT_ENTITLED"]


def test_a_published_board_is_its_edition_and_nothing_else(apart: Store) -> None:
    at = stand.issued(apart)
    sealed = editions.newest(apart, "fai", AUGUST)
    shown = at.edition("fai", AUGUST)
    assert sealed is not None
    assert (shown.hash, shown.board) == (sealed.hash, sealed.board)
    assert at.edition("fai.completion", AUGUST).hash == sealed.hash  # its own column
    with pytest.raises(Unknown):
        at.edition("fai", SEPTEMBER)


def test_periods_are_those_with_an_edition_that_counts(district: Store) -> None:
    for period in (JULY, AUGUST, SEPTEMBER):
        out(district, period)
    publish.withdraw(district, "fai", AUGUST, WANG, "数据有误")
    assert stand.issued(district).periods("fai") == (SEPTEMBER, JULY)


def test_a_column_of_published_cells_has_places_and_no_lists(apart: Store) -> None:
    """3.9 × 8/9 亿元 and its kind: C has most of August, H least."""
    board = stand.issued(apart).edition("fai.ytd", AUGUST)
    assert board.state == stand.COMPUTED
    assert [e.unit for e in board.within(None)] == ["C", "F", "A", "G", "B", "D", "E", "H"]
    assert board.red() == board.black() == ()


def test_a_column_names_the_file_that_was_published(apart: Store) -> None:
    at = stand.issued(apart)
    (step,) = working(at, at.edition("fai.ytd", AUGUST), "E")
    (source,) = step.sources
    assert (source.file, source.by, source.sheet) == ("报表.xlsx", "li", "数据")
    assert source.value == pytest.approx(3.9 * 8 / 9)


def test_of_two_editions_the_newer_ones_cell_counts(apart: Store) -> None:
    """The correction of August brings the revised value; July was sealed within it, unrevised."""
    out(apart, AUGUST, reason="统计更正")
    cells = stand.issued(apart).panel(Wanted(units=("E",), measures=("ytd",)))
    told = dict(zip(cells["period"], cells["value"], strict=True))
    assert told["2026-08"] == OUTLIER
    assert told["2026-07"] == pytest.approx(3.9 * 7 / 9)
    assert "2026-09" not in told


def test_names_stay_as_they_were_published(apart: Store) -> None:
    renamed = known()
    units = tuple(replace(u, name=f"新{u.name}") for u in renamed.units)
    teach(apart, replace(renamed, units=units))
    at = stand.issued(apart)
    assert not at.catalog().unit["A"].name.startswith("新")
    assert Live(apart).catalog().unit["A"].name.startswith("新")


def test_what_is_kept_by_the_editions_moves_with_them_alone(apart: Store) -> None:
    before = stand.heads(apart)
    load(apart, [("E", "fai", "2026-09", "ytd", 4.0)], name="再报.xlsx")
    assert stand.heads(apart) == before
    out(apart)
    assert stand.heads(apart) != before


def test_a_published_place_is_as_firm_as_its_cells_say(apart: Store) -> None:
    edition = editions.newest(apart, "fai", AUGUST)
    assert edition is not None
    again = editions.judged(apart, edition)
    table = again.scores.norm.cover.cells.table
    assert set(table.units) == {e.unit for e in edition.board.entries}
    at = stand.issued(apart)
    assert at.edition("fai", AUGUST).measure("fai.completion") is Measure.COMPLETION


def test_the_demo_publishes_the_past_once_and_leaves_the_newest(district: Store) -> None:
    said: list[str] = []
    assert demo_past.publish_past(district, WANG, today=TODAY, tell=said.append) == 2
    assert editions.periods(district, "fai") == (AUGUST, JULY)
    assert len(said) == 3
    assert demo_past.publish_past(district, WANG, today=TODAY, tell=said.append) == 0


def test_the_demo_leaves_out_what_is_not_ready(store: Store) -> None:
    """B has not reported August."""
    filled(store, "2026-07")
    load(store, [r for r in rows("2026-08") if not (r[0] == "B" and r[3] == "ytd")], name="八.xlsx")
    load(store, without(), name="九.xlsx")
    assert demo_past.publish_past(store, WANG, today=TODAY, tell=lambda line: None) == 1
    assert editions.periods(store, "fai") == (JULY,)


def test_periods_and_names_keep_their_order_whatever_was_published_first(district: Store) -> None:
    for period in (AUGUST, SEPTEMBER, JULY):
        out(district, period)
    at = stand.issued(district)
    assert at.periods("fai") == (SEPTEMBER, AUGUST, JULY)
    assert list(at.catalog().unit) == [c for c in known().unit if c in at.catalog().unit]
