"""What is said of lines that are not plainly data: totals, notes, unknown names, hidden rows."""

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table.layout import Face, Says
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.lines import shown
from kpi.intake.table.mapping import Total
from kpi.intake.table.notes import Notes
from kpi.intake.table.rowaxis import APART, NOTE, TOTAL, UNKNOWN, Axis
from kpi.model.problem import Problem, Severity, problem
from kpi.model.sheet import CellRef


def explain(
    seen: Face,
    axis: Axis,
    i: int,
    state: int,
    valued: bool,
    lexicon: Lexicon,
    totals: list[Total],
    notes: Notes,
) -> None:
    """Why one line is no data; a total is kept for its checksum."""
    sheet, row = seen.sheet, int(axis.rows[i])
    rect = (row, min(axis.label, *axis.aside, axis.label), row, sheet.grid.shape[1] - 1)
    here = CellRef(sheet.name, row, axis.label)
    if state == TOTAL:
        at = next(
            (
                CellRef(sheet.name, row, c)
                for c in sorted((axis.label, *axis.aside))
                if seen.says[row, c] == Says.TOTAL
            ),
            here,
        )
        given = sheet[at.row, at.column].text.strip()
        totals.append(Total(row, given, at))
        notes.skip(sheet.name, rect, "total_row")
        notes.problems.append(problem("TOTAL_ROW_SKIPPED", at, given))
    elif state == NOTE:
        notes.skip(sheet.name, rect, "note")
    elif state == APART:
        notes.skip(sheet.name, rect, "project")
    elif valued and state == UNKNOWN:
        _unknown(axis, i, here, lexicon, notes)
    elif valued and axis.unit_column is not None:
        notes.problems.append(problem("UNIT_MISSING", here))


def _unknown(axis: Axis, i: int, here: CellRef, lexicon: Lexicon, notes: Notes) -> None:
    if axis.unit_column is not None:
        given = shown(axis.units[axis.unit_of[i]])
        fix = lexicon.near(given)
        near = fix.value if fix else ""
        notes.problems.append(problem("UNKNOWN_UNIT", here, given, fix=fix, near=near))
    elif axis.name_columns:
        given = " ".join(axis.names[axis.name_of[i]])
        severity = Severity.WARNING
        notes.problems.append(problem("UNMAPPED_COLUMN", here, given, severity=severity))
    else:
        stated = axis.stated[axis.stated_of[i]]
        given = shown(stated.text) if stated else ""
        notes.problems.append(problem("BAD_PERIOD", here, given))


def hidden(seen: Face, axis: Axis, hidden: dict[bool, list[int]], notes: Notes) -> None:
    """Hidden rows that were read (a filter left on) and those that were not."""
    sheet = seen.sheet
    for taken, code in ((True, "HIDDEN_ROW_INCLUDED"), (False, "HIDDEN_ROW_SKIPPED")):
        if not hidden[taken]:
            continue
        given = "、".join(sheet[r, axis.label].text.strip() for r in hidden[taken][:20])
        at = CellRef(sheet.name, hidden[taken][0], axis.label)
        notes.problems.append(problem(code, at, given, n=len(hidden[taken])))
        if not taken:
            for r in hidden[taken]:
                notes.skip(sheet.name, (r, 0, r, sheet.grid.shape[1] - 1), "hidden_row")


def aliases(axis: Axis, kept: NDArray[np.intp], sheet: str, lexicon: Lexicon, notes: Notes) -> None:
    """Names read as a unit though they are not its plain name, each once, where it first stands."""
    if axis.unit_column is None:
        return
    used, first = np.unique(axis.unit_of[kept], return_index=True)
    for value, at in zip(used.tolist(), first.tolist(), strict=True):
        given, code = shown(axis.units[value]), axis.codes[value]
        if code and given.strip(" ") != lexicon.catalog.unit[code].name:
            where = CellRef(sheet, int(axis.rows[kept[at]]), axis.unit_column)
            notes.problems.append(alias(where, given, code, lexicon))


def alias(at: CellRef | str, given: str, code: str, lexicon: Lexicon) -> Problem:
    """A unit read under another name than its own."""
    return problem("UNIT_ALIAS", at, given, unit=lexicon.catalog.unit[code].name)
