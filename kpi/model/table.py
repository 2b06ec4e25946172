"""What the engine eats: units × columns of numbers and statuses, also from VALUES.csv."""

import csv
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kpi.model import canon
from kpi.model.field import RuleError
from kpi.model.rule import Rule
from kpi.model.when import STREAKS

Statuses: TypeAlias = NDArray[np.int8]
REPORTED, NOT_APPLICABLE, NOT_REPORTED = range(3)
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
DASH = "—"


class TableError(ValueError):
    """A table that cannot be used; the text names file, row and column."""


@dataclass(frozen=True, eq=False)
class Table:
    """Columns × units: `value` float64 (NaN where not reported), `status` int8 (REPORTED, …).

    `groups` has one name per unit, or None for every unit where the table has no groups.
    """

    units: tuple[str, ...]
    groups: tuple[str | None, ...]
    columns: tuple[str, ...]
    value: NDArray[np.float64]
    status: Statuses

    def __post_init__(self) -> None:
        shape = (len(self.columns), len(self.units))
        if self.value.shape != shape or self.status.shape != shape:
            raise TableError(f"value and status must have the shape {shape}")
        if not self.units:
            raise TableError("no units")
        if len(set(self.units)) < len(self.units) or len(set(self.columns)) < len(self.columns):
            raise TableError("a unit or a column stands twice")
        if not np.isfinite(self.value[self.status == REPORTED]).all():
            raise TableError("a reported value is not finite")

    @cached_property
    def hash(self) -> str:
        """SHA-256 of cells and groups by unit; the order of rows and columns does not move it."""
        table = self.ordered()
        filled = table.value.astype(object)
        filled[table.status == NOT_REPORTED] = None
        filled[table.status == NOT_APPLICABLE] = DASH
        rows = {
            unit: [group, list(filled[:, u])]
            for u, (unit, group) in enumerate(zip(table.units, table.groups, strict=True))
        }
        return canon.digest({"columns": list(table.columns), "units": rows})

    def ordered(self) -> "Table":
        """The same table with units by (group, unit) and columns in key order."""
        across = sorted(range(len(self.units)), key=lambda u: (self.groups[u] or "", self.units[u]))
        down = sorted(range(len(self.columns)), key=self.columns.__getitem__)
        if across == list(range(len(across))) and down == list(range(len(down))):
            return self
        return Table(
            tuple(self.units[u] for u in across),
            tuple(self.groups[u] for u in across),
            tuple(self.columns[c] for c in down),
            np.ascontiguousarray(self.value[down][:, across]),
            np.ascontiguousarray(self.status[down][:, across]),
        )


def read_csv(text: str, rule: Rule, name: str = "values.csv") -> Table:
    """The table of a VALUES.csv, with the columns that `rule` uses.

    Raises TableError naming file, row and column, or RuleError where the rule names a column or
    unit that the file does not have.
    """
    lines = _records(text, name)
    head, header = next(lines, (1, []))
    if not header or header[0] != "unit":
        raise TableError(f"{name}:{head}: the first column must be unit")
    for column in header:
        if header.count(column) > 1:
            raise TableError(f"{name}:{head}: column {column}: duplicate column name")
    for path, column in _named(rule):
        if column not in header or column in ("unit", "group"):
            raise RuleError(path, f"column {column} is not in {name}")
    columns = tuple(sorted({*rule.columns, *rule.streaks}))
    rows = list(_rows(lines, header, name))
    if not rows:
        raise TableError(f"{name}: no units")
    cells = [
        [_cell(_text(row, header, c), c, f"{name}:{line}") for line, row in rows] for c in columns
    ]
    table = Table(
        tuple(row[0] for _line, row in rows),
        tuple(row[header.index("group")] if "group" in header else None for _line, row in rows),
        columns,
        np.array([[value for value, _status in column] for column in cells], np.float64).reshape(
            len(columns), len(rows)
        ),
        np.array([[status for _value, status in column] for column in cells], np.int8).reshape(
            len(columns), len(rows)
        ),
    )
    _check_units(rule, set(table.units), name)
    return table.ordered()


def _records(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and trimmed cells of every record that is not blank."""
    reader = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise TableError(f"{name}:{line}: {fault}") from None
        cells = [cell.strip() for cell in row]
        if cells not in ([], [""]):
            yield line, cells
        line = reader.line_num + 1


def _rows(
    lines: Iterator[tuple[int, list[str]]], header: Sequence[str], name: str
) -> Iterator[tuple[int, list[str]]]:
    group = header.index("group") if "group" in header else None
    seen: dict[str, int] = {}
    for line, row in lines:
        if len(row) != len(header):
            raise TableError(f"{name}:{line}: {len(row)} cells, the header has {len(header)}")
        if not row[0]:
            raise TableError(f"{name}:{line}: column unit: is empty")
        if row[0] in seen:
            raise TableError(
                f"{name}:{line}: column unit: duplicate unit {row[0]} (row {seen[row[0]]})"
            )
        if group is not None and not row[group]:
            raise TableError(f"{name}:{line}: column group: is empty")
        seen[row[0]] = line
        yield line, row


def _text(row: Sequence[str], header: Sequence[str], column: str) -> str:
    """What stands in a column; a streak that the file does not have is empty."""
    return row[header.index(column)] if column in header else ""


def _cell(text: str, column: str, place: str) -> tuple[float, int]:
    if column in STREAKS and text in ("", DASH):
        return 0.0, REPORTED
    if text == "":
        return math.nan, NOT_REPORTED
    if text == DASH:
        return math.nan, NOT_APPLICABLE
    if not NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise TableError(f"{place}: column {column}: {text!r} is not a number")
    return float(text) + 0.0, REPORTED


def _named(rule: Rule) -> Iterator[tuple[str, str]]:
    """(path, column) of every column that the rule names and the table must have."""
    yield from ((path, column) for path, column in rule.uses if column not in STREAKS)
    yield from ((f"decimals.{c}", c) for c, _digits in rule.decimals if c not in STREAKS)


def _check_units(rule: Rule, units: set[str], name: str) -> None:
    named = [
        (f"veto[{n}].units[{k}]", unit)
        for n, v in enumerate(rule.veto)
        for k, unit in enumerate(v.units or ())
    ] + [(f"exemptions[{n}].unit", e.unit) for n, e in enumerate(rule.exemptions)]
    for path, unit in named:
        if unit not in units:
            raise RuleError(path, f"unit {unit} is not in {name}")
