"""The numbers behind a board as papers print them: courses over time, cells with their files."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from kpi.model.measure import Measure, Status
from kpi.model.period import Period
from kpi.model.why import Why


@dataclass(frozen=True, slots=True)
class Course:
    """One column like `fai.ytd` over periods, oldest first: a row of numbers for each unit.

    `values` is None exactly where `statuses` is not reported or not applicable.
    """

    key: str
    periods: tuple[Period, ...]
    units: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    statuses: tuple[tuple[Status, ...], ...]

    def of(self, unit: str) -> tuple[float | None, ...]:
        """One unit's numbers over the periods; all None for a unit that has no row here."""
        if unit not in self.units:
            return (None,) * len(self.periods)
        return self.values[self.units.index(unit)]

    def at(self, unit: str, period: Period) -> float | None:
        """One number; None where there is none."""
        return self.of(unit)[self.periods.index(period)] if period in self.periods else None


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored number of the period and where it came from; a task (目标) is one too."""

    unit: str
    indicator: str
    measure: Measure
    period: Period
    value: float | None
    status: Status
    file: str
    sheet: str
    cell: str
    by: str
    at: datetime
    upload: int
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """Everything that a paper prints beside the board itself; empty where nobody asked for it."""

    courses: tuple[Course, ...] = ()
    cells: tuple[Cell, ...] = ()
    whys: tuple[Why, ...] = ()

    @cached_property
    def course(self) -> dict[str, Course]:
        """Courses by column key."""
        return {c.key: c for c in self.courses}

    @cached_property
    def why(self) -> dict[str, Why]:
        """What would change a place, by unit."""
        return {w.unit: w for w in self.whys}
