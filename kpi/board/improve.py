"""The least that would take a unit off its list: each answer proved by a whole new board.

The inverse of each method, the others standing still, says where to look; what is said holds on
the changed table, with every anchor, place and condition moved along.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from kpi.board import aim, frozen
from kpi.board.answer import Judged
from kpi.board.lever import Build, Lever, Levers, gather
from kpi.board.score import judge
from kpi.model.board import Colour
from kpi.model.field import RuleError
from kpi.model.why import Move, Way

FURTHER = (2, 4, 8)  # where a live reference moved along: how many times as far to look


def lifts(judged: Judged, unit: str) -> tuple[str, ...]:
    """Items that could each alone bring a safe score, others and anchors standing still."""
    u = aim.position(judged, unit)
    line, found = aim.off_black(judged, u), []
    for row, item in enumerate(judged.scores.norm.cover.cells.rule.items):
        curve = frozen.curve(judged.scores, row, u)
        if line is None or curve is None:
            continue
        points = frozen.needed(judged.scores, row, u, line)
        if points is not None and curve.at_least(points, aim.sign(judged)) is not None:
            found.append(item.item)
    return tuple(found)


def ways(
    judged: Judged, unit: str, levers: Sequence[Lever], build: Build
) -> tuple[tuple[Way, ...], Way | None]:
    """Off the black list: single moves, the least effort first; where none suffices, the cheapest
    combination. Nothing for a unit that is not on it.
    """
    search = _Search(gather(judged, unit, levers, build, better=True), build)
    if aim.colour(judged, search.of.u) != "black":
        return (), None
    single = search.singles()
    return single, None if single else search.together()


def margins(judged: Judged, unit: str, levers: Sequence[Lever], build: Build) -> tuple[Way, ...]:
    """The smallest single moves that lose the red seat, the least effort first."""
    search = _Search(gather(judged, unit, levers, build, better=False), build)
    return search.singles() if aim.colour(judged, search.of.u) == "red" else ()


Standing = tuple[Colour | None, int | None]  # list and place


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    of: Levers
    build: Build
    seen: dict[tuple[tuple[str, float], ...], Standing] = field(default_factory=dict)

    def after(self, changes: Mapping[str, float]) -> Standing:
        """Where the whole new board puts the unit; where it cannot be made, all stays."""
        key = tuple(sorted(changes.items()))
        if key not in self.seen:
            self.seen[key] = self._judged(changes)
        return self.seen[key]

    def _judged(self, changes: Mapping[str, float]) -> Standing:
        u = self.of.u
        try:
            judged = judge(self.build(changes), self.of.cells.rule)
        except RuleError:  # a mean that refuses the new value
            return aim.colour(self.of.judged, u), None
        rank = None if judged.places is None else int(judged.places.rank[u])
        return aim.colour(judged, u), rank

    def gone(self, changes: Mapping[str, float]) -> bool:
        """Whether the unit has left its list."""
        return self.after(changes)[0] != ("black" if self.of.better else "red")

    def singles(self) -> tuple[Way, ...]:
        """One lever at a time, as far as it takes."""
        found = []
        for key in self.of.own:
            then = self.least(key, {})
            if then is not None:
                found.append(self.way({key: then}))
        return tuple(sorted(found, key=lambda way: (way.effort, way.moves[0].key)))

    def together(self) -> Way | None:
        """Levers to their ends in order of points per effort, the last only as far as it takes."""
        ends = {key: end for key in self.of.own if (end := self.of.end(key)) is not None}
        order = sorted(ends, key=lambda key: (-self.of.worth(key, ends[key]), key))
        changes: dict[str, float] = {}
        for key in order:
            changes[key] = ends[key]
            if self.gone(changes):
                break
        else:
            return None
        for key in reversed(order[: len(changes)]):  # what conditions or anchors made too much
            rest = {k: x for k, x in changes.items() if k != key}
            changes = rest if self.gone(rest) else {**rest, key: self.refined(key, rest, changes)}
        return self.way({key: changes[key] for key in order if key in changes})

    def refined(self, key: str, rest: Mapping[str, float], changes: Mapping[str, float]) -> float:
        """The least of one lever beside the others."""
        lever, q = self.of.own[key], self.of.quantum(key, changes[key])
        k = ceil(abs(changes[key] - lever.now) / q - 1e-9)
        way = 1 if changes[key] > lever.now else -1
        return self.bisected(key, rest, q, way, 0, k)

    def least(self, key: str, rest: Mapping[str, float]) -> float | None:
        """The nearest value of one lever that changes the list, others as in `rest`."""
        lever = self.of.own[key]
        near = sorted(
            {x for x in self.of.candidates(key) if x != lever.now}, key=lambda x: abs(x - lever.now)
        )
        if not near:
            return None
        q = self.of.quantum(key, near[0])
        failed = {1: 0, -1: 0}
        for x in [*near, *(lever.now + (near[-1] - lever.now) * f for f in FURTHER)]:
            way = 1 if x > lever.now else -1
            k = ceil(abs(x - lever.now) / q - 1e-9)
            if k <= failed[way] or not lever.low <= self.of.at(key, q, way * k) <= lever.high:
                continue
            if self.gone({**rest, key: self.of.at(key, q, way * k)}):
                return self.bisected(key, rest, q, way, failed[way], k)
            failed[way] = k
        return None

    def bisected(
        self, key: str, rest: Mapping[str, float], q: float, way: int, low: int, high: int
    ) -> float:
        """The fewest quanta that still change the list: `low` do not, `high` do."""
        if high - low > 1 and not self.gone({**rest, key: self.of.at(key, q, way * (high - 1))}):
            low = high - 1
        while high - low > 1:
            middle = (low + high) // 2
            if self.gone({**rest, key: self.of.at(key, q, way * middle)}):
                high = middle
            else:
                low = middle
        return self.of.at(key, q, way * high)

    def way(self, changes: Mapping[str, float]) -> Way:
        """The answer, with the place it gives."""
        moves = tuple(Move(k, self.of.own[k].now, x) for k, x in changes.items())
        return Way(moves, self.of.effort(changes), self.after(changes)[1] or None)
