"""What a unit must reach to change its list: scores by place, thresholds by condition."""

from collections.abc import Iterator

import numpy as np

from kpi.board.answer import Judged
from kpi.board.facts import Facts
from kpi.board.lists import seats_of
from kpi.model.board import Colour
from kpi.model.rule import Gate, Term
from kpi.model.seats import Seats
from kpi.model.when import When, gates
from kpi.model.why import Barrier


def position(judged: Judged, unit: str) -> int:
    """Where a unit stands in the arrays of the steps."""
    return judged.scores.norm.cover.cells.table.units.index(unit)


def colour(judged: Judged, u: int) -> Colour | None:
    """The list that the unit at `u` stands on."""
    if judged.lists is None:
        return None
    return "red" if judged.lists.red[u] else "black" if judged.lists.black[u] else None


def sign(judged: Judged) -> float:
    """1 where more is better, −1 where the lowest score leads."""
    return 1.0 if judged.scores.norm.cover.cells.rule.best == "high" else -1.0


def step(judged: Judged) -> float:
    """One digit of the printed score."""
    return float(10.0**-judged.scores.norm.cover.cells.rule.score_decimals)


def others(judged: Judged, u: int) -> list[int]:
    """Positions of the other ranked units of the unit's scope, best first."""
    cover = judged.scores.norm.cover
    scopes, s = cover.cells.scopes, sign(judged)
    inside = (scopes.index == scopes.index[u]) & cover.ranked
    found = [int(v) for v in np.flatnonzero(inside) if v != u]
    return sorted(found, key=lambda v: (-s * judged.scores.score[v], v))


def seats(judged: Judged, u: int, side: Colour) -> tuple[Seats | None, int]:
    """The list rule of the unit's scope and the seats that it gives; 0 for a list without seats,
    no rule where too few units are ranked for lists.
    """
    cells = judged.scores.norm.cover.cells
    scope = cells.rule.within(cells.scopes.names[cells.scopes.index[u]])
    own = seats_of(scope, side)
    m = len(others(judged, u)) + bool(judged.scores.norm.cover.ranked[u])
    if own is None or m < scope.min_group:
        return None, 0
    if own.n is None and own.share is None:
        return own, 0
    asked = own.n if own.n is not None else int(m * (own.share or 0) + 1e-9)
    return own, min(asked, int(m * scope.max_share + 1e-9))


def off_black(judged: Judged, u: int) -> float | None:
    """The printed score that is safe by place: the N-th worst of the others and one digit more."""
    _own, n = seats(judged, u, "black")
    rest = others(judged, u)
    if not n or len(rest) < n:
        return None
    return float(judged.scores.score[rest[-n]]) + sign(judged) * step(judged)


def onto_red(judged: Judged, u: int) -> float | None:
    """The printed score that has a red seat: the N-th best of the others, a tie is enough."""
    _own, n = seats(judged, u, "red")
    rest = others(judged, u)
    return float(judged.scores.score[rest[n - 1]]) if n and len(rest) >= n else None


def off_red(judged: Judged, u: int) -> float | None:
    """The best printed score that has no red seat any more."""
    line = onto_red(judged, u)
    return None if line is None else line - sign(judged) * step(judged)


def barriers(judged: Judged, u: int, side: Colour) -> Iterator[Barrier]:
    """Conditions between the unit and the better list: red's that fail, black's that hold."""
    facts = judged.facts
    if facts is None:
        return
    own, _n = seats(judged, u, side)
    when: When = own.when if own else ()
    asked = facts.failing(when, u) if side == "red" else gates(when)
    for gate in dict.fromkeys(asked):
        if facts.unknown(gate, u) is None and bool(facts.passes(gate)[u]) is (side == "black"):
            yield Barrier(
                side,
                gate.fact,
                gate.op,
                float(facts.value(gate)[u]),
                float(facts.of(gate.fact)[u]),
            )


def turns(judged: Judged, u: int, side: Colour) -> Iterator[tuple[str, float, bool]]:
    """(fact, threshold, strictly): where a condition that holds for the unit ceases to.

    Conditions of the list's seats and, for black, of the vetoes that force onto it.
    """
    facts = judged.facts
    if facts is None:
        return
    own, _n = seats(judged, u, side)
    whens = [own.when] if own else []
    if side == "black":
        vetoes = facts.cover.cells.rule.veto
        whens += [v.when for v in vetoes if v.effect == "black" and v.when]
    for gate in dict.fromkeys(g for when in whens for g in gates(when)):
        if bool(facts.passes(gate)[u]):
            yield from _turn(facts, gate, u)


def _turn(facts: Facts, gate: Gate, u: int) -> Iterator[tuple[str, float, bool]]:
    strict = gate.op in ("<=", ">=", "==")
    yield gate.fact, float(facts.value(gate)[u]), strict
    if isinstance(gate.value, Term) and gate.value.times:
        wanted = (float(facts.of(gate.fact)[u]) - gate.value.plus) / gate.value.times
        yield gate.value.fact, wanted, strict
