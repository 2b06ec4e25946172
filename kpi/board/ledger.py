"""The season so far: what each period said of each unit, and how long a unit has been on a list."""

from collections.abc import Mapping, Sequence

from kpi.board.answer import Judged
from kpi.board.select import Past
from kpi.model.board import Colour
from kpi.model.edition import Mark
from kpi.model.period import Period

Marks = Mapping[str, Mark]  # by unit
Season = Sequence[tuple[Period, Marks]]  # oldest first


def marks(judged: Judged, period: Period) -> dict[str, Mark]:
    """What one period says of each unit, without the weight of whole entries."""
    cover = judged.scores.norm.cover
    found = {}
    for u, unit in enumerate(cover.cells.table.units):
        if not cover.ranked[u] or judged.places is None or judged.lists is None:
            found[unit] = Mark(period, None, None, None)
            continue
        colour: Colour | None = (
            "red" if judged.lists.red[u] else "black" if judged.lists.black[u] else None
        )
        score = float(judged.scores.score[u])
        found[unit] = Mark(period, int(judged.places.rank[u]), colour, score)
    return found


def past(season: Season) -> Past:
    """The streaks that stand after a season."""
    found = Past()
    for _period, told in season:
        found = after(found, told)
    return found


def strips(season: Season) -> dict[str, tuple[Mark, ...]]:
    """Per unit one Mark for each period, oldest first; a period without the unit has no place."""
    units = {unit for _, told in season for unit in told}
    return {
        unit: tuple(told.get(unit, Mark(period, None, None, None)) for period, told in season)
        for unit in units
    }


def after(past: Past, told: Marks) -> Past:
    """The streaks as the next period meets them: on the list one more, off it back to nothing."""
    return Past(_count(past.streak_red, told, "red"), _count(past.streak_black, told, "black"))


def _count(before: Mapping[str, int], told: Marks, colour: str) -> dict[str, int]:
    return {unit: before.get(unit, 0) + 1 for unit, mark in told.items() if mark.colour == colour}
