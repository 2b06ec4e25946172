"""Beside the number that a board of one item ranks: amount, task, growth, distance to time."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.board.derive import column, due
from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.table import NOT_APPLICABLE
from kpi.service.matrix import slices
from kpi.service.stand import Stand

SIGNED = frozenset({Measure.YOY, Measure.GAP})


@dataclass(frozen=True, slots=True)
class Beside:
    """One further measure of the ranked indicator: its name, unit of measure and texts by unit."""

    measure: Measure
    name: str
    uom: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bars:
    """The scale of a board's bars: `top` is the full width, `due` where each unit should be now
    (time progress), empty for what has no task.
    """

    top: float
    due: Mapping[str, float]


def beside(stand: Stand, edition: Edition, group: str | None) -> tuple[Beside, ...]:
    """The measures that anybody has a number of; none for a board of several items."""
    only = scope.single(edition)
    own = edition.indicator(only.column) if only else None
    at = due(own, edition.period) if own else None
    if only is None or own is None or at is None:
        return ()
    ranked, amount = edition.measure(only.column), own.measure
    if amount is Measure.MONTH and ranked in (Measure.COMPLETION, Measure.GAP):
        amount = Measure.YTD
    wanted = dict.fromkeys((amount, Measure.TARGET, Measure.YOY, Measure.GAP))
    cells = slices(stand, edition, [e.unit for e in scope.members(edition, group)])
    found = []
    for measure in (m for m in wanted if m is not ranked):
        told = column(cells, own, measure, at)
        values = told.value.tolist()
        if not any(v == v for v in values):
            continue
        digits, signed = own.digits(measure), measure in SIGNED
        empty = [show.NOT_APPLICABLE if s == NOT_APPLICABLE else _("未报") for s in told.status]
        texts = {
            unit: show.number(v, digits, sign=signed) if v == v else none
            for unit, v, none in zip(cells.units, values, empty, strict=True)
        }
        if measure is own.measure and not own.cumulative:
            name = named(own.name, own.name_en)
        else:
            name = show.measure_name(measure)
        percent = measure in PERCENT
        uom = "%" if percent else "个百分点" if measure is Measure.GAP else own.uom
        found.append(Beside(measure, name, uom, texts))
    return tuple(found)


def scale(stand: Stand, edition: Edition, group: str | None) -> Bars | None:
    """How wide the bars of a board are drawn, from zero; None where a number lies below it."""
    only, members = scope.single(edition), edition.within(group)
    if only is None:
        numbers = [e.score for e in members if e.score is not None]
    else:
        parts = (scope.part(e, only.item) for e in members)
        numbers = [p.value for p in parts if p and p.value is not None]
    if not numbers or min(numbers) < 0:
        return None
    marks: Mapping[str, float] = {}
    if only is not None and edition.measure(only.column) is Measure.COMPLETION:
        marks = _progress(stand, edition, group, only.column)
    top = max(*numbers, *marks.values(), 0.0)
    return Bars(top, marks) if top > 0 else None


def _progress(stand: Stand, edition: Edition, group: str | None, key: str) -> Mapping[str, float]:
    """Time progress of each unit, by its plan where it has one."""
    own = edition.indicator(key)
    at = due(own, edition.period) if own else None
    if own is None or at is None:
        return {}
    cells = slices(stand, edition, [e.unit for e in scope.members(edition, group)])
    values = column(cells, own, Measure.PROGRESS, at).value.tolist()
    return {u: v for u, v in zip(cells.units, values, strict=True) if v == v}
