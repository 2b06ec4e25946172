"""A table on a phone: every row a card, so that nothing scrolls sideways or is cut off."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from pages.parts import grid

PAGE = 20  # cards shown at once
MOST = 200  # rows beyond which nobody turns pages: the spreadsheet scrolls by itself


class Column(Protocol):
    """What a card needs to know of a column."""

    @property
    def title(self) -> str:
        """Its heading, said before the value."""

    @property
    def decimals(self) -> int | None:
        """Digits behind the point of a number; None of a text."""

    @property
    def signed(self) -> bool:
        """Whether a number carries its sign."""

    @property
    def pinned(self) -> bool:
        """Whether it names the row."""


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Column],
    *,
    key: str,
    alt: str,
    selectable: bool,
) -> int | None:
    """One card a row: its name, then the other columns, each behind its heading; what is empty is
    left out. Gives the place of the chosen card, which then stands alone over what it opens, until
    it is chosen again or the page is left.
    """
    naming, name = _naming(columns), f"{key}_cards"
    kept = str((st.session_state.get(name) or {}).get("open") or "") if selectable else ""
    chosen = int(kept) if kept and int(kept) < len(rows) else None
    shown = range(len(rows)) if chosen is None else (chosen,)
    if chosen is None and len(rows) > PAGE:
        shown = _page(len(rows), key)
    heads = [
        grid.Head("name", "　".join(columns[code].title for code in naming) or alt, "name"),
        *(grid.Head(code, c.title) for code, c in columns.items() if code not in naming),
    ]
    here = f"?{urlencode(st.query_params.to_dict())}" if selectable else ""
    grid.show(
        heads,
        [grid.Row(str(n), here, _cells(rows[n], columns, naming, n == chosen)) for n in shown],
        key=name,
        caption=alt,
        form="cards",
        whole=selectable,
        keep=selectable,
    )
    return chosen


def _page(count: int, key: str) -> range:
    """The places of the rows on the page that the reader turned to."""
    starts = list(range(0, count, PAGE))
    first = st.segmented_control(
        _("第几页"),
        starts,
        key=f"{key}_page",
        format_func=lambda n: f"{n + 1}–{min(n + PAGE, count)}",
        default=0,
        required=True,
        label_visibility="collapsed",
    )
    return range(first, min(first + PAGE, count))


def _naming(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns that name a row: those pinned, else the first."""
    pinned = tuple(code for code, column in columns.items() if column.pinned)
    return pinned or tuple(columns)[:1]


def _cells(
    row: Mapping[str, Any], columns: Mapping[str, Column], naming: Sequence[str], back: bool
) -> tuple[str, ...]:
    name = "　".join(text for code in naming if (text := _text(row.get(code), columns[code])))
    rest = (_text(row.get(c), columns[c]) for c in columns if c not in naming)
    return (f"← {name}" if back else name, *rest)


def _text(value: Any, column: Column) -> str:
    """A value as the wide table prints it; nothing where there is none."""
    if value is None:
        return ""
    if column.decimals is None or isinstance(value, str):
        return str(value)
    return show.number(float(value), column.decimals, sign=column.signed)
