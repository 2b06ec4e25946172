"""Derived measures: completion, gap, month, growth, pace, out of the stored ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.model import measure as arithmetic
from kpi.model.catalog import Basis, Indicator
from kpi.model.measure import Array, Measure, Status
from kpi.model.period import Period
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED, Statuses


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One measure over the units: value (NaN where not reported) and status of each."""

    value: Array
    status: Statuses

    @classmethod
    def of(cls, value: Array, *parents: "Column") -> "Column":
        """A computed column: reported where a number came, not applicable where a parent is."""
        found = np.isfinite(value)
        apart = np.zeros(len(value), bool)
        for parent in parents:
            apart |= parent.status == NOT_APPLICABLE
        status = np.where(found, REPORTED, np.where(apart, NOT_APPLICABLE, NOT_REPORTED))
        return cls(np.where(found, value, np.nan), status.astype(np.int8))


class Slices:
    """The stored cells of a panel: per (indicator, measure, period) one Column of the units."""

    __slots__ = ("_rows", "units")

    def __init__(self, panel: pd.DataFrame, units: Sequence[str]) -> None:
        self.units = tuple(units)
        position = pd.Index(self.units).get_indexer(pd.Index(panel["unit"]))
        inside = panel[position >= 0]
        status = np.where(inside["status"] == Status.REPORTED, REPORTED, NOT_APPLICABLE)
        planes = position[position >= 0], inside["value"].to_numpy(), status.astype(np.int8)
        # one sort instead of a group per column: a season has a thousand of them
        keys = inside.groupby(["indicator", "measure", "period"], sort=False)
        number = keys.ngroup().to_numpy()
        order = np.argsort(number, kind="stable")
        first = np.flatnonzero(np.diff(number[order], prepend=-1))
        at, value, marks = (np.split(plane[order], first[1:]) for plane in planes)
        names = inside[["indicator", "measure", "period"]].to_numpy(dtype=object)[order[first]]
        self._rows = {  # without rows there is one empty piece and no name
            tuple(name): cells for name, *cells in zip(names, at, value, marks, strict=False)
        }

    def stored(self, indicator: str, measure: str, period: Period) -> Column:
        """What stands in the store; a cell without a row is not reported."""
        value = np.full(len(self.units), np.nan)
        status = np.full(len(self.units), NOT_REPORTED, np.int8)
        if rows := self._rows.get((indicator, str(measure), str(period))):
            at, numbers, statuses = rows
            value[at], status[at] = numbers, statuses
        return Column(value, status)

    def replaced(
        self, indicator: str, measure: str, period: Period, unit: str, value: float
    ) -> "Slices":
        """The same slices with one stored cell holding another value: what would be if."""
        now = self.stored(indicator, measure, period)
        numbers, status = now.value, now.status
        u = self.units.index(unit)
        numbers[u], status[u] = value, REPORTED
        rows = np.flatnonzero(status != NOT_REPORTED)
        other = object.__new__(Slices)
        other.units, other._rows = self.units, dict(self._rows)
        key = (indicator, str(measure), str(period))
        other._rows[key] = [rows, numbers[rows], status[rows]]
        return other

    def has(self, indicator: str, measure: str, period: Period) -> bool:
        """Whether any unit has a stored row there."""
        return (indicator, str(measure), str(period)) in self._rows


def due(indicator: Indicator, period: Period) -> Period | None:
    """The indicator's own period that ends with `period`; None: not due then (GDP in August)."""
    own = period.within(indicator.freq)
    return own if own.last_day == period.last_day else None


def column(slices: Slices, indicator: Indicator, measure: Measure, period: Period) -> Column:
    """One measure of one indicator at `period` (of the indicator's frequency), stored or derived.

    A given value always wins over a derived one; formulas: the domain's table, in `model/measure`.
    """
    stored = slices.stored(indicator.code, measure, period)
    formula = _FORMULAS.get(measure)
    if formula is None:
        return stored
    derived = formula(slices, indicator, period)
    take = stored.status == NOT_REPORTED
    return Column(
        np.where(take, derived.value, stored.value),
        np.where(take, derived.status, stored.status).astype(np.int8),
    )


def target(slices: Slices, indicator: Indicator, period: Period) -> Column:
    """The annual target: baseline (保底), else stretch (奋斗); none set: not applicable."""
    year = period.within("Y")
    base = slices.stored(indicator.code, Measure.TARGET, year)
    stretch = slices.stored(indicator.code, Measure.STRETCH, year)
    value = np.where(base.status == REPORTED, base.value, stretch.value)
    status = np.where(np.isfinite(value), REPORTED, NOT_APPLICABLE)
    return Column(value, status.astype(np.int8))


def progress(slices: Slices, indicator: Indicator, period: Period) -> Column:
    """Time progress (序时进度) in percent: plan to date / target, else the share of the year."""
    plan = slices.stored(indicator.code, Measure.TARGET, period)
    planned = arithmetic.completion(plan.value, target(slices, indicator, period).value)
    use = (period.freq != "Y") & np.isfinite(planned)
    return Column.of(np.where(use, planned, period.elapsed()))


def _completion(slices: Slices, indicator: Indicator, period: Period) -> Column:
    own = indicator.measure if indicator.measure is not Measure.MONTH else Measure.YTD
    value, goal = column(slices, indicator, own, period), target(slices, indicator, period)
    return Column.of(arithmetic.completion(value.value, goal.value), value, goal)


def _gap(slices: Slices, indicator: Indicator, period: Period) -> Column:
    done = column(slices, indicator, Measure.COMPLETION, period)
    return Column.of(arithmetic.gap(done.value, progress(slices, indicator, period).value), done)


def _month(slices: Slices, indicator: Indicator, period: Period) -> Column:
    if indicator.measure is not Measure.YTD:
        return slices.stored(indicator.code, Measure.MONTH, period)
    now = slices.stored(indicator.code, Measure.YTD, period)
    if period.number == 1:
        return now
    if indicator.jan_feb_merged and period.freq == "M" and period.number == 2:
        return Column.of(np.full(len(slices.units), np.nan))
    before = slices.stored(indicator.code, Measure.YTD, period.shift(-1))
    return Column.of(now.value - before.value, now, before)


def _ytd(slices: Slices, indicator: Indicator, period: Period) -> Column:
    if indicator.measure is not Measure.MONTH:
        return slices.stored(indicator.code, Measure.YTD, period)
    months = [
        slices.stored(indicator.code, Measure.MONTH, Period(period.year, n, period.freq))
        for n in range(1, period.number + 1)
    ]
    return Column.of(np.sum([m.value for m in months], axis=0), *months)


def _yoy(slices: Slices, indicator: Indicator, period: Period) -> Column:
    nothing = Column.of(np.full(len(slices.units), np.nan))
    if indicator.basis is not Basis.NOMINAL or indicator.measure is Measure.YOY:
        return nothing  # growth at constant prices or comparable scope is given, never recomputed
    now = slices.stored(indicator.code, indicator.measure, period)
    base = slices.stored(indicator.code, indicator.measure, period.year_ago())
    return Column.of(arithmetic.yoy(now.value, base.value), now)


def _mom(slices: Slices, indicator: Indicator, period: Period) -> Column:
    now = column(slices, indicator, Measure.MONTH, period)
    before = column(slices, indicator, Measure.MONTH, period.shift(-1))
    return Column.of(arithmetic.mom(now.value, before.value), now)


def _run_rate(slices: Slices, indicator: Indicator, period: Period) -> Column:
    ytd = column(slices, indicator, Measure.YTD, period)
    return Column.of(arithmetic.run_rate(ytd.value, period.last_month), ytd)


_FORMULAS = {
    Measure.COMPLETION: _completion,
    Measure.GAP: _gap,
    Measure.MONTH: _month,
    Measure.YTD: _ytd,
    Measure.YOY: _yoy,
    Measure.MOM: _mom,
    Measure.RUN_RATE: _run_rate,
    Measure.PROGRESS: progress,
    Measure.TARGET: target,
}


def sources(indicator: Indicator, measure: Measure, period: Period) -> list[tuple[Measure, Period]]:
    """The stored cells that a measure stands on when it is not given itself, nearest first."""
    own = indicator.measure
    match measure:
        case Measure.COMPLETION | Measure.GAP:
            return [(own, period), (Measure.TARGET, period.within("Y"))]
        case Measure.MONTH if own is Measure.YTD:
            before = [] if period.number == 1 else [(own, period.shift(-1))]
            return [(own, period), *before]
        case Measure.YTD if own is Measure.MONTH:
            earlier = range(period.number, 0, -1)
            return [(own, Period(period.year, n, period.freq)) for n in earlier]
        case Measure.YOY if own is not Measure.YOY and indicator.basis is Basis.NOMINAL:
            return [(own, period), (own, period.year_ago())]
        case Measure.RUN_RATE:
            return sources(indicator, Measure.YTD, period) or [(own, period)]
        case Measure.MOM:
            return [
                *sources(indicator, Measure.MONTH, period),
                *sources(indicator, Measure.MONTH, period.shift(-1)),
            ]
        case _:
            return [(measure, period)]
