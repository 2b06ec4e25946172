"""Reads BIFF workbooks (.xls, WPS .et): calamine for values, xlrd for formats and flags."""

import io
from typing import Any

import xlrd
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

from kpi.intake.worker import guard
from kpi.intake.worker.book import meaning
from kpi.intake.worker.guard import Refusal
from kpi.intake.worker.planes import BLANK, ERROR, NUMBER, Sheet

_VISIBLE = ("visible", "hidden", "very_hidden")


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
            _measured(sheet)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            _sheet(workbook.get_sheet_by_index(at), marks)
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


def _measured(sheet: Any) -> None:
    """Refuse a sheet whose content reaches too far, before calamine builds all of it."""
    columns = 0
    for row in range(sheet.nrows):
        types = bytes(sheet.row_types(row)).rstrip(b"\x00\x06")
        if types:
            columns = max(columns, len(types))
            guard.room(sheet.name, row, columns - 1)


def _sheet(values: Any, marks: Any) -> Sheet:
    rows = columns = 0
    if values.end:
        guard.room(values.name, *values.end)
        rows, columns = values.end[0] + 1, values.end[1] + 1
    sheet = Sheet(values.name)
    seen = (
        marks.sheet_by_name(values.name) if marks and values.name in marks.sheet_names() else None
    )
    if seen:
        extent = [len(bytes(seen.row_types(r)).rstrip(b"\x00\x06")) for r in range(seen.nrows)]
        rows = max(rows, 1 + max((r for r, n in enumerate(extent) if n), default=-1))
        columns = max(columns, max(extent, default=0))
    sheet.take(values, columns, rows)
    if seen:
        _overlay(sheet, seen, marks)
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
                    sheet.kinds[at] = kinds[style]
            elif type_ == xlrd.XL_CELL_ERROR and sheet.kinds[row * sheet.columns + column] == BLANK:
                code = xlrd.error_text_from_code.get(seen.cell_value(row, column), "#ERROR!")
                sheet.put(row, column, ERROR, sheet.text(code))
    sheet.visible = _VISIBLE[seen.visibility] if 0 <= seen.visibility < len(_VISIBLE) else "visible"
    sheet.hidden_rows = {row for row, info in seen.rowinfo_map.items() if info.hidden}
    sheet.hidden_columns = {column for column, info in seen.colinfo_map.items() if info.hidden}
    sheet.merges = [
        (top, left, bottom - 1, right - 1) for top, bottom, left, right in seen.merged_cells
    ][: guard.MERGES]


def _kind(marks: Any, style: int) -> int:
    try:
        return meaning(marks.format_map[marks.xf_list[style].format_key].format_str[:255])
    except (IndexError, KeyError):
        return NUMBER
