"""What the published editions of a year say of a unit, and what the ladder proposes."""

from dataclasses import dataclass

from kpi.model.edition import Mark
from kpi.model.house import Rung


@dataclass(frozen=True, slots=True)
class Standing:
    """`marks`: one per edition that counts, oldest first. The streaks reach back beyond the year.

    `red` and `black` count the year's editions on each list; `rung` is proposed and never decided
    here, None where nothing is.
    """

    unit: str
    group: str | None
    streak_red: int
    streak_black: int
    red: int
    black: int
    marks: tuple[Mark, ...]
    rung: Rung | None = None
