"""Which board, period and stand a page shows: published editions, or for who drafts live figures.

The stand rides in the URL (`stand=issued|live`). Of a period that was published the edition is
shown unless the reader asks for the live board; who only reads never meets it.
"""

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.catalog import Indicator
from kpi.model.edition import named
from kpi.model.period import Period
from kpi.service import editions, start
from pages.parts import around, cached, heading, pickers, session, tables
from pages.parts.stands import ISSUED, LIVE

STANDS = {ISSUED: N_("已签发"), LIVE: N_("试算")}


def offered() -> tuple[str, ...]:
    """The stands that this reader may choose from."""
    return (ISSUED, LIVE) if session.drafts() else (ISSUED,)


def boards() -> dict[str, str]:
    """Boards to choose from (code → name), in the catalog's order."""
    found = {}
    for which in reversed(offered()):  # the name as published goes before the one of now
        for b in cached.catalog(which).boards:
            if cached.periods(b.code, which):
                found[b.code] = named(b.name, b.name_en)
    order = {code: n for n, code in enumerate(cached.catalog().board)}
    return dict(sorted(found.items(), key=lambda pair: order.get(pair[0], len(order))))


def nothing(title: str) -> None:
    """A page without any figures: what to do first, or that nothing was published yet."""
    st.title(title)
    if session.drafts():
        around.start(bool(cached.catalog().boards))
    else:
        tables.note("info", _("还没有签发过榜单。签发以后，这里显示各期红黑榜。"))
    st.stop()


def period(periods: Callable[[str], Iterable[Period]]) -> Period:
    """Choose among the periods of every stand that the reader may see (`periods(stand)`). One that
    a link asks for stays chosen although nothing of it was published: the page then says so.
    """
    known = {p for which in offered() for p in periods(which)}
    if not session.drafts() and (asked := _asked(known)):
        known.add(asked)
    return pickers.period(known)


def due_earlier(own: Indicator, periods: Callable[[str], Iterable[Period]]) -> bool:
    """Whether a link asks for a period that the indicator is not reported for (a single month of a
    quarterly one): the newest of its own up to then takes its place, and the page says so.
    """
    try:
        asked = Period.parse(st.query_params.get("period", ""))
    except ValueError:
        return False
    known = {p for which in offered() for p in periods(which)}
    earlier = [p for p in known if p.last_day <= asked.last_day]
    if asked.freq == own.freq or asked in known or not earlier:
        return False
    st.query_params["period"] = str(max(earlier, key=lambda p: p.last_day))
    return True


def _asked(known: Iterable[Period]) -> Period | None:
    try:
        asked = Period.parse(st.query_params.get("period", ""))
    except ValueError:
        return None
    return asked if asked.freq in {p.freq for p in known} else None


def stand(having: Sequence[str]) -> str | None:
    """The stand to show of those that have something for what was chosen; None where none has.

    A switch stands there only where there are two.
    """
    having = [which for which in offered() if which in having]
    kept, url = st.session_state.setdefault("linked", {}), st.query_params.get("stand")
    if not having:
        return None
    now = having[0]
    if len(having) > 1:
        name = f"stand_{session.language()}"
        changed = url if url != kept.get("stand") else None
        wishes = (changed, st.session_state.get(name), st.session_state.get("wished"), now)
        st.session_state[name] = next(w for w in wishes if w in having)
        now = st.segmented_control(
            _("版本"),
            having,
            format_func=lambda which: _(STANDS[which]),
            key=name,
            required=True,
            label_visibility="collapsed",
        )
        st.session_state.wished = now  # the switch may go for a period and come back
    kept["stand"] = now
    if url != now:
        st.query_params["stand"] = now
    return str(now)


def mark(which: str) -> str:
    """What stands before the subtitle of a page that shows no single board."""
    return _("试算 未签发") if which == LIVE else _("按已签发的数据")


def absent(title: str, code: str, at: Period, newest: Iterable[Period]) -> None:
    """Nothing was published for a period, or it was taken back: say so and offer the newest."""
    issues = editions.issues(start.store(), code, at) if code else ()
    last = issues[-1] if issues else None
    gone = last is not None and last.withdrawn
    heading.head(_("本期已撤回") if gone else _("本期尚未签发"), (title, at.label()))
    if last and gone:
        heading.withdrawn(last)
    else:
        tables.note("info", _("签发以后，这里显示本期榜单。"))
    if found := max(newest, key=lambda p: p.last_day, default=None):
        st.button(
            _("看最近签发的{period}").format(period=found.label()),
            key="shown_newest",
            icon=":material/history:",
            on_click=pickers.turn,
            args=("period", str(found)),
        )
    st.stop()
