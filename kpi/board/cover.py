"""Step 2, cover: who is ranked, and why the others are not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.board.cells import Cells, lacking
from kpi.board.segments import Array, Mask
from kpi.model.rule import Rule

NOTHING_APPLIES, EXEMPT, MISSING_ITEM, NO_DATA, LOW_COVERAGE = range(1, 6)
WHY = ("", "not_applicable", "exempt", "missing_item", "no_data", "low_coverage")


@dataclass(frozen=True, slots=True, eq=False)
class Cover:
    """Coverage per unit (NaN where nothing applies), its floor, who is ranked, why not (WHY)."""

    cells: Cells
    coverage: Array
    floor: Array
    ranked: Mask
    why: NDArray[np.int8]


def shares(rule: Rule) -> Array:
    """What each item counts in coverage: its weight, or block weight × share inside its block."""
    own = np.array([i.weight if i.scored else 0.0 for i in rule.items])
    for b in rule.blocks:
        inside = np.array([i.block == b.code for i in rule.items])
        own[inside] *= b.weight / own[inside].sum()
    return own


def cover(cells: Cells) -> Cover:
    """Weight of the reported among the applicable cells, and the first reason not to rank."""
    rule, status = cells.rule, cells.status
    weight = shares(rule)[:, None]
    scored = weight > 0
    lost = lacking(status)
    have = np.add.reduce(np.where(cells.reported, weight, 0.0), axis=0)
    apply = np.add.reduce(np.where(cells.reported | lost, weight, 0.0), axis=0)
    coverage = np.divide(have, apply, out=np.full(have.shape, np.nan), where=apply > 0)
    floors = np.array([rule.within(name).min_coverage for name in cells.scopes.names])
    floor = cells.scopes.spread(floors)
    exempt = {e.unit for e in rule.exemptions if e.origin == "ranking"}
    strict = np.array([[i.missing == "exclude_unit"] for i in rule.items])

    why = np.zeros(have.shape, np.int8)
    why[coverage + 1e-9 < floor] = LOW_COVERAGE
    why[have == 0] = NO_DATA
    why[(lost & strict & scored).any(axis=0)] = MISSING_ITEM
    why[np.array([u in exempt for u in cells.table.units])] = EXEMPT
    why[apply == 0] = NOTHING_APPLIES
    return Cover(cells, coverage, floor, why == 0, why)
