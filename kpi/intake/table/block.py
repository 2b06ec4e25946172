"""One table understood: rows to units or indicators, columns to indicators, both to periods."""

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table import headings, ledger, leftovers, rowaxis, rows, ways
from kpi.intake.table.around import Around
from kpi.intake.table.columns import Part, Path
from kpi.intake.table.headings import Heading
from kpi.intake.table.layout import Area, Face
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import Block
from kpi.intake.table.notes import Notes
from kpi.intake.table.planes import Meanings, planes
from kpi.intake.table.rowaxis import Axis
from kpi.intake.table.told import NOTHING, Told
from kpi.model.problem import Severity, problem
from kpi.model.sheet import CellRef


def block(
    seen: Face,
    area: Area,
    part: Part,
    over: dict[int, Path],
    near: Around,
    lexicon: Lexicon,
    notes: Notes,
    told: Told = NOTHING,
) -> Block | None:
    """What one table means; None where it names no unit or nothing that the catalog knows.

    What persons said of its columns (`told`) goes before what is found.
    """
    part = told.part(part)
    heads = headings.read(seen, part, over, near, lexicon)
    axis = rowaxis.axis(seen, area, part, heads, near, lexicon)
    if axis is None:
        return None
    axis = ledger.read(seen, part, heads, axis, lexicon)
    values = [h for h in heads if h.role in ("value", "hidden", "total")]
    meant = headings.targets(axis.names, values, near, lexicon)
    meant = told.meant(axis, values, meant, lexicon)
    if not _known(axis, meant, values, near):
        return None
    mine = Notes()
    kept, totals = rows.keep(seen, axis, meant, [h.index for h in values], lexicon, mine)
    used = _useful(seen, axis, kept, values, meant, near, lexicon, mine)
    notes.take(told.silenced(axis, mine, lexicon.catalog))
    columns = ways.columns(axis, heads, values, meant, told)
    kinds = ways.kinds(seen, axis, values, meant, told, lexicon.catalog)
    values = [values[j] for j in used]
    meant = [[line[j] for j in used] for line in meant]
    made = planes(axis, kept, values, meant, near, lexicon)
    top = area.header[0] if area.header else area.rows[0]
    return Block(
        sheet=seen.sheet.name,
        rect=(top, min(part.roles), area.rows[1], max(part.roles)),
        shape=_shape(axis, values, meant),
        header=area.header,
        columns=columns,
        rows=axis.rows[kept],
        values=tuple(h.index for h in values),
        unit_column=axis.unit_column,
        period_column=axis.period_column,
        totals=totals,
        context=near.periods,
        confidence=made.confidence(bool(near.periods)),
        layout=told.layout,
        kinds=kinds,
        kind=axis.name_of[kept] if axis.name_columns else None,
        units=tuple(made.units.items),
        targets=tuple(made.targets.items),
        stated=tuple(made.stated.items),
        uoms=tuple(made.uoms.items),
        unit=made.unit,
        target=made.target,
        period=made.period,
        uom=made.uom,
    )


def _known(axis: Axis, meant: Meanings, values: list[Heading], near: Around) -> bool:
    """Whether the catalog knows anything here: an indicator, or a unit among rows or columns."""
    indicators = any(m.target for line in meant for m in line)
    return indicators or axis.units_known or any(h.unit for h in values)


def _useful(
    seen: Face,
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    meant: Meanings,
    near: Around,
    lexicon: Lexicon,
    notes: Notes,
) -> list[int]:
    """Positions of the columns to be read; of the others is said why they are not."""
    sheet = seen.sheet.name
    by_column = axis.unit_column is None and any(h.unit for h in values)
    lost = axis.unit_column is None and not by_column and not near.unit
    used, nameless = [], []
    if not by_column and near.unit and axis.unit_column is None:
        code, where, given = near.unit
        if given != lexicon.catalog.unit[code].name:
            notes.problems.append(leftovers.alias(where or sheet, given, code, lexicon))
    for j, head in enumerate(values):
        span = (head.at.row if head.at else 0, head.index, seen.sheet.grid.shape[0] - 1, head.index)
        given = " ".join(head.path)
        at: CellRef | str = head.at or sheet
        numeric = bool(seen.values[axis.rows, head.index].any())
        line = [m[j] for m in meant]
        if head.role == "hidden":
            if numeric:
                notes.problems.append(problem("HIDDEN_COL_SKIPPED", at, given))
            notes.skip(sheet, span, "hidden_column")
        elif head.role == "total":
            notes.problems.append(problem("TOTAL_COL_SKIPPED", at, given))
            notes.skip(sheet, span, "total_column")
        elif (by_column or lost) and head.unit is None:
            if numeric and lost and any(m.target for m in line):
                notes.problems.append(problem("UNIT_MISSING", at, given))
            elif numeric:
                fix = lexicon.near(given)
                near_name = fix.value if fix else ""
                notes.problems.append(problem("UNKNOWN_UNIT", at, given, fix=fix, near=near_name))
        elif any(m.target for m in line):
            used.append(j)
            if by_column and head.unit and head.unit[2] != lexicon.catalog.unit[head.unit[0]].name:
                notes.problems.append(
                    leftovers.alias(head.unit[1], head.unit[2], head.unit[0], lexicon)
                )
        elif all(m.signature.kind == "aside" for m in line):
            notes.skip(sheet, span, "derived")
        elif not headings.worded(head, lexicon) and not axis.name_columns:
            nameless.append(head)
        else:
            severity = Severity.WARNING if numeric else None
            notes.problems.append(problem("UNMAPPED_COLUMN", at, given, severity=severity))
            notes.skip(sheet, span, "unmapped")
    if nameless:  # the table does not say what it counts
        given, title = near.title or (sheet, sheet)
        severity = Severity.WARNING
        notes.problems.append(problem("UNMAPPED_COLUMN", title, given, severity=severity))
        notes.skip(sheet, (0, nameless[0].index, 0, nameless[-1].index), "unmapped")
    _unmeant(
        seen, axis, kept, [values[j] for j in used], [[m[j] for j in used] for m in meant], notes
    )
    return used


def _unmeant(
    seen: Face,
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    meant: Meanings,
    notes: Notes,
) -> None:
    """Values of a line that is known in a column that is known, but not of the two together."""
    for n, line in enumerate(meant):
        mine = kept[axis.name_of[kept] == n]
        if not axis.name_columns or not len(mine):
            continue
        for head, meaning in zip(values, line, strict=True):
            if meaning.target or meaning.signature.kind == "aside":
                continue
            valued = mine[seen.values[axis.rows[mine], head.index]]
            if len(valued):
                at = CellRef(seen.sheet.name, int(axis.rows[valued[0]]), head.index)
                given = " ".join((*axis.names[n], *head.path))
                severity = Severity.WARNING
                notes.problems.append(problem("UNMAPPED_COLUMN", at, given, severity=severity))


def _shape(axis: Axis, values: list[Heading], meant: Meanings) -> str:
    if axis.apart is not None:
        return "ledger"
    several = len({m.target for line in meant for m in line if m.target}) > 1
    if axis.name_columns:
        if axis.unit_column is not None:
            return "long"
        return "transposed" if any(h.unit for h in values) else "by_unit"
    if axis.unit_column is None:
        return "transposed" if any(h.unit for h in values) else "by_unit"
    across = sum(h.stated is not None for h in values)
    return "by_indicator" if across > 1 and not several else "wide"
