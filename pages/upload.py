"""填报: what is due, send it, check it, keep the receipt; and who still owes what."""

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.period import Period
from kpi.model.person import Right
from pages.parts import (
    around,
    cached,
    filing,
    filing_card,
    filing_done,
    filing_due,
    filing_history,
    filing_steps,
    filing_watch,
    heading,
    pickers,
    records,
    session,
    tables,
)

session.require(Right.DRAFT)
if not cached.catalog().indicators:
    st.title(_("数据填报"))
    tables.note("info", _("还没有名录。请先导入名录工作簿，再报送数据。"))
    st.stop()

VIEWS = {"file": N_("报送数据"), "came": N_("报送情况"), "calendar": N_("日历")}
views = tuple(VIEWS) if session.person().may(Right.UPLOAD) else tuple(VIEWS)[1:]
with st.container(horizontal=True, vertical_alignment="center", key="upload_pickers"):
    period = pickers.period(filing_due.periods(), default=filing_due.usual())
    view = pickers.linked(
        st.segmented_control,
        _("视图"),
        views,
        "tab",
        names=lambda code: _(VIEWS[code]),
        default=views[0],
        required=True,
        label_visibility="collapsed",
    )
found = records.dues(period)[period]
own = filing_due.offices() if view == "file" else frozenset()
heading.head(
    filing_due.headline([d for d in found if not own or d.indicator.lead in own], period),
    (_("数据填报"), *(around.office(cached.catalog(), lead) for lead in own)),
)

if view == "came":
    filing_watch.reviewed(found, period)
    if "file" not in views:  # who only reviews finds the receipts here, to read or to give back
        filing.told()
        opened = filing_done.rows()
        for row in opened:
            filing_done.card(row)
        filing_history.show(records.uploads(), tuple(r.upload for r in opened))
elif view == "calendar":
    filing_watch.calendar(records.dues(*(Period(period.year, n) for n in range(1, 13))))
else:
    done = filing_done.rows()
    desk = filing.papers()
    step = filing_steps.now(bool(filing.waiting()), bool(desk), bool(done))
    filing_steps.bar(step)
    filing.told()
    if step == filing_steps.DONE:
        filing_done.show(done)
    if step == filing_steps.DUE:
        filing_due.show(found, period)
    else:
        with st.expander(_("本期应报和模板"), icon=":material/event:"):
            filing_due.show(found, period)
    filing.take()
    filing.read()
    filing_card.all_clean(period)
    for paper in tuple(desk.values()):
        filing_card.show(paper, period)
    if done and step != filing_steps.DONE:
        filing_done.show(done)
    filing_history.show(records.uploads(), tuple(r.upload for r in done))
