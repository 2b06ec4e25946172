"""The birth mark of a template of ours, and a filled-in one recognised by its hidden codes.

The mark makes reading certain and is no authority: where anything under it was changed by hand the
sheet is read like any other, and every value is checked alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from kpi.intake.table.around import around
from kpi.intake.table.layout import Area, face
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import NONE, Block, Column, Uom
from kpi.intake.table.notes import Pool
from kpi.intake.words import tokens
from kpi.intake.words.names import Target
from kpi.model import canon
from kpi.model.catalog import Catalog, Indicator
from kpi.model.measure import STORED, Measure
from kpi.model.period import Period
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef, Sheet

SHEET = "_kpi"  # very hidden: the mark in A1, the lists of units and indicators under it
PROBLEMS = "问题清单"  # the sheet that a marked copy begins with
CODES = "指标代码"  # in A5, beside the hidden codes; says to every other reader what the row is
_OURS = "kpi-redblack;"
MARKED = f"{_OURS}marked;v=1"  # in the hidden A1 of PROBLEMS
TITLE, OFFICE, NAMES, MEASURES, CODE_ROW, FIRST = range(6)  # rows of a sheet, FIRST of the units
UNIT_CODE, UNIT_NAME = 0, 1  # columns
_STALE = problem("STAMP_STALE")  # of a template that bears no day
_LISTED = 2  # column of SHEET with the codes that are asked for


def of(
    period: Period, catalog: Catalog, indicators: Iterable[Indicator], made: date | None = None
) -> str:
    """The mark: which period, a hash of the names and codes that the template shows, the day it
    was made. Earlier templates bear no day.
    """
    mark = (
        f"{_OURS}template=report;v=1;period={period};catalog={_known(period, catalog, indicators)}"
    )
    return f"{mark};made={made.isoformat()}" if made else mark


def _known(period: Period, catalog: Catalog, indicators: Iterable[Indicator]) -> str:
    shown = [[i.code, i.name, i.uom, str(i.measure)] for i in indicators]
    units = [[u.code, u.name] for u in catalog.active(period)]
    return canon.digest([shown, units])[:16]


def stale(sheets: Iterable[Sheet], catalog: Catalog) -> Iterator[Problem]:
    """A template made when units or indicators had other names or codes than now.

    Only a word to the person who fills it in: no value is believed more or less for its mark.
    """
    for sheet in sheets:
        said = dict(piece.partition("=")[::2] for piece in sheet[0, 0].text.split(";"))
        if sheet.name != SHEET or said.get("template") != "report" or "catalog" not in said:
            continue
        try:
            period = Period.parse(said.get("period", ""))
        except ValueError:
            continue
        codes = (sheet[r, _LISTED].text.partition(".")[0] for r in range(1, sheet.grid.shape[0]))
        shown = [catalog.indicator.get(code) for code in dict.fromkeys(codes) if code]
        there = [one for one in shown if one]
        if len(there) < len(shown) or _known(period, catalog, there) != said["catalog"]:
            yield problem("STAMP_STALE", at=said["made"]) if "made" in said else _STALE


def silent(sheet: Sheet) -> bool:
    """Whether a sheet of ours says nothing: the one with the mark, the list of problems of a marked
    copy, a table nobody has filled in.
    """
    if sheet.name == SHEET or sheet.name.startswith(PROBLEMS):
        return sheet[0, 0].text.startswith(_OURS)
    if sheet[CODE_ROW, UNIT_CODE].text != CODES:
        return False
    height, width = sheet.grid.shape
    asked = [c for c in range(UNIT_NAME + 1, width) if sheet[CODE_ROW, c].text]
    ours = all(sheet[CODE_ROW, c].text.rpartition(".")[2] in STORED for c in asked)
    return bool(asked) and ours and not sheet.grid.kinds[FIRST:height, asked].any()


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of units and the columns of values of a recognised sheet, by their codes."""

    units: dict[int, str]
    targets: dict[int, Target]


def block(sheet: Sheet, lexicon: Lexicon, name: str, hint: Period | None) -> Block | None:
    """The table of a filled-in template; None for any other sheet and for one changed by hand.

    `name` is the file's and `hint` the period of the form, as for every other table.
    """
    lines = _lines(sheet, lexicon)
    if lines is None:
        return None
    height, width = sheet.grid.shape
    header = (NAMES, MEASURES, CODE_ROW)
    area = Area((TITLE, OFFICE), header, (FIRST, height - 1), (UNIT_CODE, width - 1))
    near = around(face(sheet, lexicon.plane(sheet)), area, area, lexicon, name, hint)
    units, targets, uoms = Pool[str](), Pool[Target](), Pool[Uom]()
    unit = np.array([[units.add(u)] for u in lines.units.values()], np.int32)
    target = np.array([[targets.add(t) for t in lines.targets.values()]], np.int32)
    stated = [_uom(sheet, c) for c in lines.targets]
    uom = np.array([[uoms.add(u) if u else NONE for u in stated]], np.int32)
    shape = (len(lines.units), len(lines.targets))
    return Block(
        sheet=sheet.name,
        rect=(NAMES, UNIT_CODE, height - 1, width - 1),
        shape="template",
        header=header,
        columns=tuple(_column(sheet, c, lines) for c in range(width)),
        rows=np.array(list(lines.units), np.intp),
        values=tuple(lines.targets),
        units=tuple(units.items),
        targets=tuple(targets.items),
        stated=(),
        uoms=tuple(uoms.items),
        unit=np.broadcast_to(unit, shape),
        target=np.broadcast_to(target, shape),
        period=np.full(shape, NONE, np.int32),
        uom=np.broadcast_to(uom, shape),
        unit_column=UNIT_NAME,
        context=near.periods,
        confidence=1.0 if near.periods else 0.0,
    )


def _lines(sheet: Sheet, lexicon: Lexicon) -> _Lines | None:
    """What the hidden codes say; None where they are not there or no longer fit what is seen."""
    if sheet[CODE_ROW, UNIT_CODE].text != CODES:
        return None
    if sheet.hidden_rows - {CODE_ROW} or sheet.hidden_columns - {UNIT_CODE}:
        return None
    height, width = sheet.grid.shape
    targets: dict[int, Target] = {}
    for c in range(UNIT_NAME + 1, width):
        code = sheet[CODE_ROW, c].text
        target = _target(code, lexicon.catalog)
        if target:
            targets[c] = target
        elif code:
            return None
    units: dict[int, str] = {}
    for r in range(FIRST, height):
        code, name = sheet[r, UNIT_CODE].text, sheet[r, UNIT_NAME].text
        if code in lexicon.catalog.unit and lexicon.unit(name) == code:
            units[r] = code
        elif any(sheet[r, c].text.strip() for c in targets):
            return None  # values in a line that was added or renamed by hand
    return _Lines(units, targets) if units and targets else None


def _target(code: str, catalog: Catalog) -> Target | None:
    indicator, _, measure = code.partition(".")
    if indicator not in catalog.indicator or measure not in STORED:
        return None
    return indicator, Measure(measure)


def _uom(sheet: Sheet, column: int) -> Uom | None:
    """The 计量单位 under the indicator's name; None where the table of units knows no such word."""
    words = tokens.uom_in(sheet[MEASURES, column].text)
    return Uom(words, CellRef(sheet.name, MEASURES, column), True) if words else None


def _column(sheet: Sheet, column: int, lines: _Lines) -> Column:
    path = tuple(t for r in (NAMES, MEASURES) if (t := sheet[r, column].text.strip()))
    at = CellRef(sheet.name, MEASURES, column)
    if target := lines.targets.get(column):
        return Column(column, "value", path, at, target, "stamp")
    return Column(column, "unit" if column == UNIT_NAME else "aside", path, at, by="stamp")
