"""What a unit says to a list it stands on, beside the number; appeals only for who drafts."""

from collections.abc import Iterable, Iterator

import streamlit as st

from kpi.i18n import _
from kpi.model.case import Case
from kpi.model.edition import Edition
from pages.parts import cached, casework, session, tables


def to(boards: Iterable[Edition], unit: str) -> None:
    """The statements and appeals of a unit to these boards; what is still owed in one line."""
    found = [(edition, case) for edition in boards for case in _shown(edition, unit)]
    waiting = [pair for pair in found if pair[1].kind == "statement" and pair[1].state == "open"]
    told = [pair for pair in found if pair not in waiting]
    for day in sorted({case.due for _edition, case in waiting if case.due}):
        titles = _("、").join(edition.title for edition, case in waiting if case.due == day)
        said = _("情况说明待提交（限{day}）：{boards}").format(day=day.isoformat(), boards=titles)
        tables.note("info", said)
    for edition, case in told:
        with st.container(border=True, gap="small"):
            words = "　".join((case.kind_label, edition.title, case.state_label))
            st.markdown(f"**{tables.plain(words)}**")
            steps = case.steps if case.kind == "appeal" else case.steps[-1:]  # the newest counts
            for step in steps:
                casework.steps(step)


def _shown(edition: Edition, unit: str) -> Iterator[Case]:
    for case in cached.cases(edition, unit):
        if case.kind == "statement" or (case.kind == "appeal" and session.drafts()):
            yield case
