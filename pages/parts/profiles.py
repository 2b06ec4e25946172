"""What the pages of a unit and of an indicator ask for, kept like all that `stands` keeps."""

import streamlit as st

from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.revision import Revision
from kpi.service import indicator as indicators
from kpi.service import revisions as changes_of
from kpi.service import start
from kpi.service import unit as units
from kpi.service.indicator import IndicatorView
from kpi.service.revisions import Past
from kpi.service.unit import UnitView
from pages.parts import session, stands
from pages.parts.stands import LIVE, shared


@shared
def _own_periods(key: str, code: str) -> tuple[Period, ...]:
    own = stands.names(key).indicator.get(code)
    return indicators.periods(stands.stand(key), own) if own else ()


@shared
def _measures(key: str, code: str) -> tuple[Measure, ...]:
    return indicators.measures(stands.stand(key), stands.names(key).indicator[code])


@shared
def _indicator(  # the language is part of the key: a view holds finished text
    key: str,
    language: str,
    code: str,
    measure: Measure,
    period: Period,
    group: str,
    vs: tuple[str, ...],
) -> IndicatorView:
    found = indicators.indicator(stands.stand(key), code, measure, period, group, vs)
    changed = _revisions(key, "", code, period.year)
    past = _past(stands.heads())
    return indicators.dressed(found, changed, [at for own, at in past.breaks if own == code])


@shared
def _unit(key: str, language: str, code: str, period: Period, vs: tuple[str, ...]) -> UnitView:
    return units.unit(stands.stand(key), code, period, vs)


@st.cache_resource(max_entries=2, show_spinner=False)
def _past(heads: str) -> Past:
    return changes_of.published(start.store())


@shared
def _revisions(key: str, unit: str, indicator: str, year: int) -> tuple[Revision, ...]:
    if key.startswith(LIVE):
        asked = Wanted((unit,) if unit else (), (indicator,) if indicator else ())
        every = changes_of.live(start.store(), asked)
    else:
        every = _past(key.partition(":")[2]).revisions
    return tuple(
        r
        for r in every
        if r.period.year == year and r.unit == (unit or r.unit)
        if r.indicator == (indicator or r.indicator)
    )


def own_periods(code: str, which: str = LIVE) -> tuple[Period, ...]:
    """Periods for which an indicator has figures, newest first."""
    return _own_periods(stands.key(which), code)


def measures(code: str, which: str = LIVE) -> tuple[Measure, ...]:
    """The measures that an indicator can be shown in."""
    return _measures(stands.key(which), code)


def indicator(
    code: str,
    measure: Measure,
    period: Period,
    group: str,
    which: str = LIVE,
    vs: tuple[str, ...] = (),
) -> IndicatorView:
    """One indicator's profile, with what was changed of its figures; the units `vs` coloured."""
    return _indicator(stands.values(which), session.language(), code, measure, period, group, vs)


def unit(code: str, period: Period, which: str = LIVE, vs: tuple[str, ...] = ()) -> UnitView:
    """One unit's profile, beside those that it is compared with."""
    return _unit(stands.values(which), session.language(), code, period, vs)


def revisions(
    which: str, year: int, *, unit: str = "", indicator: str = ""
) -> tuple[Revision, ...]:
    """Figures of a year's periods that were changed, newest first: to who only reads those that
    two editions were sealed with differently.
    """
    return _revisions(stands.values(which), unit, indicator, year)
