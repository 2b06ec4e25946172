"""What a person said of a layout is remembered, column by column."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from kpi.store import mappings
from kpi.store.engine import Act, Store
from kpi.store.mappings import Remembered
from kpi.store.schema import journal

LAYOUT, OTHER = "a" * 64, "b" * 64
FAI, GROWTH = ("固投情况", "累计（亿元）"), ("固投情况", "增速")
START = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


def confirm(store: Store, targets: dict[tuple[str, ...], str], by: str = "zhang") -> int:
    with store.write(by, Act.MAPPING) as tx:
        return mappings.confirm(tx, LAYOUT, targets)


def recalled(store: Store, fingerprint: str = LAYOUT) -> dict[tuple[str, ...], Remembered]:
    with store.read() as tx:
        return mappings.recall(tx, fingerprint)


def test_what_was_confirmed_is_recalled_with_who_and_when(store: Store) -> None:
    assert confirm(store, {FAI: "fai.ytd", GROWTH: "fai.yoy"}) == 2
    found = recalled(store)
    assert {path: one.target for path, one in found.items()} == {FAI: "fai.ytd", GROWTH: "fai.yoy"}
    assert found[FAI].by == "zhang"
    assert START <= found[FAI].at <= START + timedelta(minutes=1)  # migrating may be a deed


def test_another_layout_knows_nothing_of_it(store: Store) -> None:
    confirm(store, {FAI: "fai.ytd"})
    assert recalled(store, OTHER) == {}


def test_the_newest_word_wins_and_the_other_columns_stay(store: Store) -> None:
    confirm(store, {FAI: "fai.ytd", GROWTH: "fai.yoy"})
    confirm(store, {GROWTH: "ignore"}, "li")
    found = recalled(store)
    assert {path: (one.target, one.by) for path, one in found.items()} == {
        FAI: ("fai.ytd", "zhang"),
        GROWTH: ("ignore", "li"),
    }


def test_a_path_too_long_to_keep_is_asked_about_again(store: Store) -> None:
    assert confirm(store, {FAI: "fai.ytd", ("长" * 400,): "fai.yoy"}) == 1
    assert set(recalled(store)) == {FAI}


def test_a_confirmation_stands_in_the_journal(store: Store) -> None:
    confirm(store, {FAI: "fai.ytd"})
    with store.read() as tx:
        newest = select(func.max(journal.c.n)).scalar_subquery()
        line = tx.con.execute(select(journal).where(journal.c.n == newest)).one()
    assert (line.actor, line.act, "fai.ytd" in line.detail) == ("zhang", "mapping.confirm", True)
