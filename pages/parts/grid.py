"""One own table for the matrix, the ranking and the duel: real headers, links and heat.

Cells carry finished text; the element only builds nodes and never reads markup. On a phone every
row becomes a card. A click stays in the document, a middle click opens a tab.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import streamlit as st

from kpi.i18n import _
from pages.parts import session
from pages.parts.packed import packed

Kind = Literal[
    "rank", "name", "text", "num", "bar", "heat", "list", "moved", "firm", "score", "value"
]


_ELEMENT = st.components.v2.component(
    "kpi_grid", html='<div class="grid"></div>\n', css=packed("grid.css"), js=packed("grid.js")
)


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its heading, what stands beneath it in small, what it links to, and where rows
    can be sorted by it the sentence that says so.
    """

    code: str
    title: str
    kind: Kind = "text"
    sub: str = ""
    href: str = ""
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is more than a text: `s` its step of heat, `k` missing or na, `v` its bar and
    `g` the tick on it as shares of the whole width, `b` what stands behind it in small, `w` leads;
    `f` keeps the bar for phones, where no figure draws it.
    """

    t: str
    s: int | None = None
    k: Literal["", "missing", "na"] = ""
    v: float | None = None
    g: float | None = None
    b: str = ""
    w: bool = False
    f: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One unit: its link, the list it stands on, its cells in the order of the heads."""

    code: str
    href: str
    cells: tuple[str | Cell, ...]
    side: str = ""


def show(
    heads: Sequence[Head],
    rows: Sequence[Row],
    *,
    key: str,
    caption: str,
    form: Literal["matrix", "ranks", "duel", "facts", "facts fields", "plain", "cards"],
    sort: str | None = None,
    cells: str | None = None,
    whole: bool = False,
    keep: bool = False,
    legend: bool = False,
    sorting: Callable[[str], None] | None = None,
) -> Any:
    """Show the table; the answer's `open` is a row's code, `head` a column's, `cell` both, each
    only in the run of the click. `cells` is the link of a cell without its code; with `whole` a row
    opens wherever it is clicked, and with `keep` it stays chosen until it is clicked again.
    """
    theme = session.theme()
    data = {
        "caption": caption,
        "form": form,
        "heads": [_sent(head) for head in heads],
        "rows": [_row(row) for row in rows],
        "heat": list(zip(theme.heat, theme.heat_text, strict=True)),
        "legend": _legend() if legend else [],
        "whole": whole,
    }
    if keep:
        data["keep"] = (st.session_state.get(key) or {}).get("open") or ""
    data |= {name: x for name, x in (("sort", sort), ("cells", cells)) if x is not None}
    return _ELEMENT(
        data=data,
        key=key,
        on_open_change=_nothing,
        on_head_change=_nothing,
        on_cell_change=_nothing,
        on_sort_change=lambda: sorting(st.session_state[key].sort) if sorting else None,
    )


def _sent(part: Head | Cell) -> dict[str, Any]:
    """What is not empty; its text also where it is: an empty cell is not one without a text."""
    return {
        name: x
        for name, x in asdict(part).items()
        if name in ("t", "title") or not (x is None or x is False or x == "")
    }


def _row(row: Row) -> dict[str, Any]:
    cells = [c if isinstance(c, str) else _sent(c) | {"t": c.t} for c in row.cells]
    return {
        "code": row.code,
        "href": row.href,
        "cells": cells,
        **({"side": row.side} if row.side else {}),
    }


def _legend() -> list[dict[str, Any]]:
    ends = {0: _("红＝名次靠前"), 4: _("灰蓝＝名次靠后")}
    steps = [{"s": n, "t": ends.get(n, "")} for n in range(5)]
    return [*steps, {"k": "na", "t": _("— 不适用")}, {"k": "missing", "t": _("未报")}]


def _nothing() -> None:
    """The element's triggers need callbacks to be there; the answers are read after mounting."""
