"""How firm each place is: a dot for the place, a bar for the range that 90 % of the draws keep."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar

from plotly import graph_objects as go

from kpi.figure.named import Named
from kpi.figure.text import coloured, fold, plain, widest
from kpi.figure.theme import LEADING, PHONE, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import BLACK_MARK, RED_MARK, Theme
from kpi.model.series import Interval, Intervals

GAP = 14  # pixels between columns
LONGEST = 13  # sizes of text a name may take; longer ones are wrapped
TICKS = 12  # more places than this: only some of them are written


@dataclass(frozen=True, slots=True)
class _Grid(Named):
    """One line of places per unit."""

    UNDER: ClassVar[float] = 0.75


def interval(
    shown: Intervals, theme: Theme, *, narrow: bool = False, size: int = SIZE
) -> go.Figure:
    """One row per unit, place 1 at the left; the word at the right says 稳固, 较稳 or 存疑."""
    grid = _grid(shown, narrow, size)
    places = max([row.high for row in shown.rows] + [row.rank for row in shown.rows], default=1)
    room = least(narrow, size)
    title, height = heading(shown.title, "", theme, size, room=room, left=grid.left, above=2 * size)
    top = height + 2 * size + 4
    return canvas(
        [*_ranges(shown, grid, theme), _dots(shown, grid, theme)],
        theme,
        size,
        top + 8 + max(grid.edges[-1], 2.5 * size),
        alt(shown),
        margin={"l": grid.left, "r": grid.right, "t": top, "b": 8, "pad": 0},
        xaxis={"range": [0.6, places + 0.4], "visible": False},
        yaxis={"range": [grid.edges[-1] or 1.0, 0.0], "visible": False},
        annotations=[
            *title,
            *_ticks(places, theme, size),
            *(n for i, row in enumerate(shown.rows) for n in _texts(i, row, grid, theme)),
        ],
        shapes=_lines(places, grid, theme),
    )


def alt(shown: Intervals) -> str:
    """The figure for those who do not see it: its finding, the first place and the last."""
    ends = shown.rows[:1] + shown.rows[1:][-1:]
    return _(N_("；")).join((shown.alt or shown.title, *(sentence(row) for row in ends)))


def sentence(row: Interval) -> str:
    """长安路街道：第1位，九成情形在第1～2位之间，稳固."""
    place = show.place(row.rank)
    if row.low == row.high:
        text = _(N_("{name}：{place}，九成情形下位次不变，{word}"))
        return text.format(name=row.name, place=place, word=row.word)
    text = _(N_("{name}：{place}，九成情形在第{low}～{high}位之间，{word}"))
    return text.format(name=row.name, place=place, low=row.low, high=row.high, word=row.word)


def _grid(shown: Intervals, narrow: bool, size: int) -> _Grid:
    room = PHONE - widest([row.word for row in shown.rows], size) - 2 * GAP
    names = tuple(
        tuple(fold(_name(row), room if narrow else LONGEST * size, size)) for row in shown.rows
    )
    heights = [len(lines) * LEADING * size + (1.7 * size if narrow else 10) for lines in names]
    column = widest([line for lines in names for line in lines], size) + GAP
    words = widest([row.word for row in shown.rows], size) + GAP
    return _Grid(
        names,
        tuple(accumulate(heights, initial=0.0)),
        left=8.0 if narrow else column,
        right=8.0 if narrow else words,
        narrow=narrow,
        size=size,
    )


def _name(row: Interval) -> str:
    mark = {"red": RED_MARK, "black": BLACK_MARK, None: ""}[row.colour]
    return f"{mark}{row.name}"


def _ranges(shown: Intervals, grid: _Grid, theme: Theme) -> list[go.Scatter]:
    """Bars a little wider than their dots, so that an unmoved place still shows one."""
    x: list[float | None] = []
    y: list[float | None] = []
    for i, row in enumerate(shown.rows):
        x += [row.low - 0.12, row.high + 0.12, None]
        y += [grid.bar(i), grid.bar(i), None]
    line = {"color": theme.middle, "width": 0.5 * grid.size}
    return [go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")]


def _dots(shown: Intervals, grid: _Grid, theme: Theme) -> go.Scatter:
    """Red solid, black a hollow ring, all others grey."""
    fill = {"red": theme.red, "black": theme.background, None: theme.subtitle}
    edge = {"red": theme.red, "black": theme.ink, None: theme.subtitle}
    return go.Scatter(
        x=[row.rank for row in shown.rows],
        y=[grid.bar(i) for i in range(len(shown.rows))],
        mode="markers",
        marker={
            "size": 0.9 * grid.size,
            "color": [fill[row.colour] for row in shown.rows],
            "line": {"color": [edge[row.colour] for row in shown.rows], "width": 2},
        },
        hovertext=[plain(sentence(row)) for row in shown.rows],
        hoverinfo="text",
        cliponaxis=False,
    )


def _texts(i: int, row: Interval, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    ink = {"red": theme.red, "black": theme.ink, None: theme.text}[row.colour]
    lines = "<br>".join(plain(line) for line in grid.names[i])
    name = f'<span style="color:{ink}">{lines}</span>'
    base = {"yref": "y", "y": grid.text(i), "yanchor": "middle", "xref": "paper"}
    firm = coloured(row.word, theme.text) if row.word else ""
    return [
        note(name, **base, x=0, xanchor="left", align="left", xshift=-grid.left),
        note(firm, **base, x=1, xanchor="right", align="right", xshift=grid.right),
    ]


def _ticks(places: int, theme: Theme, size: int) -> list[dict[str, Any]]:
    """1, 2, 3 … above the plot; of many places every second, fifth or tenth."""
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, places) if places / s <= TICKS)
    at = [n for n in range(1, places + 1) if n == 1 or n % step == 0]
    return [
        note(
            str(n),
            **{"xref": "x", "yref": "paper", "x": n, "y": 1, "yanchor": "bottom", "yshift": 4},
            font={"color": theme.subtitle, "size": size},
        )
        for n in at
    ]


def _lines(places: int, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    """A hairline at every place; on a phone only where the bars are, for names stand between."""
    style = {"type": "line", "layer": "below", "line": {"color": theme.border, "width": 1}}
    at = range(1, places + 1) if places <= TICKS else (1, places)
    ends: list[dict[str, Any]] = [{"yref": "paper", "y0": 0, "y1": 1}]
    if grid.narrow:
        middles = [grid.bar(i) for i in range(len(grid.names))]
        half = 0.5 * grid.size
        ends = [{"yref": "y", "y0": m - half, "y1": m + half} for m in middles]
    return [style | {"xref": "x", "x0": n, "x1": n} | end for n in at for end in ends]
