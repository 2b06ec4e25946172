"""What has to be reported when (报送), and how far it has come: per indicator, never per person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kpi.i18n import N_
from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.settings import HERE

DUE_DAY = 8  # working day of the month after, where the catalog says nothing (报送日)
_WEEKEND = 5  # Saturday, as date.weekday() counts


class State(StrEnum):
    """How far an indicator has come in one period."""

    CAME = "came"  # every unit has a value or —
    PART = "part"  # some have
    OPEN = "open"  # none has, and the period is over
    NOT_YET = "not_yet"  # the period is not over
    NOT_ASKED = "not_asked"  # the period is none of the indicator's own (GDP in August)


STATES = {
    (State.CAME, False): N_("已报齐"),
    (State.CAME, True): N_("迟报，已报齐"),
    (State.PART, False): N_("未报齐"),
    (State.PART, True): N_("逾期未报齐"),
    (State.OPEN, False): N_("待报"),
    (State.OPEN, True): N_("逾期未报"),
    (State.NOT_YET, False): N_("未到报送期"),
    (State.NOT_ASKED, False): N_("本期不报"),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a value that stands now was first brought: by an upload that nobody took back."""

    indicator: str
    measure: str
    period: str
    unit: str
    upload: int
    name: str  # of the file
    at: datetime


@dataclass(frozen=True, slots=True)
class Lack:
    """A unit whose figures are wanting; `measures` of those that were asked for."""

    unit: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """One indicator in one period: `day` is the last day on which it is in time.

    `period` is of the indicator's own frequency, None where it is not asked for. `last` brought
    the newest of the figures that are there. `late`: it came after its day, or its day is over.
    """

    indicator: Indicator
    period: Period | None
    day: date | None
    state: State
    late: bool = False
    units: tuple[str, ...] = ()  # of which it is asked
    lacks: tuple[Lack, ...] = ()
    last: Arrival | None = None

    @property
    def reported(self) -> int:
        """Units with everything that was asked for."""
        return len(self.units) - len(self.lacks)

    @property
    def wanting(self) -> bool:
        """Whether somebody has to be asked for figures: the period is over, some are missing."""
        return self.state in (State.PART, State.OPEN)


def due_date(period: Period, working_day: int = DUE_DAY) -> date:
    """That working day of the month after the period; weekends are skipped, holidays are not.

    A month that has fewer gives its last one.
    """
    day = period.last_day + timedelta(days=1)
    month, last = day.month, day
    left = working_day
    while day.month == month:
        if day.weekday() < _WEEKEND:
            last, left = day, left - 1
            if not left:
                break
        day += timedelta(days=1)
    return last


def asked_period(indicator: Indicator, period: Period) -> Period | None:
    """The indicator's own period that ends with `period`; None where it is not reported then.

    A quarterly figure is asked for in quarter months only, one published for 1-2月 together in
    February only.
    """
    own = period.within(indicator.freq)
    january = indicator.jan_feb_merged and own.freq == "M" and own.number == 1
    return None if january or own.last_day != period.last_day else own


def asked_measures(indicator: Indicator) -> tuple[Measure, ...]:
    """What a report consists of: the indicator's own measure, and its growth where that cannot be
    computed from the amounts.
    """
    given = indicator.basis not in (None, Basis.NOMINAL) and indicator.measure is not Measure.YOY
    return (indicator.measure, Measure.YOY) if given else (indicator.measure,)


def asked_units(catalog: Catalog, period: Period, known: Iterable[str]) -> tuple[Unit, ...]:
    """The units of the peer groups that have ever had a value or a target of an indicator
    (`known`); all ranked ones where none ever has.
    """
    active, seen = catalog.active(period), frozenset(known)
    groups = {u.group for u in active if u.code in seen} or {u.group for u in active}
    return tuple(u for u in active if u.group in groups)


def dues(
    catalog: Catalog,
    period: Period,
    arrivals: Sequence[Arrival],
    known: Mapping[str, Iterable[str]],
    *,
    today: date,
    begun: date | None,
) -> tuple[Due, ...]:
    """Every ranked indicator in one period, in the catalog's order.

    `known` names the units that have ever had a value, by indicator; `begun` is the day of the
    first upload: figures of the time before were taken over, and did not come late.
    """
    by_key: dict[tuple[str, str], list[Arrival]] = {}
    for one in arrivals:
        by_key.setdefault((one.indicator, one.period), []).append(one)
    found = []
    for indicator in (i for i in catalog.indicators if i.ranked):
        own = asked_period(indicator, period)
        if own is None:
            found.append(Due(indicator, None, None, State.NOT_ASKED))
            continue
        units = asked_units(catalog, period, known.get(indicator.code, ()))
        came = by_key.get((indicator.code, str(own)), [])
        found.append(_due(indicator, own, [u.code for u in units], came, today, begun))
    return tuple(found)


def _due(
    indicator: Indicator,
    period: Period,
    units: list[str],
    arrivals: list[Arrival],
    today: date,
    begun: date | None,
) -> Due:
    measures = asked_measures(indicator)
    there = {(a.unit, a.measure): a for a in arrivals}
    lacks = tuple(
        Lack(unit, missing)
        for unit in units
        if (missing := tuple(m for m in measures if (unit, str(m)) not in there))
    )
    wanted = [there[u, m] for u in units for m in measures if (u, m) in there]
    last = max(wanted, key=lambda a: a.upload, default=None)
    day = due_date(period, indicator.due_day or DUE_DAY)
    late = today > day
    if last is not None and not lacks:
        state = State.CAME
        # what was taken over when this began is not judged by a day before that
        late = begun is not None and begun <= day < last.at.astimezone(HERE).date()
    elif today <= period.last_day:
        state, late = State.NOT_YET, False
    else:
        state = State.PART if len(lacks) < len(units) else State.OPEN
    return Due(indicator, period, day, state, late, tuple(units), lacks, last)
