"""对比矩阵: units × items, each number in the colour of its place within the group."""

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_range_abs

from kpi.export.book.pen import Book, Pen, bordered, digits
from kpi.i18n import N_, _
from kpi.model import pictures, scope, show, titles
from kpi.model.chart import HEAT, Column, Grid
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

HEADINGS = (N_("分组"), N_("位次"), N_("单位"), N_("榜单"))
FIXED = len(HEADINGS)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Where the values of each group and item stand, so that formulas can point at them.

    `rows` gives a group's first row, the last of a ranked unit and the last of all (from 0).
    """

    sheet: str
    rows: dict[str | None, tuple[int, int, int]]
    columns: dict[str, int]

    def ranked(self, group: str | None, item: str) -> str:
        """The values of the group's ranked units, as formulas name them."""
        first, last, _all = self.rows[group]
        column = self.columns[item]
        name = self.sheet.replace("'", "''")
        return f"'{name}'!{xl_range_abs(first, column, last, column)}"


def write(book: Book) -> Matrix:
    """The sheet, and where its values stand."""
    edition, pen = book.edition, book.pen(_("对比矩阵"))
    scopes = scope.scopes(edition)
    grids = [(group, pictures.grid(edition, group)) for group in scopes]
    columns = grids[0][1].columns if grids else ()
    title = grids[0][1].title if len(grids) == 1 else _heading(edition, grids)
    names = [_(h) for h in HEADINGS] + [_headed(c) for c in columns]
    row = header = pen.head(title, names) - 1
    places: dict[str | None, tuple[int, int, int]] = {}
    for group, grid in grids:
        first = row + 1
        for one in grid.rows:
            row += 1
            entry = edition.entry(one.unit)
            plain, middle = book.look(**bordered()), book.look(**bordered(align="center"))
            said = edition.catalog.said((entry.group if entry else None) or "")
            pen.text(row, 0, said, plain)
            if one.rank is None:
                pen.text(row, 1, show.NOT_APPLICABLE, middle)
            else:
                pen.number(
                    row, 1, one.rank, book.look(**bordered(num_format="0", align="center")), 5
                )
            pen.text(row, 2, one.name, plain)
            mark = {"red": RED_MARK, "black": BLACK_MARK}.get(one.colour or "", "")
            pen.text(row, 3, mark + edition.label(one.colour) or show.NOT_APPLICABLE, middle)
            for at, (column, square) in enumerate(zip(columns, one.squares, strict=True)):
                look = book.look(**bordered(num_format=digits(column.decimals), align="right"))
                if square.value is None:
                    pen.text(row, FIXED + at, square.text, look)
                else:
                    pen.number(row, FIXED + at, square.value, look)
        places[group] = (first, first + len(edition.within(group)) - 1, row)
        for at, column in enumerate(columns):
            _heat(book, pen, FIXED + at, first, row, column)
    _legend(book, pen, row + 2)
    pen.finish(header, row, FIXED + len(columns), repeat=3)
    pen.paper(row + 2, FIXED + len(columns))
    return Matrix(pen.name, places, {c.item: FIXED + n for n, c in enumerate(columns)})


def _heading(edition: Edition, grids: list[tuple[str | None, Grid]]) -> str:
    said = [f"{scope.group_name(edition, group)}：{grid.title}" for group, grid in grids]
    return titles.fitting(_("；").join(said), _("对比矩阵"))


def _headed(column: Column) -> str:
    """固定资产投资完成率（%）, 占30%."""
    name = (
        _("{what}（{uom}）").format(what=column.name, uom=_(column.uom))
        if column.uom
        else column.name
    )
    share = show.amount(column.share, "%", 0)
    return _("{name}\n占{share}").format(name=name, share=share)


def _heat(book: Book, pen: Pen, at: int, first: int, last: int, column: Column) -> None:
    """Five fixed steps by place, computed by the sheet itself: a corrected value is coloured anew.

    Equal values stay uncoloured: nobody is in front. So does an indicator without a direction, and
    an item with a band: there the best is in the middle, which no rank tells.
    """
    edition, item = book.edition, book.edition.spec.rule.item(column.item)
    if item.band or last < first or not scope.contrasted(edition, item, (1, 2)):
        return
    cell = f"{xl_col_to_name(at)}{first + 1}"
    values = xl_range_abs(first, at, last, at)
    order = 0 if item.higher else 1
    place = f"RANK({cell},{values},{order})"
    for step in range(HEAT):
        there = f"ISNUMBER({cell}),MAX({values})>MIN({values})"
        rule = f"=AND({there},INT({HEAT}*({place}-1)/COUNT({values}))={step})"
        colours = {"bg_color": LIGHT.heat[step], "font_color": LIGHT.heat_text[step]}
        look = book.made.add_format(colours)
        given = {"type": "formula", "criteria": rule, "format": look, "stop_if_true": True}
        pen.sheet.conditional_format(first, at, last, at, given)


def _legend(book: Book, pen: Pen, row: int) -> None:
    """What the colours mean, below the table."""
    pen.text(row, 0, _("颜色："), book.look(font_size=9, font_color=LIGHT.subtitle), wide=False)
    words = (_("组内领先"), _("靠前"), _("居中"), _("靠后"), _("组内落后"))
    for step, word in enumerate(words):
        how = {"bg_color": LIGHT.heat[step], "font_color": LIGHT.heat_text[step]}
        pen.text(row, 2 + step, word, book.look(font_size=9, align="center", **how), wide=False)
