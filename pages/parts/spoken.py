"""What a unit says to a list it stands on, beside the number; appeals only for who drafts."""

from collections.abc import Iterator

import streamlit as st

from kpi.i18n import _
from kpi.model.case import Case
from kpi.model.edition import Edition
from kpi.service.unit import UnitView
from pages.parts import cached, casework, session, tables


def on(view: UnitView) -> None:
    """The statements and appeals of a unit to the boards of its page."""
    for at in view.standings:
        to(at.edition, view.unit.code)


def to(edition: Edition, unit: str) -> None:
    """The same to one board."""
    for case in _shown(cached.cases(edition, unit)):
        words = [case.kind_label, edition.title, case.state_label]
        if case.state == "open" and case.due:
            words.append(_("限{day}前").format(day=case.due.isoformat()))
        with st.container(border=True, gap="small"):
            st.markdown(f"**{tables.plain('　'.join(words))}**")
            steps = case.steps if case.kind == "appeal" else case.steps[-1:]  # the newest counts
            for step in steps:
                casework.steps(step)


def _shown(found: tuple[Case, ...]) -> Iterator[Case]:
    for case in found:
        if case.kind == "statement" or (case.kind == "appeal" and session.drafts()):
            yield case
