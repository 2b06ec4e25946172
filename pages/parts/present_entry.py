"""The way into 会议模式: one button in the head of every page that has a scene."""

import streamlit as st

from kpi.i18n import _
from pages.parts import session

PAGES = ("home", "board", "indicator", "unit")  # that can be shown on a large screen


def entry() -> None:
    """The button 会议模式; nothing on a phone, nor on a page without a scene."""
    if st.session_state.get("present_page") not in PAGES or session.narrow():
        return
    st.button(
        _("会议模式"),
        key="present_enter",
        icon=":material/slideshow:",
        type="tertiary",
        on_click=_enter,
        help=_("大字全屏显示，用方向键翻看，Esc 退出"),
    )


def _enter() -> None:
    st.query_params["present"] = "1"
