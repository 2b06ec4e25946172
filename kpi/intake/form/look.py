"""How the template looks: white to fill in, grey to compare, dark grey where nothing is asked."""

import unicodedata
from typing import Any

from kpi.model.look import LIGHT

VALUE_WIDTH = 12  # characters of a value column
_HEADING = 2 * VALUE_WIDTH  # a heading stands over a value and the one before


class Look:
    """The formats of one workbook; those of values by their decimals, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, int, bool], Any] = {}
        edge = {"border": 1, "border_color": LIGHT.hatch, "valign": "vcenter"}
        self._edge = edge
        heading = {**edge, "bold": True, "align": "center", "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self.office = book.add_format({"valign": "vcenter"})
        self.contact = book.add_format({"valign": "vcenter", "align": "right"})
        self.fill_in = book.add_format(
            {"locked": False, "num_format": "@", "border": 1, "border_color": LIGHT.hatch}
        )
        self.head = book.add_format(
            {**heading, "bg_color": LIGHT.action, "font_color": LIGHT.background}
        )
        self.head_before = book.add_format(
            {**heading, "bg_color": LIGHT.border, "font_color": LIGHT.subtitle, "bold": False}
        )
        self.unit = book.add_format({**edge, "num_format": "@"})
        self.note = book.add_format(
            {"text_wrap": True, "valign": "top", "font_color": LIGHT.subtitle}
        )
        self.barred = book.add_format({**edge, "bg_color": LIGHT.middle})

    def value(self, digits: int, percent: bool) -> Any:
        """An open cell. Of a percentage it has no number format: 5% typed under 0.0 is kept as
        0.05 and looks like 0.1, under none it becomes a percent cell and is read as 5.
        """
        style = {**self._edge, "locked": False, "align": "right"}
        if not percent:
            style["num_format"] = _format(digits)
        return self._format("value", digits, percent, style)

    def before(self, digits: int) -> Any:
        """A locked grey cell with a value of the period before."""
        grey = {"bg_color": LIGHT.border, "font_color": LIGHT.subtitle, "align": "right"}
        style = {**self._edge, **grey, "num_format": _format(digits)}
        return self._format("before", digits, False, style)

    def _format(self, kind: str, digits: int, percent: bool, style: dict[str, Any]) -> Any:
        key = (kind, digits, percent)
        if key not in self._made:
            self._made[key] = self._book.add_format(style)
        return self._made[key]


def width_of(text: str) -> int:
    """Columns a text takes: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def lines_of(heading: str) -> int:
    """Lines that a heading takes over its two columns."""
    return -(-width_of(heading) // _HEADING)


def _format(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")
