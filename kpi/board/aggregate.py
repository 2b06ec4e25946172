"""Steps 5 and 6, aggregate: points to one score by weights, blocks and bonus; then whole quanta."""

from dataclasses import dataclass

import numpy as np

from kpi.board.cells import quantised
from kpi.board.normalise import Norm
from kpi.board.segments import Array, Mask
from kpi.model.field import RuleError
from kpi.model.rule import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Mean:
    """One aggregate over rows (items or blocks) per unit.

    `rows` what is averaged; `value` NaN where no row is used; `weight` w̃ (0 where unused); `term`
    what each row adds to φ(value), NaN where a 0 forces the value to 0; `phi` φ(value).
    """

    rows: Array
    value: Array
    weight: Array
    term: Array
    phi: Array


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Per unit the `raw` score (NaN if not ranked), the `score` as printed, the `bonus`.

    `weight` and `contribution` are items × units; `blocks`, the mean over
    the blocks, where there are any.
    """

    norm: Norm
    raw: Array
    score: Array
    bonus: Array
    weight: Array
    contribution: Array
    blocks: Mean | None


def phi(kind: str, v: Array, used: Mask) -> tuple[Array, Mask]:
    """φ(v), in which the mean of this kind is linear, and where a 0 forces the mean to 0."""
    if kind not in ("geometric", "harmonic"):
        return v, np.zeros(v.shape, bool)
    zero = used & (v == 0)
    safe = np.where(v == 0, 1.0, v)
    return np.asarray(np.log(safe) if kind == "geometric" else 1 / safe), zero


def unphi(kind: str, mean: Array, zero: Mask) -> Array:
    """The value whose φ is `mean`; 0 where a 0 forces it."""
    if kind == "geometric":
        mean = np.exp(mean)
    elif kind == "harmonic":
        mean = 1 / np.where(mean == 0, 1.0, mean)
    return np.where(zero, 0.0, mean)


def mean(kind: str, weights: Array, v: Array, used: Mask) -> Mean:
    """The `kind` of mean of the used rows; `weights` per row, renormalised over what is used."""
    w = np.where(used, weights[:, None], 0.0)
    total = np.add.reduce(w, axis=0)
    some = total > 0
    share = w / np.where(some, total, 1.0)
    linear, zeros = phi(kind, np.where(used, v, 1.0), used)
    zero = np.asarray(zeros.any(axis=0))
    term = np.where(used, share * linear, 0.0)
    if kind in ("sum", "rank_sum"):
        term *= weights.sum()
    whole = np.add.reduce(term, axis=0)
    value = np.where(some, unphi(kind, whole, zero), np.nan)
    return Mean(v, value, share, np.where(zero, np.nan, term), np.where(zero, np.nan, whole))


def aggregate(norm: Norm) -> Scores:
    """The score of every ranked unit and what each item adds to it."""
    cells, rule = norm.cover.cells, norm.cover.cells.rule
    weights = np.array([i.weight for i in rule.items])
    ranked = norm.cover.ranked
    blocks = None
    if rule.blocks:
        inner, blocks = _blocks(norm, weights)
        value, weight, contribution = blocks.value, inner.weight, inner.term
    else:
        _refuse_negative(rule.aggregate, norm.basis, norm.used, [i.item for i in rule.items])
        counted = np.array([i.weight if i.scored else 0.0 for i in rule.items])
        flat = mean(rule.aggregate, counted, norm.basis, norm.used)
        value, weight, contribution = flat.value, flat.weight, flat.term
    bonus, parts, given = _bonus(norm, weights)
    raw = np.where(ranked, value + bonus, np.nan)
    if not np.isfinite(raw[ranked]).all():
        unit = cells.table.units[int(np.argmax(ranked & ~np.isfinite(raw)))]
        raise RuleError("aggregate", f"the score of {unit} is too large")
    return Scores(
        norm,
        raw,
        quantised(raw, rule.score_decimals),
        np.where(ranked, bonus, 0.0),
        np.where(given, weights[:, None], weight),
        np.where(given, parts, contribution),
        blocks,
    )


def _blocks(norm: Norm, weights: Array) -> tuple[Mean, Mean]:
    """Inside the blocks, with weights and terms of the whole score; over the blocks."""
    rule = norm.cover.cells.rule
    weight, term = np.zeros(norm.n.shape), np.zeros(norm.n.shape)
    inner = []
    for b in rule.blocks:
        rows = np.array([n for n, i in enumerate(rule.items) if i.block == b.code and i.scored])
        names = [rule.items[n].item for n in rows]
        _refuse_negative(b.aggregate, norm.basis[rows], norm.used[rows], names)
        inner.append((rows, mean(b.aggregate, weights[rows], norm.basis[rows], norm.used[rows])))
    value = np.array([m.value for _rows, m in inner])
    used = np.isfinite(value)
    _refuse_negative(rule.aggregate, value, used, [f"block {b.code}" for b in rule.blocks])
    over = mean(rule.aggregate, np.array([b.weight for b in rule.blocks]), value, used)
    for n, (rows, m) in enumerate(inner):
        weight[rows] = m.weight * over.weight[n]
        term[rows] = _split(rule, m, over, n)
    return Mean(value, over.value, weight, term, over.phi), over


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


def _bonus(norm: Norm, weights: Array) -> tuple[Array, Array, Mask]:
    """The clipped sum of the bonus items, what each adds, and which cells are bonus."""
    cells, rule = norm.cover.cells, norm.cover.cells.rule
    role = np.array([[i.role == "bonus"] for i in rule.items])
    given = role & cells.reported & norm.cover.ranked
    parts = np.where(given, weights[:, None] * np.where(given, norm.n, 0.0), 0.0)
    total = np.add.reduce(parts, axis=0)
    if rule.bonus_range is None or not role.any():
        return total, parts, given
    clipped = np.clip(total, *rule.bonus_range)
    count = np.maximum(given.sum(axis=0), 1)
    even = np.where(given, clipped / count, 0.0)
    scale = clipped / np.where(total == 0, 1.0, total)
    parts = np.where(clipped == total, parts, np.where(total == 0, even, parts * scale))
    return clipped, parts, given


def _refuse_negative(kind: str, v: Array, used: Mask, names: list[str]) -> None:
    if kind not in ("geometric", "harmonic"):
        return
    below = (used & (np.where(used, v, 0.0) < 0)).any(axis=1)
    if below.any():
        raise RuleError(
            "aggregate", f"{kind} over a negative value of {names[int(below.argmax())]}"
        )
