"""The drawer at the right of a page: which one is open rides in the URL, so a link opens it too.

`drawer=J07` is the working of a unit, `drawer=J07,fai.completion` that of one item of it.
"""

from urllib.parse import urlencode

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from pages.parts import cached, chain, pickers, session, steps

KEY = "drawer"


def ask(code: str) -> None:
    """Let this run and a reload open the drawer of a unit or of one of its cells."""
    st.query_params[KEY] = code


def link(page: str, **more: str) -> str:
    """The address of a page with what is chosen here, no drawer open."""
    return f"/{page}?{urlencode(codes(**more))}"


def codes(**more: str) -> dict[str, str]:
    """What the URL says without the drawer, for another page; `more` is added or replaces."""
    return {name: x for name, x in pickers.here(**more).items() if name != KEY}


def show(edition: Edition) -> None:
    """Open the drawer that the URL asks for; of a unit that the board does not know, nothing."""
    unit, _comma, item = st.query_params.get(KEY, "").partition(",")
    entry = edition.entry(unit)
    if entry is None:
        return
    known = any(p.item == item for p in entry.parts)
    name = edition.name(unit)
    title = _("{name}：计算过程").format(name=name)
    if known:
        title = _("{name}：{item}").format(name=name, item=edition.item_name(item))

    @st.dialog(title, width="large", position="right", on_dismiss=_closed)
    def opened() -> None:
        if known:
            chain.item(edition, unit, item)
        else:
            chain.answerable(edition, unit)
            found = cached.why(edition, unit) if entry.rank else None
            steps.working(edition, unit, found, linked=session.drafts())

    opened()


def _closed() -> None:
    st.query_params.pop(KEY, None)
