"""Steps 9 and 10, lists: seats, gates, exemptions, vetoes."""

import math
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from kpi.board.facts import Facts
from kpi.board.segments import Ints, Mask, order, runs
from kpi.model.rule import Scope, Seats, Veto


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One list, as masks over the units (last axis, as in Facts).

    `held` had a seat; `passed` satisfies the conditions; `listed` stands on the list; `cut` and
    `wide` were left out as a tie at the line; per scope `tie` is their number for so many `seats`.
    """

    held: Mask
    passed: Mask
    listed: Mask
    cut: Mask
    wide: Mask
    tie: Ints
    seats: Ints
    reduced: list[tuple[int, int, int]] = field(default_factory=list)  # scope, asked, given


@dataclass(frozen=True, slots=True, eq=False)
class Lists:
    """Both lists after everything: `red` and `black` never meet.

    `both` was on the two and is on neither; `forced` is black by veto; `vetoed` per veto of the
    rule, `exempt_red` and `exempt_black` as documented.
    """

    red: Mask
    black: Mask
    sides: dict[str, Side]
    both: Mask
    forced: Mask
    vetoed: tuple[Mask, ...]
    exempt: dict[str, Mask]


def lists(facts: Facts) -> Lists:
    """Who is on the red and on the black list."""
    cells, ranked = facts.cover.cells, facts.cover.ranked
    rule = cells.rule
    exempt = {
        colour: _named(facts, tuple(e.unit for e in rule.exemptions if e.origin == colour))
        for colour in ("red", "black")
    }
    vetoed = tuple(_hit(facts, v) for v in rule.veto)
    no_red = _any(facts, vetoed, "no_red")
    forced = _any(facts, vetoed, "black") & ~exempt["black"]
    red = _side(facts, "red", exempt["red"], no_red, no_red | forced)
    black = _side(facts, "black", exempt["black"], ~ranked, ~ranked)
    both = red.listed & black.listed & ~forced
    return Lists(
        red.listed & ~both & ~forced,
        (black.listed & ~both) | forced,
        {"red": red, "black": black},
        both,
        forced,
        vetoed,
        exempt,
    )


def seats_of(scope: Scope, colour: str) -> Seats | None:
    """The list rule of one colour."""
    return scope.red if colour == "red" else scope.black


def _named(facts: Facts, units: tuple[str, ...]) -> Mask:
    hit = np.zeros(len(facts.cover.ranked), bool)
    if units:
        known = set(units)
        hit[:] = [u in known for u in facts.cover.cells.table.units]
    return hit & facts.cover.ranked


def _hit(facts: Facts, veto: Veto) -> Mask:
    hit = facts.cover.ranked
    if veto.units is not None:
        hit = hit & _named(facts, veto.units)
    if veto.when is not None:
        hit = hit & facts.holds(veto.when)
    return hit


def _any(facts: Facts, vetoed: tuple[Mask, ...], effect: str) -> Mask:
    hit = np.zeros(facts.score.shape, bool)
    for v, mask in zip(facts.cover.cells.rule.veto, vetoed, strict=True):
        if v.effect == effect:
            hit |= mask
    return hit


def _side(
    facts: Facts, colour: Literal["red", "black"], exempt: Mask, off: Mask, barred: Mask
) -> Side:
    """One list: `off` are removed from it, `barred` do not compete where freed seats pass on."""
    cells, places, shape = facts.cover.cells, facts.places, facts.score.shape
    held, passed, listed, cut, wide = np.zeros((5, *shape), bool)
    tie, line = np.zeros((2, *shape[:-1], len(cells.scopes.names)), np.intp)
    side = Side(held, passed, listed, cut, wide, tie, line)
    free = ~(exempt | barred)
    end = places.place if colour == "red" else places.last
    known: dict[object, Mask] = {}
    for n, units in enumerate(cells.scopes.slices()):
        scope = cells.rule.within(cells.scopes.names[n])
        seats = seats_of(scope, colour)
        ranked = facts.cover.ranked[units]
        m = int(ranked.sum())
        if seats is None or m == 0 or m < scope.min_group:
            continue
        if seats.when not in known:
            known[seats.when] = facts.holds(seats.when)
        ok = known[seats.when][..., units] & ranked
        side.passed[..., units] = ok
        if seats.n is None and seats.share is None:
            side.held[..., units] = ok
        else:
            asked = seats.n if seats.n is not None else _floor(m * (seats.share or 0))
            limit = _floor(m * scope.max_share)
            given = min(asked, limit)
            if given < asked:
                side.reduced.append((n, asked, given))
            among, place = ranked, end[..., units]
            if seats.fill:
                among = ok & free[..., units]
                place = order(runs([None] * len(ranked)), -place, among).place
            _seat(side, n, units, seats.cut, among, place, given, limit)
    side.listed[...] = side.held & side.passed & ~(exempt | off)
    return side


def _seat(
    side: Side, n: int, units: slice, cut: str, among: Mask, place: Ints, given: int, limit: int
) -> None:
    """Seat the best placed of the n-th scope; a tie at the line is taken or left out whole."""
    inside = among & (place <= given)
    taken = inside.sum(axis=-1, keepdims=True)
    out = taken > (given if cut == "exclude" else limit)
    if out.any():
        line = np.where(inside, place, 0).max(axis=-1, keepdims=True)
        tie = inside & (place == line) & out
        (side.cut if cut == "exclude" else side.wide)[..., units] = tie
        side.tie[..., n], side.seats[..., n] = tie.sum(axis=-1), given
        inside &= ~tie
    side.held[..., units] = inside


def _floor(x: float) -> int:
    return math.floor(x + 1e-9)
