"""Cells to numbers: each by its own kind, each distinct text read once."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table import scale
from kpi.intake.table.mapping import NONE, Block, Indices
from kpi.intake.words import tokens
from kpi.model.catalog import Catalog
from kpi.model.measure import Status, half_up
from kpi.model.problem import Fix, Problem, problem
from kpi.model.sheet import CellRef, Kind, Sheet

REPORTED, NOT_APPLICABLE, NOT_REPORTED, LOST = range(4)
_NUMERIC = (Kind.NUMBER, Kind.PERCENT, Kind.SCALED)
_STATUS = {Status.NOT_APPLICABLE: NOT_APPLICABLE, Status.NOT_REPORTED: NOT_REPORTED}
_POINTS = "百分点"
_THOUSANDS = (3, 0)  # how a cell is shown of which a reader says no more than that it is scaled


@dataclass(slots=True, eq=False)
class Values:
    """The values of one table, rows × columns: `state` REPORTED …, LOST where a fault was named."""

    number: NDArray[np.float64]
    state: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    raw: NDArray[np.float64]  # as they stand in the grid
    settled: NDArray[np.bool_]  # the cell itself said its 计量单位

    def lose(self, at: NDArray[np.bool_]) -> None:
        """Take cells out of what is understood."""
        self.state[at] = LOST
        self.number[at] = np.nan


def read(sheet: Sheet, block: Block, catalog: Catalog) -> tuple[Values, list[Problem]]:
    """The numbers and states of a table, in the indicators' own 计量单位, and what is no number."""
    cells = np.ix_(block.rows, np.array(block.values, np.intp))
    kinds, raw = sheet.grid.kinds[cells], sheet.grid.numbers[cells]
    values = Values(
        np.where(np.isin(kinds, _NUMERIC), raw, np.nan),
        np.full(kinds.shape, REPORTED, np.uint8),
        kinds,
        raw,
        kinds == Kind.PERCENT,
    )
    values.state[kinds == Kind.BLANK] = NOT_REPORTED
    unmapped = (block.target == NONE) | (block.unit == NONE)
    values.lose(unmapped)
    problems = [*_merged(sheet, block, values)]
    problems += _faults(sheet, block, values)
    wanted = scale.wanted_of(block.targets, catalog.indicator)
    problems += _texts(sheet, block, values, catalog, wanted)
    problems += _percent(sheet, block, values, catalog, wanted)
    problems += _scaled(sheet, block, values)
    problems += _converted(sheet, block, values, catalog, wanted)
    return values, problems


def ref(sheet: Sheet, block: Block, r: int, c: int) -> CellRef:
    """Where the value at (r, c) of a table stands."""
    return CellRef(sheet.name, int(block.rows[r]), block.values[c])


def pairs(first: Indices, second: Indices, many: int) -> list[tuple[int, int]]:
    """The distinct pairs of two index planes, `many` being more than any of the second."""
    codes = (first.astype(np.intp) + 1) * (many + 1) + second + 1
    used = np.flatnonzero(np.bincount(codes.ravel()))
    return [(int(u) // (many + 1) - 1, int(u) % (many + 1) - 1) for u in used]


def places(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Rows and columns where a mask holds, in reading order."""
    return [(int(r), int(c)) for r, c in np.argwhere(mask)]


def _live(values: Values) -> NDArray[np.bool_]:
    live: NDArray[np.bool_] = values.state != LOST
    return live


def _merged(sheet: Sheet, block: Block, values: Values) -> Iterator[Problem]:
    """One value merged over several units or indicators belongs to none of them."""
    columns = np.array(block.values)
    for r0, c0, r1, c1 in sheet.merges:
        rows = np.flatnonzero((block.rows >= r0) & (block.rows <= r1))
        across = np.flatnonzero((columns >= c0) & (columns <= c1))
        if len(rows) * len(across) < 2 or sheet.grid.kinds[r0, c0] == Kind.BLANK:
            continue
        inside = np.zeros(values.state.shape, np.bool_)
        inside[np.ix_(rows, across)] = True
        if (inside & _live(values)).any():
            values.lose(inside)
            given = sheet[r0, c0].text
            yield problem("MERGED_DATA", CellRef(sheet.name, r0, c0), given, n=len(rows))


def _faults(sheet: Sheet, block: Block, values: Values) -> Iterator[Problem]:
    """Cells whose kind alone says that they are no number."""
    codes = {
        Kind.ERROR: "CELL_ERROR",
        Kind.UNCACHED: "FORMULA_NO_VALUE",
        Kind.DATE: "DATE_IN_NUMBER",
        Kind.BOOL: "NOT_A_NUMBER",
    }
    for kind, code in codes.items():
        found = (values.kinds == kind) & _live(values)
        for r, c in places(found):
            at = ref(sheet, block, r, c)
            given = sheet[at.row, at.column].text
            yield problem(code, at, given.upper() if kind is Kind.BOOL else given)
        values.lose(found)
    endless = np.isin(values.kinds, _NUMERIC) & ~np.isfinite(values.raw) & _live(values)
    for r, c in places(endless):
        yield problem("NOT_A_NUMBER", ref(sheet, block, r, c), str(values.raw[r, c]))
    values.lose(endless)


def _texts(
    sheet: Sheet, block: Block, values: Values, catalog: Catalog, wanted: tuple[str, ...]
) -> Iterator[Problem]:
    """Texts: numbers, missing marks, or neither; each distinct text is read once."""
    worded = (values.kinds == Kind.TEXT) & _live(values)
    if not worded.any():
        return
    used, where = np.unique(values.raw[worded].astype(np.intp), return_inverse=True)
    texts = [sheet.grid.texts[i] for i in used.tolist()]
    read = [_said(text) for text in texts]
    state = np.array([s for s, _, _ in read], np.uint8)
    number = np.array([n for _, n, _ in read])
    values.state[worded] = state[where]
    values.number[worded] = number[where]
    plain = np.array([_is_plain(token) for _, _, token in read])
    special = np.zeros(worded.shape, np.bool_)
    special[worded] = ~plain[where]
    index = np.zeros(worded.shape, np.intp)
    index[worded] = where
    for r, c in places(special):
        token = read[index[r, c]][2]
        at = ref(sheet, block, r, c)
        code, _ = block.targets[block.target[r, c]]
        uom = wanted[block.target[r, c]]
        yield from _special(values, (r, c), at, texts[index[r, c]], token, code, uom, catalog)


_Token = tokens.Number | tokens.NotNumber | Status


def _said(text: str) -> tuple[int, float, _Token]:
    if (mark := tokens.missing(text)) is not None:
        return _STATUS[mark], np.nan, mark
    token = tokens.number(text)
    if isinstance(token, tokens.Number):
        return REPORTED, token.value, token
    return LOST, np.nan, token


def _is_plain(token: _Token) -> bool:
    return isinstance(token, Status) or (
        isinstance(token, tokens.Number) and not (token.percent or token.uom or token.footnote)
    )


def _special(
    values: Values,
    cell: tuple[int, int],
    at: CellRef,
    text: str,
    token: _Token,
    code: str,
    uom: str,
    catalog: Catalog,
) -> Iterator[Problem]:
    """A text that is no number, or one with a unit word, a percent sign or a footnote."""
    given = text.strip()
    if tokens.is_error(given):
        yield problem("CELL_ERROR", at, given)
        return
    if isinstance(token, tokens.NotNumber):
        yield problem("NOT_A_NUMBER", at, given, fix=_fix(token), hint=token.hint)
        return
    if isinstance(token, Status):
        return
    word = {"%": "%", "‰": "‰", "pp": _POINTS}.get(token.percent, token.uom)
    if word:
        by = scale.between(word, uom)
        if by is None:
            values.state[cell], values.number[cell] = LOST, np.nan
            name = catalog.indicator[code].name
            yield problem("UNIT_MISMATCH", at, given, indicator=name, uom=uom)
            return
        values.number[cell] = _times(token.value, by)
        values.settled[cell] = True
    if token.footnote:
        yield problem("FOOTNOTE_STRIPPED", at, given, value=f"{token.value:g}")


def _fix(token: tokens.NotNumber) -> Fix | None:
    if token.status is not None:
        return Fix("status", str(token.status))
    return Fix("value", f"{token.value:.15g}") if token.value is not None else None


def _times(value: float, by: float) -> float:
    return float(np.round(value * by, 10)) if by != 1 else value


def _percent(
    sheet: Sheet, block: Block, values: Values, catalog: Catalog, wanted: tuple[str, ...]
) -> Iterator[Problem]:
    """0.523 under a percent format is 52.3 in an indicator counted in %, a fault in any other."""
    found = (values.kinds == Kind.PERCENT) & _live(values)
    if not found.any():
        return
    fits = np.array([w == "%" for w in wanted], np.bool_)[block.target]
    good = found & fits
    values.number[good] = np.round(values.number[good] * 100, 10)
    for c in np.flatnonzero(good.any(axis=0)).tolist():
        first = int(np.flatnonzero(good[:, c])[0])
        n = int(good[:, c].sum())
        yield problem("PCT_FORMAT", ref(sheet, block, first, c), n=n)
    for r, c in places(found & ~fits):
        at = ref(sheet, block, r, c)
        t = block.target[r, c]
        name = catalog.indicator[block.targets[t][0]].name
        given = f"{sheet[at.row, at.column].value:.15g} (%)"
        yield problem("UNIT_MISMATCH", at, given, indicator=name, uom=wanted[t])
    values.lose(found & ~fits)


def _scaled(sheet: Sheet, block: Block, values: Values) -> Iterator[Problem]:
    """A format that shows thousands or ten thousands: stored and shown are not the same.

    Once per column and format, at its first cell; the factor would take what is shown.
    """
    found = (values.kinds == Kind.SCALED) & _live(values)
    told: set[tuple[int, tuple[int, int]]] = set()
    for r, c in places(found):
        at = ref(sheet, block, r, c)
        scale = sheet.grid.scales.get((at.row, at.column), _THOUSANDS)
        if (c, scale) in told:
            continue
        told.add((c, scale))
        power, decimals = scale
        stored = f"{values.raw[r, c]:.15g}"
        shown = f"{float(half_up(values.raw[r, c] / 10.0**power, decimals)):,.{decimals}f}"
        fix = Fix("factor", f"{Decimal(1).scaleb(-power):f}")
        yield problem("DISPLAY_SCALED", at, stored, fix=fix, stored=stored, shown=shown)


def _converted(
    sheet: Sheet, block: Block, values: Values, catalog: Catalog, wanted: tuple[str, ...]
) -> Iterator[Problem]:
    """The stated 计量单位 applied; one that does not fit the indicator is a fault."""
    stated = ~values.settled & _live(values)
    for u, t in pairs(block.uom[stated], block.target[stated], len(block.targets)):
        if u == NONE:
            continue
        uom = block.uoms[u]
        by, word = scale.stated(uom, wanted[t])
        if by == 1:
            continue
        here = stated & (block.uom == u) & (block.target == t)
        counted = here & (values.state == REPORTED)
        if not counted.any():
            continue
        r, c = places(counted)[0]
        at = uom.at or ref(sheet, block, r, c)
        if by is None:
            name = catalog.indicator[block.targets[t][0]].name
            values.lose(here)
            yield problem("UNIT_MISMATCH", at, word, indicator=name, uom=wanted[t])
        else:
            values.number[counted] = np.round(values.number[counted] * by, 10)
            yield problem("UNIT_CONVERTED", at, word, n=int(counted.sum()), uom=wanted[t])
