"""What a picture says: order, colours, numbers and headline, decided once for screen and paper.

Names and texts are those of the reader's language when the picture is made; codes stay beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi.i18n import N_, _
from kpi.model.board import Colour, Entry
from kpi.model.series import Line

HEAT = 5  # steps of a heat map, red in front
MOST = 16  # bars that one picture of a paper holds
APART = {  # why a unit has no bar, in a word
    "not_applicable": N_("不适用"),
    "no_data": N_("未报"),
    "missing_item": N_("未报"),
    "low_coverage": N_("数据不足"),
    "exempt": N_("不参评"),
    "suspended": N_("不排名"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One unit's bar. `value` None: no bar, listed apart with the word in `note`.

    `target` is what this unit should have reached, in the unit of the values.
    """

    unit: str
    name: str
    value: float | None
    rank: int | None = None
    colour: Colour | None = None
    target: float | None = None
    moved: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars best first, then the units without a value; always drawn from zero.

    `title` is the finding, `what` the thing measured, `mark` a line through all bars (time
    progress) called `mark_name`, `target_name` what the rows' own targets are.
    """

    title: str
    subtitle: str
    what: str
    uom: str
    decimals: int
    rows: tuple[Row, ...]
    mark: float | None = None
    mark_name: str = ""
    target_name: str = ""
    alt: str = ""
    signed: bool = False

    @property
    def drawn(self) -> tuple[Row, ...]:
        """The rows that are bars."""
        return tuple(r for r in self.rows if r.value is not None)

    @property
    def apart(self) -> tuple[Row, ...]:
        """The rows that are named below the bars."""
        return tuple(r for r in self.rows if r.value is None)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over the same periods, named as on the axis; None is a gap, never bridged."""

    title: str
    subtitle: str
    what: str
    uom: str
    decimals: int
    periods: tuple[str, ...]
    series: tuple[Line, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Places over periods, 1 on top, of at most `last` places."""

    title: str
    subtitle: str
    periods: tuple[str, ...]
    series: tuple[Line, ...]
    last: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One item of a grid; `share` is its part of the weights in percent."""

    item: str
    name: str
    uom: str
    decimals: int
    share: float


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of a grid: its text, place among `of` units, heat step (0 leads) or None."""

    text: str
    value: float | None
    place: int | None
    of: int
    step: int | None
    status: str


@dataclass(frozen=True, slots=True)
class GridRow:
    """One unit over all items."""

    unit: str
    name: str
    rank: int | None
    colour: Colour | None
    squares: tuple[Square, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Units × items with the place of each number within the group."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts that add up to `total`: of a score, or of its distance to the group's mean."""

    title: str
    subtitle: str
    uom: str
    decimals: int
    parts: tuple[tuple[str, float], ...]
    total: float
    total_name: str
    alt: str = ""


def heat(place: int, count: int) -> int:
    """The step of a place among `count`: 0 in front … 4 at the back."""
    return min(HEAT - 1, HEAT * (place - 1) // count)


def folded(bars: Bars, most: int = MOST) -> tuple[Bars, int]:
    """At most `most` bars: both ends and who is on a list; and how many were left out."""
    drawn = bars.drawn
    if len(drawn) <= most:
        return bars, 0
    listed = {r.unit for r in drawn if r.colour}
    ends = [
        i for pair in zip(range(len(drawn)), reversed(range(len(drawn))), strict=True) for i in pair
    ]
    kept = set(listed)
    for i in ends:
        if len(kept) >= most:
            break
        kept.add(drawn[i].unit)
    rows = tuple(r for r in bars.rows if r.value is None or r.unit in kept)
    return replace(bars, rows=rows), len(drawn) - len(kept)


def placed(values: Sequence[tuple[str, float]], *, higher: bool) -> dict[str, int]:
    """Place of each unit's number, 1 is best; equal numbers share the better place."""
    order = sorted((value for _unit, value in values), reverse=higher)
    return {unit: order.index(value) + 1 for unit, value in values}


def apart(entry: Entry) -> str:
    """Why a unit has no place, in a word."""
    code = entry.reasons[0].code if entry.reasons else "no_data"
    return _(APART.get(code, APART["no_data"]))
