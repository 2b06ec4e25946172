"""Reads BIFF workbooks (.xls, WPS .et): calamine for values, xlrd for formats and flags, and the
records themselves for formulas and links.
"""

import io
from typing import Any

import xlrd
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kpi.intake.worker import biff, guard
from kpi.intake.worker.formats import meaning
from kpi.intake.worker.guard import Refusal
from kpi.intake.worker.planes import BLANK, ERROR, NUMBER, Sheet

_BLANKS = bytes((xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK))
_VISIBLE = (  # calamine's words cannot be keys
    (SheetVisibleEnum.Hidden, "hidden"),
    (SheetVisibleEnum.VeryHidden, "very_hidden"),
)


def read(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """Facts and sheets; an OLE file without a workbook is refused by the name of what it holds."""
    if _holds(data, "EncryptedPackage"):
        raise Refusal("ENCRYPTED")
    if not (_holds(data, "Workbook") or _holds(data, "Book")):
        word, slides = _holds(data, "WordDocument"), _holds(data, "PowerPoint Document")
        raise Refusal("UNKNOWN_TYPE", kind="Word" if word else "PowerPoint" if slides else "OLE")
    marks = _opened(data)
    if marks:
        for sheet in marks.sheets():
            _extent(sheet)  # before calamine builds all of it
    said = biff.seen(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(workbook.get_sheet_by_index(at), _visible(meta), marks, said)
            for at, meta in enumerate(workbook.sheets_metadata)
            if meta.typ is SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise Refusal("ENCRYPTED") from None
    except CalamineError:
        raise Refusal("CORRUPT") from None
    facts = {
        "kind": "xls",
        "macros": _holds(data, "_VBA_PROJECT_CUR"),
        "links": said.links,
        "date_1904": bool(marks and marks.datemode),
    }
    return facts, sheets


def _holds(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") in data


def _opened(data: bytes) -> Any:
    """The workbook in xlrd's eyes; None where it cannot read what calamine perhaps can."""
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
    except MemoryError:
        raise
    except Exception:  # it raises whatever its parsing stumbled over, and it is only the second eye
        return None


def _extent(seen: Any) -> tuple[int, int]:
    """Rows and columns up to the last content; a sheet that reaches too far is refused."""
    rows = columns = 0
    for row in range(seen.nrows):
        if used := len(bytes(seen.row_types(row)).rstrip(_BLANKS)):
            guard.room(seen.name, row, used - 1, rows, columns)
            rows, columns = row + 1, max(columns, used)
    return rows, columns


def _visible(meta: Any) -> str:
    return next((word for known, word in _VISIBLE if meta.visible == known), "visible")


def _sheet(values: Any, visible: str, marks: Any, said: biff.Seen) -> Sheet:
    known = marks and values.name in marks.sheet_names()
    seen = marks.sheet_by_name(values.name) if known else None
    rows, columns = _extent(seen) if seen else (0, 0)
    if values.end:
        guard.room(values.name, *values.end)
        rows, columns = max(rows, values.end[0] + 1), max(columns, values.end[1] + 1)
    sheet = Sheet(values.name, visible)
    sheet.take(values, columns, rows)
    merged = values.merged_cell_ranges or ()
    sheet.merges = [(*first, *last) for first, last in merged][: guard.MERGES]
    if seen:
        _overlay(sheet, seen, marks)
        if seen.number < len(said.formulas):
            found = said.formulas[seen.number]
            sheet.formulas = sorted(
                row * sheet.columns + column
                for row, column in found
                if row < sheet.rows and column < sheet.columns
            )
    sheet.crop()
    return sheet


def _overlay(sheet: Sheet, seen: Any, marks: Any) -> None:
    kinds: dict[int, int] = {}
    for row in range(min(seen.nrows, sheet.rows)):
        for column, type_ in enumerate(seen.row_types(row)[: sheet.columns]):
            if type_ == xlrd.XL_CELL_NUMBER:
                style = seen.cell_xf_index(row, column)
                if style not in kinds:
                    kinds[style] = _kind(marks, style)
                at = row * sheet.columns + column
                if sheet.kinds[at] == NUMBER:
                    sheet.mark(at, kinds[style])
            elif type_ == xlrd.XL_CELL_ERROR and sheet.kinds[row * sheet.columns + column] == BLANK:
                code = xlrd.error_text_from_code.get(seen.cell_value(row, column), "#ERROR!")
                sheet.put(row, column, ERROR, sheet.text(code))
    sheet.hidden_rows = {row for row, info in seen.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in seen.colinfo_map.items() if info.hidden}


def _kind(marks: Any, style: int) -> int:
    try:
        return meaning(marks.format_map[marks.xf_list[style].format_key].format_str[:255])
    except (IndexError, KeyError):
        return NUMBER
