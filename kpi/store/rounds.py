"""Rounds: how far each board has come in each period."""

import json
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, insert, select, update

from kpi.model import canon
from kpi.model.period import Period
from kpi.model.round import Round, State
from kpi.settings import HERE
from kpi.store.schema_editions import board_period as table
from kpi.store.tx import Tx, micros, moment


def get(tx: Tx, board: str, period: Period) -> Round:
    """The round of a board and period; collecting where nobody moved it yet."""
    mine = (table.c.board == board) & (table.c.period == str(period))
    row = tx.con.execute(select(table).where(mine)).first()
    return _round(row) if row else Round(board, period)


def every(tx: Tx) -> tuple[Round, ...]:
    """All rounds that were ever moved, by board and period."""
    rows = tx.con.execute(select(table).order_by(table.c.board, table.c.period))
    return tuple(_round(row) for row in rows)


def put(tx: Tx, moved: Round) -> Round:
    """Write where a round stands now, in the name and at the time of the deed."""
    key = {"board": moved.board, "period": str(moved.period)}
    until = moved.feedback_until
    rest = {
        "state": str(moved.state),
        "feedback_until": micros(_evening(until)) if until else None,
        "reopened": canon.text(list(moved.reopened)),
        "corrects": moved.corrects,
        "reason": moved.reason or None,
        "frozen_by": moved.frozen_by or None,
        "moved_by": tx.by,
        "moved_at": micros(tx.at),
        "signed": moved.signed or None,
    }
    mine = (table.c.board == key["board"]) & (table.c.period == key["period"])
    if tx.con.execute(select(func.count()).select_from(table).where(mine)).scalar_one():
        tx.con.execute(update(table).where(mine).values(**rest))
    else:
        tx.con.execute(insert(table), key | rest)
    return get(tx, moved.board, moved.period)


def _evening(day: date) -> datetime:
    """The last second of a day in China."""
    return datetime.combine(day, time(23, 59, 59), HERE)


def _round(row: Any) -> Round:
    until = row.feedback_until
    return Round(
        board=row.board,
        period=Period.parse(row.period),
        state=State(row.state),
        feedback_until=moment(until).astimezone(HERE).date() if until else None,
        reopened=tuple(json.loads(row.reopened)),
        corrects=row.corrects,
        reason=row.reason or "",
        frozen_by=row.frozen_by or "",
        moved_by=row.moved_by,
        moved_at=moment(row.moved_at),
        signed=row.signed or "",
    )
