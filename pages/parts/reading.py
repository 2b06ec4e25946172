"""A table for those who read: the own grid in place of a spreadsheet, its headings real ones.

Clerks' long tables, which they sort, search and copy from, stay spreadsheets (`tables.table`).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kpi.model import show
from pages.parts import grid, session, tables
from pages.parts.tables import LONG, Column


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Column],
    *,
    key: str,
    alt: str,
    href: Callable[[int], str] | None = None,
) -> int | None:
    """Show `rows` with the columns named in `columns`; the place of the row that was clicked, where
    `href` names the page that a row leads to. A long table is a spreadsheet that scrolls by itself,
    on a phone every row is a card.
    """
    if not rows or len(rows) > LONG or session.narrow():
        return tables.table(rows, columns, key=key, alt=alt, selectable=href is not None)
    first = next((code for code, column in columns.items() if _names(column)), "")
    heads = [
        grid.Head(code, column.title, "name" if code == first else _kind(column))
        for code, column in columns.items()
    ]
    shown = [
        grid.Row(
            str(n),
            href(n) if href else "",
            tuple(_cell(row.get(code), column) for code, column in columns.items()),
        )
        for n, row in enumerate(rows)
    ]
    got = grid.show(heads, shown, key=key, caption=alt, form="facts", whole=href is not None)
    return int(str(got.open)) if got.open else None


def _names(column: Column) -> bool:
    return column.decimals is None and not column.right


def _kind(column: Column) -> grid.Kind:
    return "text" if _names(column) else "num"


def _cell(value: Any, column: Column) -> str | grid.Cell:
    if column.decimals is not None:
        text = show.number(value, column.decimals, sign=column.signed)
    else:
        text = "" if value is None else str(value)
    return grid.Cell(text, k="na") if text == show.NOT_APPLICABLE else text
