"""A new workbook with a file's values and the marks, where the file itself cannot be copied."""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

import numpy as np
from xlsxwriter import Workbook

from kpi.i18n import _
from kpi.intake.form import stamp
from kpi.intake.form.look import width_of
from kpi.intake.mark_words import BRAND, WIDTHS, Line, Mark, Said
from kpi.model import look
from kpi.model.look import LIGHT
from kpi.model.sheet import Cell, Kind, Sheet

_BORN = datetime(2026, 1, 1)  # noqa: DTZ001 - xlsxwriter writes it as it is; fixed: same bytes
_CELLS = 200_000  # with content; beyond, the list alone
_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # in the name of a sheet
_FILLS = {"error": look.ERROR_FILL, "warning": look.WARNING_FILL}
_WIDEST = 24  # characters of a column
_MERGES, _MERGED = 1_000, 10_000  # how many, and cells of one: beyond, only for show


def workbook(sheets: tuple[Sheet, ...], said: Said) -> bytes:
    """The list, and the sheets with their values where there are not too many of them."""
    shown = sheets if sum(np.count_nonzero(s.grid.kinds) for s in sheets) <= _CELLS else ()
    names = _names(shown)
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _BORN})
        formats = _Formats(book)
        _list(book.add_worksheet(stamp.PROBLEMS), formats, said, shown, names)
        for sheet in shown:
            marks = {(m.row, m.column): m for m in said.marks if m.sheet == sheet.name}
            _sheet(book.add_worksheet(names[sheet.name]), formats, sheet, marks)
    return out.getvalue()


def _names(sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Names that a workbook can have, each once whatever its letters' case."""
    taken = {stamp.PROBLEMS}
    names = {}
    for sheet in sheets:
        plain = _FORBIDDEN.sub("_", sheet.name).strip("'")[:31] or "1"
        name, n = plain, 2
        while name.lower() in taken:
            name, n = f"{plain[:26]} ({n})", n + 1
        taken.add(name.lower())
        names[sheet.name] = name
    return names


class _Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def value(self, kind: Kind, severity: str | None) -> Any:
        """Of a cell of the user."""
        properties: dict[str, Any] = {}
        if kind is Kind.PERCENT:
            properties["num_format"] = "0.00%"
        elif kind is Kind.DATE:
            properties["num_format"] = "yyyy-mm-dd"
        if severity in _FILLS:
            properties["bg_color"] = _FILLS[severity]
        return self(**properties) if properties else None


def _list(
    sheet: Any, formats: _Formats, said: Said, shown: tuple[Sheet, ...], names: dict[str, str]
) -> None:
    visible = {s.name for s in shown if s.visible == "visible"}
    more = (
        _("这份文件不能原样带回格式，下面各表只有数值；也可以在原文件中改正。")
        if shown
        else _("这里只列出问题，请在原文件中改正后重新上传。")
    )
    notes = (*(said.notes if shown else said.notes[1:]), more)
    sheet.write_string(0, 0, stamp.MARKED)
    sheet.set_column(0, 0, None, None, {"hidden": True})
    for column, width in enumerate(WIDTHS.values(), 1):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 1, said.title, formats(bold=True, font_size=14, font_color=LIGHT.text))
    for row, note in enumerate(notes, 1):
        sheet.write_string(row, 1, note, formats(font_color=LIGHT.subtitle))
    head = len(notes) + 2
    top = formats(bold=True, font_color=LIGHT.background, bg_color=LIGHT.action)
    for column, text in enumerate(said.heads, 1):
        sheet.write_string(head, column, text, top)
    for row, line in enumerate(said.lines, head + 1):
        sheet.set_row(row, 16 * line.rows + 4)
        _line(sheet, formats, row, line, names.get(line.sheet) if line.sheet in visible else None)
    sheet.freeze_panes(head + 1, 0)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)


def _line(sheet: Any, formats: _Formats, row: int, line: Line, target: str | None) -> None:
    base = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": LIGHT.border}
    grade = {"bg_color": _FILLS[line.severity]} if line.severity in _FILLS else {}
    plain = formats(**base, font_color=LIGHT.text)
    sheet.write_string(row, 1, line.grade, formats(**base, **grade, font_color=LIGHT.text))
    if target:
        name = target.replace("'", "''")
        link = formats(**base, font_color=LIGHT.action, underline=1)
        sheet.write_url(row, 2, f"internal:'{name}'!{line.address or 'A1'}", link, line.where)
    else:
        sheet.write_string(row, 2, line.where, plain)
    for column, text in enumerate((line.what, line.do, line.suggestion), 3):
        sheet.write_string(row, column, text, plain)


def _sheet(sheet: Any, formats: _Formats, of: Sheet, marks: dict[tuple[int, int], Mark]) -> None:
    """The values at their addresses, so that the sheet is read again like the original."""
    if of.visible == "hidden":
        sheet.hide()
    elif of.visible == "very_hidden":
        sheet.very_hidden()
    for row in of.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    for column in range(of.grid.shape[1]):
        hidden = {"hidden": column in of.hidden_columns}
        sheet.set_column(column, column, _width(of, column), None, hidden)
    _merge(sheet, of)
    for row, column in np.argwhere(of.grid.kinds).tolist():
        mark = marks.get((row, column))
        _value(sheet, of[row, column], formats, mark.severity if mark else None)
    for (row, column), mark in marks.items():
        if not of[row, column].text and of[row, column].kind is not Kind.UNCACHED:
            sheet.write_blank(row, column, None, formats.value(Kind.BLANK, mark.severity))
        size = {"width": 300, "height": 18 * (2 + mark.text.count("\n") + len(mark.text) // 20)}
        sheet.write_comment(row, column, mark.text, {"author": BRAND, **size})


def _width(of: Sheet, column: int) -> int:
    """Wide enough for the first rows; a title may run over its neighbours."""
    texts = [of[row, column].text for row in range(min(of.grid.shape[0], 100))]
    return max((w + 2 for t in texts if (w := width_of(t)) <= _WIDEST), default=10)


def _merge(sheet: Any, of: Sheet) -> None:
    """Merged cells as they were; overlapping or immense ones are no help to anybody."""
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in of.merges[:_MERGES]:
        if not 1 < (bottom - top + 1) * (right - left + 1) <= _MERGED:
            continue
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if not cells & taken:
            taken |= cells
            sheet.merge_range(top, left, bottom, right, "")


def _value(sheet: Any, cell: Cell, formats: _Formats, severity: str | None) -> None:
    row, column = cell.ref.row, cell.ref.column
    style = formats.value(cell.kind, severity)
    if cell.kind is Kind.UNCACHED:  # its formula is not known here; without a result like this one
        sheet.write_formula(row, column, "=NA()", style, "")
    elif cell.kind is Kind.ERROR and cell.value in _ERRORS:
        sheet.write_formula(row, column, f"={cell.value}", style, cell.value)
    elif cell.kind is Kind.BOOL:
        sheet.write_boolean(row, column, bool(cell.value), style)
    elif isinstance(cell.value, float):
        sheet.write_number(row, column, cell.value, style)
    elif cell.kind is Kind.DATE and (day := _day(str(cell.value))):
        sheet.write_datetime(row, column, day, style)
    else:
        sheet.write_string(row, column, cell.text, style)


def _day(text: str) -> datetime | None:
    """A date from 1900 on, which is what a workbook can hold."""
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= 1900 else None
