"""One sheet and how it is written: by type only, each look once, ready for paper."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from kpi.export.office import Exact, text
from kpi.i18n import _
from kpi.model import show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.look import LIGHT
from kpi.model.titles import length

A4, LANDSCAPE_HEAD = 9, 3  # paper code of A4; rows above a table: title, stamp, air
FACE = "微软雅黑"
FOOT = 215  # characters of the stamp that a foot holds beside the page's number
NARROW, WIDE = 6.0, 44.0  # characters of a column's width
MOVED = '"↑"0;"↓"0;"—"'  # a movement stays a number
_SHEET = re.compile(r"[\[\]:*?/\\]")

Look = tuple[tuple[str, Any], ...]


class Book:
    """The workbook with its looks and the names already taken by sheets."""

    def __init__(
        self, made: Any, edition: Edition, choice: Choice, mark: bytes | None = None
    ) -> None:
        self.made, self.edition, self.choice, self.mark = made, edition, choice, mark
        self.stamp = self.foot = stamp.line(edition, choice)
        if len(self.foot) > FOOT:  # the source stands above the table: code and readers are kept
            self.foot = stamp.line(edition, choice, source=False)
        self._looks: dict[Look, Any] = {}
        self._said: dict[str, tuple[str, float]] = {}
        self._names: set[str] = set()

    def look(self, **how: Any) -> Any:
        """A format; the same one for the same wishes."""
        key = tuple(sorted(how.items()))
        if key not in self._looks:
            base = {
                "font_name": FACE,
                "font_size": 10,
                "font_color": LIGHT.text,
                "valign": "vcenter",
            }
            self._looks[key] = self.made.add_format(base | how)
        return self._looks[key]

    def said(self, given: str) -> tuple[str, float]:
        """A text as a cell holds it, and how wide it is; the same names come again and again."""
        if given not in self._said:
            self._said[given] = (text(given), 2 * length(given))
        return self._said[given]

    def pen(self, name: str) -> "Pen":
        """A new sheet under a name that Excel allows."""
        sheet = self.made.add_worksheet(self.free(name), worksheet_class=Exact)
        return Pen(self, sheet)

    def free(self, name: str) -> str:
        """`name` as a sheet may be called: 31 characters, none of []:*?/\\, unlike the others."""
        plain = _SHEET.sub(" ", show.plain(name)).strip(" '")[:31].strip(" '") or _("表")
        found, number = plain, 2
        while found.casefold() in self._names:
            tail = f" {number}"
            found, number = plain[: 31 - len(tail)] + tail, number + 1
        self._names.add(found.casefold())
        return found


class Pen:
    """Writes one sheet and remembers how wide its columns must be."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book, self.sheet = book, sheet
        self.name: str = sheet.get_name()
        self._widths: dict[int, float] = {}

    def text(self, row: int, column: int, given: str, look: Any, *, wide: bool = True) -> None:
        """A text; `wide` lets the column grow with it."""
        found, width = self.book.said(given)
        self.sheet.write_string(row, column, found, look)
        if wide:
            self._room(column, width)

    def number(self, row: int, column: int, value: float, look: Any, shown: int = 8) -> None:
        """A number, `shown` characters wide."""
        self.sheet.write_number(row, column, value, look)
        self._room(column, shown)

    def formula(self, row: int, column: int, formula: str, value: float, look: Any) -> None:
        """A formula of ours with its value, for programs that show and do not compute."""
        self.sheet.write_formula(row, column, formula, look, value)
        self._room(column, 8)

    def head(self, title: str, columns: Sequence[str], row: int = LANDSCAPE_HEAD) -> int:
        """Title, stamp and the table's header; gives the row below it."""
        look = self.book.look
        self.sheet.set_row(0, 26)
        self.text(0, 0, title, look(font_size=16, bold=True), wide=False)
        self.text(1, 0, self.book.stamp, look(font_size=9, font_color=LIGHT.subtitle), wide=False)
        self.columns(row, columns)
        return row + 1

    def columns(self, row: int, names: Sequence[str]) -> None:
        """One header row, wrapped, in the colours of the house."""
        how = self.book.look(
            bold=True,
            text_wrap=True,
            align="center",
            bg_color=LIGHT.action,
            font_color=LIGHT.background,
            border=1,
            border_color=LIGHT.border,
        )
        self.sheet.set_row(row, 32)
        for column, name in enumerate(names):
            self.sheet.write_string(row, column, text(name), how)
            self._room(column, length(name) + 2)

    def finish(self, header: int | None, last: int, columns: int, *, repeat: int = 0) -> None:
        """Widths, frozen panes, filter and how it is printed: A4 landscape, one page wide."""
        sheet = self.sheet
        room = 0.0
        for column, width in self._widths.items():
            taken = min(max(width + 1.5, NARROW), WIDE)
            room += taken if column < columns else 0.0
            sheet.set_column(column, column, taken)
        self._stamp(columns, room)
        if header is not None:
            sheet.freeze_panes(header + 1, repeat)
            sheet.autofilter(header, 0, max(last, header), columns - 1)
            sheet.repeat_rows(0, header)
        self.paper(max(last, 0), columns)

    def _stamp(self, columns: int, room: float) -> None:
        """The stamp on two lines where one is too short for it, so that paper shows all of it."""
        if 2 * length(self.book.stamp) * 0.9 > room and columns > 1:
            how = self.book.look(font_size=9, font_color=LIGHT.subtitle, text_wrap=True)
            self.sheet.merge_range(1, 0, 1, columns - 1, "", how)
            self.sheet.set_row(1, 26)
            self.text(1, 0, self.book.stamp, how, wide=False)

    def paper(self, last: int, columns: int) -> None:
        """Paper, margins, head and foot; the print area is what was written."""
        sheet, edition = self.sheet, self.book.edition
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        sheet.print_area(0, 0, last, columns - 1)
        marked(sheet, edition.title, stamp.watermark(edition, self.book.choice), self.book.mark)
        sheet.set_footer(footer(self.book.foot))

    def limit(self, column: int, width: float) -> None:
        """A column of long texts, no wider than `width`: its cells wrap."""
        self._widths[column] = min(self._widths.get(column, 0.0), width)

    def _room(self, column: int, width: float) -> None:
        if width > self._widths.get(column, 0.0):
            self._widths[column] = width


def marked(sheet: Any, title: str, mark: str, behind: bytes | None) -> None:
    """The head of every printed page; the picture `behind` prints behind the cells."""
    if behind is None:
        sheet.set_header(header(title, mark))
    else:
        sheet.set_header("&C&G" + header(title, mark), {"image_center": BytesIO(behind)})


def header(left: str, right: str) -> str:
    """What stands above a printed page: the board's name, and 试算 or the watermark at right."""
    red = LIGHT.red.lstrip("#")
    return f'&L&9 {_safe(left, 100)}&R&"-,Bold"&14&K{red} {_safe(right, 100)}'


def footer(stamp: str) -> str:
    """What stands below a printed page: the stamp, and the page's number as in a document."""
    return f"&L&8 {_safe(stamp, FOOT)}&R&10 — &P —"


def _safe(given: str, most: int) -> str:
    """A text in head or foot: & doubled, short enough that Excel keeps the whole (255)."""
    plain = show.plain(given).replace("\n", " ")
    while len(plain) + plain.count("&") > most:
        plain = show.clipped(plain, len(plain) - 1)
    return plain.replace("&", "&&")


def bordered(**how: Any) -> dict[str, Any]:
    """A table cell's look with its hairline."""
    return {"border": 1, "border_color": LIGHT.border, **how}


def digits(decimals: int) -> str:
    """A number format with thousands commas: #,##0.00."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")
