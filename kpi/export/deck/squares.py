"""强项短板: units × items as a heat table; the place of each number within its group."""

from collections.abc import Sequence
from math import ceil

from kpi.export.deck import ink, table
from kpi.export.deck.page import Deck, Page, paged
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.export.deck.table import Cell
from kpi.i18n import _
from kpi.model import pictures, scope, show, titles
from kpi.model.chart import HEAT, Column, Grid, GridRow
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

TOGETHER = 18  # rows of several groups that one slide holds
ROWS = 24  # of one slide at most: letters stay readable
TALLEST = 34.0  # points of a row

Row = tuple[int, Sequence[Cell]]


def add(deck: Deck, said: Said) -> None:
    """One slide for small boards, else a slide for each group and forty units."""
    edition = deck.edition
    if scope.single(edition):  # its ranking says it all
        return
    grids = [(g, pictures.grid(edition, g)) for g in scope.scopes(edition)]
    grids = [(g, found) for g, found in grids if found.rows]
    if not grids or not grids[0][1].columns or len(edition.board.entries) < 2:
        return  # nobody is ahead of nobody
    whole = sum(len(found.rows) + 1 for _group, found in grids)
    if len(grids) > 1 and whole <= TOGETHER:
        _slide(deck, titles.strengths(edition, None), grids, "")
        return
    for group, grid in grids:
        count = ceil(len(grid.rows) / ROWS)
        each = ceil(len(grid.rows) / count)  # no slide of few rows after a full one
        pages = range(0, len(grid.rows), each)
        for at, first in enumerate(pages):
            some = Grid(
                grid.title,
                grid.subtitle,
                grid.columns,
                grid.rows[first : first + each],
                grid.alt,
            )
            _slide(deck, grid.title, [(group, some)], paged(len(pages), at))


def _slide(deck: Deck, title: str, grids: Sequence[tuple[str | None, Grid]], rest: str) -> None:
    edition = deck.edition
    first = grids[0][1]
    items = _("{count}项指标").format(count=len(first.columns))
    count = _("{count}个单位").format(count=sum(len(g.rows) for _group, g in grids))
    told = first.subtitle if len(grids) == 1 else " · ".join((items, scope.period(edition), count))
    page = deck.page(title, told, rest=rest)
    page.notes(_working(deck, grids))
    if any(s.step is not None for _group, g in grids for r in g.rows for s in r.squares):
        _scale(page)
    bands = len(grids) if len(grids) > 1 else 0
    lines = sum(len(g.rows) for _group, g in grids)
    pitch, size = TALLEST * deck.scale, 13 * deck.scale
    for head in (1.6, 2.2, 2.8, 3.4, 4.0, 5.0):  # rows that the heads take
        pitch = min(page.area.height / (lines + bands + head), TALLEST * deck.scale)
        size = round(min(pitch * 0.56, 13 * deck.scale) * 2) / 2
        columns = _widths(page.area, first, size)
        rows: list[Row] = [_head(first.columns, columns, size, pitch)]
        for group, grid in grids:
            if bands:
                rows.append(_band(scope.group_name(edition, group), len(columns), size, pitch))
            rows += [_row(deck, row, size, pitch, columns) for row in grid.rows]
        if sum(high for high, _cells in rows) <= page.area.h:
            break
    page.table(page.area, columns, rows, title, first.alt)


def _widths(box: Box, grid: Grid, size: float) -> list[int]:
    """Place, name, items, score; the name takes what its longest needs, within a quarter."""
    longest = max(ink.width(f"{BLACK_MARK} {row.name}", size) for row in grid.rows) + 12
    name = min(longest, box.width * 0.25)
    place = max(size * 3.2, 24)
    score = max(size * 5.2, 40)
    one = (box.width - name - place - score) / len(grid.columns)
    return table.widths(box, [place, name, *([one] * len(grid.columns)), score])


def _head(columns: Sequence[Column], widths: Sequence[int], size: float, pitch: float) -> Row:
    small = max(size - 1.5, 5)
    cells = [_grey(_("位次"), small), _grey(_("单位"), small, "l")]
    for column in columns:
        uom = _("（{uom}）").format(uom=_(column.uom)) if column.uom else ""
        weight = _("权重{share}").format(share=show.amount(column.share, "%", 0))
        lines = [ink.line(column.name + uom, small, LIGHT.subtitle, align="ctr")]
        lines.append(ink.line(weight, small - 1, LIGHT.subtitle, align="ctr"))
        cells.append(Cell(tuple(lines), left=2))
    cells.append(_grey(_("得分"), small))
    return table.tall(cells, widths, pitch * 1.3), cells


def _grey(text: str, size: float, align: str = "ctr") -> Cell:
    return table.cell(text, size, LIGHT.subtitle, align=align, left=2)


def _band(name: str, columns: int, size: float, pitch: float) -> Row:
    """A group's name over its rows."""
    line = table.cell(name, size, bold=True, ground=LIGHT.paper, span=columns)
    return round(pitch * 12_700), [line] * columns


def _row(deck: Deck, row: GridRow, size: float, pitch: float, columns: Sequence[int]) -> Row:
    edition = deck.edition
    own = LIGHT.red if row.colour == "red" else LIGHT.text
    mark = {"red": RED_MARK + " ", "black": BLACK_MARK + " "}.get(row.colour or "", "")
    bold = row.colour is not None
    place = show.NOT_APPLICABLE if row.rank is None else str(row.rank)
    cells = [
        table.cell(place, size, own, bold=bold, align="ctr", left=2),
        table.cell(mark + row.name, size, own, bold=bold),
    ]
    for square in row.squares:
        ground, letters = "", LIGHT.subtitle
        if square.step is not None:
            ground, letters = LIGHT.heat[square.step], LIGHT.heat_text[square.step]
        edge = LIGHT.background if ground else ""
        text = show.plain(square.text)
        cells.append(table.cell(text, size, letters, align="ctr", ground=ground, edge=edge, left=2))
    entry = edition.entry(row.unit)
    score = edition.score(entry.score if entry and entry.rank is not None else None)
    cells.append(table.cell(score, size, own, bold=bold, align="ctr", left=2))
    return table.tall(cells[1:2], columns[1:2], pitch), cells  # a long name takes two lines


def _scale(page: Page) -> None:
    """Below the table: what the five grounds mean."""
    deck = page.deck
    size = deck.size(11)
    page.area, strip = page.area.below(deck.gap(18), deck.gap(8))
    front, back = _("本组位次靠前"), _("靠后")
    rest = _("“—”为不适用，“未报”为应报未报")
    x = strip.x
    wide = round(ink.width(front, size) * 12_700) + deck.gap(8)
    page.text(Box(x, strip.y, wide, strip.h), [ink.line(front, size, LIGHT.subtitle)], anchor="ctr")
    x += wide
    for step in range(HEAT):
        tile = Box(x, strip.y + strip.h // 5, deck.gap(26), strip.h * 3 // 5)
        page.rule(tile, LIGHT.heat[step])
        x += tile.w + deck.gap(2)
    said = f"{back}　　{rest}"
    page.text(
        Box(x + deck.gap(6), strip.y, strip.right - x - deck.gap(6), strip.h),
        [ink.line(said, size, LIGHT.subtitle)],
        anchor="ctr",
    )


def _working(deck: Deck, grids: Sequence[tuple[str | None, Grid]]) -> list[str]:
    """Who is where in what, for those who are first or last."""
    found = []
    for _group, grid in grids:
        for row in grid.rows[:ROWS]:
            told = [
                _("{item}{value}（{place}）").format(
                    item=column.name,
                    value=show.amount(square.value, column.uom, column.decimals),
                    place=show.place(square.place),
                )
                for column, square in zip(grid.columns, row.squares, strict=True)
                if square.step is not None and square.place in (1, square.of)
            ]
            if told:
                items = _("，").join(told)
                found.append(_("{name}：{items}。").format(name=row.name, items=items))
    return found
