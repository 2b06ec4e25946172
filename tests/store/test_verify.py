"""What somebody with the database's password cannot hide."""

from collections.abc import Callable
from pathlib import Path

import pytest
from cloud_brook import FULL, GOALS, load
from sqlalchemy import Connection, delete, insert, select, text, update
from tampering import GUARDED, tampering

from kpi.model import canon
from kpi.model.catalog import Setup
from kpi.model.person import Role
from kpi.store import catalog, engine, files, observations, people, uploads, verify
from kpi.store import journal as chained
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate
from kpi.store.schema import file, journal, observation, observation_history, rule, unit, upload
from kpi.store.schema_people import account
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


def _exchange(con: Connection, a: int, b: int) -> None:
    """Two lines change places, each with all it says."""
    rows = {r.n: r._asdict() for r in con.execute(select(journal).where(journal.c.n.in_([a, b])))}
    con.execute(delete(journal).where(journal.c.n.in_([a, b])))
    con.execute(insert(journal), [rows[a] | {"n": b}, rows[b] | {"n": a}])


def _chain_anew(con: Connection, n: int, actor: str) -> None:
    """Another name in line `n`, and every hash from there on made to fit."""
    rows = [r._asdict() for r in con.execute(select(journal).order_by(journal.c.n))]
    before = rows[n - 2]["hash"]
    for row in rows[n - 1 :]:
        row["actor"] = actor if row["n"] == n else row["actor"]
        body = [row[k] for k in ("n", "at", "actor", "ip", "act", "object", "detail")]
        before = row["hash"] = chained.link(before, body)
    con.execute(delete(journal))
    con.execute(insert(journal), rows)


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
    "a rule and its hash": (
        lambda con: con.execute(update(rule).values(body="{}", hash=canon.sha256(b"{}"))),
        [Break("rule", "invest 1", "journal")],
    ),
    "a rule of nobody's": (
        lambda con: con.execute(
            insert(rule),
            {
                "board": "invest",
                "version": 2,
                "body": "{}",
                "hash": canon.sha256(b"{}"),
                "by": "lisi",
                "at": 5,
            },
        ),
        [Break("rule", "invest 2", "journal")],
    ),
    "a rule taken out": (
        lambda con: con.execute(delete(rule)),
        [Break("rule", "invest 1", "missing")],
    ),
    "a name in the journal": (
        lambda con: con.execute(update(journal).where(journal.c.n == 3).values(actor="lisi")),
        [Break("journal", "3", "hash"), Break("upload", "2", "journal")],
    ),
    "a time in the journal": (
        lambda con: con.execute(update(journal).where(journal.c.n == 1).values(at=5)),
        [Break("journal", "1", "hash")],
    ),
    "two lines exchanged": (
        lambda con: _exchange(con, 3, 4),
        [Break("journal", "3", "hash"), Break("anchor", "3", "hash")],
    ),
    "a line cut out": (
        lambda con: con.execute(delete(journal).where(journal.c.n == 3)),
        [
            Break("journal", "3", "hash"),
            Break("anchor", "3", "hash"),
            Break("upload", "2", "journal"),
        ],
    ),
    "a line added": (
        lambda con: con.execute(
            insert(journal),
            {"n": 6, "at": 9, "actor": "lisi", "act": "export", "detail": "{}", "hash": "0" * 64},
        ),
        [Break("journal", "6", "hash")],
    ),
    "the journal chained anew": (
        lambda con: _chain_anew(con, 2, "wang"),
        [Break("anchor", "2", "hash"), Break("upload", "1", "journal")],
    ),
    "who sent an upload": (
        lambda con: con.execute(update(upload).where(upload.c.id == 2).values(by="lisi")),
        [Break("upload", "2", "journal")],
    ),
    "when an upload came": (
        lambda con: con.execute(update(upload).where(upload.c.id == 2).values(at=7)),
        [Break("upload", "2", "journal")],
    ),
    "a line that is no longer a line": (
        lambda con: con.execute(update(journal).where(journal.c.n == 3).values(detail="[1")),
        [Break("journal", "3", "hash"), Break("upload", "2", "journal")],
    ),
    "a line that says nothing": (
        lambda con: con.execute(update(journal).where(journal.c.n == 3).values(act="rule.save")),
        [Break("journal", "3", "hash")],
    ),
    "a reference to nothing": (
        lambda con: con.execute(delete(unit).where(unit.c.code == "J02")),
        [
            Break("database", "membership", "reference"),
            Break("database", "observation", "reference"),
        ],
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


def test_a_journal_that_was_emptied_is_known_to_the_anchors(used: Store) -> None:
    with tampering(used) as con:
        con.execute(delete(journal))
    places = [b.where for b in found(used)]
    assert places == ["anchor", "upload", "upload", "upload", "upload", "rule"]


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


def test_an_original_that_the_database_forgot_is_named(used: Store) -> None:
    with used.read() as tx:
        sha256 = uploads.list(tx)[0].sha256
    with tampering(used) as con:
        con.execute(delete(file).where(file.c.sha256 == sha256))
    assert found(used) == (Break("original", sha256, "row"),)


def test_anchors_thrown_away_are_missed(used: Store) -> None:
    (used.data / "anchors.log").unlink()
    assert found(used) == (Break("anchor", "", "missing"),)


def test_an_anchor_line_torn_by_a_power_cut_is_no_break(used: Store) -> None:
    path = used.data / "anchors.log"
    path.write_text(path.read_text()[:-40])  # the last line is half written
    assert found(used) == ()


def test_anchors_read_before_the_snapshot_know_nothing_newer(used: Store) -> None:
    before = chained.anchors(used.data / "anchors.log")
    with used.read() as tx:
        with used.write("zhangsan", Act.EXPORT):
            pass
        assert verify.breaks(tx, before) == ()


@pytest.mark.parametrize("table", GUARDED)
def test_a_guard_taken_off_is_named(used: Store, table: str) -> None:
    with used.turn() as con:
        if used.sqlite:
            con.execute(text(f"DROP TRIGGER {table}_no_update"))
        else:
            con.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"))
    assert found(used) == (Break("database", table, "guard"),)


def test_a_torn_database_file_is_named_and_not_looked_at_further(tmp_path: Path) -> None:
    place = tmp_path / "kpi.db"
    store = engine.open(f"sqlite:///{place}", tmp_path)
    migrate(store)
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    with store.engine.connect() as con:
        con.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        root = con.scalar(text("SELECT rootpage FROM sqlite_master WHERE name = 'indicator'"))
        size = con.scalar(text("PRAGMA page_size"))
    store.close()
    with place.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)
    store = engine.open(f"sqlite:///{place}", tmp_path)
    whole = verify.prove(store)
    store.close()
    assert not whole.ok
    assert {(b.where, b.id) for b in whole.breaks} == {("database", "file")}


@pytest.fixture
def peopled(used: Store) -> Store:
    """An administrator, and one who was made a preparer and then locked out."""
    for act, login, role, active in (
        (Act.USER_ADD, "wang", "admin", True),
        (Act.USER_ADD, "li", "viewer", True),
        (Act.USER_ROLE, "li", "preparer", True),
        (Act.USER_DISABLE, "li", "preparer", False),
    ):
        with used.write("wang", act) as tx:
            if act == Act.USER_ADD:
                people.add(tx, people.Account(login, login, Role(role)))
                tx.about(login, unit=None, indicators=None)
            elif act == Act.USER_ROLE:
                people.change_role(tx, login, Role(role))
            else:
                people.set_active(tx, login, active)
            tx.about(login, role=role)
    return used


RAISED: dict[str, tuple[Tamper, list[Break]]] = {
    "nothing": (lambda con: None, []),
    "a role raised": (
        lambda con: con.execute(update(account).values(role="admin")),
        [Break("account", "li", "role")],
    ),
    "let in again": (
        lambda con: con.execute(update(account).values(active=True)),
        [Break("account", "li", "active")],
    ),
    "an office lent": (
        lambda con: con.execute(update(account).where(account.c.login == "li").values(unit="J01")),
        [Break("account", "li", "scope")],
    ),
    "indicators lent": (
        lambda con: con.execute(
            update(account).where(account.c.login == "li").values(indicators='["fai"]')
        ),
        [Break("account", "li", "scope")],
    ),
    "an account of nobody's making": (
        lambda con: con.execute(
            insert(account),
            {"login": "x1", "name": "x", "role": "admin", "active": True, "at": 1},
        ),
        [Break("account", "x1", "journal")],
    ),
    "an account taken out": (
        lambda con: con.execute(delete(account).where(account.c.login == "li")),
        [Break("account", "li", "missing")],
    ),
}


@pytest.mark.parametrize("what", RAISED)
def test_an_account_is_what_the_journal_made_it(peopled: Store, what: str) -> None:
    tamper, expected = RAISED[what]
    with tampering(peopled) as con:
        tamper(con)
    assert list(found(peopled)) == expected
