"""What pages ask for, kept by the data version: an upload anywhere is seen at the next run.

What was published is kept by the editions that count, apart from all that is live.
"""

from collections.abc import Mapping
from datetime import date

import streamlit as st

from kpi import access
from kpi.model.board import Entry
from kpi.model.case import Case
from kpi.model.catalog import Catalog
from kpi.model.due import Due
from kpi.model.edition import Edition
from kpi.model.house import House
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Right
from kpi.model.problem import Refused, problem
from kpi.model.revision import Revision
from kpi.model.standing import Standing
from kpi.model.upload import UploadRow
from kpi.model.why import Why
from kpi.service import (
    admin,
    board,
    editions,
    follow,
    ladder,
    peers,
    receipt,
    start,
    study,
    tally,
    upload,
    working,
)
from kpi.service import beside as besides
from kpi.service import due as filings
from kpi.service import indicator as indicators
from kpi.service import matrix as matrices
from kpi.service import revisions as changes_of
from kpi.service import stand as stands
from kpi.service import unit as units
from kpi.service import why as reasons
from kpi.service.beside import Bars, Beside
from kpi.service.indicator import IndicatorView
from kpi.service.matrix import Matrix
from kpi.service.peers import Place
from kpi.service.revisions import Past
from kpi.service.stand import Issued, Live, Stand
from kpi.service.tally import Tally
from kpi.service.unit import UnitView
from kpi.service.upload import Change
from kpi.service.working import Step
from pages.parts import session

ISSUED, LIVE = "issued", "live"  # what was published; the figures as they stand (试算)
_shared = st.cache_resource(max_entries=128, show_spinner=False)  # frozen values: no copies


@_shared
def _catalog(version: int) -> Catalog:
    return board.known(start.store())


@_shared
def _heads(version: int) -> str:
    return stands.heads(start.store())


@st.cache_resource(max_entries=2, show_spinner=False)
def _issued(heads: str) -> Issued:
    return stands.issued(start.store())


def _stand(key: str) -> Stand:
    which, _colon, heads = key.partition(":")
    return Live(start.store()) if which == LIVE else _issued(heads)


def _key(which: str) -> str:
    """What cached answers are kept by: live ones by the data version, published ones by the
    editions that count. The one can never stand for the other.
    """
    version = session.data_version()
    return f"{LIVE}:{version}" if which == LIVE else f"{ISSUED}:{_heads(version)}"


def _values(which: str) -> str:
    """The key of an answer that holds values: live ones only for who may see drafts."""
    if which == LIVE and not session.drafts():
        raise Refused(problem("NOT_ENTITLED", given=""))
    return _key(which)


def which(edition: Edition) -> str:
    """The stand that an edition was shown from."""
    return LIVE if edition.state == "trial" else ISSUED


@_shared
def _names(key: str) -> Catalog:
    return _stand(key).catalog()


@_shared
def _units(key: str) -> tuple[str, ...]:
    return _stand(key).units()


@_shared
def _periods(key: str, code: str) -> tuple[Period, ...]:
    return _stand(key).periods(code)


@_shared
def _own_periods(key: str, code: str) -> tuple[Period, ...]:
    own = _names(key).indicator.get(code)
    return indicators.periods(_stand(key), own) if own else ()


@_shared
def _edition(key: str, code: str, period: Period) -> Edition:
    return _stand(key).edition(code, period)


@_shared
def _measures(key: str, code: str) -> tuple[Measure, ...]:
    return indicators.measures(_stand(key), _names(key).indicator[code])


@_shared
def _indicator(  # the language is part of the key: a view holds finished text
    key: str,
    language: str,
    code: str,
    measure: Measure,
    period: Period,
    group: str,
    vs: tuple[str, ...],
) -> IndicatorView:
    found = indicators.indicator(_stand(key), code, measure, period, group, vs)
    changed = _revisions(key, "", code, period.year)
    past = _past(_heads(session.data_version()))
    return indicators.dressed(found, changed, [at for own, at in past.breaks if own == code])


@_shared
def _unit(key: str, language: str, code: str, period: Period, vs: tuple[str, ...]) -> UnitView:
    return units.unit(_stand(key), code, period, vs)


@st.cache_resource(max_entries=2, show_spinner=False)
def _past(heads: str) -> Past:
    return changes_of.published(start.store())


@_shared
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


@_shared
def _tallies(key: str, code: str, period: Period, group: str) -> tuple[Tally, ...]:
    return tally.tallies(_stand(key), _edition(key, code, period), group)


@_shared
def _places(key: str, code: str, period: Period) -> tuple[Place, ...]:
    return peers.places(_stand(key), _edition(key, code, period))


@_shared
def _matrix(key: str, language: str, code: str, period: Period, group: str) -> Matrix:
    return matrices.matrix(_stand(key), _edition(key, code, period), group)


@_shared
def _beside(
    key: str, language: str, code: str, period: Period, group: str
) -> tuple[Bars | None, tuple[Beside, ...]]:
    own, edition = _stand(key), _edition(key, code, period)
    return besides.scale(own, edition, group), besides.beside(own, edition, group)


@_shared
def _working(key: str, code: str, period: Period, unit: str) -> tuple[Step, ...]:
    return working.working(_stand(key), _edition(key, code, period), unit)


@_shared
def _why(key: str, code: str, period: Period, unit: str) -> Why:
    return reasons.why(_stand(key), _edition(key, code, period), unit)


@st.cache_resource(max_entries=32, show_spinner=False)
def _firm(key: str, code: str, period: Period) -> Mapping[str, Entry]:
    found = _edition(key, code, period)
    return study.firm(found, editions.judged(start.store(), found) if found.seal else None)


@_shared
def _season(version: int, code: str, year: int) -> Mapping[str, Standing]:
    return {s.unit: s for s in ladder.season(start.store(), code, year)}


@_shared
def _cases(version: int, code: str, period: Period) -> tuple[Case, ...]:
    return follow.find(start.store(), board=code, period=period)


def catalog(which: str = LIVE) -> Catalog:
    """The catalog as it stands, or as the published editions have it."""
    return _catalog(session.data_version()) if which == LIVE else _names(_key(which))


def ranked(which: str) -> tuple[str, ...]:
    """Ranked units that have a page."""
    return _units(_key(which))


def periods(code: str, which: str = LIVE) -> tuple[Period, ...]:
    """Periods that a board has figures or an edition for, newest first."""
    return _periods(_key(which), code)


def own_periods(code: str, which: str = LIVE) -> tuple[Period, ...]:
    """Periods for which an indicator has figures, newest first."""
    return _own_periods(_key(which), code)


def edition(code: str, period: Period, which: str = LIVE) -> Edition:
    """A board of one period."""
    return _edition(_values(which), code, period)


def measures(code: str, which: str = LIVE) -> tuple[Measure, ...]:
    """The measures that an indicator can be shown in."""
    return _measures(_key(which), code)


def indicator(
    code: str,
    measure: Measure,
    period: Period,
    group: str,
    which: str = LIVE,
    vs: tuple[str, ...] = (),
) -> IndicatorView:
    """One indicator's profile, with what was changed of its figures; the units `vs` coloured."""
    return _indicator(_values(which), session.language(), code, measure, period, group, vs)


def unit(code: str, period: Period, which: str = LIVE, vs: tuple[str, ...] = ()) -> UnitView:
    """One unit's profile, beside those that it is compared with."""
    return _unit(_values(which), session.language(), code, period, vs)


def revisions(
    which: str, year: int, *, unit: str = "", indicator: str = ""
) -> tuple[Revision, ...]:
    """Figures of a year's periods that were changed, newest first: to who only reads those that
    two editions were sealed with differently.
    """
    return _revisions(_values(which), unit, indicator, year)


def tallies(edition: Edition, group: str) -> tuple[Tally, ...]:
    """The board's indicators over one group, in short."""
    return _tallies(_values(which(edition)), edition.spec.code, edition.period, group)


def places(edition: Edition) -> tuple[Place, ...]:
    """The district's places among its peers in the board's indicators."""
    return _places(_values(which(edition)), edition.spec.code, edition.period)


def matrix(edition: Edition, group: str) -> Matrix:
    """Units × items of one group."""
    key, spoken = _values(which(edition)), session.language()
    return _matrix(key, spoken, edition.spec.code, edition.period, group)


def beside(edition: Edition, group: str) -> tuple[Bars | None, tuple[Beside, ...]]:
    """The scale of a group's bars, and what stands beside the number of a board of one item."""
    key, spoken = _values(which(edition)), session.language()
    return _beside(key, spoken, edition.spec.code, edition.period, group)


def steps(edition: Edition, unit: str) -> tuple[Step, ...]:
    """How one unit's score came about."""
    return _working(_values(which(edition)), edition.spec.code, edition.period, unit)


def why(edition: Edition, unit: str) -> Why:
    """Why one unit stands where it stands, and what would change it."""
    return _why(_values(which(edition)), edition.spec.code, edition.period, unit)


def firm(edition: Edition) -> Mapping[str, Entry]:
    """Every entry with how firm its place is."""
    return _firm(_values(which(edition)), edition.spec.code, edition.period)


def season(code: str, year: int) -> Mapping[str, Standing]:
    """What the published editions of a year say of each unit."""
    return _season(session.data_version(), code, year)


def cases(edition: Edition, unit: str) -> tuple[Case, ...]:
    """What a unit said to a board, oldest first."""
    found = _cases(session.data_version(), edition.spec.code, edition.period)
    return tuple(c for c in found if c.unit == unit)


@_shared
def _statements(version: int, unit: str) -> tuple[Case, ...]:
    return follow.find(start.store(), unit=unit, kind="statement")


def statements(unit: str, until: Period) -> tuple[Case, ...]:
    """What a unit was asked by editions of periods before `until`, and what it answered, newest
    first.
    """
    found = _statements(session.data_version(), unit)
    asked = [c for c in found if c.edition and c.period.last_day < until.first_day]
    return tuple(sorted(asked, key=lambda c: (c.period.last_day, c.id), reverse=True))


@_shared
def _house(version: int) -> House:
    return admin.house_rules(start.store())


def house() -> House:
    """The settings of the house."""
    return _house(session.data_version())


@_shared
def _dues(
    version: int, periods: tuple[Period, ...], today: date
) -> Mapping[Period, tuple[Due, ...]]:
    return filings.dues(start.store(), periods, today)


def dues(*periods: Period) -> Mapping[Period, tuple[Due, ...]]:
    """What is due in each period, and how far it has come today."""
    return _dues(session.data_version(), periods, start.configured().today())


@_shared
def _waiting(version: int) -> tuple[Case, ...]:
    return follow.find(start.store(), open_only=True)


def waiting() -> tuple[Case, ...]:
    """The cases of all boards that wait for somebody, oldest first; for who deals with cases."""
    who = session.person()
    if not any(who.may(r) for r in (Right.SPEAK, Right.DECIDE, Right.CATALOG, Right.JOURNAL)):
        raise Refused(problem("NOT_ENTITLED", given=who.name))
    return _waiting(session.data_version())


@_shared
def _uploads(version: int) -> tuple[UploadRow, ...]:
    return upload.history(start.store(), OPERATOR)  # `uploads` has asked for the right


@_shared
def _changes(version: int, number: int) -> tuple[Change, ...]:
    row = next(r for r in _uploads(version) if r.upload == number)
    return receipt.changes(start.store(), row)


def uploads() -> tuple[UploadRow, ...]:
    """All uploads, newest first; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    return _uploads(session.data_version())


def changes(row: UploadRow) -> tuple[Change, ...]:
    """What a stored upload changed."""
    return _changes(session.data_version(), row.upload)
