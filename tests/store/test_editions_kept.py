"""What nobody can do to an edition unseen; what a race or a killed process leaves behind."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread

import pytest
from publishing import AUGUST, SEPTEMBER, TODAY, WANG, ZHAO, codes, filled, load, out
from sqlalchemy import URL, Connection, delete, insert, text, update
from sqlalchemy.exc import DatabaseError

from kpi.model import canon
from kpi.model.problem import Refused
from kpi.model.round import State
from kpi.service import editions as service
from kpi.service import publish
from kpi.store import editions, journal
from kpi.store.engine import Store
from kpi.store.schema import journal as deeds
from kpi.store.schema_editions import case_file, edition, edition_entry

ROOT = Path(__file__).parents[2]


@pytest.fixture
def district(store: Store) -> Store:
    """Editions 1 (August) and 2 (September) of board fai, 3 (September) of board two."""
    filled(store, "2026-08", "2026-09")
    out(store, AUGUST)
    out(store, SEPTEMBER)
    publish.go(store, "two", SEPTEMBER, WANG, today=TODAY)
    return store


def found(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        return list(editions.breaks(tx))


def unguarded(con: Connection) -> None:
    """What an administrator of the database can do: take the guards away."""
    tables = ("edition", "edition_entry", "journal")
    if con.dialect.name == "sqlite":
        for name in tables:
            con.execute(text(f"DROP TRIGGER {name}_no_update"))
            con.execute(text(f"DROP TRIGGER {name}_no_delete"))
    else:
        for name in tables:
            con.execute(text(f"ALTER TABLE {name} DISABLE TRIGGER USER"))


def test_editions_in_honest_use_hold(district: Store) -> None:
    load(district, [("E", "fai", "2026-09", "ytd", 5.9)], name="更正.xlsx")
    out(district, reason="E街道漏报")
    publish.withdraw(district, "fai", AUGUST, WANG, "依据失效")
    assert found(district) == []


@pytest.mark.parametrize(
    "deed",
    [
        update(edition).values(by="zhao"),
        delete(edition_entry),
        update(edition_entry).values(colour=None),
    ],
    ids=["an edition changed", "its lines removed", "its lines changed"],
)
def test_the_database_itself_refuses_to_change_an_edition(district: Store, deed: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), district.turn() as con:
        con.execute(deed)  # type: ignore[call-overload]
    assert found(district) == []


def forged(con: Connection, number: int, old: str, new: str) -> None:
    """A snapshot with another word in it, and the hash made to fit."""
    row = con.execute(edition.select().where(edition.c.id == number)).one()
    snapshot = row.snapshot.replace(old, new)
    assert snapshot != row.snapshot
    mine = canon.sha256(f"{row.previous_hash}\n{snapshot}".encode())
    con.execute(update(edition).where(edition.c.id == number).values(snapshot=snapshot, hash=mine))


def removed(con: Connection) -> None:
    """An edition gone with everything that leans on it."""
    con.execute(delete(case_file).where(case_file.c.edition == 3))
    con.execute(delete(edition_entry).where(edition_entry.c.edition == 3))
    con.execute(delete(edition).where(edition.c.id == 3))


def copied(con: Connection) -> None:
    """An edition nobody published, well chained."""
    row = con.execute(edition.select().where(edition.c.id == 2)).one()
    plain = row.snapshot.replace('"edition":2', '"edition":4').replace('"number":2', '"number":3')
    values = dict(row._mapping) | {"id": 4, "number": 3, "snapshot": plain}
    values |= {"previous_hash": row.hash}
    values["hash"] = canon.sha256(f"{row.hash}\n{plain}".encode())
    con.execute(insert(edition), values)
    lines = con.execute(edition_entry.select().where(edition_entry.c.edition == 2)).all()
    con.execute(insert(edition_entry), [dict(r._mapping) | {"edition": 4} for r in lines])


TAMPERINGS: dict[str, tuple[Callable[[Connection], object], list[tuple[str, str, str]]]] = {
    "a snapshot": (
        lambda con: con.execute(
            update(edition).where(edition.c.id == 2).values(snapshot='{"entries":[]}')
        ),
        [("edition", "2", "hash"), ("edition", "2", "columns")],
    ),
    "a snapshot, its hash made to fit": (
        lambda con: forged(con, 2, "E街道", "丙街道"),
        [("edition", "2", "journal")],
    ),
    "the first snapshot, its hash made to fit": (
        lambda con: forged(con, 1, "E街道", "丙街道"),
        [("edition", "2", "chain"), ("edition", "1", "journal")],
    ),
    "a colour": (
        lambda con: con.execute(
            update(edition_entry)
            .where(edition_entry.c.edition == 2, edition_entry.c.unit == "E")
            .values(colour=None)
        ),
        [("edition", "2", "lines")],
    ),
    "a place": (
        lambda con: con.execute(
            update(edition_entry)
            .where(edition_entry.c.edition == 1, edition_entry.c.unit == "E")
            .values(rank=1)
        ),
        [("edition", "1", "lines")],
    ),
    "a line removed": (
        lambda con: con.execute(
            delete(edition_entry).where(edition_entry.c.edition == 3, edition_entry.c.unit == "A")
        ),
        [("edition", "3", "lines")],
    ),
    "who published": (
        lambda con: con.execute(update(edition).where(edition.c.id == 2).values(by="zhao")),
        [("edition", "2", "columns"), ("edition", "2", "journal")],
    ),
    "a number": (
        lambda con: con.execute(update(edition).where(edition.c.id == 2).values(number=9)),
        [("edition", "2", "columns")],
    ),
    "an edition removed": (removed, [("edition", "3", "missing")]),
    "an edition added": (copied, [("edition", "4", "journal")]),
    "a publishing that the journal forgot": (
        lambda con: con.execute(delete(deeds).where(deeds.c.object == "edition 3")),
        [("edition", "3", "journal")],
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_with_an_edition_is_named(district: Store, what: str) -> None:
    tamper, expected = TAMPERINGS[what]
    with district.turn() as con:
        unguarded(con)
        tamper(con)
    assert found(district) == expected


def test_a_board_whose_chain_was_touched_publishes_nothing_more(district: Store) -> None:
    with district.turn() as con:
        unguarded(con)
        con.execute(update(edition).where(edition.c.id == 2).values(snapshot="{}"))
    load(district, [("A", "fai", "2026-10", "ytd", 9.5)], name="十月.xlsx")
    october = SEPTEMBER.shift(1)
    told = publish.obstacles(district, "fai", october, WANG, today=TODAY)
    assert "CHAIN_BROKEN" in codes(told)


def test_of_two_publishers_at_once_one_wins(store: Store) -> None:
    filled(store)
    start, ends = Barrier(2), {}

    def run(by: object) -> None:
        start.wait()
        try:
            made = publish.go(store, "fai", SEPTEMBER, by, today=TODAY)  # type: ignore[arg-type]
            ends[by] = made.number
        except Refused as refused:
            ends[by] = codes(refused.problems)

    threads = [Thread(target=run, args=(by,)) for by in (WANG, ZHAO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = [end for end in ends.values() if end != 1]
    assert sorted(map(str, ends.values())) != ["1", "1"]
    assert len(lost) == 1
    assert lost[0] in (["WRONG_STATE"], ["NOTHING_CHANGED"])
    assert len(service.every(store)) == 1
    assert found(store) == []


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path[:0] = ["tests/board", "tests/walk"]
from publishing import SEPTEMBER, TODAY, WANG
from kpi.service import publish, statements
from kpi.store import engine
store = engine.open(sys.argv[1], Path(sys.argv[2]))
def die(*_given):
    os.kill(os.getpid(), signal.SIGKILL)
statements.opened = die  # the edition is written, the deed is not over
publish.go(store, "fai", SEPTEMBER, WANG, today=TODAY)
"""


def test_a_process_killed_while_publishing_leaves_a_signed_round_and_no_edition(
    store: Store,
) -> None:
    filled(store)
    url = store.engine.url
    assert isinstance(url, URL)
    words = [url.render_as_string(hide_password=False), str(store.data)]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", CHILD, *words], cwd=ROOT, timeout=120, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert (service.every(store), found(store)) == ((), [])
    assert publish.round_of(store, "fai", SEPTEMBER).state is State.SIGNED
    with store.read() as tx:
        assert journal.chain(tx).broken_at is None
        assert [line.act for line in journal.lines(tx)][-1] == "sign"
    assert out(store) == 1  # and the next one goes on from there
