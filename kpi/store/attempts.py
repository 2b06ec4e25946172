"""Attempts to sign in: written before the password is looked at, counted to lock a login."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from kpi.store.schema_people import login_attempt as table
from kpi.store.tx import Tx, micros, moment

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=180)


def failures(tx: Tx, login: str) -> list[datetime]:
    """When this login failed within the window and after its last success, newest first."""
    last = select(func.coalesce(func.max(table.c.id), 0)).where(table.c.login == login, table.c.ok)
    return _failures(tx, table.c.login == login, table.c.id > last.scalar_subquery())


def failures_from(tx: Tx, ip: str) -> list[datetime]:
    """When this address failed within the window, whoever it tried to be, newest first."""
    return _failures(tx, table.c.ip == ip)


def begin(tx: Tx, login: str, ip: str) -> int:
    """Count an attempt as failed until it has succeeded; gives its number."""
    new = insert(table).values(login=login, ip=ip[:45] or None, at=micros(tx.at), ok=False)
    return tx.con.execute(new.returning(table.c.id)).scalar_one()


def succeed(tx: Tx, number: int) -> None:
    """This one was right: the count for its login starts anew."""
    tx.con.execute(update(table).where(table.c.id == number).values(ok=True))


def forgive(tx: Tx, login: str) -> None:
    """Start the count anew, because the login has proved itself by a one-time link."""
    tx.con.execute(insert(table).values(login=login, ip=None, at=micros(tx.at), ok=True))


def sweep(tx: Tx) -> None:
    """Forget what is older than half a year."""
    tx.con.execute(delete(table).where(table.c.at < micros(tx.at - KEPT)))


def _failures(tx: Tx, *of: ColumnElement[bool]) -> list[datetime]:
    recent = ~table.c.ok, table.c.at > micros(tx.at - WINDOW)
    found = select(table.c.at).where(*of, *recent).order_by(table.c.at.desc())
    return [moment(at) for at in tx.con.execute(found).scalars()]
