"""Lines to a workbook that people like to fill in: headings, widths, lists to choose from."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from kpi.intake.catalog.sheets import OPTIONAL, SHEETS
from kpi.intake.catalog.table import Column
from kpi.model.look import LIGHT

_A4 = 9
_ROWS = 2000  # as far down as the lists to choose from reach
_LONGEST = 255  # characters of such a list; Excel takes no more
_BORN = datetime(2026, 1, 1, tzinfo=UTC)  # fixed, so the same catalog gives the same bytes


def workbook(content: dict[str, list[dict[str, Any]]]) -> bytes:
    """Sheets of lines as xlsx; an optional column or sheet stands only where a line uses it."""
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _BORN.replace(tzinfo=None)})
        head = book.add_format(
            {
                "bold": True,
                "bg_color": LIGHT.action,
                "font_color": LIGHT.background,
                "border": 1,
                "border_color": LIGHT.border,
                "valign": "vcenter",
            }
        )
        styles = {
            "text": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
            "number": book.add_format({"valign": "top", "align": "right", "indent": 1}),
            "head": head,
        }
        for name, table in SHEETS.items():
            rows = content[name]
            if name in OPTIONAL and not rows:
                continue
            shown = [c for c in table if not c.optional or any(_given(r, c) for r in rows)]
            _sheet(book.add_worksheet(name), shown, rows, styles)
    return out.getvalue()


def _given(row: dict[str, Any], column: Column) -> bool:
    return row[column.name] not in ("", None)


def _sheet(
    sheet: Any, table: list[Column], rows: list[dict[str, Any]], styles: dict[str, Any]
) -> None:
    sheet.freeze_panes(1, 2 if len(table) > 4 else 1)
    sheet.set_row(0, 22)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for n, column in enumerate(table):
        # text, or Excel would make a date of 2026-09
        sheet.set_column(n, n, column.width, styles["text"])
        sheet.write_string(0, n, column.name, styles["head"])
        _hint(sheet, n, column)
        words = {code: word for word, code in reversed([*column.words.items()])}
        for r, row in enumerate(rows, 1):
            _cell(sheet, r, n, words.get(row[column.name], row[column.name]), styles)
    sheet.autofilter(0, 0, max(len(rows), 1), len(table) - 1)


def _cell(sheet: Any, row: int, column: int, value: Any, styles: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, int | float):
        sheet.write_number(row, column, value, styles["number"])
    else:
        sheet.write_string(row, column, str(value), styles["text"])


def _hint(sheet: Any, n: int, column: Column) -> None:
    """A list to choose from; typing a code instead of the word stays possible."""
    if column.words and len(",".join(column.words)) <= _LONGEST:
        sheet.data_validation(
            1,
            n,
            _ROWS,
            n,
            {
                "validate": "list",
                "source": [*column.words],
                "error_type": "warning",
                "error_title": column.name,
                "error_message": "、".join(column.words)[:_LONGEST],
            },
        )
    elif column.allowed:
        message = {"input_title": column.name, "input_message": column.allowed}
        sheet.data_validation(1, n, _ROWS, n, {"validate": "any"} | message)
