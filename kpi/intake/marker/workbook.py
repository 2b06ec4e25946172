"""A workbook of the user with marks in its cells and a list of problems before its sheets."""

import zipfile
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl.reader.excel
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.fills import Fill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.properties import CalcProperties
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import fromstring, tostring

from kpi.intake.marker import problems
from kpi.intake.marker.save import saved
from kpi.model import look

_BORN = datetime(2026, 1, 1)  # noqa: DTZ001 - as xlsx has it; fixed: same bytes
_FILLS = {
    "error": PatternFill("solid", fgColor=look.ERROR_FILL.replace("#", "FF")),
    "warning": PatternFill("solid", fgColor=look.WARNING_FILL.replace("#", "FF")),
}
_LOST = ("xl/media/", "xl/charts/", "xl/drawings/drawing", "xl/diagrams/", "xl/ctrlprops/")
_APART = "\n――――――\n"  # between our note and one that the user had there
_LINE = 18  # pixels of a line of a note

# A chart or picture that openpyxl half understands can fail the whole copy: none is read.
openpyxl.reader.excel.find_images = lambda *_: ([], [])


def marked(data: bytes, asked: dict[str, Any]) -> bytes:
    """The copy; raises where openpyxl would lose a cell that the reader has seen."""
    parts = zipfile.ZipFile(BytesIO(data))
    names = {name.lower() for name in parts.namelist()}
    book = openpyxl.reader.excel.load_workbook(BytesIO(data), rich_text=True)
    for name, count in asked["cells"].items():
        _whole(book[name], count)
    for chart in list(book.chartsheets):
        book.remove(chart)
    _unmark(book, asked["stamp"], asked["brand"])
    said = asked["said"]
    fills = {
        name: _marks(book[name], [m for m in said["marks"] if m["sheet"] == name], asked["brand"])
        for name in {m["sheet"] for m in said["marks"]}
    }
    if any(name.startswith(_LOST) or name.endswith("vbaproject.bin") for name in names):
        said["notes"].append(said["lost"])
    problems.add(book, asked, fills)
    _date(book.properties, parts.read(ARC_CORE) if ARC_CORE in parts.namelist() else b"")
    book.calculation = book.calculation or CalcProperties()
    book.calculation.fullCalcOnLoad = True
    return saved(book, asked["results"])


def _date(properties: Any, core: bytes) -> None:
    """A date that the workbook does not state would be the clock's."""
    for name in ("created", "modified"):
        if f":{name}".encode() not in core:
            setattr(properties, name, _BORN)


def _whole(sheet: Any, count: int) -> None:
    """Some files openpyxl reads as empty without a word: those must not be handed back."""
    held = sum(cell.value not in (None, "") for cell in _cells(sheet))
    if held < count:
        raise ValueError(f"{held} of {count} cells")


def _cells(sheet: Any) -> list[Any]:
    return list(sheet._cells.values())  # iter_rows would make the blank ones


def _marks(sheet: Any, marks: list[dict[str, Any]], brand: str) -> dict[str, str]:
    """Mark the cells of one sheet; gives, by problem's address, the cell that shows it and the fill
    which that one had: `B2 <fill>…`.
    """
    shown = _shown(sheet)
    before: dict[str, str] = {}
    found = {}
    for mark in marks:
        place = mark["row"] + 1, mark["column"] + 1
        cell = sheet.cell(*shown.get(place, place))
        if cell.coordinate not in before:  # the first mark is the gravest
            before[cell.coordinate] = _colour(cell, mark["severity"])
        _note(cell, mark["text"], brand)
        address = f"{get_column_letter(place[1])}{place[0]}"
        found[address] = f"{cell.coordinate} {before[cell.coordinate]}"
    return found


def _shown(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """Of every merged cell the one that shows, the first of its range."""
    return {
        at: (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for row in merged.rows
        for at in row
    }


def _colour(cell: Any, severity: str) -> str:
    """Fill a cell; gives the fill it had, as XML, "" for none."""
    before = tostring(cell.fill.to_tree()).decode() if cell.fill.fill_type else ""
    if severity in _FILLS:
        cell.fill = _FILLS[severity]
    return before


def _note(cell: Any, text: str, brand: str) -> None:
    """Put a note on a cell, over one that the user had there."""
    own = cell.comment.text if cell.comment else ""
    if own.startswith(brand):  # two problems of one merged cell
        first, _, own = own.partition(_APART)
        text = first + text.removeprefix(brand)
    text = _APART.join([text, own] if own else [text])
    lines = sum(1 + len(line) // 20 for line in text.split("\n"))
    cell.comment = Comment(text, brand, height=min(_LINE * (lines + 1), 500), width=300)


def _unmark(book: Any, stamp: str, brand: str) -> None:
    """Take the marks of an earlier copy off, so that a corrected cell is no longer coloured."""
    lists = [s for s in book.worksheets if str(s.cell(1, 1).value).startswith(stamp)]
    fills = {place: fill for sheet in lists for place, fill in problems.fills(sheet)}
    for sheet in lists:
        book.remove(sheet)
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.comment and cell.comment.text.startswith(brand):
                _clear(cell, fills.get(f"{sheet.title}!{cell.coordinate}", ""))


def _clear(cell: Any, fill: str) -> None:
    _, _, own = cell.comment.text.partition(_APART)
    cell.comment = Comment(own, "") if own else None
    cell.fill = copy(Fill.from_tree(fromstring(fill))) if fill else PatternFill()
