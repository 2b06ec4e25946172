"""Step 1, cells: what each item finds in the table, at the decimals of the rule."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.board.segments import Array, Mask, Segments, runs, together
from kpi.model.measure import half_up
from kpi.model.rule import Item, Rule
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED, Table

INVALID = 3  # like NOT_REPORTED and above it
STATUS = ("reported", "not_applicable", "not_reported", "invalid")


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Items × units, units by (group, unit).

    `x` as printed, `scored` the distance from the band where there is one (else x), `better` the
    same with more = better; all NaN where the table has no number. `target` NaN where the item has
    no target column. `bad` marks targets ≤ 0 under ratio, `empty` (items × scopes) columns that
    nobody of the scope reported.
    """

    table: Table
    rule: Rule
    x: Array
    scored: Array
    better: Array
    target: Array
    status: NDArray[np.int8]
    bad: Mask
    empty: Mask
    columns: Array
    scopes: Segments
    groups: Segments
    reference: Segments
    whole: Segments

    @property
    def reported(self) -> Mask:
        """Where a number can be used."""
        return np.asarray(self.status == REPORTED)

    def column(self, key: str) -> Array:
        """One column of the table per unit; NaN where it holds no number."""
        if key in self.table.columns:
            return np.asarray(self.columns[self.table.columns.index(key)])
        return np.zeros(len(self.table.units))  # a streak that the table does not keep is 0


def quantised(x: Array, decimals: int) -> Array:
    """Half up at `decimals`; a number too large for its last digit stays as it is."""
    with np.errstate(over="ignore", invalid="ignore"):
        q = half_up(x, decimals)
    return np.where(np.isfinite(q), q, x)


def cells(table: Table, rule: Rule) -> Cells:
    """What every item of the rule has to work with."""
    table = table.ordered()
    columns = np.where(table.status == REPORTED, table.value, np.nan)
    for key, digits in rule.decimals:
        if key in table.columns:
            c = table.columns.index(key)
            columns[c] = quantised(columns[c], digits)
    at = {key: c for c, key in enumerate(table.columns)}
    rows = [at[i.column] for i in rule.items]
    x = columns[together(rows)]
    status = table.status[together(rows)].copy()
    bad = np.zeros(x.shape, bool)
    target = np.full(x.shape, np.nan)
    for n, i in enumerate(rule.items):
        if i.target:
            target[n] = columns[at[i.target]]
            status[n, table.status[at[i.target]] != REPORTED] = NOT_APPLICABLE
        if i.method == "ratio":
            goal = target[n] if i.target else np.full(x.shape[1], i.param("target"))
            bad[n] = (goal <= 0) & (status[n] == REPORTED)
    if bad.any():
        status[bad] = INVALID

    groups = runs(table.groups)
    whole = runs([None] * len(table.units))
    scopes = groups if rule.compare == "within_group" else whole
    empty = ~scopes.any(status == REPORTED)
    if empty.any():
        status[scopes.spread(empty)] = NOT_APPLICABLE
    scored = better = x
    if any(i.band for i in rule.items):
        scored = np.array([_scored(i, row) for i, row in zip(rule.items, x, strict=True)])
    if not all(i.higher for i in rule.items):
        better = scored * np.array([[1.0] if i.higher else [-1.0] for i in rule.items])
    return Cells(
        table,
        rule,
        x,
        scored,
        better,
        target,
        status,
        bad,
        empty,
        columns,
        scopes,
        groups,
        groups if rule.reference == "group" else whole,
        whole,
    )


def _scored(item: Item, x: Array) -> Array:
    if item.band is None:
        return x
    low, high = item.band
    return np.maximum(0.0, np.maximum(low - x, x - high))


def lacking(status: NDArray[np.int8]) -> Mask:
    """Cells that should be there and are not: not reported, or with a target that is none."""
    return np.asarray(status >= NOT_REPORTED)
