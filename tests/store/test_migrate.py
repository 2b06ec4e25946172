"""Migrations: one history for both engines, equal to the tables of the code."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect, text

from kpi.model.problem import KpiError
from kpi.store import engine, schema_editions, schema_people  # noqa: F401 - their tables
from kpi.store.engine import Store
from kpi.store.migrate import head, migrate, revision
from kpi.store.schema import METADATA


def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    with store.turn() as con:
        context = MigrationContext.configure(con, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert set(inspect(con).get_table_names()) == {*METADATA.tables, "alembic_version"}


def test_constraints_of_the_database_are_those_of_the_code(store: Store) -> None:
    with store.turn() as con:  # what Alembic's comparison does not look at
        for name, table in METADATA.tables.items():
            checks = [str(c.name) for c in table.constraints if isinstance(c, CheckConstraint)]
            found = {c["name"] for c in inspect(con).get_check_constraints(name)}
            assert found == {f"ck_{name}_{c.removeprefix(f'ck_{name}_')}" for c in checks}


def test_migrating_again_changes_nothing(store: Store) -> None:
    assert migrate(store) is False
    with store.turn() as con:
        assert revision(con) == head()


def test_a_database_newer_than_the_program_is_refused(store: Store) -> None:
    with store.turn() as con:
        con.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(KpiError, match="9999"):
        migrate(store)


def test_two_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    stores = [engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(migrate, stores)) == [False, False, True]
    for opened in stores:
        opened.close()
