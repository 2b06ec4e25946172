"""What the value reader hides in a worksheet: formats, errors, formulas, hidden lines; one pass."""

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any
from xml.parsers import expat

from kpi.intake.worker import guard, plain
from kpi.intake.worker.guard import Archive, Refusal, local, markup_parser, pairs

Attributes = list[str]  # name, value, name, value, …: ordered_attributes spares a dict per cell
Start = Callable[[str, Attributes], None]
Take = Callable[[bytes, plain.Run], None]

SHIFT = 16  # a place is row << SHIFT | column

_TAIL = 50_000  # empty rows in a run, after which only the bytes are searched
_CONTENT = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)[\s/>]")
_REF = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_LAST_REF = re.compile(rb'\sr="([A-Z]{1,3}[0-9]{1,7})"')
_TAGS = 1_000  # distinct tags: honest sheets have some fifty
_ACTS = frozenset({"c", "v", "f", "row", "mergeCell", "col", "extLst"})


class Found:
    """What one sheet holds beside values; places are row << SHIFT | column."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows = self.columns = 0  # up to the last content
        self.empty_run = 0  # rows since the last content
        self.formats: dict[int, array[int]] = defaultdict(lambda: array("q"))  # kind → places
        self.errors: list[tuple[int, str]] = []
        self.formulas = array("q")
        self.spoken: set[int] = set()  # formulas whose stored result is the empty text
        self.merges: list[tuple[int, int, int, int]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()

    def too_large(self, row: int, column: int = 0) -> Refusal:
        """The sheet goes beyond its budget at this cell."""
        return Refusal("SHEET_TOO_LARGE", sheet=self.name, row=max(row, 0), column=column)


def sheet(archive: Archive, part: str, name: str, special: Mapping[str, int]) -> Found:
    """Everything in one worksheet part. Rows of plain cells are read at a glance, all else by the
    parser; a long tail of empty rows is only searched for content.
    """
    parser, found = markup_parser(), Found(name)
    start, take, finish = _handlers(found, special, parser)
    parser.StartElementHandler = start
    searchable, last, rest = True, b"", b""
    try:
        for chunk in archive.chunks(part):
            if not last:
                searchable = not chunk.startswith((b"\xff\xfe", b"\xfe\xff"))  # not in UTF-16
            text, done = rest + chunk, 0
            if found.empty_run > _TAIL and searchable:
                seen = last + text  # a tag may lie across the border
                if hit := _CONTENT.search(seen):
                    raise found.too_large(*_place_before(seen[: hit.start()], found))
                parser.StartElementHandler = start if b"mergeCell" in seen else None
            elif searchable:
                for run in plain.runs(text):
                    parser.Parse(text[done : run.start], False)
                    take(text, run)
                    done = run.end
            end = plain.whole(text, done)
            parser.Parse(text[done:end], False)
            last, rest = text[end - 32 : end], text[end:]
        parser.Parse(rest, True)
    except (expat.ExpatError, ValueError):
        raise Refusal("CORRUPT") from None
    finish()
    return found


def _handlers(
    found: Found, special: Mapping[str, int], parser: Any
) -> tuple[Start, Take, Callable[[], None]]:
    """The start-tag handler of one sheet, what takes plain rows, what to call after its last tag.

    It is called for every tag, so it avoids work: an address is taken apart only for a cell with
    content, and the meaning of a cell's other attributes is remembered per distinct set of them.
    """
    columns: dict[str, int] = {}  # letters → 0-based index, of columns the sheet already reaches
    meanings: dict[tuple[str, ...], tuple[int | None, str]] = {}
    acts: dict[str, str] = {}  # tag → what to do, filled as tags come: any prefix will do
    row, row_text, last, count = -1, "0", -1, 0
    cell, formula = ["r", ""], [""]  # attributes of the current cell, of the last with a formula
    indices: dict[bytes, int] = {}  # the same for columns of plain rows
    styled = plain.styled(special)

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal cell, count
        if tag == "c":
            cell = attributes if attributes and attributes[0] == "r" else addressed(attributes)
        elif tag == "v":
            count += 1
            line, at = row, columns.get(cell[1].removesuffix(row_text))
            if at is None:
                line, at = grow()
            elif line != last:
                reach(line, at)
            size = len(cell)
            if size == 2:
                return
            if size > 4 or cell[2] != "s":
                kind = odd(line, at, tuple(cell[2:]))
            else:  # a number and its style, the most frequent cell
                kind = special.get(cell[3])
            if kind is not None:
                found.formats[kind].append(line << SHIFT | at)
        else:
            act = acts.get(tag)
            if act is None:
                act = learn(tag)
            if act:
                other(act, attributes)

    def other(act: str, attributes: Attributes) -> None:
        nonlocal formula
        if act == "row":
            next_row(attributes)
        elif act == "f":
            formula = cell
            line, at = grow()
            found.formulas.append(line << SHIFT | at)
        elif act in ("c", "v"):  # <x:c>, or <is> where others write <v>
            start(act, attributes)
        elif act == "mergeCell":
            merge(pairs(attributes).get("ref", ""))
        elif act == "col":
            hide(pairs(attributes))
        elif act == "extLst":
            parser.StartElementHandler = after

    def after(tag: str, attributes: Attributes) -> None:
        """Behind the cells: sparklines and new formats write their ranges as <xm:f>."""
        if local(tag) == "row":
            parser.StartElementHandler = start
        if local(tag) in ("row", "mergeCell"):
            start(tag, attributes)

    def grow() -> tuple[int, int]:
        """Row and column of a cell in a column not met before, or in another row than it says."""
        line, at = place(cell[1])
        reach(line, at)
        if line == row:
            columns[cell[1].removesuffix(row_text)] = at
        return line, at

    def reach(line: int, at: int) -> None:
        """The sheet has content in this cell."""
        nonlocal last
        guard.room(found.name, line, at, found.rows, found.columns)
        found.columns, found.rows = max(found.columns, at + 1), max(found.rows, line + 1)
        found.empty_run, last = 0, line

    def addressed(attributes: Attributes) -> Attributes:
        """The same with the address first; a cell without one follows its neighbour."""
        given = pairs(attributes)
        before = place(cell[1])[1] if cell[1] else -1
        ref = given.pop("r", "") or f"{_letters(before + 1)}{row_text}"
        return ["r", ref, *(word for pair in given.items() for word in pair)]

    def odd(line: int, at: int, key: tuple[str, ...]) -> int | None:
        """The format of a cell that is not simply a styled number; errors and formulas noted."""
        known = meanings.get(key)
        if known is None:
            given = pairs(list(key))
            known = special.get(given.get("s", "")), given.get("t", "n")
            if len(meanings) < guard.STYLES:
                meanings[key] = known
        kind, type_ = known
        if type_ == "e":
            collect(line << SHIFT | at)
        elif type_ == "str" and formula is cell:
            found.spoken.add(line << SHIFT | at)
        return kind

    def learn(tag: str) -> str:
        name = local(tag)
        acts[tag] = "v" if name == "is" else name if name in _ACTS else ""
        if len(acts) > _TAGS:
            raise Refusal("BAD_PART", detail=f"tags > {_TAGS}")
        return acts[tag]

    def next_row(attributes: Attributes) -> None:
        nonlocal row, row_text, cell, last
        if count > guard.CELLS:
            raise found.too_large(row)
        given = attributes[1] if attributes[:1] == ["r"] else pairs(attributes).get("r", row + 2)
        row = int(given) - 1
        if row < 0:
            raise ValueError(given)
        row_text, cell, last = str(row + 1), ["r", ""], -1
        found.empty_run += 1
        if "hidden" in attributes and pairs(attributes).get("hidden") in ("1", "true"):
            found.hidden_rows.add(row)

    def take(text: bytes, run: plain.Run) -> None:
        """Rows that the parser does not get to see."""
        nonlocal row, count
        row, count = run.last - 1, count + run.filled
        if count > guard.CELLS:
            raise found.too_large(row)
        reach(run.deepest - 1, max(map(column, run.columns)))
        if styled:
            for letters, line, style in styled.findall(text, run.start, run.end):
                if kind := special.get(style.decode()):
                    found.formats[kind].append((int(line) - 1) << SHIFT | column(letters))

    def column(letters: bytes) -> int:
        """The index of a column, remembered."""
        if letters not in indices:
            indices[letters] = place(f"{letters.decode()}1")[1]
        return indices[letters]

    def merge(ref: str) -> None:
        first, _, second = ref.partition(":")
        found.merges.append((*place(first), *place(second or first)))
        if len(found.merges) > guard.MERGES:
            raise found.too_large(*found.merges[-1][:2])

    def hide(given: dict[str, str]) -> None:
        if given.get("hidden") in ("1", "true"):
            first, end = int(given.get("min", 1)) - 1, int(given.get("max", 1))
            found.hidden_columns.update(range(max(first, 0), min(end, guard.COLUMNS)))

    def collect(at: int) -> None:
        """Listen to the text of an error cell until the next tag."""
        words: list[str] = []

        def close(tag: str, attributes: Attributes) -> None:
            parser.CharacterDataHandler, parser.StartElementHandler = None, start
            found.errors.append((at, "".join(words).strip()[:60]))
            if tag:
                start(tag, attributes)

        parser.CharacterDataHandler, parser.StartElementHandler = words.append, close

    def finish() -> None:
        if parser.CharacterDataHandler:  # the last tag of all was an error's
            parser.StartElementHandler("", [])
        if count > guard.CELLS:
            raise found.too_large(row)

    return start, take, finish


def place(ref: str) -> tuple[int, int]:
    """Row and column of AB12, 0-based; ValueError for anything else."""
    found = _REF.fullmatch(ref)
    if not found:
        raise ValueError(ref)
    at = 0
    for letter in found[1].upper():
        at = at * 26 + ord(letter) - 64
    return int(found[2]) - 1, at - 1


def _letters(at: int) -> str:
    name, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _place_before(seen: bytes, found: Found) -> tuple[int, int]:
    """Where the content after these bytes stands, as far as they tell."""
    refs = _LAST_REF.findall(seen)
    return place(refs[-1].decode()) if refs else (found.rows + found.empty_run, 0)
