"""V15: the places that a file gives, against the places that its values give."""

from collections.abc import Iterator, Mapping

import pandas as pd

from kpi.intake.checks.beside import Beside, beside
from kpi.intake.checks.flat import Flat
from kpi.model.catalog import NEVER_RANKED, Catalog, Direction, Indicator
from kpi.model.measure import Measure, completion, half_up
from kpi.model.period import Period
from kpi.model.problem import Problem, Severity, problem

Span = tuple[int, int]  # best and worst place that a unit can have
Spans = dict[str, Span]


def check(whole: Flat, catalog: Catalog, stored: pd.DataFrame) -> Iterator[Problem]:
    """A given 位次 that no order of the printed values allows.

    Ties share the better place. A unit of the group whose value nobody knows may stand before or
    behind any other, so without it only a place that is impossible is named; `—` has no place.
    Files rank within the peer group or over all, by the value, by 完成率 or by growth: the reading
    that explains most of the given places is taken, the group and the value before the others.
    """
    codes = {code for code, measure in whole.targets if measure is Measure.RANK}
    if not codes:
        return
    known = beside(whole, stored, codes)
    for (code, measure, period), entries in known.entry.items():
        indicator = catalog.indicator[code]
        if measure != Measure.RANK or indicator.direction not in _SIGN:
            continue
        given = known.numbers(code, measure, period)
        given = {unit: place for unit, place in given.items() if unit in entries}
        readings = list(_readings(known, indicator, Period.parse(period), catalog, given))
        spans = max(readings, key=lambda r: len(set(r) & set(given)) - len(_off(given, r)))
        all_given = all(unit in given for unit in spans)
        severity = Severity.INFO if all_given else Severity.WARNING
        for unit in _off(given, spans):
            at, best = whole.ref(entries[unit]), spans[unit][0]
            yield problem("RANK_MISMATCH", at, f"{given[unit]:g}", severity=severity, computed=best)


_SIGN = {Direction.HIGHER: 1.0, Direction.LOWER: -1.0}


def _off(given: Mapping[str, float], spans: Spans) -> list[str]:
    """Units whose given place is none that they can have."""
    return [
        unit
        for unit, place in given.items()
        if unit in spans and not spans[unit][0] <= place <= spans[unit][1]
    ]


def _readings(
    known: Beside, one: Indicator, period: Period, catalog: Catalog, given: Mapping[str, float]
) -> Iterator[Spans]:
    """The places by each measure, within the groups and, where the file ranks several, over all."""
    groups: dict[str, set[str]] = {}
    for unit in catalog.active(period):
        groups.setdefault(unit.group, set()).add(unit.code)
    groups.pop(NEVER_RANKED, None)
    touched = [members for members in groups.values() if members & set(given)]
    everybody = set().union(*touched)
    for values in _ranked(known, one, period):
        yield {unit: s for members in touched for unit, s in _spans(values, members).items()}
        if len(touched) > 1 and everybody <= set(values):
            yield _spans(values, everybody)


def _ranked(known: Beside, one: Indicator, period: Period) -> Iterator[dict[str, float | None]]:
    """What a file may rank by, larger is better, `—` is None: the value, 完成率, growth."""
    sign = _SIGN[one.direction]
    own = known.at(one.code, one.measure, str(period))
    yield _printed(own, sign, one.digits(one.measure))
    tasks = known.numbers(one.code, Measure.TARGET, str(period.year))
    if tasks and sign > 0:
        done = {
            unit: None if value is None else float(completion(value, tasks[unit]))
            for unit, value in own.items()
            if unit in tasks and tasks[unit] > 0
        }
        yield _printed(done, 1.0, 1)
    if one.measure is not Measure.YOY:
        yield _printed(known.at(one.code, Measure.YOY, str(period)), sign, 1)


def _printed(
    values: Mapping[str, float | None], sign: float, digits: int
) -> dict[str, float | None]:
    return {u: None if v is None else sign * float(half_up(v, digits)) for u, v in values.items()}


def _spans(values: Mapping[str, float | None], members: set[str]) -> Spans:
    """Best and worst place of every unit with a number, among the members of one group."""
    there = {u: v for u in members if (v := values.get(u)) is not None}
    unknown = len(members - set(values))
    return {
        unit: (place := 1 + sum(v > own for v in there.values()), place + unknown)
        for unit, own in there.items()
    }
