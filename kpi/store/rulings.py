"""Rulings: decisions by document, added and lifted, never changed or removed."""

import json
from typing import Any

from sqlalchemy import func, insert, select, true, update

from kpi.model import canon
from kpi.model.decision import Ruling
from kpi.model.period import Period
from kpi.store.schema_editions import ruling as table
from kpi.store.tx import Tx, micros, moment


def of(tx: Tx, board: str, period: Period, *, lifted: bool = False) -> tuple[Ruling, ...]:
    """The rulings of a board and period in the order in which they were made; with `lifted` also
    those that no longer stand.
    """
    mine = (table.c.board == board) & (table.c.period == str(period))
    standing = true() if lifted else table.c.lifted_at.is_(None)
    rows = tx.con.execute(select(table).where(mine, standing).order_by(table.c.id))
    return tuple(_ruling(row) for row in rows)


def get(tx: Tx, number: int) -> Ruling | None:
    """One ruling; None where there is none of this number."""
    row = tx.con.execute(select(table).where(table.c.id == number)).first()
    return _ruling(row) if row else None


def add(
    tx: Tx,
    board: str,
    period: Period,
    kind: str,
    *,
    unit: str,
    indicator: str,
    origin: str,
    effect: str,
    document: str,
    reason: str,
) -> int:
    """Write a ruling; gives its number."""
    number = tx.con.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one()
    tx.con.execute(
        insert(table),
        {
            "id": number,
            "board": board,
            "period": str(period),
            "kind": kind,
            "unit": unit or None,
            "indicator": indicator or None,
            "body": canon.text({"from": origin, "effect": effect}),
            "document": document,
            "reason": reason,
            "by": tx.by,
            "at": micros(tx.at),
        },
    )
    return number


def lift(tx: Tx, number: int) -> None:
    """From now on the ruling no longer stands."""
    gone = {"lifted_by": tx.by, "lifted_at": micros(tx.at)}
    tx.con.execute(update(table).where(table.c.id == number).values(**gone))


def _ruling(row: Any) -> Ruling:
    body = json.loads(row.body)
    return Ruling(
        id=row.id,
        board=row.board,
        period=Period.parse(row.period),
        kind=row.kind,
        unit=row.unit or "",
        indicator=row.indicator or "",
        origin=body["from"],
        effect=body["effect"],
        document=row.document,
        reason=row.reason,
        by=row.by,
        at=moment(row.at),
        lifted_by=row.lifted_by or "",
        lifted_at=moment(row.lifted_at) if row.lifted_at else None,
    )
