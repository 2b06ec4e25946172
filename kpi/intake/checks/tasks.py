"""V17: tasks (目标) that changed, are nothing, are missing, or are overfulfilled beyond belief."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from kpi.intake.checks.beside import Beside, beside, having
from kpi.intake.checks.flat import Flat
from kpi.model.catalog import NEVER_RANKED, Catalog, Direction, Indicator
from kpi.model.measure import Measure, Status, completion, half_up
from kpi.model.period import Period
from kpi.model.problem import Problem, problem

MOST = 150.0  # 完成率 in percent beyond which the task is doubted
_COUNTED = (Measure.YTD, Measure.LEVEL)  # what an annual task is compared with


def check(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Iterator[Problem]:
    """Each doubt once per unit, at the task where the file has it, else at the value.

    `old` and `new` are in the indicator's 计量单位; 完成率 as printed, of the latest value known.
    """
    codes = having(whole, stored, Measure.TARGET)
    if not codes:
        return
    known = beside(whole, stored, codes)
    before = _stored(stored, codes)
    for (code, measure, period), entries in known.entry.items():
        indicator, when = catalog.indicator[code], Period.parse(period)
        if measure == Measure.TARGET:
            for unit, i in entries.items():
                now, old = known.at(code, measure, period)[unit], before.get((code, period, unit))
                yield from _task(whole, i, now, old, _done(known, indicator, unit, when, now))
        elif measure == indicator.measure and indicator.measure in _COUNTED:
            yield from _values(whole, known, catalog, indicator, when)


def _task(
    whole: Flat, i: int, now: float | None, old: float | None, done: float | None
) -> Iterator[Problem]:
    """A task in the file: changed, nothing or less, or overfulfilled beyond belief."""
    if now is None:
        return
    changed = old is not None and old != now
    if changed or now <= 0 or (done is not None and done > MOST):
        details: dict[str, Any] = {"old": f"{old:.10g}"} if changed else {}
        details |= {"completion": f"{done:.1f}"} if done is not None else {}
        given = f"{now:.10g}"
        yield problem("TARGET_SUSPECT", whole.ref(i), given, new=given, **details)


def _values(
    whole: Flat, known: Beside, catalog: Catalog, one: Indicator, when: Period
) -> Iterator[Problem]:
    """Values whose task stands elsewhere: too far beyond it, or the only ones without any."""
    year = str(when.year)
    tasks = known.at(one.code, Measure.TARGET, year)
    told = known.entry.get((one.code, str(Measure.TARGET), year), {})
    groups = {u.code: u.group for u in catalog.active(when) if u.group != NEVER_RANKED}
    asked = {groups[u] for u, task in tasks.items() if task is not None and u in groups}
    place = (one.code, str(one.measure), str(when))
    for unit, i in known.entry[place].items():
        value = known.at(*place)[unit]
        if value is None or unit in told:
            continue
        if unit not in tasks:
            if groups.get(unit) in asked:
                yield problem("TARGET_SUSPECT", whole.ref(i), f"{value:.10g}")
            continue
        task = tasks[unit]
        done = _done(known, one, unit, when, task)
        if task is not None and done is not None and done > MOST:
            new = f"{task:.10g}"
            at = whole.ref(i)
            yield problem("TARGET_SUSPECT", at, f"{value:.10g}", new=new, completion=f"{done:.1f}")


def _done(
    known: Beside, one: Indicator, unit: str, when: Period, task: float | None
) -> float | None:
    """完成率 of the latest value of the year up to `when`, as printed; None where it is undefined.

    Where lower is better it is not x/T, so nothing is said.
    """
    if one.measure not in _COUNTED or one.direction is not Direction.HIGHER or not task or task < 0:
        return None
    last = when.within(one.freq)
    for back in range(last.number):
        value = known.at(one.code, one.measure, str(last.shift(-back))).get(unit)
        if value is not None:
            return float(half_up(completion(value, task), 1))
    return None


def _stored(stored: pd.DataFrame, codes: set[str]) -> dict[tuple[str, str, str], float]:
    """The tasks that stand, by indicator, period and unit."""
    old = stored[stored["indicator"].isin(sorted(codes)) & (stored["measure"] == Measure.TARGET)]
    old = old[old["status"] == Status.REPORTED]
    keys = zip(old["indicator"].tolist(), old["period"].tolist(), old["unit"].tolist(), strict=True)
    return dict(zip(keys, old["value"].tolist(), strict=True))
