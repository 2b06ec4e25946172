"""The sheet as it was read: its first lines, or those around a cell."""

import streamlit as st

from kpi.i18n import _
from kpi.model.sheet import CellRef, Reading, Sheet, letters
from pages.parts import tables
from pages.parts.tables import Column

LINES, WIDE = 12, 12  # of a sheet's beginning
NEAR = 2  # lines above and below a cell


def head(reading: Reading, name: str, key: str) -> None:
    """The first lines of a sheet; nothing of one that is not there."""
    if (sheet := _sheet(reading, name)) is None:
        return
    last = min(sheet.grid.shape[0], LINES)
    _lines(sheet, 0, last, 0, _("原表前{n}行").format(n=last), key)


def around(reading: Reading, at: CellRef, key: str) -> None:
    """The line of a cell, with its neighbours."""
    if (sheet := _sheet(reading, at.sheet)) is None:
        return
    first = max(0, at.row - NEAR)
    last = min(sheet.grid.shape[0], at.row + NEAR + 1)
    left = max(0, min(at.column - WIDE // 2, sheet.grid.shape[1] - WIDE))
    _lines(sheet, first, last, left, _("原表中 {cell} 前后").format(cell=at), key)


def _sheet(reading: Reading, name: str) -> Sheet | None:
    return next((s for s in reading.sheets if s.name == name), None)


def _lines(sheet: Sheet, first: int, last: int, left: int, title: str, key: str) -> None:
    columns = range(left, min(left + WIDE, sheet.grid.shape[1]))
    st.caption(tables.plain(title))
    tables.table(
        [
            {"row": str(r + 1)} | {letters(c): sheet[r, c].text for c in columns}
            for r in range(first, last)
        ],
        {"row": Column("", width=40, pinned=True)}
        | {letters(c): Column(letters(c)) for c in columns},
        key=f"upload_as_read_{key}",
        alt=title,
    )
