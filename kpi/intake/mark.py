"""A user's workbook back with each problem marked in its cell and listed on a first sheet.

All rows, formats and formulas stay, so the copy can be corrected and sent again. A file that cannot
be copied so (xls, csv, ods, too large, unreadable for the copier) becomes a new workbook with its
values and the same marks.
"""

from dataclasses import asdict
from datetime import date, datetime

import numpy as np

from kpi.intake import mark_fresh, mark_words
from kpi.intake.form import stamp
from kpi.intake.mark_words import Said
from kpi.intake.process import Died, answer
from kpi.intake.worker.cage import framed
from kpi.intake.worker.guard import MB
from kpi.model.problem import Problem
from kpi.model.sheet import Cell, Kind, Reading, Sheet

_COPIED = frozenset({"xlsx", "xlsm"})
_SIZE, _CELLS, _MERGES = 5 * MB, 300_000, 2_000  # beyond, the copier takes too long
_WALL_SECONDS = 30
_FIRST_DAYS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # by date_1904


def mark(reading: Reading, problems: tuple[Problem, ...]) -> bytes:
    """An .xlsx; equal arguments give equal bytes. `reading` is the file that has the problems."""
    said = mark_words.said(reading.name, problems)
    copy = _copy(reading, said) if _fits(reading) else None
    return copy or mark_fresh.workbook(reading.sheets, said)


def _fits(reading: Reading) -> bool:
    cells = sum(sheet.grid.kinds.size for sheet in reading.sheets)
    merges = sum(len(sheet.merges) for sheet in reading.sheets)
    small = reading.facts.size <= _SIZE and cells <= _CELLS and merges <= _MERGES
    return reading.facts.kind in _COPIED and bool(reading.sheets) and small


def _copy(reading: Reading, said: Said) -> bytes | None:
    """The same workbook with the marks; None where the copier would lose a cell, or fails."""
    asked = {
        "stamp": stamp.MARKED,
        "sheet": stamp.PROBLEMS,
        "brand": mark_words.BRAND,
        "widths": list(mark_words.WIDTHS.values()),
        "said": asdict(said),
        "cells": {s.name: int(np.count_nonzero(s.grid.kinds)) for s in reading.sheets},
        "results": {s.name: _results(s, reading.facts.date_1904) for s in reading.sheets},
    }
    data = b"".join((*framed(asked), reading.data))
    try:
        return answer("kpi.intake.marker", data=data, seconds=_WALL_SECONDS) or None
    except Died:
        return None


def _results(sheet: Sheet, date_1904: bool) -> dict[str, tuple[str, str]]:
    """What the formulas of a sheet gave, by address: type as xlsx has it, and text."""
    found = {}
    for row, column in sorted(sheet.formulas):
        cell = sheet[row, column]
        if result := _result(cell, date_1904):
            found[cell.ref.address] = result
    return found


def _result(cell: Cell, date_1904: bool) -> tuple[str, str] | None:
    if cell.kind is Kind.UNCACHED:
        return None
    if cell.kind is Kind.BLANK:
        return "str", ""  # calculated, and empty
    if cell.kind is Kind.TEXT:
        return "str", str(cell.value)
    if cell.kind is Kind.ERROR:
        return "e", str(cell.value)
    if cell.kind is Kind.BOOL:
        return "b", str(int(bool(cell.value)))
    if cell.kind is Kind.DATE:
        return _day(str(cell.value), date_1904)
    return "n", repr(cell.value)


def _day(text: str, date_1904: bool) -> tuple[str, str] | None:
    """The number of days that a date cell holds; None for a time of day."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    first = _FIRST_DAYS[date_1904]
    days = (moment - datetime(first.year, first.month, first.day)).total_seconds() / 86_400  # noqa: DTZ001 - a cell has no zone
    return "n", repr(days)
