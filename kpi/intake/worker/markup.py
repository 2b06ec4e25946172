"""Reads tables written as markup under the name .xls: HTML of web systems, SpreadsheetML 2003."""

from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from kpi.intake.worker import guard
from kpi.intake.worker.canvas import Canvas, typed
from kpi.intake.worker.formats import meaning
from kpi.intake.worker.guard import Refusal, local, markup_parser, pairs
from kpi.intake.worker.planes import BOOL, DATE, ERROR, NUMBER, PERCENT, TEXT, UNCACHED, Sheet
from kpi.intake.worker.text import decode

_KINDS = {"Number": NUMBER, "DateTime": DATE, "Boolean": BOOL, "Error": ERROR}
_SILENT = frozenset({"script", "style", "title", "noscript"})


def html(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """One sheet named html: its tables one below the other, text between them in own rows."""
    text, encoding = decode(data)
    reader = _Html()
    reader.feed(text)
    reader.close()
    reader.flush()
    return {"kind": "html", "encoding": encoding}, [reader.canvas.sheet()]


def xml2003(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """The worksheets of a SpreadsheetML file."""
    text, encoding = decode(data)
    reader, parser = _Xml(), markup_parser("utf-8")  # whatever its first line says: it is decoded
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError):
        raise Refusal("CORRUPT") from None
    facts = {"kind": "xml2003", "encoding": encoding, "links": reader.links}
    return facts, [c.sheet() for c in reader.canvases]


class _Html(HTMLParser):
    """Rows and cells in the order of their tags; a missing end tag is no fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.canvas = Canvas("html")
        self.row = -1
        self.column = 0
        self.silent = 0
        self.words: list[str] = []
        self.cell: tuple[int, int] | None = None  # its rows and columns
        self.taken: dict[int, int] = {}  # column → rows still covered by a cell above

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in ("table", "tr"):
            self.flush()
            self._next_row(dict(attrs)) if tag == "tr" else self.taken.clear()
        elif tag in ("td", "th"):
            self.flush()
            given = dict(attrs)
            self.cell = (
                _span(given.get("rowspan"), guard.ROWS),
                _span(given.get("colspan"), guard.COLUMNS),
            )
        elif tag in ("br", "p", "div"):
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(self.silent - 1, 0)
        elif tag in ("td", "th", "tr", "table"):
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data)

    def flush(self) -> None:
        """Close the open cell; text outside any cell becomes a row."""
        text = " ".join("".join(self.words).split())
        self.words = []
        if self.cell:
            self._place(text, *self.cell)
            self.cell = None
        elif text:
            self._next_row({})
            self._place(text, 1, 1)

    def _next_row(self, given: dict[str, str | None]) -> None:
        self.row, self.column = self.row + 1, 0
        if "display:none" in (given.get("style") or "").replace(" ", "").lower():
            self.canvas.hidden_rows.add(self.row)
        self.taken = {column: left - 1 for column, left in self.taken.items() if left > 0}

    def _place(self, text: str, rows: int, columns: int) -> None:
        self.row = max(self.row, 0)
        while self.column in self.taken:
            self.column += 1
        guard.room(self.canvas.name, self.row, self.column)
        if text:
            self.canvas.place(self.row, self.column, TEXT, text)
        self.canvas.merge(self.row, self.column, rows, columns)
        if rows > 1:
            self.taken.update(dict.fromkeys(range(self.column, self.column + columns), rows - 1))
        self.column += columns


class _Xml:
    """Follows the tags of a SpreadsheetML 2003 workbook."""

    def __init__(self) -> None:
        self.canvases: list[Canvas] = []
        self.formats: dict[str, int] = {}  # style → kind of a number
        self.style = ""
        self.row = self.column = -1
        self.cell: dict[str, str] = {}
        self.type = ""
        self.told = self.aside = self.links = False
        self.span = 0
        self.words: list[str] | None = None

    def start(self, tag: str, attributes: list[str]) -> None:
        name, given = local(tag), {local(k): v for k, v in pairs(attributes).items()}
        if name == "Style":
            self.style = given.get("ID", "")
        elif name == "NumberFormat":
            code = given.get("Format", "")
            self.formats[self.style] = PERCENT if code == "Percent" else meaning(code[:255])
        elif name == "SupBook":  # another workbook that formulas draw on
            self.links = True
        elif name == "Worksheet":
            self.canvases.append(Canvas(given.get("Name", "")))
            self.row = self.column = -1
            if len(self.canvases) > guard.SHEETS:
                raise Refusal("TOO_MANY_SHEETS", n=len(self.canvases))
        elif self.canvases:
            self._inside(name, given)

    def _inside(self, name: str, given: dict[str, str]) -> None:
        canvas = self.canvases[-1]
        if name == "Column":
            self.column = _index(given, self.column)
            span = _whole(given, "Span", guard.COLUMNS)
            if given.get("Hidden") == "1":
                canvas.hidden_columns.update(range(self.column, self.column + span + 1))
            self.column += span
        elif name == "Row":
            self.row, self.column = _index(given, self.row), -1
            self.span = _whole(given, "Span", guard.ROWS)
            if given.get("Hidden") == "1":
                canvas.hidden_rows.add(self.row)
        elif name == "Cell":
            self.column = _index(given, self.column)
            self.cell, self.told = given, False
        elif name == "Comment":
            self.aside = True  # its text stands in a Data of its own
        elif name == "Data" and not self.aside:
            self.type, self.words = given.get("Type", ""), []
        elif name == "Visible":
            self.words = []

    def characters(self, text: str) -> None:
        if self.words is not None:
            self.words.append(text)

    def end(self, tag: str) -> None:
        name, words = local(tag), "".join(self.words or ())
        if name == "Data" and self.words is not None and self.row >= 0:
            self.told, self.words = True, None
            kind = _KINDS.get(self.type, TEXT)
            if kind == NUMBER:
                kind = self.formats.get(self.cell.get("StyleID", ""), NUMBER)
            self._place(kind, words)
        elif name == "Cell" and self.canvases and self.row >= 0:
            across = _whole(self.cell, "MergeAcross", guard.COLUMNS)
            down = _whole(self.cell, "MergeDown", guard.ROWS)
            self.canvases[-1].merge(self.row, self.column, down + 1, across + 1)
            if "Formula" in self.cell:
                self.canvases[-1].formulas.add((self.row, self.column))
                if not self.told:
                    self._place(UNCACHED, "")
            self.column += across
        elif name == "Visible" and self.canvases:
            hidden = {"SheetHidden": "hidden", "SheetVeryHidden": "very_hidden"}
            self.canvases[-1].visible = hidden.get(words.strip(), "visible")
            self.words = None
        elif name == "Row":
            self.row += self.span
        elif name == "Comment":
            self.aside = False

    def _place(self, kind: int, words: str) -> None:
        place = self.row, max(self.column, 0)
        if kind == DATE:
            words = words.removesuffix("T00:00:00.000")
        typed(self.canvases[-1], place, kind, words)


def _span(written: str | None, most: int) -> int:
    return min(max(int(written), 1), most) if written and written.isdecimal() else 1


def _index(given: dict[str, str], before: int) -> int:
    """0-based place of a row or cell: what its index says, else the next."""
    index = int(given["Index"]) - 1 if "Index" in given else before + 1
    if index < 0:
        raise ValueError(given)
    return index


def _whole(given: dict[str, str], name: str, most: int) -> int:
    return min(max(int(given.get(name, 0)), 0), most)
