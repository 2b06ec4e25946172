"""The rule linter: what a rule leaves open or cannot mean. Warnings, never refusals."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor, inf

import numpy as np

from kpi.board.answer import Judged
from kpi.board.cells import lacking
from kpi.board.lists import seats_of
from kpi.board.score import judge
from kpi.board.spans import Key, Span, alternatives, bound, box, boxes
from kpi.model.finding import Finding
from kpi.model.rule import Item, Rule, Scope, Seats
from kpi.model.table import Table
from kpi.model.when import Gate

MOST_ITEMS, FEW, HALF = 12, 0.7, 0.5
ACTIVITY = re.compile(
    "会议|培训|文章|稿件|信息报送|简报|打卡|签到|积分|点赞|转发|在线时长|学习时长|走访|督查次数|检查次数"
)
CUMULATIVE = (".ytd", ".completion", ".gap", ".run_rate")


def lint(
    table: Table,
    rule: Rule,
    titles: Mapping[str, str] | None = None,
    cumulative: Collection[str] = (),
) -> Iterator[Finding]:
    """Everything to be said against `rule`, with the units and values of `table`.

    `titles` names columns, to tell activity counts; `cumulative` are further columns that cover
    the year so far. Raises RuleError where the rule cannot be used on this table.
    """
    judged = judge(table, rule)
    yield from _conditions(rule)
    yield from _seats(judged)
    yield from _items(rule, titles or {})
    for check in (_bands, _outliers, _zeros, _few):
        yield from check(judged)
    yield from _streaks(rule, cumulative)
    yield from _documents(judged)


def _finding(code: str, **numbers: object) -> Finding:
    return Finding(code, tuple(numbers.items()))


def _scopes(rule: Rule) -> list[tuple[str | None, Scope]]:
    """The rule's own lists (None), and those of the groups that differ from it."""
    own = rule.scope
    others = [(p.group, p.scope) for p in rule.groups]
    return [(None, own), *((g, s) for g, s in others if (s.red, s.black) != (own.red, own.black))]


def _conditions(rule: Rule) -> Iterator[Finding]:
    seen: set[tuple[object, ...]] = set()
    for group, scope in _scopes(rule):
        for colour, seats in (("red", scope.red), ("black", scope.black)):
            if seats and (colour, seats.when) not in seen:
                seen.add((colour, seats.when))
                yield from _never(colour, seats)
        pair = (scope.red and scope.red.when, scope.black and scope.black.when)
        if scope.red and scope.black and pair not in seen:
            seen.add(pair)
            yield from _between(group, scope.red, scope.black)
        if scope.black and not scope.black.when and ("free", True) not in seen:
            seen.add(("free", True))
            yield _finding("no_gate", scope=group)


def _never(colour: str, seats: Seats) -> Iterator[Finding]:
    for gates in alternatives(seats.when):
        ranges = box(gates)
        stuck = [key for key, span in ranges.items() if span.empty]
        if stuck:
            fault: tuple[Gate, ...] = tuple(g for g in gates if box((g,)).keys() & {stuck[0]})
            yield _finding("never", list=colour, gates=fault)


def _between(group: str | None, red: Seats, black: Seats) -> Iterator[Finding]:
    """Facts that both lists ask for: a range that neither wants, a range that both want."""
    reds, blacks = boxes(red.when), boxes(black.when)
    shared = [(a, b) for a in reds for b in blacks if a.keys() & b.keys()]
    overlapping: dict[Key, Span] = {}
    for a, b in shared:
        common = {key: a[key].meet(b[key]) for key in a if key in b}
        if not any(span.empty for span in common.values()):
            overlapping |= common
    for key, span in overlapping.items():
        yield _range("overlap", group, key, span.low, span.high)
    # only what every way onto either list asks for: another way may reach into the range
    for key in (
        k for k in dict.fromkeys(k for a in reds for k in a) if _asked_by_all(k, reds, blacks)
    ):
        hole = _hole([a[key] for a in reds], [b[key] for b in blacks])
        if hole:
            yield _range("gap", group, key, *hole)
    free = all(s.n is None and s.share is None for s in (red, black))
    if free and reds and blacks and any(not a.keys() & b.keys() for a in reds for b in blacks):
        yield _finding("both_possible", scope=group)


def _asked_by_all(key: Key, *sides: Sequence[Mapping[Key, Span]]) -> bool:
    return all(side and all(key in box for box in side) for side in sides)


def _range(code: str, group: str | None, key: Key, low: float, high: float) -> Finding:
    ends = (bound(key, low), bound(key, high))
    return _finding(code, scope=group, fact=key[0], low=ends[0], high=ends[1])


def _hole(red: list[Span], black: list[Span]) -> tuple[float, float] | None:
    """The finite range between all of one list and all of the other; None if they touch."""
    for above, below in ((red, black), (black, red)):
        low = max(below, key=lambda s: (s.high, not s.high_open))
        high = min(above, key=lambda s: (s.low, s.low_open))
        if low.high == inf or high.low == -inf:
            continue
        point = low.high == high.low and low.high_open and high.low_open
        if low.high < high.low or point:
            return low.high, high.low
    return None


def _seats(judged: Judged) -> Iterator[Finding]:
    covered = judged.scores.norm.cover
    scopes, rule = covered.cells.scopes, covered.cells.rule
    for name, units in zip(scopes.names, scopes.slices(), strict=True):
        m, scope = int(covered.ranked[units].sum()), rule.within(name)
        if m < scope.min_group:
            continue
        limit, given = floor(m * scope.max_share + 1e-9), {}
        for colour in ("red", "black"):
            seats = seats_of(scope, colour)
            asked = _asked(seats, m) if seats else 0
            given[colour] = min(asked, limit)
            if asked > limit:
                numbers = {"group": name, "list": colour, "asked": asked, "limit": limit}
                yield _finding("seats_over", **numbers, ranked=m)
        if given["red"] and given["black"] and sum(given.values()) >= m:
            yield _finding("seats_cover", group=name, **given, ranked=m)


def _asked(seats: Seats, m: int) -> int:
    return seats.n if seats.n is not None else floor(m * (seats.share or 0) + 1e-9)


def _items(rule: Rule, titles: Mapping[str, str]) -> Iterator[Finding]:
    scored = [i for i in rule.items if i.scored]
    if len(scored) > MOST_ITEMS:
        yield _finding("many_items", count=len(scored), most=MOST_ITEMS)
    for item in scored:
        if ACTIVITY.search(titles.get(item.column, item.column)):
            yield _finding("activity", item=item.column)
    total = sum(b.weight for b in rule.blocks) or sum(i.weight for i in scored)
    if "百分制" in rule.name + rule.note and abs(total - 100) > 1e-9:
        yield _finding("weights", total=float(total))


def _bands(judged: Judged) -> Iterator[Finding]:
    for item in _scored(judged):
        if item.method != "bands":
            continue
        steps = item.param("bands")
        for (edge, score), (_next, worse) in pairwise(steps):
            if worse > score:
                yield _finding("bands_turn", item=item.column, edge=edge, score=score, worse=worse)


def _outliers(judged: Judged) -> Iterator[Finding]:
    """Min–max columns in which one unit leaves less than half of the scale to all others."""
    covered = judged.scores.norm.cover
    cells = covered.cells
    for row, item in enumerate(cells.rule.items):
        if item.method != "minmax" or not item.scored:
            continue
        for units in cells.reference.slices():
            have = (cells.reported[row] & covered.ranked)[units]
            if have.sum() < 4:
                continue
            at = np.flatnonzero(have)
            order = at[np.argsort(cells.better[row][units][at], kind="stable")]
            o = cells.better[row][units][order]
            ends = [(o[-2] - o[0], order[-1]), (o[-1] - o[1], order[0])]
            rest, unit = min(ends, key=lambda end: end[0])
            if o[-1] > o[0] and rest < HALF * (o[-1] - o[0]):
                code = cells.table.units[units.start + int(unit)]
                share = float(rest / (o[-1] - o[0]))
                yield _finding("outlier", item=item.column, unit=code, share=share)


def _zeros(judged: Judged) -> Iterator[Finding]:
    rule = judged.scores.norm.cover.cells.rule
    strict = ("geometric", "harmonic")
    inside = {b.code: b.aggregate for b in rule.blocks}
    for item in _scored(judged):
        own = inside.get(item.block or "", rule.aggregate)
        kind = own if own in strict else rule.aggregate
        if kind in strict and (least(item) <= 0 or item.missing == "zero"):
            yield _finding("zero_kills", item=item.column, aggregate=kind)


def least(item: Item) -> float:
    """The fewest points that an item can give; −inf where nothing bounds them."""
    p = dict(item.params)
    free: dict[str, Callable[[], float]] = {
        "minmax": lambda: min(p["lo"], p["hi"]),
        "percentile": lambda: min(p["lo"], p["hi"]),
        "rank": lambda: -inf if p["step"] is not None else min(p["lo"], p["hi"]),
        "bands": lambda: min(score for _edge, score in p["bands"]),
    }
    low = free[item.method]() if item.method in free else -inf
    bottom = p.get("floor")
    return low if bottom is None else max(low, bottom)


def _few(judged: Judged) -> Iterator[Finding]:
    cells = judged.scores.norm.cover.cells
    lost = lacking(cells.status)
    for row, item in enumerate(cells.rule.items):
        reported = int(cells.reported[row].sum())
        of = reported + int(lost[row].sum())
        if item.scored and of and reported / of < FEW:
            yield _finding("few_reported", item=item.column, reported=reported, of=of)


def _streaks(rule: Rule, cumulative: Collection[str]) -> Iterator[Finding]:
    """A bad January stays all year: two of equal units remain last with 0.58 (Jan) to 0.83."""
    over = [
        i.column
        for i in rule.items
        if i.scored and (i.column in cumulative or i.column.endswith(CUMULATIVE))
    ]
    for fact in rule.streaks:
        if over:
            yield _finding("streak_echo", fact=fact, item=over[0])


def _documents(judged: Judged) -> Iterator[Finding]:
    cells = judged.scores.norm.cover.cells
    for n, veto in enumerate(cells.rule.veto):
        if veto.effect != "black":
            continue
        hit = set(veto.units or ()) if veto.when is None else set()
        if judged.lists:
            hit |= {u for u, v in zip(cells.table.units, judged.lists.vetoed[n], strict=True) if v}
        for e in cells.rule.exemptions:
            if e.origin == "black" and e.unit in hit:
                yield _finding("exempt_and_veto", unit=e.unit, veto=veto.doc, exempt=e.doc)


def _scored(judged: Judged) -> list[Item]:
    return [i for i in judged.scores.norm.cover.cells.rule.items if i.scored]
