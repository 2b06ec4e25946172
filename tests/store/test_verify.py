"""What somebody with the database's password cannot hide."""

from collections.abc import Callable

import pytest
from cloud_brook import FULL, GOALS, load
from sqlalchemy import Connection, delete, insert, update
from tampering import tampering

from kpi.model.catalog import Setup
from kpi.store import catalog, files, observations, uploads, verify
from kpi.store.engine import Act, Store
from kpi.store.schema import journal, observation, observation_history, rule, upload
from kpi.store.verify import Break


@pytest.fixture
def used(store: Store) -> Store:
    """Uploads 1 (targets), 2, 3, and 4 which takes 3 back."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    load(store, "a.xlsx", [("J01", "fai", "2026-10", 1.0), ("J02", "fai", "2026-10", None)])
    load(store, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])
    with store.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, 3)
    return store


def found(store: Store) -> tuple[Break, ...]:
    with store.read() as tx:
        return verify.breaks(tx)


def test_a_database_in_honest_use_holds(used: Store) -> None:
    assert found(used) == ()


Tamper = Callable[[Connection], object]
TAMPERINGS: dict[str, tuple[Tamper, list[Break]]] = {
    "a value": (
        lambda con: con.execute(
            update(observation).where(observation.c.upload == 2).values(cell="C9")
        ),
        [Break("upload", "2", "rows")],
    ),
    "an old version": (
        lambda con: con.execute(
            update(observation_history).where(observation_history.c.upload == 3).values(value=9)
        ),
        [Break("upload", "3", "rows")],
    ),
    "a value of no upload's": (
        lambda con: con.execute(
            insert(observation_history),
            {
                "period": "2026-10",
                "indicator": "fai",
                "measure": "ytd",
                "unit": "J01",
                "upload": 77,
                "value": 1,
                "status": "reported",
            },
        ),
        [Break("upload", "77", "missing")],
    ),
    "an undo forgotten": (
        lambda con: con.execute(update(upload).where(upload.c.id == 4).values(undoes=None)),
        [Break("upload", "4", "journal")],
    ),
    "an upload taken back in silence": (
        lambda con: con.execute(update(upload).where(upload.c.id == 2).values(live=None)),
        [Break("upload", "2", "journal")],
    ),
    "a rule": (
        lambda con: con.execute(update(rule).values(body="{}")),
        [Break("rule", "invest 1", "hash")],
    ),
    "a name in the journal": (
        lambda con: con.execute(update(journal).where(journal.c.n == 3).values(actor="lisi")),
        [Break("journal", "3", "hash")],
    ),
    "the journal's end": (
        lambda con: con.execute(delete(journal).where(journal.c.n == 5)),
        [
            Break("anchor", "5", "hash"),
            Break("upload", "4", "journal"),  # the undo that nothing tells of
            Break("upload", "3", "journal"),  # and what it took back
        ],
    ),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_is_named(used: Store, what: str) -> None:
    tamper, expected = TAMPERINGS[what]
    with tampering(used) as con:
        tamper(con)
    assert list(found(used)) == expected


def test_an_original_that_is_gone_or_altered_is_named(used: Store) -> None:
    with used.read() as tx:
        third, second, first = (row.sha256 for row in uploads.list(tx))
    files.path(used.data, first).unlink()
    files.path(used.data, third).write_bytes(b"other")
    assert {(b.where, b.id, b.what) for b in found(used)} == {
        ("original", first, "missing"),
        ("original", third, "hash"),
    }
    assert files.path(used.data, second).exists()
