"""The ranking of a board as a table: place, number with its bar, list, and what stands beside it.

A row opens the drawer with its working; on a phone every row is a card with its bar.
"""

from collections.abc import Mapping, Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.board import Entry, Part
from kpi.model.edition import Edition
from kpi.model.rule import Item
from kpi.model.states import states
from kpi.service.beside import Bars, Beside
from pages.parts import cached, drawers, firmness, grid, matrix, session, tables, views

DRAWN = 24  # units up to which the figure above draws every bar


def table(edition: Edition, group: str, entries: Sequence[Entry], key: str) -> None:
    """Show the entries; the one that is clicked opens its working."""
    only = scope.single(edition)
    bars, besides = cached.beside(edition, group)
    firm = {} if only else firmness.words(edition)
    heads = _heads(edition, only, besides, bool(firm))
    few = len(entries) <= DRAWN
    rows = [
        _row(edition, entry, only, bars, besides, firm, few=few) for entry in matrix.paged(entries)
    ]
    for said in states(edition, group):
        tables.note("info", said)
    if not session.narrow():
        st.caption(_("选中一行，看这个得分是怎么算出来的。"))
    got = grid.show(heads, rows, key=key, caption=edition.headline(group), form="ranks", whole=True)
    if session.narrow():  # on a phone the list comes first
        st.caption(_("选中一行，看这个得分是怎么算出来的。"))
    if got.open:
        drawers.ask(str(got.open))


def _heads(
    edition: Edition, only: Item | None, besides: Sequence[Beside], firm: bool
) -> list[grid.Head]:
    listed = edition.spec.rule.red or edition.spec.rule.black
    heads = [grid.Head("rank", _("位次"), "rank"), grid.Head("name", _("单位"), "name")]
    if only:
        uom = scope.uom(edition.indicator(only.column), edition.measure(only.column))
        name = matrix.breaking(edition, only.column)
        heads.append(grid.Head("value", name, "bar", _(uom) if uom else ""))
    else:
        heads.append(grid.Head("score", _("得分"), "bar"))
    heads += [grid.Head(b.measure, b.name, "num", _(b.uom) if b.uom else "") for b in besides]
    if not only:
        heads += [_item(edition, item) for item in scope.items(edition)]
    heads.append(grid.Head("moved", _("升降"), "moved"))
    heads += [grid.Head("list", _("名单"), "list")] if listed else []
    return [*heads, grid.Head("firm", _("稳健度"), "firm")] if firm else heads


def _item(edition: Edition, item: Item) -> grid.Head:
    uom = scope.uom(edition.indicator(item.column), edition.measure(item.column))
    name = matrix.breaking(edition, item.column)
    return grid.Head(item.item, name, "num", _(uom) if uom else "")


def _row(
    edition: Edition,
    entry: Entry,
    only: Item | None,
    bars: Bars | None,
    besides: Sequence[Beside],
    firm: Mapping[str, str],
    *,
    few: bool,
) -> grid.Row:
    number, text = entry.score, edition.score(entry.score)
    if only:
        part = scope.part(entry, only.item)
        number, text = (part.value if part else None), _number(edition, only, part)
    cells: list[str | grid.Cell] = [
        str(edition.place(entry) or show.NOT_APPLICABLE),
        edition.name(entry.unit),
        _bar(text, number, bars, entry.unit, few=few),
        *(b.texts.get(entry.unit, show.NOT_APPLICABLE) for b in besides),
    ]
    if not only:
        cells += [
            _number(edition, item, scope.part(entry, item.item)) for item in scope.items(edition)
        ]
    cells.append(edition.moved(entry.unit))
    if edition.spec.rule.red or edition.spec.rule.black:
        cells.append(views.listed(edition, entry))
    if firm:
        cells.append(firm.get(entry.unit, ""))
    href = f"{drawers.link('board')}&{drawers.KEY}={entry.unit}"
    return grid.Row(entry.unit, href, tuple(cells), entry.colour or "")


def _bar(text: str, number: float | None, bars: Bars | None, unit: str, *, few: bool) -> grid.Cell:
    if bars is None or number is None:
        return grid.Cell(text)
    due = bars.due.get(unit)
    tick = None if due is None else due / bars.top
    return grid.Cell(text, v=number / bars.top, g=tick, f=few)


def _number(edition: Edition, item: Item, part: Part | None) -> str:
    """A value without its unit of measure, which stands in the heading."""
    if part is None or part.value is None:
        return scope.status(part.status if part else "not_reported")
    own, measure = edition.indicator(item.column), edition.measure(item.column)
    digits = own.digits(measure) if own and measure else 2
    return show.number(part.value, digits, sign=str(measure) in ("yoy", "gap"))
