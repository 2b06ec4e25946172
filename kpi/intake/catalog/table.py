"""The sheets of 名录.xlsx as one table of columns: what a reader demands and a writer writes."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.intake.catalog import conditions
from kpi.intake.words import tokens
from kpi.model.period import Period
from kpi.model.problem import Problem, problem
from kpi.model.sheet import Cell, CellRef, Kind, Sheet

Words = Mapping[str, str]  # the word that is written → the code that is stored
Read = Callable[[str], Any]  # raises ValueError for a text that is no value of the column


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `need` a value in every line, `optional` the column itself; `words` are listed
    in the workbook's cells; `empty` is the value of a blank cell.
    """

    name: str
    read: Read
    need: bool = False
    optional: bool = False
    words: Words = field(default_factory=dict)
    empty: Any = ""
    width: int = 14
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of a sheet: values by column name, each with its address."""

    sheet: str
    row: int
    values: dict[str, Any]
    columns: dict[str, int]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def at(self, name: str) -> CellRef:
        """The cell of a column; of an absent one the line's first cell."""
        return CellRef(self.sheet, self.row, self.columns.get(name, 0))


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet's lines, what is wrong in it, and the texts of lines that are left out as faulty:
    what refers to those is not wrong for that reason.
    """

    records: tuple[Record, ...] = ()
    faults: tuple[Problem, ...] = ()
    damaged: frozenset[str] = frozenset()


def records(sheet: Sheet, table: tuple[Column, ...]) -> Reading:
    """The lines of a sheet, blank ones left out, with what is wrong cell by cell."""
    heads = {tokens.plain(cell.text): n for n, cell in enumerate(sheet.row(0)) if cell.text}
    known = {tokens.plain(c.name): c for c in table}
    faults = [
        problem("CATALOG_COLUMN", sheet.name, c.name)
        for name, c in known.items()
        if name not in heads and not c.optional
    ]
    faults += [
        problem("CATALOG_EXTRA", CellRef(sheet.name, 0, n), head)
        for head, n in heads.items()
        if head not in known
    ]
    if any(p.code == "CATALOG_COLUMN" for p in faults):
        everything = {c.text.strip() for r in range(sheet.grid.shape[0]) for c in sheet.row(r)}
        return Reading((), tuple(faults), frozenset(everything))
    places = {c.name: heads[name] for name, c in known.items() if name in heads}
    found, damaged = [], set[str]()
    for row in range(1, sheet.grid.shape[0]):
        cells = {name: sheet[row, n] for name, n in places.items()}
        if all(cell.kind is Kind.BLANK or not written(cell) for cell in cells.values()):
            continue
        values, wrong = _values(cells, table)
        faults += wrong
        if wrong:
            damaged |= {written(cell) for cell in cells.values()}
        else:
            found.append(Record(sheet.name, row, values, places))
    return Reading(tuple(found), tuple(faults), frozenset(damaged))


def _values(
    cells: dict[str, Cell], table: tuple[Column, ...]
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    wrong: list[Problem] = []
    for column in table:
        cell = cells.get(column.name)
        text = written(cell) if cell else ""
        if cell and (cell.kind in (Kind.ERROR, Kind.UNCACHED) or (column.need and not text)):
            wrong.append(refused(cell.ref, column, text))
            continue
        try:
            values[column.name] = column.read(text) if text else column.empty
        except ValueError:
            assert cell is not None  # noqa: S101 - without a cell there is no text
            wrong.append(refused(cell.ref, column, text))
    return values, wrong


def refused(at: CellRef, column: Column, given: str) -> Problem:
    """CATALOG_VALUE with what the column allows."""
    allowed = "、".join(column.words) or column.allowed or "…"
    return problem("CATALOG_VALUE", at, given, column=column.name, allowed=allowed)


def written(cell: Cell) -> str:
    """A cell as text, trimmed: a whole number without .0, 20% for a number under a % format."""
    if cell.kind is Kind.PERCENT and isinstance(cell.value, float):
        return f"{conditions.number(round(cell.value * 100, 10))}%"
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    return cell.text.strip()


def text(longest: int = 2000) -> Read:
    """Any text up to a length; its line breaks stay."""

    def read(given: str) -> str:
        if len(given) > longest:
            raise ValueError(given)
        return given.replace("\x00", "")

    return read


def word(words: Words) -> Read:
    """One of the words or codes."""
    by_text = {tokens.plain(k).lower(): v for k, v in words.items()}
    by_text |= {v.lower(): v for v in words.values()}

    def read(given: str) -> str:
        code = by_text.get(tokens.plain(given).lower())
        if code is None:
            raise ValueError(given)
        return code

    return read


def number(given: str) -> float:
    """A plain number; thousands separators are taken."""
    found = tokens.number(given)
    if not isinstance(found, tokens.Number) or found.percent or found.uom or found.footnote:
        raise ValueError(given)
    return found.value


def percent(given: str) -> float:
    """A number in percent, 70 or 70%."""
    return number(unicodedata.normalize("NFKC", given).strip().removesuffix("%"))


def whole(low: int, high: int) -> Read:
    """A whole number between two."""

    def read(given: str) -> int:
        x = number(given)
        if not x.is_integer() or not low <= x <= high:
            raise ValueError(given)
        return int(x)

    return read


CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}", re.ASCII)


def code(given: str) -> str:
    """A code: letters, digits, underscores."""
    if not CODE.fullmatch(given):
        raise ValueError(given)
    return given


def names(given: str) -> tuple[str, ...]:
    """Names separated by 、 ； ; or line breaks, each once."""
    return tuple(dict.fromkeys(n.strip() for n in re.split(r"[、；;\n]", given) if n.strip()))


def period(given: str) -> str:
    """A period's own text: 2026, 2026-09, 2026-Q3; also 2026年, 2026年9月, and 2026-09-01, which
    a spreadsheet makes of 2026-09.
    """
    bare = tokens.plain(given)
    if found := _SPOKEN.fullmatch(bare):
        bare = f"{found[1]}-{int(found[2]):02d}" if found[2] else found[1]
    elif _DAY.fullmatch(bare[:10]) and bare[7:10] == "-01":
        bare = bare[:7]
    return str(Period.parse(bare))


_SPOKEN = re.compile(r"(\d{4})年(?:度|(\d{1,2})月)?", re.ASCII)
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


def since(given: str) -> str:
    """The first day or period of a span; a quarter by its first month, so that texts compare."""
    return _end(given, lambda p: p.first_day.isoformat()[:7])


def until(given: str) -> str:
    """The last day or period of a span; a quarter by its last month."""
    return _end(given, lambda p: p.last_day.isoformat()[:7])


def _end(given: str, month: Callable[[Period], str]) -> str:
    bare = tokens.plain(given)[:10]
    if _DAY.fullmatch(bare):
        return bare
    found = Period.parse(bare)
    return month(found) if found.freq in ("Q", "H") else str(found)
