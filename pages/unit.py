"""单位: where a unit is strong and weak, how it leaves the black list, who answers for it."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Right
from pages.parts import (
    around,
    beside,
    cached,
    exporting,
    heading,
    pickers,
    profiles,
    responsible,
    session,
    shown,
    stands,
    tabs,
    unit_head,
    unit_now,
    unit_sections,
    views,
)

session.require(Right.READ)
months = {which: views.months(which) for which in shown.offered()}
ranked = {which: frozenset(cached.ranked(which)) for which in months}
units = views.unit_names(ranked)
if not units or not any(months.values()):
    shown.nothing(_("单位"))

with pickers.row("unit_pickers"):
    code = pickers.unit(units)
    period = shown.period(lambda which: months[which])
    having = [w for w, own in months.items() if period in own and code in ranked[w]]
    which = shown.stand(having)
    if which:
        view = profiles.unit(code, period, which)
        boards = {s.edition.spec.code: s.edition.title for s in view.standings}
        at = view.standing(pickers.board(boards)) if boards else None
        peers = {u: units[u] for u in view.members if u in units and u != code}
        vs = beside.choose(peers, _("对比其他单位")) if peers else ()
        view = profiles.unit(code, period, which, vs)
if which is None:
    shown.absent(units[code], "", period, months[stands.ISSUED])

words = heading.words(at.edition) if at else [shown.mark(which), view.period.label()]
heading.head(
    unit_head.headline(view, at),
    [*words, cached.catalog(which).said(view.unit.group)],
    lambda: exporting.profile([s.edition for s in view.standings], code),
)
if at:
    unit_head.facts(view, at)
with st.container(horizontal=True, vertical_alignment="center", key="unit_links"):
    responsible.unit(cached.catalog(which), code)
    unit_head.near(view, at, tuple(units))
unit_now.now(view, at, units[code])
tabs.show(unit_sections.sections(view, at, which, vs, units[code]), _("内容"))
if at:
    around.foot(at.edition)
