"""办理: the next step, what is open, the lists to be or as they went out, what is new in them."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from kpi.model.manuscript import Manuscript
from kpi.model.obstacle import Obstacle
from kpi.model.paper import LABELS
from kpi.model.person import Person
from kpi.model.problem import Refused
from kpi.model.round import Round
from kpi.model.seal import Issue
from kpi.service import manuscript
from pages.parts import (
    cached,
    issuing,
    issuing_changes,
    issuing_deeds,
    issuing_draft,
    issuing_paper,
    issuing_state,
    pickers,
    stands,
    tables,
)

TOLD = ("document", "audience", "office", "issued", "signer")


def show(
    draft: Edition,
    script: Manuscript,
    round: Round,
    issues: Sequence[Issue],
    ahead: Sequence[Obstacle],
    who: Person,
) -> None:
    """Deeds on top, then what to read before them."""
    code, period = draft.spec.code, draft.period
    out = round.state in issuing_deeds.OUT and bool(issues)
    gone = out and issues[-1].withdrawn
    shown = cached.edition(code, period, stands.ISSUED) if out and not gone else draft
    issuing_state.show(draft, round)
    issuing_deeds.show(round, ahead, script.paper, code, period, who, gone)
    left, right = st.columns([3, 2], gap="large")
    with left:
        issuing.obstacles(ahead, draft, round, who)
        if gone:
            tables.note("info", _("本期已撤回，没有名单。"))
            st.caption(_("原因：{reason}").format(reason=tables.plain(issues[-1].reason)))
        else:
            issuing.lists_of(shown, _("本期榜单") if out else _("预演榜单"))
    with right:
        closed = round.state in manuscript.CLOSED
        _paper(script, draft.spec.rule.basis, closed)
        if not gone:
            issuing.before(shown)
        if issues:
            try:
                found = issuing_draft.since(code, period)
                issuing_changes.since(found, draft, open=bool(round.corrects))
            except Refused as refused:
                tables.note("notice", str(refused))


def _paper(script: Manuscript, basis: str, closed: bool) -> None:
    """The paper in short, and the way to it."""
    st.subheader(_("签发信息"))
    told = {name: issuing_paper.said(script.paper, name) for name in TOLD}
    told["document"] = told["document"] or basis
    tables.facts([(_(LABELS[name]), text or _("未填")) for name, text in told.items()])
    edited = len(script.paper.words)
    words = _("文稿改写{n}句").format(n=edited) if edited else _("文稿为规则原文")
    st.caption(words)
    st.page_link(
        "publish.py",
        label=_("看签发信息和文稿") if closed else _("填写签发信息、修改文稿"),
        icon=":material/edit_document:",
        query_params=pickers.here(step="paper"),
    )
