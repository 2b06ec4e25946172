"""Why a place moved: by the unit's own numbers or by those of the others."""

from collections.abc import Mapping

import numpy as np

from kpi.board import aim
from kpi.board.answer import Judged
from kpi.board.score import judge
from kpi.model.field import RuleError
from kpi.model.rule import Rule
from kpi.model.table import Table
from kpi.model.why import Cause, Change, Share


def change(before: Judged | None, now: Judged, unit: str) -> Change:
    """The movement of a place, split where rule and units are the same.

    With r(others' numbers, own numbers) as the place on a board made of both:
    own = ½[(r(then, now) − r(then, then)) + (r(now, now) − r(now, then))], others = the rest.
    Anchors that live are moved along, since each r is a whole board.
    """
    rank = _rank(now, unit)
    if before is None or unit not in _table(before).units:
        return Change(None, rank, cause="new")
    was = _rank(before, unit)
    if was is None or rank is None:
        return Change(was, rank, cause="unranked")
    if cause := _cause(before, now, unit):
        return Change(was, rank, cause=cause)
    mine = _mixed(_table(before), _table(now), unit)
    theirs = _mixed(_table(now), _table(before), unit)
    try:
        new_self = _rank(judge(mine, _rule(now)), unit)
        new_rest = _rank(judge(theirs, _rule(now)), unit)
    except RuleError:  # a mean that refuses the mixed numbers
        return Change(was, rank, cause="unranked")
    if new_self is None or new_rest is None:
        return Change(was, rank, cause="unranked")
    own = ((new_self - was) + (rank - new_rest)) / 2
    return Change(was, rank, own, rank - was - own, _shares(before, now, unit, own))


def _cause(before: Judged, now: Judged, unit: str) -> Cause:
    """What else moved the place: another rule, other units beside it."""
    if _rule(before).hash != _rule(now).hash:
        return "rule"
    return "units" if _peers(before, unit) != _peers(now, unit) else ""


def _peers(judged: Judged, unit: str) -> frozenset[str]:
    """The units of the unit's scope, ranked or not."""
    scopes, units = judged.scores.norm.cover.cells.scopes, _table(judged).units
    own = scopes.index[aim.position(judged, unit)]
    return frozenset(u for u, at in zip(units, scopes.index, strict=True) if at == own)


def _mixed(others: Table, own: Table, unit: str) -> Table:
    """The numbers of `others`, the unit's own taken from `own`."""
    value, status = others.value.copy(), others.status.copy()
    u, v = others.units.index(unit), own.units.index(unit)
    at: Mapping[str, int] = {c: n for n, c in enumerate(own.columns)}
    for n, column in enumerate(others.columns):
        value[n, u], status[n, u] = own.value[at[column], v], own.status[at[column], v]
    return Table(others.units, others.groups, others.columns, value, status)


def _shares(before: Judged, now: Judged, unit: str, own: float) -> tuple[Share, ...]:
    """The own part by item, in proportion to w̃Δn; nothing where that adds up to nothing."""
    u, v = aim.position(now, unit), aim.position(before, unit)
    weight = np.nan_to_num(now.scores.weight[:, u])
    moved = now.scores.norm.basis[:, u] - before.scores.norm.basis[:, v]
    parts = np.where(np.isfinite(moved), weight * np.nan_to_num(moved), 0.0)
    total = float(parts.sum())
    if abs(total) < 1e-9 or not own:
        return ()
    items = _rule(now).items
    return tuple(
        Share(i.item, float(x * own / total)) for i, x in zip(items, parts, strict=True) if x
    )


def _rank(judged: Judged, unit: str) -> int | None:
    if judged.places is None:
        return None
    return int(judged.places.rank[aim.position(judged, unit)]) or None


def _table(judged: Judged) -> Table:
    return judged.scores.norm.cover.cells.table


def _rule(judged: Judged) -> Rule:
    return judged.scores.norm.cover.cells.rule
