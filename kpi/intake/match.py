"""Which line and column of a file means what: tables found, headers read, codes assigned."""

from collections.abc import Callable
from collections.abc import Mapping as Chosen
from datetime import date
from functools import partial

from kpi.intake.form import stamp
from kpi.intake.table import fingerprint
from kpi.intake.table.around import around
from kpi.intake.table.bare import headless, unheaded
from kpi.intake.table.block import block
from kpi.intake.table.columns import parts
from kpi.intake.table.layout import Area, Face, areas, face, paths
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import Block, Mapping
from kpi.intake.table.notes import Notes
from kpi.intake.table.told import Recall, Told, nothing
from kpi.intake.table.told import told as told_of
from kpi.intake.words.periods import PeriodToken
from kpi.model.catalog import Catalog
from kpi.model.panel import Wanted
from kpi.model.period import Freq, Period, between
from kpi.model.problem import Problem, Severity, problem
from kpi.model.sheet import CellRef, Sheet

_FREQS: tuple[Freq, ...] = ("M", "Q", "H", "Y")
_PER_YEAR: dict[Freq, int] = {"M": 12, "Q": 4, "H": 2, "Y": 1}
_HISTORY = 2  # years that the checks look back
_BUSY = 4  # as many numbers on an unread sheet are worth a warning


def match(
    sheets: tuple[Sheet, ...],
    catalog: Catalog,
    *,
    name: str,
    hint: Period | None,
    today: date,
    recall: Recall = nothing,
    chosen: Chosen[CellRef, str] | None = None,
) -> Mapping:
    """Find the tables of a file and say what every row and column of them means.

    `name` is the file's, `hint` the period chosen on the form; both count least. `recall` gives
    what was confirmed of a layout, `chosen` what a person says of columns now; these count most.
    """
    told = partial(told_of, recall=recall, now=chosen or {}, catalog=catalog)
    lexicon = Lexicon(catalog)
    notes = Notes()
    blocks: list[Block] = []
    unread: list[Sheet] = []
    offered: list[Block] = []
    for sheet in sheets:
        if not sheet.grid.kinds.any() or stamp.silent(sheet):
            continue
        if sheet.visible != "visible":
            notes.problems.append(problem("HIDDEN_SHEET_SKIPPED", sheet.name, sheet=sheet.name))
            notes.skip(sheet.name, _whole(sheet), "hidden_sheet")
            continue
        ours = stamp.block(sheet, lexicon, name, hint)
        found = [ours] if ours else tables(sheet, lexicon, name, hint, notes, told)
        if not found:
            asked = _asked(sheet, lexicon, name, hint, notes, told)
            found = [one for one in asked if one.targets]
            offered += [one for one in asked if not one.targets]
        blocks += found
        if not found:
            unread.append(sheet)
    for sheet in unread:
        notes.problems.append(_unread(sheet, lexicon, bool(blocks)))
        notes.skip(sheet.name, _whole(sheet), "no_table")
    print_ = fingerprint.of(tuple(blocks))
    return Mapping(
        name,
        tuple(blocks),
        tuple(notes.problems),
        tuple(notes.skipped),
        hint,
        print_,
        tuple(offered),
    )


def tables(
    sheet: Sheet,
    lexicon: Lexicon,
    name: str,
    hint: Period | None,
    notes: Notes,
    told: Callable[..., Told],
) -> list[Block]:
    """The tables of one sheet, top to bottom and left to right."""
    seen = face(sheet, lexicon.plane(sheet))
    lying = areas(seen)
    if not lying and (plain := headless(seen)):
        lying = (plain,)
    return _blocks(seen, lying, lexicon, name, hint, notes, told)


def _asked(
    sheet: Sheet,
    lexicon: Lexicon,
    name: str,
    hint: Period | None,
    notes: Notes,
    told: Callable[..., Told],
) -> list[Block]:
    """The table of a sheet that names units but heads no column with a word of ours: read where
    somebody said what a column means, else only shown, for somebody to say.
    """
    seen = face(sheet, lexicon.plane(sheet))
    lying = unheaded(seen)
    if not lying:
        return []
    mine = Notes()
    found = _blocks(seen, (lying,), lexicon, name, hint, mine, told)
    if any(one.targets for one in found):
        notes.take(mine)
    return found


def _blocks(
    seen: Face,
    lying: tuple[Area, ...],
    lexicon: Lexicon,
    name: str,
    hint: Period | None,
    notes: Notes,
    told: Callable[..., Told],
) -> list[Block]:
    found = []
    for area in lying:
        near = around(seen, area, lying[0], lexicon, name, hint)
        over = paths(seen, area)
        for part in parts(seen, area, over, lexicon):
            said = told(seen.sheet.name, area, part, over)
            if one := block(seen, area, part, over, near, lexicon, notes, said):
                found.append(one)
    return found


def touches(mapping: Mapping, catalog: Catalog | None = None) -> Wanted:
    """Which stored cells the file speaks of, with two years of history, and the year's tasks.

    With the catalog also those of indicators that are a part or the whole of one in the file.
    """
    stated = [s for b in mapping.blocks for s in (*b.stated, *b.context)]
    periods: set[str] = set()
    for freq in _FREQS:
        tokens = [t for s in stated if isinstance(t := s.read(freq), PeriodToken)]
        for found in {t.period for t in tokens}:
            years = _HISTORY * _PER_YEAR[freq]
            periods |= {str(one) for one in between(found.shift(-years), found)}
            periods.add(str(found.year))  # of the annual tasks
    here = {code for code, _ in mapping.targets}
    bonds = [{i.code, i.part_of} for i in catalog.indicators if i.part_of] if catalog else []
    codes = sorted(here.union(*(bond for bond in bonds if bond & here)))
    # nothing recognised asks for nothing: an empty tuple would ask for all
    return Wanted(indicators=tuple(codes) or ("",), periods=tuple(sorted(periods)) or ("",))


def _whole(sheet: Sheet) -> tuple[int, int, int, int]:
    rows, columns = sheet.grid.shape
    return 0, 0, rows - 1, columns - 1


def _unread(sheet: Sheet, lexicon: Lexicon, others: bool) -> Problem:
    """A sheet without a table: an error where it is all there is and holds numbers."""
    numbers = int(face(sheet, lexicon.plane(sheet)).values.sum())
    if not others and numbers:
        return problem("HEADER_NOT_FOUND", sheet.name, sheet=sheet.name)
    severity = Severity.WARNING if numbers >= _BUSY else None
    return problem("SHEET_SKIPPED", sheet.name, severity=severity, sheet=sheet.name)
