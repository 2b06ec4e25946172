"""One table understood: rows to units or indicators, columns to indicators, both to periods."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table import headings, ledger, leftovers, rowaxis, rows, scale, ways
from kpi.intake.table.around import Around
from kpi.intake.table.columns import Part, Path
from kpi.intake.table.headings import Heading
from kpi.intake.table.layout import Area, Face
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import NONE, Block, Indices, Stated, Uom
from kpi.intake.table.notes import Notes, Pool
from kpi.intake.table.rowaxis import Axis
from kpi.intake.table.told import NOTHING, Told
from kpi.intake.words.names import Meaning, Target
from kpi.model.measure import Measure
from kpi.model.problem import Severity, problem
from kpi.model.sheet import CellRef

Meanings = list[list[Meaning]]  # per kind of row, per value column


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
    planes = _planes(axis, kept, values, meant, near, lexicon)
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
        confidence=planes.confidence(bool(near.periods)),
        layout=told.layout,
        kinds=kinds,
        kind=axis.name_of[kept] if axis.name_columns else None,
        units=tuple(planes.units.items),
        targets=tuple(planes.targets.items),
        stated=tuple(planes.stated.items),
        uoms=tuple(planes.uoms.items),
        unit=planes.unit,
        target=planes.target,
        period=planes.period,
        uom=planes.uom,
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


@dataclass(slots=True)
class _Planes:
    """Which unit, target, period and 计量单位 each value has, as numbers into four lists."""

    units: Pool[str] = field(default_factory=Pool)
    targets: Pool[Target] = field(default_factory=Pool)
    stated: Pool[Stated] = field(default_factory=Pool)
    uoms: Pool[Uom] = field(default_factory=Pool)
    unit: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    target: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    period: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))
    uom: Indices = field(default_factory=lambda: np.zeros((0, 0), np.int32))

    def confidence(self, dated: bool) -> float:
        """Share of cells whose unit, target and period are known."""
        known = (self.unit != NONE) & (self.target != NONE) & (dated | (self.period != NONE))
        return float(known.mean()) if known.size else 0.0


def _planes(
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    meant: Meanings,
    near: Around,
    lexicon: Lexicon,
) -> _Planes:
    made = _Planes()
    shape = (len(kept), len(values))
    table = np.array(
        [[made.targets.add(m.target) if m.target else NONE for m in line] for line in meant],
        np.int32,
    ).reshape(len(axis.names), len(values))
    made.target = table[axis.name_of[kept]]
    made.unit = np.broadcast_to(_units(made, axis, kept, values, near), shape)
    cells = _numbered(made.stated, axis.stated)[axis.stated_of[kept]][:, None]
    across = _numbered(made.stated, [h.stated for h in values])[None, :]
    made.period = np.where(cells != NONE, cells, across)
    made.uom = _uoms(made, axis, kept, values, near, lexicon)
    return made


def _numbered(pool: Pool[Stated], stated: list[Stated | None]) -> Indices:
    return np.array([pool.add(s) if s else NONE for s in stated], np.int32)


def _units(
    made: _Planes, axis: Axis, kept: NDArray[np.intp], values: list[Heading], near: Around
) -> Indices:
    if axis.unit_column is not None:
        numbers = np.array([made.units.add(c) if c else NONE for c in axis.codes], np.int32)
        column: Indices = numbers[axis.unit_of[kept]][:, None]
        return column
    if any(h.unit for h in values):
        across = [made.units.add(h.unit[0]) if h.unit else NONE for h in values]
        return np.array(across, np.int32)[None, :]
    return np.full((1, 1), made.units.add(near.unit[0]) if near.unit else NONE, np.int32)


def _uoms(
    made: _Planes,
    axis: Axis,
    kept: NDArray[np.intp],
    values: list[Heading],
    near: Around,
    lexicon: Lexicon,
) -> Indices:
    """The nearest stated 计量单位 that fits: cell of the line, own header, its row's name, table.

    Where none fits, a strict one stays and will be called a fault; growth and places beside a
    line's 亿元 have their own.
    """

    def numbered(uoms: list[Uom | None]) -> Indices:
        return np.array([made.uoms.add(u) if u else NONE for u in uoms], np.int32)

    in_names = rowaxis.own_uom(axis)
    whole = near.uom
    if whole and len(made.targets.items) == 1 and len(whole.words) == 1:
        whole = replace(whole, strict=True)
    own = numbered([h.uom for h in values])[None, :]
    layers = [
        numbered(axis.uoms)[axis.uom_of[kept]][:, None],
        own,
        numbered([inner for inner, _ in in_names])[axis.name_of[kept]][:, None],
        numbered([h.outer for h in values])[None, :],
        numbered([outer for _, outer in in_names])[axis.name_of[kept]][:, None],
        numbered([whole])[None, :],
    ]
    wanted = scale.wanted_of(tuple(made.targets.items), lexicon.catalog.indicator)
    fits = np.zeros((len(made.uoms.items) + 1, len(wanted) + 1), np.bool_)
    for u, uom in enumerate(made.uoms.items):
        fits[u, :-1] = [bool(scale.stated(uom, w)[1]) and scale.stated(uom, w)[0] for w in wanted]
    aside = np.array([m in _BESIDE for _, m in made.targets.items] + [True], np.bool_)[made.target]
    plane = np.full((len(kept), len(values)), NONE, np.int32)
    layers = [layer for layer in layers if (layer != NONE).any()]
    for layer in layers:
        plane = np.where((plane == NONE) & fits[layer, made.target], layer, plane)
    strict = np.array([u.strict for u in made.uoms.items] + [False], np.bool_)
    for layer in layers:
        said = strict[layer] & (~aside | (layer is own))
        plane = np.where((plane == NONE) & said, layer, plane)
    return plane


_BESIDE = (Measure.YOY, Measure.RANK)


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
