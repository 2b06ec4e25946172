"""What a checked file would change in the store; nothing is stored here."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.intake.absent import absent
from kpi.intake.table.mapping import Mapping
from kpi.model.catalog import Catalog
from kpi.model.measure import Measure, Status
from kpi.model.problem import Problem, Severity, problem, worst
from kpi.model.proposal import Table
from kpi.model.repair import Repair
from kpi.model.sheet import CellRef, Reading
from kpi.model.upload import Diff, Plan, Skipped

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class Mended:
    """How the file was understood, and what a person decided of it."""

    tables: tuple[Table, ...] = ()
    repairs: tuple[Repair, ...] = ()
    idle: tuple[Repair, ...] = ()
    left_out: tuple[Problem, ...] = ()


MENDED = Mended()


def plan(
    reading: Reading,
    panel: pd.DataFrame,
    problems: tuple[Problem, ...],
    skipped: tuple[Skipped, ...],
    stored: pd.DataFrame,
    mapping: Mapping,
    mended: Mended = MENDED,
    catalog: Catalog | None = None,
) -> Plan:
    """The file against the store: per row new, changed or unchanged, with the stored row beside it.

    A blank never overwrites: it is unchanged, and said where it keeps a value. `diff.absent` counts
    the stored values of the units that `absent` finds absent (UNITS_ABSENT names them); without a
    catalog no peer group is known, and every unit with a stored value is expected.
    """
    keys = _keys(panel, stored)
    rows = _beside(panel, stored, keys)
    blank = (rows["status"] == Status.NOT_REPORTED).to_numpy()
    old = rows["old_status"].notna().to_numpy()
    value, before = rows["value"].to_numpy(), rows["old_value"].to_numpy()
    same = (value == before) | (np.isnan(value) & np.isnan(before))
    same &= (rows["status"] == rows["old_status"]).to_numpy()
    index = np.where((old & same) | blank, 2, np.where(old, 1, 0))
    change = pd.Series(pd.array([NEW, CHANGED, UNCHANGED], dtype="str").take(index), rows.index)
    rows = rows.assign(change=change)
    kept = rows[blank & (rows["old_status"] == Status.REPORTED)]
    said = [
        problem("BLANK_KEEPS_OLD", CellRef.parse(f"{r.sheet}!{r.cell}"), old=f"{r.old_value:.10g}")
        for r in kept.itertuples(index=False)
    ]
    told = (*reading.problems, *problems, *said)
    if rows.empty and worst(told) is not Severity.ERROR:
        told = (*told, problem("NO_DATA"))  # nothing read and no word of it must not be
    counted = change[~blank]
    diff = Diff(
        new=int((counted == NEW).sum()),
        changed=int((counted == CHANGED).sum()),
        unchanged=int((counted == UNCHANGED).sum()),
        absent=_absent(panel, stored, mapping, catalog) if catalog else _without(keys),
    )
    return Plan(
        reading.data,
        reading.name,
        reading.facts,
        rows,
        tuple(dict.fromkeys(told)),
        skipped,
        tuple(sorted(panel["period"].unique())),
        diff,
        mapping.shapes,
        mended.tables,
        mended.repairs,
        mended.idle,
        mended.left_out,
    )


def _beside(panel: pd.DataFrame, stored: pd.DataFrame, keys: "_Keys") -> pd.DataFrame:
    """The panel with `old_value`, `old_status` and `old_id` of the stored row, missing if none."""
    order = np.argsort(keys.there)
    found = np.searchsorted(keys.there, keys.here, sorter=order)
    at = order[np.minimum(found, len(order) - 1)] if len(order) else np.full(len(keys.here), -1)
    at = np.where(keys.there[at] == keys.here, at, -1) if len(order) else at
    ids = stored["id"] if "id" in stored else pd.Series(pd.NA, stored.index, dtype="Int64")
    return panel.assign(
        old_value=stored["value"].array.take(at, allow_fill=True),
        old_status=stored["status"].array.take(at, allow_fill=True),
        old_id=ids.astype("Int64").array.take(at, allow_fill=True),
    )


def _absent(panel: pd.DataFrame, stored: pd.DataFrame, mapping: Mapping, catalog: Catalog) -> int:
    """Stored values of the absent units, for what the file reports."""
    names = ["indicator", "measure", "period"]
    said = panel[names].drop_duplicates().itertuples(index=False, name=None)
    reported = [((code, Measure(measure)), period) for code, measure, period in said]
    lacking = {
        (*target, period, unit.code)
        for (target, period), units in absent(mapping, reported, catalog).items()
        for unit in units
    }
    if not lacking:
        return 0
    old = stored[stored["status"] != Status.NOT_REPORTED]
    have = zip(*(old[n].tolist() for n in (*names, "unit")), strict=True)
    return sum(key in lacking for key in have)


def _without(keys: "_Keys") -> int:
    """Stored values whose indicator, measure and period the file has, but not their unit."""
    spoken = np.isin(keys.there // keys.units, keys.here // keys.units)
    return int((spoken & ~np.isin(keys.there, keys.here)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Keys:
    """One number for each row of the file and of the store, the same where their keys are; divided
    by `units` the number of all units' rows of one indicator, measure and period.
    """

    here: NDArray[np.int64]
    there: NDArray[np.int64]
    units: int


def _keys(panel: pd.DataFrame, stored: pd.DataFrame) -> _Keys:
    number = np.zeros(len(panel) + len(stored), np.int64)
    many = 1
    for name in ("indicator", "measure", "period", "unit"):
        index, distinct = pd.factorize(pd.concat([panel[name], stored[name]]))
        many = max(len(distinct), 1)
        number = number * many + index
    return _Keys(number[: len(panel)], number[len(panel) :], many)
