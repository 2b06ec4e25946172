"""Who is absent from a file: the one definition, for the warning and for the count beside it.

Absent for an indicator's measure and a period that the file reports is a unit that ranks in that
period, whose peer group the file reports this measure for, and that no line or column names for
it. A unit named with a blank, `—` or a faulty value is not absent.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from kpi.intake.table import mapping as tables
from kpi.intake.words.names import Target
from kpi.model.catalog import NEVER_RANKED, Catalog, Unit
from kpi.model.period import Period

Lacking = dict[tuple[Target, str], tuple[Unit, ...]]


def absent(
    mapping: tables.Mapping, reported: Iterable[tuple[Target, str]], catalog: Catalog
) -> Lacking:
    """The absent units, in the catalog's order, by measure and period; only where there are any.

    `reported` are the measures and periods of which the file holds a cell that was understood.
    """
    named = _named(mapping)
    groups: Mapping[str, str] = {u.code: u.group for u in catalog.units}
    active: dict[str, tuple[Unit, ...]] = {}
    unnamed: dict[Target, set[Unit]] = {}  # in any period; most files name all
    lacking: Lacking = {}
    for target, period in reported:
        if target not in unnamed:
            there = named.get(target, set())
            touched = {groups[code] for code in there if code in groups} - {NEVER_RANKED}
            others = (u for u in catalog.units if u.code not in there)
            unnamed[target] = {u for u in others if u.group in touched}
        if not unnamed[target]:
            continue
        if period not in active:
            active[period] = catalog.active(Period.parse(period))
        found = (u for u in active[period] if u in unnamed[target])
        if missing := tuple({u.code: u for u in found}.values()):
            lacking[target, period] = missing
    return lacking


def _named(mapping: tables.Mapping) -> dict[Target, set[str]]:
    """The units that a line or column names, by measure."""
    named: dict[Target, set[str]] = {}
    for block in mapping.blocks:
        units = np.broadcast_to(block.unit, block.target.shape)
        for t, target in enumerate(block.targets):
            there = np.flatnonzero(np.bincount(units[block.target == t] + 1)).tolist()
            named.setdefault(target, set()).update(block.units[u - 1] for u in there if u)
    return named
