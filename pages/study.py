"""推演: a board under other weights, other methods, without one item; nothing is stored."""

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.person import Right
from pages.parts import around, cached, firmness, heading, pickers, session, study, tables

session.require(Right.DRAFT)
catalog = cached.catalog()
boards = {b.code: named(b.name, b.name_en) for b in catalog.boards if cached.periods(b.code)}
if not boards:
    st.title(_("推演"))
    around.start(bool(catalog.boards))
    st.stop()

with pickers.row("study_pickers"):
    code = pickers.board(boards)
    period = pickers.period(cached.periods(code))
    own = firmness.desk(code, period)
    group = pickers.group(
        {g: len(own.edition.within(g)) for g in own.edition.groups}, own.edition.catalog.said
    )

heading.head(_("换个权重，名次变不变"), heading.words(own.edition))
tables.note("notice", _("推演结果，不是正式榜单：不存入系统，也不改变任何榜单。"))
study.weights(own, group)

st.subheader(_("名次有多稳"))
noise = own.edition.spec.rule.noise
st.caption(
    _(
        "每项权重在±{noise}%内随机变动{draws}次，看各单位还在不在原来的榜上。"
        "稳固：95%以上的情形不变；较稳：50%以上；存疑：不足50%。"
    ).format(noise=f"{noise * 100:g}", draws=own.edition.spec.rule.draws)
)
firmness.ranges(own, group)
if own.left_out:
    st.subheader(_("去掉一项指标"))
    firmness.trials(own, group, own.left_out, title=_("去掉的指标"), key="items")
if own.methods:
    st.subheader(_("换一种算法"))
    st.caption(_("各种算法的得分不可比，只按位次和其余条件列榜，不计得分门槛。"))
    firmness.trials(own, group, own.methods, title=_("算法"), key="methods")
firmness.chance(own, group)
around.foot(own.edition)
