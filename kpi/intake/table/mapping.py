"""What was recognised in a file: its tables, and what every line and column of them means."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kpi.intake.words import periods
from kpi.intake.words.names import Target
from kpi.model.measure import Measure
from kpi.model.period import Freq, Period
from kpi.model.problem import Problem
from kpi.model.sheet import CellRef, Rect
from kpi.model.upload import Skipped

Indices = NDArray[np.int32]
NONE = -1  # an index that points nowhere: this axis does not say


@dataclass(frozen=True, slots=True)
class Stated:
    """A period as it stands somewhere: `place` is cell, header, sheet, title, file or form.

    `year` is what the surroundings say where the text has none; `within` a longer text.
    """

    text: str | float
    place: str
    at: CellRef | None = None
    year: int | None = None
    within: bool = False

    def read(self, freq: Freq) -> periods.PeriodToken | periods.NotPeriod | None:
        """The period it is for an indicator of that frequency."""
        return _token(self.text, freq, self.year, self.within)


@lru_cache(maxsize=4096)
def _token(
    text: str | float, freq: Freq, year: int | None, within: bool
) -> periods.PeriodToken | periods.NotPeriod | None:
    if within and isinstance(text, str):
        found = periods.periods_in(text, freq, year=year)
        good = (p for p in found if isinstance(p, periods.PeriodToken))
        return next(good, None) or next(iter(found), None)
    return periods.period(text, freq, year=year)


@dataclass(frozen=True, slots=True)
class Uom:
    """A stated 计量单位: the words that stand there (several in 单位：亿元、%、户) and where.

    `strict`: it is said of these very values, so another dimension is a fault; a line over the
    whole table is passed over where it does not fit.
    """

    words: tuple[str, ...]
    at: CellRef | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its header path, its role, and how it was understood.

    `role` is value, unit, indicator, period, year, uom, measure, aside, total, hidden, derived or
    unmapped; `by` says how it was found: stamp, memory, exact, alias, context, person. Of a kind
    of row, whose name says the indicator, `index` is the column where that name stands and
    `values` the number of its values, read or not.
    """

    index: int
    role: str
    path: tuple[str, ...] = ()
    at: CellRef | None = None
    target: Target | None = None
    by: str = ""
    values: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """A line that sums others: its row, what it is called and where that stands."""

    row: int
    given: str
    at: CellRef


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One table. The four planes say, per data row and value column, which of the lists applies.

    `unit`, `target`, `period` and `uom` have one entry per row in `rows` and column in `values`
    (an axis of length 1 stands for all); NONE where nothing is known.
    """

    sheet: str
    rect: Rect
    shape: str
    header: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: NDArray[np.intp]
    values: tuple[int, ...]  # sheet columns that hold values
    units: tuple[str, ...]
    targets: tuple[Target, ...]
    stated: tuple[Stated, ...]
    uoms: tuple[Uom, ...]
    unit: Indices
    target: Indices
    period: Indices
    uom: Indices
    unit_column: int | None = None
    period_column: int | None = None
    totals: tuple[Total, ...] = ()
    context: tuple[Stated, ...] = ()  # the periods that title, sheet, file and form state
    confidence: float = 0.0
    layout: str = ""  # the table's face, by which it is remembered
    kinds: tuple[Column, ...] = ()  # kinds of rows, where their names say the indicator
    kind: Indices | None = None  # which of them each row is


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """A file understood: its tables, what was left out and why, and what went wrong on the way."""

    name: str
    blocks: tuple[Block, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hint: Period | None = None
    fingerprint: str = ""
    unread: tuple[Block, ...] = ()  # units without an indicator: for a person to say

    @property
    def confidence(self) -> float:
        """Share of value cells whose unit, indicator, measure and period are known, 0 to 1."""
        sizes = [len(b.rows) * len(b.values) for b in self.blocks]
        known = sum(s * b.confidence for s, b in zip(sizes, self.blocks, strict=True))
        return known / sum(sizes) if sum(sizes) else 0.0

    @property
    def shapes(self) -> tuple[tuple[str, str], ...]:
        """Sheet and how it was recognised, for the page."""
        return tuple(dict.fromkeys((b.sheet, b.shape) for b in self.blocks))

    @property
    def targets(self) -> tuple[tuple[str, Measure], ...]:
        """Indicators and measures the file speaks of, sorted."""
        return tuple(sorted({t for b in self.blocks for t in b.targets}))
