"""Reads .csv and .txt, also under the name .xls: comma, tab or semicolon, in UTF or GB18030."""

import codecs
import csv
import io
import re
from typing import Any

from kpi.intake.worker.canvas import Canvas
from kpi.intake.worker.guard import FILE, Refusal
from kpi.intake.worker.planes import Sheet

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_QUOTED = re.compile(r'"[^"]*"')
_TRAILING = re.compile(r"\t+(?=[,;]|$)", re.MULTILINE)  # some systems end every cell with a tab
_FORCED = re.compile(r'="(.*)"', re.DOTALL)  # how a system keeps the zeros of ="0012"


def read(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
    """One sheet named csv; every cell is text, numbers are read where words and units are known."""
    text, encoding = decode(data)
    canvas = Canvas("csv")
    csv.field_size_limit(FILE)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    try:
        for at, row in enumerate(rows):
            canvas.line(at, map(trim, row))
    except csv.Error:
        raise Refusal("CORRUPT") from None
    return {"kind": "csv", "encoding": encoding}, [canvas.sheet()]


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: what a byte order mark says, else UTF-8 if it fits, else GB18030."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Refusal("UNKNOWN_TYPE", kind="binary")


def delimiter(text: str) -> str:
    """The separator seen most often outside quotes; a comma where there is none."""
    sample = _TRAILING.sub("", _QUOTED.sub("", text[:20_000].replace("\r", "\n")))
    return max(",\t;", key=sample.count)


def trim(cell: str) -> str:
    """A cell without the blanks and tabs around it and without the = that forces text."""
    cell = cell.strip(" \t")
    forced = _FORCED.fullmatch(cell)
    return forced[1].replace('""', '"').strip(" \t") if forced else cell
