"""V20 and V24: values that stand still because a board is being signed, or was published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from kpi.model import panel
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef

Key = tuple[str, str]  # indicator and period


@dataclass(frozen=True, slots=True)
class Standing:
    """What may not be moved (`frozen`: in whose name), and what a published edition, whose number
    it is, stands on.
    """

    frozen: Mapping[Key, str] = field(default_factory=dict)
    published: Mapping[Key, int] = field(default_factory=dict)


def check(rows: pd.DataFrame, standing: Standing) -> Iterator[Problem]:
    """What a plan's rows would move of it; what stays as it is says nothing.

    A frozen period once per indicator, at the first value that would come or change; a published
    value each at its cell, old and new.
    """
    if rows.empty or not (standing.frozen or standing.published):
        return
    told: set[Key] = set()
    for row in panel.records(rows[rows["change"] != "unchanged"]):
        key, at = (row["indicator"], row["period"]), CellRef.parse(f"{row['sheet']}!{row['cell']}")
        if key in standing.frozen:
            if key not in told:
                told.add(key)
                by = standing.frozen[key]
                yield problem("PERIOD_LOCKED", at, key[1], period=key[1], by=by)
        elif key in standing.published and row["change"] == "changed":
            old, new = (_told(v) for v in (row["old_value"], row["value"]))
            number = standing.published[key]
            yield problem("REVISES_PUBLISHED", at, new, number=number, old=old, new=new)


def _told(value: float | None) -> str:
    return "—" if value is None else f"{value:.10g}"
