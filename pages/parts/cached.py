"""What pages ask for, kept by the data version: an upload anywhere is seen at the next run."""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from kpi.model.catalog import Catalog
from kpi.model.due import Due
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.upload import UploadRow
from kpi.model.why import Why
from kpi.service import board, receipt, start, tally, upload, working
from kpi.service import due as filings
from kpi.service import indicator as indicators
from kpi.service import unit as units
from kpi.service import why as reasons
from kpi.service.indicator import IndicatorView
from kpi.service.tally import Tally
from kpi.service.unit import UnitView
from kpi.service.upload import Change
from kpi.service.working import Step
from pages.parts import session

_shared = st.cache_resource(max_entries=128, show_spinner=False)  # frozen values: no copies


@_shared
def _catalog(version: int) -> Catalog:
    return board.known(start.store())


@_shared
def _periods(version: int, code: str) -> tuple[Period, ...]:
    return board.periods(start.store(), code)


@_shared
def _own_periods(version: int, code: str) -> tuple[Period, ...]:
    return indicators.periods(start.store(), _catalog(version).indicator[code])


@_shared
def _edition(version: int, code: str, period: Period) -> Edition:
    return board.drawn(start.store(), code, period)


@_shared
def _measures(version: int, code: str) -> tuple[Measure, ...]:
    catalog = _catalog(version)
    return indicators.measures(start.store(), catalog, catalog.indicator[code])


@_shared
def _indicator(  # the language is part of the key: a view holds finished text
    version: int, language: str, code: str, measure: Measure, period: Period, group: str
) -> IndicatorView:
    return indicators.indicator(start.store(), code, measure, period, group)


@_shared
def _unit(version: int, language: str, code: str, period: Period) -> UnitView:
    return units.unit(start.store(), code, period)


@_shared
def _tallies(version: int, code: str, period: Period, group: str) -> tuple[Tally, ...]:
    return tally.tallies(start.store(), _edition(version, code, period), group)


@_shared
def _working(version: int, code: str, period: Period, unit: str) -> tuple[Step, ...]:
    return working.working(start.store(), _edition(version, code, period), unit)


@_shared
def _why(version: int, code: str, period: Period, unit: str) -> Why:
    return reasons.why(start.store(), _edition(version, code, period), unit)


def catalog() -> Catalog:
    """The catalog as it stands."""
    return _catalog(session.data_version())


def periods(code: str) -> tuple[Period, ...]:
    """Periods for which a board has figures, newest first."""
    return _periods(session.data_version(), code)


def own_periods(code: str) -> tuple[Period, ...]:
    """Periods for which an indicator has figures, newest first."""
    return _own_periods(session.data_version(), code)


def edition(code: str, period: Period) -> Edition:
    """A board of one period."""
    return _edition(session.data_version(), code, period)


def measures(code: str) -> tuple[Measure, ...]:
    """The measures that an indicator can be shown in."""
    return _measures(session.data_version(), code)


def indicator(code: str, measure: Measure, period: Period, group: str) -> IndicatorView:
    """One indicator's profile."""
    return _indicator(session.data_version(), session.language(), code, measure, period, group)


def unit(code: str, period: Period) -> UnitView:
    """One unit's profile."""
    return _unit(session.data_version(), session.language(), code, period)


def tallies(code: str, period: Period, group: str) -> tuple[Tally, ...]:
    """The board's indicators over one group, in short."""
    return _tallies(session.data_version(), code, period, group)


def steps(code: str, period: Period, unit: str) -> tuple[Step, ...]:
    """How one unit's score came about."""
    return _working(session.data_version(), code, period, unit)


def why(code: str, period: Period, unit: str) -> Why:
    """Why one unit stands where it stands, and what would change it."""
    return _why(session.data_version(), code, period, unit)


@_shared
def _dues(
    version: int, periods: tuple[Period, ...], today: date
) -> Mapping[Period, tuple[Due, ...]]:
    return filings.dues(start.store(), periods, today)


def dues(*periods: Period) -> Mapping[Period, tuple[Due, ...]]:
    """What is due in each period, and how far it has come today."""
    return _dues(session.data_version(), periods, start.configured().today())


@_shared
def _uploads(version: int) -> tuple[UploadRow, ...]:
    return upload.history(start.store())


@_shared
def _changes(version: int, number: int) -> tuple[Change, ...]:
    row = next(r for r in _uploads(version) if r.upload == number)
    return receipt.changes(start.store(), row)


def uploads() -> tuple[UploadRow, ...]:
    """All uploads, newest first."""
    return _uploads(session.data_version())


def changes(row: UploadRow) -> tuple[Change, ...]:
    """What a stored upload changed."""
    return _changes(session.data_version(), row.upload)
