"""Numbers over time as figures draw them: which periods, under which labels, with gaps kept."""

from dataclasses import replace

import numpy as np

from kpi.board.derive import Column, Slices, column, due
from kpi.model import axis, pictures, rankings
from kpi.model.axis import SPAN, labels
from kpi.model.catalog import Indicator
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.series import Bar, Bars, Line, Trend
from kpi.model.table import NOT_REPORTED, REPORTED

LOUD = 3  # coloured lines among many

__all__ = ["SPAN", "averaged", "bars", "labels", "newest", "ranks", "span", "summed", "values"]


def span(own: Indicator, measure: Measure, period: Period, slices: Slices) -> list[Period]:
    """The periods of a trend, oldest first: the year so far for cumulative amounts, else a year."""
    over = axis.over(own, measure, period)
    while len(over) > 1 and not np.isfinite(column(slices, own, measure, over[0]).value).any():
        over.pop(0)
    return over


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


def newest(
    own: Indicator, period: Period, slices: Slices, measure: Measure | None = None
) -> Period | None:
    """The newest of the indicator's periods up to `period` that anybody reported (in `measure`,
    else in its own); None if none.
    """
    at = due(own, period) or period.within(own.freq).shift(-1)
    for _back in range(4):
        if slices.has(own.code, measure or own.measure, at):
            return at
        at = at.shift(-1)
    return None


def bars(edition: Edition, group: str) -> Bars:
    """The edition's group as bars, best first, then the units without a place."""
    said = rankings.ranking(edition, group)
    return Bars(
        title=said.what,
        uom=said.uom,
        decimals=said.decimals,
        bars=tuple(Bar(r.name, r.value, r.rank, r.colour, r.moved) for r in said.rows),
        mark=said.mark,
        mark_name=said.mark_name,
        labels=(edition.label("red"), edition.label("black")),
        alt=edition.headline(group),
    )


def ranks(
    edition: Edition,
    units: list[str],
    lead: str = "",
    named: tuple[str, ...] = (),
    most: int = LOUD,
) -> Trend:
    """Places over the season, 1 on top; at most `most` coloured: the lead, or the first and the
    last, and those `named`; all others grey.
    """
    said = pictures.places(edition, units, lead)
    ranked = [e.unit for e in edition.within(None) if e.unit in units]
    usual = ranked[:1] + ranked[-1:]
    loud = [*([lead] if lead else []), *named, *(() if named or lead else usual)]
    names = {edition.name(code): code for code in dict.fromkeys(loud[:most])}
    # the lead first: of several units of one list it keeps the list's own line
    series = sorted(said.series, key=lambda line: names.get(line.name, "") != lead or not lead)
    lines = tuple(_told(line, names.get(line.name), lead) for line in series)
    return Trend(edition.title, "", 0, said.periods, lines, ranks=True, alt=said.alt)


def _told(line: Line, code: str | None, lead: str) -> Line:
    if code is None:
        return replace(line, role="other", colour=None)
    return replace(line, role="own" if code == lead or line.colour else "peer")
