"""What an indicator is, first things first, and whether its year will be met."""

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Catalog, Indicator
from kpi.model.outlook import Outlook
from pages.parts import tables


def card(catalog: Catalog, own: Indicator) -> None:
    """亿元 · 累计 · 越高越好 · 月报 · 1-2月合并, then the definition, then the rest in grey."""
    first = [
        _(own.uom),
        show.measure_name(own.measure),
        _(show.DIRECTIONS[own.direction]),
        _(show.FREQUENCIES[own.freq]),
        _("1-2月合并") if own.jan_feb_merged else "",
    ]
    rest = [
        (_("增速口径"), _(show.BASES[own.basis]) if own.basis else ""),
        (_("数据来源"), catalog.said(own.source)),
        (_("最小基数"), show.amount(own.min_base, own.uom, own.decimals) if own.min_base else ""),
    ]
    with st.container(border=True, gap="small"):
        st.markdown(f"**{tables.plain(_('口径'))}**")
        st.markdown(tables.plain(" · ".join(word for word in first if word)))
        if own.definition:
            st.markdown(tables.plain(catalog.said(own.definition)))
        pairs = [_("{what}：{said}").format(what=w, said=s) for w, s in rest if s]
        if pairs:
            st.caption(tables.plain("　".join(pairs)))


def year(ahead: Outlook | None) -> None:
    """Will the year's target be met, in one sentence."""
    if ahead is None:
        return
    with st.container(border=True, gap="small"):
        st.markdown(f"**{tables.plain(_('年底能否完成'))}**")
        st.markdown(tables.plain(ahead.told()))
