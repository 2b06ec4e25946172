"""The body of 总览: the two lists, the others folded under one line, the figures as tiles."""

from collections.abc import Iterator

import streamlit as st

from kpi.i18n import _
from kpi.model.duty import Duty
from kpi.model.edition import Edition
from kpi.model.person import Right
from kpi.service import start
from pages.parts import (
    cached,
    casework,
    filing_due,
    ledger,
    lists,
    pickers,
    records,
    responsible,
    session,
    stands,
    tiles,
    views,
)
from pages.parts.lists import Tile

PEEK = 6  # of the folded units that are named already
_CASES = (Right.SPEAK, Right.DECIDE, Right.CATALOG, Right.JOURNAL)


def verdict(edition: Edition, group: str, picked: Duty | None = None) -> None:
    """Red and black with since when and why, the others under one line; where there are no lists
    the ranking alone. Of the `picked` field its units alone, each with its place among all.
    """
    mine = responsible.narrow(edition.within(group), picked)
    if not edition.listed(group):
        lists.show(views.rows(edition, mine), "all", key="home_all")
        return
    red, black = (responsible.narrow(s, picked) for s in (edition.red(group), edition.black(group)))
    rest = [e for e in mine if e.colour is None]
    parts = [
        lists.content(
            views.rows(edition, red),
            "red",
            title=edition.label("red"),
            empty=responsible.nobody(picked, edition.label("red")),
        ),
        lists.content(
            ledger.noted(edition, views.rows(edition, black)),
            "black",
            title=edition.label("black"),
            empty=responsible.nobody(picked, edition.label("black")),
        ),
    ]
    if rest:
        rows = views.rows(edition, rest)
        line = _("其余{n}个单位").format(n=len(rest))
        peek = " · ".join(f"{row.rank} {row.name} {row.score}" for row in rows[:PEEK])
        peek += " …" if len(rows) > PEEK else ""
        parts.append(lists.folded(lists.content(rows, "all"), line, peek, unfolded=not red + black))
    lists.together(*parts, key="home_lists")


def figures(edition: Edition, group: str, picked: Duty | None = None) -> None:
    """The board's indicators against their targets (those of the `picked` field), the district
    among its peers, and for who has to do with them what is to be reported and what waits.
    """
    peers = records.house().peers
    own = responsible.items({t.indicator.code: "" for t in cached.tallies(edition, group)}, picked)
    found = [
        *(
            tiles.figure(t, edition, group)
            for t in cached.tallies(edition, group)
            if t.indicator.code in own
        ),
        *(
            tiles.place(p, edition, peers)
            for p in cached.places(edition)
            if picked is None or p.indicator.code in own
        ),
        *_duties(),
    ]
    if found:
        lists.tiles(found, key="home_tiles", title=_("指标完成情况"))


def _duties() -> Iterator[Tile]:
    """报送 and 说明与申诉, each for whose page it is."""
    who, today = session.person(), start.configured().today()
    if session.drafts():
        month = filing_due.usual()
        tile = tiles.reporting(records.dues(month)[month], filing_due.offices(), month)
        yield from [tile] if tile else []
    if any(who.may(right) for right in _CASES):
        tile = tiles.following(casework.mine(records.waiting(), who), today)
        yield from [tile] if tile else []


def signing(edition: Edition) -> None:
    """From a trial to where it is published, for who may."""
    if edition.state == "trial" and session.person().may(Right.PUBLISH):
        icon = ":material/approval:"
        st.page_link("publish.py", label=_("去签发"), icon=icon, query_params=pickers.here())


def newer(edition: Edition) -> None:
    """A link shows what it showed: a later period that was published since is one click away."""
    periods = cached.periods(edition.spec.code, stands.ISSUED)
    last = max(periods, key=lambda p: p.last_day, default=None)
    if edition.seal and last and last.last_day > edition.period.last_day:
        st.button(
            _("{period}已签发").format(period=last.label()),
            key="home_newer",
            icon=":material/update:",
            on_click=pickers.turn,
            args=("period", str(last)),
        )
