"""How offices lay their figures out: workbooks, old .xls files and GB18030 text, byte for byte."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import xlsxwriter
import xlwt

MADE = datetime(2026, 11, 5, 9, 0)  # noqa: DTZ001 - a document property has no zone


class Book:
    """One xlsx file: fixed properties, so that making it again gives the same bytes."""

    def __init__(self, path: Path, office: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book = xlsxwriter.Workbook(
            str(path), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"author": office, "created": MADE})
        grid = {"border": 1, "align": "center", "valign": "vcenter", "font_name": "宋体"}
        self.title = self.book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"}
        )
        self.plain = self.book.add_format({"font_name": "宋体"})
        self.right = self.book.add_format({"font_name": "宋体", "align": "right"})
        self.note = self.book.add_format({"font_name": "宋体", "font_size": 9, "text_wrap": True})
        self.head = self.book.add_format({**grid, "bold": True, "text_wrap": True})
        self.cell = self.book.add_format(grid)
        self.styles = {
            code: self.book.add_format({**grid, "num_format": code})
            for code in ("0", "0.0", "0.00", "0.0%", "0.00%", "#,##0")
        }

    def __enter__(self) -> "Book":
        return self

    def __exit__(self, *_: object) -> None:
        self.book.close()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a units × indicators table: header path, unit of measure, format, values."""

    path: tuple[str, ...]
    uom: str
    style: str
    values: Sequence[object]
    total: bool = False  # whether the 合计 row sums it


def units_by_indicators(
    book: Book,
    sheet: str,
    title: str,
    office: str,
    units: Sequence[str],
    columns: Sequence[Column],
    notes: Sequence[str],
    uom_row: bool = False,
) -> None:
    """Merged title, 填报单位/计量单位 line, 序号, header of one or two levels, 合计, notes."""
    ws = book.book.add_worksheet(sheet)
    last = len(columns) + 1
    ws.set_column(0, 0, 6)
    ws.set_column(1, 1, 22)
    ws.set_column(2, last, 16)
    ws.merge_range(0, 0, 0, last, title, book.title)
    ws.write_string(1, 0, f"填报单位：{office}（盖章）", book.plain)
    uoms = "、".join(dict.fromkeys(c.uom for c in columns if c.uom))
    if not uom_row:
        ws.write_string(1, last, f"单位：{uoms}", book.right)
    first = _header(book, ws, columns)
    if uom_row:
        ws.write_string(first, 0, "计量单位", book.head)
        ws.write_blank(first, 1, None, book.head)
        for c, column in enumerate(columns):
            ws.write_string(first, c + 2, column.uom, book.head)
        first += 1
    for r, unit in enumerate(units):
        ws.write_number(first + r, 0, r + 1, book.cell)
        ws.write_string(first + r, 1, unit, book.cell)
        for c, column in enumerate(columns):
            write(book, ws, first + r, c + 2, column.values[r], column.style)
    end = first + len(units)
    ws.merge_range(end, 0, end, 1, "合　计", book.head)
    for c, column in enumerate(columns):
        if not column.total:
            ws.write_string(end, c + 2, "—" if column.uom else "", book.cell)
            continue
        name = xlsxwriter.utility.xl_col_to_name(c + 2)
        known = [float(str(v)) for v in column.values if isinstance(v, int | float)]
        ws.write_formula(
            end,
            c + 2,
            f"=SUM({name}{first + 1}:{name}{end})",
            book.styles[column.style],
            round(sum(known), 4),
        )
    for r, note in enumerate(notes):
        ws.merge_range(end + 1 + r, 0, end + 1 + r, last, note, book.note)


def _header(book: Book, ws: xlsxwriter.worksheet.Worksheet, columns: Sequence[Column]) -> int:
    depth = max(len(c.path) for c in columns)
    for c, name in enumerate(("序号", "单位")):
        if depth == 1:
            ws.write_string(2, c, name, book.head)
        else:
            ws.merge_range(2, c, 3, c, name, book.head)
    c = 0
    while c < len(columns):
        path = columns[c].path
        width = sum(1 for other in columns if other.path[0] == path[0])
        if depth == 2 and len(path) == 2 and width > 1:
            ws.merge_range(2, c + 2, 2, c + 1 + width, path[0], book.head)
            for k in range(width):
                ws.write_string(3, c + 2 + k, columns[c + k].path[1], book.head)
            c += width
            continue
        if depth == 2:
            ws.merge_range(2, c + 2, 3, c + 2, path[0], book.head)
        else:
            ws.write_string(2, c + 2, path[0], book.head)
        c += 1
    return 2 + depth


def periods_across(
    book: Book,
    sheet: str,
    title: str,
    periods: Sequence[str],
    rows: Iterable[tuple[str, Sequence[object]]],
    style: str,
    total: bool,
) -> None:
    """One indicator: units down, the months of one year across."""
    ws = book.book.add_worksheet(sheet)
    ws.set_column(0, 0, 20)
    ws.set_column(1, len(periods), 10)
    ws.merge_range(0, 0, 0, len(periods), title, book.title)
    ws.write_string(1, 0, "单位\\月份", book.head)
    for c, period in enumerate(periods):
        ws.write_string(1, c + 1, period, book.head)
    r = 1
    sums = [0.0] * len(periods)
    for r, (unit, values) in enumerate(rows, start=2):
        ws.write_string(r, 0, unit, book.cell)
        for c, value in enumerate(values):
            write(book, ws, r, c + 1, value, style)
            sums[c] += value if isinstance(value, int | float) else 0
    if total:
        ws.write_string(r + 1, 0, "合　计", book.head)
        for c, known in enumerate(sums):
            name = xlsxwriter.utility.xl_col_to_name(c + 1)
            formula = f"=SUM({name}3:{name}{r + 1})"
            ws.write_formula(r + 1, c + 1, formula, book.styles[style], round(known, 4))


def export(
    book: Book,
    sheet: str,
    meta: Sequence[str],
    periods: Sequence[str],
    rows: Iterable[tuple[str, Sequence[object]]],
    notes: Sequence[str],
    down: str = "地区",
) -> None:
    """As the national statistics site exports: 数据库/指标/时间 lines, newest period first."""
    ws = book.book.add_worksheet(sheet)
    ws.set_column(0, 0, 20)
    ws.set_column(1, len(periods), 12)
    table: list[Sequence[object]] = [[m] for m in meta]
    table += [[down, *periods]] + [[unit, *values] for unit, values in rows]
    for r, row in enumerate([*table, *([n] for n in notes)]):
        for c, value in enumerate(row):
            write(book, ws, r, c, value, None)


def write(
    book: Book,
    ws: xlsxwriter.worksheet.Worksheet,
    r: int,
    c: int,
    value: object,
    style: str | None,
) -> None:
    """A number with its format, a text as text, None as an empty framed cell."""
    look = book.styles[style] if style else book.plain
    if value is None:
        ws.write_blank(r, c, None, look)
    elif isinstance(value, int | float):
        ws.write_number(r, c, value, look)
    else:
        ws.write_string(r, c, str(value), book.cell if style else book.plain)


def old_workbook(path: Path, sheet: str, rows: Sequence[Sequence[object]]) -> None:
    """A .xls file (BIFF8), as older systems still export."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlwt.Workbook(encoding="utf-8")
    ws = book.add_sheet(sheet)
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                ws.write(r, c, value)
    book.save(str(path))


def text(path: Path, rows: Iterable[Sequence[object]]) -> None:
    """A comma-separated file in GB18030 with Windows line ends, as WPS saves it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    path.write_bytes(out.getvalue().encode("gb18030"))
