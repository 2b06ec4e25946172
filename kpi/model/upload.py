"""An upload before and after it is stored: the plan a person confirms, the receipt he keeps."""

from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd

from kpi.i18n import N_, _
from kpi.model.problem import Problem, Severity, worst
from kpi.model.proposal import Table
from kpi.model.repair import Repair
from kpi.model.sheet import Facts, Rect, letters

# warnings that ask for no note: nothing doubtful is stored by them
UNASKED = frozenset({"DUPLICATE_FILE", "NOT_YOURS"})

SHAPES = {
    "wide": N_("一行一个单位，一列一项指标"),
    "by_indicator": N_("一项指标，各期横排"),
    "by_unit": N_("一个单位，指标竖排"),
    "long": N_("一行一个数"),
    "transposed": N_("指标竖排，单位横排"),
    "form": N_("统计报表"),
    "ledger": N_("项目台账，取各单位小计"),
    "template": N_("报送模板"),
}
SKIPPED = {
    "total_row": N_("合计行，不作为单位"),
    "total_column": N_("合计列，不作为指标"),
    "note": N_("注释"),
    "project": N_("项目明细，已在小计中"),
    "hidden_sheet": N_("隐藏的工作表"),
    "hidden_row": N_("隐藏的行"),
    "hidden_column": N_("隐藏的列"),
    "left_out": N_("有错误，按选择未导入"),
}


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

    def why(self) -> str:
        """Why it was left out, in the reader's language."""
        return _(SKIPPED[self.reason]) if self.reason in SKIPPED else self.reason


def layout(shape: str) -> str:
    """How a table was recognised, in the reader's language."""
    return _(SHAPES[shape]) if shape in SHAPES else shape


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
