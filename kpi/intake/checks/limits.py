"""What one value may be: within 下限 and 上限, whole where counted, of a unit in force."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import REPORTED
from kpi.intake.words import tokens
from kpi.model.catalog import Catalog, Indicator
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.problem import Fix, Problem, problem
from kpi.model.sheet import CellRef

_COUNTED = (Measure.MONTH, Measure.YTD, Measure.LEVEL)


def check(values: Flat, catalog: Catalog) -> tuple[Flat, list[Problem]]:
    """Values without those that break a limit, and what broke."""
    bad = np.zeros(len(values.number), np.bool_)
    problems: list[Problem] = []
    for rule in (_range, _whole):
        for t, (code, measure) in enumerate(values.targets):
            here = (values.target == t) & (values.state == REPORTED) & ~bad
            found, said = rule(values, here, catalog.indicator[code], measure)
            bad |= found
            problems += said
    found, said = _active(values, catalog)
    return (values.take(~(bad | found)) if bad.any() or found.any() else values), problems + said


def _range(
    values: Flat, here: NDArray[np.bool_], indicator: Indicator, measure: Measure
) -> tuple[NDArray[np.bool_], list[Problem]]:
    low = -np.inf if indicator.low is None else indicator.low
    high = np.inf if indicator.high is None else indicator.high
    if measure is not indicator.measure or (low == -np.inf and high == np.inf):
        return np.zeros_like(here), []
    outside = here & ((values.number < low) | (values.number > high))
    said = [
        problem(
            "OUT_OF_RANGE",
            values.ref(i),
            f"{values.number[i]:.15g}",
            fix=_rescaled(float(values.number[i]), low, high),
            low=_bound(low),
            high=_bound(high),
        )
        for i in np.flatnonzero(outside).tolist()
    ]
    return outside, said


def _bound(value: float) -> str:
    """A bound as people write it: 1000000, not 1e+06; ∞ where there is none."""
    return f"{value:.15g}".replace("inf", "∞")


def _rescaled(value: float, low: float, high: float) -> Fix | None:
    """A factor that would bring the value inside: 万元 in a column of 亿元, a fraction of a %."""
    for factor in (1e-4, 1e-2):
        if value and low <= value * factor <= high and abs(value * factor) > 1e-3 * abs(high):
            return Fix("factor", f"{factor:g}")
    return None


def _whole(
    values: Flat, here: NDArray[np.bool_], indicator: Indicator, measure: Measure
) -> tuple[NDArray[np.bool_], list[Problem]]:
    uom = tokens.uom(indicator.uom)
    counts = uom is not None and uom.dimension == "count" and indicator.decimals == 0
    if not counts or measure not in _COUNTED:
        return np.zeros_like(here), []
    broken = here & (np.abs(values.number - np.round(values.number)) > 1e-6)
    return broken, [
        problem("NOT_INTEGER", values.ref(i), f"{values.number[i]:.15g}")
        for i in np.flatnonzero(broken).tolist()
    ]


def _active(values: Flat, catalog: Catalog) -> tuple[NDArray[np.bool_], list[Problem]]:
    """Values of units that are not in force in the period."""
    dated = {u.code for u in catalog.units if u.since or u.until}
    bad = np.zeros(len(values.number), np.bool_)
    problems: list[Problem] = []
    for u, code in enumerate(values.units):
        if code not in dated:
            continue
        memberships = [one for one in catalog.units if one.code == code]
        for p in np.unique(values.period[values.unit == u]).tolist():
            period = Period.parse(values.periods[p])
            if any(one.active(period) for one in memberships):
                continue
            here = (values.unit == u) & (values.period == p)
            bad |= here
            problems += _once_a_line(values, here, memberships[0].name, str(period))
    return bad, problems


def _once_a_line(
    values: Flat, here: NDArray[np.bool_], unit: str, period: str
) -> Iterator[Problem]:
    seen: set[CellRef] = set()
    for i in np.flatnonzero(here).tolist():
        at = values.ref(i)
        if values.label[i] >= 0:
            at = CellRef(at.sheet, at.row, int(values.label[i]))
        if at not in seen:
            seen.add(at)
            yield problem("UNIT_NOT_ACTIVE", at, unit, unit=unit, period=period)
