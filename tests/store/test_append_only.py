"""History can only grow: the database itself says so, whoever asks."""

import pytest
from cloud_brook import FULL, GOALS, load
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from tampering import GUARDED

from kpi.model.catalog import Setup
from kpi.store import catalog
from kpi.store.engine import Act, Store

ROWS = (
    "INSERT INTO edition (id, board, period, year, number, kind, snapshot, hash, previous_hash, "
    "by, at) VALUES (1, 'invest', '2026-10', 2026, 1, 'issue', '{}', 'a', 'b', 'wang', 0)",
    "INSERT INTO edition_entry (edition, unit, rank) VALUES (1, 'J01', 1)",
    "INSERT INTO case_file (id, kind, board, period, unit, state, by, at) "
    "VALUES (1, 'statement', 'invest', '2026-10', 'J01', 'open', 'wang', 0)",
    "INSERT INTO case_step (id, case_file, act, body, by, at) "
    "VALUES (1, 1, 'write', '{}', 'wang', 0)",
)


@pytest.fixture
def lived(store: Store) -> Store:
    """At least one row in every guarded table."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    load(store, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    load(store, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])
    with store.turn() as con:
        for row in ROWS:
            con.execute(text(row))
    return store


def rows(con: Connection, table: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in con.execute(text(f'SELECT * FROM "{table}"'))]  # noqa: S608


@pytest.mark.parametrize("table", GUARDED)
def test_the_database_itself_refuses_to_change_history(lived: Store, table: str) -> None:
    with lived.engine.connect() as con:
        before = rows(con, table)
        column = inspect(con).get_pk_constraint(table)["constrained_columns"][0]
    assert before
    for deed in (f'UPDATE "{table}" SET {column} = {column}', f'DELETE FROM "{table}"'):  # noqa: S608
        with pytest.raises(DBAPIError, match=f"{table} is append-only"), lived.turn() as con:
            con.execute(text(deed))
    with lived.engine.connect() as con:
        assert rows(con, table) == before
