"""Tables and boxes in our quiet manner: numbers right, names left, no traffic-light colours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import streamlit as st

from kpi.i18n import _
from pages.parts import cards, session

ROW_HEIGHT = 36
LONG = 40  # rows from which a table scrolls by itself
ICONS = {
    "info": ":material/info:",
    "notice": ":material/priority_high:",
    "done": ":material/check:",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading; `decimals` makes it a number column, else text as it stands;
    `right` for text that is a number with its unit of measure, or —.
    """

    title: str
    decimals: int | None = None
    signed: bool = False
    width: Literal["small", "medium", "large"] | int | None = None
    help: str | None = None
    pinned: bool = False
    right: bool = False


def note(kind: Literal["info", "notice", "done"], text: str) -> None:
    """A neutral box with one sentence: Streamlit's own boxes are green, yellow and red."""
    st.markdown(f":gray-badge[{ICONS[kind]}] {plain(text)}")


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Column],
    *,
    key: str,
    alt: str,
    selectable: bool = False,
) -> int | None:
    """Show `rows` with the columns named in `columns` only; gives the place of the chosen row.

    Numbers stay numbers, so that sorting and copying work; text such as — or 未报 needs a text
    column. Without rows, one line says so. On a phone every row is a card.
    """
    if not rows:
        note("info", _("没有可列出的数据。"))
        return None
    if session.narrow() and len(rows) <= cards.MOST:
        return cards.table(rows, columns, key=key, alt=alt, selectable=selectable)
    shown = st.dataframe(
        [{code: row.get(code) for code in columns} for row in rows],
        column_config={code: _config(column) for code, column in columns.items()},
        hide_index=True,
        row_height=ROW_HEIGHT,
        height="content" if len(rows) <= LONG else (LONG + 1) * ROW_HEIGHT,
        key=key,
        alt=alt,
        on_select="rerun" if selectable else "ignore",
        selection_mode="single-row",
    )
    chosen = shown.selection.rows if selectable else []
    return chosen[0] if chosen else None


def _config(column: Column) -> Any:
    shared = {"width": column.width, "help": column.help, "pinned": column.pinned}
    if column.decimals is None:
        side: Any = "right" if column.right else "left"
        return st.column_config.TextColumn(column.title, alignment=side, **shared)
    form = f"%{'+' if column.signed else ''}.{column.decimals}f"
    return st.column_config.NumberColumn(column.title, format=form, alignment="right", **shared)


def facts(found: Sequence[tuple[str, str]]) -> None:
    """Names and what stands behind them, in two columns."""
    grey = session.theme().subtitle
    lines = "".join(
        f'<dt style="color:{grey};font-weight:400;margin:0">{escape(name)}</dt>'
        f'<dd style="margin:0">{escape(text)}</dd>'
        for name, text in found
    )
    laid = "display:grid;grid-template-columns:max-content 1fr;gap:.375rem 1rem;margin:0;padding:0"
    st.html(f'<dl style="{laid}">{lines}</dl>')


def plain(text: str) -> str:
    """Plain text for Markdown: names and file names never become links or markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~:$" else c for c in text)
