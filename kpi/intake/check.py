"""Cells to panel and problems: what a mapped file says, checked cell by cell and as a whole."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from kpi.intake import mend
from kpi.intake.absent import absent
from kpi.intake.checks import (
    duplicates,
    flat,
    history,
    limits,
    parts,
    ranks,
    tasks,
    timing,
    totals,
    values,
)
from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import NOT_APPLICABLE, NOT_REPORTED, REPORTED, Values
from kpi.intake.form import stamp
from kpi.intake.table import scale
from kpi.intake.table.mapping import Block, Mapping
from kpi.model.catalog import Catalog
from kpi.model.problem import Fix, Problem, Severity, problem, worst
from kpi.model.repair import Repair
from kpi.model.sheet import Sheet
from kpi.model.upload import Skipped

_MOST = 0.8  # share of a percent column within ±1 that makes it look like fractions
_FEW = 4


def check(
    sheets: tuple[Sheet, ...],
    mapping: Mapping,
    catalog: Catalog,
    stored: pd.DataFrame,
    *,
    today: date,
    repairs: tuple[Repair, ...] = (),
) -> tuple[pd.DataFrame, tuple[Problem, ...], tuple[Skipped, ...]]:
    """The panel of a file with `sheet` and `cell`, its problems, and what was left out.

    Values with a fault of their own are not in the panel; `stored` gives them their history.
    `repairs` multiply values by a factor that a person chose.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    problems = [*mapping.problems, *stamp.stale(sheets, catalog)]
    read = []
    for block in mapping.blocks:
        sheet = by_name[block.sheet]
        found, said = values.read(sheet, block, catalog)
        mend.numbers(block, found, repairs)
        problems += duplicates.headers(block, found)
        problems += said
        when = timing.timing(sheet, block, found, catalog, today)
        problems += when.problems
        problems += _fractions(sheet, block, found, catalog, stored)
        problems += totals.check(sheet, block, found, catalog)
        problems += _formulas(sheet, block, found)
        read.append((block, found, when))
    whole, said = duplicates.lines(flat.flat(read))
    problems += said
    whole, said = limits.check(whole, catalog)
    problems += said
    problems += _missing(whole)
    problems += units_absent(mapping, whole, catalog)
    for rule in (history.check, ranks.check, tasks.check, parts.check):
        problems += rule(whole, catalog, stored)
    if sheets and not len(whole.number) and worst(problems) is not Severity.ERROR:
        problems.append(problem("NO_DATA"))
    return flat.panel(whole), tuple(dict.fromkeys(problems)), mapping.skipped


def _formulas(sheet: Sheet, block: Block, found: Values) -> Iterator[Problem]:
    """How many values are formulas, read by their saved result."""
    if not sheet.formulas:
        return
    rows, columns = set(block.rows.tolist()), set(block.values)
    n = sum(r in rows and c in columns for r, c in sheet.formulas)
    if n:
        yield problem("FORMULA_VALUE", sheet.name, n=n)


def _fractions(
    sheet: Sheet, block: Block, found: Values, catalog: Catalog, stored: pd.DataFrame
) -> Iterator[Problem]:
    """V11: 0.4–0.8 under a % header while 上限 or history speaks of tens; asked, never done."""
    wanted = scale.wanted_of(block.targets, catalog.indicator)
    for c in range(len(block.values)):
        live = (found.state[:, c] == REPORTED) & ~found.settled[:, c]
        numbers = found.number[live, c]
        numbers = numbers[numbers != 0]
        if len(numbers) < _FEW or (numbers == np.floor(numbers)).all():
            continue
        for t in np.flatnonzero(np.bincount(block.target[live, c])).tolist():
            code, measure = block.targets[t]
            if wanted[t] != "%" or (np.abs(numbers) <= 1).mean() < _MOST:
                continue
            if not _tens(code, str(measure), catalog, stored):
                continue
            first = int(np.flatnonzero(live)[0])
            given = f"{found.number[first, c]:.10g}"
            at = values.ref(sheet, block, first, c)
            fix = Fix("factor", "100")
            yield problem("SCALE_SUSPECT", at, given, fix=fix, ratio="0.01", factor="100")


def _tens(code: str, measure: str, catalog: Catalog, stored: pd.DataFrame) -> bool:
    """Whether values of a measure are usually in the tens: by history, else by 上限."""
    if len(stored):
        own = stored[(stored["indicator"] == code) & (stored["measure"] == measure)]["value"]
        if own.notna().any():
            return float(own.abs().median()) >= 10
    high = catalog.indicator[code].high
    return high is not None and high >= 10


def _missing(whole: Flat) -> Iterator[Problem]:
    for s, name in enumerate(whole.sheets):
        here = whole.state[whole.sheet == s]
        n, m = int((here == NOT_REPORTED).sum()), int((here == NOT_APPLICABLE).sum())
        if n or m:
            yield problem("MISSING", name, n=n, m=m)


def units_absent(mapping: Mapping, whole: Flat, catalog: Catalog) -> Iterator[Problem]:
    """V06: the absent units, each list of names once; `absent` says who is."""
    many = max(len(whole.periods), 1)
    codes = np.flatnonzero(np.bincount(whole.target * many + whole.period)).tolist()
    pairs = (divmod(code, many) for code in codes)
    reported = [(whole.targets[t], whole.periods[p]) for t, p in pairs]
    lacking = absent(mapping, reported, catalog)
    for names in dict.fromkeys(tuple(u.name for u in units) for units in lacking.values()):
        yield problem("UNITS_ABSENT", given="、".join(names), n=len(names), names="、".join(names))
