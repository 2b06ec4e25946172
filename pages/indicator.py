"""指标: how an indicator runs over the year, who pulls and who drags, places over time."""

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import NEVER_RANKED
from kpi.model.edition import named
from kpi.model.measure import Measure
from kpi.model.person import Right
from pages.parts import (
    beside,
    cached,
    exporting,
    heading,
    indicator_card,
    indicator_sections,
    pickers,
    profiles,
    reading,
    responsible,
    session,
    shown,
    stands,
    tables,
    tabs,
    views,
)
from pages.parts.tables import Column

session.require(Right.READ)
ready = {
    i.code: i
    for which in reversed(shown.offered())
    for i in cached.catalog(which).indicators
    if profiles.own_periods(i.code, which)
}
if not ready:
    shown.nothing(_("指标"))

with pickers.row("indicator_pickers"):
    code = pickers.indicator(
        {c: named(i.name, i.name_en) for c, i in ready.items()},
        default=next((c for c, i in ready.items() if i.ranked), None),
    )
    later = shown.due_earlier(ready[code], lambda which: profiles.own_periods(code, which))
    period = shown.period(lambda which: profiles.own_periods(code, which))
    having = [w for w in shown.offered() if period in profiles.own_periods(code, w)]
    which = shown.stand(having)
    if which:
        catalog = cached.catalog(which)
        own = catalog.indicator[code]
        measure = pickers.measure(profiles.measures(code, which))
        groups = views.groups_with(cached.edition(f"{code}.{measure}", period, which))
        groups = groups or {NEVER_RANKED: 1}  # of the whole district, such as its GDP
        group = pickers.group(groups, lambda code: views.group_name(catalog, code))
if which is None:
    name = named(ready[code].name, ready[code].name_en)
    shown.absent(name, "", period, profiles.own_periods(code, stands.ISSUED))
if later:
    tables.note("notice", _("本月不报，显示最近一期。"))

offered = {u.code: named(u.name, u.name_en) for u in catalog.units if u.group == group}
top, choice = st.container(), st.container()
with choice:  # beneath what it hardly changes; on a phone the finding comes first
    vs = beside.choose(offered, _("着色的单位")) if len(offered) > 2 else ()
view = profiles.indicator(code, measure, period, group, which, vs)
running = own.cumulative and measure is not Measure.MONTH
when = period.label(cumulative=running, merged=running and own.jan_feb_merged)
what = show.headed(view.units.title, view.units.uom)
name = named(own.name, own.name_en)
with top:
    words = (shown.mark(which), what, when, views.group_name(catalog, group))
    heading.head(view.headline, words, lambda: exporting.panel(view.edition))
    responsible.indicator(catalog, code)
    with st.container(key="now_indicator"):
        left, right = st.columns([2, 1], gap="large")
with left:
    indicator_sections.first(view, name)
with right:
    indicator_card.year(view.outlook)
    indicator_card.card(catalog, own)
tabs.show(indicator_sections.sections(view, catalog, which, name), _("内容"))
st.subheader(_("数据表"))
fixed = (_("位次"), _("单位"))
columns = {
    head: Column(head, pinned=head in fixed, right=head != _("单位"))
    for head in (view.rows or ({},))[0]
}
reading.table(view.rows, columns, key=f"indicator_rows_{code}", alt=view.units.title)
