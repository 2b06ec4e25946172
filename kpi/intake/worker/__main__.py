"""The reading process: untrusted bytes come in on stdin, planes go out on stdout.

Wire: 4 bytes length, JSON head, then for each sheet its kinds (uint8) and numbers (float64), both
little-endian. A refusal is a head without sheets. What it says is data, never code.
"""

import contextlib
import gc
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from kpi.intake.worker import guard
from kpi.intake.worker.guard import Archive, Refusal
from kpi.intake.worker.planes import Sheet

try:
    import resource
except ImportError:  # Windows: the budgets and the parent's clock remain
    resource = None  # type: ignore[assignment]

Reader = Callable[[bytes], tuple[dict[str, Any], list[Sheet]]]

_OTHER_ZIPS = (("word/document.xml", "Word"), ("ppt/presentation.xml", "PowerPoint"))


def limit() -> None:
    """No more than 1 GiB, 40 s, 32 open files; no file written, no core dumped."""
    if resource is None:
        return
    limits = {"AS": 1 << 30, "CPU": 40, "FSIZE": 0, "CORE": 0, "NOFILE": 32}
    for name, most in limits.items():
        which = getattr(resource, f"RLIMIT_{name}")
        given = resource.getrlimit(which)[1]
        most = most if given == resource.RLIM_INFINITY else min(most, given)
        with contextlib.suppress(ValueError, OSError):  # macOS knows AS and refuses it
            resource.setrlimit(which, (most, most))


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
        return _framed({"refused": refusal.code, "details": refusal.details})
    head = {"facts": facts, "sheets": [sheet.head() for sheet in sheets]}
    return _framed(head) + [plane for sheet in sheets for plane in sheet.planes()]


def _framed(head: dict[str, Any]) -> list[bytes]:
    said = json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode()
    return [len(said).to_bytes(4, "little"), said]


def main(kind: str) -> None:
    """Read stdin under limits and answer."""
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # a library that prints must not reach the wire
    read = reader(kind)
    limit()
    gc.disable()  # nothing here makes cycles, and this process ends when it has spoken
    try:
        pieces = answer(read, sys.stdin.buffer.read())
    except MemoryError:
        pieces = _framed({"refused": "TOO_HEAVY", "details": {}})
    for piece in pieces:
        out.write(piece)
    out.flush()
    os._exit(0)  # everything is said; taking large planes apart would only cost time


if __name__ == "__main__":
    main(sys.argv[1])
