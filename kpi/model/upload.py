"""An upload before and after it is stored: the plan a person confirms, the receipt he keeps."""

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from kpi.model.problem import Problem, Severity, worst
from kpi.model.sheet import Facts, Rect, letters


@dataclass(frozen=True, slots=True)
class Skipped:
    """A region that was seen and left out, with its reason (total_row, note, …)."""

    sheet: str
    rect: Rect
    reason: str

    @property
    def range(self) -> str:
        """A10:F10."""
        top, left, bottom, right = self.rect
        return f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"


@dataclass(frozen=True, slots=True)
class Diff:
    """How many cells are new, changed, the same as stored; stored but absent from this file."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    absent: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """One file against the store: `panel` is what it says, with `sheet` and `cell` columns and,
    per row, `change` (new, changed, unchanged), and `old_value`, `old_status`, `old_id` as stored.
    """

    data: bytes
    name: str
    facts: Facts
    panel: pd.DataFrame
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...] = ()
    periods: tuple[str, ...] = ()
    diff: Diff = field(default=Diff())
    shapes: tuple[tuple[str, str], ...] = ()  # sheet, how it was recognised

    @property
    def outcome(self) -> str:
        """accept, reject (an error in a cell) or refuse (the file could not be read)."""
        if worst(self.problems) is not Severity.ERROR:
            return "accept"
        return "reject" if self.shapes or not self.panel.empty else "refuse"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a committed or undone upload did; `kept` counts values that newer uploads own."""

    upload: int
    name: str
    by: str
    at: datetime
    diff: Diff
    kept: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One stored upload; `undone`: when it was taken back; `kind`: the file's (xlsx, catalog)."""

    upload: int
    name: str
    sha256: str
    kind: str
    by: str
    at: datetime
    undone: datetime | None = None
    diff: Diff = field(default=Diff())
    note: str = ""
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored value comes from, and how many versions of it there have been."""

    upload: int
    name: str
    sha256: str
    sheet: str
    cell: str
    by: str
    at: datetime
    versions: int
