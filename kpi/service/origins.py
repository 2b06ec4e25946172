"""Where a stored number comes from: file, sheet, cell, who sent it and when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kpi.model.catalog import Indicator
from kpi.model.edition import named
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.seal import Sent
from kpi.store import observations
from kpi.store.engine import Tx


@dataclass(frozen=True, slots=True)
class Source:
    """One stored number and where it came from; `versions` counts what stood there over time."""

    indicator: Indicator
    measure: Measure
    period: Period
    value: float | None
    file: str
    sheet: str
    cell: str
    by: str
    at: datetime
    upload: int
    sha256: str
    versions: int

    @property
    def name(self) -> str:
        """The indicator's name in the reader's language."""
        return named(self.indicator.name, self.indicator.name_en)


Find = Callable[[str, Indicator, Measure, Period], Source | None]


def live(
    tx: Tx, unit: str, indicator: Indicator, measure: Measure, period: Period
) -> Source | None:
    """A cell as it stands in the store."""
    key = (unit, indicator.code, str(period), str(measure))
    found = observations.origin(tx, *key)
    if found is None:
        return None
    value = observations.read(tx, Wanted(*((k,) for k in key)))["value"].iloc[0]
    return Source(
        indicator,
        measure,
        period,
        None if value != value else float(value),
        found.name,
        found.sheet,
        found.cell,
        found.by,
        found.at,
        found.upload,
        found.sha256,
        found.versions,
    )


def sealed(cells: Iterable[list[Any]], sent: Mapping[int, Sent]) -> Find:
    """A cell as editions were sealed with it, that version and no other; `cells` are rows of
    `snapshot.CELL`.
    """
    kept = {tuple(row[:4]): row[4:8] for row in cells}

    def find(unit: str, indicator: Indicator, measure: Measure, period: Period) -> Source | None:
        row = kept.get((str(period), indicator.code, str(measure), unit))
        if row is None:
            return None
        value, upload, sheet, cell = row
        by = sent[upload]
        place = (by.name, sheet or "", cell or "", by.by, by.at, upload, by.sha256)
        return Source(indicator, measure, period, value, *place, versions=1)

    return find
