"""总览: who is red, who is black, since when, what moved."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Right
from pages.parts import (
    around,
    cached,
    heading,
    ledger,
    lists,
    pickers,
    session,
    shown,
    views,
)

session.require(Right.READ)
boards = shown.boards()
if not boards:
    shown.nothing(_("红黑榜"))

with pickers.row("home_pickers"):
    code = pickers.board(boards)
    period = shown.period(lambda which: cached.periods(code, which))
    having = [w for w in shown.offered() if period in cached.periods(code, w)]
    which = shown.stand(having)
    if which:
        edition = cached.edition(code, period, which)
        group = pickers.group({g: len(edition.within(g)) for g in edition.groups})
if which is None:
    shown.absent(boards[code], code, period, cached.periods(code, cached.ISSUED))

heading.board(edition, group)
red, black = edition.red(group), edition.black(group)
rest = [e for e in edition.within(group) if e.colour is None]
if edition.listed(group):
    left, right = st.columns(2, gap="large")
    with left:
        lists.show(views.rows(edition, red), "red", key="home_red", title=edition.label("red"))
    with right:
        nobody = _("本期无单位达到{label}条件").format(label=edition.label("black"))
        lists.show(
            ledger.noted(edition, views.rows(edition, black)),
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
lists.tiles([views.tile(t, period.year) for t in cached.tallies(edition, group)], key="home_tiles")
around.foot(edition)
