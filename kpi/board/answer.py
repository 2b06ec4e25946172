"""Entries, parts and reasons of a board, told from the results of the steps."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.aggregate import Scores
from kpi.board.cells import STATUS
from kpi.board.cover import EXEMPT, LOW_COVERAGE, WHY
from kpi.board.facts import Facts
from kpi.board.lists import Lists, Side, seats_of
from kpi.board.place import Places
from kpi.board.segments import Array
from kpi.model.board import (
    BlockPart,
    Colour,
    Entry,
    GroupSummary,
    Note,
    Part,
    Reason,
    Robustness,
)
from kpi.model.when import When


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """The results of all steps; places, facts and lists are None where the period is suspended."""

    scores: Scores
    places: Places | None
    facts: Facts | None
    lists: Lists | None


def entries(judged: Judged, firm: tuple[Robustness | None, ...]) -> tuple[Entry, ...]:
    """One entry per unit, by group, rank (unranked last), unit."""
    told = [_entry(judged, u, parts, firm[u]) for u, parts in enumerate(_parts(judged.scores))]
    return tuple(sorted(told, key=lambda e: (e.group or "", e.rank is None, e.rank or 0, e.unit)))


def _entry(j: Judged, u: int, parts: tuple[Part, ...], firm: Robustness | None) -> Entry:
    cover = j.scores.norm.cover
    table, ranked = cover.cells.table, bool(cover.ranked[u])
    places = j.places if ranked else None
    colour: Colour | None = None
    if j.lists is not None:
        colour = "red" if j.lists.red[u] else "black" if j.lists.black[u] else None
    return Entry(
        unit=table.units[u],
        group=table.groups[u],
        score=float(j.scores.score[u]) if ranked else None,
        score_raw=float(j.scores.raw[u]) if ranked else None,
        rank=int(places.rank[u]) if places else None,
        rank_from_last=int(places.last[u]) if places else None,
        tied=int(places.tied[u]) if places else None,
        colour=colour,
        coverage=_value(cover.coverage[u]),
        bonus=float(j.scores.bonus[u]) if ranked else 0.0,
        blocks=_blocks(j.scores, u) if ranked else (),
        parts=parts,
        reasons=tuple(_reasons(j, u)),
        robustness=firm,
    )


def _parts(scores: Scores) -> Iterator[tuple[Part, ...]]:
    """The parts of each unit, every item of the rule, in key order."""
    norm = scores.norm
    cells = norm.cover.cells
    names = [i.item for i in cells.rule.items]
    ranked = norm.cover.ranked
    columns = (
        _plain(cells.x),
        [[STATUS[s] for s in row] for row in cells.status.T.tolist()],
        _plain(norm.n),
        _plain(np.where(ranked, scores.weight, np.nan)),
        _plain(np.where(ranked, scores.contribution, np.nan)),
    )
    for rows in zip(*columns, strict=True):
        yield tuple(Part(*fields) for fields in zip(names, *rows, strict=True))


def _plain(a: Array) -> list[list[float | None]]:
    """Units × rows of plain numbers, None for NaN."""
    whole = a.T.astype(object)
    whole[np.isnan(a.T)] = None
    rows: list[list[float | None]] = whole.tolist()
    return rows


def _value(x: float) -> float | None:
    return None if np.isnan(x) else float(x)


def _blocks(scores: Scores, u: int) -> tuple[BlockPart, ...]:
    if scores.blocks is None:
        return ()
    b, rule = scores.blocks, scores.norm.cover.cells.rule
    return tuple(
        BlockPart(
            block.code,
            _value(b.rows[n, u]),
            float(b.weight[n, u]),
            _value(b.term[n, u]),
        )
        for n, block in enumerate(rule.blocks)
    )


def _reasons(j: Judged, u: int) -> Iterator[Reason]:
    norm = j.scores.norm
    cover, rule = norm.cover, norm.cover.cells.rule
    if cover.ranked[u]:
        if rule.suspended:
            yield _reason("suspended", doc=rule.suspended.doc)
        if j.lists is not None and j.facts is not None:
            yield from _listing(j.lists, j.facts, u)
    else:
        yield from _unranked(j, u)
    for n, i in enumerate(rule.items):
        if cover.cells.bad[n, u]:
            yield _reason("bad_target", item=i.item)
        if norm.imputed[n, u]:
            yield _reason("imputed", item=i.item, policy=i.missing)


def _unranked(j: Judged, u: int) -> Iterator[Reason]:
    cover = j.scores.norm.cover
    cells, why = cover.cells, int(cover.why[u])
    unit = cells.table.units[u]
    if why == EXEMPT:
        for e in cells.rule.exemptions:
            if e.unit == unit and e.origin == "ranking":
                yield _reason("exempt", list="ranking", doc=e.doc)
    elif WHY[why] == "missing_item":
        for n, i in enumerate(cells.rule.items):
            if i.scored and i.missing == "exclude_unit" and STATUS[cells.status[n, u]] in _LACKING:
                yield _reason("missing_item", item=i.item)
    elif why == LOW_COVERAGE:
        yield _reason("low_coverage", coverage=float(cover.coverage[u]), min=float(cover.floor[u]))
    else:
        yield _reason(WHY[why])


_LACKING = ("not_reported", "invalid")


def _listing(lists: Lists, facts: Facts, u: int) -> Iterator[Reason]:
    places, rule = facts.places, facts.cover.cells.rule
    standing = {
        "rank": int(places.rank[u]),
        "rank_from_last": int(places.last[u]),
        "ranked": int(places.count[u]),
        "tied": int(places.tied[u]),
    }
    for colour, mask in (("red", lists.red), ("black", lists.black)):
        if mask[u]:
            yield _reason("listed", list=colour, **standing)
    for colour, side in lists.sides.items():
        yield from _side(lists, facts, colour, side, u)
    for n, v in enumerate(rule.veto):
        if v.when is not None and (v.units is None or facts.cover.cells.table.units[u] in v.units):
            yield from _unknown(facts, v.when, u, "red" if v.effect == "no_red" else "black")
        if lists.vetoed[n][u] and (v.effect == "black" or lists.sides["red"].held[u]):
            yield _reason("veto", effect=v.effect, doc=v.doc)
    if lists.both[u]:
        yield _reason("both_lists")


def _side(lists: Lists, facts: Facts, colour: str, side: Side, u: int) -> Iterator[Reason]:
    cells = facts.cover.cells
    rule, n = cells.rule, cells.scopes.index[u]
    seats = seats_of(rule.within(cells.scopes.names[n]), colour)
    held = bool(side.held[u])
    if held and seats and not side.passed[u]:
        yield from _failed(facts, seats.when, u, colour)
    elif seats and not side.passed[u] and (seats.fill or (seats.n is None and seats.share is None)):
        yield from _unknown(facts, seats.when, u, colour)
    forced = colour == "black" and any(
        mask[u] for mask, v in zip(lists.vetoed, rule.veto, strict=True) if v.effect == "black"
    )
    if lists.exempt[colour][u] and (held or forced):
        for e in rule.exemptions:
            if e.unit == cells.table.units[u] and e.origin == colour:
                yield _reason("exempt", list=colour, doc=e.doc)
    for code, mask in (("tie_cut", side.cut), ("tie_too_wide", side.wide)):
        if mask[u]:
            yield _reason(code, list=colour, size=int(side.tie[n]), seats=int(side.seats[n]))


def _failed(facts: Facts, when: When, u: int, colour: str) -> Iterator[Reason]:
    yield from _unknown(facts, when, u, colour)
    for gate in facts.failing(when, u):
        if facts.unknown(gate, u) is None:
            yield _reason(
                "gate_failed",
                list=colour,
                fact=gate.fact,
                op=gate.op,
                value=_finite(facts.value(gate)[u]),
                actual=float(facts.of(gate.fact)[u]),
            )


def _finite(x: float) -> float:
    """The number itself; a threshold beyond all numbers is printed as the largest."""
    return float(np.clip(x, -sys.float_info.max, sys.float_info.max))


def _unknown(facts: Facts, when: When, u: int, colour: str) -> Iterator[Reason]:
    names = [facts.unknown(gate, u) for gate in facts.failing(when, u)]
    for name in dict.fromkeys(n for n in names if n is not None):
        yield _reason("fact_missing", list=colour, fact=name)


def summaries(judged: Judged) -> tuple[GroupSummary, ...]:
    """One summary per scope of comparison, by name."""
    cover, found = judged.scores.norm.cover, judged.lists
    scopes = cover.cells.scopes
    none = np.zeros(len(cover.ranked), bool)
    masks = (
        cover.ranked if judged.places else none,
        found.red if found else none,
        found.black if found else none,
    )
    ranked, red, black = (scopes.count(mask).tolist() for mask in masks)
    return tuple(
        GroupSummary(
            scopes.names[n],
            units.stop - units.start,
            ranked[n],
            red[n],
            black[n],
            tuple(_notes(judged, n, units)),
        )
        for n, units in enumerate(scopes.slices())
    )


def _notes(j: Judged, n: int, units: slice) -> Iterator[Note]:
    cover = j.scores.norm.cover
    cells, rule = cover.cells, cover.cells.rule
    scope = rule.within(cells.scopes.names[n])
    m = int(cover.ranked[units].sum())
    if j.lists is not None:
        if (scope.red or scope.black) and m < scope.min_group:
            yield Note("small_group", (("ranked", m), ("min", scope.min_group)))
        for colour, side in j.lists.sides.items():
            for at, asked, given in side.reduced:
                if at == n:
                    numbers = (("list", colour), ("asked", asked), ("given", given))
                    yield Note("seats_reduced", numbers)
    have = (cells.reported & cover.ranked)[:, units]
    x = cells.scored[:, units]
    for row, i in enumerate(rule.items):
        if cells.empty[row, n]:
            yield Note("column_empty", (("item", i.item),))
        elif have[row].sum() > 1 and np.ptp(x[row][have[row]]) == 0:
            yield Note("column_all_equal", (("item", i.item),))


def _reason(code: str, **numbers: Any) -> Reason:
    return Reason(code, tuple(numbers.items()))
