"""Which periods a picture runs over, and how they are called on its axis."""

from collections.abc import Sequence

from kpi.i18n import _
from kpi.model.catalog import Indicator
from kpi.model.measure import Measure
from kpi.model.period import Period

SPAN = {"M": 13, "Q": 8, "H": 6, "Y": 10}  # periods of a trend, and how far back its cells reach


def over(own: Indicator, measure: Measure, period: Period) -> list[Period]:
    """The periods of a trend, oldest first: the year so far for cumulative amounts, else a year."""
    running = own.cumulative and measure in (own.measure, Measure.COMPLETION) and own.freq in "MQ"
    count = period.number if running and measure is not Measure.YOY else SPAN[own.freq]
    found = [period.shift(-n) for n in range(count - 1, -1, -1)]
    if own.jan_feb_merged and own.freq == "M":
        found = [p for p in found if p.number != 1]
    return found


def label(period: Period, own: Indicator | None) -> str:
    """A period on an axis: 10月, 1-2月 of a merged indicator, 前三季度, 2019."""
    merged = bool(own and own.jan_feb_merged)
    if period.freq == "Y":
        return str(period)
    if period.freq == "Q":
        return period.short(cumulative=bool(own and own.cumulative))
    return period.short(merged=merged)


def labels(periods: Sequence[Period], own: Indicator | None) -> tuple[str, ...]:
    """Axis labels; where two years meet, the year stands before the first month of each."""
    found, year = [], None
    several = len({p.year for p in periods}) > 1 and all(p.freq in "MQ" for p in periods)
    for period in periods:
        text = label(period, own)
        if several and period.year != year:
            text = _("{year}年{label}").format(year=period.year % 100, label=text)
        year = period.year
        found.append(text)
    return tuple(found)
