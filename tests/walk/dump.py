"""Everything that a store holds, to see that a refused file left nothing behind."""

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, make_url, text

from kpi.store.engine import Store


def rows(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, in one fixed order."""
    with store.engine.connect() as con:
        return {
            table: sorted(
                (tuple(row) for row in con.execute(text(f'SELECT * FROM "{table}"'))),  # noqa: S608
                key=repr,
            )
            for table in inspect(con).get_table_names()
        }


def files(store: Store) -> dict[str, str]:
    """Every file of the data folder but the database itself, with its sha256."""
    return {
        str(p.relative_to(store.data)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(store.data.rglob("*"))
        if p.is_file()
    }


def database(store: Store) -> str:
    """The SHA-256 of the SQLite file with its log written back; "" on another engine."""
    if not store.sqlite:
        return ""
    with store.engine.connect() as con:
        con.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    where = make_url(store.engine.url).database
    return hashlib.sha256(Path(str(where)).read_bytes()).hexdigest()


def everything(store: Store) -> tuple[object, ...]:
    """Rows, files and bytes of the database: equal before and after where nothing was stored."""
    return rows(store), files(store), database(store)
