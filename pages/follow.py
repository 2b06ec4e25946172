"""说明与申诉: what units say to a list they stand on, what waits for whom, how it was decided."""

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.person import Right
from kpi.service import follow, start
from pages.parts import casework, casework_new, heading, pickers, session

session.require(Right.SPEAK, Right.DECIDE, Right.CATALOG, Right.JOURNAL)
store, who, today = start.store(), session.person(), start.configured().today()
VIEWS = {"open": N_("待办"), "all": N_("全部")}
with st.container(horizontal=True, vertical_alignment="center", key="follow_pickers"):
    view = pickers.linked(
        st.segmented_control,
        _("视图"),
        tuple(VIEWS),
        "cases",
        names=lambda word: _(VIEWS[word]),
        default="open",
        required=True,
        label_visibility="collapsed",
    )
every = casework.mine(follow.find(store), who)
found = [c for c in reversed(every) if c.open or view == "all"]

heading.head(casework.headline(every, today), (_("说明与申诉"),))
casework.told()
casework_new.offers(who, every, today)
if found:
    st.caption(_("选中一行，看经过、办理。"))
chosen = casework.table(found, today, key=f"follow_{view}")
if chosen is not None:
    casework.detail(chosen, who, today)
