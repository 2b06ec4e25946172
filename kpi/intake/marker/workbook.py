"""A workbook of the user with marks in its cells and a list of problems before its sheets."""

import zipfile
from copy import copy
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl.reader.excel
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.fills import Fill
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
    fills = {}
    for mark in said["marks"]:
        address, fill = _mark(book[mark["sheet"]], mark, asked["brand"])
        fills[mark["sheet"], address] = fill
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


def _mark(sheet: Any, mark: dict[str, Any], brand: str) -> tuple[str, str]:
    """Colour one cell and put the note on it; gives its address and the fill it had, as XML."""
    cell = sheet.cell(mark["row"] + 1, mark["column"] + 1)
    address = cell.coordinate
    if isinstance(cell, MergedCell):
        over = next(r for r in sheet.merged_cells.ranges if address in r)
        cell = sheet.cell(over.min_row, over.min_col)
    fill = tostring(cell.fill.to_tree()).decode() if cell.fill.fill_type else ""
    if colour := _FILLS.get(mark["severity"]):
        cell.fill = colour
    texts = [mark["text"]]
    if cell.comment:
        texts = (
            [cell.comment.text, mark["text"]]
            if _ours(cell.comment, brand)
            else [*texts, cell.comment.text]
        )
    text = _APART.join(texts)
    lines = sum(1 + len(line) // 20 for line in text.split("\n"))
    cell.comment = Comment(text, brand, height=min(_LINE * (lines + 1), 500), width=300)
    return address, fill


def _ours(comment: Any, brand: str) -> bool:
    return bool(comment.text.startswith(brand))


def _unmark(book: Any, stamp: str, brand: str) -> None:
    """Take the marks of an earlier copy off, so that a corrected cell is no longer coloured."""
    lists = [s for s in book.worksheets if str(s.cell(1, 1).value).startswith(stamp)]
    fills = {place: fill for sheet in lists for place, fill in problems.fills(sheet)}
    for sheet in lists:
        book.remove(sheet)
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.comment and _ours(cell.comment, brand):
                _clear(cell, fills.get(f"{sheet.title}!{cell.coordinate}", ""))


def _clear(cell: Any, fill: str) -> None:
    _note, _, own = cell.comment.text.partition(_APART)
    cell.comment = Comment(own, "") if own else None
    cell.fill = copy(Fill.from_tree(fromstring(fill))) if fill else PatternFill()
