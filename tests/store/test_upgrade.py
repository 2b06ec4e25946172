"""An older database is saved before it is brought to this release."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers import say
from sqlalchemy import make_url, text

from kpi.model.catalog import Catalog, Unit
from kpi.model.problem import KpiError
from kpi.store import catalog, engine, journal
from kpi.store.engine import Store
from kpi.store.migrate import head, migrate, revision, upgrade
from kpi.store.restore import restore

AT = datetime(2026, 11, 21, 16, 5, tzinfo=UTC)
BORN = (
    "INSERT INTO house (id, instance, data_version, settings) VALUES (1, 'abc', 7, '{}')",
    "INSERT INTO unit (code, sort) VALUES ('J01', 1)",
    "INSERT INTO indicator (code, name, uom, direction, freq, measure, decimals, ranked, body, "
    "sort) VALUES ('fai', '固定资产投资', '亿元', 'higher', 'M', 'ytd', 2, true, '{}', 1)",
)


def older(folder: Path, step: str, *rows: str, url: str = "") -> Store:
    """A database as an earlier release left it, with a unit, an indicator and a journal line."""
    store = engine.open(url or f"sqlite:///{folder / 'kpi.db'}", folder, lambda: AT)
    body = [1, 0, "system", None, "migrate", step, "{}"]
    with store.turn() as con:
        upgrade(con, step)
        for row in (*BORN[:2], *rows) if rows else BORN:
            con.execute(text(row))
        con.execute(
            text(
                "INSERT INTO journal (n, at, actor, act, object, detail, hash) "
                "VALUES (1, 0, 'system', 'migrate', :step, '{}', :hash)"
            ),
            {"step": step, "hash": journal.link(journal.ZERO, body)},
        )
    store.anchor(1, journal.link(journal.ZERO, body))
    return store


MEMBER = (
    "INSERT INTO membership (unit, since, name, group_name, aliases, sort) "
    "VALUES ('J01', '0000', '长安路街道', '街道', '[]', 0)"
)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where an older database may lie: an empty URL is SQLite in the folder."""
    if request.param == "sqlite":
        yield ""
        return
    server = request.getfixturevalue("postgres_url")
    say(server, "CREATE DATABASE older")
    yield make_url(server).set(database="older").render_as_string(False)
    say(server, "DROP DATABASE older WITH (FORCE)")


def test_units_of_an_older_catalog_have_nobody_named_after_the_upgrade(
    tmp_path: Path, place: str
) -> None:
    store = older(tmp_path / "old", "0005", MEMBER, url=place)
    assert migrate(store) is True
    with store.read() as tx:
        assert catalog.read(tx) == Catalog((Unit("J01", "长安路街道", "街道"),))
    store.close()


@pytest.mark.parametrize("step", ["0001", "0002", "0003", "0005"])
def test_an_upgrade_saves_the_old_database_first_and_keeps_what_it_held(
    tmp_path: Path, step: str
) -> None:
    store = older(tmp_path / "old", step)
    assert migrate(store) is True
    with store.read() as tx:
        assert revision(tx.con) == head()
        assert tx.con.execute(text("SELECT code FROM unit")).scalars().all() == ["J01"]
        assert tx.version == 7
        assert [line.act for line in journal.lines(tx)] == ["migrate", "migrate"]
    (saved,) = (store.data / "backups").iterdir()
    assert saved.name == f"before-{head()}-20261121-160500.zip"
    store.close()
    again = engine.open(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "new", lambda: AT)
    assert restore(again, saved, "local").proof.ok  # the way back, brought to this release
    with again.read() as tx:
        assert tx.con.execute(text("SELECT name FROM indicator")).scalars().all() == [
            "固定资产投资"
        ]
        assert [line.act for line in journal.lines(tx)] == ["migrate", "restore"]
    again.close()


def test_an_upgrade_that_cannot_save_first_does_not_begin(tmp_path: Path) -> None:
    store = older(tmp_path / "old", "0003")
    (store.data / "backups").write_text("a file where the folder should be")
    with pytest.raises((OSError, KpiError)):
        migrate(store)
    with store.turn() as con:
        assert revision(con) == "0003"
    store.close()
