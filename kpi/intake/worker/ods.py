"""Reads OpenDocument sheets in one pass: repeated cells count only where they hold something."""

from typing import Any

from kpi.intake.worker import guard
from kpi.intake.worker.canvas import Canvas, typed
from kpi.intake.worker.guard import Archive, Refusal, local, markup_parser, pairs
from kpi.intake.worker.planes import BOOL, DATE, ERROR, NUMBER, PERCENT, TEXT, UNCACHED, Sheet

_MANIFEST = "meta-inf/manifest.xml"
_KINDS = {"float": NUMBER, "currency": NUMBER, "percentage": PERCENT, "boolean": BOOL}
_ERRORS = ("#DIV/0", "#REF", "#N/A", "#VALUE", "#NAME")  # Excel writes them as plain text
_ELSEWHERE, _OTHER_FILE = "'file:", "'#"  # how a remembered sheet of another file is called
_SOURCES = frozenset({"table-source", "cell-range-source"})  # a sheet or block taken from elsewhere
_ASIDE = frozenset({"annotation", "frame", "shapes", "custom-shape", "tracked-changes"})


def read(archive: Archive) -> tuple[dict[str, Any], list[Sheet]]:
    """Facts and sheets of content.xml; every other part is only counted."""
    for part in archive.parts:
        if part == _MANIFEST and b"encryption-data" in b"".join(archive.chunks(part)):
            raise Refusal("ENCRYPTED")
        if part != "content.xml":
            archive.inspect(part)
    reader, parser = _Reader(), markup_parser()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.characters
    archive.parse("content.xml", parser)
    sheets = [
        canvas.sheet() for canvas in reader.canvases if not canvas.name.startswith(_ELSEWHERE)
    ]
    return {"kind": "ods", "links": reader.links}, sheets


class _Reader:
    """Follows the tags of content.xml; `row` and `column` are where the next cell stands."""

    def __init__(self) -> None:
        self.canvases: list[Canvas] = []
        self.links = False
        self.concealed: set[str] = set()  # table styles that hide their table
        self.style = ""
        self.aside = self.row = self.column = 0
        self.line: list[tuple[int, int, dict[str, str], list[str]]] = []
        self.repeat = 1
        self.cell: dict[str, str] | None = None
        self.paragraphs: list[str] = []

    def start(self, tag: str, attributes: list[str]) -> None:
        name = local(tag)
        self.links = self.links or name == "dde-link"
        if self.aside or name in _ASIDE:
            self.aside += 1
            return
        given = {local(key): value for key, value in pairs(attributes).items()}
        if name == "style":
            self.style = given.get("name", "")
        elif name == "table-properties" and given.get("display") == "false":
            self.concealed.add(self.style)
        elif name == "table":
            self._table(given)
        elif self.canvases:
            self._inside(name, given)

    def _table(self, given: dict[str, str]) -> None:
        visible = "hidden" if given.get("style-name") in self.concealed else "visible"
        self.canvases.append(Canvas(given.get("name", ""), visible))
        self.row = self.column = 0
        if len(self.canvases) > guard.SHEETS:
            raise Refusal("TOO_MANY_SHEETS", n=len(self.canvases))

    def _inside(self, name: str, given: dict[str, str]) -> None:
        if name in _SOURCES:
            self.links = True
        elif name == "table-column":
            end = self.column + _count(given, "number-columns-repeated")
            if given.get("visibility") in ("collapse", "filter"):
                shown = range(self.column, min(end, guard.COLUMNS))
                self.canvases[-1].hidden_columns.update(shown)
            self.column = end
        elif name == "table-row":
            self.column, self.line = 0, []
            self.repeat = _count(given, "number-rows-repeated")
            if given.get("visibility") in ("collapse", "filter"):
                end = min(self.row + self.repeat, guard.ROWS)
                self.canvases[-1].hidden_rows.update(range(self.row, end))
        elif name in ("table-cell", "covered-table-cell"):
            self.cell, self.paragraphs = given, []
            self.links = self.links or _OTHER_FILE in given.get("formula", "")
        elif name == "p" and self.cell is not None:
            self.paragraphs.append("")
        elif name in ("s", "tab", "line-break"):
            self.characters(" " * min(_count(given, "c"), 255) if name == "s" else " ")

    def characters(self, text: str) -> None:
        if self.paragraphs and not self.aside:
            self.paragraphs[-1] += text

    def end(self, tag: str) -> None:
        if self.aside:
            self.aside -= 1
            return
        name = local(tag)
        if name in ("table-cell", "covered-table-cell") and self.cell is not None:
            repeat = _count(self.cell, "number-columns-repeated")
            if self.cell.keys() & {"value-type", "formula"} or any(self.paragraphs):
                self.line.append((self.column, repeat, self.cell, self.paragraphs))
            self.column, self.cell, self.paragraphs = self.column + repeat, None, []
        elif name == "table-row":
            if self.line:
                self._write()
            self.row += self.repeat

    def _write(self) -> None:
        """The cells of one row, as often as it repeats."""
        canvas = self.canvases[-1]
        last = self.line[-1]
        guard.room(canvas.name, self.row + self.repeat - 1, last[0] + last[1] - 1)
        for row in range(self.row, self.row + self.repeat):
            for first, repeat, given, paragraphs in self.line:
                for column in range(first, first + repeat):
                    _write(canvas, (row, column), given, paragraphs)


def _write(canvas: Canvas, at: tuple[int, int], given: dict[str, str], shown: list[str]) -> None:
    type_ = given.get("value-type", "")  # where two stand, the later, calcext's, knows errors
    if "formula" in given:
        canvas.formulas.add(at)
    spans = _count(given, "number-rows-spanned"), _count(given, "number-columns-spanned")
    canvas.merge(*at, *spans)
    if type_ == "error" or (shown and shown[0].startswith(_ERRORS)):
        typed(canvas, at, ERROR, "", shown)
    elif type_ in _KINDS:
        typed(canvas, at, _KINDS[type_], given.get("value", given.get("boolean-value", "")), shown)
    elif type_ in ("date", "time"):
        typed(canvas, at, DATE, given.get("date-value", given.get("time-value", "")), shown)
    elif not type_ and "formula" in given:
        typed(canvas, at, UNCACHED, "")
    else:
        typed(canvas, at, TEXT, given.get("string-value", ""), shown)


def _count(given: dict[str, str], name: str) -> int:
    count = int(given.get(name, 1))
    if not 0 < count <= 1 << 24:
        raise ValueError(name)
    return count
