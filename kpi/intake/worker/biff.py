"""What neither reader of .xls tells: which cells are formulas, whether another file is drawn on.

One walk over the records of the workbook's stream (MS-XLS 2.4; BIFF5 and BIFF8). It cannot tell a
formula that was never calculated from one whose result is the empty text: both are stored alike.
"""

import io
import struct
from typing import Any, NamedTuple

from xlrd import compdoc

_HEAD = struct.Struct("<HH")  # number and length of a record
_PLACE = struct.Struct("<HH")  # row and column
_BOF, _EOF, _FORMULA = 0x0809, 0x000A, 0x0006
_BOUNDSHEET, _EXTERNSHEET, _SUPBOOK = 0x0085, 0x0017, 0x01AE
_BIFF5 = b"\x00\x05"
_OWN = (b"\x01\x04", b"\x01\x3a")  # a SUPBOOK of this very file, or of functions that were added
_PATH = 1  # in BIFF5 the first letter of a name that is a path


class Seen(NamedTuple):
    """Formulas by row and column, for each worksheet in its order; links to other files."""

    formulas: list[list[tuple[int, int]]]
    links: bool


def seen(data: bytes) -> Seen:
    """What the stream says; nothing where there is none that can be walked through."""
    stream = _stream(data)
    places: dict[int, list[tuple[int, int]]] = {}  # where a worksheet begins → its formulas
    here: list[tuple[int, int]] | None = None
    depth = at = 0
    links = old = False
    end = len(stream) - _HEAD.size
    while at <= end:
        record, size = _HEAD.unpack_from(stream, at)
        body = at + _HEAD.size
        if record == _FORMULA:
            if here is not None and depth == 1 and size >= _PLACE.size:
                here.append(_PLACE.unpack_from(stream, body))
        elif record == _BOF:
            if not depth:
                here = places.get(at)
                old = old or stream[body : body + 2] == _BIFF5
            depth += 1  # a chart lies within its sheet
        elif record == _EOF:
            depth = max(depth - 1, 0)
        elif record == _BOUNDSHEET and stream[body + 5 : body + 6] == b"\0":  # a worksheet
            places[int.from_bytes(stream[body : body + 4], "little")] = []
        elif record == _SUPBOOK:
            links = links or stream[body + 2 : body + 4] not in _OWN
        elif record == _EXTERNSHEET and old:
            links = links or stream[body + 1 : body + 2] == bytes([_PATH])
        at = body + size
    return Seen(list(places.values()), links)


def _stream(data: bytes) -> bytes:
    """The workbook's own stream of an OLE file; empty where there is none."""
    try:
        holder: Any = compdoc.CompDoc(data, logfile=io.StringIO())
        for name in ("Workbook", "Book"):
            memory, base, size = holder.locate_named_stream(name)
            if memory:
                return bytes(memory[base : base + size])
    except (compdoc.CompDocError, IndexError, struct.error, AssertionError):
        pass
    return b""
