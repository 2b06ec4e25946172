"""走势: places and items over the periods, one block each, with a line in miniature."""

from collections.abc import Sequence
from itertools import pairwise

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from kpi.export.book.pen import LANDSCAPE_HEAD, Book, Pen, bordered, digits
from kpi.i18n import _
from kpi.model import axis, scope, show
from kpi.model.evidence import Course
from kpi.model.look import LIGHT
from kpi.model.measure import Status

GROUP, UNIT, FIRST = 0, 1, 2
PAGE = 40  # rows that a printed page holds


def write(book: Book) -> None:
    """The sheet: first the places over the season, then every item heaviest first."""
    edition, pen = book.edition, book.pen(_("走势"))
    row = pen.head(_("走势：位次和各项指标"), []) - 1
    over = _season(book)
    last, width, blocks = row, FIRST, [row]
    if over:
        row = _places(pen, row, over)
        width, last = FIRST + len(over) + 1, row - 2
    for item in scope.items(edition):
        course = edition.evidence.course.get(_key(book, item.column))
        if course:
            blocks.append(row)
            row, columns = _course(pen, row, course)
            width, last = max(width, columns), row - 2
    pen.sheet.freeze_panes(LANDSCAPE_HEAD, FIRST)
    pen.sheet.set_h_pagebreaks(_breaks([*blocks, row]))
    pen.finish(None, last, max(width, 8))


def _breaks(starts: Sequence[int]) -> list[int]:
    """Rows before which a new page begins, so that no block is cut that fits on a page."""
    found, top = [], 0
    for start, after in pairwise(starts):
        if after - top > PAGE and start > top:
            found.append(start)
            top = start
    return found


def _key(book: Book, column: str) -> str:
    """The course behind an item's column; a bare code means the indicator's own measure."""
    own, measure = book.edition.indicator(column), book.edition.measure(column)
    return f"{own.code}.{measure}" if own and measure else column


def _season(book: Book) -> tuple[str, ...]:
    marks = next(iter(book.edition.marks.values()), ())[-12:]
    own = book.edition.indicator(book.edition.spec.code)
    return axis.labels([m.period for m in marks], own)


def _places(pen: Pen, row: int, over: Sequence[str]) -> int:
    edition = pen.book.edition
    _heading(pen, row, _("位次"), over, sparks=False)
    look = pen.book.look(**bordered(num_format="0", align="center"))
    for entry in (e for g in scope.scopes(edition) for e in scope.members(edition, g)):
        row += 1
        _names(pen, row + 1, entry.unit, entry.group)
        marks = edition.marks.get(entry.unit, ())[-len(over) :]
        for at, mark in enumerate(marks):
            if mark.rank is None:
                pen.text(row + 1, FIRST + at, show.NOT_APPLICABLE, look)
            else:
                pen.number(row + 1, FIRST + at, mark.rank, look, 6)
    return row + 3


def _course(pen: Pen, row: int, course: Course) -> tuple[int, int]:
    """One item's block; gives the row after it and how many columns it took."""
    edition = pen.book.edition
    own, measure = edition.indicator(course.key), edition.measure(course.key)
    if own is None or measure is None:
        return row, 0
    over = [p for p in axis.over(own, measure, course.periods[-1]) if p in course.periods]
    _heading(pen, row, scope.headed(edition, course.key), axis.labels(over, own))
    look = pen.book.look(**bordered(num_format=digits(own.digits(measure)), align="right"))
    at = [course.periods.index(p) for p in over]
    where = {unit: n for n, unit in enumerate(course.units)}
    absent, first = {s: scope.status(s) for s in Status}, row + 2
    for entry in (e for g in scope.scopes(edition) for e in scope.members(edition, g)):
        row += 1
        _names(pen, row + 1, entry.unit, entry.group)
        if entry.unit not in where:
            continue
        values, statuses = course.values[where[entry.unit]], course.statuses[where[entry.unit]]
        for column, n in enumerate(at, FIRST):
            value = values[n]
            if value is None:
                pen.text(row + 1, column, absent[statuses[n]], look)
            else:
                pen.number(row + 1, column, value, look)
    _sparks(pen, first, row + 1, len(over))
    return row + 3, FIRST + len(over) + 1


def _heading(pen: Pen, row: int, name: str, over: Sequence[str], *, sparks: bool = True) -> None:
    pen.text(row, 0, name, pen.book.look(bold=True, font_size=12), wide=False)
    pen.columns(row + 1, [_("分组"), _("单位"), *over, *([_("走势")] if sparks else [])])


def _names(pen: Pen, row: int, unit: str, group: str | None) -> None:
    edition = pen.book.edition
    plain = pen.book.look(**bordered())
    pen.text(row, GROUP, edition.catalog.said(group or ""), plain)
    pen.text(row, UNIT, edition.name(unit), plain)


def _sparks(pen: Pen, first: int, last: int, count: int) -> None:
    """A line in the last column of each row. Programs that have none show an empty cell."""
    column, empty = FIRST + count, pen.book.look(**bordered())
    for row in range(first, last + 1):
        pen.sheet.write_blank(row, column, None, empty)
    if count > 1 and last >= first:
        name = pen.name.replace("'", "''")
        rows = range(first, last + 1)
        given = {
            "location": [xl_rowcol_to_cell(row, column) for row in rows],
            "range": [f"'{name}'!{xl_range_abs(row, FIRST, row, column - 1)}" for row in rows],
            "series_color": LIGHT.action,
            "last_point": True,
        }
        pen.sheet.add_sparkline(first, column, given)
