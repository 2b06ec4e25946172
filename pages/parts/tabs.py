"""Sections of a long page, one shown at a time: what is not asked for is neither made nor sent."""

from collections.abc import Callable, Mapping

import streamlit as st

from pages.parts import pickers

Section = tuple[str, Callable[[], None]]


def show(sections: Mapping[str, Section], label: str) -> None:
    """A switch over the sections (code → name, what draws it); the choice rides in the URL."""
    with st.container(key="sections"):
        chosen = pickers.linked(
            st.segmented_control,
            label,
            tuple(sections),
            "tab",
            names=lambda code: sections[code][0],
            default=next(iter(sections)),
            meant=lambda code: code if code in sections else next(iter(sections)),
            required=True,
            label_visibility="collapsed",
        )
    sections[chosen][1]()
