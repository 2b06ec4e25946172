"""What the numbers say of each other and of what is stored: drops, misfits, wrong scales."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.i18n import N_, _
from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import NOT_APPLICABLE, REPORTED
from kpi.model.catalog import Basis, Catalog
from kpi.model.measure import Measure, Status, yoy
from kpi.model.period import Freq, Period
from kpi.model.problem import Fix, Problem, Severity, problem

_FEW = 3  # points of own history from which a median says something
_TWO, _MANY = 2, 4  # units whose standing still together is no accident: levels, other values
_LONG = 8  # points from which a jump can be told from the usual ups and downs
_AT_ONCE = 4_000_000  # numbers in one step
_PER_YEAR: dict[Freq, int] = {"M": 12, "Q": 4, "H": 2, "Y": 1}
_SPAN = 10**5  # period numbers of one frequency lie within this span
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Numbers by unit, target and period, sorted for looking up; both as numbers of the file."""

    keys: Ints
    values: Floats

    def at(self, unit: Ints, target: Ints, when: Ints) -> Floats:
        """The values at these places, NaN where there is none; target −1 has none."""
        if not len(self.keys):
            return np.full(len(unit), np.nan)
        wanted = _key(unit, target, when)
        found = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        there = (self.keys[found] == wanted) & (target >= 0)
        return np.where(there, self.values[found], np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A file among what is stored: `all` has both (the file wins), `past` only what is stored."""

    whole: Flat
    catalog: Catalog
    when: Ints  # of each value of the file, months (quarters, …) counted through
    first: Ints  # the same for the first period of its year
    per_year: Ints
    before: Floats  # what stands at the period before, in the file or stored; NaN if nothing
    all: Series
    past: Series
    stored: pd.DataFrame  # of the file's units and targets, with unit and target numbers

    def entries(self, *measures: Measure) -> Ints:
        """Positions of reported values of these measures."""
        wanted = self.whole.measures(*measures) & (self.whole.state == REPORTED)
        return np.flatnonzero(wanted)

    def sibling(self, at: Ints, measure: Measure | None) -> Ints:
        """Number of another measure of the same indicator (None: its own 口径), −1 if unknown."""
        number = {t: i for i, t in enumerate(self.whole.targets)}
        indicator = self.catalog.indicator
        of = [
            number.get((code, measure or indicator[code].measure), -1)
            for code, _ in self.whole.targets
        ]
        return np.array(of or [-1], np.int64)[self.whole.target[at]]


def _key(unit: Ints, target: Ints, when: Ints) -> Ints:
    return (unit * 10**4 + target) * (4 * _SPAN) + when


def _when(period: Period) -> int:
    per = _PER_YEAR[period.freq]
    return "MQHY".index(period.freq) * _SPAN + period.year * per + period.number - 1


def known(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Known:
    """The file and its own history, ready to be compared; measures only stored are added."""
    units = {u: i for i, u in enumerate(whole.units)}
    codes = {code: i for i, code in enumerate(dict.fromkeys(code for code, _ in whole.targets))}
    targets = {t: i for i, t in enumerate(whole.targets)}
    unit = _numbered(stored["unit"], lambda text: units.get(text, -1))
    code = _numbered(stored["indicator"], lambda text: codes.get(text, -1))
    mine = (unit >= 0) & (code >= 0) & (stored["status"] == Status.REPORTED).to_numpy()
    had = stored[mine]
    measures = list(Measure)
    measure = _numbered(had["measure"], lambda text: measures.index(Measure(text)))
    pairs, pair = np.unique(code[mine] * len(measures) + measure, return_inverse=True)
    names, known_codes = [], list(codes)
    for one in pairs.tolist():
        name = known_codes[one // len(measures)], measures[one % len(measures)]
        names.append(targets.setdefault(name, len(targets)))
    wide = replace(whole, targets=list(targets))
    old = pd.DataFrame(
        {
            "u": unit[mine],
            "t": np.array(names, np.int64)[pair],
            "w": _numbered(had["period"], lambda text: _when(Period.parse(text))),
            "value": had["value"].to_numpy(),
        }
    )
    periods = [Period.parse(p) for p in whole.periods]
    when = np.array([_when(p) for p in periods] or [0], np.int64)[whole.period]
    first = np.array([_when(p) - p.number + 1 for p in periods] or [0], np.int64)[whole.period]
    per = np.array([_PER_YEAR[p.freq] for p in periods] or [1], np.int64)[whole.period]
    now = whole.state == REPORTED
    past = _series([(old["u"], old["t"], old["w"], old["value"])])
    both = _series(
        [
            (whole.unit[now], whole.target[now], when[now], whole.number[now]),
            (old["u"], old["t"], old["w"], old["value"]),
        ]
    )
    before = both.at(whole.unit, whole.target, when - 1)
    return Known(wide, catalog, when, first, per, before, both, past, old)


def _numbered(texts: "pd.Series[str]", number: Callable[[str], int]) -> Ints:
    """A number for every text, asked once per distinct text."""
    index, distinct = pd.factorize(texts)
    return np.array([number(text) for text in distinct], np.int64)[index]


def _series(parts: list[tuple[object, object, object, object]]) -> Series:
    """Looked up by key; of two values at one place the first given counts."""
    arrays = [[np.asarray(a) for a in part] for part in parts]
    unit, target, when, value = (np.concatenate([p[i] for p in arrays]) for i in range(4))
    keys = _key(unit.astype(np.int64), target.astype(np.int64), when.astype(np.int64))
    order = np.argsort(keys, kind="stable")
    keys, value = keys[order], value[order].astype(np.float64)
    first = np.ones(len(keys), np.bool_)
    first[1:] = keys[1:] != keys[:-1]
    return Series(keys[first], value[first])


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
    own = past.keys // (4 * _SPAN)
    first = np.flatnonzero(np.diff(own, prepend=-1))
    points = np.diff(first, append=len(own))
    middle = np.zeros(len(first))
    for many in np.unique(points[points >= _FEW]).tolist():
        alike = np.flatnonzero(points == many)
        sizes = np.abs(past.values[first[alike][:, None] + np.arange(many)])
        middle[alike] = np.median(sizes, axis=1)
    long = points >= _FEW
    return Series(own[first[long]] * (4 * _SPAN), middle[long])


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
    key = _key(k.whole.unit[at], k.whole.target[at], k.when[at])
    end = np.searchsorted(k.past.keys, key)
    points = end - np.searchsorted(k.past.keys, key // (4 * _SPAN) * (4 * _SPAN))
    follows = (points > _LONG) & (k.past.keys[end - 1] == key - 1)
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
    column, _periods = pd.factorize(_key(np.zeros_like(unit), target, k.when[at]))
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
