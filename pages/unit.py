"""单位: where a unit is strong and weak, on which lists it stands, how it got there."""

import streamlit as st

from kpi.figure.trend import trend
from kpi.figure.unit import multiples
from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import (
    cached,
    charts,
    exporting,
    ledger,
    pickers,
    session,
    shown,
    spoken,
    steps,
    tables,
    views,
)
from pages.parts.tables import Column

session.require(Right.READ)
months = {which: views.months(which) for which in shown.offered()}
ranked = {which: frozenset(cached.ranked(which)) for which in months}
units = {
    code: named(unit.name, unit.name_en)
    for which in reversed(shown.offered())
    for code, unit in cached.catalog(which).unit.items()
    if code in ranked[which]
}
if not units or not any(months.values()):
    shown.nothing(_("单位"))

with pickers.row("unit_pickers"):
    code = pickers.unit(units)
    period = shown.period(lambda which: months[which])
    having = [w for w, own in months.items() if period in own and code in ranked[w]]
    which = shown.stand(having)
if which is None:
    shown.absent(units[code], "", period, months[cached.ISSUED])
view = cached.unit(code, period, which)
first = view.standings[0].edition.title if view.standings else ""
words = (shown.mark(which), view.unit.group, view.period.label(), first)
st.caption("　".join(word for word in words if word))
st.title(views.unit_headline(view))
exporting.profile([s.edition for s in view.standings], code)
told = ledger.boards(view)
tables.table(
    [row | ledger.row(view, s) for row, s in zip(told, view.standings, strict=True)],
    {
        "board": Column(_("榜单"), pinned=True),
        "rank": Column(_("位次"), right=True),
        "score": Column(_("得分"), right=True),
        "moved": Column(_("升降")),
        "list": Column(_("名单")),
        "strip": Column(_("近12期")),
        "year": Column(_("本年上榜")),
        "issue": Column(_("期次")),
    },
    key=f"unit_boards_{code}_{period}_{which}",
    alt=views.unit_headline(view),
)
ledger.sentences(view)
spoken.to([s.edition for s in view.standings], code)

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
    key=f"unit_rows_{code}_{period}_{which}",
    alt=views.unit_headline(view),
)
if view.trends:
    st.subheader(_("走势"))
    figure = multiples(view.trends, session.theme(), columns=1 if session.narrow() else 3)
    charts.draw(figure, units[code], key="unit_trends", twin=view.trends)
if view.ranks and view.ranks.lines and len(view.ranks.labels) > 1:
    st.subheader(_("位次变化"))
    figure = trend(view.ranks, session.theme(), narrow=session.narrow())
    charts.draw(figure, units[code], key="unit_ranks", twin=[view.ranks])
for standing in view.standings:
    name = _("{board}：计算过程").format(board=standing.edition.title)
    key = f"unit_working_{standing.edition.spec.code}_{session.language()}"
    if (opened := st.expander(name, key=key, on_change="rerun")).open:
        with opened:
            steps.working(standing.edition, code)
