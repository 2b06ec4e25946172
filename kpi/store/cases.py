"""Cases: what units say to a board; where each stands, and every step of the way."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, insert, select, true, update

from kpi.model import canon
from kpi.model.case import Case, Step
from kpi.model.period import Period
from kpi.settings import HERE
from kpi.store.schema_editions import case_file, case_step
from kpi.store.tx import Tx, micros, moment


def find(
    tx: Tx,
    *,
    board: str | None = None,
    period: Period | None = None,
    unit: str | None = None,
    kind: str | None = None,
) -> tuple[Case, ...]:
    """The cases that fit, oldest first, each with its steps."""
    asked = {"board": board, "period": str(period) if period else None, "unit": unit, "kind": kind}
    fits = [case_file.c[name] == word for name, word in asked.items() if word]
    return _cases(tx, *fits)


def get(tx: Tx, number: int) -> Case | None:
    """One case; None where there is none of this number."""
    return next(iter(_cases(tx, case_file.c.id == number)), None)


def open(
    tx: Tx,
    kind: str,
    board: str,
    period: Period,
    unit: str,
    *,
    state: str,
    edition: int | None = None,
    indicator: str = "",
    due: date | None = None,
) -> int:
    """Write a new case; gives its number."""
    number = _next(tx, case_file)
    tx.con.execute(
        insert(case_file),
        {
            "id": number,
            "kind": kind,
            "board": board,
            "period": str(period),
            "edition": edition,
            "unit": unit,
            "indicator": indicator or None,
            "state": state,
            "due_at": micros(_evening(due)) if due else None,
            "by": tx.by,
            "at": micros(tx.at),
        },
    )
    return number


def ask(tx: Tx, number: int, edition: int, due: date | None) -> None:
    """A case that was opened in feedback now belongs to an edition, and has its day."""
    until = micros(_evening(due)) if due else None
    mine = case_file.c.id == number
    tx.con.execute(update(case_file).where(mine).values(edition=edition, due_at=until))


def step(
    tx: Tx, number: int, act: str, body: Mapping[str, Any], state: str, evidence: str | None = None
) -> None:
    """Add a step to a case and say where the case stands after it."""
    tx.con.execute(
        insert(case_step),
        {
            "id": _next(tx, case_step),
            "case_file": number,
            "act": act,
            "body": canon.text(dict(body)),
            "evidence": evidence,
            "by": tx.by,
            "at": micros(tx.at),
        },
    )
    tx.con.execute(update(case_file).where(case_file.c.id == number).values(state=state))


def _evening(day: date) -> datetime:
    """The last second of a day in China."""
    return datetime.combine(day, time(23, 59, 59), HERE)


def _next(tx: Tx, table: Any) -> int:
    found: int = tx.con.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one()
    return found


def _cases(tx: Tx, *fits: Any) -> tuple[Case, ...]:
    files = tx.con.execute(select(case_file).where(true(), *fits).order_by(case_file.c.id)).all()
    steps: dict[int, list[Step]] = {}
    mine = case_step.c.case_file.in_([row.id for row in files])
    for row in tx.con.execute(select(case_step).where(mine).order_by(case_step.c.id)):
        body = json.loads(row.body)
        one = Step(row.id, row.act, body, row.evidence or "", row.by, moment(row.at))
        steps.setdefault(row.case_file, []).append(one)
    return tuple(_case(row, tuple(steps.get(row.id, ()))) for row in files)


def _case(row: Any, steps: tuple[Step, ...]) -> Case:
    return Case(
        id=row.id,
        kind=row.kind,
        board=row.board,
        period=Period.parse(row.period),
        edition=row.edition or 0,
        unit=row.unit,
        indicator=row.indicator or "",
        state=row.state,
        due=moment(row.due_at).astimezone(HERE).date() if row.due_at else None,
        by=row.by,
        at=moment(row.at),
        steps=steps,
    )
