"""What a figure draws: lines over periods, bars over units; names only, codes stay behind."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["own", "peer", "target", "last_year", "mean", "other"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a trend; `values` stand over the trend's labels, None is a gap, never bridged.

    `revised` and `hollow` are positions of values that were changed since, and of growth on a base
    that is too low to mean much.
    """

    name: str
    values: tuple[float | None, ...]
    role: Role = "own"
    colour: Literal["red", "black"] | None = None
    revised: tuple[int, ...] = ()
    hollow: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over the same periods (`labels` as shown: 1-2月, 3月 …); all in `uom`.

    `breaks` are the positions from which on the numbers are counted in another way (口径变更).
    """

    title: str
    uom: str
    decimals: int
    labels: tuple[str, ...]
    lines: tuple[Line, ...]
    ranks: bool = False  # places, 1 on top
    alt: str = ""
    rank: int | None = None  # place of the own line now, for the title of a small panel
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One unit's bar; `value` None is not ranked; `extra` is the text behind it (↑2)."""

    name: str
    value: float | None
    rank: int | None = None
    colour: Literal["red", "black"] | None = None
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars best first; `mark` is a line through all of them (time progress, a target)."""

    title: str
    uom: str
    decimals: int
    bars: tuple[Bar, ...]
    mark: float | None = None
    mark_name: str = ""
    labels: tuple[str, str] = ("红榜", "黑榜")
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Interval:
    """One unit's place with the range that 90 % of the draws stay in; `word` says how firm."""

    name: str
    rank: int
    low: int
    high: int
    word: str
    colour: Literal["red", "black"] | None = None


@dataclass(frozen=True, slots=True)
class Intervals:
    """Places of one group with their ranges, best first."""

    title: str
    rows: tuple[Interval, ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Fall:
    """Parts that make up a difference: bars one from the other's end, the `total` last."""

    title: str
    uom: str
    decimals: int
    parts: tuple[tuple[str, float], ...]
    total: tuple[str, float]
    alt: str = ""
