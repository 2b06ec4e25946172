"""One worksheet as the reading process hands it over: flat planes of kinds and numbers."""

import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any

# The numbers of model.sheet.Kind: that module needs numpy, which the reading process does without.
BLANK, NUMBER, PERCENT, SCALED, TEXT, DATE, BOOL, ERROR, UNCACHED = range(9)

TEXT_LIMIT = 32_767  # the most characters a cell of a workbook holds

_NAN = float("nan")
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # no database keeps them


class Sheet:
    """Cells row by row from A1: `kinds` one byte each, `numbers` as model.sheet.Grid has them."""

    def __init__(self, name: str, visible: str = "visible") -> None:
        self.name, self.visible = name, visible
        self.rows = self.columns = 0
        self.kinds, self.numbers = bytearray(), array("d")
        self.texts: list[str] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formulas: Iterable[int] = ()  # row × columns + column
        self.scales: dict[int, list[int]] = {}  # SCALED kind with its `shown` → places
        self._places: dict[str, int] = {}

    def text(self, value: str) -> int:
        """The place of a text among `texts`; each stands there once, cut, without control codes."""
        place = self._places.get(value)
        if place is None:
            kept = _UNFIT.sub("", value[:TEXT_LIMIT])
            place = self._places.get(kept, len(self.texts))
            if place == len(self.texts):
                self._places[kept] = place
                self.texts.append(kept)
        return place

    def fill(self, rows: Iterable[Sequence[Any]], columns: int, height: int = 0) -> None:
        """Take rows of values; shorter rows and missing last rows (up to `height`) are blank.

        None and "" are blank. A number that is not finite stays as text: no reader of numbers
        may meet NaN, and the message can still show what stood there.
        """
        self.columns = columns
        kind, number = self.kinds.append, self.numbers.append
        for row in rows:
            for value in row:
                if value.__class__ is float and value - value == 0:
                    kind(NUMBER)
                    number(value)
                elif value is None or value == "":
                    kind(BLANK)
                    number(_NAN)
                elif value.__class__ is str:
                    kind(TEXT)
                    number(self.text(value))
                else:
                    k, n = self._told(value)
                    kind(k)
                    number(n)
            self._pad(columns - len(row))
            self.rows += 1
        if height > self.rows:
            self._pad((height - self.rows) * columns)
            self.rows = height

    def take(self, values: Any, columns: int, height: int) -> None:
        """Fill from a calamine sheet, row by row: its rows start at the first used column."""
        if values.end:
            left = [None] * values.start[1]
            rows = (left + row for row in values.iter_rows()) if left else values.iter_rows()
            self.fill(rows, columns, height)
        else:
            self.fill((), columns, height)

    def put(self, row: int, column: int, kind: int, number: float = _NAN) -> None:
        """Overwrite one cell inside the planes."""
        at = row * self.columns + column
        self.numbers[at] = number
        self.mark(at, kind)

    def mark(self, at: int, kind: int) -> None:
        """Give the cell at row × columns + column another kind, as `formats.meaning` has it."""
        self.kinds[at] = kind & 0xFF
        if kind > 0xFF:
            self.scales.setdefault(kind, []).append(at)

    def crop(self) -> None:
        """Cut the planes after the last row and column with content; the rest follows them."""
        if not self.columns:
            self.rows = 0
            return
        used = len(self.kinds.rstrip(b"\0"))
        rows, old = -(-used // self.columns), self.columns
        lines = [self.kinds[r * old : (r + 1) * old].rstrip(b"\0") for r in range(rows)]
        columns = max(map(len, lines), default=0)
        if columns < old:
            numbers = array("d")
            for r in range(rows):
                numbers += self.numbers[r * old : r * old + columns]
            self.kinds = bytearray(b"".join(line.ljust(columns, b"\0") for line in lines))
            self.numbers = numbers
            self.formulas = _narrowed(self.formulas, old, columns)
            self.scales = {k: _narrowed(at, old, columns) for k, at in self.scales.items()}
        else:
            del self.kinds[rows * old :], self.numbers[rows * old :]
        self.rows, self.columns = rows, columns
        self.formulas = [at for at in self.formulas if at < rows * columns]
        self.hidden_rows = {r for r in self.hidden_rows if r < rows}
        self.hidden_columns = {c for c in self.hidden_columns if c < columns}
        # Clipped, so that nobody who walks over a merge leaves the planes.
        self.merges = [
            (top, left, min(bottom, rows - 1), min(right, columns - 1))
            for top, left, bottom, right in self.merges
            if top < rows and left < columns
        ]

    def head(self) -> dict[str, Any]:
        """What the wire says before the planes."""
        return {
            "name": _UNFIT.sub("", self.name),
            "visible": self.visible,
            "rows": self.rows,
            "columns": self.columns,
            "texts": self.texts,
            "merges": self.merges,
            "hidden_rows": sorted(self.hidden_rows),
            "hidden_columns": sorted(self.hidden_columns),
            "formulas": list(self.formulas),
            "scales": [[*shown(kind), places] for kind, places in self.scales.items()],
        }

    def planes(self) -> tuple[bytes, bytes]:
        """Kinds, and the numbers in little-endian order."""
        if sys.byteorder == "big":
            self.numbers.byteswap()
        return bytes(self.kinds), self.numbers.tobytes()

    def _pad(self, cells: int) -> None:
        if cells > 0:
            self.kinds.extend(bytes(cells))
            self.numbers.extend([_NAN] * cells)

    def _told(self, value: Any) -> tuple[int, float]:
        if isinstance(value, bool):
            return BOOL, value
        if isinstance(value, int):
            return NUMBER, value
        if isinstance(value, date | time):
            return DATE, self.text(value.isoformat())
        if isinstance(value, timedelta):
            return DATE, self.text(str(value))
        return TEXT, self.text(str(value))  # NaN or infinite, the finite were taken before


def scaled(places: int, decimals: int) -> int:
    """A SCALED kind that is shown divided by 10 to the power of `places`."""
    return SCALED | min(places, 255) << 8 | min(decimals, 255) << 16


def shown(kind: int) -> tuple[int, int]:
    """Of a SCALED kind: the power of ten it is divided by, and the decimals that are seen."""
    return kind >> 8 & 255, kind >> 16 & 255


def _narrowed(places: Iterable[int], old: int, columns: int) -> list[int]:
    """Places of planes `old` columns wide in planes of fewer columns."""
    return [at // old * columns + at % old for at in places if at % old < columns]
