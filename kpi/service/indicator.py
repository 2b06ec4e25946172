"""One indicator in one group: the numbers over time, places over time, the table beneath."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kpi.board.derive import Column, Slices, column, target
from kpi.board.select import spell
from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import NEVER_RANKED, Basis, Indicator, Unit
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.outlook import Outlook
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.profile import Slope, Strips
from kpi.model.revision import Revision
from kpi.model.series import Fall, Line, Role, Trend
from kpi.model.table import NOT_APPLICABLE, REPORTED
from kpi.service import board as boards
from kpi.service import indicator_figures as figures
from kpi.service.outlooks import outlook
from kpi.service.stand import Stand
from kpi.service.trends import LOUD, SPAN, labels, ranks, span, summed, values


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator in one group over the periods `over`: `total`, `fall` and `outlook` only for
    amounts; `rows` is the table beneath. `codes` are the units behind the lines of `units`.
    """

    indicator: Indicator
    measure: Measure
    period: Period
    group: str
    over: tuple[Period, ...]
    codes: tuple[str, ...]
    edition: Edition
    total: Trend | None
    units: Trend
    ranks: Trend
    rows: tuple[dict[str, Any], ...]
    headline: str
    fall: Fall | None
    slope: Slope | None
    strips: Strips | None
    outlook: Outlook | None


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
    stand: Stand,
    code: str,
    measure: Measure,
    period: Period,
    group: str,
    vs: tuple[str, ...] = (),
) -> IndicatorView:
    """One indicator's profile in one group at a period that has figures; raises boards.Unknown.

    At most three units are coloured: those of `vs`, else the first and the last.
    """
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
    everyone = catalog.active(period)
    fall = figures.pulls(slices, own, period, members, whole)
    ahead = outlook(slices, own, period)
    return IndicatorView(
        own,
        measure,
        period,
        group,
        tuple(over),
        tuple(u.code for u in members),
        edition,
        _total(slices, own, measure, over, columns, whole),
        _units(edition, own, measure, over, columns, members, vs, slices),
        ranks(edition, [u.code for u in members], named=vs),
        _table(own, measure, over, columns, members, edition),
        _headline(edition, own, measure, group, whole, columns[-1], fall, ahead),
        fall,
        figures.slope(slices, own, measure, period, members, edition),
        figures.strips(
            Slices(panel, [u.code for u in everyone]), own, measure, period, everyone, edition
        ),
        ahead,
    )


def dressed(
    view: IndicatorView, revisions: Iterable[Revision], breaks: Iterable[Period]
) -> IndicatorView:
    """The same with what happened to its figures: ◇ where a number was changed, a break where
    they are counted in another way from then on.
    """
    inside = {(r.unit, r.period) for r in revisions if r.measure in (view.measure, Measure.YTD)}
    broken = tuple(n for n, p in enumerate(view.over) if n and p in set(breaks))
    if not inside and not broken:
        return view
    anybody = tuple(
        n for n, p in enumerate(view.over) if any((unit, p) in inside for unit in view.codes)
    )
    total = view.total
    if total is not None:
        lines = (replace(total.lines[0], revised=anybody), *total.lines[1:])
        total = replace(total, lines=lines, breaks=broken)
    lines = tuple(
        replace(line, revised=_revised(view, n, inside))
        if line.role != "target" and n < len(view.codes) and (line.colour or line.role != "other")
        else line
        for n, line in enumerate(view.units.lines)
    )
    units = replace(view.units, lines=lines, breaks=broken)
    return replace(view, total=total, units=units)


def _revised(view: IndicatorView, n: int, inside: set[tuple[str, Period]]) -> tuple[int, ...]:
    return tuple(i for i, p in enumerate(view.over) if (view.codes[n], p) in inside)


def _headline(
    edition: Edition,
    own: Indicator,
    measure: Measure,
    group: str,
    whole: str,
    now: Column,
    fall: Fall | None,
    ahead: Outlook | None,
) -> str:
    """街道合计完成年度目标71.3%，桥西街道拖累增速0.7个百分点; of a rate who leads."""
    if measure is own.measure and (ahead or fall):
        said = []
        if ahead:
            done = show.amount(ahead.completion, "%", 1)
            said.append(_("{whole}完成年度目标{done}").format(whole=whole, done=done))
        elif fall:
            pattern = (
                _("{whole}同比增长{growth}") if fall.total[1] >= 0 else _("{whole}同比下降{growth}")
            )
            growth = show.amount(abs(fall.total[1]), "%", 1)
            said.append(pattern.format(whole=whole, growth=growth))
        return _("，").join([*said, *([figures.drag(fall)] if fall else [])])
    if edition.within(group):
        return edition.headline(group)
    return _reported(edition, whole, now)


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
    vs: tuple[str, ...],
    slices: Slices,
) -> Trend:
    """A line per unit, at most three of them coloured; hollow where growth has a low base."""
    ranked = [e.unit for e in edition.within(None) if e.unit in {u.code for u in members}]
    loud = [*(vs or dict.fromkeys(ranked[:1] + ranked[-1:]))][:LOUD]
    low = figures.low_bases(slices, own, over) if measure is Measure.YOY else [set()] * len(members)
    lines = []
    for at, who in enumerate(members):
        entry = edition.entry(who.code)
        strong = who.code in loud
        colour = entry.colour if entry and strong else None
        role: Role = "own" if colour else "peer" if strong else "other"
        ran = values(columns, at)
        hollow = tuple(sorted(i for i in low[at] if ran[i] is not None)) if strong else ()
        lines.append(Line(edition.name(who.code), ran, role, colour, hollow=hollow))
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
