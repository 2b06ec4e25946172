"""The season so far: what each period said of each unit, and how long a unit has been on a list."""

from collections.abc import Mapping, Sequence

from kpi.board.select import Past
from kpi.model.board import Board
from kpi.model.edition import Mark
from kpi.model.period import Period


def marks(boards: Sequence[tuple[Period, Board]]) -> dict[str, tuple[Mark, ...]]:
    """Per unit one Mark for each period, oldest first; a period without the unit has no place."""
    units = {e.unit for _, board in boards for e in board.entries}
    lines: dict[str, list[Mark]] = {unit: [] for unit in units}
    for period, board in boards:
        entries = {e.unit: e for e in board.entries}
        for unit in units:
            entry = entries.get(unit)
            lines[unit].append(
                Mark(period, entry.rank, entry.colour, entry.score)
                if entry
                else Mark(period, None, None, None)
            )
    return {unit: tuple(line) for unit, line in lines.items()}


def after(past: Past, board: Board) -> Past:
    """The streaks as the next period meets them: on the list one more, off it back to nothing."""
    return Past(_count(past.streak_red, board, "red"), _count(past.streak_black, board, "black"))


def _count(before: Mapping[str, int], board: Board, colour: str) -> dict[str, int]:
    return {e.unit: before.get(e.unit, 0) + 1 for e in board.entries if e.colour == colour}
