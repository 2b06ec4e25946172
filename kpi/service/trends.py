"""Numbers over time as figures draw them: which periods, under which labels, with gaps kept."""

import numpy as np

from kpi.board.derive import Column, Slices, column, due
from kpi.i18n import _
from kpi.model.board import Entry
from kpi.model.catalog import Indicator
from kpi.model.edition import Edition
from kpi.model.measure import PERCENT, Measure
from kpi.model.period import Period
from kpi.model.series import Bar, Bars, Line, Role, Trend
from kpi.model.table import NOT_REPORTED, REPORTED

SPAN = {"M": 13, "Q": 8, "H": 6, "Y": 10}  # periods of a trend, and how far back its cells reach


def span(own: Indicator, measure: Measure, period: Period, slices: Slices) -> list[Period]:
    """The periods of a trend, oldest first: the year so far for cumulative amounts, else a year."""
    running = own.cumulative and measure in (own.measure, Measure.COMPLETION) and own.freq in "MQ"
    count = period.number if running and measure is not Measure.YOY else SPAN[own.freq]
    over = [period.shift(-n) for n in range(count - 1, -1, -1)]
    if own.jan_feb_merged and own.freq == "M":
        over = [p for p in over if p.number != 1]
    while len(over) > 1 and not np.isfinite(column(slices, own, measure, over[0]).value).any():
        over.pop(0)
    return over


def label(period: Period, own: Indicator | None) -> str:
    """A period on an axis: 10月, 1-2月 of a merged indicator, 前三季度, 2019."""
    merged = bool(own and own.jan_feb_merged)
    if period.freq == "Y":
        return str(period)
    if period.freq == "Q":
        return period.short(cumulative=bool(own and own.cumulative))
    return period.short(merged=merged)


def labels(over: list[Period], own: Indicator) -> tuple[str, ...]:
    """Axis labels; where two years meet, the year stands before the first month of each."""
    return _dated(over, own)


def _dated(over: list[Period], own: Indicator | None) -> tuple[str, ...]:
    found, year = [], None
    several = len({p.year for p in over}) > 1 and over[0].freq in "MQ"
    for period in over:
        text = label(period, own)
        if several and period.year != year:
            text = _("{year}年{label}").format(year=period.year % 100, label=text)
        year = period.year
        found.append(text)
    return tuple(found)


def values(columns: list[Column], at: int) -> tuple[float | None, ...]:
    """One unit's numbers over the columns; None where there is none."""
    return tuple(float(c.value[at]) if c.status[at] == REPORTED else None for c in columns)


def summed(columns: list[Column]) -> tuple[float | None, ...]:
    """Sums over the units; a period in which somebody has not reported has no sum."""
    return tuple(
        float(np.nansum(c.value))
        if (c.status == REPORTED).any() and not (c.status == NOT_REPORTED).any()
        else None
        for c in columns
    )


def averaged(columns: list[Column]) -> tuple[float | None, ...]:
    """The plain mean over the units that have a number."""
    return tuple(
        float(np.nanmean(c.value)) if np.isfinite(c.value).any() else None for c in columns
    )


def newest(own: Indicator, period: Period, slices: Slices) -> Period | None:
    """The newest of the indicator's periods up to `period` that anybody reported; None if none."""
    at = due(own, period) or period.within(own.freq).shift(-1)
    for _back in range(4):
        if slices.has(own.code, own.measure, at):
            return at
        at = at.shift(-1)
    return None


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
                edition.place(e),
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


def _shown(entry: Entry, single: bool) -> float | None:
    part = next((p for p in entry.parts if p.weight), None) if single else None
    return part.value if part else entry.score


def ranks(edition: Edition, units: list[str], lead: str = "") -> Trend:
    """Places over the season, 1 on top; units on a list coloured, the others grey."""
    over = edition.marks.get(units[0], ())[-12:] if units else ()
    labels = _dated([m.period for m in over], edition.indicator(edition.spec.code))
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
    return Trend(edition.title, "", 0, labels, tuple(lines), ranks=True)
