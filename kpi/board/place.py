"""Step 7, place: competition places within the scope, on printed scores and named tie-breakers."""

from dataclasses import dataclass

import numpy as np

from kpi.board.cells import Cells
from kpi.board.segments import Array, Ints, Mask


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Per unit, 0 where not ranked: place, displayed rank, place from the worst end, others tied.

    `count` is the number of ranked units in the unit's scope.
    """

    place: Ints
    rank: Ints
    last: Ints
    tied: Ints
    count: Ints


def tie_breakers(cells: Cells) -> list[Array]:
    """Per tie-breaker what to sort by, smaller first; a missing value is last."""
    rows = [
        n
        for code in cells.rule.tie_breakers
        for n, i in enumerate(cells.rule.items)
        if i.item == code
    ]
    return [np.where(cells.reported[n], -cells.better[n], np.inf) for n in rows]


def place(cells: Cells, score: Array, ranked: Mask, breakers: list[Array]) -> Places:
    """Places of the ranked units by (score, tie-breakers); equal in all of them is a tie."""
    rule, scopes = cells.rule, cells.scopes
    units = np.flatnonzero(ranked)
    scope = scopes.index[units]
    keys = [(score if rule.best == "low" else -score)[units], *(b[units] for b in breakers)]
    sort = np.lexsort([*keys[::-1], scope])
    scope, keys = scope[sort], [k[sort] for k in keys]
    at = np.arange(len(units))
    opens = np.ones(len(units), bool)
    opens[1:] = scope[1:] != scope[:-1]
    new = opens.copy()
    for k in keys:
        new[1:] |= k[1:] != k[:-1]
    closes = np.ones(len(units), bool)
    closes[:-1] = new[1:]
    first = np.maximum.accumulate(np.where(new, at, 0))
    end = np.minimum.accumulate(np.where(closes, at, len(at))[::-1])[::-1]
    start = np.maximum.accumulate(np.where(opens, at, 0))
    step = new.cumsum()
    size = np.bincount(scopes.index[units], minlength=len(scopes.names))
    places = first - start + 1

    def back(values: Ints) -> Ints:
        whole = np.zeros(len(ranked), np.intp)
        whole[units[sort]] = values
        return whole

    return Places(
        back(places),
        back(places if rule.ties == "min" else step - step[start] + 1),
        back(size[scope] - (end - start)),
        back(end - first),
        scopes.spread(size),
    )
