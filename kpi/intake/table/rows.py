"""Which rows of a table are data; of all others is noted what they are."""

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table import leftovers
from kpi.intake.table.layout import Face, Says
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.lines import shown
from kpi.intake.table.mapping import Stated, Total
from kpi.intake.table.notes import Notes
from kpi.intake.table.rowaxis import APART, BLANK, DATA, NOTE, TOTAL, UNKNOWN, Axis
from kpi.intake.words import periods, tokens
from kpi.intake.words.names import Meaning


def keep(
    seen: Face,
    axis: Axis,
    meant: list[list[Meaning]],
    columns: list[int],
    lexicon: Lexicon,
    notes: Notes,
) -> tuple[NDArray[np.intp], tuple[Total, ...]]:
    """Positions of data rows within the axis, and the totals; all else is noted with its reason."""
    sheet = seen.sheet
    state = _states(axis, meant, lexicon)
    if axis.apart is not None:
        state[axis.apart] = APART
    valued = np.zeros(len(axis.rows), np.bool_)
    for c in columns:
        valued |= seen.values[axis.rows, c]
    doubtful = np.flatnonzero((state == BLANK) | (state == UNKNOWN))
    for i in doubtful.tolist():
        state[i] = _elsewhere(seen, axis, i, state[i])
    totals: list[Total] = []
    _cut_tail(seen, axis, state, valued)
    hidden: dict[bool, list[int]] = {True: [], False: []}
    for i in np.flatnonzero(state != DATA).tolist():
        row = int(axis.rows[i])
        if row in sheet.hidden_rows and valued[i]:
            hidden[False].append(row)
            continue
        leftovers.explain(seen, axis, i, int(state[i]), bool(valued[i]), lexicon, totals, notes)
    kept = np.flatnonzero(state == DATA)
    if sheet.hidden_rows:
        hidden[True] = [int(r) for r in axis.rows[kept] if int(r) in sheet.hidden_rows]
    leftovers.hidden(seen, axis, hidden, notes)
    leftovers.aliases(axis, kept, sheet.name, lexicon, notes)
    return kept, tuple(totals)


def _states(axis: Axis, meant: list[list[Meaning]], lexicon: Lexicon) -> NDArray[np.int8]:
    if axis.unit_column is not None:
        of_value = [
            DATA if code else _state_of(shown(v))
            for v, code in zip(axis.units, axis.codes, strict=True)
        ]
        return np.array(of_value, np.int8)[axis.unit_of]
    if axis.name_columns:
        of_name = [
            DATA if any(m.target for m in line) else _state_of("".join(path))
            for path, line in zip(axis.names, meant, strict=True)
        ]
        return np.array(of_name, np.int8)[axis.name_of]
    if axis.period_column is not None:
        of_period = [_period_state(s) for s in axis.stated]
        return np.array(of_period, np.int8)[axis.stated_of]
    return np.zeros(len(axis.rows), np.int8)


def _state_of(text: str) -> int:
    bare = text.strip()
    if not bare:
        return BLANK
    if len(bare) <= 40 and tokens.is_total(bare):
        return TOTAL
    return NOTE if tokens.is_note(bare) else UNKNOWN


def _period_state(stated: Stated | None) -> int:
    if stated is None:
        return BLANK
    if any(isinstance(stated.read(f), periods.PeriodToken) for f in ("M", "Q", "H", "Y")):
        return DATA
    return _state_of(shown(stated.text))


def _elsewhere(seen: Face, axis: Axis, i: int, state: int) -> int:
    """合计 and 注 may stand in another label column, such as 序号."""
    row = int(axis.rows[i])
    says = [seen.says[row, c] for c in axis.aside]
    if Says.TOTAL in says:
        return TOTAL
    if Says.NOTE in says and state == BLANK:
        return NOTE
    return state


def _cut_tail(seen: Face, axis: Axis, state: NDArray[np.int8], valued: NDArray[np.bool_]) -> None:
    """A unit named below the table, after an empty row and with nothing beside it, is no line."""
    last = np.flatnonzero(valued)
    if not len(last):
        return
    gap = False
    for i in range(int(last[-1]) + 1, len(state)):
        gap = gap or not (seen.says[axis.rows[i]] != Says.BLANK).any() or state[i] == NOTE
        if gap and state[i] == DATA:
            state[i] = NOTE
