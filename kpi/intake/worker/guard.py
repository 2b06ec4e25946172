"""Budgets, counted while inflating and before any parser: a file beyond them is refused."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

MB = 1 << 20
FILE = 20 * MB
PARTS = 2_000
PART = 160 * MB  # inflated
TOTAL = 256 * MB  # of all parts, inflated
RATIO, RATIO_FROM = 200, 32 * MB  # small honest files compress well
SHEETS = 64
ROWS, COLUMNS = 250_000, 512
CELLS = 3_000_000  # with content, in one sheet
AREA = 8_000_000  # from A1 to the last content: readers build it all
MERGES = STYLES = 100_000
NAME = 255  # characters of a sheet name; Excel allows 31, others more

_CHUNK = 1 << 16
_CENTRAL = b"PK\x01\x02"  # one per entry in a zip's directory
_XML = re.compile(r"\.(xml|rels)$")


class Refusal(Exception):
    """The file is not to be read: a code of the problem table and what its sentence names."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code, details)
        self.code, self.details = code, details


class Archive:
    """A zip file whose names and sizes are distrusted; `parts` by lower-case name with slashes."""

    def __init__(self, data: bytes) -> None:
        entries = data.count(_CENTRAL)  # before zipfile builds an object for each
        if entries > PARTS:
            raise Refusal("TOO_MANY_PARTS", detail=f"{entries} > {PARTS}")
        try:
            self._box = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
            raise Refusal("CORRUPT") from None
        listed = self._box.infolist()
        self.parts = {part_name(i.filename): i for i in listed}
        if len(self.parts) < len(listed):
            raise Refusal("BAD_PART", detail="zip: name ×2")
        for name, info in self.parts.items():
            _named_honestly(name, info)
        self._apart(listed)
        self._total = 0

    def chunks(self, name: str) -> Iterator[bytes]:
        """The inflated bytes of a part, never more than the budget."""
        info, size = self.parts[name], 0
        try:
            with self._box.open(info) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._total += len(chunk)
                    steep = size > RATIO_FROM and size > RATIO * max(info.compress_size, 1)
                    if steep or size > PART or self._total > TOTAL:
                        raise Refusal("ZIP_BOMB", detail=f"{name[:60]} > {size // MB} MB")
                    yield chunk
        except (zlib.error, zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError):
            raise Refusal("CORRUPT") from None

    def again(self, name: str) -> bytes:
        """The bytes of a part that was counted before."""
        try:
            return self._box.read(self.parts[name])
        except (zlib.error, zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError):
            raise Refusal("CORRUPT") from None

    def parse(self, name: str, parser: Any) -> None:
        """Feed a part the reader needs to an expat parser; broken markup is a broken file."""
        try:
            for chunk in self.chunks(name):
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError):
            raise Refusal("CORRUPT") from None

    def inspect(self, name: str) -> None:
        """Count a part nobody reads; in markup a DTD is refused, its other faults are not ours."""
        parser = markup_parser() if _XML.search(name) else None
        for chunk in self.chunks(name):
            if parser is not None:
                try:
                    parser.Parse(chunk, False)
                except (expat.ExpatError, ValueError):
                    parser = None

    def _apart(self, listed: list[zipfile.ZipInfo]) -> None:
        """Entries that share bytes inflate the same bytes again and again (CVE-2024-0450)."""
        end = 0
        for info in sorted(listed, key=lambda i: i.header_offset):
            if info.header_offset < end:
                raise Refusal("BAD_PART", detail="zip: overlap")
            end = info.header_offset + 30 + len(info.orig_filename) + info.compress_size


def part_name(name: str) -> str:
    r"""A name as readers look it up: old zippers write xl\workbook.xml, case does not count."""
    return name.replace("\\", "/").lower()


def markup_parser(encoding: str | None = None) -> Any:
    """An expat parser that refuses a DTD or an entity at its first letter."""
    parser = expat.ParserCreate(encoding)
    parser.ordered_attributes = True
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _no_dtd
    return parser


def local(tag: str) -> str:
    """The name without its prefix: some writers put every element under x:."""
    return tag.rpartition(":")[2]


def pairs(attributes: list[str]) -> dict[str, str]:
    """Ordered attributes by name."""
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def room(sheet: str, row: int, column: int, rows: int = 0, columns: int = 0) -> None:
    """Refuse a sheet that holds `rows` × `columns` when this cell (0-based) makes it too large."""
    rows, columns = max(rows, row + 1), max(columns, column + 1)
    if columns > COLUMNS or rows > ROWS or rows * columns > AREA:
        raise Refusal("SHEET_TOO_LARGE", sheet=sheet, row=row, column=column)


def _named_honestly(name: str, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise Refusal("ENCRYPTED")
    if name.startswith("/") or ".." in name.split("/") or ":" in name:
        raise Refusal("BAD_PART", detail="zip: ..")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("BAD_PART", detail=f"zip: method {info.compress_type}")


def _no_dtd(*_declaration: object) -> None:
    raise Refusal("XML_DTD", detail="DTD")
