"""An upload before and after it is stored: the plan a person confirms, the receipt he keeps."""

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from kpi.model.problem import Problem, Severity, worst
from kpi.model.proposal import Table
from kpi.model.repair import Repair
from kpi.model.sheet import Facts, Rect, letters

# warnings that ask for no note: nothing doubtful is stored by them
UNASKED = frozenset({"DUPLICATE_FILE", "NOT_YOURS"})


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

    `repairs` are a person's decisions, `idle` those that found nothing to mend; `left_out` the
    faults of rows that he chose to leave out; `tables` how the file was understood.
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
    tables: tuple[Table, ...] = ()
    repairs: tuple[Repair, ...] = ()
    idle: tuple[Repair, ...] = ()
    left_out: tuple[Problem, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether every column is known from the template or was confirmed before."""
        return bool(self.tables) and all(t.settled for t in self.tables)

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
    repairs: tuple[Repair, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()  # what confirmed the warnings: code, words


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a plan that was handed in: a receipt, or why there is none.

    `unconfirmed` are codes of warnings without a note, `stored_before`: the same bytes stand.
    """

    receipt: Receipt | None = None
    problems: tuple[Problem, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    stored_before: bool = False


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
    repairs: tuple[Repair, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


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
