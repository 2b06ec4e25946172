"""A line of stages with the present one filled in: where one is on the way."""

from collections.abc import Collection, Sequence

import streamlit as st

from kpi.i18n import _
from pages.parts import session


def bar(names: Sequence[str], now: int, label: str, skipped: Collection[int] = ()) -> None:
    """① 采集 ─ ② 锁定 ─ … ; stages before `now` carry a tick, or are said to be `skipped`. `label`
    is for a screen reader.
    """
    look = session.theme()
    items = []
    for n, name in enumerate(names):
        here, passed = n == now, n < now and n not in skipped
        said = _("{stage}（略过）").format(stage=name) if n in skipped else name
        edge = look.action if here or passed else look.border
        fill = look.action if here else "transparent"
        digit = look.background if here else look.action if passed else look.subtitle
        words = look.text if here else look.subtitle
        sign = "✓" if passed else "–" if n in skipped else str(n + 1)
        items.append(
            f'<li{" aria-current=step" if here else ""} style="display:flex;align-items:center;'
            f'gap:.5rem;flex:1 1 auto;border-top:3px solid {edge};padding-top:.5rem">'
            f'<span style="display:inline-flex;width:1.6rem;height:1.6rem;flex:none;'
            f"border:1px solid {edge};border-radius:50%;background:{fill};color:{digit};"
            f'align-items:center;justify-content:center;font-size:.875rem">{sign}</span>'
            f'<span style="color:{words};font-weight:{600 if here else 400};font-size:.9375rem">'
            f"{said}</span></li>"
        )
    columns = "repeat(2,1fr)" if len(names) % 2 == 0 and len(names) < 5 else "repeat(3,1fr)"
    laid = f"display:grid;grid-template-columns:{columns}" if session.narrow() else "display:flex"
    st.html(
        f'<ol aria-label="{label}" style="{laid};gap:.5rem;list-style:none;margin:0;padding:0">'
        f"{''.join(items)}</ol>"
    )
