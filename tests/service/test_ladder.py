"""The season ledger: what a year of published editions says of each unit, and what follows."""

import pytest
from publishing import AUGUST, JULY, ROOT, SEPTEMBER, WANG, filled, load, out

from kpi.model.house import House, Rung
from kpi.service import admin, ladder, publish
from kpi.store.engine import Store


@pytest.fixture
def district(store: Store) -> Store:
    """July, August and September published; E and H are black, D and F red in all of them."""
    filled(store, "2026-07", "2026-08", "2026-09")
    for period in (JULY, AUGUST, SEPTEMBER):
        out(store, period)
    return store


def of(store: Store, unit: str) -> tuple[int, int, int, int, str]:
    one = next(s for s in ladder.season(store, "fai", 2026) if s.unit == unit)
    return one.streak_red, one.streak_black, one.red, one.black, one.rung.name if one.rung else ""


def test_three_editions_in_a_row_are_three_rungs(district: Store) -> None:
    assert of(district, "E") == (0, 3, 0, 3, "督办")
    assert of(district, "D") == (3, 0, 3, 0, "")
    assert of(district, "A") == (0, 0, 0, 0, "")


def test_a_withdrawn_edition_rewinds_the_ladder(district: Store) -> None:
    publish.withdraw(district, "fai", AUGUST, WANG, "依据失效")
    assert of(district, "E") == (0, 2, 0, 2, "约谈")


def test_a_corrected_edition_counts_as_corrected(district: Store) -> None:
    load(district, [("E", "fai", "2026-08", "ytd", 5.9)], name="更正.xlsx")
    out(district, AUGUST, reason="E街道漏报")
    assert of(district, "E") == (0, 1, 1, 2, "提示函")
    marks = next(s.marks for s in ladder.season(district, "fai", 2026) if s.unit == "E")
    assert [m.colour for m in marks] == ["black", "red", "black"]


def test_the_ladder_is_the_house_s_own(district: Store) -> None:
    admin.settle(district, House(ladder=(Rung(3, "挂牌督办", 5),)), ROOT)
    assert of(district, "E")[-1] == "挂牌督办"
    publish.withdraw(district, "fai", SEPTEMBER, WANG, "依据失效")
    assert of(district, "E")[-1] == ""


def test_a_year_without_editions_has_no_ledger(district: Store) -> None:
    assert ladder.season(district, "fai", 2025) == ()
    assert ladder.season(district, "two", 2026) == ()
