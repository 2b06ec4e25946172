"""The reading process: untrusted bytes come in on stdin, planes go out on stdout.

Wire in: 4 bytes length, JSON head with the kind, then the file; or the kind as an argument and the
file alone. Wire out: 4 bytes length, JSON head, then for each sheet its kinds (uint8) and numbers
(float64), both little-endian. A refusal is a head without sheets. What it says is data, never code.
"""

import gc
import os
import sys
from collections.abc import Callable
from typing import Any

from kpi.intake.worker import guard
from kpi.intake.worker.cage import framed, limit, received
from kpi.intake.worker.guard import Archive, Refusal
from kpi.intake.worker.planes import Sheet

Reader = Callable[[bytes], tuple[dict[str, Any], list[Sheet]]]

_OTHER_ZIPS = (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"))


def reader(kind: str) -> Reader:
    """The reader of a sniffed kind; only this one is imported: all together cost 20 ms."""
    if kind == "ole":
        from kpi.intake.worker import xls

        return xls.read
    if kind in ("html", "xml2003"):
        from kpi.intake.worker import markup

        return markup.html if kind == "html" else markup.xml2003
    if kind == "text":
        from kpi.intake.worker import text

        return text.read
    from kpi.intake.worker import book, ods, xlsx

    def unzipped(data: bytes) -> tuple[dict[str, Any], list[Sheet]]:
        archive = Archive(data)
        if workbook := book.workbook(archive):
            return xlsx.read(archive, workbook, data)
        if "content.xml" in archive.parts:
            return ods.read(archive)
        other = "xlsb" if "xl/workbook.bin" in archive.parts else "ZIP"
        known = (kind for part, kind in _OTHER_ZIPS if part in archive.parts)
        raise Refusal("UNKNOWN_TYPE", kind=next(known, other))

    return unzipped


def answer(read: Reader, data: bytes) -> list[bytes]:
    """What goes over the wire."""
    try:
        facts, sheets = read(data)
        if len(sheets) > guard.SHEETS:
            raise Refusal("TOO_MANY_SHEETS", n=len(sheets))
        if not any(sheet.rows for sheet in sheets):
            raise Refusal("NO_DATA")
    except Refusal as refusal:
        return framed({"refused": refusal.code, "details": refusal.details})
    head = {"facts": facts, "sheets": [sheet.head() for sheet in sheets]}
    return framed(head) + [plane for sheet in sheets for plane in sheet.planes()]


def main(kind: str = "") -> None:
    """Read stdin under limits and answer; an empty stdin has no answer.

    Without a kind the readers of most workbooks are loaded before the file comes.
    """
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # a library that prints must not reach the wire
    read = reader(kind or "zip")
    limit()
    gc.disable()  # nothing here makes cycles, and this process ends when it has spoken
    try:
        if not kind:
            head = received(sys.stdin.buffer)
            read = reader(head["kind"]) if head else os._exit(0)
        pieces = answer(read, sys.stdin.buffer.read())
    except MemoryError:
        pieces = framed({"refused": "TOO_HEAVY", "details": {}})
    for piece in pieces:
        out.write(piece)
    out.flush()
    os._exit(0)  # everything is said; taking large planes apart would only cost time


if __name__ == "__main__":
    main(*sys.argv[1:2])
