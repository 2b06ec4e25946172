"""Steps 5 and 6, aggregate: points to one score by weights, blocks and bonus; then whole quanta."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpi.board.cells import quantised
from kpi.board.normalise import Norm
from kpi.board.segments import Array, Mask, weighted
from kpi.model.field import RuleError
from kpi.model.rule import Rule


@dataclass(frozen=True, eq=False)
class Mean:
    """One aggregate over rows (items or blocks) per unit.

    `rows` what is averaged where `used`, with one weight each; `total` the sum of the used weights;
    `value` NaN where no row is used; `phi` φ(value), NaN where a 0 forces the value to 0.
    """

    kind: str
    weights: Array
    rows: Array
    used: Mask
    total: Array
    phi: Array
    value: Array

    @cached_property
    def weight(self) -> Array:
        """w̃ of each row, 0 where it is unused."""
        some = np.where(self.total > 0, self.total, 1.0)
        return np.where(self.used, self.weights[:, None] / some, 0.0)

    @cached_property
    def term(self) -> Array:
        """What each row adds to φ(value), NaN where a 0 forces the value to 0."""
        linear, _zero = phi(self.kind, self.rows, self.used)
        linear *= self.weight * _scale(self.kind, self.weights)
        return np.where(np.isnan(self.phi), np.nan, linear)


@dataclass(frozen=True, slots=True, eq=False)
class Bonus:
    """The clipped sum per unit; of the items at `rows`, what each adds where it is `given`."""

    value: Array
    rows: list[int]
    parts: Array
    given: Mask


@dataclass(frozen=True, eq=False)
class Scores:
    """Per unit the `raw` score (NaN if not ranked) and the `score` as printed.

    `inside` has the mean of the items of each block with their rows, `blocks` the mean over the
    blocks; without blocks there is one mean of all items.
    """

    norm: Norm
    raw: Array
    score: Array
    extra: Bonus
    inside: tuple[tuple[list[int], Mean], ...]
    blocks: Mean | None

    @property
    def bonus(self) -> Array:
        """Points of the bonus items; 0 for units that are not ranked."""
        return self.extra.value

    @cached_property
    def weight(self) -> Array:
        """Items × units: w̃ of each item in the score, 0 where it is unused; of a bonus item w."""
        whole = np.zeros(self.norm.n.shape)
        for n, (rows, inner) in enumerate(self.inside):
            over = self.blocks.weight[n] if self.blocks else 1.0
            whole[rows] = inner.weight * over
        items = self.norm.cover.cells.rule.items
        for row, given in zip(self.extra.rows, self.extra.given, strict=True):
            whole[row] = np.where(given, items[row].weight, 0.0)
        return whole

    @cached_property
    def contribution(self) -> Array:
        """Items × units: what each item adds to φ(score), NaN where a 0 forces the score to 0."""
        rule, whole = self.norm.cover.cells.rule, np.zeros(self.norm.n.shape)
        for n, (rows, inner) in enumerate(self.inside):
            whole[rows] = _split(rule, inner, self.blocks, n) if self.blocks else inner.term
        for row, part, given in zip(
            self.extra.rows, self.extra.parts, self.extra.given, strict=True
        ):
            whole[row] = np.where(given, part, whole[row])
        return whole


def phi(kind: str, v: Array, used: Mask) -> tuple[Array, Mask]:
    """φ(v), in which the mean of this kind is linear, 0 where unused; where a 0 forces it to 0."""
    if kind not in ("geometric", "harmonic"):
        return np.where(used, v, 0.0), np.zeros(v.shape, bool)
    zero = used & (v == 0)
    safe = np.where(used & ~zero, v, 1.0)
    linear = np.log(safe) if kind == "geometric" else np.where(used, 1 / safe, 0.0)
    return linear, zero


def unphi(kind: str, mean: Array, zero: Mask) -> Array:
    """The value whose φ is `mean`; 0 where a 0 forces it."""
    if kind == "geometric":
        mean = np.exp(mean)
    elif kind == "harmonic":
        mean = 1 / np.where(mean == 0, 1.0, mean)
    return np.where(zero, 0.0, mean) if zero.any() else mean


def mean(kind: str, weights: Array, v: Array, used: Mask) -> Mean:
    """The `kind` of mean of the used rows; `weights` per row, renormalised over what is used.

    Row after row, so that a unit's score does not depend on how many units there are.
    """
    total = weighted(weights, used)
    whole, zero = np.zeros(total.shape), np.zeros(total.shape, bool)
    for w, row, have in zip(weights, v, used, strict=True):
        linear, gone = phi(kind, row, have)
        linear *= w
        whole += linear
        zero |= gone
    some = total > 0
    whole /= np.where(some, total, 1.0) / _scale(kind, weights)  # all used: by 1 for a sum
    value = np.where(some, unphi(kind, whole, zero), np.nan)
    return Mean(kind, weights, v, used, total, np.where(zero, np.nan, whole), value)


def _scale(kind: str, weights: Array) -> float:
    """What the weighted mean is multiplied by: for sums the sum of all weights."""
    return float(sum(weights)) if kind in ("sum", "rank_sum") else 1.0


def aggregate(norm: Norm) -> Scores:
    """The score of every ranked unit."""
    cells, rule = norm.cover.cells, norm.cover.cells.rule
    ranked = norm.cover.ranked
    blocks = None
    if rule.blocks:
        inside, blocks = _blocks(norm)
        value = blocks.value
    else:
        _refuse_negative(rule.aggregate, norm.basis, norm.used, [i.item for i in rule.items])
        weights = np.array([i.weight if i.scored else 0.0 for i in rule.items])
        flat = mean(rule.aggregate, weights, norm.basis, norm.used)
        inside, value = (([*range(len(weights))], flat),), flat.value
    extra = _bonus(norm)
    raw = np.where(ranked, value + extra.value, np.nan)
    lost = ranked & ~np.isfinite(raw)
    if lost.any():
        unit = cells.table.units[int(np.argmax(lost))]
        raise RuleError("aggregate", f"the score of {unit} is too large")
    return Scores(norm, raw, quantised(raw, rule.score_decimals), extra, inside, blocks)


def _blocks(norm: Norm) -> tuple[tuple[tuple[list[int], Mean], ...], Mean]:
    """The means inside the blocks and the mean over them."""
    rule = norm.cover.cells.rule
    inside = []
    for b in rule.blocks:
        rows = [n for n, i in enumerate(rule.items) if i.block == b.code and i.scored]
        weights = np.array([rule.items[n].weight for n in rows])
        names = [rule.items[n].item for n in rows]
        _refuse_negative(b.aggregate, norm.basis[rows], norm.used[rows], names)
        inside.append((rows, mean(b.aggregate, weights, norm.basis[rows], norm.used[rows])))
    value = np.array([m.value for _rows, m in inside])
    used = np.isfinite(value)
    _refuse_negative(rule.aggregate, value, used, [f"block {b.code}" for b in rule.blocks])
    weights = np.array([b.weight for b in rule.blocks])
    return tuple(inside), mean(rule.aggregate, weights, value, used)


def _split(rule: Rule, inner: Mean, over: Mean, n: int) -> Array:
    """What the n-th block adds, split over its items in proportion to their terms inside it.

    Linear on both levels it is a plain product, also where the block's value is 0; else terms that
    cancel out (all ln 1) are split by weight.
    """
    if rule.aggregate in _LINEAR and rule.blocks[n].aggregate in _LINEAR:
        scale = sum(b.weight for b in rule.blocks) if rule.aggregate == "sum" else 1.0
        return np.asarray(inner.term * (over.weight[n] * scale))
    even = inner.phi == 0
    part = np.where(even, inner.weight, inner.term / np.where(even, 1.0, inner.phi))
    return np.asarray(part * over.term[n])


_LINEAR = ("arithmetic", "sum")


def _bonus(norm: Norm) -> Bonus:
    """The clipped sum of the bonus items, and what each adds; no bonus for unranked units."""
    cells, rule = norm.cover.cells, norm.cover.cells.rule
    rows = [n for n, i in enumerate(rule.items) if i.role == "bonus"]
    weights = np.array([rule.items[n].weight for n in rows])
    given = cells.reported[rows] & norm.cover.ranked
    parts = np.where(given, weights[:, None] * np.where(given, norm.n[rows], 0.0), 0.0)
    total = weighted(np.ones(len(rows)), parts)
    if rule.bonus_range is None or not rows:
        return Bonus(total, rows, parts, given)
    clipped = np.clip(total, *rule.bonus_range) * norm.cover.ranked
    count = np.maximum(given.sum(axis=0), 1)
    even = np.where(given, clipped / count, 0.0)
    scale = clipped / np.where(total == 0, 1.0, total)
    parts = np.where(clipped == total, parts, np.where(total == 0, even, parts * scale))
    return Bonus(clipped, rows, parts, given)


def _refuse_negative(kind: str, v: Array, used: Mask, names: list[str]) -> None:
    if kind not in ("geometric", "harmonic"):
        return
    below = (used & (np.where(used, v, 0.0) < 0)).any(axis=1)
    if below.any():
        raise RuleError(
            "aggregate", f"{kind} over a negative value of {names[int(below.argmax())]}"
        )
