"""Step 8, facts: what conditions can ask of a unit, and whether they hold."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from kpi.board.cover import Cover
from kpi.board.place import Places
from kpi.board.segments import Array, Mask
from kpi.model.when import Gate, Several, Term, When

TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Facts by name as one number per unit, NaN where there is none.

    `fixed` remembers those that scores and places do not move. `score` and `places` may have more
    axes before the units, such as draws; so then have masks.
    """

    cover: Cover
    score: Array
    places: Places
    fixed: dict[str, Array] = field(default_factory=dict)

    def moved(self, score: Array, places: Places) -> "Facts":
        """The same units with other scores and places."""
        return replace(self, score=score, places=places)

    def of(self, fact: str) -> Array:
        """One fact per unit."""
        if fact == "score":
            return self.score
        if fact == "rank":
            return self.places.rank.astype(np.float64)
        if fact == "rank_from_last":
            return self.places.last.astype(np.float64)
        if fact not in self.fixed:
            self.fixed[fact] = self._fixed(fact)
        return self.fixed[fact]

    def value(self, gate: Gate) -> Array:
        """What the fact of a gate is compared with."""
        if isinstance(gate.value, Term):
            return gate.value.times * self.of(gate.value.fact) + gate.value.plus
        return np.broadcast_to(np.float64(gate.value), self.score.shape)

    def passes(self, gate: Gate) -> Mask:
        """Whether one condition holds per unit; an unknown number never does."""
        with np.errstate(invalid="ignore"):
            over = self.of(gate.fact) - self.value(gate)
            return np.asarray(_HOLDS[gate.op](over))

    def holds(self, when: When) -> Mask:
        """Whether all conditions hold per unit."""
        some = np.ones(self.score.shape, bool)
        for c in when:
            some &= self._holds(c)
        return some

    def failing(self, when: When, unit: int) -> Iterator[Gate]:
        """The single conditions by which `when` fails for the unit at this position."""
        for c in when:
            if self._holds(c)[unit]:
                continue
            if isinstance(c, Gate):
                yield c
            else:
                yield from self.failing(c.of, unit)

    def unknown(self, gate: Gate, unit: int) -> str | None:
        """The fact of a gate that has no value for this unit, if there is one."""
        names = [gate.fact, *([gate.value.fact] if isinstance(gate.value, Term) else [])]
        return next((name for name in names if np.isnan(self.of(name)[unit])), None)

    def _holds(self, c: Gate | Several) -> Mask:
        if isinstance(c, Gate):
            return self.passes(c)
        if c.kind == "all":
            return self.holds(c.of)
        some = np.zeros(self.score.shape, bool)
        for one in c.of:
            some |= self._holds(one)
        return some

    def _fixed(self, fact: str) -> Array:
        cells = self.cover.cells
        if fact == "ranked":
            return self.places.count.astype(np.float64)
        if fact == "coverage":
            return self.cover.coverage
        if fact in ("firsts", "lasts"):
            return self._ends(best=fact == "firsts")
        if fact.endswith(")"):
            name, _, column = fact[:-1].partition("(")
            x = cells.column(column)
            sets = cells.groups if name == "group_mean" else cells.whole
            return sets.spread(sets.mean(x, np.isfinite(x) & self.cover.ranked))
        return cells.column(fact)

    def _ends(self, *, best: bool) -> Array:
        """How many scored items the unit leads or trails in its scope; all equal is nobody."""
        cells = self.cover.cells
        rows = [n for n, i in enumerate(cells.rule.items) if i.scored]
        o, have = cells.better[rows], (cells.reported & self.cover.ranked)[rows]
        low, high = cells.scopes.low(o, have), cells.scopes.high(o, have)
        end = cells.scopes.spread(np.where(high > low, high if best else low, np.nan))
        return np.asarray(((o == end) & have).sum(axis=0), np.float64)


_HOLDS: dict[str, Any] = {
    ">=": lambda over: over >= -TOLERANCE,
    ">": lambda over: over > TOLERANCE,
    "<=": lambda over: over <= TOLERANCE,
    "<": lambda over: over < -TOLERANCE,
    "==": lambda over: np.abs(over) <= TOLERANCE,
    "!=": lambda over: np.abs(over) > TOLERANCE,
}
