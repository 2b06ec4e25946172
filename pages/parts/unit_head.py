"""The head of a unit's profile: its finding, its place, its season, who stands beside it."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model import axis, scope, show
from kpi.model.edition import Edition, named
from kpi.model.period import Period
from kpi.service.unit import Standing, UnitView
from pages.parts import ledger, pickers, tables, views


def headline(view: UnitView, at: Standing | None) -> str:
    """桥西街道6项指标3项居末，固定资产投资比组平均少4.2分: what decided its place on a board; of a
    board of one item the place itself.
    """
    if at is None:
        return views.unit_headline(view)
    edition, code = at.edition, view.unit.code
    entry, told = edition.entry(code), edition.tellings.get(code)
    if entry is None or told is None or told.items < 2 or edition.place(entry) is None:
        return views.unit_headline(view, at)
    name = edition.name(code)
    if entry.colour != "black" and told.firsts:
        pattern, count = _("{name}{items}项指标{count}项居首"), told.firsts
    elif told.lasts:
        pattern, count = _("{name}{items}项指标{count}项居末"), told.lasts
    else:
        pattern, count = _("{name}列第{rank}位（共{of}）"), 0
    text = pattern.format(name=name, items=told.items, count=count, rank=at.rank, of=at.of)
    own = edition.indicator(told.item.item) if told.item else None
    if own is None or abs(told.points) < 0.05:
        return text
    more = _("{item}比组平均多{points}分") if told.points > 0 else _("{item}比组平均少{points}分")
    points = show.number(abs(told.points), 1)
    return text + _("，") + more.format(item=named(own.name, own.name_en), points=points)


def facts(view: UnitView, at: Standing) -> None:
    """One line: list, place, movement, score, how often this year; then the season as a strip."""
    edition, code = at.edition, view.unit.code
    entry = edition.entry(code)
    words = []
    if entry and entry.colour:
        listed = tables.plain(views.listed(edition, entry))
        words.append(f":red[**{listed}**]" if entry.colour == "red" else f"**{listed}**")
    if entry and (place := edition.place(entry)):
        words.append(_("第{rank}位（共{of}）").format(rank=place, of=at.of))
        moved = edition.moved(code)
        if moved == show.NOT_APPLICABLE:
            words.append(_("与上期相同"))
        elif moved:
            words.append(tables.plain(_("较上期{moved}").format(moved=moved)))
        score = views.row(edition, entry).score
        if scope.single(edition) is None:
            score = _("{points}分").format(points=score)
        words.append(f"**{tables.plain(score)}**")
    elif entry:
        words.append(tables.plain(" ".join(edition.said(r) for r in entry.reasons)))
    year = ledger.row(view, at)["year"]
    words.append(_("本年{year}").format(year=year) if year else "")
    words.append(_founded(view))
    if said := strip(edition, code):
        words.append(f":gray[{tables.plain(said)}]")
    with st.container(key="unit_facts"):
        st.markdown("　".join(word for word in words if word))


def _founded(view: UnitView) -> str:
    """Of a unit younger than a year that there is nothing to compare its growth with."""
    since = view.unit.since[:7]
    if not since or since <= str(Period(view.period.year - 1, view.period.last_month)):
        return ""
    return _("{since}新设，无上年同期").format(since=since)


def strip(edition: Edition, code: str) -> str:
    """近9期 1月 □□▼□□□□□▼ 9月: one mark per edition, oldest left; empty for a single one."""
    marks = edition.marks.get(code, ())[-views.STRIP :]
    if len(marks) < 2:
        return ""
    said = "".join(views.mark(m.colour, m.rank) for m in marks)
    ends = axis.labels((marks[0].period, marks[-1].period), None)
    return _("近{n}期　{first} {marks} {last}").format(
        n=len(marks), first=ends[0], marks=said, last=ends[1]
    )


def near(view: UnitView, at: Standing | None, units: Sequence[str]) -> None:
    """The units next before and next behind in place, one click away."""
    if at is None or at.rank is None:
        return
    order = [e.unit for e in at.edition.within(view.unit.group) if e.unit in units]
    here = order.index(view.unit.code) if view.unit.code in order else -1
    if here < 0:
        return
    with st.container(
        horizontal=True, vertical_alignment="center", width="content", key="unit_beside"
    ):
        for step, icon, key in ((-1, "arrow_upward", "before"), (1, "arrow_downward", "after")):
            if 0 <= here + step < len(order):
                _turn(at, order[here + step], icon, key)
        if len(order) > 1:
            near = [order[n] for n in (here - 1, here, here + 1) if 0 <= n < len(order)]
            st.page_link(
                "matrix.py",
                label=_("与前后位次的单位逐项比"),
                icon=":material/compare_arrows:",
                query_params=pickers.here(vs=",".join(near), group=view.unit.group),
            )


def _turn(at: Standing, unit: str, icon: str, key: str) -> None:
    """One step along the places."""
    entry = at.edition.entry(unit)
    place = show.place(at.edition.place(entry)) if entry else ""
    st.button(
        f"{place} {at.edition.name(unit)}",
        key=f"unit_{key}",
        icon=f":material/{icon}:",
        type="tertiary",
        on_click=pickers.turn,
        args=("unit", unit),
    )
