"""The scenes of a meeting, each chosen by the pickers of the page that it belongs to.

The pickers stand unseen: a link, a stale code and a right mean the same on the large screen as on
the page, and a key turns a picker as a click would.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from kpi.figure.spine import ENDS
from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import NEVER_RANKED
from kpi.model.edition import Edition, named
from kpi.model.period import Period
from kpi.model.series import Trend
from kpi.service import board as boards
from pages.parts import cached, ledger, lists, pickers, present_words, profiles, shown, tiles, views


@dataclass(frozen=True, slots=True)
class Scene:
    """What stands on the screen, in finished texts. `turned` is the picker that ← and → step
    through `stops`, `at` is where it stands; `groups` is the same for ↑ and ↓. `body` is what
    present.js builds; a `trend` is drawn by the chart library in its place.
    """

    head: Sequence[str]
    headline: str
    subtitle: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    foot: Sequence[str] = ()
    mark: str = ""
    turned: str = "group"
    stops: tuple[str, ...] = ()
    at: str = ""
    groups: tuple[str, ...] = ()
    group: str = ""
    trend: Trend | None = None


def overview() -> Scene:
    """总览: both lists of one group side by side; the whole ranking where there are no lists."""
    return _board(_both, "home")


def red() -> Scene:
    """The red list of one group with its reasons."""
    return _board(lambda edition, group: [_listed(edition, group, "red")], "red")


def black() -> Scene:
    """The black list of one group with its reasons."""
    return _board(lambda edition, group: [_listed(edition, group, "black")], "black")


def ranking() -> Scene:
    """榜单: a group's places on the board, or on one of its items."""
    return _board(lambda edition, group: [_ranked(edition, group)], "board")


def _board(panes: Callable[[Edition, str], list[Any]], name: str) -> Scene:
    offered = shown.boards()
    code = pickers.board(offered)
    period = shown.period(lambda which: cached.periods(code, which))
    which = shown.stand([w for w in shown.offered() if period in cached.periods(code, w)])
    if which is None:
        return _absent(offered[code], period)
    edition = cached.edition(code, period, which)
    turned, column, columns = "group", "", ("",)
    if name == "board":
        scored = boards.items(edition.spec, edition.catalog)
        items = {i.column: edition.item_name(i.column) for i in scored}
        if len(items) > 1:
            column = pickers.indicator(items, composite=_("综合得分"))
            turned, columns = "indicator", ("", *items)
    groups = {g: len(edition.within(g)) for g in edition.groups}
    if name in ("red", "black"):  # a group without lists has nothing to show here
        groups = {g: n for g, n in groups.items() if edition.listed(g)} or groups
    group = pickers.group(groups, edition.catalog.said)
    notes = []
    if column:
        found = boards.newest(cached.periods(column, which), period)
        if found is None:
            notes.append(_("这项指标到本期还没有数据。"))
        else:
            edition = cached.edition(column, found, which)
            notes += [_("本月不报，显示最近一期。")] if found != period else []
    return Scene(
        head=[
            present_words.issue(edition),
            offered[code],
            edition.period.label(),
            edition.catalog.said(group),
        ],
        headline=edition.headline(group),
        subtitle=present_words.measured(edition, group) if name == "board" else "",
        body={"kind": "lists", "panes": panes(edition, group), **_tiles(edition, group, name)},
        notes=[*notes, *present_words.noted(edition, group)],
        foot=present_words.foot(edition),
        mark=present_words.mark(edition),
        turned=turned,
        stops=columns if turned == "indicator" else tuple(groups),
        at=column if turned == "indicator" else group,
        groups=tuple(groups),
        group=group,
    )


def indicator() -> Scene:
    """指标: the course of an indicator in one group, against its target and the year before."""
    ready = {
        i.code: i
        for which in reversed(shown.offered())
        for i in cached.catalog(which).indicators
        if profiles.own_periods(i.code, which)
    }
    names = {c: named(i.name, i.name_en) for c, i in ready.items()}
    code = pickers.indicator(names, default=next((c for c, i in ready.items() if i.ranked), None))
    period = shown.period(lambda which: profiles.own_periods(code, which))
    which = shown.stand([w for w in shown.offered() if period in profiles.own_periods(code, w)])
    if which is None:
        return _absent(names[code], period)
    own = cached.catalog(which).indicator[code]
    measure = pickers.measure(profiles.measures(code, which))
    groups = views.groups_with(cached.edition(f"{code}.{measure}", period, which))
    groups = groups or {NEVER_RANKED: 1}
    group = pickers.group(groups, lambda code: views.group_name(cached.catalog(which), code))
    view = profiles.indicator(code, measure, period, group, which)
    when = period.label(cumulative=own.cumulative, merged=own.jan_feb_merged)
    trend = next((t for t in (view.total, view.units) if t and len(t.labels) > 1), None)
    return Scene(
        head=[
            present_words.issue(view.edition),
            names[code],
            when,
            views.group_name(cached.catalog(which), group),
        ],
        headline=view.headline,
        subtitle=present_words.responsible(cached.catalog(which), own),
        body={"kind": "figure"}
        if trend
        else {"kind": "rows", "rows": present_words.values(view.rows)},
        foot=present_words.foot(view.edition),
        mark=present_words.mark(view.edition),
        turned="indicator",
        stops=tuple(names),
        at=code,
        groups=tuple(groups),
        group=group,
        trend=trend,
    )


def unit() -> Scene:
    """单位: a unit's place on its first board, and its indicators with theirs."""
    months = {which: views.months(which) for which in shown.offered()}
    ranked = {which: frozenset(cached.ranked(which)) for which in months}
    units = views.unit_names(ranked)
    code = pickers.unit(units)
    period = shown.period(lambda which: months[which])
    which = shown.stand([w for w, own in months.items() if period in own and code in ranked[w]])
    if which is None:
        return _absent(units[code], period)
    view = profiles.unit(code, period, which)
    first = view.standings[0].edition if view.standings else None
    line = views.standing(view, view.standings[0]) if first else {}
    facts = (
        _("{score}分").format(score=line["score"]) if first else "",
        str(line.get("moved", "")).strip(show.NOT_APPLICABLE),
        str(line.get("strip", "")),
    )
    return Scene(
        head=[
            present_words.issue(first) if first else shown.mark(which),
            *([first.title] if first else []),
            period.label(),
            cached.catalog(which).said(view.unit.group),
        ],
        headline=views.unit_headline(view),
        subtitle="　".join(fact for fact in facts if fact),
        body={
            "kind": "rows",
            "rows": present_words.facts(view.owns),
            "scale": [_(end) for end in ENDS],
        },
        notes=[s for s in (first.sentence(code),) if s] if first else [],
        foot=present_words.foot(first) if first else (),
        mark=present_words.mark(first) if first else "",
        turned="unit",
        stops=tuple(units),
        at=code,
    )


SCENES: Mapping[str, tuple[str, Callable[[], Scene]]] = {  # in the order of a meeting; its page
    "home": ("home", overview),
    "board": ("board", ranking),
    "red": ("home", red),
    "black": ("home", black),
    "indicator": ("indicator", indicator),
    "unit": ("unit", unit),
}


def _absent(title: str, period: Period) -> Scene:
    return Scene(
        head=[title, period.label()],
        headline=_("本期尚未签发"),
        subtitle=_("签发以后，这里显示本期榜单。"),
    )


def _both(edition: Edition, group: str) -> list[Any]:
    if not edition.listed(group):
        return [_ranked(edition, group)]
    return [_listed(edition, group, "red"), _listed(edition, group, "black")]


def _listed(edition: Edition, group: str, side: lists.Side) -> dict[str, Any]:
    entries = edition.red(group) if side == "red" else edition.black(group)
    rows = views.rows(edition, entries)
    if side == "black":
        rows = tuple(ledger.noted(edition, rows))
    label = edition.label(side)
    empty = _("本期无单位达到{label}条件").format(label=label)
    return lists.content(rows, side, title=label, empty=empty)


def _tiles(edition: Edition, group: str, name: str) -> dict[str, Any]:
    """The board's indicators in short, beneath the two lists where there is room."""
    if name != "home" or not edition.listed(group):
        return {}
    found = cached.tallies(edition, group)
    return {"tiles": lists.tiled([tiles.figure(t, edition, group) for t in found])}


def _ranked(edition: Edition, group: str) -> dict[str, Any]:
    return lists.content(views.rows(edition, edition.within(group)), "all")


def stale() -> list[str]:
    """Collects what pickers say of codes that do not exist; the large screen shows it itself."""
    said: list[str] = []
    st.session_state.stale = said
    return said
