"""Step 2, cover: who is ranked, and why the others are not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.board.cells import Cells, lacking
from kpi.board.segments import Array, Mask, weighted
from kpi.model.rule import Rule
from kpi.model.table import NOT_APPLICABLE

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
    weight = shares(rule)
    lost = lacking(status)
    have = weighted(weight, cells.reported)
    apply = weighted(weight, status != NOT_APPLICABLE)
    coverage = np.divide(have, apply, out=np.full(have.shape, np.nan), where=apply > 0)
    floors = np.array([rule.within(name).min_coverage for name in cells.scopes.names])
    floor = cells.scopes.spread(floors)
    exempt = {e.unit for e in rule.exemptions if e.origin == "ranking"}
    strict = [n for n, i in enumerate(rule.items) if i.missing == "exclude_unit" and weight[n] > 0]

    why = np.zeros(have.shape, np.int8)
    why[coverage + 1e-9 < floor] = LOW_COVERAGE
    why[have == 0] = NO_DATA
    why[lost[strict].any(axis=0)] = MISSING_ITEM
    why[[u in exempt for u in cells.table.units]] = EXEMPT
    why[apply == 0] = NOTHING_APPLIES
    return Cover(cells, coverage, floor, why == 0, why)
