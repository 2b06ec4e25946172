"""One store: `read` is one snapshot, `write` one deed with its journal line, `touch` for logins."""

import fcntl
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, select, update

from kpi.store import journal, room, trouble
from kpi.store.schema import house
from kpi.store.tx import QUIET, Act, Tx

__all__ = ["Act", "Store", "Tx", "open"]

_log = logging.getLogger(__name__)  # kpi.…: the log of the day
_PRAGMAS = (
    "busy_timeout=60000",
    "journal_mode=WAL",
    "synchronous=FULL",  # 4 ms a commit; an acknowledged edition survives a power cut
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "cache_size=-65536",
    "mmap_size=268435456",
)


def _now() -> datetime:
    return datetime.now(UTC)


class Store:
    """A database and its data folder; the journal's times come from `clock`, its anchors go to
    `anchors` (a file in the data folder, or on another host).
    """

    def __init__(
        self,
        engine: Engine,
        data: Path,
        clock: Callable[[], datetime] = _now,
        anchors: Path | None = None,
    ) -> None:
        self.engine, self.data, self.clock = engine, data, clock
        self.anchors = anchors or data / journal.ANCHORS
        self.sqlite = engine.dialect.name == "sqlite"
        self._queue = Lock()

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """One consistent snapshot."""
        with trouble.told(), self.engine.connect() as con:
            if not self.sqlite:  # the default level shows rows committed between two SELECTs
                con = con.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with con.begin():
                version = con.execute(select(house.c.data_version)).scalar_one()
                yield Tx(con, version, self.data)

    @contextmanager
    def write(self, by: str, act: Act, ip: str = "") -> Iterator[Tx]:
        """One deed: all of it with its journal line and a new data version, or nothing."""
        begun = perf_counter()
        with self.turn() as con:
            moved = update(house).values(
                data_version=house.c.data_version + int(act not in QUIET)
            )  # first of all: it queues writers on PostgreSQL
            version = con.execute(moved.returning(house.c.data_version)).scalar_one()
            tx = Tx(con, version, self.data, by, act, self.clock(), ip)
            yield tx
            line = journal.append(tx)
        self.anchor(*line)
        ms = round((perf_counter() - begun) * 1000)
        told = {"act": str(act), "login": by, "address": ip, "ms": ms}
        _log.info("%s", tx.object, extra=told)

    @contextmanager
    def touch(self) -> Iterator[Tx]:
        """Bookkeeping of sign-ins (attempts, last seen, links): no journal line, no new data
        version. One at a time, as deeds are, so that what is counted here is counted once.
        """
        with self.turn() as con:
            one = select(house.c.data_version).with_for_update()  # the queue on PostgreSQL
            yield Tx(con, con.execute(one).scalar_one(), self.data, at=self.clock())

    @contextmanager
    def turn(self) -> Iterator[Connection]:
        """A fair turn to write. On SQLite threads queue at a lock, processes at a locked file,
        because SQLite's own retry starves; the write lock is taken at once, never late.
        """
        with trouble.told(), room.needed(), self._queued(), self.engine.connect() as con:
            con = con.execution_options(writes=True)
            with con.begin():
                yield con

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if not self.sqlite:
            yield
            return
        with self._queue, (self.data / "write.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def anchor(self, n: int, mine: str) -> None:
        """Note a journal line's hash outside the database. The deed is done by now: an anchor that
        cannot be written costs no truth and must not look like a refusal.
        """
        try:
            with self.anchors.open("a") as file:
                file.write(f"{n} {mine}\n")
        except OSError:
            _log.exception("no anchor for journal line %s", n)

    def data_version(self) -> int:
        """Moves with every deed that changes data: the cache key."""
        with trouble.told(), self.engine.connect() as con:
            return con.execute(select(house.c.data_version)).scalar_one()

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open(
    url: str, data_dir: Path, clock: Callable[[], datetime] = _now, anchors: Path | None = None
) -> Store:
    """The store at a database URL, its files under `data_dir`; tables are `migrate`'s work."""
    where = make_url(url)
    with trouble.told():
        data_dir.mkdir(parents=True, exist_ok=True)
        if where.get_backend_name() == "sqlite" and where.database:
            folder = Path(where.database).parent
            folder.mkdir(parents=True, exist_ok=True)
            trouble.near(folder)
            _own(Path(where.database))
    if where.get_backend_name() != "sqlite":
        far = create_engine(where, pool_size=10, pool_pre_ping=True, hide_parameters=True)
        return Store(far, data_dir, clock, anchors)
    settings: dict[str, Any] = {"timeout": 60}
    if legacy := getattr(sqlite3, "LEGACY_TRANSACTION_CONTROL", None):
        settings["autocommit"] = legacy  # Python 3.12 names it, 3.16 changes the default
    engine = create_engine(
        where, connect_args=settings, pool_size=10, max_overflow=50, hide_parameters=True
    )  # parameters are people's data and stay out of the log
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Store(engine, data_dir, clock, anchors)


def _own(database: Path) -> None:
    """A new database is for the server's user only, as originals, logs and backups are; SQLite
    gives its log the same mode.
    """
    if database.parent.is_dir() and not database.exists() and database.name != ":memory:":
        database.touch(mode=0o600)


def _prepare(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # SQLAlchemy says BEGIN, never the driver
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin(con: Connection) -> None:
    writes = con.get_execution_options().get("writes")
    con.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
