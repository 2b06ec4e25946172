"""The board as it would be issued now, and what stands in its way: drawn once per data version."""

from dataclasses import replace
from datetime import date

import streamlit as st

from kpi import access
from kpi.model.comparison import Comparison
from kpi.model.edition import Edition
from kpi.model.manuscript import Desk, Manuscript
from kpi.model.obstacle import Obstacle
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Right
from kpi.service import desk, editions, manuscript, publish, start
from kpi.service import paper as papers
from pages.parts import session

_kept = st.cache_resource(max_entries=32, show_spinner=False)


@_kept
def _draft(version: int, code: str, period: Period) -> Edition:
    return publish.rehearse(start.store(), code, period, OPERATOR)  # `draft` asks for the right


@_kept  # the language is part of the key: names are finished text
def _since(version: int, language: str, code: str, period: Period) -> Comparison | None:
    return editions.against_live(start.store(), code, period, OPERATOR)


@_kept
def _obstacles(
    version: int,
    language: str,
    code: str,
    period: Period,
    login: str,
    filled: str,
    reason: str,
    today: date,
    _who: Person,
    _paper: Paper,
) -> tuple[Obstacle, ...]:
    store = start.store()
    return publish.obstacles(store, code, period, _who, _paper, reason, today=today)


@_kept
def _filled(version: int, code: str, period: Period) -> Edition:
    return desk.edition(start.store(), code, period, OPERATOR)


@_kept
def _origins(version: int, code: str, period: Period) -> dict[str, str]:
    return dict(desk.origins(start.store(), code, period, OPERATOR))


@st.cache_resource(max_entries=8, show_spinner=False)
def _preview(version: int, at: str, written: str, _edition: Edition, _paper: Paper) -> bytes:
    return desk.preview(start.store(), _edition, _paper, OPERATOR)


def draft(code: str, period: Period) -> Edition:
    """The rehearsal; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    return _draft(session.data_version(), code, period)


def filled(code: str, period: Period) -> Edition:
    """The rehearsal with everything that its papers print; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    return _filled(session.data_version(), code, period)


def script(code: str, period: Period) -> Manuscript:
    """The paper as it is being written; for those who may see drafts."""
    found = manuscript.read(start.store(), code, period, session.person())
    if not found.usual.words:
        return found
    earlier = _origins(session.data_version(), code, period)
    return replace(found, origins={**earlier, **found.origins})


@_kept
def issued(edition: int) -> Edition:
    """A published edition with everything that its papers print; it never changes."""
    store = start.store()
    return papers.filled(store, editions.read(store, edition))


def told(edition: Edition, script: Manuscript) -> Desk:
    """Its sentences, each beside what the rule says."""
    return desk.told(edition, script)


def preview(edition: Edition, paper: Paper) -> bytes:
    """The first page of a paper, as it will be signed; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    at = f"{edition.spec.code} {edition.period}"
    return _preview(session.data_version(), at, repr(paper), edition, paper)


def since(code: str, period: Period) -> Comparison | None:
    """What differs from the edition that is out; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    return _since(session.data_version(), session.language(), code, period)


def obstacles(
    code: str, period: Period, who: Person, paper: Paper, reason: str
) -> tuple[Obstacle, ...]:
    """All that stands between the board as it is now and its edition, published by this person."""
    today, version = start.configured().today(), session.data_version()
    at = f"{who.login} {sorted(who.rights)}"
    spoken = session.language()
    return _obstacles(version, spoken, code, period, at, repr(paper), reason, today, who, paper)
