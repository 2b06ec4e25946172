"""文稿: the paper of an edition: its fields beside the first page, its sentences below."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model.manuscript import Manuscript
from kpi.model.person import Person, Right
from kpi.model.round import Round
from kpi.model.seal import Issue
from kpi.service import manuscript
from pages.parts import issuing_draft, issuing_paper, issuing_words, tables
from pages.parts.issuing_paper import Form
from pages.parts.issuing_words import Writing


def show(script: Manuscript, round: Round, issues: Sequence[Issue], who: Person) -> None:
    """What is filled in and worded; of a signed or published paper to be read."""
    code, period = round.board, round.period
    closed = round.state in manuscript.CLOSED
    still = closed or not who.may(Right.PUBLISH)
    if issues and round.state in manuscript.OUT:
        if issues[-1].withdrawn:
            tables.note("info", _("本期已撤回，没有通报。"))
            return
        edition = issuing_draft.issued(issues[-1].edition)
    else:
        edition = issuing_draft.filled(code, period)
    own = Writing(issuing_draft.told(edition, script), script, code, period, still)
    issuing_paper.show(Form(script, code, period, still), edition)
    st.divider()
    shut = (
        _("已签发，更正时可以修改。") if round.state in manuscript.OUT else _("已审签，不能再改。")
    )
    issuing_words.show(own, shut if closed else "")
