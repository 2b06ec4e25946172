"""Drafts of papers: what was filled in and reworded for a board and period before it is signed."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert, select, update

from kpi.model import canon
from kpi.model.period import Period
from kpi.store.schema_editions import paper_draft as table
from kpi.store.tx import Tx, micros


def get(tx: Tx, board: str, period: Period) -> tuple[dict[str, Any], str]:
    """The draft and who touched it last; both empty where nobody wrote anything."""
    row = tx.con.execute(select(table).where(*_mine(board, period))).first()
    if row is None:
        return {}, ""
    found: dict[str, Any] = json.loads(row.body)
    return found, row.by


def put(tx: Tx, board: str, period: Period, body: Mapping[str, Any]) -> None:
    """Write the draft in the name and at the time of the deed."""
    values = {"body": canon.text(dict(body)), "by": tx.by, "at": micros(tx.at)}
    moved = tx.con.execute(update(table).where(*_mine(board, period)).values(**values))
    if not moved.rowcount:
        tx.con.execute(insert(table), {"board": board, "period": str(period), **values})


def clear(tx: Tx, board: str, period: Period) -> None:
    """Nothing is drafted any more: its edition is out."""
    tx.con.execute(delete(table).where(*_mine(board, period)))


def _mine(board: str, period: Period) -> tuple[Any, Any]:
    return table.c.board == board, table.c.period == str(period)
