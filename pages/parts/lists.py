"""Red and black lists, rankings and value tiles as one own element: real, focusable links.

Rows carry finished text; the element only builds nodes and never reads markup. A click opens the
page in the same document, a middle click in a new tab.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlencode

import streamlit as st

from kpi.i18n import _
from kpi.model.look import BLACK_MARK, RED_MARK
from pages.parts import pickers
from pages.parts.packed import packed

Side = Literal["red", "black", "all"]


_ELEMENT = st.components.v2.component(
    "kpi_lists",
    html='<div class="box"><div class="body"></div></div>\n',
    css=packed("lists.css"),
    js=packed("lists.js"),
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
    """One figure in short: value, change, how much of the target is done (percent, bar) against
    how much is due by now (percent, tick), and both in `words`.

    It opens its `indicator`, or with `page` that page as it is.
    """

    indicator: str
    name: str
    value: str
    change: str = ""
    done: float | None = None
    due: float | None = None
    words: str = ""
    page: str = ""
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


def folded(
    part: dict[str, Any], line: str, peek: str = "", *, unfolded: bool = False
) -> dict[str, Any]:
    """A list under one line that unfolds it; `peek` says in grey what is in there."""
    return part | {"fold": line, "peek": peek, "unfolded": unfolded}


def together(*parts: dict[str, Any], key: str) -> None:
    """Several of `content` as one element, side by side where there is room: what draws them
    travels once.
    """
    _open("unit", _ELEMENT(data={"parts": parts}, key=key, on_open_change=_nothing))


def tiles(rows: Sequence[Tile], *, key: str, title: str = "") -> None:
    """Value tiles side by side, four, two or one in a line; a tile opens its indicator."""
    _open("indicator", _ELEMENT(data=tiled(rows, title), key=key, on_open_change=_nothing))


def tiled(rows: Sequence[Tile], title: str = "") -> dict[str, Any]:
    """What the browser is told of tiles."""
    sent = [_sent("indicator", row.indicator, row) for row in rows]
    return {"kind": "tiles", "title": title, "rows": sent}


def _sent(page: str, code: str, row: Row | Tile) -> dict[str, Any]:
    """A row as the browser gets it: without empty fields, with its link."""
    left = {name: value for name, value in asdict(row).items() if value not in ("", (), None)}
    own = left.pop("page", "")
    left.pop(page, None)  # its code says so already
    link = f"/{own}?{urlencode(_here())}" if own else f"/{page}?{urlencode(_here(page, code))}"
    return {**left, "code": f"/{own}" if own else code, "href": link}


def _here(page: str = "", code: str = "") -> dict[str, str]:
    return pickers.here(**{page: code}) if page else pickers.here()


def _open(page: str, got: Any) -> None:
    if code := str(got.open or ""):
        own = code.removeprefix("/") if code.startswith("/") else ""
        known = _here() if own else _here(page, code)
        st.switch_page(f"{own or page}.py", query_params=known)


def _nothing() -> None:
    """The element's trigger needs a callback to be there; the answer is read after mounting."""
