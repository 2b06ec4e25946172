"""Growth of counts on a board, with what chance alone explains of it."""

from collections.abc import Iterator, Sequence

import numpy as np

from kpi.board import noise
from kpi.board.derive import Slices, column, due
from kpi.board.select import split
from kpi.model.edition import Edition
from kpi.model.firm import Band
from kpi.model.measure import Array, Measure
from kpi.model.table import REPORTED, Table


def bands(edition: Edition, slices: Slices, table: Table) -> Iterator[Band]:
    """The growth of every scored indicator that counts whole things, unit by unit.

    The base is what growth and value imply, so it fits given growth too.
    """
    for item in edition.spec.rule.items:
        own = split(item.column, edition.catalog)
        at = own and due(own[0], edition.period)
        if not own or not at or not item.scored or own[1] is not Measure.YOY:
            continue
        if own[0].measure is Measure.YOY or own[0].decimals:
            continue
        row = table.columns.index(item.column)
        growth = np.where(table.status[row] == REPORTED, table.value[row], np.nan)
        now = column(slices, own[0], own[0].measure, at).value
        with np.errstate(divide="ignore", invalid="ignore"):
            base = now / (1 + growth / 100)
        low, high = noise.growth_band(now, base)
        means = _means(growth, table.groups)
        for u, unit in enumerate(table.units):
            if np.isfinite(low[u]):
                yield Band(
                    unit,
                    item.column,
                    growth=float(growth[u]),
                    low=float(low[u]),
                    high=float(high[u]),
                    mean=means[table.groups[u]],
                    small=own[0].min_base is not None and bool(base[u] < own[0].min_base),
                )


def _means(x: Array, groups: Sequence[str | None]) -> dict[str | None, float]:
    """Mean growth of each group over the units that have one; NaN where none has."""
    found = {}
    for group in set(groups):
        inside = x[np.array([g == group for g in groups])]
        some = inside[np.isfinite(inside)]
        found[group] = float(some.mean()) if some.size else float("nan")
    return found
