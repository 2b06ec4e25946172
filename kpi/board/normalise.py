"""Steps 3 and 4, normalise: raw values to points by method, missing cells by policy."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.cells import lacking
from kpi.board.cover import Cover
from kpi.board.segments import Array, Mask, Segments, dense, order, together
from kpi.model.field import RuleError
from kpi.model.rule import Item, Rule

CACHED = 1 << 15  # cells scored at a time: some arrays of 256 KB
DROPPED = ("renormalise", "exclude_unit")  # policies that put nothing in the place of a cell


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Columns of one method, rows × units: `x` to score, `o` the same with more = better.

    `have` marks the reported cells of ranked units; `sets` the reference set of each unit.
    `agrees`: whether the direction is that of the score's best end.
    """

    x: Array
    o: Array
    target: Array
    have: Mask
    sets: Segments
    higher: bool
    agrees: bool

    @property
    def low(self) -> Array:
        """Worst o of each unit's reference set."""
        return self.sets.spread(self.sets.low(self.o, self.have))

    @property
    def high(self) -> Array:
        """Best o of each unit's reference set."""
        return self.sets.spread(self.sets.high(self.o, self.have))

    def goal(self, target: Any) -> Array:
        """The target of each cell, from its column or from the rule."""
        return self.target if isinstance(target, str) else np.full(self.x.shape, target)


Params = Mapping[str, Any]


def points(c: Column, p: Params) -> Array:
    """The value itself, turned over where its direction is not that of the score."""
    return c.x if c.agrees else -c.x


def ratio(c: Column, p: Params) -> Array:
    """100·x/T; lower is better: 100·(2 − x/T), or inverse 100·T/x (x ≤ 0: the cap)."""
    goal = c.goal(p["target"])
    if c.higher:
        return np.asarray(100 * c.x / goal)
    if p["lower_form"] == "mirror":
        return np.asarray(100 * (2 - c.x / goal))
    return np.where(c.x > 0, 100 * goal / np.where(c.x > 0, c.x, 1.0), p["cap"])


def minmax(c: Column, p: Params) -> Array:
    """lo at the worst, hi at the best of the set, straight between; all equal: the middle."""
    low, lo, hi = c.sets.low(c.o, c.have), p["lo"], p["hi"]
    width = c.sets.high(c.o, c.have) - low
    level = ~(width > 0)
    n = c.o - c.sets.spread(low)
    n *= hi - lo
    n /= c.sets.spread(np.where(level, 1.0, width))
    n += lo
    if level.any():
        n[c.sets.spread(level)] = (lo + hi) / 2
    return n


def zscore(c: Column, p: Params) -> Array:
    """mean + sd·(o − μ)/σ of the set; all equal: mean."""
    off, sigma = spread(c, p["ddof"])
    unequal = (c.high > c.low) & (sigma > 0)
    return np.asarray(
        np.where(unequal, p["mean"] + p["sd"] * off / np.where(unequal, sigma, 1.0), p["mean"])
    )


def spread(c: Column, ddof: int) -> tuple[Array, Array]:
    """Distance of each o from the mean of its set (0 where there is none), and the set's σ."""
    off = np.where(c.have, c.o - c.sets.spread(c.sets.mean(c.o, c.have)), 0.0)
    variance = c.sets.reduce(np.add, off * off) / np.maximum(c.sets.count(c.have) - ddof, 1)
    return off, c.sets.spread(np.sqrt(variance))


def rank(c: Column, p: Params) -> Array:
    """hi for the first, lo for the last, even steps; or hi − step per place."""
    r, m = places(c, p["ties"])
    if p["step"] is not None:
        return np.asarray(p["hi"] - p["step"] * (r - 1))
    n = p["hi"] - (p["hi"] - p["lo"]) * (r - 1) / np.maximum(m - 1, 1)
    return np.asarray(np.where(c.high > c.low, n, (p["lo"] + p["hi"]) / 2))


def percentile(c: Column, p: Params) -> Array:
    """lo + (hi − lo)·(below + half of the other equals)/(m − 1); all equal: the middle."""
    o = order(c.sets, c.o, c.have)
    count = c.sets.spread(c.sets.count(c.have))
    n = (count - 1 + o.last - o.place) / 2 / np.maximum(count - 1, 1)
    return np.asarray(
        np.where(c.high > c.low, p["lo"] + (p["hi"] - p["lo"]) * n, (p["lo"] + p["hi"]) / 2)
    )


def goalposts(c: Column, p: Params) -> Array:
    """lo at bad, hi at good, straight between."""
    return np.asarray(
        p["lo"] + (p["hi"] - p["lo"]) * (c.x - p["bad"]) / (p["good"] - p["bad"]), np.float64
    )


def efficacy(c: Column, p: Params) -> Array:
    """Efficacy coefficient (功效系数): base at bad, base + span at good, straight through both.

    5.81 between 6 (bad) and 12 (good) gives 58.73. Live anchors with all values equal give the
    middle; where only the anchors meet, what is above gets base + span, what is below base.
    """
    bad, good = (anchor(c, p[name]) for name in ("bad", "good"))
    base, span = p["base"], p["span"]
    apart = bad != good
    n = base + span * (c.o - bad) / np.where(apart, good - bad, 1.0)
    met = base + span * (np.sign(c.o - bad) + 1) / 2
    n = np.asarray(np.where(apart, n, met))
    if isinstance(p["bad"], float) and isinstance(p["good"], float):
        return n
    return np.asarray(np.where(c.high > c.low, n, base + span / 2))


def distance_to_target(c: Column, p: Params) -> Array:
    """100·(o − min)/(T − min) on the better side; 100 where the worst is at target already."""
    goal = c.goal(p["target"])
    goal = goal if c.higher else -goal
    low = c.low
    way = goal - low
    return np.where(way > 0, 100 * (c.o - low) / np.where(way > 0, way, 1.0), 100.0)


def bands(c: Column, p: Params) -> Array:
    """The score of the first edge that is reached (分档计分)."""
    reached = [
        np.ones(c.x.shape, bool) if edge is None else c.x >= edge if c.higher else c.x <= edge
        for edge, _score in p["bands"]
    ]
    return np.select(reached, [np.float64(score) for _edge, score in p["bands"]])


METHODS: dict[str, Callable[[Column, Params], Array]] = {
    "points": points,
    "ratio": ratio,
    "minmax": minmax,
    "zscore": zscore,
    "rank": rank,
    "percentile": percentile,
    "goalposts": goalposts,
    "efficacy": efficacy,
    "distance_to_target": distance_to_target,
    "bands": bands,
}


def places(c: Column, ties: str) -> tuple[Array, Array]:
    """Rank of each cell in its set, 1 = best, and how many ranks there are."""
    o = order(c.sets, c.o, c.have)
    count = c.sets.spread(c.sets.count(c.have))
    if ties == "dense":
        r = dense(c.sets, o.place).astype(np.float64)
        return r, c.sets.spread(c.sets.high(r, c.have))
    end = count + 1 - o.last
    of = {"min": o.place, "max": end, "average": (o.place + end) / 2}
    return np.asarray(of[ties], np.float64), count.astype(np.float64)


def anchor(c: Column, at: float | str) -> Array:
    """An anchor of `efficacy` on the o scale: a number, worst, best or pNN of the set."""
    if isinstance(at, float):
        return np.full(c.x.shape, at if c.higher else -at)
    if at in ("worst", "best"):
        return c.low if at == "worst" else c.high
    return _quantile(c, int(at[1:]) / 100)


def _quantile(c: Column, q: float) -> Array:
    """Linear quantile of o in each unit's set."""
    found = np.full(c.x.shape, np.nan)
    for s in c.sets.slices():
        value = np.sort(np.where(c.have[:, s], c.o[:, s], np.inf), axis=1)
        at = np.maximum(c.have[:, s].sum(axis=1, keepdims=True) - 1, 0) * q
        lower = np.floor(at).astype(np.intp)
        upper = np.ceil(at).astype(np.intp)
        a, b = np.take_along_axis(value, lower, 1), np.take_along_axis(value, upper, 1)
        found[:, s] = np.where(upper > lower, a + (b - a) * (at - lower), a)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Norm:
    """Items × units: points `n` (NaN where there are none), `basis` what is aggregated (n, or the
    rank for rank_sum), `used` the scored cells that count, `imputed` those filled by a policy.
    """

    cover: Cover
    n: Array
    basis: Array
    used: Mask
    imputed: Mask


def normalise(cover: Cover) -> Norm:
    """Points of every reported cell of a ranked unit; missing ones by the policy of their item."""
    cells, rule = cover.cells, cover.cells.rule
    have = cells.reported & cover.ranked
    n = np.empty(have.shape)
    ranks = np.full(have.shape, np.nan) if rule.aggregate == "rank_sum" else n
    with np.errstate(all="ignore"):  # cells without a value are dropped right here
        for rows in _blocks(rule, len(cover.ranked)):
            first, at = rule.items[rows[0]], together(rows)
            c = Column(
                cells.scored[at],
                cells.better[at],
                cells.target[at],
                have[at],
                cells.reference,
                first.higher,
                first.higher is (rule.best == "high"),
            )
            found = _clipped(METHODS[first.method](c, dict(first.params)), dict(first.params))
            n[at] = np.where(c.have, found, np.nan)
            if ranks is not n and first.method == "rank":
                ranks[at] = np.where(c.have, places(c, first.param("ties"))[0], np.nan)
    astray = have & ~np.isfinite(n)
    if astray.any():
        item = rule.items[int(np.argmax(astray.any(axis=1)))]
        raise RuleError(f"item {item.item}", "the values are too large to be scored")
    return _filled(cover, have, n, ranks)


def _blocks(rule: Rule, units: int) -> Iterator[list[int]]:
    """Rows of items that are scored alike, as many at a time as the processor's cache holds."""
    alike: dict[tuple[Any, ...], list[int]] = {}
    for row, i in enumerate(rule.items):
        alike.setdefault((i.method, i.params, i.higher), []).append(row)
    step = max(1, CACHED // units)
    for rows in alike.values():
        yield from (rows[start : start + step] for start in range(0, len(rows), step))


def _clipped(n: Array, p: Params) -> Array:
    floor, cap = p.get("floor"), p.get("cap")
    n = n if floor is None else np.maximum(n, floor)
    return (n if cap is None else np.minimum(n, cap)) + 0.0


def _filled(cover: Cover, have: Mask, n: Array, ranks: Array) -> Norm:
    cells, rule = cover.cells, cover.cells.rule
    scored = np.array([[i.scored] for i in rule.items])
    imputed = np.zeros(have.shape, bool)
    for row, item in enumerate(rule.items):
        lost = lacking(cells.status[row]) & cover.ranked
        if not item.scored or item.missing in DROPPED or not lost.any():
            continue
        turned = rule.best == "low" and rule.aggregate != "rank_sum"
        fill = _fill(item, cover, have[row], n[row], worst_high=turned)
        if ranks is not n:
            filled = _fill(item, cover, have[row], ranks[row], worst_high=True)
            ranks[row] = np.where(lost, filled, ranks[row])
        n[row] = np.where(lost, fill, n[row])
        imputed[row] = lost & np.isfinite(n[row])
    return Norm(cover, n, ranks, (have & scored) | imputed, imputed)


def _fill(item: Item, cover: Cover, have: Mask, v: Array, *, worst_high: bool) -> Array:
    """What the item's policy puts in the place of a missing cell, per unit; NaN where nothing."""
    cells = cover.cells
    if item.missing == "zero":
        return np.zeros(v.shape)
    if item.missing == "worst":
        sets = cells.reference
        worst = sets.high(v, have) if worst_high else sets.low(v, have)
        return sets.spread(np.where(np.isfinite(worst), worst, np.nan))
    values = [v[s][have[s]] for s in cells.groups.slices()]  # group_median
    return cells.groups.spread(np.array([np.median(x) if x.size else np.nan for x in values]))
