"""The hand of somebody with the database's password, who leaves the guards as he found them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text

from kpi.store.engine import Store

GUARDED = ("journal", "rule", "edition", "edition_entry", "observation_history", "case_step")


@contextmanager
def tampering(store: Store, keep: bool = True) -> Iterator[Connection]:
    """A transaction in which history may be changed and removed: no guard, no foreign key.

    Without `keep` it is as if nothing had happened.
    """
    with store.engine.connect() as con:
        if store.sqlite:
            driver = con.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")  # it works outside a transaction only
            with con.begin() as all_of_it:
                held = con.execute(
                    text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                ).all()
                for name, _sql in held:
                    con.exec_driver_sql(f'DROP TRIGGER "{name}"')
                yield con
                for _name, sql in held:
                    con.exec_driver_sql(sql)
                if not keep:
                    all_of_it.rollback()
            driver.execute("PRAGMA foreign_keys=ON")
            return
        with con.begin() as all_of_it:
            tables = inspect(con).get_table_names()
            for name in tables:
                con.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER ALL')
            yield con
            for name in tables:
                con.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER ALL')
            if not keep:
                all_of_it.rollback()
