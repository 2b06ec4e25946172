"""Cells that remember their address: what the reading process says of a spreadsheet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Rect = tuple[
    int, int, int, int
]  # first row, first column, last row, last column; 0-based, inclusive


class Kind(IntEnum):
    """What a cell is, after a reader and the scan agreed."""

    BLANK = 0
    NUMBER = 1
    PERCENT = 2  # a number under a % format: stored 0.523, shown 52.3%
    SCALED = 3  # a number whose format shows it divided: Grid.scales
    TEXT = 4
    DATE = 5
    BOOL = 6
    ERROR = 7
    UNCACHED = 8  # a formula without a stored value


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell: str() gives 10月!C7."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """C7."""
        return f"{letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}"

    @classmethod
    def parse(cls, text: str) -> "CellRef":
        """Back from `10月!C7`; raises ValueError."""
        found = re.fullmatch(r"(.*)!([A-Z]{1,3})([1-9]\d{0,6})", text, re.DOTALL)
        if not found:
            raise ValueError(f"not a cell: {text!r}")
        column = 0
        for letter in found[2]:
            column = column * 26 + ord(letter) - 64
        return cls(found[1], int(found[3]) - 1, column - 1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A view of one cell: `value` is float, str, bool or None; DATE is the ISO date text."""

    ref: CellRef
    kind: Kind
    value: float | str | bool | None

    @property
    def text(self) -> str:
        """What stands there as text; a whole number without .0; blank is empty."""
        if self.value is None:
            return ""
        if isinstance(self.value, float) and self.value.is_integer() and abs(self.value) < 1e15:
            return str(int(self.value))
        return str(self.value)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Dense planes from A1, cropped to the last content.

    `kinds` uint8[rows, columns] of Kind; `numbers` float64, as stored for NUMBER, PERCENT and
    SCALED, 0/1 for BOOL, the index into `texts` for TEXT, ERROR and DATE (ISO text), NaN else.
    `scales` has, for the row and column of a SCALED cell, the power of ten by which its format
    divides what is seen, and the decimals that are seen: 0!.0, shows 12345678 as 1234.6: (4, 1).
    """

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    texts: tuple[str, ...] = ()
    scales: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.kinds.shape[0], self.kinds.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One worksheet: `merges` as rectangles, hidden rows and columns and formula cells by index."""

    name: str
    grid: Grid
    visible: Literal["visible", "hidden", "very_hidden"] = "visible"
    merges: tuple[Rect, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()

    def __getitem__(self, at: tuple[int, int]) -> Cell:
        """The cell at (row, column), 0-based; outside the grid it is blank."""
        row, column = at
        ref = CellRef(self.name, row, column)
        rows, columns = self.grid.shape
        if row >= rows or column >= columns:
            return Cell(ref, Kind.BLANK, None)
        kind, number = Kind(self.grid.kinds[row, column]), self.grid.numbers[row, column]
        value: Any = None
        if kind in (Kind.TEXT, Kind.ERROR, Kind.DATE):
            value = self.grid.texts[int(number)]
        elif kind is Kind.BOOL:
            value = bool(number)
        elif kind in (Kind.NUMBER, Kind.PERCENT, Kind.SCALED):
            value = float(number)
        return Cell(ref, kind, value)

    def row(self, index: int) -> Iterator[Cell]:
        """The cells of one row, left to right."""
        return (self[index, column] for column in range(self.grid.shape[1]))


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file is: `kind` xlsx xlsm xls ods csv html xml2003; `encoding` of text; flags seen."""

    sha256: str
    kind: str
    size: int
    encoding: str = ""
    macros: bool = False
    links: bool = False
    date_1904: bool = False
    stamp: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One file as read: a refused file has no sheets and one error among `problems`."""

    name: str
    data: bytes
    facts: Facts
    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Any, ...] = field(default=())  # of model.problem.Problem


def letters(column: int) -> str:
    """Column name of a 0-based index: 0 gives A, 27 gives AB."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def grid(rows: list[list[Any]]) -> Grid:
    """A grid from plain rows (for tests and for text files): None, str, float, int, bool."""
    width = max((len(r) for r in rows), default=0)
    kinds = np.zeros((len(rows), width), np.uint8)
    numbers = np.full((len(rows), width), np.nan)
    pool: dict[str, int] = {}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                kinds[r, c], numbers[r, c] = Kind.BOOL, value
            elif isinstance(value, int | float):
                kinds[r, c], numbers[r, c] = Kind.NUMBER, value
            else:
                kinds[r, c], numbers[r, c] = Kind.TEXT, pool.setdefault(value, len(pool))
    return Grid(kinds, numbers, tuple(pool))
