"""A table on a phone: every row a card, so that nothing scrolls sideways or is cut off."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import urlencode

import streamlit as st

from kpi.model import show
from pages.parts import grid


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
    left out. Gives the place of the chosen card until it is chosen again or the page is left.
    """
    naming = _naming(columns)
    heads = [
        grid.Head("name", "", "name"),
        *(grid.Head(code, c.title) for code, c in columns.items() if code not in naming),
    ]
    here = f"?{urlencode(st.query_params.to_dict())}" if selectable else ""
    got = grid.show(
        heads,
        [grid.Row(str(n), here, _cells(row, columns, naming)) for n, row in enumerate(rows)],
        key=f"{key}_cards",
        caption=alt,
        form="cards",
        whole=selectable,
        keep=selectable,
    )
    place = str(got.open or "") if selectable else ""
    return int(place) if place and int(place) < len(rows) else None


def _naming(columns: Mapping[str, Column]) -> tuple[str, ...]:
    """The columns that name a row: those pinned in front, else the first."""
    codes = tuple(columns)
    pinned = next((n for n, c in enumerate(columns.values()) if not c.pinned), len(codes))
    return codes[: pinned or 1]


def _cells(
    row: Mapping[str, Any], columns: Mapping[str, Column], naming: Sequence[str]
) -> tuple[str, ...]:
    name = "　".join(text for code in naming if (text := _text(row.get(code), columns[code])))
    return (name, *(_text(row.get(c), columns[c]) for c in columns if c not in naming))


def _text(value: Any, column: Column) -> str:
    """A value as the wide table prints it; nothing where there is none."""
    if value is None:
        return ""
    if column.decimals is None or isinstance(value, str):
        return str(value)
    return show.number(float(value), column.decimals, sign=column.signed)
