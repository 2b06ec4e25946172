"""All values of a file in one list, each with its key as numbers and the cell it stands in."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.intake.checks.timing import Timing
from kpi.intake.checks.values import LOST, REPORTED, Values
from kpi.intake.table.mapping import NONE, Block
from kpi.intake.table.notes import Pool
from kpi.intake.words.names import Target
from kpi.model.measure import Status
from kpi.model.sheet import CellRef, letters

_STATUSES = (Status.REPORTED, Status.NOT_APPLICABLE, Status.NOT_REPORTED)


@dataclass(slots=True, eq=False)
class Flat:
    """Parallel arrays, one entry per value; unit, target, period, sheet number the lists."""

    units: list[str]
    targets: list[Target]
    periods: list[str]
    sheets: list[str]
    unit: NDArray[np.int64]
    target: NDArray[np.int64]
    period: NDArray[np.int64]
    sheet: NDArray[np.int64]
    row: NDArray[np.int64]
    column: NDArray[np.int64]
    label: NDArray[np.int64]  # column that names the row's unit, -1 where rows do not
    number: NDArray[np.float64]
    state: NDArray[np.uint8]

    @property
    def key(self) -> NDArray[np.int64]:
        """One number per unit, target and period."""
        return (self.unit * len(self.targets) + self.target) * len(self.periods) + self.period

    def take(self, at: NDArray[np.bool_]) -> "Flat":
        """The entries where `at` holds."""
        return replace(
            self,
            unit=self.unit[at],
            target=self.target[at],
            period=self.period[at],
            sheet=self.sheet[at],
            row=self.row[at],
            column=self.column[at],
            label=self.label[at],
            number=self.number[at],
            state=self.state[at],
        )

    def ref(self, i: int) -> CellRef:
        """Where entry i stands."""
        return CellRef(self.sheets[self.sheet[i]], int(self.row[i]), int(self.column[i]))

    def measures(self, *wanted: str) -> NDArray[np.bool_]:
        """Which entries are of one of these measures."""
        if not len(self.target):
            return np.zeros(0, np.bool_)
        found: NDArray[np.bool_] = np.array([m in wanted for _, m in self.targets], np.bool_)
        return found[self.target]


def flat(read: list[tuple[Block, Values, Timing]]) -> Flat:
    """The values of all tables in one, table by table in reading order."""
    units, targets, periods, sheets = Pool[str](), Pool[Target](), Pool[str](), Pool[str]()
    columns: list[list[NDArray[np.int64]]] = [[] for _ in range(7)]
    numbers, states = [], []
    for block, values, timing in read:
        mask = (values.state != LOST) & (timing.index != NONE)
        many = int(np.count_nonzero(mask))
        label = NONE if block.unit_column is None else block.unit_column
        sheet = sheets.add(block.sheet)
        across = np.broadcast_to(np.array(block.values, np.int64), mask.shape)
        parts = (
            _renumbered(units, block.units)[np.broadcast_to(block.unit, mask.shape)[mask]],
            _renumbered(targets, block.targets)[block.target[mask]],
            _renumbered(periods, tuple(timing.periods))[timing.index[mask]],
            np.full(many, sheet, np.int64),
            np.broadcast_to(block.rows[:, None], mask.shape)[mask].astype(np.int64, copy=False),
            across[mask],
            np.full(many, label, np.int64),
        )
        for kept, part in zip(columns, parts, strict=True):
            kept.append(part)
        state = values.state[mask]
        numbers.append(np.where(state == REPORTED, values.number[mask], np.nan))
        states.append(state)
    joined = [np.concatenate([np.zeros(0, np.int64), *part]) for part in columns]
    unit, target, period, sheet_of, row, column, labelled = joined
    return Flat(
        units=units.items,
        targets=targets.items,
        periods=periods.items,
        sheets=sheets.items,
        unit=unit,
        target=target,
        period=period,
        sheet=sheet_of,
        row=row,
        column=column,
        label=labelled,
        number=np.concatenate([np.zeros(0), *numbers]),
        state=np.concatenate([np.zeros(0, np.uint8), *states]),
    )


def _renumbered(pool: Pool, items: tuple) -> NDArray[np.int64]:  # type: ignore[type-arg]
    return np.array([pool.add(item) for item in items] or [NONE], np.int64)


def panel(values: Flat) -> pd.DataFrame:
    """The panel with the `sheet` and `cell` (C7) of every value."""

    def named(names: list[str], index: NDArray[np.int64]) -> "pd.Series[str]":
        return pd.Series(pd.array([*names, ""], dtype="str").take(index))

    names = [letters(c) for c in range(int(values.column.max(initial=-1)) + 1)]
    numbers = [str(r) for r in range(1, int(values.row.max(initial=-1)) + 2)]
    cells = named(names, values.column) + named(numbers, values.row)
    return pd.DataFrame(
        {
            "unit": named(values.units, values.unit),
            "indicator": named([code for code, _ in values.targets], values.target),
            "period": named(values.periods, values.period),
            "measure": named([str(m) for _, m in values.targets], values.target),
            "value": values.number + 0.0,
            "status": named([str(s) for s in _STATUSES], values.state.astype(np.int64)),
            "sheet": named(values.sheets, values.sheet),
            "cell": cells,
        }
    )
