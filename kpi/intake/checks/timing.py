"""Which period each value is for: cell before header before sheet, title, file name and form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from kpi.i18n import N_, _
from kpi.intake.checks.values import LOST, Values, pairs, places, ref
from kpi.intake.table.lines import shown
from kpi.intake.table.mapping import NONE, Block, Indices, Stated
from kpi.intake.words.names import Target
from kpi.intake.words.periods import NotPeriod, PeriodToken
from kpi.model import show
from kpi.model.catalog import Catalog, Indicator
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.problem import Fix, Problem, Severity, problem
from kpi.model.sheet import CellRef, Kind, Sheet

_PLANNED = (Measure.TARGET, Measure.STRETCH)
_NEAR = ("cell", "header")


@dataclass(slots=True, eq=False)
class Timing:
    """The periods of a table: `index` per value into `periods`, NONE where there is none."""

    periods: list[str]
    index: Indices
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one statement is for one target: a period, or the fault with its code."""

    period: Period | None
    code: str = ""
    hint: str = ""
    meant: tuple[Period, ...] = ()
    severity: Severity | None = None


def timing(sheet: Sheet, block: Block, values: Values, catalog: Catalog, today: date) -> Timing:
    """The period of every value; values whose period is unknown or wrong are lost and named."""
    drop_empty(block, values)
    made = Timing([], np.full(values.state.shape, NONE, np.int32))
    live = values.state != LOST
    if not live.any():
        return made
    number: dict[str, int] = {}
    table = np.full((len(block.stated) + 1, len(block.targets) + 1), NONE, np.int32)
    missing_said = False
    for p, t in pairs(block.period[live], block.target[live], len(block.targets)):
        stated, verdict = _judged(block, p, block.targets[t], catalog)
        verdict = _past(verdict, block.targets[t], today)
        if verdict.period and not (verdict.code and verdict.severity is None):
            table[p, t] = number.setdefault(str(verdict.period), len(number))
            if _january(verdict.period, block.targets[t], catalog):
                here = live & (block.period == p) & (block.target == t)
                name = catalog.indicator[block.targets[t][0]].name
                at = ref(sheet, block, *places(here)[0])
                made.problems.append(problem("JAN_MERGED", at, indicator=name))
        if verdict.code and not (verdict.code == "PERIOD_MISSING" and missing_said):
            here = live & (block.period == p) & (block.target == t)
            missing_said = missing_said or verdict.code == "PERIOD_MISSING"
            faults = _faults(sheet, block, here, stated, verdict, block.targets[t], catalog)
            made.problems += faults
    made.periods = list(number)
    made.index = np.where(live, table[block.period, block.target], NONE).astype(np.int32)
    values.lose(live & (made.index == NONE))
    made.problems = list(dict.fromkeys(made.problems))
    made.problems += _from_title(block, made, catalog)
    made.problems += _mixed(sheet, block, made)
    return made


def drop_empty(block: Block, values: Values) -> None:
    """A column or line whose period has no value at all, such as 11月 in October, says nothing."""
    blank = values.kinds == Kind.BLANK
    dated = np.array([s.place == "header" for s in block.stated] + [False], np.bool_)
    headed = dated[block.period].any(axis=0) & blank.all(axis=0)
    values.state[:, headed] = LOST
    if block.unit_column is None and block.period_column is not None:
        values.state[blank.all(axis=1), :] = LOST


def _judged(
    block: Block, index: int, target: Target, catalog: Catalog
) -> tuple[Stated | None, _Verdict]:
    indicator = catalog.indicator[target[0]]
    if index != NONE:
        stated = block.stated[index]
        return stated, _verdict(stated, indicator, target[1])
    first: tuple[Stated | None, _Verdict] | None = None
    for stated in block.context:
        verdict = _verdict(stated, indicator, target[1])
        if verdict.period:
            return stated, verdict
        first = first or (stated, verdict)
    return first or (None, _Verdict(None, "PERIOD_MISSING"))


def _verdict(stated: Stated, indicator: Indicator, measure: Measure) -> _Verdict:
    token = stated.read(indicator.freq)
    if measure in _PLANNED and stated.place != "header":
        for freq in ("Y", "M", "Q", "H"):  # an annual target stands in any month's table
            found = stated.read(freq)
            if isinstance(found, PeriodToken):
                return _Verdict(Period(found.period.year, 1, "Y"))
    if measure in _PLANNED and not isinstance(token, PeriodToken):
        whole = stated.read("Y")
        token = whole if isinstance(whole, PeriodToken) else token
    if token is None:
        return _Verdict(None, "BAD_PERIOD")
    if isinstance(token, NotPeriod):
        return _Verdict(None, token.code, token.hint, token.meant)
    if token.kind == "cumulative" and _single(indicator, measure) and token.period.last_month > 1:
        severity = None if stated.place in _NEAR else Severity.WARNING
        return _Verdict(token.period, "PERIOD_BASIS", severity=severity)
    return _Verdict(token.period)


def _single(indicator: Indicator, measure: Measure) -> bool:
    """Whether the value is of one month or quarter alone."""
    if measure is Measure.YOY:
        own = indicator.measure is Measure.YOY
        return indicator.monthly_growth if own else indicator.measure is Measure.MONTH
    return measure is Measure.MONTH


def _past(verdict: _Verdict, target: Target, today: date) -> _Verdict:
    if verdict.period and target[1] not in _PLANNED and verdict.period.last_day > today:
        return _Verdict(verdict.period, "PERIOD_IN_FUTURE")
    return verdict


def _faults(
    sheet: Sheet,
    block: Block,
    here: NDArray[np.bool_],
    stated: Stated | None,
    verdict: _Verdict,
    target: Target,
    catalog: Catalog,
) -> Iterator[Problem]:
    """The fault once at its header or title; in a period column at every line that has it."""
    indicator = catalog.indicator[target[0]]
    given = shown(stated.text) if stated else ""
    details = {"period": str(verdict.period or given)}
    if verdict.code == "PERIOD_BASIS":
        details |= {"indicator": indicator.name, "measure": show.measure_name(indicator.measure)}
    if verdict.hint:
        details["hint"] = verdict.hint
    fix = Fix("value", str(verdict.meant[0])) if verdict.meant else None
    r, c = places(here)[0]
    if stated and stated.place == "cell" and block.period_column is not None:
        at: list[CellRef | str] = [
            CellRef(sheet.name, int(block.rows[i]), block.period_column)
            for i in np.flatnonzero(here.any(axis=1)).tolist()
        ]
    elif stated:
        at = [stated.at or sheet.name]
    elif block.period_column is not None:
        at = [CellRef(sheet.name, int(block.rows[r]), block.period_column)]
    else:
        at = [CellRef(sheet.name, max(block.header, default=int(block.rows[r])), block.values[c])]
    for where in at:
        yield problem(verdict.code, where, given, severity=verdict.severity, fix=fix, **details)


def _january(period: Period, target: Target, catalog: Catalog) -> bool:
    """Whether this is a January figure of an indicator that publishes 1-2月 together."""
    merged = catalog.indicator[target[0]].jan_feb_merged
    return merged and target[1] not in _PLANNED and (period.freq, period.number) == ("M", 1)


def _from_title(block: Block, made: Timing, catalog: Catalog) -> Iterator[Problem]:
    """Where the period came from, if from a title; and every place that says another one."""
    used = set(made.periods)
    if not used:
        return
    whence = _whence(block, made)
    freqs = tuple(dict.fromkeys(catalog.indicator[code].freq for code, _ in block.targets))
    told: set[Stated] = set()
    for stated in block.context:
        tokens = [t for f in freqs if isinstance(t := stated.read(f), PeriodToken)]
        said = {str(t.period) for t in tokens}
        if not said or (stated.place == "file" and len(used) > 1):
            continue
        if said & used:
            if whence is not None and stated.place in ("title", "line") and not told:
                told.add(stated)
                yield problem("PERIOD_FROM_TITLE", stated.at, period=", ".join(sorted(said & used)))
        elif stated.place != "line" or stated.at:
            first = min(used)
            a = first if len(used) == 1 else f"{first}…{max(used)}"
            where = str(whence.at or whence.text) if whence else _first_place(block, made)
            other = stated.at.address if stated.at else str(stated.text)
            other = _(N_("表单")) if stated.place == "form" else other
            where = where.rpartition("!")[2]
            yield problem(
                "PERIOD_CONFLICT",
                stated.at or block.sheet,
                shown(stated.text),
                where=where,
                a=a,
                where2=other,
                b=", ".join(sorted(said)),
            )


def _whence(block: Block, made: Timing) -> Stated | None:
    """The surrounding statement that gave the period; None where cells or headers did."""
    taken = (made.index != NONE) & (block.period == NONE)
    if not taken.any():
        return None
    used = set(made.periods)
    for stated in block.context:
        for freq in ("M", "Q", "H", "Y"):
            token = stated.read(freq)
            if isinstance(token, PeriodToken) and str(token.period) in used:
                return stated
    return None


def _first_place(block: Block, made: Timing) -> str:
    taken = block.period[made.index != NONE]
    taken = taken[taken != NONE]
    stated = block.stated[int(taken[0])] if len(taken) else None
    return str(stated.at) if stated and stated.at else block.sheet


def _mixed(sheet: Sheet, block: Block, made: Timing) -> Iterator[Problem]:
    """Lines of different periods in one table, unless it is a series with all units in each."""
    if block.period_column is None or block.unit_column is None or len(made.periods) < 2:
        return
    held = made.index != NONE
    units = np.broadcast_to(block.unit, held.shape)[held]
    there = np.zeros((len(made.periods), len(block.units)), np.bool_)
    there[made.index[held], units] = True
    if len(np.unique(there, axis=0)) > 1:
        names = "、".join(sorted(made.periods))
        yield problem("MIXED_PERIODS", sheet.name, names, periods=names)
