"""Remarks of readers, and their answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, true, update

from kpi.model.remark import Remark
from kpi.store.schema_people import remark as table
from kpi.store.tx import Tx, micros, moment


def add(tx: Tx, page: str, text: str) -> int:
    """Write a remark of the person of this transaction; gives its number."""
    number = tx.con.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one()
    row = {"id": number, "at": micros(tx.at), "login": tx.by, "page": page, "text": text}
    tx.con.execute(insert(table), row)
    return int(number)


def answer(tx: Tx, number: int, text: str) -> bool:
    """Write or rewrite the answer; whether there is such a remark."""
    told = {"answer": text, "answered_by": tx.by, "answered_at": micros(tx.at)}
    return bool(tx.con.execute(update(table).where(table.c.id == number).values(told)).rowcount)


def of(tx: Tx, login: str | None = None) -> tuple[Remark, ...]:
    """Remarks of a person, or of all, those without an answer first, newest first."""
    whose = true() if login is None else table.c.login == login
    done = table.c.answered_at.is_not(None)
    return tuple(
        _remark(row)
        for row in tx.con.execute(select(table).where(whose).order_by(done, table.c.id.desc()))
    )


def lately(tx: Tx, login: str, since: datetime) -> int:
    """How many remarks a person has written since a moment."""
    mine = (table.c.login == login) & (table.c.at >= micros(since))
    return int(tx.con.execute(select(func.count()).where(mine)).scalar_one())


def _remark(row: Any) -> Remark:
    return Remark(
        row.id,
        moment(row.at),
        row.login,
        row.page,
        row.text,
        row.answer or "",
        row.answered_by or "",
        moment(row.answered_at) if row.answered_at else None,
    )
