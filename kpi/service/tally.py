"""The indicators of a board over one group, in short."""

from dataclasses import dataclass

import numpy as np

from kpi.board.derive import Slices, column, target
from kpi.board.select import spell
from kpi.model.catalog import Basis, Indicator
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.service import board as boards
from kpi.service.stand import Stand
from kpi.service.trends import newest


@dataclass(frozen=True, slots=True)
class Tally:
    """One indicator over a group: the sum of an amount or the spread of a rate, completion, growth.

    `low` and `high` where a sum would mean nothing (rates); `growth` only where it can be computed.
    """

    indicator: Indicator
    period: Period
    total: float | None
    low: float | None
    high: float | None
    completion: float | None
    progress: float | None
    growth: float | None


def tallies(stand: Stand, edition: Edition, group: str) -> tuple[Tally, ...]:
    """The indicators of a board over one group, in the order of their weights: of a published one
    out of its own cells.
    """
    codes = dict.fromkeys(
        i.column.partition(".")[0] for i in boards.items(edition.spec, edition.catalog)
    )
    units = [u.code for u in edition.catalog.active(edition.period) if u.group == group]
    if edition.seal:
        panel = stand.footing(edition)[3]
    else:
        over = spell(edition.period, edition.period)
        panel = stand.panel(Wanted(tuple(units), tuple(codes), over))
    slices = Slices(panel, units)
    found = (edition.catalog.indicator[code] for code in codes)
    made = (_tally(slices, own, edition.period) for own in found)
    return tuple(t for t in made if t)


def _tally(slices: Slices, own: Indicator, period: Period) -> Tally | None:
    at = newest(own, period, slices)
    if at is None:
        return None
    now, goal = column(slices, own, own.measure, at), target(slices, own, at)
    told = np.isfinite(now.value)
    if not told.any():
        return None
    if own.uom == "%" or own.measure is Measure.YOY:
        ends = float(np.nanmin(now.value)), float(np.nanmax(now.value))
        return Tally(own, at, None, *ends, None, None, None)
    total = float(now.value[told].sum())
    tasked = told & np.isfinite(goal.value)
    planned = float(goal.value[tasked].sum())
    before = column(slices, own, own.measure, at.year_ago()).value
    base = float(before[told].sum()) if np.isfinite(before[told]).all() else 0.0
    nominal = own.basis is Basis.NOMINAL and base > 0
    return Tally(
        own,
        at,
        total,
        None,
        None,
        float(now.value[tasked].sum()) / planned * 100 if planned > 0 else None,
        at.elapsed() if planned > 0 else None,
        (total / base - 1) * 100 if nominal else None,
    )
