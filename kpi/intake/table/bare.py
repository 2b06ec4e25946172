"""Tables whose header says nothing that the catalog knows, found by their units alone."""

import numpy as np

from kpi.intake.table.layout import Area, Face, Says

_HEADS = 3  # rows of words over a list of units that may head its columns


def headless(seen: Face) -> Area | None:
    """A plain list without header: units and one column of values, nothing else."""
    units = (seen.says == Says.UNIT).sum(axis=0)
    valued = np.flatnonzero(seen.values.any(axis=0))
    if len(valued) != 1 or not units.max(initial=0) or int(units.argmax()) == valued[0]:
        return None
    rows = np.flatnonzero(seen.says[:, int(units.argmax())] == Says.UNIT)
    columns = sorted((int(units.argmax()), int(valued[0])))
    first, last = int(rows[0]), int(len(seen.says) - 1)
    return Area(tuple(range(first)), (), (first, last), (columns[0], columns[1]))


def unheaded(seen: Face) -> Area | None:
    """A list of units with values beside them under words that the catalog does not know."""
    units = (seen.says == Says.UNIT).sum(axis=0)
    column = int(units.argmax()) if units.size else 0
    rows = np.flatnonzero(seen.says[:, column] == Says.UNIT) if units.size else units
    if len(rows) < 2 or not seen.values[rows].any():
        return None
    first = top = int(rows[0])
    while top and first - top < _HEADS and not seen.values[top - 1].any():
        if (seen.says[top - 1] != Says.BLANK).sum() < 2:
            break
        top -= 1
    columns = np.flatnonzero((seen.says[top:] != Says.BLANK).any(axis=0))
    span = (int(columns[0]), int(columns[-1]))
    header = tuple(range(top, first))
    return Area(tuple(range(top)), header, (first, len(seen.says) - 1), span)
