"""Red and black lists, rankings and value tiles as one own element: real, focusable links.

Rows carry finished text; the element only builds nodes and never reads markup. A click opens the
page in the same document, a middle click in a new tab.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st

from kpi.i18n import _
from kpi.model.look import BLACK_MARK, RED_MARK
from pages.parts import pickers

Side = Literal["red", "black", "all"]
_FOLDER = Path(__file__).parent


def _packed(name: str) -> str:
    """A file without its indentation: it travels with every list on the page."""
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


_ELEMENT = st.components.v2.component(
    "kpi_lists",
    html='<div class="box"><div class="body"></div></div>\n',
    css=_packed("lists.css"),
    js=_packed("lists.js"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One unit on a list. All texts are finished; numbers only place marks.

    `strip` says for each edition, oldest first, whether the unit stood on this list. `spark` has
    one value a period, None where there is none. `value` and `target` draw the bar of a ranking;
    `side` colours a row of a ranking. `label` is the full sentence for a screen reader.
    """

    unit: str
    rank: str
    name: str
    score: str
    moved: str = ""
    badge: str = ""
    strip: tuple[bool, ...] = ()
    reason: str = ""
    note: str = ""
    spark: tuple[float | None, ...] = ()
    value: float | None = None
    target: float | None = None
    side: Literal["", "red", "black"] = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One indicator in short: value, change, and how much of the target is done (percent, bar)
    against how much is due by now (percent, tick).
    """

    indicator: str
    name: str
    value: str
    change: str = ""
    done: float | None = None
    due: float | None = None
    label: str = ""


def show(
    rows: Sequence[Row], side: Side, *, key: str, title: str | None = None, empty: str = ""
) -> None:
    """A red or black list, or with side `all` a ranking with bars; a row opens its unit.

    `title` replaces 红榜 and 黑榜 where a district calls its lists otherwise; `empty` is the
    sentence of a list that nobody is on.
    """
    data = content(rows, side, title=title, empty=empty)
    _open("unit", _ELEMENT(data=data, key=key, on_open_change=_nothing))


def content(
    rows: Sequence[Row], side: Side, *, title: str | None = None, empty: str = ""
) -> dict[str, Any]:
    """What the browser is told of a list: also the large screen of a meeting builds it of this."""
    titles = {"red": (RED_MARK, _("红榜")), "black": (BLACK_MARK, _("黑榜")), "all": ("", "")}
    mark, usual = titles[side]
    heading = usual if title is None else title
    return {
        "kind": "ranking" if side == "all" else "list",
        "side": side,
        "mark": mark,
        "title": heading,
        "count": _("{n} 个").format(n=len(rows)) if heading else "",
        "empty": empty or _("本期无单位列入。"),
        "rows": [_sent("unit", row.unit, row) for row in rows],
        "marks": {"red": f"{RED_MARK} {_('红榜')}", "black": f"{BLACK_MARK} {_('黑榜')}"},
    }


def tiles(rows: Sequence[Tile], *, key: str) -> None:
    """Value tiles side by side, four, two or one in a line; a tile opens its indicator."""
    data = {"kind": "tiles", "rows": [_sent("indicator", row.indicator, row) for row in rows]}
    _open("indicator", _ELEMENT(data=data, key=key, on_open_change=_nothing))


def _sent(page: str, code: str, row: Row | Tile) -> dict[str, Any]:
    """A row as the browser gets it: without empty fields, with its link."""
    filled = {name: value for name, value in asdict(row).items() if value not in ("", (), None)}
    return {**filled, "code": code, "href": f"/{page}?{urlencode(pickers.here(**{page: code}))}"}


def _open(page: str, got: Any) -> None:
    if got.open:
        st.switch_page(f"{page}.py", query_params=pickers.here(**{page: str(got.open)}))


def _nothing() -> None:
    """The element's trigger needs a callback to be there; the answer is read after mounting."""
