"""Why a place is as it is and what would change it: codes and numbers, sentences come later."""

from dataclasses import dataclass
from typing import Literal

from kpi.model.board import Colour

Cause = Literal["", "new", "unranked", "rule", "units"]


@dataclass(frozen=True, slots=True)
class Share:
    """What one item adds to a difference of scores."""

    item: str
    points: float


@dataclass(frozen=True, slots=True)
class Gap:
    """The score less another: of the peers' mean (`unit` None) or of a unit. Σ shares = points."""

    unit: str | None
    base: float
    points: float
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Distance of printed scores to another unit: what the better one of the two is ahead."""

    unit: str
    points: float


@dataclass(frozen=True, slots=True)
class Barrier:
    """A condition that keeps a unit from the red list or on the black one.

    `lacks` is the threshold less the value, in the column's own unit.
    """

    colour: Colour
    fact: str
    op: str
    value: float
    actual: float

    @property
    def lacks(self) -> float:
        """How far the fact must move: up where positive."""
        return self.value - self.actual

    @property
    def strict(self) -> bool:
        """Whether reaching the value is not enough: red asks for more than it, or black takes
        also who is level with it.
        """
        return self.op in ((">", "<") if self.colour == "red" else ("<=", ">="))


@dataclass(frozen=True, slots=True)
class Move:
    """One number moved: `key` is a column like `fai.ytd`, in its own unit of measure."""

    key: str
    now: float
    then: float

    @property
    def by(self) -> float:
        """The distance, positive upwards."""
        return self.then - self.now


@dataclass(frozen=True, slots=True)
class Way:
    """Moves that together change the list, proved by a new computation of the whole board.

    `effort` is 1 for a move as far as the group's median lies away; `rank` the place it gives.
    """

    moves: tuple[Move, ...]
    effort: float
    rank: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a task of `target` lacks to time progress, in the indicator's unit, never below 0.

    `now` to the end of this period, `next` to the end of the one after (None after the year's
    last), `level` to draw level in completion with the unit at the line.
    """

    indicator: str
    target: float
    done: float
    progress: float
    now: float
    next_progress: float | None = None
    next: float | None = None
    level: float | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """The change of one item's weight at which the unit and the one at the line score the same."""

    item: str
    unit: str
    weight: float
    change: float


@dataclass(frozen=True, slots=True)
class Change:
    """Movement of a place: total = own + others, positive is down, as places count.

    Only where the cause is the data (`cause` empty); else before and now stand for themselves.
    """

    before: int | None
    now: int | None
    own: float | None = None
    others: float | None = None
    shares: tuple[Share, ...] = ()
    cause: Cause = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """One part on its way: `oriented` is the value with more = better."""

    item: str
    oriented: float | None
    mean: float | None
    against_mean: float | None
    against_line: float | None


@dataclass(frozen=True, slots=True)
class Why:
    """Everything about one unit's place that its drawer tells."""

    unit: str
    colour: Colour | None
    mean: Gap | None = None
    line: Gap | None = None
    ahead: Step | None = None
    behind: Step | None = None
    to_line: float | None = None
    barriers: tuple[Barrier, ...] = ()
    ways: tuple[Way, ...] = ()
    together: Way | None = None
    margins: tuple[Way, ...] = ()
    flips: tuple[Flip, ...] = ()
    plans: tuple[Plan, ...] = ()
    change: Change | None = None
    trace: tuple[Trace, ...] = ()
