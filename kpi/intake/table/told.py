"""What persons said of the columns of a table: now, by a repair, or of the same layout before."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from kpi.intake.table import fingerprint
from kpi.intake.table.columns import Part, Path
from kpi.intake.table.headings import Heading, aside_rows
from kpi.intake.table.layout import Area
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.notes import Notes
from kpi.intake.table.rowaxis import Axis
from kpi.intake.words.names import Meaning, Signature, Target
from kpi.model.catalog import Catalog
from kpi.model.measure import STORED, Measure
from kpi.model.sheet import CellRef

MEMORY, PERSON, IGNORE, VALUE = "memory", "person", "ignore", "value"
ROLES = ("unit", "period", "uom", "indicator", VALUE, IGNORE)
LINE = "↓"  # begins the path of a kind of row, which a column's path never does
Texts = tuple[str, ...]
Recall = Callable[[str], Mapping[Texts, str]]
_MOST = 500  # kinds of rows of one table
_SAME = {  # roles found unaided that are what was said
    "unit": ("unit",),
    "period": ("period", "year"),
    "uom": ("uom",),
    "indicator": ("indicator", "measure"),
}


def nothing(layout: str) -> Mapping[Texts, str]:
    """The memory of one who has none."""
    del layout
    return {}


@dataclass(frozen=True, slots=True)
class Said:
    """What a column or kind of row is for: a role or fai.ytd; said by a person or from memory."""

    target: str
    by: str


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one table: by column index; by name of the row; by cell, of this upload."""

    sheet: str = ""
    layout: str = ""
    columns: Mapping[int, Said] = field(default_factory=dict)
    lines: Mapping[Texts, str] = field(default_factory=dict)
    now: Mapping[CellRef, str] = field(default_factory=dict)

    def part(self, part: Part) -> Part:
        """The roles with what was said put in; a column said to list the units is the only one."""
        roles = dict(part.roles)
        for c, said in self.columns.items():
            same = _SAME.get(said.target, ())
            if roles[c] in same:  # 年 beside 月 stays what it is
                continue
            others = [x for x, r in roles.items() if r in same and x not in self.columns]
            if said.target != "indicator":
                roles |= dict.fromkeys(others, "aside")
            roles[c] = said.target if said.target in ROLES else VALUE
            roles[c] = "aside" if said.target == IGNORE else roles[c]
        return replace(part, roles=roles)

    def meant(
        self, axis: Axis, values: list[Heading], found: list[list[Meaning]], lexicon: Lexicon
    ) -> list[list[Meaning]]:
        """The meanings with what was said in place of what was found."""
        catalog, names = lexicon.catalog, lexicon.names
        if not (self.columns or self.lines or self.now):
            return found
        lines = self.rows(axis, catalog)
        told: list[list[Meaning]] = []
        for path, line in zip(axis.names, found, strict=True):
            here = list(line)
            for j, head in enumerate(values):
                said, row = self.columns.get(head.index), lines.get(path)
                target = of(said.target, catalog) if said else None
                if said and target:
                    here[j] = Meaning((target,), said.by, line[j].signature)
                elif row and row.target == IGNORE:
                    here[j] = Meaning(signature=Signature("", kind="aside"))
                elif row and (target := of(row.target, catalog)):
                    sign = names.read(head.names).signature
                    here[j] = Meaning((_in_column(target, sign),), row.by, sign)
            told.append(here)
        return told

    def rows(self, axis: Axis, catalog: Catalog) -> dict[Texts, Said]:
        """What was said of the kinds of rows, by their names."""
        if not axis.name_columns or not (self.lines or self.now):
            return {}
        found: dict[Texts, Said] = {}
        places = lines_at(axis, self.sheet)
        for path, at in zip(axis.names, places, strict=False):
            now = self.now.get(at)
            before = next((t for k in keys((LINE, *path)) if (t := self.lines.get(k))), "")
            said = Said(now, PERSON) if now is not None else Said(before, MEMORY)
            if said.target == IGNORE or of(said.target, catalog):
                found[path] = said
        return found

    def silenced(self, axis: Axis, notes: Notes, catalog: Catalog) -> Notes:
        """What is to be noted of a table, without the rows that somebody said to ignore."""
        rows = self.rows(axis, catalog)
        gone = {n for n, path in enumerate(axis.names) if path in rows and not _meant(rows[path])}
        if gone:
            deaf = {int(r) for r, n in zip(axis.rows, axis.name_of, strict=True) if n in gone}
            notes.problems = [
                p
                for p in notes.problems
                if not (p.code == "UNMAPPED_COLUMN" and p.cell and p.cell.row in deaf)
            ]
        return notes


def _meant(said: Said) -> bool:
    return said.target != IGNORE


NOTHING = Told()


def told(
    sheet: str,
    area: Area,
    part: Part,
    over: dict[int, Path],
    recall: Recall,
    now: Mapping[CellRef, str],
    catalog: Catalog,
) -> Told:
    """What was said of one table of a sheet; a code that is retired or unknown counts for nothing.

    `now` are the repairs of this upload by the cell of the column's head; an empty one silences
    the memory.
    """
    aside = aside_rows(part, over)
    over = {c: tuple(one for one in over[c] if one[1][0] not in aside) for c in part.roles}
    paths = {c: tuple(text for text, _ in over[c]) for c in part.roles}
    layout = fingerprint.layout(sheet, list(paths.values()))
    before = recall(layout)
    columns: dict[int, Said] = {}
    turns = [turn for _, turn in numbered([(path, "") for path in paths.values()])]
    for (c, path), turn in zip(paths.items(), turns, strict=True):
        chosen = now.get(head_at(sheet, area.rows[0], over[c], c))
        word = next((t for k in keys(path, turn) if (t := before.get(k))), "")
        said = Said(word, MEMORY) if chosen is None else Said(chosen, PERSON)
        if said.target in ROLES or of(said.target, catalog):
            columns[c] = said
    local = {at: t for at, t in now.items() if at.sheet == sheet}
    lines = {path: t for path, t in before.items() if path[:1] == (LINE,)}
    return Told(sheet, layout, columns, lines, local)


def head_at(sheet: str, first: int, path: Path, column: int) -> CellRef:
    """The cell by which a column is named: its lowest header text, else its first value."""
    return CellRef(sheet, path[-1][1][0] if path else first, column)


def lines_at(axis: Axis, sheet: str) -> list[CellRef]:
    """The cells by which the kinds of rows are named: where each name first stands; of a long
    list of texts that are hardly indicators only so many as a person can be asked about.
    """
    if not axis.name_columns:
        return []
    first = np.full(len(axis.names), len(axis.rows), np.intp)
    np.minimum.at(first, axis.name_of, np.arange(len(axis.name_of)))
    column = axis.name_columns[-1]
    return [CellRef(sheet, int(axis.rows[i]), column) for i in first[:_MOST].tolist()]


def keys(path: Texts, turn: int = 1) -> tuple[Texts, ...]:
    """The names a path is remembered under, the narrowest first: as the `turn`-th of its name,
    with its digits, and without; no periods in any.
    """
    worded = tuple(fingerprint.worded(text) for text in path)
    return (*worded, f"#{turn}"), worded, tuple(fingerprint.pattern(text) for text in path)


def remembered(targets: list[tuple[Texts, str]]) -> dict[Texts, str]:
    """What to keep of paths, left to right, and their targets: under every name that means one
    thing. So 9月 and 10月 are one, 项目1 and 项目2 may be two, and so may be two 同比.
    """
    named = [(keys(path, turn), target) for (path, target), turn in numbered(targets)]
    by_key: dict[Texts, set[str]] = {}
    for names, target in named:
        for key in names:
            by_key.setdefault(key, set()).add(target)
    return {
        key: target
        for names, target in named
        for key in names
        if key == names[0] or len(by_key[key]) == 1
    }


def numbered(targets: list[tuple[Texts, str]]) -> Iterator[tuple[tuple[Texts, str], int]]:
    """Each with its number among those of the same path."""
    seen: Counter[Texts] = Counter()
    for one in targets:
        seen[one[0]] += 1
        yield one, seen[one[0]]


def of(word: str, catalog: Catalog) -> Target | None:
    """The indicator and measure that fai.ytd names; None for a role or an unknown code."""
    code, _, measure = word.partition(".")
    if code not in catalog.indicator or measure not in STORED:
        return None
    return code, Measure(measure)


_KINDS = {
    "growth": Measure.YOY,
    "target": Measure.TARGET,
    "stretch": Measure.STRETCH,
    "rank": Measure.RANK,
}


def _in_column(target: Target, sign: Signature) -> Target:
    """What a row that is told to be fai.ytd is under the heads 当月, 同比, 年度目标."""
    if target[1] is Measure.YOY and sign.kind == VALUE:
        return target  # growth is all that is told of it, whatever the column adds
    return target[0], _KINDS.get(sign.kind) or sign.basis or target[1]
