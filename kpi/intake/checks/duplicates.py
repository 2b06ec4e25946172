"""The same unit, indicator and period twice: equal is a warning, different a fault of both."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import LOST, NOT_REPORTED, REPORTED, Values
from kpi.intake.table.mapping import Block
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef


def headers(block: Block, values: Values) -> Iterator[Problem]:
    """Columns that say the same of the same: equal ones count once, different ones not at all."""
    first: dict[bytes, int] = {}
    faulty: set[int] = set()
    for c in range(len(block.values)):
        keys = (block.target, block.unit, block.period)
        key = b"".join(np.ascontiguousarray(plane[:, c]).tobytes() for plane in keys)
        live = values.state[:, c] != LOST
        if not live.any():
            continue
        before = first.setdefault(key, c)
        if before == c:
            continue
        here, other = _header(block, c), _header(block, before)
        given = _given(block, c)
        if _equal(values, before, c):
            yield problem("DUPLICATE_SAME", here, given, other=other.address)
            values.state[:, c] = LOST
        else:
            faulty |= {before, c}
            yield problem("DUPLICATE_HEADER", here, given, other=other.address)
    for c in faulty:
        values.state[:, c] = LOST


def _header(block: Block, c: int) -> CellRef:
    column = next(one for one in block.columns if one.index == block.values[c])
    return column.at or CellRef(block.sheet, int(block.rows[0]), column.index)


def _given(block: Block, c: int) -> str:
    return " ".join(next(one for one in block.columns if one.index == block.values[c]).path)


def _equal(values: Values, a: int, b: int) -> bool:
    same = np.array_equal(values.number[:, a], values.number[:, b], equal_nan=True)
    return same and np.array_equal(values.state[:, a], values.state[:, b])


def lines(values: Flat) -> tuple[Flat, list[Problem]]:
    """Values without the second of equal ones and without both of different ones."""
    order = np.argsort(values.key, kind="stable")
    key = values.key[order]
    again = np.flatnonzero(key[1:] == key[:-1])
    if not len(again):
        return values, []
    keep = np.ones(len(values.key), np.bool_)
    problems: list[Problem] = []
    equal_rows: dict[tuple[int, int], tuple[int, int]] = {}
    start = 0
    while start < len(again):
        end = start
        while end + 1 < len(again) and again[end + 1] == again[end] + 1:
            end += 1
        group = np.sort(order[again[start] : again[end] + 2])
        problems += _group(values, group, keep, equal_rows)
        start = end + 1
    for i, first in sorted(equal_rows.values()):
        at, other = _line(values, i), _line(values, first)
        problems.append(problem("DUPLICATE_SAME", at, other=other.address))
    return values.take(keep), problems


def _group(
    values: Flat,
    group: NDArray[np.intp],
    keep: NDArray[np.bool_],
    equal_rows: dict[tuple[int, int], tuple[int, int]],
) -> Iterator[Problem]:
    """One key that stands in several cells; a blank yields to whatever is said elsewhere."""
    said = [int(i) for i in group if values.state[i] != NOT_REPORTED]
    keep[group] = False
    if not said:
        keep[group[0]] = True
        return
    first = said[0]
    conflict = False
    for i in said[1:]:
        same = values.state[i] == values.state[first] and (
            values.state[i] != REPORTED or values.number[i] == values.number[first]
        )
        if same:
            line = (int(values.sheet[i]), int(values.row[i]))
            equal_rows.setdefault(line, (i, first))
        else:
            conflict = True
            other = values.ref(first)
            near = other.address if values.sheet[i] == values.sheet[first] else str(other)
            given = f"{values.number[i]:.15g}"
            yield problem("DUPLICATE_CONFLICT", values.ref(i), given, other=near)
    keep[first] = not conflict


def _line(values: Flat, i: int) -> CellRef:
    """The unit's name in the line of an entry, or the cell itself."""
    ref = values.ref(i)
    return CellRef(ref.sheet, ref.row, int(values.label[i])) if values.label[i] >= 0 else ref
