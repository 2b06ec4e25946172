"""What the figures of a profile draw: a unit within its group, tasks, two periods, groups."""

from dataclasses import dataclass
from math import floor

from kpi.model.board import Colour

FEW = 5  # fewer numbers than this have no quartiles: they are drawn as points


@dataclass(frozen=True, slots=True)
class Ring:
    """A unit that is compared, on one row of a spine; `at` None: it has no number there."""

    name: str
    at: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Position:
    """One indicator of a unit within its group.

    `own` and `group` (the unit's own number included) are turned so that more is better, whatever
    the indicator's direction; `text` is the number as it is read, `note` the word where there is
    none (未报, 不适用).
    """

    name: str
    own: float | None
    group: tuple[float, ...]
    text: str
    rank: int | None = None
    of: int = 0
    median_text: str = ""
    note: str = ""
    rings: tuple[Ring, ...] = ()

    @property
    def median(self) -> float:
        """The middle of the group; it stands in the middle of the row."""
        return quantile(self.group, 0.5)

    def across(self, value: float) -> float:
        """Where a number stands on the row: 0 the median, the farther end of the group −1 or 1."""
        reach = max(max(self.group) - self.median, self.median - min(self.group))
        return (value - self.median) / reach if reach > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Spine:
    """All indicators of a unit within its group."""

    title: str
    name: str
    rows: tuple[Position, ...]
    colour: Colour | None = None
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One task: `done`, the group's `mean`, time `progress` and the pace's `forecast` in percent of
    the year's target; None where there is none.
    """

    name: str
    done: float
    mean: float | None
    progress: float | None
    forecast: float | None
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """The tasks of one unit, or one task of many units."""

    title: str
    rows: tuple[Bullet, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """One unit in two periods; `rise` is by how many places it rose (negative: fell), None where
    the places do not compare.
    """

    name: str
    before: float
    now: float
    rise: int | None = None
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Slope:
    """Units in two periods, called `periods`."""

    title: str
    uom: str
    decimals: int
    periods: tuple[str, str]
    rows: tuple[Shift, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit's number."""

    name: str
    value: float
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """The units of one group on the axis that all groups share."""

    name: str
    dots: tuple[Dot, ...]

    @property
    def median(self) -> float:
        """The middle of the group."""
        return quantile(tuple(dot.value for dot in self.dots), 0.5)


@dataclass(frozen=True, slots=True)
class Strips:
    """One number of all units, group by group."""

    title: str
    uom: str
    decimals: int
    rows: tuple[Strip, ...]
    alt: str = ""


def quantile(values: tuple[float, ...], share: float) -> float:
    """The value below which `share` of the values lie, straight between two neighbours."""
    order = sorted(values)
    at = share * (len(order) - 1)
    low = floor(at)
    high = min(low + 1, len(order) - 1)
    return order[low] + (order[high] - order[low]) * (at - low)
