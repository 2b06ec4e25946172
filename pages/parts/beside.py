"""Units to be drawn beside one another: up to three, and the link says which."""

from collections.abc import Mapping

import streamlit as st

from pages.parts import session

MOST = 3  # coloured lines, or rings beside a dot


def choose(names: Mapping[str, str], label: str) -> tuple[str, ...]:
    """Choose among `names` (code → name); the codes ride in the URL as `vs`, joined by commas."""
    kept, url = st.session_state.setdefault("linked", {}), st.query_params.get("vs", "")
    key = f"vs_{session.language()}"
    asked = url.split(",") if url != kept.get("vs", "") else st.session_state.get(key, [])
    # who left the page's group cannot stand beside it; said on every run, as all pickers do
    st.session_state[key] = [code for code in asked if code in names][:MOST]
    chosen = st.multiselect(
        label,
        list(names),
        key=key,
        format_func=lambda code: names[code],
        max_selections=MOST,
        placeholder=label,
        label_visibility="collapsed",
        width=260,
    )
    kept["vs"] = said = ",".join(chosen)
    if said:
        st.query_params["vs"] = said
    elif url:
        del st.query_params["vs"]
    return tuple(chosen)
