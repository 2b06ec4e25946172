"""Who reads, in which language and colours, and how fresh the data are: the state of one tab."""

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kpi.i18n import LANGUAGES, _
from kpi.model.look import THEMES, Theme
from kpi.model.person import Person, Right
from kpi.service import deeds, signin, start
from kpi.settings import HERE

T = TypeVar("T")
_FOLDER = Path(__file__).parent
_WATCH = st.components.v2.component(
    "session_watch", html="<span></span>\n", js=(_FOLDER / "session.js").read_text(encoding="utf-8")
)
_spoken: ContextVar[str] = ContextVar("spoken")


def language() -> str:
    """`zh` or `en`, asked whenever a text is made: a fragment runs without the frame.

    A download is made on a thread without page state; `carried` brings the language there.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return _spoken.get(start.configured().language)
    return st.session_state.get("language") or _remembered()


def choose_language() -> str:
    """Settle the language of this run: a URL changed from outside wins, else the last choice."""
    url, kept = st.query_params.get("lang"), st.session_state.get("language")
    if url in LANGUAGES and url != st.session_state.get("language_in_url"):
        kept = url
    st.session_state.language = kept or _remembered()
    _write_language()
    return st.session_state.language


def speak(code: str) -> None:
    """Switch this tab to another language (a callback)."""
    st.session_state.language = code
    _write_language()


def carried(make: Callable[[], T]) -> Callable[[], T]:
    """`make` with today's language taken along, for a download: its thread has no page state."""
    spoken = language()

    def made() -> T:
        mark = _spoken.set(spoken)
        try:
            return make()
        finally:
            _spoken.reset(mark)

    return made


def theme() -> Theme:
    """The colours the browser shows now; figures are drawn in them."""
    return THEMES[st.context.theme.type or "light"]


def narrow() -> bool:
    """Whether the reader's screen is a phone's (below 640 px): figures are drawn for it."""
    known = st.session_state.get("narrow")
    return "Mobi" in (st.context.headers.get("User-Agent") or "") if known is None else known


def watch() -> None:
    """Rerun when the reader switches 浅色/深色 (Streamlit alone does not), and tell the shell the
    language, so that it translates Streamlit's own texts or leaves them.
    """
    with st.container(key="session_watch"):
        got = _WATCH(
            key="session_theme",
            data={
                "background": theme().background.lower(),
                "language": language(),
                "narrow": narrow(),
            },
            on_background_change=lambda: None,
            on_narrow_change=lambda: None,
            height=1,
        )
    if got.narrow is not None:
        st.session_state.narrow = got.narrow


def person() -> Person:
    """Who is signed in, as his account stands now: a websocket keeps the gate's word for days, so
    the database is asked at every run. Nobody: the run ends here and the browser signs in.
    """
    account, ticket = st.user.get("account"), st.user.get("session")
    vouching = bool(start.configured().sso_header)
    known = signin.live(start.store(), str(account or ""), str(ticket or ""), vouching=vouching)
    if known is None:
        st.logout()  # sends the browser to /auth/logout, which is ours
        st.stop()
    st.session_state.reader = known
    return known


def drafts() -> bool:
    """Whether the reader of this run may see live boards (试算) and unpublished values."""
    who = st.session_state.get("reader")
    return who is not None and who.may(Right.DRAFT)


def require(*rights: Right) -> None:
    """First line of every page: stop here unless the person holds one of the `rights`."""
    who = person()
    if not any(who.may(right) for right in rights):
        st.write(_("没有查看本页的权限。"))
        st.stop()


def refuse() -> None:
    """A page in the place of one that the person's role does not open; that he asked for it is
    written down, once a minute.
    """
    who = person()
    deeds.note(start.store(), who.login, "page", "NOT_ENTITLED")
    st.title(_("没有权限"))
    st.write(_("没有查看本页的权限。"))
    st.caption(_("您以“{name}”（{role}）登录。").format(name=who.name, role=who.role_name))


def data_version() -> int:
    """Moves with every deed that changes data: the first argument of every cached reader."""
    return start.store().data_version()


def local(at: datetime) -> str:
    """A moment as the clock on the reader's wall shows it: 2026-11-04 16:20."""
    return f"{at.astimezone(HERE):%Y-%m-%d %H:%M}"


def _write_language() -> None:
    spoken = st.session_state.language
    if st.query_params.get("lang") != spoken:
        st.query_params["lang"] = spoken
    st.session_state.language_in_url = spoken


def _remembered() -> str:
    kept = st.context.cookies.get("kpi_lang")
    return kept if kept in LANGUAGES else start.configured().language
