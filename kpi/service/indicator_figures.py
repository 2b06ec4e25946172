"""What an indicator's page draws beside its trend: pulls, two periods, groups side by side."""

from collections.abc import Mapping, Sequence

import numpy as np

from kpi.board.derive import Slices, column
from kpi.board.pull import pull
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.axis import label
from kpi.model.catalog import Direction, Indicator, Unit
from kpi.model.chart import placed
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.period import Period
from kpi.model.profile import Dot, Shift, Slope, Strip, Strips
from kpi.model.series import Fall

AMOUNTS = (Measure.YTD, Measure.MONTH, Measure.LEVEL)


def pulls(
    slices: Slices, own: Indicator, at: Period, members: Sequence[Unit], whole: str
) -> Fall | None:
    """What each unit adds to the growth of the whole, in percentage points; None where the units
    have no levels of both years.
    """
    if own.uom == "%" or own.measure not in AMOUNTS or len(members) < 2 or at.freq == "Y":
        return None
    now, before = (column(slices, own, own.measure, p) for p in (at, at.year_ago()))
    found = pull(now, before)
    if found is None:
        return None
    parts, growth = found
    names = [named(u.name, u.name_en) for u in members]
    told = [(n, float(x)) for n, x in zip(names, parts, strict=True) if np.isfinite(x)]
    return Fall(
        title=_("对{whole}增速的拉动").format(whole=whole),
        uom=N_("百分点"),
        decimals=2,
        parts=tuple(told),
        total=(_("{whole}增速").format(whole=whole), growth),
    )


def drag(fall: Fall) -> str:
    """桥西街道拖累增速0.7个百分点, or who pulls most where nobody drags."""
    name, least = min(fall.parts, key=lambda part: part[1])
    if round(least, 1) < 0:
        return _("{name}拖累增速{points}").format(name=name, points=show.points(-least, sign=False))
    name, most = max(fall.parts, key=lambda part: part[1])
    return _("{name}拉动增速{points}").format(name=name, points=show.points(most, sign=False))


def slope(
    slices: Slices,
    own: Indicator,
    measure: Measure,
    at: Period,
    members: Sequence[Unit],
    edition: Edition,
) -> Slope | None:
    """The units then and now: a year apart where the year before is known, else one period."""
    now = column(slices, own, measure, at).value
    for earlier in (at.year_ago(), at.shift(-1)):
        before = column(slices, own, measure, earlier).value
        both = [n for n in range(len(members)) if np.isfinite(now[n]) and np.isfinite(before[n])]
        if len(both) > 1:
            break
    else:
        return None
    names = [members[n].code for n in both]
    places = [
        _places(dict(zip(names, [float(v[n]) for n in both], strict=True)), own, measure)
        for v in (before, now)
    ]
    entries = {e.unit: e for e in edition.board.entries}
    rows = tuple(
        Shift(
            edition.name(members[n].code),
            float(before[n]),
            float(now[n]),
            places[0][members[n].code] - places[1][members[n].code],
            entries[members[n].code].colour if members[n].code in entries else None,
        )
        for n in both
    )
    return Slope(
        edition.item_name(f"{own.code}.{measure}"),
        "%" if measure in PERCENT else own.uom,
        own.digits(measure),
        (_when(earlier, own), _when(at, own)),
        rows,
    )


def _places(values: Mapping[str, float], own: Indicator, measure: Measure) -> dict[str, int]:
    lower = own.direction is Direction.LOWER and measure is not Measure.COMPLETION
    return placed(list(values.items()), higher=not lower)


def _when(period: Period, own: Indicator) -> str:
    """25年9月: short, for the head of a column."""
    if period.freq == "Y":
        return label(period, own)
    return _("{year}年{label}").format(year=period.year % 100, label=label(period, own))


def strips(
    slices: Slices,
    own: Indicator,
    measure: Measure,
    at: Period,
    units: Sequence[Unit],
    edition: Edition,
) -> Strips | None:
    """Every group's units on one axis; `slices` hold all `units`. None for a single number."""
    value = column(slices, own, measure, at).value
    entries = {e.unit: e for e in edition.board.entries}
    groups: dict[str, list[Dot]] = {}
    for n, who in enumerate(units):
        if np.isfinite(value[n]):
            entry = entries.get(who.code)
            dot = Dot(edition.name(who.code), float(value[n]), entry.colour if entry else None)
            groups.setdefault(who.group, []).append(dot)
    if sum(len(dots) for dots in groups.values()) < 2:
        return None
    return Strips(
        edition.item_name(f"{own.code}.{measure}"),
        "%" if measure in PERCENT else own.uom,
        own.digits(measure),
        tuple(Strip(edition.catalog.said(group), tuple(dots)) for group, dots in groups.items()),
    )


def low_bases(slices: Slices, own: Indicator, over: Sequence[Period]) -> list[set[int]]:
    """Per unit the positions in `over` at which its growth stands on a base below the floor."""
    found: list[set[int]] = [set() for _unit in slices.units]
    if own.min_base is None or own.measure not in AMOUNTS:
        return found
    for i, period in enumerate(over):
        base = column(slices, own, own.measure, period.year_ago()).value
        for n in np.flatnonzero(np.isfinite(base) & (base < own.min_base)).tolist():
            found[n].add(i)
    return found
