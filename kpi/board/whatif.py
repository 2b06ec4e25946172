"""What if the rule were a little different: an item left out, another method, other weights."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from kpi.board.cover import shares
from kpi.board.score import judge
from kpi.model.board import Colour
from kpi.model.firm import Trial
from kpi.model.method import params
from kpi.model.rule import Item, Rule, RuleError, Scope, Seats
from kpi.model.table import Table
from kpi.model.when import Gate, Several, Term, When

# name: aggregate, method, its parameters; the rule itself is the eighth
OTHERS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "minmax": ("arithmetic", "minmax", {}),
    "zscore": ("arithmetic", "zscore", {}),
    "percentile": ("arithmetic", "percentile", {}),
    "rank": ("arithmetic", "rank", {}),
    "efficacy": ("arithmetic", "efficacy", {}),
    "rank_sum": ("rank_sum", "rank", {}),
    "geometric": ("geometric", "minmax", {"lo": 1.0}),  # a floor of 1: no zero decides alone
}


def reweighed(rule: Rule, weights: Mapping[str, float]) -> Rule:
    """The rule with other weights for some items; blocks without a scored item fall away.

    Raises RuleError where no weight is left.
    """
    items = tuple(replace(i, weight=float(weights.get(i.item, i.weight))) for i in rule.items)
    if not any(i.scored for i in items):
        raise RuleError("items", "the weights must not sum to 0")
    inside = {i.block for i in items if i.scored}
    blocks = tuple(b for b in rule.blocks if b.code in inside)
    return replace(rule, items=items, blocks=blocks)


def leave_one_out(table: Table, rule: Rule) -> tuple[Trial, ...]:
    """The lists without each scored item in turn (its weight 0); nothing for a single item."""
    scored = [i.item for i in rule.items if i.scored]
    if len(scored) < 2:
        return ()
    found = ((item, _colours(table, reweighed(rule, {item: 0.0}))) for item in scored)
    return tuple(Trial(item, colours) for item, colours in found if colours is not None)


def other_methods(table: Table, rule: Rule) -> tuple[Trial, ...]:
    """The lists of the same items under the rule itself and up to seven other methods.

    Scales differ, so conditions on the score are left out: places and the other conditions
    decide. Nothing for a single item, for a list by score alone, or for a suspended period; a
    method that refuses these values is left out.
    """
    scored = [i for i in rule.items if i.scored]
    scopes = (rule.scope, *(p.scope for p in rule.groups))
    if len(scored) < 2 or any(_by_score(own) for s in scopes for own in (s.red, s.black) if own):
        return ()
    own = _colours(table, rule)
    if own is None:
        return ()
    return (Trial("rule", own), *_others(table, rule))


def _others(table: Table, rule: Rule) -> Iterator[Trial]:
    free = _without_score(rule)
    flat = dict(zip((i.item for i in rule.items), shares(rule).tolist(), strict=True))
    bonus = any(i.role == "bonus" for i in rule.items)
    for name, (aggregate, method, given) in OTHERS.items():
        if aggregate == "rank_sum" and bonus:
            continue  # points of a bonus mean nothing beside sums of places
        items = tuple(
            _item(i, method, given, flat[i.item], aggregate) if i.scored else i for i in rule.items
        )
        best = "low" if aggregate == "rank_sum" else "high"
        changed = replace(free, items=items, blocks=(), aggregate=aggregate, best=best)
        colours = _colours(table, changed)
        if colours is not None:
            yield Trial(name, colours)


def _item(item: Item, method: str, given: dict[str, Any], weight: float, aggregate: str) -> Item:
    missing = "worst" if item.missing == "zero" and aggregate == "rank_sum" else item.missing
    side = "higher" if item.higher else "lower"
    own = params(method, side, given, item.item)
    return replace(item, method=method, params=own, weight=weight, block=None, missing=missing)


def _colours(table: Table, rule: Rule) -> dict[str, Colour | None] | None:
    """Every ranked unit's list; None where the rule refuses these values or nothing is ranked."""
    try:
        judged = judge(table, rule)
    except RuleError:
        return None
    if judged.lists is None:
        return None
    covered = judged.scores.norm.cover
    found: dict[str, Colour | None] = {}
    for u, unit in enumerate(covered.cells.table.units):
        if covered.ranked[u]:
            red, black = judged.lists.red[u], judged.lists.black[u]
            found[unit] = "red" if red else "black" if black else None
    return found


def _without_score(rule: Rule) -> Rule:
    patches = tuple(replace(p, scope=_scope(p.scope)) for p in rule.groups)
    return replace(rule, scope=_scope(rule.scope), groups=patches)


def _scope(scope: Scope) -> Scope:
    return replace(scope, red=_seats(scope.red), black=_seats(scope.black))


def _seats(seats: Seats | None) -> Seats | None:
    return seats and replace(seats, when=_kept(seats.when))


def _kept(when: When) -> When:
    kept: list[Gate | Several] = []
    for c in when:
        if isinstance(c, Several):
            inner = tuple(_kept((one,)) for one in c.of)
            if c.kind == "any" and not all(inner):
                continue  # one way asked for the score alone: the rest cannot bar anybody
            kept.append(Several(c.kind, tuple(one for part in inner for one in part)))
        elif not _asks_score(c):
            kept.append(c)
    return tuple(c for c in kept if not isinstance(c, Several) or c.of)


def _asks_score(gate: Gate) -> bool:
    other = gate.value.fact if isinstance(gate.value, Term) else ""
    return "score" in (gate.fact, other)


def _by_score(seats: Seats) -> bool:
    return seats.n is None and seats.share is None and not _kept(seats.when)
