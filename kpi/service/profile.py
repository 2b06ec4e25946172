"""One indicator, one unit: the numbers over time, places over time, the table beneath."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from kpi.board.derive import Column, Slices, column, due, target
from kpi.board.select import spell
from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Entry
from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.series import Bar, Bars, Line, Role, Trend
from kpi.model.table import REPORTED
from kpi.service import board as boards
from kpi.store import catalog as names
from kpi.store import observations
from kpi.store.engine import Store

SPAN = {"M": 13, "Q": 8, "H": 6, "Y": 10}


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


def measures(store: Store, catalog: Catalog, indicator: Indicator) -> tuple[Measure, ...]:
    """The measures that have figures or can be derived, the indicator's own first."""
    with store.read() as tx:
        stored = {m for _, m, _ in observations.series(tx, (indicator.code,))}
    found = [indicator.measure]
    if indicator.measure is Measure.YTD:
        found.append(Measure.MONTH)
    if indicator.measure is not Measure.YOY and (
        "yoy" in stored or indicator.basis is Basis.NOMINAL
    ):
        found.append(Measure.YOY)
    if stored & {"target", "stretch"}:
        found.append(Measure.COMPLETION)
    return tuple(found)


def periods(store: Store, indicator: Indicator) -> tuple[Period, ...]:
    """The indicator's own periods that have figures, newest first."""
    with store.read() as tx:
        rows = observations.series(tx, (indicator.code,))
    own = {p for _, m, p in rows if m not in boards.TASKS}
    found = (Period.parse(p) for p in own)
    return tuple(sorted((p for p in found if p.freq == indicator.freq), key=str, reverse=True))


def indicator(
    store: Store, code: str, measure: Measure, period: Period, group: str
) -> IndicatorView:
    """One indicator's profile in one group at a period that has figures; raises boards.Unknown."""
    with store.read() as tx:
        catalog = names.read(tx)
        if code not in catalog.indicator:
            raise boards.Unknown(f"{code}: no such indicator")
        wanted = Wanted(indicators=(code,), periods=spell(period.shift(-SPAN["M"]), period))
        panel = observations.read(tx, wanted)
    own = catalog.indicator[code]
    edition = boards.drawn(store, f"{code}.{measure}", period)
    members = [u for u in catalog.active(period) if u.group == group]
    slices = Slices(panel, [u.code for u in members])
    over = _span(own, measure, period, slices)
    columns = [column(slices, own, measure, p) for p in over]
    return IndicatorView(
        own,
        measure,
        period,
        group,
        measures(store, catalog, own),
        edition,
        bars(edition, group),
        _total(slices, own, measure, over, columns, group),
        _units(edition, own, measure, over, columns, members),
        ranks(edition, [u.code for u in members]),
        _table(own, measure, over, columns, members, edition),
    )


def unit(store: Store, code: str, period: Period) -> UnitView:
    """One unit's profile; indicators not due at `period` show their newest figures before it."""
    with store.read() as tx:
        catalog = names.read(tx)
        if code not in catalog.unit:
            raise boards.Unknown(f"{code}: no such unit")
        panel = observations.read(tx, Wanted(periods=spell(period.shift(-SPAN["M"]), period)))
    who = next((u for u in catalog.active(period) if u.code == code), catalog.unit[code])
    members = [u for u in catalog.active(period) if u.group == who.group] or [who]
    slices = Slices(panel, [u.code for u in members])
    standings, rows, trends = [], [], []
    for board in catalog.boards:
        if who in catalog.members(board, period) and (
            found := _drawn(store, board.code, period.within(board.freq))
        ):
            entry = found.entry(code)
            standings.append(
                Standing(found, entry.rank if entry else None, len(found.within(who.group)))
            )
    for own in catalog.indicators:
        at = _newest(own, period, slices)
        if at is None or not own.ranked:
            continue
        row, trend = _profile(store, own, at, slices, members, code)
        if row:
            rows.append(row)
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


def bars(edition: Edition, group: str) -> Bars:
    """The edition's group as bars, best first, then the units without a place."""
    item = edition.spec.rule.items[0]
    single = sum(i.scored for i in edition.spec.rule.items) == 1
    key = item.column if single else ""
    entries = edition.within(group)
    own, measure = edition.indicator(key), edition.measure(key)
    uom, digits = "", edition.spec.rule.score_decimals
    if own and measure:
        uom = "%" if measure in PERCENT else own.uom
        digits = own.digits(measure)
    done = measure is Measure.COMPLETION
    return Bars(
        title=edition.item_name(key) if key else _("综合得分"),
        uom=uom if key else _("分"),
        decimals=digits,
        bars=tuple(
            Bar(
                edition.name(e.unit),
                _shown(e, single),
                e.rank,
                e.colour,
                edition.moved(e.unit),
            )
            for e in entries
        ),
        mark=edition.period.elapsed() if done else None,
        mark_name=_("序时进度") if done else "",
        labels=(edition.label("red"), edition.label("black")),
        alt=edition.headline(group),
    )


def ranks(edition: Edition, units: list[str], lead: str = "") -> Trend:
    """Places over the season, 1 on top; units on a list coloured, the others grey."""
    over = edition.marks.get(units[0], ())[-12:] if units else ()
    labels = tuple(_label(m.period, edition.indicator(edition.spec.code)) for m in over)
    lines = []
    for code in units:
        marks = edition.marks.get(code, ())[-len(over) :] if over else ()
        if not any(m.rank for m in marks):
            continue
        now = marks[-1].colour
        role: Role = "own" if code == lead or (now and not lead) else "other"
        values = tuple(float(m.rank) if m.rank else None for m in marks)
        colour = now if now in ("red", "black") else None
        lines.append(Line(edition.name(code), values, role, colour))
    return Trend(_("位次变化"), "", 0, labels, tuple(lines), ranks=True)


def _shown(entry: Entry, single: bool) -> float | None:
    part = next((p for p in entry.parts if p.weight), None) if single else None
    return part.value if part else entry.score


def _drawn(store: Store, code: str, period: Period) -> Edition | None:
    try:
        return boards.drawn(store, code, period)
    except boards.Unknown:
        return None  # nothing reported for that period yet


def _span(own: Indicator, measure: Measure, period: Period, slices: Slices) -> list[Period]:
    """The periods of a trend, oldest first: the year so far for cumulative amounts, else a year."""
    running = own.cumulative and measure in (own.measure, Measure.COMPLETION) and own.freq == "M"
    count = period.number if running and measure is not Measure.YOY else SPAN[own.freq]
    over = [period.shift(-n) for n in range(count - 1, -1, -1)]
    if own.jan_feb_merged and own.freq == "M":
        over = [p for p in over if p.number != 1]
    while len(over) > 1 and not np.isfinite(column(slices, own, measure, over[0]).value).any():
        over.pop(0)
    return over


def _label(period: Period, own: Indicator | None) -> str:
    merged = bool(own and own.jan_feb_merged)
    if period.freq == "Y":
        return str(period)
    if period.freq != "M":
        return f"{period.year % 100}·{period.short(cumulative=bool(own and own.cumulative))}"
    return period.short(merged=merged)


def _labels(over: list[Period], own: Indicator) -> tuple[str, ...]:
    """Axis labels; where two years meet, the year stands before the first month of each."""
    found, year = [], None
    several = len({p.year for p in over}) > 1 and own.freq == "M"
    for period in over:
        text = _label(period, own)
        if several and period.year != year:
            text = f"{period.year % 100}年{text}"
        year = period.year
        found.append(text)
    return tuple(found)


def _values(columns: list[Column], at: int) -> tuple[float | None, ...]:
    return tuple(float(c.value[at]) if c.status[at] == REPORTED else None for c in columns)


def _summed(columns: list[Column]) -> tuple[float | None, ...]:
    """Sums over the units; a period in which somebody has not reported has no sum."""
    return tuple(
        float(np.nansum(c.value))
        if np.isfinite(c.value).any() and not ((c.status != REPORTED) & (c.status != 1)).any()
        else None
        for c in columns
    )


def _total(
    slices: Slices,
    own: Indicator,
    measure: Measure,
    over: list[Period],
    columns: list[Column],
    group: str,
) -> Trend | None:
    if own.uom == "%" or measure not in (Measure.YTD, Measure.MONTH, Measure.LEVEL):
        return None
    lines = [Line(_("{group}合计").format(group=group), _summed(columns))]
    before = [column(slices, own, measure, p.year_ago()) for p in over]
    if any(v is not None for v in _summed(before)):
        lines.append(Line(_("上年同期"), _summed(before), "last_year"))
    goal = float(np.nansum(target(slices, own, over[-1]).value))
    if measure is Measure.YTD and goal > 0:
        lines.append(Line(_("年度目标"), (goal,) * len(over), "target"))
    return Trend(
        named(own.name, own.name_en), own.uom, own.digits(measure), _labels(over, own), tuple(lines)
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
        role: Role = "own" if colour else "other"
        lines.append(Line(edition.name(who.code), _values(columns, at), role, colour))
    if measure is Measure.COMPLETION:
        lines.append(Line(_("序时进度"), tuple(p.elapsed() for p in over), "target"))
    uom = "%" if measure in PERCENT else own.uom
    return Trend(
        edition.item_name(f"{own.code}.{measure}"),
        uom,
        own.digits(measure),
        _labels(over, own),
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
            else (show.NOT_APPLICABLE if columns[n].status[at] == 1 else _("未报"))
            for n, (label, value) in enumerate(
                zip(_labels(over, own), _values(columns, at), strict=True)
            )
        }
        rows.append({_("位次"): rank, _("单位"): edition.name(who.code), **cells})
    return tuple(sorted(rows, key=lambda r: (r[_("位次")] is None, r[_("位次")] or 0)))


def _newest(own: Indicator, period: Period, slices: Slices) -> Period | None:
    """The newest of the indicator's periods up to `period` that anybody reported; None if none."""
    at = due(own, period) or period.within(own.freq).shift(-1)
    for _back in range(4):
        if slices.has(own.code, own.measure, at):
            return at
        at = at.shift(-1)
    return None


def _profile(
    store: Store, own: Indicator, at: Period, slices: Slices, members: list[Unit], code: str
) -> tuple[dict[str, Any] | None, Trend]:
    mine = [u.code for u in members].index(code)
    over = _span(own, own.measure, at, slices)
    columns = [column(slices, own, own.measure, p) for p in over]
    growth, done = (column(slices, own, m, at) for m in (Measure.YOY, Measure.COMPLETION))
    tasked = bool(np.isfinite(done.value[mine]))
    edition = _drawn(store, f"{own.code}.{Measure.COMPLETION if tasked else own.measure}", at)
    entry = edition.entry(code) if edition else None
    lines = [Line(_("本单位"), _values(columns, mine))]
    if len(members) > 2 and own.uom == "%":
        lines.append(Line(_("组内平均"), _averaged(columns), "mean"))
    goal = target(slices, own, at).value[mine]
    if own.measure is Measure.YTD and np.isfinite(goal):
        lines.append(Line(_("年度目标"), (float(goal),) * len(over), "target"))
    trend = Trend(
        named(own.name, own.name_en),
        own.uom,
        own.decimals,
        _labels(over, own),
        tuple(lines),
    )
    value = _values(columns[-1:], mine)[0]
    if all(v is None for v in lines[0].values):
        return None, trend
    apart = columns[-1].status[mine] == 1
    row = {
        _("指标"): named(own.name, own.name_en),
        _("报告期"): at.label(cumulative=own.cumulative, merged=own.jan_feb_merged),
        _("数值"): show.amount(value, own.uom, own.decimals)
        if value is not None
        else (show.NOT_APPLICABLE if apart else _("未报")),
        _("同比"): show.amount(float(growth.value[mine]), "%", 1, sign=True)
        if own.measure is not Measure.YOY
        else show.NOT_APPLICABLE,
        _("完成率"): show.amount(float(done.value[mine]), "%", 1),
        _("组内位次"): f"{entry.rank}/{len(edition.within(entry.group))}"
        if entry and edition and entry.rank
        else show.NOT_APPLICABLE,
        "code": own.code,
    }
    return row, trend


def _averaged(columns: list[Column]) -> tuple[float | None, ...]:
    return tuple(
        float(np.nanmean(c.value)) if np.isfinite(c.value).any() else None for c in columns
    )


@dataclass(frozen=True, slots=True)
class Tally:
    """One indicator over a group: the sum of an amount or the spread of a rate, completion, growth.

    `low` and `high` where a sum would mean nothing (rates); `growth` only where it can be computed.
    """

    indicator: Indicator
    period: Period
    total: float | None
    low: float | None
    high: float | None
    completion: float | None
    progress: float | None
    growth: float | None


def tallies(store: Store, edition: Edition, group: str) -> tuple[Tally, ...]:
    """The indicators of a board over one group, in the order of their weights."""
    codes = dict.fromkeys(
        i.column.partition(".")[0] for i in boards.items(edition.spec, edition.catalog)
    )
    units = [u.code for u in edition.catalog.active(edition.period) if u.group == group]
    with store.read() as tx:
        wanted = Wanted(
            units=tuple(units),
            indicators=tuple(codes),
            periods=spell(edition.period, edition.period),
        )
        slices = Slices(observations.read(tx, wanted), units)
    found = (edition.catalog.indicator[code] for code in codes)
    made = (_tally(slices, own, edition.period) for own in found)
    return tuple(t for t in made if t)


def _tally(slices: Slices, own: Indicator, period: Period) -> Tally | None:
    at = _newest(own, period, slices)
    if at is None:
        return None
    now, goal = column(slices, own, own.measure, at), target(slices, own, at)
    told = np.isfinite(now.value)
    if not told.any():
        return None
    if own.uom == "%" or own.measure is Measure.YOY:
        ends = float(np.nanmin(now.value)), float(np.nanmax(now.value))
        return Tally(own, at, None, *ends, None, None, None)
    total = float(now.value[told].sum())
    tasked = told & np.isfinite(goal.value)
    planned = float(goal.value[tasked].sum())
    before = column(slices, own, own.measure, at.year_ago()).value
    base = float(before[told].sum()) if np.isfinite(before[told]).all() else 0.0
    nominal = own.basis is Basis.NOMINAL and base > 0
    return Tally(
        own,
        at,
        total,
        None,
        None,
        float(now.value[tasked].sum()) / planned * 100 if planned > 0 else None,
        at.elapsed() if planned > 0 else None,
        (total / base - 1) * 100 if nominal else None,
    )
