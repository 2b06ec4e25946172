"""How firm a place is: the same board under many draws of the weights."""

from collections.abc import Iterator

import numpy as np

from kpi.board.aggregate import phi, unphi
from kpi.board.answer import Judged
from kpi.board.cells import quantised
from kpi.board.lists import lists
from kpi.board.normalise import Norm
from kpi.board.place import place, tie_breakers
from kpi.board.segments import Array, Mask
from kpi.model.board import Robustness

HELD = 1 << 22  # scores held at a time: 32 MB
CACHED = 1 << 18  # scores placed at a time: some arrays of 2 MB


def robust(judged: Judged, draws: int, seed: int | None = None) -> tuple[Robustness | None, ...]:
    """Per unit its share of draws on each list and the ranks within which 90 % of them lie.

    In each draw every weight is multiplied by 1 + noise·(2u − 1), u uniform; the seed is by default
    the first 8 hex digits of the rule's hash. None for units that are not ranked, or without draws.
    """
    norm = judged.scores.norm
    cover, rule = norm.cover, norm.cover.cells.rule
    units = len(cover.ranked)
    if draws == 0 or judged.facts is None:
        return (None,) * units
    scored = sum(i.scored for i in rule.items)
    random = np.random.default_rng(int(rule.hash[:8], 16) if seed is None else seed)
    factor = 1 + rule.noise * (2 * random.random((draws, scored + len(rule.blocks))) - 1)

    breakers = tie_breakers(cover.cells)
    red, black = np.zeros(units), np.zeros(units)
    ranks = np.empty((units, draws), np.int32)
    for at, raw in _scores(judged, factor):
        score = quantised(raw, rule.score_decimals)
        places = place(cover.cells, score, cover.ranked, breakers)
        found = lists(judged.facts.moved(score, places))
        red += found.red.sum(axis=0)
        black += found.black.sum(axis=0)
        ranks[:, at] = places.rank.T
    ranks.sort(axis=1)
    low, high = -(-draws // 20) - 1, -(-19 * draws // 20) - 1  # ⌈0.05N⌉ − 1, ⌈0.95N⌉ − 1, exactly
    return tuple(
        Robustness(
            float(red[u] / draws), float(black[u] / draws), int(ranks[u, low]), int(ranks[u, high])
        )
        if cover.ranked[u]
        else None
        for u in range(units)
    )


def _scores(judged: Judged, factor: Array) -> Iterator[tuple[slice, Array]]:
    """The raw scores of all draws, some draws at a time."""
    norm, draws = judged.scores.norm, len(factor)
    ranked = norm.cover.ranked
    many, few = (max(1, size // len(ranked)) for size in (HELD, CACHED))
    for start in range(0, draws, many):
        raw = drawn(norm, factor[start : start + many])
        raw += judged.scores.bonus
        raw[:, ~ranked] = np.nan
        for at in range(0, len(raw), few):
            some = raw[at : at + few]
            yield slice(start + at, start + at + len(some)), some


def drawn(norm: Norm, factor: Array) -> Array:
    """Scores before bonus, draws × units: one matrix product per level of weights."""
    rule = norm.cover.cells.rule
    rows = [n for n, i in enumerate(rule.items) if i.scored]
    weights = np.array([rule.items[n].weight for n in rows]) * factor[:, : len(rows)]
    if not rule.blocks:
        return _means(rule.aggregate, weights, norm.basis[rows], norm.used[rows])
    over = np.array([b.weight for b in rule.blocks]) * factor[:, len(rows) :]
    total, share = np.zeros((len(factor), len(norm.cover.ranked))), np.zeros(())
    zero = np.zeros(total.shape, bool)
    for n, b in enumerate(rule.blocks):
        inside = [k for k, row in enumerate(rows) if rule.items[row].block == b.code]
        at = [rows[k] for k in inside]
        used = np.asarray(norm.used[at].any(axis=0))
        value = _means(b.aggregate, weights[:, inside], norm.basis[at], norm.used[at])
        if rule.aggregate in ("geometric", "harmonic"):
            value = np.maximum(value, 0.0)  # a draw may take a block below 0, the board itself not
        term, gone = phi(rule.aggregate, value, used)
        total += over[:, n, None] * term
        share = share + over[:, n, None] * used
        zero |= gone
    scale = over.sum(axis=1, keepdims=True) if rule.aggregate == "sum" else 1.0
    return unphi(rule.aggregate, total / np.where(share == 0, 1.0, share) * scale, zero)


def _means(kind: str, weights: Array, v: Array, used: Mask) -> Array:
    term, zero = phi(kind, v, used)
    share = weights @ used.astype(np.float64)
    total = weights @ term
    share[share == 0] = 1.0
    total /= share
    if kind in ("sum", "rank_sum"):
        total *= weights.sum(axis=1, keepdims=True)
    return unphi(kind, total, np.asarray(zero.any(axis=0)))
