"""What an upload did to the boards: places that moved, lists that changed, a link to each."""

from collections.abc import Iterable, Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model import show as words
from kpi.model.edition import Edition
from kpi.model.field import RuleError
from kpi.model.period import Period
from kpi.service import receipt as receipts
from kpi.service.receipt import Moves
from kpi.service.upload import Change
from pages.parts import cached, firmness, tables

Boards = dict[str, tuple[Period, Moves | None]]
MOST = 6  # places that are named


def before(changes: Iterable[Change]) -> dict[str, Edition]:
    """The boards that will stand on these figures, as they stand now."""
    touched = receipts.boards(cached.catalog(), changes)
    drawn = {code: _drawn(code, period) for code, period in touched}
    return {code: edition for code, edition in drawn.items() if edition}


def _drawn(code: str, period: Period) -> Edition | None:
    """The board; None where it has no figures, or its rule refuses those it has."""
    if period not in cached.periods(code):
        return None
    try:
        return cached.edition(code, period)
    except RuleError:  # said on the board's own page; an upload does not fail for it
        return None


def keep(number: int, old: dict[str, Edition]) -> None:
    """Compare them with the boards of this moment, and keep that for the receipt."""
    found: Boards = {}
    for code, edition in old.items():
        if now := _drawn(code, edition.period):
            found[code] = (edition.period, receipts.moves(edition, now))
    st.session_state.setdefault("upload_moves", {})[number] = found


def forget(number: int) -> None:
    """The upload was taken back: what it moved is no longer so."""
    st.session_state.get("upload_moves", {}).pop(number, None)


def show(number: int, boards: Sequence[tuple[str, Period]]) -> None:
    """A line per board with what moved, where this tab has seen it happen, and its link."""
    kept: Boards = st.session_state.get("upload_moves", {}).get(number, {})
    drawn = [(code, period, _drawn(code, period)) for code, period in boards]
    there = [(code, period, edition) for code, period, edition in drawn if edition]
    if not there:
        return
    st.markdown(f"**{_('榜单上的变化') if kept else _('相关榜单')}**")
    for code, period, edition in there:
        moves = kept.get(code, (period, None))[1]
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(
                "board.py",
                label=f"{edition.title} {period.label()}",
                query_params={"board": code, "period": str(period)},
                icon=":material/leaderboard:",
            )
            if moves is not None:
                st.markdown(tables.plain(told(edition, moves)))


def told(edition: Edition, moves: Moves) -> str:
    """桥西街道 8→7，柳林街道 7→8；黑榜出桥西街道."""
    if moves.none:
        return _("位次和名单不变")
    places = [
        f"{edition.name(unit)} {words.place(was)}→{words.place(now)}"
        for unit, was, now in moves.places[:MOST]
    ]
    if len(moves.places) > MOST:
        places.append(_("等{n}个单位").format(n=len(moves.places)))
    said = [_("，").join(places)] if places else []
    for colour in ("red", "black"):
        came = {u for c, u in moves.came if c == colour}
        went = {u for c, u in moves.went if c == colour}
        if came or went:
            change = firmness.came_and_went(edition, came, went)
            said.append(firmness.list_said(edition, colour, change))
    return _("；").join(said)
