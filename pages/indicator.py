"""指标: how an indicator runs over the year, who pulls and who drags, places over time."""

import streamlit as st

from kpi.figure.trend import trend
from kpi.i18n import _
from kpi.model.catalog import NEVER_RANKED
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import around, cached, charts, pickers, session, shown, tables, views
from pages.parts.tables import Column

session.require(Right.READ)
ready = {
    i.code: i
    for which in reversed(shown.offered())
    for i in cached.catalog(which).indicators
    if cached.own_periods(i.code, which)
}
if not ready:
    shown.nothing(_("指标"))

with pickers.row("indicator_pickers"):
    code = pickers.indicator(
        {c: named(i.name, i.name_en) for c, i in ready.items()},
        default=next((c for c, i in ready.items() if i.ranked), None),
    )
    period = shown.period(lambda which: cached.own_periods(code, which))
    having = [w for w in shown.offered() if period in cached.own_periods(code, w)]
    which = shown.stand(having)
    if which:
        catalog = cached.catalog(which)
        own = catalog.indicator[code]
        measure = pickers.measure(cached.measures(code, which))
if which is None:
    name = named(ready[code].name, ready[code].name_en)
    shown.absent(name, "", period, cached.own_periods(code, cached.ISSUED))
groups = views.groups_with(cached.edition(f"{code}.{measure}", period, which))
groups = groups or {NEVER_RANKED: 1}  # an indicator of the whole district, such as its GDP
with st.container(key="indicator_groups"):
    group = pickers.group(groups, {NEVER_RANKED: _("不参加排名")})

view = cached.indicator(code, measure, period, group, which)
when = period.label(cumulative=own.cumulative, merged=own.jan_feb_merged)
mark = shown.mark(which)
st.caption(f"{mark}　{view.units.title}（{view.units.uom}）　{when}　{group}")
st.title(view.headline)
name = named(own.name, own.name_en)
left, right = st.columns([3, 1], gap="large")
with left:
    if view.total and len(view.total.labels) > 1:
        st.subheader(view.total.lines[0].name)
        figure = trend(view.total, session.theme(), narrow=session.narrow())
        charts.draw(figure, name, key="indicator_total", twin=[view.total])
    if len(view.units.labels) > 1 and (len(view.units.lines) > 1 or not view.total):
        st.subheader(_("各单位走势"))
        figure = trend(view.units, session.theme(), narrow=session.narrow())
        charts.draw(figure, name, key="indicator_units", twin=[view.units])
    if view.ranks.lines and len(view.ranks.labels) > 1:
        st.subheader(_("位次变化"))
        figure = trend(view.ranks, session.theme(), narrow=session.narrow())
        charts.draw(figure, name, key="indicator_ranks", twin=[view.ranks])
with right:
    around.definition(catalog, own)
st.subheader(_("数据表"))
fixed = (_("位次"), _("单位"))
columns = {
    name: Column(name, pinned=name in fixed, right=name != _("单位"))
    for name in (view.rows or ({},))[0]
}
tables.table(view.rows, columns, key=f"indicator_rows_{code}", alt=view.units.title)
