"""What a checked file would change in the store; nothing is stored here."""

import numpy as np
import pandas as pd

from kpi.intake.table.mapping import Mapping
from kpi.model.measure import Status
from kpi.model.panel import KEYS
from kpi.model.problem import Problem, Severity, problem, worst
from kpi.model.sheet import CellRef, Reading
from kpi.model.upload import Diff, Plan, Skipped

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


def plan(
    reading: Reading,
    panel: pd.DataFrame,
    problems: tuple[Problem, ...],
    skipped: tuple[Skipped, ...],
    stored: pd.DataFrame,
    mapping: Mapping,
) -> Plan:
    """The file against the store: per row new, changed or unchanged, with the stored row beside it.

    A blank never overwrites: it is unchanged, and said where it keeps a value. Absent are stored
    values of an indicator, measure and period that the file has, but not for that unit.
    """
    rows = _beside(panel, stored)
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
        absent=_absent(panel, stored),
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
    )


def _beside(panel: pd.DataFrame, stored: pd.DataFrame) -> pd.DataFrame:
    """The panel with `old_value`, `old_status` and `old_id` of the stored row, missing if none."""
    if not len(stored) or not len(panel):
        nothing = pd.Series(float("nan"), panel.index)
        return panel.assign(
            old_value=nothing,
            old_status=pd.Series(None, panel.index, dtype="str"),
            old_id=pd.Series(pd.NA, panel.index, dtype="Int64"),
        )
    had = stored
    if "id" not in had:
        had = had.assign(id=pd.Series(pd.NA, had.index, dtype="Int64"))
    had = had[[*KEYS, "value", "status", "id"]].astype({"id": "Int64"})
    had = had.rename(columns={"value": "old_value", "status": "old_status", "id": "old_id"})
    return panel.merge(had, on=KEYS, how="left", validate="one_to_one")


def _absent(panel: pd.DataFrame, stored: pd.DataFrame) -> int:
    """Stored values whose indicator, measure and period the file has, but not their unit."""
    if not len(stored) or not len(panel):
        return 0
    about = ["indicator", "measure", "period"]
    here = stored.merge(panel[about].drop_duplicates(), on=about)
    told = here.merge(panel[KEYS], on=KEYS, how="left", indicator="_found")
    return int((told["_found"] == "left_only").sum())
