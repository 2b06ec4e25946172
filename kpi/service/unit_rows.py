"""One indicator of a unit: its number and place, where that lies in the group, how it ran."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.derive import Column, Slices, column, progress, target
from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Entry
from kpi.model.catalog import Direction, Indicator
from kpi.model.edition import Edition, named
from kpi.model.measure import Array, Measure
from kpi.model.outlook import Outlook
from kpi.model.period import Period
from kpi.model.profile import Bullet, Position, Ring
from kpi.model.series import Line, Trend
from kpi.model.table import NOT_APPLICABLE
from kpi.service.outlooks import outlook
from kpi.service.trends import averaged, labels, span, values

FEWEST = 3  # periods that make a trend


@dataclass(frozen=True, slots=True)
class Own:
    """One indicator of a unit; `row` is its line in the table, `at` the period it was told of."""

    indicator: Indicator
    at: Period
    row: Mapping[str, Any]
    position: Position
    bullet: Bullet | None
    outlook: Outlook | None
    trend: Trend | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The unit, its group and the compared units, as positions in the slices."""

    slices: Slices
    mine: int
    group: tuple[int, ...]
    versus: Mapping[str, int]  # name → position
    edition: Edition | None  # the column's own board


def tasked(slices: Slices, own: Indicator, at: Period, mine: int) -> bool:
    """Whether the unit is measured by how much of its task it has done."""
    return bool(np.isfinite(column(slices, own, Measure.COMPLETION, at).value[mine]))


def own(asked: Asked, indicator: Indicator, measure: Measure, at: Period) -> Own | None:
    """What is known of one indicator, which the unit is ranked by `measure` of; None for a unit
    that has nothing to do with it.
    """
    slices, mine = asked.slices, asked.mine
    plain = column(slices, indicator, indicator.measure, at)
    over = _over(slices, indicator, at)
    columns = [column(slices, indicator, indicator.measure, p) for p in over]
    ran = values(columns, mine)
    apart = plain.status[mine] == NOT_APPLICABLE
    if not any(v is not None for v in ran) and not apart:
        return None
    entry = asked.edition.entry(asked.slices.units[mine]) if asked.edition else None
    shown = entry if measure in (indicator.measure, Measure.COMPLETION) else None
    trend = _trend(asked, indicator, over, columns, shown)
    return Own(
        indicator,
        at,
        _row(asked, indicator, at, plain, entry),
        _position(asked, indicator, measure, at, entry),
        _bullet(asked, indicator, measure, at),
        outlook(slices, indicator, at, mine),
        trend if sum(v is not None for v in ran) >= FEWEST else None,
    )


def _over(slices: Slices, own: Indicator, at: Period) -> list[Period]:
    """The months that all panels of a page share: the year so far; before March, a year back."""
    if own.freq != "M" or at.number < FEWEST:
        return span(own, own.measure, at, slices)
    first = 2 if own.jan_feb_merged else 1
    over = [Period(at.year, n) for n in range(first, at.number + 1)]
    while len(over) > 1 and not np.isfinite(column(slices, own, own.measure, over[0]).value).any():
        over.pop(0)
    return over


def _value(found: Column, at: int) -> float | None:
    value = float(found.value[at])
    return value if np.isfinite(value) else None


def _missing(found: Column, at: int) -> str:
    """不适用 or 未报."""
    return _("不适用") if found.status[at] == NOT_APPLICABLE else _("未报")


def _row(
    asked: Asked, own: Indicator, at: Period, plain: Column, entry: Entry | None
) -> dict[str, Any]:
    growth, done, month, rise = (
        float(column(asked.slices, own, m, at).value[asked.mine])
        for m in (Measure.YOY, Measure.COMPLETION, Measure.MONTH, Measure.MOM)
    )
    value = _value(plain, asked.mine)
    ranked = asked.edition and entry and entry.rank
    ahead = outlook(asked.slices, own, at, asked.mine)
    return {
        _("指标"): named(own.name, own.name_en),
        _("报告期"): at.label(cumulative=own.cumulative, merged=own.jan_feb_merged),
        _("数值"): show.measured(value, own.measure, own.uom, own.decimals)
        if value is not None
        else _missing(plain, asked.mine),
        _("同比"): show.amount(growth, "%", 1, sign=True)
        if own.measure is not Measure.YOY
        else show.NOT_APPLICABLE,
        _("当月"): show.amount(month, own.uom, own.decimals),
        _("环比"): show.amount(rise, "%", 1, sign=True),
        _("完成率"): show.amount(done, "%", 1),
        _("组内位次"): f"{entry.rank}/{len(asked.edition.within(entry.group))}"
        if ranked and asked.edition and entry
        else show.NOT_APPLICABLE,
        _("年末预计"): show.amount(ahead.forecast if ahead else None, own.uom, own.decimals),
        _("预计完成"): show.amount(ahead.share if ahead else None, "%", 1),
        _("余下月均需"): show.amount(ahead.needed if ahead else None, own.uom, own.decimals),
        "code": own.code,
    }


def turned(asked: Slices, own: Indicator, at: Period, measure: Measure, found: Column) -> Array:
    """The numbers with more = better; of a level to be met, minus the distance to it."""
    if own.direction is Direction.LOWER and measure is not Measure.COMPLETION:
        return -found.value
    if own.direction is Direction.TARGET and measure is own.measure:
        return np.asarray(-np.abs(found.value - target(asked, own, at).value))
    return found.value


def _position(
    asked: Asked, own: Indicator, measure: Measure, at: Period, entry: Entry | None
) -> Position:
    found = column(asked.slices, own, measure, at)
    better = turned(asked.slices, own, at, measure, found)
    group = tuple(float(better[n]) for n in asked.group if np.isfinite(better[n]))
    digits = own.digits(measure)
    value = _value(found, asked.mine)
    key = f"{own.code}.{measure}"
    told = [float(found.value[n]) for n in asked.group if np.isfinite(found.value[n])]
    median = float(np.median(told)) if told and own.direction is not Direction.TARGET else None
    ranked = entry is not None and entry.rank is not None and asked.edition is not None
    return Position(
        name=asked.edition.item_name(key) if asked.edition else named(own.name, own.name_en),
        own=float(better[asked.mine]) if np.isfinite(better[asked.mine]) else None,
        group=group,
        text=show.measured(value, measure, own.uom, digits) if value is not None else "",
        rank=entry.rank if ranked and entry else None,
        of=len(asked.edition.within(entry.group)) if ranked and entry and asked.edition else 0,
        median_text=show.measured(median, measure, own.uom, digits) if median is not None else "",
        note="" if value is not None else _missing(found, asked.mine),
        rings=tuple(
            Ring(
                name,
                float(better[n]) if np.isfinite(better[n]) else None,
                show.measured(_value(found, n), measure, own.uom, digits),
            )
            for name, n in asked.versus.items()
        ),
    )


def _bullet(asked: Asked, own: Indicator, measure: Measure, at: Period) -> Bullet | None:
    """The task in percent of the year's target; None where the unit has none."""
    if measure is not Measure.COMPLETION:
        return None
    done = column(asked.slices, own, measure, at).value
    told = [float(done[n]) for n in asked.group if np.isfinite(done[n])]
    due = float(progress(asked.slices, own, at).value[asked.mine])
    ahead = outlook(asked.slices, own, at, asked.mine)
    entry = asked.edition.entry(asked.slices.units[asked.mine]) if asked.edition else None
    return Bullet(
        named(own.name, own.name_en),
        float(done[asked.mine]),
        sum(told) / len(told) if len(told) > 1 else None,
        due if np.isfinite(due) else None,
        ahead.share if ahead and ahead.left else None,
        entry.colour if entry else None,
    )


def _trend(
    asked: Asked, own: Indicator, over: list[Period], columns: list[Column], entry: Entry | None
) -> Trend:
    lines = [Line(_("本单位"), values(columns, asked.mine))]
    lines += [Line(name, values(columns, n), "peer") for name, n in asked.versus.items()]
    if len(asked.group) > 2 and own.uom == "%":
        members = list(asked.group)
        inside = [Column(c.value[members], c.status[members]) for c in columns]
        lines.append(Line(_("组内平均"), averaged(inside), "mean"))
    goal = target(asked.slices, own, over[-1]).value[asked.mine] if over else np.nan
    if own.measure is Measure.YTD and np.isfinite(goal):
        lines.append(Line(_("年度目标"), (float(goal),) * len(over), "target"))
    return Trend(
        named(own.name, own.name_en),
        "%" if own.measure is Measure.YOY else own.uom,
        own.decimals,
        labels(over, own),
        tuple(lines),
        rank=entry.rank if entry else None,
    )
