"""榜单: the ranking of a board or of one indicator; the working of a score is one click away."""

import streamlit as st

from kpi.figure.ranking import ranking
from kpi.i18n import _
from kpi.model.person import Right
from kpi.service import board as boards
from kpi.service.trends import bars
from pages.parts import (
    around,
    cached,
    charts,
    drawers,
    exporting,
    heading,
    pickers,
    ranks,
    responsible,
    session,
    shown,
    stands,
    steps,
    tables,
    versus,
)

session.require(Right.READ)
offered = shown.boards()
if not offered:
    shown.nothing(_("榜单"))

with pickers.row("board_pickers"):
    code = pickers.board(offered)
    period = shown.period(lambda which: cached.periods(code, which))
    having = [w for w in shown.offered() if period in cached.periods(code, w)]
    which = shown.stand(having)
    if which:
        whole = cached.edition(code, period, which)
        scored = boards.items(whole.spec, whole.catalog)
        items = {i.column: whole.item_name(i.column) for i in scored}
        own = responsible.items(items, responsible.ahead(cached.catalog(which)))
        column = pickers.indicator(own, composite=_("综合得分")) if len(items) > 1 else ""
        group = pickers.group({g: len(whole.within(g)) for g in whole.groups}, whole.catalog.said)
        picked = responsible.choose(cached.catalog(which))
if which is None:
    shown.absent(offered[code], code, period, cached.periods(code, stands.ISSUED))
edition = whole
if column:
    found = boards.newest(cached.periods(column, which), period)
    if found is None:
        tables.note("notice", _("这项指标到本期还没有数据。"))
        st.stop()
    edition = cached.edition(column, found, which)
    if found != period:
        tables.note("notice", _("本月不报，最近一期{period}。").format(period=found.label()))

heading.board(edition, group)
responsible.told(cached.catalog(which), edition.within(group), picked)
entries = responsible.narrow(edition.within(group), picked)
if not session.narrow():
    figure = ranking(bars(edition, group), session.theme())
    name = f"{edition.title}_{edition.period}_{edition.catalog.said(group)}"
    charts.draw(figure, name, key="board_ranking")
    exporting.picture(edition, "ranking", group or "")
around.notes(edition, group)
ranks.table(edition, group, entries, f"board_table_{edition.spec.code}")
versus.choose(whole, group)
steps.download(edition)
around.unranked(edition, group)
around.rule(edition)
around.foot(edition)
drawers.show(edition)
