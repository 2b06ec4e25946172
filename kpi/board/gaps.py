"""What a score lacks or has over another: item by item, in points that add up to the difference."""

from math import fsum

import numpy as np

from kpi.board import aim
from kpi.board.aggregate import Scores, phi, unphi
from kpi.board.answer import Judged
from kpi.board.segments import Array, Mask
from kpi.model.why import Flip, Gap, Share, Step, Trace

MUCH = 0.25  # a weight that must change by more than this is no news


def against_mean(judged: Judged, unit: str) -> Gap | None:
    """The score less that of the mean points of the scope's ranked units, at the unit's weights.

    With complete cells under a weighted mean that is the mean score; an item that the unit lacks
    has no part. None where there is no score, or one that a 0 forces to 0.
    """
    u = aim.position(judged, unit)
    if not judged.scores.norm.cover.ranked[u]:
        return None
    weight = judged.scores.weight[:, u]
    parts = np.where(weight > 0, judged.scores.contribution[:, u], 0.0)
    means = np.where(weight > 0, weight * _means(judged, u), 0.0)
    return _gap(judged.scores, u, None, parts, means)


def against(judged: Judged, unit: str, other: str) -> Gap | None:
    """The score less that of another unit."""
    u, v = aim.position(judged, unit), aim.position(judged, other)
    ranked = judged.scores.norm.cover.ranked
    if not (ranked[u] and ranked[v]):
        return None
    own, its = (_parts(judged.scores, at) for at in (u, v))
    return _gap(judged.scores, u, other, own, its)


def line(judged: Judged, unit: str) -> str | None:
    """The unit at the line: for black the worst that is safe by place, for red the best without a
    seat, for all others the last with a red seat.
    """
    u, lists = aim.position(judged, unit), judged.lists
    if lists is None or not judged.scores.norm.cover.ranked[u]:
        return None
    rest, names = aim.others(judged, u), judged.scores.norm.cover.cells.table.units
    if aim.colour(judged, u) == "black":
        rest = [v for v in reversed(rest) if not lists.sides["black"].held[v]]
    elif aim.colour(judged, u) == "red":
        rest = [v for v in rest if not lists.sides["red"].held[v]]
    else:
        rest = [v for v in reversed(rest) if lists.sides["red"].held[v]]
    return names[rest[0]] if rest else None


def to_line(judged: Judged, unit: str) -> float | None:
    """Printed points from the score to the safe (black) or red place, others standing still;
    for a red unit how far above the best score without a seat.
    """
    u = aim.position(judged, unit)
    if judged.lists is None or not judged.scores.norm.cover.ranked[u]:
        return None
    reach = {"black": aim.off_black, "red": aim.off_red}.get(
        aim.colour(judged, u) or "", aim.onto_red
    )
    goal = reach(judged, u)
    return None if goal is None else abs(goal - float(judged.scores.score[u]))


def neighbours(judged: Judged, unit: str) -> tuple[Step | None, Step | None]:
    """The units next ahead and next behind in place, with the printed points between."""
    u = aim.position(judged, unit)
    if judged.places is None or not judged.scores.norm.cover.ranked[u]:
        return None, None
    place, names = judged.places.place, judged.scores.norm.cover.cells.table.units
    rest = aim.others(judged, u)
    ahead = next((v for v in reversed(rest) if place[v] < place[u]), None)
    behind = next((v for v in rest if place[v] > place[u]), None)
    score = judged.scores.score

    def step(v: int | None) -> Step | None:
        return None if v is None else Step(names[v], abs(float(score[v] - score[u])))

    return step(ahead), step(behind)


def trace(judged: Judged, unit: str, mean: Gap | None, at_line: Gap | None) -> tuple[Trace, ...]:
    """Per item the oriented value, the mean points and what it gains against mean and line."""
    u, cells = aim.position(judged, unit), judged.scores.norm.cover.cells
    n, turned = judged.scores.norm.n, oriented(judged, unit)
    with_mean, with_line = (
        {s.item: s.points for s in gap.shares} if gap else {} for gap in (mean, at_line)
    )
    inside = [*aim.others(judged, u), u]
    found = []
    for row, item in enumerate(cells.rule.items):
        points = [x for x in n[row, inside].tolist() if x == x]
        found.append(
            Trace(
                item.item,
                turned[item.item],
                fsum(points) / len(points) if points else None,
                with_mean.get(item.item),
                with_line.get(item.item),
            )
        )
    return tuple(found)


def oriented(judged: Judged, unit: str) -> dict[str, float | None]:
    """Per item the value with more = better; None where the table has no number."""
    u, cells = aim.position(judged, unit), judged.scores.norm.cover.cells
    better = cells.better[:, u].tolist()
    found = zip(cells.rule.items, better, strict=True)
    return {i.item: o + 0.0 if o == o else None for i, o in found}  # no −0


def flips(judged: Judged, unit: str) -> tuple[Flip, ...]:
    """Weights that, changed by less than a quarter, would let the unit at the line draw level.

    φ(score) of each is linear in one weight over its own sum of weights. Not for rules with blocks.
    """
    other = line(judged, unit)
    if other is None or judged.scores.blocks is not None:
        return ()
    u, v = aim.position(judged, unit), aim.position(judged, other)
    norm, rule = judged.scores.norm, judged.scores.norm.cover.cells.rule
    weights = np.array([i.weight if i.scored else 0.0 for i in rule.items])
    used = norm.used[:, [u, v]]
    value, zero = phi(rule.aggregate, np.where(used, norm.basis[:, [u, v]], 1.0), used)
    bonus = judged.scores.bonus[u], judged.scores.bonus[v]
    if zero.any() or (bonus[0] != bonus[1] and rule.aggregate != "arithmetic"):
        return ()
    found = []
    for row in np.flatnonzero(weights > 0):
        change = _level(weights, value, used, int(row), float(bonus[0] - bonus[1]))
        if change is not None and abs(change) < MUCH:
            item, weight = rule.items[row], float(weights[row] * (1 + change))
            found.append(Flip(item.item, other, weight, change))
    return tuple(sorted(found, key=lambda f: (abs(f.change), f.item)))


def _level(weights: Array, value: Array, used: Mask, row: int, bonus: float) -> float | None:
    """The relative change t of one weight at which both means (and the bonus between) are equal.

    (A + t·a)/(B + t·b) each; cross-multiplied at most a quadratic in t; the smallest root counts.
    """
    w = np.where(used, weights[:, None], 0.0)
    top, bottom = (w * np.where(used, value, 0.0)).sum(axis=0), w.sum(axis=0)
    a, b = w[row] * np.where(used[row], value[row], 0.0), w[row]
    u, v = (np.poly1d([a[k], top[k]]) for k in (0, 1))
    p, q = (np.poly1d([b[k], bottom[k]]) for k in (0, 1))
    roots = (u * q - v * p + bonus * p * q).roots
    real = [float(t.real) for t in roots if abs(t.imag) < 1e-12 and t.real > -1]
    return min(real, key=abs, default=None)


def _parts(scores: Scores, u: int) -> Array:
    """Contributions of one unit, 0 where an item is not used; NaN where a 0 forces the score."""
    return np.asarray(np.where(scores.weight[:, u] > 0, scores.contribution[:, u], 0.0))


def _means(judged: Judged, u: int) -> Array:
    """Mean φ(points) per item over the scope's ranked units that use it."""
    inside = [*aim.others(judged, u), u]
    weight, part = judged.scores.weight[:, inside], judged.scores.contribution[:, inside]
    have = (weight > 0) & np.isfinite(part)
    rate = np.where(have, part / np.where(have, weight, 1.0), 0.0)
    return np.asarray(rate.sum(axis=1) / np.maximum(have.sum(axis=1), 1))


def _gap(scores: Scores, u: int, unit: str | None, own: Array, its: Array) -> Gap | None:
    """Own parts less the other's, in points: where the mean is not linear, φ is scaled to them."""
    rule = scores.norm.cover.cells.rule
    bonus = np.array([i.role == "bonus" for i in rule.items])
    score, base = _score(rule.aggregate, own, bonus), _score(rule.aggregate, its, bonus)
    if not (np.isfinite(score) and np.isfinite(base)):
        return None
    parts = own - its
    curved = float(parts[~bonus].sum())
    points = score - base - float(parts[bonus].sum())
    scale = points / curved if abs(curved) > 1e-12 else 1.0
    shares = np.where(bonus, parts, parts * scale)
    told = [i.weight > 0 for i in rule.items]
    return Gap(
        unit,
        base,
        score - base,
        tuple(
            Share(i.item, float(x)) for i, x, t in zip(rule.items, shares, told, strict=True) if t
        ),
    )


def _score(kind: str, parts: Array, bonus: Mask) -> float:
    """The score whose contributions these are."""
    linear = np.array([parts[~bonus].sum()])
    return float(unphi(kind, linear, np.array([False]))[0] + parts[bonus].sum())
