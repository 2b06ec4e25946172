"""The label columns of a table: what each row is called, merged labels filled in."""

import numpy as np
from numpy.typing import NDArray

from kpi.model.sheet import Kind, Sheet

Value = str | float | None


def labels(
    sheet: Sheet, rows: NDArray[np.intp], column: int
) -> tuple[list[Value], NDArray[np.int32]]:
    """The distinct values of a column and, per row, which of them stands there; None is blank.

    Merged cells give their value to every row they cover: labels only, values are never filled.
    """
    kinds = sheet.grid.kinds[rows, column].astype(np.int16)
    numbers = sheet.grid.numbers[rows, column].copy()
    for r0, c0, r1, c1 in sheet.merges:
        if c0 <= column <= c1 and (r1 > r0 or c1 > c0):
            inside = (rows >= r0) & (rows <= r1)
            kinds[inside], numbers[inside] = sheet.grid.kinds[r0, c0], sheet.grid.numbers[r0, c0]
    worded = np.isin(kinds, (Kind.TEXT, Kind.DATE, Kind.ERROR))
    counted = np.isin(kinds, (Kind.NUMBER, Kind.PERCENT, Kind.SCALED)) & np.isfinite(numbers)
    values: list[Value] = [None]
    index = np.zeros(len(rows), np.int32)
    for mask, texts in ((worded, True), (counted, False)):
        distinct, inverse = np.unique(numbers[mask], return_inverse=True)
        index[mask] = inverse + len(values)
        values += [sheet.grid.texts[int(n)] if texts else float(n) for n in distinct]
    return values, index


def together(
    columns: list[tuple[list[Value], NDArray[np.int32]]], length: int
) -> tuple[list[tuple[Value, ...]], NDArray[np.int32]]:
    """Several label columns as one: the distinct combinations and which one each row has."""
    if not columns:
        return [()], np.zeros(length, np.int32)
    stacked = np.stack([index for _, index in columns], axis=1)
    distinct, inverse = np.unique(stacked, axis=0, return_inverse=True)
    combined = [
        tuple(values[i] for (values, _), i in zip(columns, combo, strict=True))
        for combo in distinct.tolist()
    ]
    return combined, inverse.reshape(-1).astype(np.int32)


def shown(value: Value) -> str:
    """A label as text; a whole number without .0, blank is empty."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return value or ""
