"""签发: what still stands in the way of an edition, the deeds up to it, and the editions so far."""

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.edition import named
from kpi.model.person import Right
from kpi.model.problem import Refused
from kpi.service import editions, publish, start
from pages.parts import (
    around,
    cached,
    issuing,
    issuing_deeds,
    issuing_editions,
    issuing_rulings,
    pickers,
    session,
    tables,
)

session.require(Right.PUBLISH, Right.CATALOG, Right.JOURNAL)
catalog = cached.catalog()
boards = {b.code: named(b.name, b.name_en) for b in catalog.boards if cached.periods(b.code)}
if not boards:
    st.title(_("签发"))
    around.start(bool(catalog.boards))
    st.stop()

VIEWS = {"go": N_("办理"), "rulings": N_("决定"), "editions": N_("期次")}
with st.container(horizontal=True, vertical_alignment="center", key="publish_pickers"):
    code = pickers.board(boards)
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
store, who, today = start.store(), session.person(), start.configured().today()
round = publish.round_of(store, code, period)
issues = editions.issues(store, code, period)
draft = publish.rehearse(store, code, period, who)
paper = issuing_deeds.paper(publish.paper_of(store, code, period), code, period)
ahead = publish.obstacles(store, code, period, who, paper, issuing_deeds.reason(), today=today)
ahead = issuing.mine(ahead, who)

st.caption("　".join((_("签发"), boards[code], period.label())))
st.title(issuing.headline(round, ahead, issues))
issuing.bar(round)
issuing.told()
if view == "rulings":
    issuing_rulings.show(draft, round, who)
elif view == "editions":
    issuing_editions.show(editions.every(store, code), catalog)
else:
    left, right = st.columns([3, 2], gap="large")
    with left:
        issuing.obstacles(ahead, draft, round, who)
        issuing.rehearsal(draft)
    with right:
        issuing.before(draft)
        if issues:
            try:
                issuing.since(editions.against_live(store, code, period, who), draft)
            except Refused as refused:
                tables.note("notice", str(refused))
        issuing_deeds.form(round, paper, code, period, who)
        issuing_deeds.show(round, ahead, code, period, who)
