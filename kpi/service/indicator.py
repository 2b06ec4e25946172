"""One indicator in one group: the numbers over time, places over time, the table beneath."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.derive import Column, Slices, column, target
from kpi.board.select import spell
from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import NEVER_RANKED, Basis, Indicator, Unit
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.series import Bars, Line, Role, Trend
from kpi.model.table import NOT_APPLICABLE, REPORTED
from kpi.service import board as boards
from kpi.service.stand import Stand
from kpi.service.trends import SPAN, bars, labels, ranks, span, summed, values


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator in one group: `total` only for amounts; `rows` is the table beneath."""

    indicator: Indicator
    measure: Measure
    period: Period
    group: str
    measures: tuple[Measure, ...]
    edition: Edition
    bars: Bars
    total: Trend | None
    units: Trend
    ranks: Trend
    rows: tuple[dict[str, Any], ...]
    headline: str


def measures(stand: Stand, indicator: Indicator) -> tuple[Measure, ...]:
    """The measures that have figures or can be derived, the indicator's own first."""
    stored = {m for _, m, _ in stand.series(indicator.code)}
    found = [indicator.measure]
    if indicator.measure is Measure.YTD and indicator.freq == "M":
        found.append(Measure.MONTH)
    if indicator.measure is not Measure.YOY and (
        "yoy" in stored or indicator.basis is Basis.NOMINAL
    ):
        found.append(Measure.YOY)
    if stored & {"target", "stretch"}:
        found.append(Measure.COMPLETION)
    return tuple(found)


def periods(stand: Stand, indicator: Indicator) -> tuple[Period, ...]:
    """The indicator's own periods that have figures, newest first."""
    rows = stand.series(indicator.code)
    own = {p for _, m, p in rows if m not in boards.TASKS}
    found = (Period.parse(p) for p in own)
    return tuple(sorted((p for p in found if p.freq == indicator.freq), key=str, reverse=True))


def indicator(
    stand: Stand, code: str, measure: Measure, period: Period, group: str
) -> IndicatorView:
    """One indicator's profile in one group at a period that has figures; raises boards.Unknown."""
    catalog = stand.catalog()
    if code not in catalog.indicator:
        raise boards.Unknown(f"{code}: no such indicator")
    wanted = Wanted(indicators=(code,), periods=spell(period.shift(-SPAN["M"]), period))
    panel = stand.panel(wanted)
    own = catalog.indicator[code]
    edition = stand.edition(f"{code}.{measure}", period)
    telling = set(panel["unit"]) if group == NEVER_RANKED else {u.code for u in catalog.units}
    members = [
        u for u in catalog.units if u.group == group and u.code in telling and u.active(period)
    ]
    slices = Slices(panel, [u.code for u in members])
    whole = (
        edition.name(members[0].code)
        if len(members) == 1
        else _("{group}合计").format(group=catalog.said(group))
    )
    over = span(own, measure, period, slices)
    columns = [column(slices, own, measure, p) for p in over]
    return IndicatorView(
        own,
        measure,
        period,
        group,
        measures(stand, own),
        edition,
        bars(edition, group),
        _total(slices, own, measure, over, columns, whole),
        _units(edition, own, measure, over, columns, members),
        ranks(edition, [u.code for u in members]),
        _table(own, measure, over, columns, members, edition),
        edition.headline(group)
        if edition.within(group)
        else _reported(edition, whole, columns[-1]),
    )


def _reported(edition: Edition, whole: str, now: Column) -> str:
    """What stands in place of a ranking: 本区2026年前三季度地区生产总值398.20亿元."""
    own = edition.indicator(edition.spec.code)
    value = float(np.nansum(now.value)) if np.isfinite(now.value).any() else None
    when = edition.period.label(cumulative=bool(own and own.cumulative))
    return _("{unit}{period}{stated}").format(
        unit=whole, period=when, stated=edition.stated(edition.spec.code, value)
    )


def _total(
    slices: Slices,
    own: Indicator,
    measure: Measure,
    over: list[Period],
    columns: list[Column],
    whole: str,
) -> Trend | None:
    if own.uom == "%" or measure not in (Measure.YTD, Measure.MONTH, Measure.LEVEL):
        return None
    lines = [Line(whole, summed(columns))]
    before = [column(slices, own, measure, p.year_ago()) for p in over]
    if own.freq != "Y" and any(v is not None for v in summed(before)):
        lines.append(Line(_("上年同期"), summed(before), "last_year"))
    goal = float(np.nansum(target(slices, own, over[-1]).value))
    if measure is Measure.YTD and goal > 0:
        lines.append(Line(_("年度目标"), (goal,) * len(over), "target"))
    return Trend(
        named(own.name, own.name_en), own.uom, own.digits(measure), labels(over, own), tuple(lines)
    )


def _units(
    edition: Edition,
    own: Indicator,
    measure: Measure,
    over: list[Period],
    columns: list[Column],
    members: list[Unit],
) -> Trend:
    lines = []
    for at, who in enumerate(members):
        entry = edition.entry(who.code)
        colour = entry.colour if entry else None
        ends = entry is not None and 1 in (entry.rank, entry.rank_from_last)
        role: Role = "own" if colour else "peer" if ends else "other"
        lines.append(Line(edition.name(who.code), values(columns, at), role, colour))
    if measure is Measure.COMPLETION:
        lines.append(Line(_("序时进度"), tuple(p.elapsed() for p in over), "target"))
    uom = "%" if measure in PERCENT else own.uom
    return Trend(
        edition.item_name(f"{own.code}.{measure}"),
        uom,
        own.digits(measure),
        labels(over, own),
        tuple(lines),
    )


def _table(
    own: Indicator,
    measure: Measure,
    over: list[Period],
    columns: list[Column],
    members: list[Unit],
    edition: Edition,
) -> tuple[dict[str, Any], ...]:
    rows = []
    for at, who in enumerate(members):
        entry = edition.entry(who.code)
        rank = entry.rank if entry else None
        cells = {
            label: show.number(value, own.digits(measure))
            if columns[n].status[at] == REPORTED
            else (show.NOT_APPLICABLE if columns[n].status[at] == NOT_APPLICABLE else _("未报"))
            for n, (label, value) in enumerate(
                zip(labels(over, own), values(columns, at), strict=True)
            )
        }
        place = str(rank or show.NOT_APPLICABLE)
        rows.append(
            (
                rank or len(members) + 1,
                {_("位次"): place, _("单位"): edition.name(who.code), **cells},
            )
        )
    return tuple(row for _rank, row in sorted(rows, key=lambda pair: pair[0]))
