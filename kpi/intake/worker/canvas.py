"""Cells placed one by one, each within its budget: for readers that walk through markup."""

from collections.abc import Sequence

from kpi.intake.worker import guard
from kpi.intake.worker.guard import Refusal
from kpi.intake.worker.planes import BOOL, NUMBER, PERCENT, SCALED, TEXT, UNCACHED, Sheet


class Canvas:
    """A sheet under construction; only cells with content are kept."""

    def __init__(self, name: str, visible: str = "visible") -> None:
        self.name, self.visible = name[: guard.NAME], visible
        self.cells: dict[tuple[int, int], tuple[int, float | str]] = {}
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.formulas: set[tuple[int, int]] = set()
        self._rows = self._columns = 0

    def place(self, row: int, column: int, kind: int, value: float | str) -> None:
        """One cell with content: text for TEXT, DATE and ERROR, a number for the others."""
        if row >= self._rows or column >= self._columns:
            guard.room(self.name, row, column, self._rows, self._columns)
            self._rows, self._columns = max(self._rows, row + 1), max(self._columns, column + 1)
        self.cells[row, column] = kind, value
        if len(self.cells) > guard.CELLS:
            raise Refusal("SHEET_TOO_LARGE", sheet=self.name, row=row, column=column)

    def number(self, row: int, column: int, written: str, kind: int = NUMBER) -> None:
        """A number as markup writes it; what is none, or is not finite, stays text."""
        try:
            value = float(written)
        except ValueError:
            value = float("nan")
        fits = value - value == 0
        self.place(row, column, kind if fits else TEXT, value if fits else written.strip())

    def merge(self, row: int, column: int, rows: int, columns: int) -> None:
        """Join a block of cells; one cell is no block."""
        if rows > 1 or columns > 1:
            self.merges.append((row, column, row + rows - 1, column + columns - 1))
            if len(self.merges) > guard.MERGES:
                raise Refusal("SHEET_TOO_LARGE", sheet=self.name, row=row, column=column)

    def sheet(self) -> Sheet:
        """The planes."""
        sheet = Sheet(self.name, self.visible)
        sheet.fill((), self._columns, self._rows)
        for (row, column), (kind, value) in self.cells.items():
            number = sheet.text(value) if isinstance(value, str) else value
            sheet.put(row, column, kind, number)
        sheet.formulas = sorted(
            row * self._columns + column for row, column in self.formulas if column < self._columns
        )
        sheet.merges, sheet.hidden_rows = self.merges, self.hidden_rows
        sheet.hidden_columns = self.hidden_columns
        sheet.crop()
        return sheet


def typed(
    canvas: Canvas, place: tuple[int, int], kind: int, written: str, shown: Sequence[str] = ()
) -> None:
    """Place what a typed cell of markup says: its kind, its stored value, its shown text."""
    text = "\n".join(shown)
    if kind & 0xFF in (NUMBER, PERCENT, SCALED):
        canvas.number(*place, written, kind)
    elif kind == BOOL:
        canvas.place(*place, BOOL, float(written.strip().lower() in ("1", "true")))
    elif kind == UNCACHED:
        canvas.place(*place, UNCACHED, float("nan"))
    elif written or text:
        canvas.place(*place, kind, written or text)
