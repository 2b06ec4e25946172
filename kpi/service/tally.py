"""The indicators of a board in short: the district's own figure, else what its group adds up to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi.board.derive import Column, Slices, column, progress, target
from kpi.board.select import spell
from kpi.model import measure as arithmetic
from kpi.model.catalog import DISTRICT, Basis, Catalog, Indicator, Unit
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.table import NOT_REPORTED
from kpi.service import board as boards
from kpi.service.stand import Stand
from kpi.service.trends import newest


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest value of a group, and which units have them (never a tie)."""

    low: float
    high: float
    lowest: str = ""
    highest: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """One indicator: the figure of the district itself (`unit`), else the sum of a group's
    amounts; of rates, which have no sum, the group's span.

    `completion` and `progress` in percent of the year's target, `gap` between them in percentage
    points; `growth` on the year, of `unit` or of the sum; `own_growth` the district's where the
    value is a group's; `change` against the period before, only for rates of the district.
    `lacking` units of the group have not reported.
    """

    indicator: Indicator
    period: Period
    unit: str = ""
    value: float | None = None
    span: Span | None = None
    completion: float | None = None
    progress: float | None = None
    gap: float | None = None
    growth: float | None = None
    own_growth: float | None = None
    change: float | None = None
    lacking: int = 0


def tallies(stand: Stand, edition: Edition, group: str) -> tuple[Tally, ...]:
    """The indicators of a board over one group, in the order of their weights: of a published one
    out of its own cells.
    """
    units = [u.code for u in edition.catalog.active(edition.period) if u.group == group]
    home = district(edition.catalog)
    panel = ground(stand, edition, [*units, *([home.code] if home else [])])
    inside = Slices(panel, units)
    own = Slices(panel, [home.code]) if home else None
    made = (tallied(one, edition.period, inside, own) for one in indicators(edition))
    return tuple(t for t in made if t)


def district(catalog: Catalog) -> Unit | None:
    """The district itself; None where the catalog has none, or several."""
    found = [u for u in catalog.outside if u.level == DISTRICT]
    return found[0] if len(found) == 1 else None


def indicators(edition: Edition) -> tuple[Indicator, ...]:
    """The indicators of a board, heaviest first."""
    items = boards.items(edition.spec, edition.catalog)
    codes = dict.fromkeys(i.column.partition(".")[0] for i in items)
    return tuple(edition.catalog.indicator[code] for code in codes)


def ground(stand: Stand, edition: Edition, units: Sequence[str]) -> pd.DataFrame:
    """The cells of these units behind a board: of a published one those that it was sealed with."""
    if edition.seal:
        return stand.footing(edition)[3]
    codes = tuple(one.code for one in indicators(edition))
    return stand.panel(Wanted(tuple(units), codes, spell(edition.period, edition.period)))


def single(of: Column) -> float | None:
    """The number of a column of one unit; None where there is none."""
    return float(of.value[0]) if np.isfinite(of.value[0]) else None


def tallied(one: Indicator, period: Period, inside: Slices, own: Slices | None) -> Tally | None:
    """One indicator over the units of `inside`, the district's `own` figure where there is one."""
    at = newest(one, period, inside)
    home = newest(one, period, own) if own else None
    if own and home and (at is None or home.last_day >= at.last_day):
        span = _span(one, at, inside) if at == home else None
        return _own(one, home, own, span)
    if at is None:
        return None
    now = column(inside, one, one.measure, at)
    if not np.isfinite(now.value).any():
        return None
    lacking = int((now.status == NOT_REPORTED).sum())
    if _rate(one):
        return Tally(one, at, span=_span(one, at, inside), lacking=lacking)
    grown = single(column(own, one, Measure.YOY, at)) if own else None
    return _sum(one, at, inside, grown, lacking)


def _own(one: Indicator, at: Period, own: Slices, span: Span | None) -> Tally | None:
    """The district's own figure."""
    value = single(column(own, one, one.measure, at))
    if value is None:
        return None
    before = single(column(own, one, one.measure, at.shift(-1))) if _rate(one) else None
    growth = None if one.measure is Measure.YOY else single(column(own, one, Measure.YOY, at))
    done = single(column(own, one, Measure.COMPLETION, at))
    due = single(progress(own, one, at)) if done is not None else None
    return Tally(
        one,
        at,
        own.units[0],
        value,
        span,
        done,
        due,
        _gap(done, due),
        growth,
        change=None if before is None else value - before,
    )


def _sum(
    one: Indicator, at: Period, inside: Slices, own_growth: float | None, lacking: int
) -> Tally:
    """What the group's amounts add up to, against what their targets do."""
    now, goal = column(inside, one, one.measure, at), target(inside, one, at)
    told = np.isfinite(now.value)
    total = float(now.value[told].sum())
    tasked = told & np.isfinite(goal.value)
    planned = float(goal.value[tasked].sum())
    due_shares = progress(inside, one, at).value[tasked] * goal.value[tasked]
    done = float(now.value[tasked].sum()) / planned * 100 if planned > 0 else None
    due = float(due_shares.sum()) / planned if planned > 0 else None
    before = column(inside, one, one.measure, at.year_ago()).value
    base = float(before[told].sum()) if np.isfinite(before[told]).all() else 0.0
    nominal = one.basis is Basis.NOMINAL and base > 0
    growth = (total / base - 1) * 100 if nominal else None
    return Tally(
        one,
        at,
        value=total,
        completion=done,
        progress=due,
        gap=_gap(done, due),
        growth=growth,
        own_growth=None if nominal else own_growth,
        lacking=lacking,
    )


def _span(one: Indicator, at: Period | None, inside: Slices) -> Span | None:
    """The ends of the group's values; None where nobody has one or amounts are to be added."""
    if at is None or not _rate(one):
        return None
    values = column(inside, one, one.measure, at).value
    if not np.isfinite(values).any():
        return None
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    ends = (np.flatnonzero(values == end) for end in (low, high))
    names = [inside.units[own[0]] if len(own) == 1 and low < high else "" for own in ends]
    return Span(low, high, *names)


def _rate(one: Indicator) -> bool:
    return one.uom == "%" or one.measure is Measure.YOY


def _gap(done: float | None, due: float | None) -> float | None:
    if done is None or due is None:
        return None
    return float(arithmetic.gap(done, due))
