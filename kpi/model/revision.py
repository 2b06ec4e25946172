"""A figure that was changed after it had been given."""

from dataclasses import dataclass
from datetime import datetime

from kpi.model.measure import Measure
from kpi.model.period import Period


@dataclass(frozen=True, slots=True)
class Revision:
    """One stored value that replaced another; None: not applicable (—)."""

    unit: str
    indicator: str
    measure: Measure
    period: Period
    old: float | None
    new: float | None
    at: datetime
    by: str
    file: str
    sheet: str
    cell: str
    document: str
