"""Pickers whose choice rides in the URL as a code, so that a link shows the same thing next month.

Streamlit's own binding writes the displayed label and drops what it does not know; a link by code
survives a change of language, a reload and the way through other pages.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.show import measure_name
from pages.parts import session, tables

COMPOSITE = ""  # the code of the total score among the indicators
CHOSEN = ("board", "period", "group", "unit", "indicator", "measure", "duty")  # of several pages


@contextmanager
def row(key: str) -> Iterator[None]:
    """Pickers side by side; what is to be said of their links stands beneath them."""
    said: list[str] = []
    st.session_state.stale = said
    with st.container(horizontal=True, vertical_alignment="center", key=key):
        yield
    st.session_state.stale = None
    for text in said:
        tables.note("notice", text)


def arrive() -> None:
    """Keep the codes that a link brought for pages that are not open yet: the frame asks for it at
    every run, and a page that knows a code has its own last choice of it.
    """
    brought = st.session_state.setdefault("brought", {})
    for key in CHOSEN:
        if key in st.query_params:
            brought.setdefault(key, st.query_params[key])


def turn(key: str, code: str) -> None:
    """Let a picker show another code (a callback)."""
    st.session_state[f"{key}_{session.language()}"] = code
    st.query_params[key] = st.session_state.setdefault("linked", {})[key] = code


def linked(
    widget: Callable[..., Any],
    label: str,
    codes: Sequence[str],
    key: str,
    *,
    names: Callable[[str], str],
    default: str,
    meant: Callable[[str], str] = str,
    **more: Any,
) -> str:
    """A widget whose value rides in the URL as a code; a URL changed from outside wins.

    A code that does not exist is named in one line and the default is shown. `codes` holds at
    least one code; `meant` gives the one that another page's code stands for.
    """
    kept, url = st.session_state.setdefault("linked", {}), st.query_params.get(key)
    name = _named(key)
    stale = url is not None and url != kept.get(key) and meant(url) not in codes
    # said on every run: a run that is cut short may never have told the browser
    st.session_state[name] = settled(codes, key, default, meant)
    if stale and url is not None:
        _stale(url)
    kept[key] = value = widget(label, list(codes), key=name, format_func=names, **more)
    if url != value:
        st.query_params[key] = value  # always written: a shared link stays what it was
    return str(value)


def settled(codes: Sequence[str], key: str, default: str, meant: Callable[[str], str] = str) -> str:
    """The code that the picker of `key` shows in this run, whether or not it stands there already:
    a URL changed from outside, else what was chosen last, else what a link brought.
    """
    kept, url = st.session_state.setdefault("linked", {}), st.query_params.get(key)
    changed = url is not None and url != kept.get(key)
    brought = st.session_state.get("brought", {}).get(key)
    wishes = (url if changed else None, st.session_state.get(_named(key)), kept.get(key, brought))
    offered = (*(w if w is None else meant(w) for w in wishes), default)
    return next(code for code in offered if code in codes)


def _named(key: str) -> str:
    """A picker's widget: labels are the browser's state, another language needs another one."""
    return f"{key}_{session.language()}"


def several(
    label: str, names: Mapping[str, str], key: str, *, most: int, hint: str
) -> tuple[str, ...]:
    """Choose up to `most` of the names; they ride in the URL as codes with commas between. Codes
    that do not exist here are named in one line each.
    """
    kept, url = st.session_state.setdefault("linked", {}), st.query_params.get(key, "")
    name = _named(key)
    asked = [code for code in url.split(",") if code]
    if url != kept.get(key) or name not in st.session_state:
        st.session_state[name] = [code for code in dict.fromkeys(asked) if code in names][:most]
        for code in asked:
            if code not in names:
                _stale(code)
    st.session_state[name] = [code for code in st.session_state[name] if code in names]
    chosen = st.multiselect(
        label,
        list(names),
        key=name,
        format_func=names.__getitem__,
        max_selections=most,
        placeholder=hint,
        label_visibility="collapsed",
    )
    kept[key] = value = ",".join(chosen)
    if value:
        st.query_params[key] = value
    elif key in st.query_params:
        del st.query_params[key]
    return tuple(chosen)


def _stale(code: str) -> None:
    said = st.session_state.get("stale")
    text = _("链接中的“{code}”不存在或不可查看，已显示默认内容。").format(code=code)
    if said is None:
        tables.note("notice", text)
    else:
        said.append(text)


def here(**more: str) -> dict[str, str]:
    """What the URL says now, for a link to another page; `more` is added or replaces."""
    return {**st.query_params.to_dict(), **more}


def board(boards: Mapping[str, str]) -> str:
    """Choose a board (code → name)."""
    return linked(
        st.selectbox,
        _("榜单"),
        tuple(boards),
        "board",
        names=boards.__getitem__,
        default=next(iter(boards)),
        label_visibility="collapsed",
        width=260,
    )


def period(periods: Iterable[Period], *, default: Period | None = None) -> Period:
    """Choose one of the periods, newest first; without a default it is the newest."""
    known = {str(p): p for p in sorted(periods, key=lambda p: p.last_day, reverse=True)}
    code = linked(
        st.selectbox,
        _("报告期"),
        tuple(known),
        "period",
        names=lambda code: known[code].label(),
        default=str(default) if str(default) in known else next(iter(known)),
        label_visibility="collapsed",
        width=150,
    )
    return known[code]


def group(counts: Mapping[str, int], named: Callable[[str], str] = str) -> str:
    """Choose a peer group, called as `named` says; each segment shows how many units it has."""
    return linked(
        st.segmented_control,
        _("分组"),
        tuple(counts),
        "group",
        names=lambda code: f"{named(code)} {counts[code]}",
        default=next(iter(counts)),
        required=True,
        label_visibility="collapsed",
    )


def unit(names: Mapping[str, str], *, default: str | None = None) -> str:
    """Choose a unit (code → name, in the order given)."""
    return linked(
        st.selectbox,
        _("单位"),
        tuple(names),
        "unit",
        names=names.__getitem__,
        default=default if default in names else next(iter(names)),
        label_visibility="collapsed",
        width=260,
    )


def indicator(
    names: Mapping[str, str], *, composite: str | None = None, default: str | None = None
) -> str:
    """Choose an indicator (code → name); `composite` names the total score and adds it as ""."""
    offered = ({} if composite is None else {COMPOSITE: composite}) | dict(names)
    return linked(
        st.selectbox,
        _("指标"),
        tuple(offered),
        "indicator",
        names=offered.__getitem__,
        default=default if default in offered else next(iter(offered)),
        meant=lambda code: _meant(code, offered),
        label_visibility="collapsed",
        width=260,
    )


def _meant(code: str, offered: Iterable[str]) -> str:
    """固定资产投资 (`fai`) among columns is its column there, and the other way round."""
    if code in offered or not code:
        return code
    own = code.partition(".")[0]
    return next((c for c in offered if c.partition(".")[0] == own), code)


def measure(offered: Sequence[Measure], *, default: Measure | None = None) -> Measure:
    """Choose the measure (口径) to show."""
    code = linked(
        st.segmented_control,
        _("口径"),
        tuple(str(m) for m in offered),
        "measure",
        names=lambda code: measure_name(code),
        default=str(default if default in offered else offered[0]),
        required=True,
        label_visibility="collapsed",
    )
    return Measure(code)
