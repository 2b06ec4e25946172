"""What the numbers say of each other and of what is stored: drops, misfits, wrong scales."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import numpy as np
import pandas as pd

from kpi.i18n import N_, _
from kpi.intake.checks.flat import Flat
from kpi.intake.checks.past import SPAN, Floats, Known, Series, key, known
from kpi.intake.checks.values import NOT_APPLICABLE
from kpi.model.catalog import Basis, Catalog
from kpi.model.measure import Measure, yoy
from kpi.model.problem import Fix, Problem, Severity, problem

_FEW = 3  # points of own history from which a median says something
_TWO, _MANY = 2, 4  # units whose standing still together is no accident: levels, other values
_LONG = 8  # points from which a jump can be told from the usual ups and downs
_AT_ONCE = 4_000_000  # numbers in one step


def check(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Iterator[Problem]:
    """Every check that looks beyond one cell, in the order of the file."""
    if not len(whole.number):
        return
    together = known(whole, catalog, stored)
    for rule in RULES:
        yield from rule(together)


def _g(number: float) -> str:
    return f"{number:.10g}"


def drops(k: Known) -> Iterator[Problem]:
    """V07: a cumulative figure below the one of the period before, in the same year."""
    at = k.entries(Measure.YTD)
    then = k.before[at]
    fell = (k.whole.number[at] < then - 1e-9) & (k.when[at] > k.first[at])
    for i, before in zip(at[fell].tolist(), then[fell].tolist(), strict=True):
        now = _g(k.whole.number[i])
        yield problem("YTD_DROP", k.whole.ref(i), now, now=now, before=_g(before))


def months(k: Known) -> Iterator[Problem]:
    """V08: the month is the difference of two cumulative figures, but for rounding."""
    at = k.entries(Measure.MONTH)
    total = k.sibling(at, Measure.YTD)
    unit, when, first = k.whole.unit[at], k.when[at], k.first[at]
    now, before = k.all.at(unit, total, when), k.all.at(unit, total, when - 1)
    indicators = [k.catalog.indicator[code] for code, _ in k.whole.targets]
    merged = np.array([one.jan_feb_merged for one in indicators])[k.whole.target[at]]
    digits = np.array([one.decimals for one in indicators])[k.whole.target[at]]
    opening = (when == first) | (merged & (when == first + 1))
    gap = now - np.where(opening, 0.0, before)
    off = np.abs(k.whole.number[at] - gap) > 1.5 * 10.0**-digits + 1e-9
    for i, b in zip(at[off].tolist(), gap[off].tolist(), strict=True):
        a = _g(k.whole.number[i])
        yield problem("MONTH_MISMATCH", k.whole.ref(i), a, a=a, b=_g(b))


def growth(k: Known) -> Iterator[Problem]:
    """V09: given growth against the two levels; only where growth is nominal."""
    at = k.entries(Measure.YOY)
    nominal = [
        k.catalog.indicator[code].basis is Basis.NOMINAL
        and k.catalog.indicator[code].measure is not Measure.YOY
        for code, _ in k.whole.targets
    ]
    at = at[np.array(nominal or [False])[k.whole.target[at]]]
    level, unit = k.sibling(at, None), k.whole.unit[at]
    now = k.all.at(unit, level, k.when[at])
    computed = yoy(now, k.all.at(unit, level, k.when[at] - k.per_year[at]))
    off = np.abs(k.whole.number[at] - computed) > 0.15 + 1e-9
    for i, should in zip(at[off].tolist(), computed[off].tolist(), strict=True):
        given = _g(k.whole.number[i])
        yield problem("YOY_MISMATCH", k.whole.ref(i), given, computed=f"{should:.1f}")


def scales(k: Known) -> Iterator[Problem]:
    """V10: a hundred, thousand or ten thousand times the unit's own history, or its inverse.

    Percentages are left out: growth swings around 0.
    """
    if not len(k.stored):
        return
    at = k.entries(Measure.MONTH, Measure.YTD, Measure.LEVEL)
    counted = [k.catalog.indicator[code].uom != "%" for code, _ in k.whole.targets]
    at = at[np.array(counted)[k.whole.target[at]] & (k.whole.number[at] != 0)]
    usual = _medians(k.past).at(k.whole.unit[at], k.whole.target[at], np.zeros(len(at), np.int64))
    usual[~(usual > 0)] = np.nan
    power = np.log10(np.abs(k.whole.number[at]) / usual)
    near = np.rint(power)
    odd = (np.abs(near) >= 2) & (np.abs(near) <= 4)
    found = zip(at[odd].tolist(), power[odd].tolist(), near[odd].tolist(), strict=True)
    for i, exponent, step in found:
        factor = f"{10.0**-step:g}"
        fix, ratio = Fix("factor", factor), _times(10.0**exponent)
        given = _g(k.whole.number[i])
        yield problem("SCALE_SUSPECT", k.whole.ref(i), given, fix=fix, ratio=ratio, factor=factor)


def _medians(past: Series) -> Series:
    """The middle of the sizes of every unit's own past, where a few points make it say something;
    looked up at 0.
    """
    own = past.keys // (4 * SPAN)
    first = np.flatnonzero(np.diff(own, prepend=-1))
    points = np.diff(first, append=len(own))
    middle = np.zeros(len(first))
    for many in np.unique(points[points >= _FEW]).tolist():
        alike = np.flatnonzero(points == many)
        sizes = np.abs(past.values[first[alike][:, None] + np.arange(many)])
        middle[alike] = np.median(sizes, axis=1)
    long = points >= _FEW
    return Series(own[first[long]] * (4 * SPAN), middle[long])


def absent(k: Known) -> Iterator[Problem]:
    """NA_BUT_EXPECTED: “—” for a unit that has a value for this period or the one before."""
    at = np.flatnonzero(k.whole.state == NOT_APPLICABLE)
    unit, target = k.whole.unit[at], k.whole.target[at]
    now, before = (k.past.at(unit, target, k.when[at] - back) for back in (0, 1))
    then = np.where(np.isnan(now), before, now)
    had = np.isfinite(then)
    for i, old in zip(at[had].tolist(), then[had].tolist(), strict=True):
        why = _(N_("上期有数值 {value}")).format(value=_g(old))
        yield problem("NA_BUT_EXPECTED", k.whole.ref(i), "—", why=why)


def jumps(k: Known) -> Iterator[Problem]:
    """V12: robust z (MAD) of the change on the period before, against the changes of the past."""
    if not len(k.stored):
        return
    at = k.entries(Measure.MONTH, Measure.LEVEL, Measure.YOY)
    had = k.past.at(k.whole.unit[at], k.whole.target[at], k.when[at])
    at = at[had != k.whole.number[at]]  # what is stored already was looked at then
    here = key(k.whole.unit[at], k.whole.target[at], k.when[at])
    end = np.searchsorted(k.past.keys, here)
    points = end - np.searchsorted(k.past.keys, here // (4 * SPAN) * (4 * SPAN))
    follows = (points > _LONG) & (k.past.keys[end - 1] == here - 1)
    z = np.zeros(len(at))
    for many in np.unique(points[follows]).tolist():
        alike = np.flatnonzero(follows & (points == many))
        for some in np.array_split(alike, 1 + len(alike) * many // _AT_ONCE):
            past = k.past.values[end[some][:, None] + np.arange(-many, 0)]
            z[some] = _unusual(k.whole.number[at[some]], past)
    for i, far in zip(at.tolist(), z.tolist(), strict=True):
        if abs(far) > 3.5:
            severity = Severity.WARNING if abs(far) > 6 else Severity.INFO
            given = _g(k.whole.number[i])
            yield problem("JUMP", k.whole.ref(i), given, severity=severity, z=f"{far:.1f}")


def _unusual(now: Floats, past: Floats) -> Floats:
    """Robust z of the last change, a row of past values for each; 0 where the past never varies."""
    changes = np.diff(past)
    middle = np.median(changes, axis=1)
    spread = np.median(np.abs(changes - middle[:, None]), axis=1)
    far = 0.6745 * (now - past[:, -1] - middle)
    z: Floats = np.divide(far, spread, out=np.zeros(len(now)), where=spread != 0)
    return z


def low_bases(k: Known) -> Iterator[Problem]:
    """V16: growth beyond 100 or under −60 %, or on a base below the indicator's 最小基数."""
    at = k.entries(Measure.YOY)
    ago = k.all.at(k.whole.unit[at], k.sibling(at, None), k.when[at] - k.per_year[at])
    floors = [k.catalog.indicator[code].min_base for code, _ in k.whole.targets]
    own = [k.catalog.indicator[code].measure is Measure.YOY for code, _ in k.whole.targets]
    least = [np.nan if f is None or y else f for f, y in zip(floors, own, strict=True)]
    small = ago < np.array(least or [np.nan], float)[k.whole.target[at]]
    number = k.whole.number[at]
    extreme = (number > 100) | (number < -60)
    for i, low in zip(at[small | extreme].tolist(), small[small | extreme].tolist(), strict=True):
        severity = Severity.INFO if low else Severity.WARNING
        yield problem("LOW_BASE", k.whole.ref(i), _g(k.whole.number[i]), severity=severity)


def stale(k: Known) -> Iterator[Problem]:
    """V18: all units as in the period before, said once, at the first value.

    Of a level two units are enough. A month or a cumulative figure of small counts may well stand
    still: there it takes four units, none of them at 0. What is stored already was looked at then.
    """
    at = k.entries(Measure.MONTH, Measure.YTD, Measure.LEVEL)
    unit, target, number = k.whole.unit[at], k.whole.target[at], k.whole.number[at]
    same = k.before[at] == number
    level = k.whole.measures(Measure.LEVEL)[at]
    column, _periods = pd.factorize(key(np.zeros_like(unit), target, k.when[at]))
    many = np.bincount(column)
    moved, zero = (np.bincount(column, ~f) for f in (same, number != 0))
    still = (np.bincount(column, level) > 0) | ((many >= _MANY) & (zero == 0))
    still &= (many >= _TWO) & (moved == 0)
    here = still[column]
    known = k.past.at(unit[here], target[here], k.when[at[here]]) == number[here]
    told = np.bincount(column[here], ~known, minlength=len(many)) > 0
    first = np.zeros(len(many), np.int64)
    first[column[::-1]] = at[::-1]
    for i in first[told].tolist():
        yield problem("STALE", k.whole.ref(i), _g(k.whole.number[i]))


Rule = Callable[[Known], Iterator[Problem]]
RULES: tuple[Rule, ...] = (drops, months, growth, scales, absent, jumps, low_bases, stale)


def _times(ratio: float) -> str:
    """How many times, in two significant digits and without an exponent: 16,000 · 0.00011."""
    return f"{Decimal(f'{ratio:.2g}'):,f}"
