"""When the values that stand were first brought, and which units ever had one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, select, union

from kpi.model.due import Arrival
from kpi.model.measure import Status
from kpi.store.schema import observation, observation_history, upload
from kpi.store.tx import Tx, moment

_KEY = ("indicator", "measure", "period", "unit")
_TAKEN_OVER = ("catalog", "undo")  # uploads that bring no figures of a period


def first(tx: Tx, indicators: Sequence[str], periods: Sequence[str]) -> tuple[Arrival, ...]:
    """Of every value that stands: the first upload that brought one and was not taken back."""
    undone = select(upload.c.undoes).where(upload.c.undoes.is_not(None))
    o, h = observation, observation_history
    every = union(_of(o, indicators, periods), _of(h, indicators, periods)).subquery()
    number = func.min(every.c.upload).label("number")
    came = (
        select(*(o.c[k] for k in _KEY), number)
        .join_from(o, every, and_(*(o.c[k] == every.c[k] for k in _KEY)))
        .where(every.c.upload.not_in(undone))
        .group_by(*(o.c[k] for k in _KEY))
        .subquery()
    )
    rows = tx.con.execute(
        select(came, upload.c.name, upload.c.at)
        .join_from(came, upload, upload.c.id == came.c.number)
        .order_by(*(came.c[k] for k in _KEY))
    )
    return tuple(
        Arrival(r.indicator, r.measure, r.period, r.unit, r.number, r.name, moment(r.at))
        for r in rows
    )


def known(tx: Tx, indicators: Sequence[str]) -> dict[str, frozenset[str]]:
    """Units that have a value or a task of an indicator in any period, by indicator."""
    o = observation
    rows = tx.con.execute(
        select(o.c.indicator, o.c.unit)
        .where(o.c.indicator.in_(indicators), o.c.status == str(Status.REPORTED))
        .distinct()
    )
    found: dict[str, set[str]] = {}
    for r in rows:
        found.setdefault(r.indicator, set()).add(r.unit)
    return {code: frozenset(units) for code, units in found.items()}


def begun(tx: Tx) -> datetime | None:
    """When the first figures came; None while there are none."""
    asked = select(func.min(upload.c.at)).where(upload.c.kind.not_in(_TAKEN_OVER))
    at = tx.con.execute(asked).scalar_one()
    return None if at is None else moment(at)


def _of(table: Any, indicators: Sequence[str], periods: Sequence[str]) -> Select[Any]:
    asked = table.c.indicator.in_(indicators), table.c.period.in_(periods)
    return select(*(table.c[k] for k in (*_KEY, "upload"))).where(*asked)
