"""What value gives which points, the others' values standing still: methods and means inverted."""

from dataclasses import dataclass

import numpy as np

from kpi.board.aggregate import Scores, phi, unphi
from kpi.board.cells import Cells
from kpi.board.normalise import METHODS, Column, Params, anchor, places, spread
from kpi.board.segments import Array, Mask
from kpi.model.rule import Item

STEPS = frozenset({"rank", "percentile", "bands"})


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points of one cell as its own value moves along `o` (more = better).

    Straight through (`o`, `points`) with `slope`, or in steps of (o, points) from worse to better;
    `best` and `worst` are the ends that cap, floor or the scale allow.
    """

    o: float
    points: float
    slope: float
    best: float
    worst: float
    steps: tuple[tuple[float, float], ...] = ()
    hyperbola: float | None = None

    def at_least(self, points: float, sign: float) -> float | None:
        """The smallest o that gives `points`; `sign` is −1 where fewer are better.

        None where cap or scale stop before.
        """
        if sign * points > sign * self.best + 1e-9:
            return None
        if self.steps:
            return next((o for o, n in self.steps if sign * n >= sign * points - 1e-9), None)
        return self._o(points)

    def at_most(self, points: float, sign: float) -> float | None:
        """The largest o that gives no more than `points`; None where the floor stops before."""
        if sign * points < sign * self.worst - 1e-9:
            return None
        if self.steps:
            down = reversed(self.steps)
            return next((o for o, n in down if sign * n <= sign * points + 1e-9), None)
        return self._o(points)

    def gives(self, o: float) -> float:
        """The points at `o`, within cap and floor."""
        if self.steps:
            return next((n for at, n in reversed(self.steps) if at <= o + 1e-12), self.worst)
        low, high = sorted((self.worst, self.best))
        free = self.points + (o - self.o) * self.slope
        if self.hyperbola is not None:
            free = -self.hyperbola / o if o < 0 else high
        return min(max(free, low), high)

    def _o(self, points: float) -> float | None:
        if self.hyperbola is not None:
            return -self.hyperbola / points if points > 0 else None
        return self.o + (points - self.points) / self.slope if self.slope else None


def curve(scores: Scores, row: int, u: int) -> Curve | None:
    """The curve of one reported cell; None where there is no value to move."""
    norm = scores.norm
    cells = norm.cover.cells
    item, rule = cells.rule.items[row], cells.rule
    have = cells.reported & norm.cover.ranked
    if not have[row, u]:
        return None
    agrees = item.higher is (rule.best == "high")
    column = Column(
        cells.scored[[row]],
        cells.better[[row]],
        cells.target[[row]],
        have[[row]],
        cells.reference,
        item.higher,
        agrees,
    )
    params = dict(item.params)
    best, worst = _ends(item, params, rule.best == "high")
    o = float(cells.better[row, u])
    if item.method in STEPS:
        ranked = rule.aggregate == "rank_sum" and item.role == "score"
        steps = _steps(cells, item, column, row, u, ranked=ranked)
        points = norm.basis[row, u] if ranked else norm.n[row, u]
        return Curve(o, float(points), 0.0, steps[-1][1], steps[0][1], steps)
    with np.errstate(all="ignore"):
        free = float(METHODS[item.method](column, params)[0, u])
        slope = float(_slope(item, column, params, rule.best == "high")[0, u])
    hyperbola = None
    if item.method == "ratio" and not item.higher and params["lower_form"] == "inverse":
        hyperbola = 100 * float(column.goal(params["target"])[0, u])
    return Curve(o, free, slope if np.isfinite(slope) else 0.0, best, worst, (), hyperbola)


def _ends(item: Item, p: Params, high: bool) -> tuple[float, float]:
    """Best and worst points that the method can give."""
    floor = -np.inf if p.get("floor") is None else p["floor"]
    cap = np.inf if p.get("cap") is None else p["cap"]
    if item.method == "minmax":
        floor, cap = max(floor, min(p["lo"], p["hi"])), min(cap, max(p["lo"], p["hi"]))
    return (cap, floor) if high else (floor, cap)


def _slope(item: Item, c: Column, p: Params, high: bool) -> Array:
    """Points for one more of o, with the reference set as it is."""
    one = np.ones(c.x.shape)
    match item.method:
        case "points":
            return one if high else -one
        case "ratio":
            return np.asarray(100 / c.goal(p["target"]))
        case "minmax":
            return np.asarray((p["hi"] - p["lo"]) / (c.high - c.low))
        case "zscore":
            return np.asarray(p["sd"] / spread(c, p["ddof"])[1])
        case "goalposts":
            return np.asarray(one * (p["hi"] - p["lo"]) / abs(p["good"] - p["bad"]))
        case "efficacy":
            return np.asarray(p["span"] / (anchor(c, p["good"]) - anchor(c, p["bad"])))
    goal = c.goal(p["target"])
    return np.asarray(100 / ((goal if c.higher else -goal) - c.low))


def _steps(
    cells: Cells, item: Item, c: Column, row: int, u: int, *, ranked: bool
) -> tuple[tuple[float, float], ...]:
    """(o, points) at every value where the points of this cell change, worst first."""
    digits = dict(cells.rule.decimals).get(item.column)
    inside = cells.reference.index == cells.reference.index[u]
    others = c.o[0][inside & c.have[0] & (np.arange(c.o.shape[1]) != u)]
    wide = float(np.ptp(others)) if others.size else 0.0
    quantum = 10.0**-digits if digits is not None else (wide or 1.0) * 1e-6
    params = dict(item.params)
    if item.method == "bands":
        edges = [edge for edge, _score in params["bands"] if edge is not None]
        at = [edge if c.higher else -edge for edge in edges]
        turns = {a - quantum for a in at} | set(at)
    else:
        turns = {v + d for v in others.tolist() for d in (-quantum, 0.0, quantum)}
    found = []
    for o in sorted(turns | {float(c.o[0, u])}):
        moved, x = c.o.copy(), c.x.copy()
        moved[0, u], x[0, u] = o, o if c.higher else -o
        with np.errstate(all="ignore"):
            at_o = Column(x, moved, c.target, c.have, c.sets, c.higher, c.agrees)
            n = places(at_o, params["ties"])[0] if ranked else METHODS[item.method](at_o, params)
        found.append((o, float(n[0, u])))
    return tuple(found)


def value_at(cells: Cells, row: int, u: int, o: float) -> float | None:
    """The column's own value that lies at `o`; None where no value does (inside a band)."""
    item = cells.rule.items[row]
    if item.band is None:
        return o if item.higher else -o
    low, high = item.band
    if o > 1e-12:
        return None
    return low + o if cells.x[row, u] < low else high - o


def needed(scores: Scores, row: int, u: int, score: float) -> float | None:
    """The points of one cell with which the unit's score would be `score`, all else unchanged.

    None where no points can do that: a 0 elsewhere under a geometric mean, a bonus at its bound.
    """
    norm, rule = scores.norm, scores.norm.cover.cells.rule
    item = rule.items[row]
    if item.role == "bonus":
        return _bonus(scores, row, u, score)
    if not item.scored or not norm.used[row, u]:
        return None
    wanted = score - float(scores.bonus[u])
    weights = np.array([i.weight if i.scored else 0.0 for i in rule.items])
    if scores.blocks is None:
        return _needed(rule.aggregate, weights, norm.basis[:, u], norm.used[:, u], row, wanted)
    names = [b.code for b in rule.blocks]
    at = names.index(item.block or "")
    over = scores.blocks.rows[:, u]
    outer = np.array([b.weight for b in rule.blocks])
    value = _needed(rule.aggregate, outer, over, np.isfinite(over), at, wanted)
    if value is None:
        return None
    rows = np.array([n for n, i in enumerate(rule.items) if i.block == item.block and i.scored])
    own = rule.blocks[at].aggregate
    inside = int(np.flatnonzero(rows == row)[0])
    return _needed(own, weights[rows], norm.basis[rows, u], norm.used[rows, u], inside, value)


def _needed(
    kind: str, weights: Array, v: Array, used: Mask, at: int, wanted: float
) -> float | None:
    """The value at one place with which a mean of this kind would be `wanted`."""
    others = used & (np.arange(len(v)) != at)
    curved = kind in ("geometric", "harmonic")
    if curved and (wanted <= 0 or (v[others] == 0).any()):
        return None
    share = weights / weights[used].sum()
    if kind in ("sum", "rank_sum"):
        share = share * weights.sum()
    linear, _zero = phi(kind, np.where(others, v, 1.0), others)
    goal = float(phi(kind, np.array([wanted]), np.array([True]))[0][0])
    rest = goal - float(np.where(others, share * linear, 0.0).sum())
    lone = rest / float(share[at])
    if kind == "harmonic" and lone <= 0:
        return None
    if kind == "geometric" and lone > 700:  # e^700 is the end of the numbers
        return None
    return float(unphi(kind, np.array([lone]), np.array([False]))[0])


def _bonus(scores: Scores, row: int, u: int, score: float) -> float | None:
    norm, rule = scores.norm, scores.norm.cover.cells.rule
    weight = rule.items[row].weight
    wanted = score - float(scores.raw[u] - scores.bonus[u])
    if not weight or not np.isfinite(norm.n[row, u]):
        return None
    if rule.bonus_range and not rule.bonus_range[0] <= wanted <= rule.bonus_range[1]:
        return None
    others = sum(
        i.weight * float(norm.n[n, u])
        for n, i in enumerate(rule.items)
        if i.role == "bonus" and n != row and np.isfinite(norm.n[n, u])
    )
    return (wanted - others) / weight
