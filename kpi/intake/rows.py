"""The rows of a table: which unit or indicator each is, which are totals, notes, unknown."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kpi.intake import periods, tokens
from kpi.intake.around import Around
from kpi.intake.columns import Part
from kpi.intake.headings import Heading, uoms
from kpi.intake.layout import Area, Face, Says
from kpi.intake.lexicon import Lexicon
from kpi.intake.lines import Value, labels, shown, together
from kpi.intake.mapping import Indices, Stated, Total, Uom
from kpi.intake.names import Meaning
from kpi.intake.notes import Notes
from kpi.model.problem import Problem, Severity, problem
from kpi.model.sheet import CellRef

DATA, TOTAL, NOTE, UNKNOWN, BLANK = range(5)


@dataclass(frozen=True, slots=True, eq=False)
class Axis:
    """What the label columns say of every row under the header, data or not.

    `names` are the distinct indicator paths of rows (one empty path where columns name the
    indicators), `name_of`, `unit_of`, `stated_of`, `uom_of` say per row which one applies.
    """

    rows: NDArray[np.intp]
    label: int  # column that names the rows, for messages
    aside: tuple[int, ...]  # other label columns, where 合计 may stand
    unit_column: int | None
    units: list[Value]
    unit_of: Indices
    codes: list[str | None]
    name_columns: tuple[int, ...]
    names: list[tuple[str, ...]]
    name_of: Indices
    period_column: int | None
    stated: list[Stated | None]
    stated_of: Indices
    uoms: list[Uom | None]
    uom_of: Indices

    @property
    def units_known(self) -> bool:
        """Whether any row names a unit of the catalog."""
        return any(self.codes)


def axis(
    seen: Face, area: Area, part: Part, heads: list[Heading], near: Around, lexicon: Lexicon
) -> Axis | None:
    """The row labels of a table; None where neither rows, columns nor surroundings name units."""
    sheet = seen.sheet
    rows = np.arange(area.rows[0], area.rows[1] + 1)
    units, names = part.of("unit"), part.of("indicator")
    across = any(h.unit for h in heads)
    if not units and not across and not near.unit and not names:
        units = part.of("label")[:1]
    if units:
        across = False
    if not (units or across or near.unit or names):
        return None
    column = units[0] if units else None
    values, unit_of = _blank(rows) if column is None else labels(sheet, rows, column)
    codes = [lexicon.unit(shown(v)) if v is not None else None for v in values]
    naming = (*names, *part.of("measure"))
    combos, name_of = together([labels(sheet, rows, c) for c in naming], len(rows))
    paths = [tuple(shown(v) for v in combo if v is not None) for combo in combos]
    timing = part.of("year", "period")
    stated, stated_of = _stated(sheet.name, rows, timing, part, seen, near)
    measured = part.of("uom")[:1]
    uom_values, uom_of = labels(sheet, rows, measured[0]) if measured else _blank(rows)
    label = column if column is not None else (naming or tuple(timing) or (area.columns[0],))[0]
    aside = tuple(c for c, r in part.roles.items() if r not in ("value", "unmapped") and c != label)
    return Axis(
        rows, label, aside, column, values, unit_of, codes,
        naming, paths, name_of,
        timing[-1] if timing else None, stated, stated_of,
        [_uom(v) for v in uom_values], uom_of,
    )  # fmt: skip


def _blank(rows: NDArray[np.intp]) -> tuple[list[Value], Indices]:
    return [None], np.zeros(len(rows), np.int32)


def _uom(value: Value) -> Uom | None:
    text = shown(value)
    return Uom(tokens.uom_in(text) or (text,), None, True) if text.strip() else None


def _stated(
    sheet: str,
    rows: NDArray[np.intp],
    columns: list[int],
    part: Part,
    seen: Face,
    near: Around,
) -> tuple[list[Stated | None], Indices]:
    """The distinct periods that label columns state; 年 and 月 in two columns are one period."""
    combos, index = together([labels(seen.sheet, rows, c) for c in columns], len(rows))
    found: list[Stated | None] = []
    for i, combo in enumerate(combos):
        given = [v for v in combo if v is not None]
        if not given:
            found.append(None)
            continue
        here = CellRef(sheet, int(rows[int((index == i).argmax())]), columns[-1])
        text: str | float = given[-1]
        if len(given) > 1:
            year, month = shown(given[0]), shown(given[-1])
            text = f"{year.rstrip('年')}年{month}{'月' if month.isdigit() else ''}"
        found.append(Stated(text, "cell", here, near.year))
    return found, index


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
        _explain(seen, axis, i, int(state[i]), bool(valued[i]), lexicon, totals, notes)
    kept = np.flatnonzero(state == DATA)
    if sheet.hidden_rows:
        hidden[True] = [int(r) for r in axis.rows[kept] if int(r) in sheet.hidden_rows]
    _say_hidden(seen, axis, hidden, notes)
    _say_aliases(axis, kept, sheet.name, lexicon, notes)
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


def _explain(
    seen: Face,
    axis: Axis,
    i: int,
    state: int,
    valued: bool,
    lexicon: Lexicon,
    totals: list[Total],
    notes: Notes,
) -> None:
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


def _say_hidden(seen: Face, axis: Axis, hidden: dict[bool, list[int]], notes: Notes) -> None:
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


def _say_aliases(
    axis: Axis, kept: NDArray[np.intp], sheet: str, lexicon: Lexicon, notes: Notes
) -> None:
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


def own_uom(axis: Axis) -> list[tuple[Uom | None, Uom | None]]:
    """The 计量单位 that each kind of row states in its own label: 固定资产投资(亿元).

    Not strict: 同比 beside it in a column of its own is in percent all the same.
    """
    found = []
    for path in axis.names:
        own, outer = uoms("", tuple((text, (0, 0)) for text in path))
        plain = [replace(u, at=None, strict=False) if u else None for u in (own, outer)]
        found.append((plain[0], plain[1]))
    return found
