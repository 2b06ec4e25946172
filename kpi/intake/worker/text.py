"""Reads .csv and .txt, also under the name .xls: comma, tab or semicolon, in UTF or GB18030."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from kpi.intake.worker.guard import CELLS, FILE, Refusal, room
from kpi.intake.worker.planes import Sheet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_QUOTED = re.compile(r'"[^"]*"')
_TRAILING = re.compile(r"\t+(?=[,;]|$)", re.MULTILINE)  # some systems end every cell with a tab
_TENTH = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}\.1(?![0-9.])")
_TEN = re.compile(r"(?<![0-9.])(?:19|20)[0-9]{2}\.1[0-2](?![0-9.])")
_FORCED = re.compile(r'="(.*)"', re.DOTALL)  # how a system keeps the zeros of ="0012"


def read(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """One sheet named csv; cells are text, numbers are read where words and units are known."""
    text, encoding = decode(data)
    csv.field_size_limit(FILE)
    mark, sheet = delimiter(text), Sheet("csv")
    try:
        width = max(map(len, rows(text, mark)), default=0)
        sheet.fill(
            _typed(text, mark), width
        )  # twice over the text costs less than keeping all cells
    except csv.Error:
        raise Refusal("CORRUPT") from None
    sheet.crop()
    return {"kind": "csv", "encoding": encoding}, [sheet]


def rows(text: str, mark: str) -> Iterator[list[str]]:
    """Trimmed rows up to their last content, within the budget of a sheet."""
    cells = width = 0
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark)):
        line = [trim(cell) for cell in row]
        while line and not line[-1]:
            line.pop()
        if line:
            room("csv", at, len(line) - 1, columns=width)
            width, cells = max(width, len(line)), cells + len(line)
            if cells > CELLS:
                raise Refusal("SHEET_TOO_LARGE", sheet="csv", row=at, column=0)
        yield line


def _typed(text: str, mark: str) -> Iterator[list[str | float]]:
    """The rows, with 2026.1 as the number that it is in a file without 2026.10: a spreadsheet
    saved as text loses the 0 of October, so somebody has to be asked which month is meant.
    """
    lost = bool(_TENTH.search(text)) and not _TEN.search(text)
    for row in rows(text, mark):
        yield [float(c) if lost and _TENTH.fullmatch(c) else c for c in row]


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: what a byte order mark says, else UTF-8 if it fits, else GB18030.

    A few Chinese characters in GB18030 can pass for UTF-8: 溪 alone reads as a Coptic letter.
    Text whose letters all lie below the Chinese ones is therefore tried as GB18030 first.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    unicode, chinese = _fits(data, "utf-8"), None
    if unicode is None or "\x7f" < max(unicode, default="") < "\u0800":
        chinese = _fits(data, "gb18030")
    if chinese is not None:
        return chinese, "gb18030"
    if unicode is not None:
        return unicode, "utf-8"
    raise Refusal("UNKNOWN_TYPE", kind="binary")


def _fits(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def delimiter(text: str) -> str:
    """The separator of most lines, outside quotes; a comma where there is none.

    A tab in half of the lines decides: unlike 1,234 no number holds one.
    """
    sample = _TRAILING.sub("", _QUOTED.sub("", text[:20_000].replace("\r", "\n")))
    lines = [line for line in sample.split("\n") if line.strip()]
    holding = {mark: sum(mark in line for line in lines) for mark in ",\t;"}
    if lines and holding["\t"] * 2 >= len(lines):
        return "\t"
    return max(holding, key=lambda mark: (holding[mark], sample.count(mark)))


def trim(cell: str) -> str:
    """A cell without the blanks and tabs around it and without the = that forces text."""
    cell = cell.strip(" \t")
    forced = _FORCED.fullmatch(cell) if cell.startswith("=") else None
    return forced[1].replace('""', '"').strip(" \t") if forced else cell
