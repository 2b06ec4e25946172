"""What is known of an indicator beside the file's own cells: its values and tasks, unit by unit."""

from dataclasses import dataclass

import pandas as pd

from kpi.intake.checks.flat import Flat
from kpi.intake.checks.values import NOT_APPLICABLE, REPORTED
from kpi.model.measure import Measure, Status

Place = tuple[str, str, str]  # indicator, measure, period


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """By place the values of units, None for `—`; `entry` is where the file says so.

    What the file says wins over what is stored; blanks and faulty cells say nothing.
    """

    values: dict[Place, dict[str, float | None]]
    entry: dict[Place, dict[str, int]]

    def at(self, indicator: str, measure: str, period: str) -> dict[str, float | None]:
        """Values of units at one place; empty where nothing is known."""
        return self.values.get((indicator, str(measure), period), {})

    def numbers(self, indicator: str, measure: str, period: str) -> dict[str, float]:
        """The units with a number there."""
        found = self.at(indicator, measure, period)
        return {unit: value for unit, value in found.items() if value is not None}


def beside(whole: Flat, stored: pd.DataFrame, codes: set[str]) -> Beside:
    """All that file and store say of these indicators."""
    values: dict[Place, dict[str, float | None]] = {}
    entry: dict[Place, dict[str, int]] = {}
    old = stored[stored["indicator"].isin(sorted(codes))]
    names = ("indicator", "measure", "period", "unit", "value", "status")
    for code, measure, period, unit, value, status in zip(
        *(old[n].tolist() for n in names), strict=True
    ):
        if status != Status.NOT_REPORTED:
            known = value if status == Status.REPORTED else None
            values.setdefault((code, measure, period), {})[unit] = known
    for i, (t, p, u, state) in enumerate(
        zip(
            *(plane.tolist() for plane in (whole.target, whole.period, whole.unit, whole.state)),
            strict=True,
        )
    ):
        code, own = whole.targets[t]
        if code in codes and state in (REPORTED, NOT_APPLICABLE):
            place, unit = (code, str(own), whole.periods[p]), whole.units[u]
            known = float(whole.number[i]) if state == REPORTED else None
            values.setdefault(place, {})[unit] = known
            entry.setdefault(place, {})[unit] = i
    return Beside(values, entry)


def having(whole: Flat, stored: pd.DataFrame, *measures: Measure) -> set[str]:
    """Indicators of the file for which file or store have one of these measures."""
    here = {code for code, _ in whole.targets}
    named = {code for code, measure in whole.targets if measure in measures}
    old = stored[stored["measure"].isin([str(m) for m in measures])]
    return named | (here & set(old["indicator"].unique().tolist()))
