"""Reads .xlsx and .xlsm: the guard first, the scan beside it, calamine for the values."""

import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from kpi.intake.worker import book, guard, repack, scan
from kpi.intake.worker.guard import Archive, Refusal
from kpi.intake.worker.planes import BLANK, ERROR, NUMBER, UNCACHED, Sheet
from kpi.intake.worker.scan import SHIFT, Found

_LOW = (1 << SHIFT) - 1


def read(archive: Archive, workbook: str, data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """Facts and sheets of a workbook; every part is counted before one is parsed for values."""
    about = book.read(archive, workbook)
    special = book.styles(archive, about.styles)
    found: dict[str | None, Found] = {}
    for at, (name, _visible, part) in enumerate(about.sheets):
        if part and part in archive.parts and part not in found:
            found[part] = scan.sheet(archive, part, name or f"sheet{at + 1}", special)
    for part in archive.parts:
        if "/worksheets/" in part and part.endswith(".xml") and part not in found:
            scan.sheet(archive, part, part, special)  # not listed: no reader may stumble over it
        elif part not in found and part not in (workbook, about.styles):
            archive.inspect(part)
    macros = any(part.endswith("/vbaproject.bin") for part in archive.parts)
    facts = {
        "kind": "xlsm" if macros else "xlsx",
        "macros": macros,
        "links": any("/externallinks/" in part for part in archive.parts),
        "date_1904": about.date_1904,
    }
    if repack.odd(archive, workbook, about.related):
        data = repack.repacked(archive, workbook, about.related)
    try:
        return facts, list(_sheets(data, about.sheets, found))
    except CalamineError:
        raise Refusal("CORRUPT") from None


def _sheets(
    data: bytes, listed: list[book.Listed], found: dict[str | None, Found]
) -> Iterator[Sheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    if len(workbook.sheets_metadata) != len(listed):
        raise Refusal("CORRUPT")  # two readers that see different sheets: neither is right
    for at, (meta, (name, visible, part)) in enumerate(
        zip(workbook.sheets_metadata, listed, strict=True)
    ):
        if meta.typ is SheetTypeEnum.WorkSheet:
            if part not in found:
                raise Refusal("CORRUPT")
            yield _sheet(workbook.get_sheet_by_index(at), name, visible, found[part])


def _sheet(values: Any, name: str, visible: str, found: Found) -> Sheet:
    rows, columns = found.rows, found.columns
    if values.end:
        guard.room(name, *values.end)
        rows, columns = max(rows, values.end[0] + 1), max(columns, values.end[1] + 1)
    sheet = Sheet(name, visible)
    sheet.take(values, columns, rows)
    _overlay(sheet, found)
    sheet.merges, sheet.hidden_rows = found.merges, found.hidden_rows
    sheet.hidden_columns = found.hidden_columns
    sheet.crop()
    return sheet


def _overlay(sheet: Sheet, found: Found) -> None:
    """Lay what the scan saw over the values."""
    kinds, columns = sheet.kinds, sheet.columns
    for kind, places in found.formats.items():
        for place in places:
            at = (place >> SHIFT) * columns + (place & _LOW)
            if kinds[at] == NUMBER:
                sheet.mark(at, kind)
    for place, text in found.errors:
        sheet.put(place >> SHIFT, place & _LOW, ERROR, sheet.text(text))
    sheet.formulas = [(place >> SHIFT) * columns + (place & _LOW) for place in found.formulas]
    for place, at in zip(found.formulas, sheet.formulas, strict=True):
        if kinds[at] == BLANK and place not in found.spoken:
            kinds[at] = UNCACHED
