"""单位: where a unit is strong and weak, on which lists it stands, how it got there."""

import streamlit as st

from kpi.figure import theme as look
from kpi.figure.trend import trend
from kpi.figure.unit import multiples
from kpi.i18n import _
from kpi.model.catalog import NEVER_RANKED
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import around, cached, pickers, session, steps, tables, views
from pages.parts.tables import Column

session.require(Right.READ)
catalog = cached.catalog()
having = {b.code: cached.periods(b.code) for b in catalog.boards}
periods = sorted({p for found in having.values() for p in found if p.freq == "M"}, key=str)
periods = periods or sorted({p for found in having.values() for p in found}, key=str)
units = {c: named(u.name, u.name_en) for c, u in catalog.unit.items() if u.group != NEVER_RANKED}
if not periods or not units:
    st.title(_("单位"))
    around.start(bool(catalog.boards))
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="unit_pickers"):
    code = pickers.unit(units)
    period = pickers.period(periods)
view = cached.unit(code, period)
board = view.standings[0].edition.title if view.standings else ""
st.caption("　".join(x for x in (view.unit.group, view.period.label(), board) if x))
st.title(views.unit_headline(view))
tables.table(
    [views.standing(view, s) for s in view.standings],
    {
        "board": Column(_("榜单"), pinned=True),
        "rank": Column(_("位次"), right=True),
        "score": Column(_("得分"), right=True),
        "moved": Column(_("升降")),
        "list": Column(_("名单")),
        "strip": Column(_("近12期")),
        "why": Column(_("理由"), width="large"),
    },
    key=f"unit_boards_{code}_{period}",
    alt=views.unit_headline(view),
)

st.subheader(_("各项指标"))
tables.table(
    view.rows,
    {
        _("指标"): Column(_("指标"), pinned=True),
        _("报告期"): Column(_("报告期")),
        _("数值"): Column(_("数值"), right=True),
        _("同比"): Column(_("同比"), right=True),
        _("完成率"): Column(_("完成率"), right=True),
        _("组内位次"): Column(_("组内位次"), right=True),
    },
    key=f"unit_rows_{code}_{period}",
    alt=views.unit_headline(view),
)
if view.trends:
    st.subheader(_("走势"))
    figure = multiples(view.trends, session.theme(), columns=1 if session.narrow() else 3)
    st.plotly_chart(figure, theme=None, key="unit_trends", config=look.config(view.unit.name))
if view.ranks and view.ranks.lines:
    st.subheader(_("位次变化"))
    figure = trend(view.ranks, session.theme(), narrow=session.narrow())
    st.plotly_chart(figure, theme=None, key="unit_ranks", config=look.config(view.unit.name))
for standing in view.standings:
    name = _("{board}：计算过程").format(board=standing.edition.title)
    key = f"unit_working_{standing.edition.spec.code}_{session.language()}"
    if (opened := st.expander(name, key=key, on_change="rerun")).open:
        with opened:
            steps.working(standing.edition, code)
