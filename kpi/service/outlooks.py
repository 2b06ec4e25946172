"""Will the year's target be met: of one unit, or of a group whose tasks are added up."""

import numpy as np

from kpi.board.derive import Slices, column, target
from kpi.model.catalog import Direction, Indicator
from kpi.model.measure import Measure
from kpi.model.outlook import Outlook
from kpi.model.period import Period
from kpi.model.table import NOT_REPORTED


def outlook(slices: Slices, own: Indicator, at: Period, unit: int | None = None) -> Outlook | None:
    """The task at the end of `at`, of the unit at a position or of all of them together.

    None where nothing adds up to a year (rates, levels, what is better when lower), where no task
    was set, or where a unit with a task has not reported.
    """
    if own.uom == "%" or own.direction is not Direction.HIGHER or at.freq == "Y":
        return None
    if own.measure not in (Measure.YTD, Measure.MONTH):
        return None
    done, goal = column(slices, own, Measure.YTD, at), target(slices, own, at)
    tasked = np.isfinite(goal.value) & (goal.value > 0)
    if unit is not None:
        tasked &= np.arange(len(tasked)) == unit
    if not tasked.any() or (tasked & (done.status == NOT_REPORTED)).any():
        return None
    both = tasked & np.isfinite(done.value)
    if not both.any():
        return None
    return Outlook(own, float(done.value[both].sum()), float(goal.value[both].sum()), at.last_month)
