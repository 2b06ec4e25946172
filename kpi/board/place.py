"""Step 7, place: competition places within the scope, on printed scores and named tie-breakers."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi.board.cells import Cells
from kpi.board.segments import Array, Ints, Mask, dense, order


@dataclass(frozen=True, eq=False)
class Places:
    """Per unit (last axis), 0 where not ranked: place, displayed rank, place from the worst end.

    `count` is the number of ranked units in the unit's scope.
    """

    place: Ints
    rank: Ints
    last: Ints
    count: Ints

    @cached_property
    def tied(self) -> Ints:
        """How many others are equal."""
        return np.where(self.place > 0, self.count + 1 - self.place - self.last, 0)


def tie_breakers(cells: Cells) -> Array | None:
    """Per unit its place by the named tie-breakers alone, small is better, a missing value last."""
    rows = {i.item: n for n, i in enumerate(cells.rule.items)}
    found = None
    for n in (rows[code] for code in cells.rule.tie_breakers):
        steps = _steps(np.where(cells.reported[n], -cells.better[n], np.inf))
        found = steps if found is None else _steps(found * len(steps) + steps)
    return found


def _steps(key: Array) -> Array:
    """Dense places from 0, smallest key first; whole numbers, so that computing on is exact."""
    return np.asarray(np.unique(key, return_inverse=True)[1], np.float64)


def place(cells: Cells, score: Array, ranked: Mask, breakers: Array | None) -> Places:
    """Places of the ranked units by (score, tie-breakers); equal in all of them is a tie.

    `score` may have more axes before the units, such as draws.
    """
    rule, scopes = cells.rule, cells.scopes
    found = order(scopes, -score if rule.best == "low" else score, ranked)
    if breakers is not None:
        key = found.place * len(ranked) + breakers
        found = order(scopes, -key, ranked)
    rank = found.place if rule.ties == "min" else dense(scopes, found.place)
    for places in (found.place, found.last, rank):
        places[..., ~ranked] = 0
    return Places(found.place, rank, found.last, scopes.spread(scopes.count(ranked)))
