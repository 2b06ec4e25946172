"""分管: what a leader, a lead department or an inspection group answers for, and how it stands."""

import streamlit as st

from kpi.i18n import _
from kpi.model.duty import duties, label
from kpi.model.person import Right
from kpi.service import duty, start
from pages.parts import (
    cached,
    charge,
    fielded,
    heading,
    pickers,
    records,
    responsible,
    session,
    shown,
    stands,
    tables,
    views,
)

session.require(Right.READ)
months = {which: views.months(which) for which in shown.offered()}
if not any(months.values()):
    shown.nothing(_("分管"))

with pickers.row("duty_pickers"):
    period = shown.period(lambda which: months[which])
    which = shown.stand([w for w, own in months.items() if period in own])
    catalog = cached.catalog(which or stands.ISSUED)
    known = duties(catalog)
    picked = responsible.pick(catalog, known)
if which is None:
    shown.absent(_("分管"), "", period, months[stands.ISSUED])

editions = fielded.shown(period, which)
cases, today = fielded.asked(), start.configured().today()
dues = records.dues(period)[period] if session.drafts() else None
progress = _("序时进度{percent}").format(percent=f"{period.elapsed():.1f}%")
words = [shown.mark(which), period.label(), progress]
if picked is None:
    heading.head(charge.counted(known), words)
    charge.every(catalog, duty.fields(known, editions), dues, cases)
    st.caption(_("按名录的次序列出，只供查找分管的指标和单位，不给领导和部门排名。"))
    st.stop()
field = fielded.field(picked.code, period, which, editions)
who = tables.plain(label(catalog, picked))
heading.head(tables.plain(duty.headline(catalog, field)), [who, *words])
if picked.indicators:
    charge.figures(catalog, field, period)
if picked.units:
    charge.standing(catalog, field, period)
if dues is not None:
    charge.reporting(duty.owed(picked, dues))
if picked.units:
    charge.asked(catalog, picked, cases, today)
charge.kept(picked)
