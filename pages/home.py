"""总览: who is red, who is black, since when, what moved."""

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import around, cached, lists, pickers, session, views

session.require(Right.READ)
catalog = cached.catalog()
boards = {b.code: named(b.name, b.name_en) for b in catalog.boards if cached.periods(b.code)}
if not boards:
    st.title(_("红黑榜"))
    around.start(bool(catalog.boards))
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="home_pickers"):
    code = pickers.board(boards)
    period = pickers.period(cached.periods(code))
edition = cached.edition(code, period)
with st.container(key="home_groups"):
    group = pickers.group({g: len(edition.within(g)) for g in edition.groups})

around.subtitle(edition)
st.title(edition.headline(group))
red, black = edition.red(group), edition.black(group)
rest = [e for e in edition.within(group) if e.colour is None]
if edition.listed(group):
    left, right = st.columns(2, gap="large")
    with left:
        lists.show(views.rows(edition, red), "red", key="home_red", title=edition.label("red"))
    with right:
        nobody = _("本期无单位达到{label}条件").format(label=edition.label("black"))
        lists.show(
            views.rows(edition, black),
            "black",
            key="home_black",
            title=edition.label("black"),
            empty=nobody,
        )
around.notes(edition, group)
if rest and edition.listed(group):
    with st.expander(_("其余{n}个单位").format(n=len(rest)), expanded=not (red or black)):
        lists.show(views.rows(edition, rest), "all", key="home_rest")
elif rest:
    lists.show(views.rows(edition, rest), "all", key="home_all")
around.unranked(edition, group)
lists.tiles(
    [views.tile(t, period.year) for t in cached.tallies(code, period, group)], key="home_tiles"
)
around.foot(edition)
