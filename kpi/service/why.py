"""Why a unit stands where it stands and what would change it, in the figures that offices report.

A lever is a stored number: 固定资产投资 of a unit in 亿元. With it move completion, gap to time
progress and growth together, as they would with a new report; the whole board is judged anew.
"""

from collections.abc import Mapping

import numpy as np

from kpi.board import aim, derive, gaps, improve
from kpi.board.change import change
from kpi.board.lever import Build, Lever, in_hand
from kpi.board.select import select, split
from kpi.model import show
from kpi.model.catalog import BoardSpec, Catalog, Indicator
from kpi.model.edition import Edition
from kpi.model.measure import Measure, half_up
from kpi.model.table import REPORTED, Table
from kpi.model.when import COMPUTED
from kpi.model.why import Barrier, Plan, Why
from kpi.service import editions
from kpi.service.board import SEASON, Round, Unknown, season
from kpi.service.stand import Stand

SIGNED = frozenset({Measure.YOY, Measure.MOM, Measure.GAP})  # may lie below zero


def why(stand: Stand, edition: Edition, unit: str) -> Why:
    """Everything about the place of one unit; it is worked out when asked for, of a published
    edition from its own snapshot.
    """
    look_back = SEASON if edition.spec.rule.streaks else 2
    board, catalog, having, panel = stand.footing(edition, look_back)
    usual, published = catalog.board.get(board.code), editions.past(edition)
    told_of = season(board, catalog, having, panel, published=published, usual=usual)
    rounds = list(told_of)[-2:]
    if unit not in rounds[-1].slices.units:
        raise Unknown(f"{unit}: not on {board.code}")
    return told(rounds, board, catalog, unit)


def told(rounds: list[Round], board: BoardSpec, catalog: Catalog, unit: str) -> Why:
    """The same from rounds already judged: the one told of last, the one before it first."""
    now, judged = rounds[-1], rounds[-1].judged
    u = aim.position(judged, unit)
    if judged.lists is None or not judged.scores.norm.cover.ranked[u]:
        return Why(unit, None)
    other = gaps.line(judged, unit)
    mean = gaps.against_mean(judged, unit)
    line = gaps.against(judged, unit, other) if other else None
    ahead, behind = gaps.neighbours(judged, unit)
    held = levers(now, board, catalog, unit)
    build = _builder(now, board, catalog, unit)
    ways, together = improve.ways(judged, unit, held, build)
    return Why(
        unit,
        aim.colour(judged, u),
        mean,
        line,
        ahead,
        behind,
        gaps.to_line(judged, unit),
        _barriers(now, u),
        ways,
        together,
        improve.margins(judged, unit, held, build),
        gaps.flips(judged, unit),
        plans(now, board, catalog, unit, other),
        change(rounds[0].judged if len(rounds) > 1 else None, judged, unit),
        gaps.trace(judged, unit, mean, line),
    )


def _barriers(now: Round, u: int) -> tuple[Barrier, ...]:
    """What holds a black unit there; what any other that is not red lacks for red.

    The task that a unit was given is no matter of its own, so nothing is said of it.
    """
    colour, cells = aim.colour(now.judged, u), now.judged.scores.norm.cover.cells
    if colour == "red":
        return ()
    found = aim.barriers(now.judged, u, "black" if colour == "black" else "red")
    return tuple(b for b in found if b.fact in COMPUTED or in_hand(cells, b.fact))


def levers(now: Round, board: BoardSpec, catalog: Catalog, unit: str) -> tuple[Lever, ...]:
    """The stored numbers of the unit that the rule's columns stand on, each once."""
    cells, at = now.judged.scores.norm.cover.cells, now.slices.units.index(unit)
    found = {}
    for key in board.rule.columns:
        named = split(key, catalog)
        own = derive.due(named[0], now.period) if named else None
        if named is None or own is None or not in_hand(cells, key):
            continue
        indicator, measure = named
        keys = [(measure, own), *derive.sources(indicator, measure, own)]
        for measure, period in keys:
            cell = now.slices.stored(indicator.code, measure, period)
            if cell.status[at] == REPORTED and period == own:
                lever = _lever(indicator, measure, float(cell.value[at]))
                found[lever.key] = lever
                break
    return tuple(found.values())


def _lever(indicator: Indicator, measure: Measure, now: float) -> Lever:
    """A stored number with its last digit and the bounds that its indicator is known by."""
    own = measure is indicator.measure
    low = indicator.low if own and indicator.low is not None else -np.inf
    if measure not in SIGNED and now >= 0:
        low = max(low, 0.0)
    high = indicator.high if own and indicator.high is not None else np.inf
    key = f"{indicator.code}.{measure}"
    return Lever(key, now, indicator.digits(measure), min(low, now), max(high, now))


def _builder(now: Round, board: BoardSpec, catalog: Catalog, unit: str) -> Build:
    """The table as it would be with other stored numbers of the unit."""

    def build(changes: Mapping[str, float]) -> Table:
        slices = now.slices
        for key, value in changes.items():
            code, measure = key.split(".")
            own = now.period.within(catalog.indicator[code].freq)
            slices = slices.replaced(code, measure, own, unit, value)
        return select(slices, board, catalog, now.period, now.past)

    return build


def plans(
    now: Round, board: BoardSpec, catalog: Catalog, unit: str, other: str | None
) -> tuple[Plan, ...]:
    """What each task of the board lacks to time progress now and a period on."""
    found = []
    at = now.slices.units.index(unit)
    for item in board.rule.items:
        named = split(item.column, catalog)
        if not named or named[1] is not Measure.COMPLETION:
            continue
        indicator, own = named[0], derive.due(named[0], now.period)
        if own is None:
            continue
        measure = indicator.measure if indicator.measure is not Measure.MONTH else Measure.YTD
        done = float(derive.column(now.slices, indicator, measure, own).value[at])
        task = float(derive.target(now.slices, indicator, own).value[at])
        if not (np.isfinite(done) and task > 0):
            continue
        ends = [own] if own.shift(1).year > own.year else [own, own.shift(1)]
        due = [float(derive.progress(now.slices, indicator, p).value[at]) for p in ends]
        short = [_short(task * share / 100 - done, indicator.decimals) for share in due]
        level = None
        if other is not None:
            line = derive.column(now.slices, indicator, Measure.COMPLETION, own)
            both = half_up(line.value[[now.slices.units.index(other), at]], 1)
            level = _short(float(both[0] - both[1]) * task / 100, indicator.decimals)
        found.append(
            Plan(
                indicator.code,
                task,
                done,
                due[0],
                short[0],
                due[1] if len(due) > 1 else None,
                short[1] if len(short) > 1 else None,
                level,
            )
        )
    return tuple(found)


def _short(amount: float, digits: int) -> float:
    """What is lacking, rounded up at the indicator's digits so that it suffices; 0 if nothing."""
    if not amount > 0:
        return 0.0
    return show.enough(amount, digits)
