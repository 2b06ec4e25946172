"""The district's own figures in an edition: kept for readers, no part of what was judged."""

from dataclasses import replace

import pytest
from publishing import AUGUST, SEPTEMBER, WANG, filled, known, load, out, rows, teach

from kpi.model.catalog import Unit
from kpi.service import editions, peers, sealing, stand
from kpi.store.engine import Store

HOME = Unit("Q01", "本区", "—", "区")
AUGUSTS = [("Q01", "fai", "2026-08", "rank", 4.0), ("Q01", "fai", "2026-08", "yoy", 5.6)]
SEPTEMBERS = [("Q01", "fai", "2026-09", "rank", 3.0), ("Q01", "fai", "2026-09", "yoy", 5.8)]


@pytest.fixture
def district(store: Store) -> Store:
    """August is published; September's figures and place have come since."""
    filled(store, "2026-08")
    setup = known()
    teach(store, replace(setup, units=(*setup.units, HOME)))
    load(store, AUGUSTS, by=WANG.login, name="位次.xlsx")
    out(store, AUGUST)
    load(store, rows("2026-09"), name="九月.xlsx")
    load(store, SEPTEMBERS, by=WANG.login, name="九月位次.xlsx")
    return store


def test_a_reader_is_told_the_place_of_the_newest_edition_and_no_newer_one(
    district: Store,
) -> None:
    issued = stand.issued(district)
    (place,) = peers.places(issued, issued.edition("fai", AUGUST))
    assert (place.rank, place.before, place.value) == (4, None, 5.6)
    live = stand.Live(district)
    (place,) = peers.places(live, live.edition("fai", SEPTEMBER))
    assert (place.rank, place.before, place.value, place.value_before) == (3, 4, 5.8, 5.6)


def test_the_district_has_no_line_and_no_page(district: Store) -> None:
    issued = stand.issued(district)
    assert issued.edition("fai", AUGUST).entry("Q01") is None
    assert "Q01" not in issued.units()


def test_who_sent_the_districts_place_may_publish_the_board(district: Store) -> None:
    """Two persons are asked for over what was judged; the place was not."""
    with district.read() as tx:
        draft = sealing.draft(tx, "fai", SEPTEMBER)
    assert WANG.login not in draft.sent_by.values()
    assert [row[4] for row in draft.cells if row[3] == "Q01" and row[2] == "rank"] == [4.0, 3.0]


def test_an_edition_with_the_districts_figures_scores_again_as_it_was(district: Store) -> None:
    assert [whole for _number, whole in editions.replay(district)] == [True]
