"""How firm a place is, in words: 稳固, 较稳, 存疑. A label beside a list, never a change of it."""

from dataclasses import dataclass

from kpi.i18n import N_, _
from kpi.model.board import Colour, Entry

FIRM, FAIR = 0.95, 0.5  # Monte-Carlo error at 1000 draws: at most 1.6 points
WORDS = {"firm": N_("稳固"), "fair": N_("较稳"), "doubtful": N_("存疑")}


@dataclass(frozen=True, slots=True)
class Trial:
    """The lists of one variation of a board: `name` is an item left out or a method tried.

    `colours` has every ranked unit; None is on neither list.
    """

    name: str
    colours: dict[str, Colour | None]


@dataclass(frozen=True, slots=True)
class Band:
    """Growth of a count in percent with the range that chance alone explains (95 %).

    `mean` is the group's mean growth; `small`: the base lies below the indicator's own least.
    """

    unit: str
    column: str
    growth: float
    low: float
    high: float
    mean: float
    small: bool = False

    @property
    def noise(self) -> bool:
        """Whether the unit cannot be told from its group's mean."""
        return self.low <= self.mean <= self.high


def share(entry: Entry) -> float | None:
    """Share of draws in which the unit stands where it stands: on its list, or on none."""
    r = entry.robustness
    if r is None:
        return None
    return {"red": r.p_red, "black": r.p_black, None: 1 - r.p_red - r.p_black}[entry.colour]


def firmness(entry: Entry) -> str:
    """`firm` from 95 % of the draws, `fair` from 50 %, else `doubtful`; empty without draws."""
    own = share(entry)
    if own is None:
        return ""
    return "firm" if own >= FIRM else "fair" if own >= FAIR else "doubtful"


def word(entry: Entry) -> str:
    """稳固, 较稳 or 存疑; empty without draws."""
    code = firmness(entry)
    return _(WORDS[code]) if code else ""


def agreeing(trials: tuple[Trial, ...], entry: Entry) -> int:
    """In how many of the trials the unit stands where it stands."""
    return sum(t.colours.get(entry.unit, "") == entry.colour for t in trials)
