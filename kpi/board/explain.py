"""Why a unit stands where it stands: firsts, lasts, the item that decided, the way off."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kpi.model.board import Board, Entry, Part
from kpi.model.edition import Telling
from kpi.model.measure import half_up
from kpi.model.rule import Rule


def tell(board: Board, rule: Rule, progress: Mapping[str, float]) -> dict[str, Telling]:
    """The finding behind every place; `progress` is each unit's time progress in percent."""
    found = {}
    for entries in _scopes(board, rule):
        best, worst = _ends(entries, rule)
        means = _means(entries)
        for entry in entries:
            firsts = [i for i in best if entry.unit in best[i]]
            part, points = _decided(entry, means, black=entry.colour == "black")
            found[entry.unit] = Telling(
                firsts=len(firsts),
                shared_firsts=sum(len(best[i]) > 1 for i in firsts),
                lasts=sum(entry.unit in units for units in worst.values()),
                items=len(best),
                item=part,
                points=points,
                ahead=_ahead(part, progress.get(entry.unit)),
            )
    return found


def exits(board: Board, rule: Rule) -> dict[str, float]:
    """Points that each black entry lacks to leave by place: the worst safe place + one digit.

    Others stand still. Where seats reach every unit there is no safe place and no answer.
    """
    step = 10.0**-rule.score_decimals
    sign = 1.0 if rule.best == "high" else -1.0
    found = {}
    for entries in _scopes(board, rule):
        seats = sum(e.colour == "black" for e in entries)
        for entry in entries:
            if entry.colour != "black" or entry.score is None:
                continue
            others = sorted(
                sign * e.score for e in entries if e.unit != entry.unit and e.score is not None
            )
            if seats and len(others) >= seats:
                found[entry.unit] = others[seats - 1] + step - sign * entry.score
    return found


def _scopes(board: Board, rule: Rule) -> Iterator[list[Entry]]:
    """Ranked entries, compared group by group or all together as the rule says."""
    ranked = [e for e in board.entries if e.rank is not None]
    if rule.compare == "across":
        yield ranked
        return
    for _, entries in groupby(sorted(ranked, key=lambda e: e.group or ""), lambda e: e.group):
        yield list(entries)


def _ends(
    entries: Sequence[Entry], rule: Rule
) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Per scored item the units with the best and the worst value; all equal counts for nobody."""
    best: dict[str, frozenset[str]] = {}
    worst: dict[str, frozenset[str]] = {}
    for item in (i for i in rule.items if i.scored):
        values = {
            e.unit: p.value
            for e in entries
            for p in e.parts
            if p.item == item.item and p.value is not None
        }
        if not values:
            continue
        if item.band:
            low, high = item.band
            values = {u: max(0.0, low - x, x - high) for u, x in values.items()}
        top, bottom = max(values.values()), min(values.values())
        first, last = (top, bottom) if item.higher else (bottom, top)
        equal = top == bottom
        best[item.item] = frozenset(u for u, x in values.items() if x == first and not equal)
        worst[item.item] = frozenset(u for u, x in values.items() if x == last and not equal)
    return best, worst


def _means(entries: Sequence[Entry]) -> dict[str, float]:
    """Mean normalised value per item over the units that have it."""
    sums: dict[str, list[float]] = {}
    for entry in entries:
        for part in entry.parts:
            if part.normalised is not None and part.weight:
                sums.setdefault(part.item, []).append(part.normalised)
    return {item: sum(values) / len(values) for item, values in sums.items()}


def _decided(entry: Entry, means: Mapping[str, float], *, black: bool) -> tuple[Part | None, float]:
    """The part that gained most against the mean (lost most on the black list), and by how much."""
    against = [
        (part.weight * (part.normalised - means[part.item]), part)
        for part in entry.parts
        if part.normalised is not None and part.weight and part.item in means
    ]
    if not against:
        return None, 0.0
    points, part = (min if black else max)(against, key=lambda pair: (pair[0], pair[1].item))
    return part, points


def _ahead(part: Part | None, progress: float | None) -> float | None:
    if part is None or part.value is None or progress is None:
        return None
    if not part.item.endswith(".completion"):
        return None
    return float(half_up(half_up(part.value, 1) - half_up(progress, 1), 1))
