"""What the numbers say of each other and of what is stored: drops, misfits, wrong scales."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.intake.flat import Flat
from kpi.intake.values import NOT_APPLICABLE, REPORTED
from kpi.model.catalog import Basis, Catalog
from kpi.model.measure import Measure, Status, yoy
from kpi.model.period import Freq, Period
from kpi.model.problem import Fix, Problem, Severity, problem

_FEW = 3  # points of own history from which a median says something
_LONG = 8  # points from which a jump can be told from the usual ups and downs
_CODES: dict[Freq, int] = {"M": 0, "Q": 1, "H": 2, "Y": 3}
_PER_YEAR: dict[Freq, int] = {"M": 12, "Q": 4, "H": 2, "Y": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """File and store together: a number per series and period, and what was stored before."""

    now: dict[tuple[str, str, str, str], float]  # unit, indicator, measure, period
    past: dict[tuple[str, str, str], list[tuple[str, float]]]  # stored, by period

    def at(self, unit: str, code: str, measure: str, period: Period) -> float | None:
        """The number of a period: what the file gives, else what is stored."""
        return self.now.get((unit, code, measure, str(period)))


def known(values: Flat, stored: pd.DataFrame) -> Known:
    """What is known after this file, for the series that the file touches."""
    now: dict[tuple[str, str, str, str], float] = {}
    past: dict[tuple[str, str, str], list[tuple[str, float]]] = {}
    good = stored[stored["status"] == Status.REPORTED] if len(stored) else stored
    names = ("unit", "indicator", "measure", "period", "value")
    for unit, code, measure, period, value in zip(*(good[n].tolist() for n in names), strict=True):
        now[unit, code, measure, period] = value
        past.setdefault((unit, code, measure), []).append((period, value))
    for series in past.values():
        series.sort()
    for i in np.flatnonzero(values.state == REPORTED).tolist():
        now[(*_key(values, i), values.periods[values.period[i]])] = float(values.number[i])
    return Known(now, past)


def _key(values: Flat, i: int) -> tuple[str, str, str]:
    code, measure = values.targets[values.target[i]]
    return values.units[values.unit[i]], code, str(measure)


def check(values: Flat, catalog: Catalog, stored: pd.DataFrame) -> Iterator[Problem]:
    """Every check that looks beyond one cell, in the order of the file."""
    if not len(values.number):
        return
    together = known(values, stored)
    for rule in RULES:
        yield from rule(values, catalog, together)


def _each(values: Flat, *measures: Measure) -> Iterator[tuple[int, str, str, Period, float]]:
    periods = [Period.parse(p) for p in values.periods]
    wanted = values.measures(*measures) & (values.state == REPORTED)
    for i in np.flatnonzero(wanted).tolist():
        unit, code, _ = _key(values, i)
        yield i, unit, code, periods[values.period[i]], float(values.number[i])


def drops(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V07: a cumulative figure below the one of the period before, in the same year."""
    for i, unit, code, period, number in _each(values, Measure.YTD):
        before = period.shift(-1)
        then = known.at(unit, code, Measure.YTD, before) if before.year == period.year else None
        if then is not None and number < then - 1e-9:
            now, was = f"{number:.10g}", f"{then:.10g}"
            yield problem("YTD_DROP", values.ref(i), now, now=now, before=was)


def months(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V08: the month is the difference of two cumulative figures, but for rounding."""
    for i, unit, code, period, number in _each(values, Measure.MONTH):
        indicator = catalog.indicator[code]
        first = period.number == 1 or (indicator.jan_feb_merged and period.number == 2)
        total = known.at(unit, code, Measure.YTD, period)
        before = 0.0 if first else known.at(unit, code, Measure.YTD, period.shift(-1))
        if total is None or before is None:
            continue
        gap = total - before
        if abs(number - gap) > 1.5 * 10.0**-indicator.decimals + 1e-9:
            a, b = f"{number:.10g}", f"{gap:.10g}"
            yield problem("MONTH_MISMATCH", values.ref(i), a, a=a, b=b)


def growth(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V09: given growth against the two levels; only where growth is nominal."""
    for i, unit, code, period, number in _each(values, Measure.YOY):
        indicator = catalog.indicator[code]
        if indicator.basis is not Basis.NOMINAL or indicator.measure is Measure.YOY:
            continue
        now = known.at(unit, code, indicator.measure, period)
        ago = known.at(unit, code, indicator.measure, period.year_ago())
        if now is None or ago is None:
            continue
        computed = float(yoy(now, ago))
        if np.isfinite(computed) and abs(number - computed) > 0.15 + 1e-9:
            given = f"{number:.10g}"
            yield problem("YOY_MISMATCH", values.ref(i), given, computed=f"{computed:.1f}")


def scales(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V10: a hundred, thousand or ten thousand times the unit's own history, or its inverse."""
    if not known.past:
        return
    for i, unit, code, period, number in _each(values, Measure.MONTH, Measure.YTD, Measure.LEVEL):
        own = values.targets[values.target[i]][1]
        if catalog.indicator[code].uom == "%" or not number:
            continue
        past = [v for p, v in known.past.get((unit, code, str(own)), ()) if p != str(period)]
        median = float(np.median(np.abs(past))) if len(past) >= _FEW else 0.0
        if not median:
            continue
        power = np.log10(abs(number) / median)
        near = min((2, 3, 4, -2, -3, -4), key=lambda n: abs(power - n))
        if abs(power - near) <= 0.5:
            factor = f"{10.0**-near:g}"
            ratio = f"{abs(number) / median:.3g}"
            fix = Fix("factor", factor)
            given = f"{number:.10g}"
            yield problem(
                "SCALE_SUSPECT", values.ref(i), given, fix=fix, ratio=ratio, factor=factor
            )


def absent(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """NA_BUT_EXPECTED: “—” for a unit that has a value for the period before."""
    periods = [Period.parse(p) for p in values.periods]
    for i in np.flatnonzero(values.state == NOT_APPLICABLE).tolist():
        key, period = _key(values, i), periods[values.period[i]]
        for other in (period, period.shift(-1)):
            then = dict(known.past.get(key, ())).get(str(other))
            if then is not None:
                yield problem("NA_BUT_EXPECTED", values.ref(i), "—", why=f"{other}: {then:.10g}")
                break


def jumps(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V12: robust z (MAD) of the change on the period before, against the changes of the past."""
    for i, unit, code, period, number in _each(values, Measure.MONTH, Measure.LEVEL, Measure.YOY):
        measure = str(values.targets[values.target[i]][1])
        past = [(p, v) for p, v in known.past.get((unit, code, measure), ()) if p < str(period)]
        if len(past) <= _LONG or past[-1][0] != str(period.shift(-1)):
            continue
        series = np.array([v for _, v in past])
        changes = np.diff(series)
        middle = np.median(changes)
        spread = float(np.median(np.abs(changes - middle)))
        if not spread:
            continue
        z = 0.6745 * (number - series[-1] - middle) / spread
        if abs(z) > 3.5:
            severity = Severity.WARNING if abs(z) > 6 else Severity.INFO
            yield problem("JUMP", values.ref(i), f"{number:.10g}", severity=severity, z=f"{z:.1f}")


def low_bases(values: Flat, catalog: Catalog, known: Known) -> Iterator[Problem]:
    """V16: growth beyond 100 or under −60 %, or on a base below the indicator's 最小基数."""
    for i, unit, code, period, number in _each(values, Measure.YOY):
        indicator = catalog.indicator[code]
        ago = known.at(unit, code, indicator.measure, period.year_ago())
        small = indicator.min_base is not None and ago is not None and ago < indicator.min_base
        extreme = number > 100 or number < -60
        if indicator.measure is Measure.YOY:
            small = False
        if small or extreme:
            severity = Severity.INFO if small else Severity.WARNING
            yield problem("LOW_BASE", values.ref(i), f"{number:.10g}", severity=severity)


Rule = Callable[[Flat, Catalog, Known], Iterator[Problem]]
RULES: tuple[Rule, ...] = (drops, months, growth, scales, absent, jumps, low_bases)
