"""A table as plain text (CSV): Excel and WPS open it as it is meant and run nothing of it."""

import csv
from collections.abc import Iterable
from io import StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a cell that begins so is run by Excel and WPS


def safe(text: str) -> str:
    """A name or code as it stands; one that a spreadsheet would run becomes a text."""
    return f"'{text}" if text.startswith(FORMULA) else text


def plainsheet(rows: Iterable[Iterable[object]]) -> bytes:
    """The rows in UTF-8 with its mark, lines ended as in Windows; None is an empty cell."""
    out = StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
