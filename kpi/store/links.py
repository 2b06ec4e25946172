"""One-time links: to the first account, or to a password of one's own."""

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from kpi.store.schema_people import setup_link as table
from kpi.store.tx import Tx, micros

LIFE = timedelta(hours=24)


def add(tx: Tx, token_hash: str, login: str | None) -> None:
    """A link for `login`, or for the first administrator (None), good for a day."""
    tx.con.execute(
        insert(table).values(token_hash=token_hash, login=login, expires_at=micros(tx.at + LIFE))
    )


def find(tx: Tx, token_hash: str, now: datetime) -> tuple[str | None] | None:
    """Whom a link is for, in a tuple, because None is the first administrator; None: no link."""
    good = table.c.token_hash == token_hash, table.c.expires_at > micros(now)
    row = tx.con.execute(select(table.c.login).where(*good)).first()
    return (row.login,) if row else None


def use(tx: Tx, token_hash: str) -> bool:
    """Spend a link; of several at once exactly one is told True."""
    good = table.c.token_hash == token_hash, table.c.expires_at > micros(tx.at)
    return tx.con.execute(delete(table).where(*good)).rowcount == 1


def drop(tx: Tx, login: str | None) -> None:
    """Every link for `login` is dead, and every one that has expired."""
    whose = table.c.login.is_(None) if login is None else table.c.login == login
    tx.con.execute(delete(table).where(whose | (table.c.expires_at <= micros(tx.at))))
