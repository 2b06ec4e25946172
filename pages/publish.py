"""签发: what still stands in the way of an edition, its paper, the deeds up to it, the editions."""

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.edition import named
from kpi.model.person import Right
from kpi.model.rule import RuleError
from kpi.model.rulefault import told as faulty
from kpi.service import editions, publish, start
from pages.parts import (
    around,
    cached,
    exporting,
    heading,
    issuing,
    issuing_deeds,
    issuing_desk,
    issuing_draft,
    issuing_editions,
    issuing_go,
    issuing_rulings,
    pickers,
    session,
    stands,
    tables,
)

session.require(Right.PUBLISH, Right.CATALOG, Right.JOURNAL)
catalog = cached.catalog()
boards = {b.code: named(b.name, b.name_en) for b in catalog.boards if cached.periods(b.code)}
if not boards:
    st.title(_("签发"))
    around.start(bool(catalog.boards))
    st.stop()

VIEWS = {"go": N_("办理"), "paper": N_("文稿"), "rulings": N_("决定"), "editions": N_("期次")}
store, who = start.store(), session.person()
drafts = who.may(Right.DRAFT)  # an auditor reads what was issued, and nothing live
with pickers.row("publish_pickers"):
    code = pickers.board(boards)
    if drafts:
        period = pickers.period(cached.periods(code))
        view = pickers.linked(
            st.segmented_control,
            _("视图"),
            tuple(VIEWS),
            "step",
            names=lambda word: _(VIEWS[word]),
            default="go",
            required=True,
            label_visibility="collapsed",
        )
if not drafts:
    heading.head(_("历次期次"), (_("签发"), boards[code]))
    issuing_editions.show(editions.every(store, code), catalog)
    st.stop()
round = publish.round_of(store, code, period)
issues = editions.issues(store, code, period)
try:
    draft = issuing_draft.draft(code, period)
except RuleError as fault:  # the rule refuses these data; it is mended in 管理
    st.title(_("现行规则无法评分"))
    tables.note("notice", faulty(fault))
    st.stop()
script = issuing_draft.script(code, period)
reason = issuing_deeds.reason(code, period)
ahead = issuing.mine(issuing_draft.obstacles(code, period, who, script.paper, reason), who)

heading.head(
    issuing.headline(round, ahead, issues),
    (_("签发"), boards[code], period.label()),
    *(
        [lambda: exporting.panel(cached.edition(code, period, stands.ISSUED))]
        if issues and not issues[-1].withdrawn
        else []
    ),
)
issuing.bar(round)
issuing.told()
if view == "paper":
    issuing_desk.show(script, round, issues, who)
elif view == "rulings":
    issuing_rulings.show(draft, round, who)
elif view == "editions":
    issuing_editions.show(editions.every(store, code), catalog)
else:
    issuing_go.show(draft, script, round, issues, ahead, who)
