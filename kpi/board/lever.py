"""What a unit can move, which columns move with it, how far is worth while and what it costs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, isfinite

import numpy as np

from kpi.board import aim, frozen
from kpi.board.answer import Judged
from kpi.board.cells import Cells
from kpi.board.frozen import Curve
from kpi.board.segments import Array
from kpi.model.measure import half_up
from kpi.model.rule import RESERVED
from kpi.model.table import Table

Build = Callable[[Mapping[str, float]], Table]


@dataclass(frozen=True, slots=True)
class Lever:
    """A number that a unit can move: a column of the table, or what such columns are made of.

    `digits` None: as fine as a millionth of the way. `low` and `high` bound what it can be.
    """

    key: str
    now: float
    digits: int | None = None
    low: float = -np.inf
    high: float = np.inf


def levers(judged: Judged, unit: str) -> tuple[Lever, ...]:
    """Every reported column of the rule that the unit has in hand, each for itself."""
    cells = judged.scores.norm.cover.cells
    u, digits = aim.position(judged, unit), dict(cells.rule.decimals)
    held = [c for c in cells.rule.columns if in_hand(cells, c)]
    return tuple(
        Lever(c, float(x), digits.get(c)) for c in held if isfinite(x := cells.column(c)[u])
    )


def in_hand(cells: Cells, column: str) -> bool:
    """Whether a unit can move a column: not time, not streaks, not the task that it was given."""
    tasks = {i.target for i in cells.rule.items}
    tail = column.rpartition(".")[2]
    return column not in RESERVED | tasks and tail not in ("target", "stretch")


def direct(judged: Judged, unit: str) -> Build:
    """The board's own table with columns of the unit set to other values."""
    table, u = judged.scores.norm.cover.cells.table, aim.position(judged, unit)

    def build(changes: Mapping[str, float]) -> Table:
        value = table.value.copy()
        for column, x in changes.items():
            value[table.columns.index(column), u] = x
        return Table(table.units, table.groups, table.columns, value, table.status)

    return build


def _reached(
    u: int, levers: Sequence[Lever], build: Build
) -> dict[str, dict[str, tuple[float, float]]]:
    """Per lever the columns that move with it: value now, and change for one more of the lever."""
    table = build({}).ordered()
    found = {}
    for lever in levers:
        far = abs(lever.now) * 0.5 or 1.0
        moved = build({lever.key: lever.now + far}).ordered()
        slope = (moved.value[:, u] - table.value[:, u]) / far
        found[lever.key] = {
            c: (float(table.value[n, u]), float(slope[n]))
            for n, c in enumerate(table.columns)
            if isfinite(slope[n]) and slope[n]
        }
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Levers:
    """The levers of the unit at `u`; `better` looks up from the black list, else down from red.

    `reach`: per lever the columns that move with it, each with its value now and its change for
    one more of the lever.
    """

    judged: Judged
    u: int
    own: Mapping[str, Lever]
    better: bool
    reach: Mapping[str, Mapping[str, tuple[float, float]]]

    @property
    def cells(self) -> Cells:
        """The cells of the board as it is."""
        return self.judged.scores.norm.cover.cells

    def quantum(self, key: str, x: float) -> float:
        """The step of a lever: its last digit, else a millionth of the way to `x`."""
        lever = self.own[key]
        if lever.digits is not None:
            return float(10.0**-lever.digits)
        return abs(x - lever.now) * 1e-6 or 1.0

    def at(self, key: str, q: float, k: int) -> float:
        """The lever moved by `k` quanta."""
        lever = self.own[key]
        if lever.digits is None:
            return lever.now + k * q
        return float(half_up(half_up(lever.now, lever.digits) + k * q, lever.digits))

    def candidates(self, key: str) -> list[float]:
        """Where to look first: safe scores by the inverse of each method, thresholds, ends."""
        line = (aim.off_black if self.better else aim.off_red)(self.judged, self.u)
        scores = [] if line is None else [line]
        for fact, x, strict in self.turns():
            if fact == "score":
                digit = aim.step(self.judged) if strict else 0.0
                scores += [x + digit, x - digit]
        found = self._thresholds(key)
        for row, item in enumerate(self.cells.rule.items):
            if item.column in self.reach[key]:
                found += self._inverse(key, row, scores)
        end = self.end(key)
        return found if end is None else [*found, end]

    def turns(self) -> list[tuple[str, float, bool]]:
        """Conditions that hold the unit on its list, each with the threshold where it ceases to."""
        return list(aim.turns(self.judged, self.u, "black" if self.better else "red"))

    def _thresholds(self, key: str) -> list[float]:
        """Values of a lever at which such a condition on a number of its own turns."""
        found = []
        for fact, x, strict in self.turns():
            if fact in self.reach[key]:
                raw = self.raw(key, fact, x)
                q = self.quantum(key, raw)
                found += [raw, raw + q, raw - q] if strict else [raw]
        return found

    def raw(self, key: str, column: str, x: float) -> float:
        """The lever's value at which a column would be `x`."""
        now, slope = self.reach[key][column]
        return self.own[key].now + (x - now) / slope

    def _inverse(self, key: str, row: int, scores: Sequence[float]) -> list[float]:
        curve = frozen.curve(self.judged.scores, row, self.u)
        if curve is None:
            return []
        found = []
        for score in scores:
            points = frozen.needed(self.judged.scores, row, self.u, score)
            if points is None:
                continue
            seek = curve.at_least if self.better else curve.at_most
            o = seek(points, aim.sign(self.judged))
            x = None if o is None else frozen.value_at(self.cells, row, self.u, o)
            if x is not None:
                found.append(self.raw(key, self.cells.rule.items[row].column, x))
        return found

    def end(self, key: str) -> float | None:
        """The furthest that a lever is worth moving: the cap of its points, or the best (worst) of
        the set where there is none; of a number that is not scored, its last threshold. Within its
        bounds; None where it is there already.
        """
        lever, ends = self.own[key], []
        for row, item in enumerate(self.cells.rule.items):
            curve = frozen.curve(self.judged.scores, row, self.u) if item.weight else None
            if item.column not in self.reach[key] or curve is None:
                continue
            o = self._end(row, curve)
            x = frozen.value_at(self.cells, row, self.u, o)
            if x is not None and (o > curve.o if self.better else o < curve.o):
                raw = min(max(self.raw(key, item.column, x), lever.low), lever.high)
                ends.append(raw)
        ends = ends or self._thresholds(key)
        far = max(ends, key=lambda x: abs(x - lever.now), default=lever.now)
        q = self.quantum(key, far)
        if abs(far - lever.now) < q:
            return None
        k = int(abs(far - lever.now) / q + 1e-9)
        whole = k if far in (lever.low, lever.high) else ceil(abs(far - lever.now) / q - 1e-9)
        return self.at(key, q, whole if far > lever.now else -whole)

    def _end(self, row: int, curve: Curve) -> float:
        s = aim.sign(self.judged)
        limit = curve.best if self.better else curve.worst
        if isfinite(limit):
            o = (curve.at_least if self.better else curve.at_most)(limit, s)
            if o is not None:
                return o
        values = self._set(row)
        return float(values.max() if self.better else values.min())

    def _set(self, row: int) -> Array:
        sets, have = (
            self.cells.reference,
            self.cells.reported & self.judged.scores.norm.cover.ranked,
        )
        inside = (sets.index == sets.index[self.u]) & have[row]
        return np.asarray(self.cells.better[row][inside])

    def _effort(self, row: int) -> float:
        """How far the group's median lies away on the o scale; beyond it, the best (worst)."""
        o, values = float(self.cells.better[row, self.u]), self._set(row)
        away = 1.0 if self.better else -1.0
        reach = [float(np.median(values)), float(values.max() if self.better else values.min())]
        found = [away * (x - o) for x in reach if away * (x - o) > 1e-12]
        return found[0] if found else float(np.ptp(values)) or 1.0

    def rows(self, key: str) -> list[int]:
        """Items that a lever moves, heaviest first."""
        items = self.cells.rule.items
        rows = [n for n, i in enumerate(items) if i.column in self.reach[key] and i.weight]
        return sorted(rows, key=lambda n: (-items[n].weight, n))

    def worth(self, key: str, end: float) -> float:
        """Points that the score gains per effort on the way to `end`."""
        gain = 0.0
        for row in self.rows(key):
            curve = frozen.curve(self.judged.scores, row, self.u)
            if curve is not None:
                o = self._end(row, curve)
                gained = abs(curve.gives(o) - curve.gives(curve.o))
                gain += float(self.judged.scores.weight[row, self.u]) * gained
        return gain / max(self.effort({key: end}), 1e-9)

    def effort(self, changes: Mapping[str, float]) -> float:
        """Moves in gaps to the group's median, summed; a number that is not scored counts 1."""
        total = 0.0
        for key, then in changes.items():
            rows = self.rows(key)
            if not rows:
                total += 1.0
                continue
            slope = self.reach[key][self.cells.rule.items[rows[0]].column][1]
            total += abs((then - self.own[key].now) * slope) / self._effort(rows[0])
        return total


def gather(
    judged: Judged, unit: str, levers: Sequence[Lever], build: Build, *, better: bool
) -> Levers:
    """The levers with what they reach, read off two tables each."""
    u = aim.position(judged, unit)
    reach = _reached(u, levers, build)
    return Levers(judged, u, {v.key: v for v in levers}, better, reach)
