"""The four steps of a report, and where one is."""

import streamlit as st

from kpi.i18n import N_, _
from pages.parts import session

STEPS = (N_("本期应报"), N_("上传表格"), N_("核对"), N_("完成"))
DUE, SEND, CHECK, DONE = range(4)


def now(reading: bool, desk: bool, done: bool) -> int:
    """Where one is: files that are being read, files on the desk, receipts, or none of these."""
    if reading:
        return SEND
    return CHECK if desk else DONE if done else DUE


def bar(now: int) -> None:
    """① 本期应报 ─ ② 上传表格 ─ ③ 核对 ─ ④ 完成, the present one filled in."""
    look = session.theme()
    items = []
    for n, name in enumerate(STEPS):
        here, passed = n == now, n < now
        edge = look.action if here or passed else look.border
        fill = look.action if here else "transparent"
        digit = look.background if here else look.action if passed else look.subtitle
        words = look.text if here else look.subtitle
        sign = "✓" if passed else str(n + 1)
        items.append(
            f'<li{" aria-current=step" if here else ""} style="display:flex;align-items:center;'
            f'gap:.5rem;flex:1 1 auto;border-top:3px solid {edge};padding-top:.5rem">'
            f'<span style="display:inline-flex;width:1.6rem;height:1.6rem;flex:none;'
            f"border:1px solid {edge};border-radius:50%;background:{fill};color:{digit};"
            f'align-items:center;justify-content:center;font-size:.875rem">{sign}</span>'
            f'<span style="color:{words};font-weight:{600 if here else 400};font-size:.9375rem">'
            f"{_(name)}</span></li>"
        )
    label = _("报送步骤")
    st.html(
        f'<ol aria-label="{label}" style="display:flex;gap:.5rem;list-style:none;margin:0;'
        f'padding:0;flex-wrap:nowrap">{"".join(items)}</ol>'
        if not session.narrow()
        else f'<ol aria-label="{label}" style="display:grid;grid-template-columns:1fr 1fr;'
        f'gap:.5rem;list-style:none;margin:0;padding:0">{"".join(items)}</ol>'
    )
