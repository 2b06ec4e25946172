"""Other names for what the catalog holds, learned one by one."""

from sqlalchemy import func, insert, select

from kpi.model.catalog import Alias
from kpi.store.schema import alias as table
from kpi.store.tx import Tx


def learn(tx: Tx, one: Alias) -> None:
    """Add one after the others; whether it may be added is for the caller to know."""
    last = tx.con.execute(select(func.max(table.c.sort))).scalar_one()
    sort = 0 if last is None else last + 1
    tx.con.execute(insert(table).values(kind=one.kind, alias=one.alias, code=one.code, sort=sort))
    tx.about(f"alias {one.kind} {one.alias}", code=one.code)
