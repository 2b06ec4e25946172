"""The catalog and the boards that pages ask for, kept like all that `stands` keeps."""

from collections.abc import Mapping

import streamlit as st

from kpi.model.board import Entry
from kpi.model.catalog import Catalog
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.model.why import Why
from kpi.service import beside as besides
from kpi.service import board, editions, peers, start, study, tally, working
from kpi.service import matrix as matrices
from kpi.service import why as reasons
from kpi.service.beside import Bars, Beside
from kpi.service.matrix import Matrix
from kpi.service.peers import Place
from kpi.service.tally import Tally
from kpi.service.working import Step
from pages.parts import session, stands
from pages.parts.stands import LIVE, shared


@shared
def _catalog(version: int) -> Catalog:
    return board.known(start.store())


@shared
def _units(key: str) -> tuple[str, ...]:
    return stands.stand(key).units()


@shared
def _periods(key: str, code: str) -> tuple[Period, ...]:
    return stands.stand(key).periods(code)


@shared
def _edition(key: str, code: str, period: Period) -> Edition:
    return stands.stand(key).edition(code, period)


@shared
def _tallies(key: str, code: str, period: Period, group: str) -> tuple[Tally, ...]:
    return tally.tallies(stands.stand(key), _edition(key, code, period), group)


@shared
def _places(key: str, code: str, period: Period) -> tuple[Place, ...]:
    return peers.places(stands.stand(key), _edition(key, code, period))


@shared
def _matrix(key: str, language: str, code: str, period: Period, group: str) -> Matrix:
    return matrices.matrix(stands.stand(key), _edition(key, code, period), group)


@shared
def _beside(
    key: str, language: str, code: str, period: Period, group: str
) -> tuple[Bars | None, tuple[Beside, ...]]:
    own, edition = stands.stand(key), _edition(key, code, period)
    return besides.scale(own, edition, group), besides.beside(own, edition, group)


@shared
def _working(key: str, code: str, period: Period, unit: str) -> tuple[Step, ...]:
    return working.working(stands.stand(key), _edition(key, code, period), unit)


@shared
def _why(key: str, code: str, period: Period, unit: str) -> Why:
    return reasons.why(stands.stand(key), _edition(key, code, period), unit)


@st.cache_resource(max_entries=32, show_spinner=False)
def _firm(key: str, code: str, period: Period) -> Mapping[str, Entry]:
    found = _edition(key, code, period)
    return study.firm(found, editions.judged(start.store(), found) if found.seal else None)


def catalog(which: str = LIVE) -> Catalog:
    """The catalog as it stands, or as the published editions have it."""
    return _catalog(session.data_version()) if which == LIVE else stands.names(stands.key(which))


def ranked(which: str) -> tuple[str, ...]:
    """Ranked units that have a page."""
    return _units(stands.key(which))


def periods(code: str, which: str = LIVE) -> tuple[Period, ...]:
    """Periods that a board has figures or an edition for, newest first."""
    return _periods(stands.key(which), code)


def edition(code: str, period: Period, which: str = LIVE) -> Edition:
    """A board of one period."""
    return _edition(stands.values(which), code, period)


def tallies(edition: Edition, group: str) -> tuple[Tally, ...]:
    """The board's indicators over one group, in short."""
    return _tallies(stands.values(stands.which(edition)), edition.spec.code, edition.period, group)


def places(edition: Edition) -> tuple[Place, ...]:
    """The district's places among its peers in the board's indicators."""
    return _places(stands.values(stands.which(edition)), edition.spec.code, edition.period)


def matrix(edition: Edition, group: str) -> Matrix:
    """Units × items of one group."""
    key, spoken = stands.values(stands.which(edition)), session.language()
    return _matrix(key, spoken, edition.spec.code, edition.period, group)


def beside(edition: Edition, group: str) -> tuple[Bars | None, tuple[Beside, ...]]:
    """The scale of a group's bars, and what stands beside the number of a board of one item."""
    key, spoken = stands.values(stands.which(edition)), session.language()
    return _beside(key, spoken, edition.spec.code, edition.period, group)


def steps(edition: Edition, unit: str) -> tuple[Step, ...]:
    """How one unit's score came about."""
    return _working(stands.values(stands.which(edition)), edition.spec.code, edition.period, unit)


def why(edition: Edition, unit: str) -> Why:
    """Why one unit stands where it stands, and what would change it."""
    return _why(stands.values(stands.which(edition)), edition.spec.code, edition.period, unit)


def firm(edition: Edition) -> Mapping[str, Entry]:
    """Every entry with how firm its place is."""
    return _firm(stands.values(stands.which(edition)), edition.spec.code, edition.period)
