"""Bring a database to the tables of this release; the way back is the backup."""

import json
import secrets
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select, text

from kpi.i18n import N_, _
from kpi.model.problem import KpiError
from kpi.store import backup, journal
from kpi.store.engine import Store
from kpi.store.schema import house
from kpi.store.tx import Act, Tx

_LOCK = 7_262_391  # any number, the same in every process of the product
_NEWER = N_("数据库比程序新（{revision}），请升级程序。")


def migrate(store: Store) -> bool:
    """Create or upgrade the tables, one process at a time; gives whether anything changed.

    A database that holds something is backed up first, into `backups/` of the data folder. One
    newer than the program is refused with a sentence.
    """
    with store.turn() as con:
        alone(store, con)
        before, newest = revision(con), head()
        if before == newest:
            return False
        if before is not None and before not in known():
            raise KpiError(_(_NEWER).format(revision=before))
        at = store.clock()
        saved = _saved(store, con, before, at) if before else None
        upgrade(con, newest)
        if before is None:
            con.execute(insert(house), _birth())
        version = con.execute(select(house.c.data_version)).scalar_one()
        tx = Tx(con, version, store.data, "system", Act.MIGRATE, at)
        tx.about(newest, before=before, **({"backup": saved.sha256} if saved else {}))
        line = journal.append(tx)
    store.anchor(*line)
    return True


def _saved(store: Store, con: Connection, before: str, at: datetime) -> backup.Written:
    """The way back from this upgrade; never pruned."""
    place = store.data / "backups" / f"before-{head()}-{at:%Y%m%d-%H%M%S}.zip"
    place.parent.mkdir(mode=0o700, exist_ok=True)
    anchors = journal.anchors(store.anchors)
    return backup.write(con, store.data, place, revision=before, anchors=anchors, at=at)


def alone(store: Store, con: Connection) -> None:
    """Wait until no other process changes the tables; on SQLite the turn says so already."""
    if not store.sqlite:
        con.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})


def upgrade(con: Connection, revision: str) -> None:
    """Bring the tables to a step that this release knows."""
    command.upgrade(_config(con), revision)


def revision(con: Connection) -> str | None:
    """The step a database stands at; None for an empty one."""
    if not inspect(con).has_table("alembic_version"):
        return None
    return MigrationContext.configure(con).get_current_revision()


def head() -> str:
    """The newest step of this release."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None, "the product ships its migrations"  # noqa: S101
    return newest


def known() -> set[str]:
    """The steps that this release knows."""
    return {s.revision for s in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config(con: Connection | None = None) -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = con
    return config


def _birth() -> dict[str, object]:
    return {
        "id": 1,
        "instance": secrets.token_hex(16),
        "data_version": 0,
        "settings": json.dumps({}),
    }
