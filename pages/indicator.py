"""指标: how an indicator runs over the year, who pulls and who drags, places over time."""

import streamlit as st

from kpi.figure import theme as look
from kpi.figure.trend import trend
from kpi.i18n import _
from kpi.model.catalog import NEVER_RANKED
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import around, cached, pickers, session, tables, views
from pages.parts.tables import Column

session.require(Right.READ)
catalog = cached.catalog()
ready = [i for i in catalog.indicators if cached.own_periods(i.code)]
if not ready:
    st.title(_("指标"))
    around.start(bool(catalog.indicators))
    st.stop()

with st.container(horizontal=True, vertical_alignment="center", key="indicator_pickers"):
    code = pickers.indicator(
        {i.code: named(i.name, i.name_en) for i in ready},
        default=next((i.code for i in ready if i.ranked), None),
    )
    own = catalog.indicator[code]
    period = pickers.period(cached.own_periods(code))
    measure = pickers.measure(cached.measures(code))
groups = views.groups_with(cached.edition(f"{code}.{measure}", period))
groups = groups or {NEVER_RANKED: 1}  # an indicator of the whole district, such as its GDP
with st.container(key="indicator_groups"):
    group = pickers.group(groups, {NEVER_RANKED: _("不参加排名")})

view = cached.indicator(code, measure, period, group)
when = period.label(cumulative=own.cumulative, merged=own.jan_feb_merged)
st.caption(f"{view.units.title}（{view.units.uom}）　{when}　{group}")
st.title(view.headline)
left, right = st.columns([3, 1], gap="large")
with left:
    if view.total:
        st.subheader(view.total.lines[0].name)
        figure = trend(view.total, session.theme(), narrow=session.narrow())
        st.plotly_chart(figure, theme=None, key="indicator_total", config=look.config(own.name))
    if len(view.units.lines) > 1 or not view.total:
        st.subheader(_("各单位走势"))
        figure = trend(view.units, session.theme(), narrow=session.narrow())
        st.plotly_chart(figure, theme=None, key="indicator_units", config=look.config(own.name))
    if view.ranks.lines:
        st.subheader(_("位次变化"))
        figure = trend(view.ranks, session.theme(), narrow=session.narrow())
        st.plotly_chart(figure, theme=None, key="indicator_ranks", config=look.config(own.name))
with right:
    around.definition(catalog, own)
st.subheader(_("数据表"))
fixed = (_("位次"), _("单位"))
columns = {
    name: Column(name, pinned=name in fixed, right=name != _("单位"))
    for name in (view.rows or ({},))[0]
}
tables.table(view.rows, columns, key=f"indicator_rows_{code}", alt=view.units.title)
