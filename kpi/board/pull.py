"""What each unit adds to a group's growth (拉动): shares of growth that sum to it exactly."""

import numpy as np

from kpi.board.derive import Column
from kpi.model.measure import Array
from kpi.model.table import REPORTED


def pull(now: Column, before: Column) -> tuple[Array, float] | None:
    """Per unit (x − y)/Σy·100 in percentage points, NaN for a unit that has neither year, and the
    growth of the sum, Σx/Σy − 1, which they add up to.

    None where a unit has the one year and not the other, or where the base is not above zero: the
    parts would not be those of one growth.
    """
    here, there = now.status == REPORTED, before.status == REPORTED
    if not here.any() or (here != there).any():
        return None
    base = float(before.value[there].sum())
    if base <= 0:
        return None
    parts = np.where(here, (now.value - before.value) / base * 100, np.nan)
    return parts, float(np.nansum(parts))
