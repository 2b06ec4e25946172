"""Writes a workbook from memory to memory, with fixed dates and the results of its formulas."""

import re
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter

_BORN = (2026, 1, 1, 0, 0, 0)
# as openpyxl writes a formula: without what it gave, which it reads one way or the other only
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*/>|<f[^>]*>[^<]*</f>)<v ?(?:/>|></v>)</c>'
)
Results = dict[str, tuple[str, str]]  # by address: type as xlsx has it, text


def saved(book: Any, results: dict[str, Results]) -> bytes:
    """The bytes of the workbook; `results` by sheet, a formula without one stays without."""
    out = BytesIO()
    _Writer(book, _Archive(out, "w", ZIP_DEFLATED), results).save()
    return out.getvalue()


class _Archive(ZipFile):
    """A zip whose parts were all born on the same day."""

    def writestr(self, name: Any, data: Any, *_: Any) -> None:
        """As ZipFile does, without the clock."""
        info = ZipInfo(str(name), _BORN)
        info.compress_type = ZIP_DEFLATED
        super().writestr(info, data)


class _Writer(ExcelWriter):  # type: ignore[misc]  # openpyxl is not typed
    """openpyxl's own writer; it makes a file for each sheet, which this process must not."""

    def __init__(self, book: Any, archive: ZipFile, results: dict[str, Results]) -> None:
        super().__init__(book, archive)
        self._results = results

    def write_worksheet(self, ws: Any) -> None:
        """One sheet, with what its formulas gave."""
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = WorksheetWriter(ws, BytesIO())
        writer.write()
        ws._rels = writer._rels
        given = self._results.get(ws.title, {})
        xml = writer.out.getvalue()
        self._archive.writestr(ws.path[1:], _calculated(xml, given) if given else xml)
        self.manifest.append(ws)


def _calculated(xml: bytes, given: Results) -> bytes:
    def filled(found: re.Match[bytes]) -> bytes:
        address, attributes, formula = found.groups()
        result = given.get(address.decode())
        if result is None:
            return found[0]
        kind = b"" if result[0] == "n" else f' t="{result[0]}"'.encode()
        value = escape(result[1]).encode()
        return b'<c r="%b"%b%b>%b<v>%b</v></c>' % (address, attributes, kind, formula, value)

    return _FORMULA.sub(filled, xml)
