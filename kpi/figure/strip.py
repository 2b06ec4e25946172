"""How the units of each group are spread over one axis: groups side by side, never summed."""

from itertools import accumulate
from typing import Any

from plotly import graph_objects as go

from kpi.figure.text import fold, plain
from kpi.figure.theme import LEADING, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import BLACK_MARK, RED_MARK, Theme
from kpi.model.profile import Dot, Strip, Strips
from kpi.model.scale import around, ticks

EDGE = 12  # pixels free at both ends of the axis


def strip(shown: Strips, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """One row per group: a dot per unit, the median a line; under the row who stands at the ends.

    Two units with the same number lie on each other; all of them stand in the table.
    """
    room = least(narrow, size)
    texts = [_ends(row, shown, room / 2 - EDGE, size) for row in shown.rows]
    heights = [
        (2.9 + LEADING * max(len(side) for side in sides)) * size + LEADING * size
        for sides in texts
    ]
    edges = tuple(accumulate(heights, initial=0.0))
    head, height = heading(
        *(shown.title, _(shown.uom), theme, size), room=room, left=EDGE, above=10
    )
    values = [dot.value for row in shown.rows for dot in row.dots]
    low, high = around(values)
    if min(values, default=0.0) > 0:
        low = min(low, min(values) - (max(values) - min(values)) * 0.06)
    marks = ticks(low, high, 4 if narrow else 8)
    digits = next(d for d in range(9) if all(abs(m - round(m, d)) < 1e-9 for m in marks))
    top, foot = height + 16, LEADING * size + 10
    return canvas(
        [_dots(edges, shown, theme, size)],
        theme,
        size,
        top + edges[-1] + foot,
        alt(shown),
        margin={"l": EDGE, "r": EDGE, "t": top, "b": foot, "pad": 0},
        xaxis={
            **{"range": [low, high], "tickmode": "array", "tickvals": marks},
            "ticktext": [show.number(mark, digits) for mark in marks],
            **{"showgrid": True, "gridcolor": theme.border, "ticklabelstandoff": 4},
            **{"zeroline": low < 0 < high, "zerolinecolor": theme.middle},
        },
        yaxis={"range": [edges[-1] or 1.0, 0.0], "visible": False},
        annotations=[
            *head,
            *(
                n
                for i, row in enumerate(shown.rows)
                for n in _texts(edges[i], row, shown, texts[i], theme, size)
            ),
        ],
        shapes=[_median(edges[i], row, theme, size) for i, row in enumerate(shown.rows)],
    )


def alt(shown: Strips) -> str:
    """The figure for those who do not see it: as given, or every group's ends and median."""
    if shown.alt:
        return shown.alt
    told = _(N_("；")).join(
        _(N_("{group}{n}个，{low}至{high}，中位{median}")).format(
            group=row.name,
            n=len(row.dots),
            low=_value(min(dot.value for dot in row.dots), shown),
            high=_value(max(dot.value for dot in row.dots), shown),
            median=_value(row.median, shown),
        )
        for row in shown.rows
    )
    return _(N_("{title}：{parts}")).format(title=shown.title, parts=told)


def _value(value: float, shown: Strips) -> str:
    return show.amount(value, shown.uom, shown.decimals)


def _row(edge: float, size: int) -> float:
    """Middle of the dots of a row that begins at `edge`: under the group's name."""
    return edge + LEADING * size + 0.9 * size


def _ends(row: Strip, shown: Strips, room: float, size: int) -> tuple[list[str], list[str]]:
    """最低 桥西街道 70.6 and 最高 长安路街道 92.5, wrapped to half of the width each."""
    order = sorted(row.dots, key=lambda dot: dot.value)
    if len(order) < 2:
        return fold(_end(N_("唯一"), order[0], shown), room, size) if order else [""], [""]
    low, high = _end(N_("最低"), order[0], shown), _end(N_("最高"), order[-1], shown)
    return fold(low, room, size), fold(high, room, size)


def _end(word: str, dot: Dot, shown: Strips) -> str:
    return f"{_(word)} {dot.name} {show.number(dot.value, shown.decimals)}"


def _dots(edges: tuple[float, ...], shown: Strips, theme: Theme, size: int) -> go.Scatter:
    """Grey dots, red ones solid and black ones hollow on top."""
    fill = {"red": theme.red, "black": theme.background, None: theme.middle}
    edge = {"red": theme.background, "black": theme.ink, None: theme.subtitle}
    marks = {"red": RED_MARK, "black": BLACK_MARK, None: ""}
    found = [(i, dot) for i, row in enumerate(shown.rows) for dot in row.dots]
    found.sort(key=lambda pair: pair[1].colour is not None)
    return go.Scatter(
        x=[dot.value for _i, dot in found],
        y=[_row(edges[i], size) for i, _dot in found],
        mode="markers",
        marker={
            "size": 0.9 * size,
            "opacity": 1,
            "color": [fill[dot.colour] for _i, dot in found],
            "line": {
                "color": [edge[dot.colour] for _i, dot in found],
                "width": [2.5 if dot.colour == "black" else 1 for _i, dot in found],
            },
        },
        hovertext=[
            plain(f"{marks[dot.colour]}{dot.name} {_value(dot.value, shown)}") for _i, dot in found
        ],
        hoverinfo="text",
        cliponaxis=False,
    )


def _median(edge: float, row: Strip, theme: Theme, size: int) -> dict[str, Any]:
    """The median, across the dots; its number stands in the row's first line."""
    y = _row(edge, size)
    return {
        "type": "line",
        **{"xref": "x", "yref": "y", "layer": "below", "x0": row.median, "x1": row.median},
        **{"y0": y - 0.85 * size, "y1": y + 0.85 * size},
        "line": {"color": theme.subtitle, "width": 2},
    }


def _texts(
    edge: float,
    row: Strip,
    shown: Strips,
    ends: tuple[list[str], list[str]],
    theme: Theme,
    size: int,
) -> list[dict[str, Any]]:
    """The group with its median above the dots, its ends below them."""
    said = _(N_("{group}（{n}个），中位{median}"))
    text = said.format(group=row.name, n=len(row.dots), median=_value(row.median, shown))
    base = {"xref": "paper", "yref": "y", "bgcolor": theme.background}  # no grid behind words
    quiet = {"color": theme.subtitle, "size": size}
    below = _row(edge, size) + 0.9 * size
    notes = [
        note(
            f"<b>{plain(text)}</b>",
            **base,
            **{"x": 0, "y": edge + LEADING * size / 2, "xanchor": "left", "yanchor": "middle"},
        )
    ]
    for x, side, lines in ((0, "left", ends[0]), (1, "right", ends[1])):
        words = "<br>".join(plain(line) for line in lines)
        place = {"x": x, "y": below, "xanchor": side, "yanchor": "top", "align": side}
        notes.append(note(words, **base, **place, font=quiet))
    return notes
