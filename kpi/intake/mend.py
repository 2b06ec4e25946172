"""A person's repairs at work: on what was understood of a file, never on the file."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kpi.intake.checks.values import REPORTED, Values
from kpi.intake.table.lines import shown
from kpi.intake.table.mapping import NONE, Block, Mapping, Stated
from kpi.intake.words.periods import PeriodToken
from kpi.model.catalog import Alias, Catalog
from kpi.model.measure import Status
from kpi.model.period import Freq, Period
from kpi.model.problem import Problem, Severity, problem
from kpi.model.repair import Repair
from kpi.model.sheet import CellRef, Grid, Kind, Rect, Sheet
from kpi.model.show import NOT_APPLICABLE
from kpi.model.upload import Skipped

Repairs = tuple[Repair, ...]
_NAMES = ("alias", "learned")
_CELL = ("value", "status", "drop")
_FREQS: tuple[Freq, ...] = ("M", "Q", "H", "Y")


def names(catalog: Catalog, repairs: Repairs) -> Catalog:
    """The catalog with the names that a person gave to units for this upload."""
    more = tuple(Alias("unit", one.given, one.value) for one in repairs if one.kind in _NAMES)
    return replace(catalog, aliases=(*catalog.aliases, *more)) if more else catalog


def columns(repairs: Repairs) -> dict[CellRef, str]:
    """What a person says of columns, by the cell of their head."""
    return {_at(one): one.value for one in repairs if one.kind == "column"}


def cells(sheets: tuple[Sheet, ...], repairs: Repairs) -> tuple[Sheet, ...]:
    """The sheets with what a person says should stand in single cells; the others are the same."""
    wanted = [one for one in repairs if one.kind in _CELL]
    by_sheet = {one.sheet: [w for w in wanted if w.sheet == one.sheet] for one in wanted}
    return tuple(_typed(s, by_sheet[s.name]) if s.name in by_sheet else s for s in sheets)


def _typed(sheet: Sheet, wanted: list[Repair]) -> Sheet:
    grid = sheet.grid
    kinds, numbers = grid.kinds.copy(), grid.numbers.copy()
    inside = [one for one in wanted if _inside(_at(one), grid)]
    for one in inside:
        at = _at(one).row, _at(one).column
        if one.kind == "value":
            kinds[at], numbers[at] = Kind.NUMBER, float(one.value)
        elif one.value == Status.NOT_APPLICABLE:
            kinds[at], numbers[at] = Kind.TEXT, len(grid.texts)
        else:
            kinds[at], numbers[at] = Kind.BLANK, np.nan
    typed = {(_at(one).row, _at(one).column) for one in inside}
    texts = (*grid.texts, NOT_APPLICABLE)
    return replace(sheet, grid=Grid(kinds, numbers, texts), formulas=sheet.formulas - typed)


def _inside(at: CellRef, grid: Grid) -> bool:
    return at.row < grid.shape[0] and at.column < grid.shape[1]


def numbers(block: Block, values: Values, repairs: Repairs) -> None:
    """The values of one table multiplied where a person says so; one cell goes before a column."""
    by = np.ones(values.number.shape)
    wanted = [one for one in repairs if one.kind == "factor" and one.sheet == block.sheet]
    for one in sorted(wanted, key=lambda one: (":" not in one.cell, one.cell)):
        here = _within(block, rect(one.cell))
        by[here] = float(one.value)
    here = (by != 1) & (values.state == REPORTED)
    values.number[here] = np.round(values.number[here] * by[here], 10)


def rect(cells: str) -> Rect:
    """C4 or C4:C12 as rows and columns. Raises ValueError."""
    first, _, last = cells.partition(":")
    a, b = CellRef.parse(f"!{first}"), CellRef.parse(f"!{last or first}")
    return a.row, a.column, b.row, b.column


def _within(block: Block, area: Rect) -> NDArray[np.bool_]:
    columns = np.array(block.values, np.intp)
    rows = (block.rows >= area[0]) & (block.rows <= area[2])
    across = (columns >= area[1]) & (columns <= area[3])
    return rows[:, None] & across[None, :]


def periods(mapping: Mapping, repairs: Repairs) -> Mapping:
    """The mapping with the periods that a person states; a sheet's goes before the file's.

    Stated of a text, the period takes that text's place wherever it stands. Stated of a sheet or
    the file it takes the place of title, sheet name, file name and form, of texts that are no
    period, of the single period that the cells and headers of a table agree on, and gives the
    year to those that have none.
    """
    wanted = [one for one in repairs if one.kind == "period"]
    if not wanted:
        return mapping
    return replace(mapping, blocks=tuple(_dated(block, wanted) for block in mapping.blocks))


def _dated(block: Block, wanted: list[Repair]) -> Block:
    of_text = {
        w.given: w.value for w in wanted if w.given and w.sheet in ("", block.sheet) and not w.cell
    }
    of_cell = {_at(w): w.value for w in wanted if w.cell}
    sheet = [w.value for w in wanted if w.sheet == block.sheet and not w.given and not w.cell]
    whole = [w.value for w in wanted if not w.sheet and not w.given]
    said = (sheet or whole or [""])[-1]
    spoken = {str(t.period) for s in block.stated for t in _single(s)}
    lone = len(spoken) == 1

    def dated(stated: Stated) -> Stated:
        word = of_text.get(shown(stated.text)) or (stated.at and of_cell.get(stated.at))
        if word:
            return replace(stated, text=word, within=False)
        if not said:
            return stated
        if lone and _single(stated):
            return replace(stated, text=said, within=False)
        year = Period.parse(said).year
        if _read(stated):
            return stated
        yeared = replace(stated, year=year)
        return yeared if _read(yeared) else replace(stated, text=said, within=False)

    context = (Stated(said, "form"),) if said else tuple(dated(one) for one in block.context)
    stated = tuple(dated(one) for one in block.stated)
    known = (block.unit != NONE) & (block.target != NONE)
    known &= bool(context) | (block.period != NONE)
    confidence = float(known.mean()) if known.size else 0.0
    return replace(block, stated=stated, context=context, confidence=confidence)


def _read(stated: Stated) -> list[PeriodToken]:
    """What a text is as a period, if it is one for any frequency."""
    found = (stated.read(freq) for freq in _FREQS)
    return [one for one in found if isinstance(one, PeriodToken)][:1]


def _single(stated: Stated) -> list[PeriodToken]:
    """The same, but not for a whole year: 2026年 over the tasks stays."""
    return [] if isinstance(stated.read("Y"), PeriodToken) else _read(stated)


def good_rows(
    panel: pd.DataFrame, problems: tuple[Problem, ...], mapping: Mapping, repairs: Repairs
) -> tuple[pd.DataFrame, tuple[Problem, ...], tuple[Problem, ...], tuple[Skipped, ...]]:
    """The panel without rows that hold an error, where a person chose that; panel, problems, the
    errors left out with their rows, and those rows as regions.

    An error that is not of a row (a column's head, a period) has taken its values with it. What
    no row and no column is to blame for still stands in the way.
    """
    if not any(one.kind == "good_rows" for one in repairs):
        return panel, problems, (), ()
    faults = tuple(p for p in problems if p.severity is Severity.ERROR and p.cell)
    lines: dict[tuple[str, int], Block] = {}
    for at in (at for p in faults for at in _blamed(p)):
        for block in mapping.blocks:
            inside = _covers(block.rect, (at.row, at.column, at.row, at.column))
            if block.sheet == at.sheet and inside and at.row > max(block.header, default=-1):
                lines[at.sheet, at.row] = block
    if not faults:
        return panel, problems, (), ()
    rows = panel["cell"].str.extract(r"(\d+)$", expand=False).astype("int64") - 1
    where = list(zip(panel["sheet"], rows, strict=True))
    kept = panel[[one not in lines for one in where]].reset_index(drop=True)
    whole = [f"{sheet}!{row + 1}" for sheet, row in sorted(lines)]
    named = "、".join(whole or [str(p.cell) for p in faults])
    rest = tuple(p for p in problems if p not in faults)
    told = problem("LEFT_OUT", given=named, n=len(faults))
    skipped = tuple(
        Skipped(sheet, (row, block.rect[1], row, block.rect[3]), "left_out")
        for (sheet, row), block in sorted(lines.items(), key=lambda one: one[0])
    )
    return kept, (*rest, told), faults, skipped


def _blamed(fault: Problem) -> Iterable[CellRef]:
    """The cells of a fault: its own and, of two that contradict each other, the other."""
    if fault.cell is None:
        return
    yield fault.cell
    other = str(dict(fault.details).get("other", ""))
    if fault.code == "DUPLICATE_CONFLICT" and other:
        yield CellRef.parse(other if "!" in other else f"{fault.cell.sheet}!{other}")


def idle(
    repairs: Repairs, sheets: tuple[Sheet, ...], mapping: Mapping, left_out: tuple[Problem, ...]
) -> Repairs:
    """The repairs that found nothing to mend: their cell, name or sheet is not in this file."""
    asked = any(one.kind in _NAMES for one in repairs)
    named = {t.strip() for s in sheets for t in (s.name, *s.grid.texts)} if asked else set()
    return tuple(one for one in repairs if not _works(one, named, mapping, left_out))


def _works(one: Repair, named: set[str], mapping: Mapping, left_out: tuple[Problem, ...]) -> bool:
    if one.kind in _NAMES:
        return one.given.strip() in named
    if one.kind == "good_rows":
        return bool(left_out)
    blocks = [b for b in mapping.blocks if one.sheet in ("", b.sheet)]
    if one.kind == "period":
        texts = {shown(s.text) for b in blocks for s in (*b.stated, *b.context)}
        return bool(blocks) and (not one.given or bool(one.cell) or one.value in texts)
    area = rect(one.cell)
    if one.kind == "column":
        return any(_covers(b.rect, area) for b in blocks)
    return any(bool(_within(b, area).any()) for b in blocks)


def _covers(outer: Rect, area: Rect) -> bool:
    return outer[0] <= area[0] <= outer[2] and outer[1] <= area[1] <= outer[3]


def _at(one: Repair) -> CellRef:
    return CellRef.parse(f"{one.sheet}!{one.cell}")
