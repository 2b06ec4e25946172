"""擂台: who is compared, the duel item by item, the points that separate, the places over time."""

import streamlit as st

from kpi.figure.trend import trend
from kpi.figure.waterfall import waterfall
from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.service import trends
from kpi.service import versus as duels
from kpi.service.versus import LEAST, MOST, Bout, Separation, Versus
from pages.parts import charts, drawers, grid, pickers, session, tables

KEY = "vs"


def chosen(edition: Edition, group: str) -> tuple[str, ...]:
    """Choose two to four units of a group, best first."""
    names = {e.unit: edition.name(e.unit) for e in scope.members(edition, group)}
    return pickers.several(
        _("擂台"), names, KEY, most=MOST, hint=_("擂台：选2～4个单位，逐项比一比")
    )


def choose(edition: Edition, group: str) -> None:
    """Choose the units and go: what stands beneath a ranking."""
    if len(edition.within(group)) < LEAST:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="versus_choose"):
        codes = chosen(edition, group)
        if len(codes) >= LEAST:
            st.page_link(
                "matrix.py",
                label=_("逐项比一比"),
                icon=":material/compare_arrows:",
                query_params=drawers.codes(
                    board=edition.spec.code, group=group, vs=",".join(codes)
                ),
            )


def back() -> None:
    """The way back to the whole matrix."""
    st.page_link(
        "matrix.py",
        label=_("看全部单位"),
        icon=":material/grid_on:",
        query_params=drawers.codes(vs=""),
    )


def page(edition: Edition, found: Versus) -> None:
    """The duel: standings, the items side by side, what separates, the places over time."""
    _standings(edition, found)
    _bouts(edition, found)
    for n, separation in enumerate(found.separations):
        _separated(edition, separation, n)
    places = trends.ranks(edition, list(found.units), named=found.units, most=MOST)
    if len(places.labels) > 1 and places.lines:
        st.subheader(_("位次变化"))
        figure = trend(places, session.theme(), narrow=session.narrow())
        charts.draw(figure, f"{edition.title}_{_('擂台')}", key="versus_places", twin=[places])


def _standings(edition: Edition, found: Versus) -> None:
    """Each unit with its place, score, list and wins, side by side."""
    with st.container(horizontal=True, key="versus_units"):
        for unit in found.units:
            entry = edition.entry(unit)
            with st.container(border=True, width=240, gap="xsmall"):
                mark = ""
                if entry and entry.colour:
                    sign = RED_MARK if entry.colour == "red" else BLACK_MARK
                    said = tables.plain(f"{sign}{edition.label(entry.colour)}")
                    mark = f"　:red[**{said}**]" if entry.colour == "red" else f"　**{said}**"
                st.markdown(f"**{tables.plain(edition.name(unit))}**{mark}")
                place = show.place(edition.place(entry) if entry else None)
                score = edition.score(entry.score) if entry and entry.rank else ""
                st.markdown("　".join(x for x in (place, score, edition.moved(unit)) if x))
                if len(found.bouts) > 1:
                    st.caption(_("{count}项领先").format(count=found.wins[unit]))


def _bouts(edition: Edition, found: Versus) -> None:
    """Items as rows, units as columns; who leads by how much at the end."""
    heads = [
        grid.Head("item", _("评分项"), "name"),
        *(grid.Head(unit, edition.name(unit), "value") for unit in found.units),
        grid.Head("lead", _("领先"), "list"),
    ]
    rows = [_row(edition, found, bout) for bout in found.bouts]
    got = grid.show(heads, rows, key="versus_items", caption=found.headline, form="duel")
    if got.open:
        st.switch_page("board.py", query_params=drawers.codes(indicator=str(got.open)))
    if found.level and len(found.bouts) > 1:
        tables.note("info", _("{count}项没有分出先后。").format(count=found.level))


def _row(edition: Edition, found: Versus, bout: Bout) -> grid.Row:
    column = edition.spec.rule.item(bout.item).column
    said = _("持平")
    if bout.leader:
        said = _("{name}领先{by}").format(name=edition.name(bout.leader), by=bout.by)
    elif sum(place is not None for place in bout.places) < LEAST:
        said = show.NOT_APPLICABLE
    return grid.Row(
        column,
        drawers.link("board", indicator=column),
        (
            bout.name,
            *(
                grid.Cell(value, b=show.place(place) if place else "", w=unit == bout.leader)
                for unit, value, place in zip(found.units, bout.values, bout.places, strict=True)
            ),
            said,
        ),
    )


def _separated(edition: Edition, separation: Separation, n: int) -> None:
    """What separates the first from one of the others: parts that add up to the difference."""
    if len(separation.shares) < LEAST:
        return
    names = {"unit": edition.name(separation.unit), "other": edition.name(separation.other)}
    st.subheader(_("{unit}与{other}差在哪里").format(**names))
    if separation.uneven:
        items = _("、").join(edition.item_name(item) for item in separation.uneven)
        tables.note(
            "notice",
            _("只有一方有{items}：另一方的权重由其余项目分摊，各项差距按实际权重计。").format(
                items=items
            ),
        )
    fall = duels.fall(edition, separation)
    figure = waterfall(fall, session.theme(), narrow=session.narrow())
    name = "_".join((*names.values(), str(edition.period)))
    charts.draw(figure, name, key=f"versus_fall_{n}", rows=charts.parts(fall))
