"""One unit: its boards, its indicators with their places, its trends."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.derive import Slices, column, target
from kpi.board.select import spell
from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Indicator, Unit
from kpi.model.edition import Edition, named
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.series import Line, Trend
from kpi.model.table import NOT_APPLICABLE
from kpi.service import board as boards
from kpi.service.stand import Stand
from kpi.service.trends import SPAN, averaged, labels, newest, ranks, span, values


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit on one board; rank None: not ranked."""

    edition: Edition
    rank: int | None
    of: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: its boards, its indicators with place in the group, its trends."""

    unit: Unit
    period: Period
    standings: tuple[Standing, ...]
    rows: tuple[dict[str, Any], ...]
    trends: tuple[Trend, ...]
    ranks: Trend | None


def unit(stand: Stand, code: str, period: Period) -> UnitView:
    """One unit's profile; indicators not due at `period` show their newest figures before it."""
    catalog = stand.catalog()
    if code not in catalog.unit:
        raise boards.Unknown(f"{code}: no such unit")
    panel = stand.panel(Wanted(periods=spell(period.shift(-SPAN["M"]), period)))
    who = next((u for u in catalog.active(period) if u.code == code), catalog.unit[code])
    members = [u for u in catalog.active(period) if u.group == who.group] or [who]
    slices = Slices(panel, [u.code for u in members])
    standings, rows, trends = [], [], []
    for board in catalog.boards:
        if who in catalog.members(board, period) and (
            found := _drawn(stand, board.code, period.within(board.freq))
        ):
            entry = found.entry(code)
            standings.append(
                Standing(found, entry.rank if entry else None, len(found.within(who.group)))
            )
    for own in catalog.indicators:
        at = newest(own, period, slices)
        if at is None or not own.ranked:
            continue
        row, trend = _profile(stand, own, at, slices, members, code)
        if row:
            rows.append(row)
        if trend:
            trends.append(trend)
    main = standings[0].edition if standings else None
    return UnitView(
        who,
        period,
        tuple(standings),
        tuple(rows),
        tuple(trends),
        ranks(main, [u.code for u in members], lead=code) if main else None,
    )


def _drawn(stand: Stand, code: str, period: Period) -> Edition | None:
    try:
        return stand.edition(code, period)
    except boards.Unknown:
        return None  # nothing reported or published for that period yet


def _profile(
    stand: Stand, own: Indicator, at: Period, slices: Slices, members: list[Unit], code: str
) -> tuple[dict[str, Any] | None, Trend | None]:
    """The unit's line in the table and its trend; None where it has nothing to do with the
    indicator, or fewer than two figures to join.
    """
    mine = [u.code for u in members].index(code)
    over = span(own, own.measure, at, slices)
    columns = [column(slices, own, own.measure, p) for p in over]
    growth, done = (column(slices, own, m, at) for m in (Measure.YOY, Measure.COMPLETION))
    tasked = bool(np.isfinite(done.value[mine]))
    edition = _drawn(stand, f"{own.code}.{Measure.COMPLETION if tasked else own.measure}", at)
    entry = edition.entry(code) if edition else None
    lines = [Line(_("本单位"), values(columns, mine))]
    if len(members) > 2 and own.uom == "%":
        lines.append(Line(_("组内平均"), averaged(columns), "mean"))
    goal = target(slices, own, at).value[mine]
    if own.measure is Measure.YTD and np.isfinite(goal):
        lines.append(Line(_("年度目标"), (float(goal),) * len(over), "target"))
    trend = Trend(
        named(own.name, own.name_en),
        own.uom,
        own.decimals,
        labels(over, own),
        tuple(lines),
        rank=entry.rank if entry else None,
    )
    value = values(columns[-1:], mine)[0]
    apart = columns[-1].status[mine] == NOT_APPLICABLE
    told = sum(v is not None for v in lines[0].values)
    if not told and not apart:
        return None, None
    row = {
        _("指标"): named(own.name, own.name_en),
        _("报告期"): at.label(cumulative=own.cumulative, merged=own.jan_feb_merged),
        _("数值"): show.amount(value, own.uom, own.decimals)
        if value is not None
        else (_("不适用") if apart else _("未报")),
        _("同比"): show.amount(float(growth.value[mine]), "%", 1, sign=True)
        if own.measure is not Measure.YOY
        else show.NOT_APPLICABLE,
        _("完成率"): show.amount(float(done.value[mine]), "%", 1),
        _("组内位次"): f"{entry.rank}/{len(edition.within(entry.group))}"
        if entry and edition and entry.rank
        else show.NOT_APPLICABLE,
        "code": own.code,
    }
    return row, trend if told > 1 else None
