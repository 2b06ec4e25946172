"""The first sheet of a marked copy: every problem with a link to its cell."""

from collections.abc import Iterator
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink

from kpi.model import look
from kpi.model.look import LIGHT

_HEIGHT = 16  # points of a line of text
_HIDDEN, _GRADE, _WHERE = 1, 2, 3  # columns: our mark and old fills, how grave, the place
_FILLS = {"error": look.ERROR_FILL, "warning": look.WARNING_FILL}


def add(book: Any, asked: dict[str, Any], fills: dict[str, dict[str, str]]) -> None:
    """Put the list first and show it; `fills` are what the marked cells had, by sheet and address
    of the problem, kept to be given back.
    """
    said = asked["said"]
    sheet = book.create_sheet(asked["sheet"], 0)
    seen = {s.title for s in book.worksheets if s.sheet_state == "visible"}
    typeface = book._fonts[0].name  # of the workbook's other cells
    _text(sheet, 1, _HIDDEN, asked["stamp"])
    title = _text(sheet, 1, _GRADE, said["title"])
    title.font = Font(typeface, 14, bold=True, color=_rgb(LIGHT.text))
    for row, note in enumerate(said["notes"], 2):
        _text(sheet, row, _GRADE, note).font = Font(typeface, 11, color=_rgb(LIGHT.subtitle))
    head = len(said["notes"]) + 3
    for column, text in enumerate(said["heads"], _GRADE):
        _head(_text(sheet, head, column, text), typeface)
    styles: dict[str, Any] = {}
    for row, line in enumerate(said["lines"], head + 1):
        _text(sheet, row, _HIDDEN, fills.get(line["sheet"], {}).get(line["address"], ""))
        for column, key in enumerate(("grade", "where", "what", "do", "suggestion"), _GRADE):
            cell = _text(sheet, row, column, line[key])
            linked = column == _WHERE and line["sheet"] in seen
            if linked:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=_place(line))
            kind = line["severity"] if column == _GRADE else "link" if linked else "text"
            if kind not in styles:
                styles[kind] = _styled(cell, kind, typeface)._style
            cell._style = styles[kind]  # ten times as quick as styling each
        sheet.row_dimensions[row].height = _HEIGHT * line["rows"] + 4
    _page(sheet, head, asked["widths"])
    book.active = 0
    for other in book.worksheets:  # two selected sheets would be edited as one
        other.sheet_view.tabSelected = other is sheet


def fills(sheet: Any) -> Iterator[tuple[str, str]]:
    """Place and former fill of every cell on the list of an earlier copy."""
    for row in sheet.iter_rows(min_row=2, max_col=_WHERE, values_only=True):
        if row[_HIDDEN - 1]:
            sheet_name, _, _address = str(row[_WHERE - 1]).rpartition("!")
            shown, _, fill = str(row[_HIDDEN - 1]).partition(" ")
            yield f"{sheet_name}!{shown}", fill


def _text(sheet: Any, row: int, column: int, text: str) -> Any:
    cell = sheet.cell(row, column)
    if text:
        cell.value = text
        cell.data_type = "s"  # a name that begins with = is no formula
    return cell


def _place(line: dict[str, Any]) -> str:
    name = line["sheet"].replace("'", "''")
    return f"'{name}'!{line['address'] or 'A1'}"


def _head(cell: Any, typeface: str) -> None:
    cell.font = Font(typeface, 11, bold=True, color=_rgb(LIGHT.background))
    cell.fill = _solid(LIGHT.action)
    cell.alignment = Alignment(vertical="center")


def _styled(cell: Any, kind: str, typeface: str) -> Any:
    cell.border = Border(bottom=Side("thin", color=_rgb(LIGHT.border)))
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(typeface, 11, color=_rgb(LIGHT.text))
    if kind == "link":
        cell.font = Font(typeface, 11, color=_rgb(LIGHT.action), underline="single")
    elif kind in _FILLS:
        cell.fill = _solid(_FILLS[kind])
    return cell


def _page(sheet: Any, head: int, widths: list[int]) -> None:
    sheet.column_dimensions["A"].hidden = True
    for column, width in zip("BCDEF", widths, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{head + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=_rgb(colour))


def _rgb(colour: str) -> str:
    return colour.replace("#", "FF")
