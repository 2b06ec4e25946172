"""From nothing to a difference, part by part: where points were gained and where they were lost."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any, ClassVar

from plotly import graph_objects as go

from kpi.figure.named import Named
from kpi.figure.text import fold, plain, widest
from kpi.figure.theme import LEADING, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import Theme
from kpi.model.series import Fall

SMALL = 0.1  # parts nearer to nothing than this are told together
LONGEST = 14  # sizes of text that a name may take; longer ones are wrapped
Parts = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class _Rows(Named):
    """Ends of the axis."""

    ABOVE: ClassVar[float] = 4

    low: float
    high: float


def waterfall(fall: Fall, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """One row per part, gains first, each bar beginning where the one before ended; then the total.

    `narrow` is a phone: name and number stand above the bar.
    """
    parts = merged(fall.parts)
    rows = _rows(parts, fall, narrow, size)
    room = least(narrow, size)
    title, height = heading(
        fall.title, _(fall.uom), theme, size, room=room, left=rows.left, above=6
    )
    values = [*(value for _name, value in parts), fall.total[1]]
    starts = [0.0, *accumulate(value for _name, value in parts)]
    starts[-1] = 0.0  # the total begins at nothing again
    return canvas(
        _bars(parts, fall, values, starts, rows, theme),
        theme,
        size,
        height + 18 + rows.edges[-1],
        alt(fall),
        margin={"l": rows.left, "r": rows.right, "t": height + 10, "b": 8, "pad": 0},
        xaxis={"range": [rows.low, rows.high], "visible": False},
        yaxis={"range": [rows.edges[-1], 0.0], "visible": False},
        barmode="overlay",
        annotations=[*title, *_names(parts, fall, rows, theme), *_numbers(fall, values, rows)],
        shapes=_lines(starts, values, rows, theme),
    )


def merged(parts: Parts) -> Parts:
    """Parts by value, gains first; two or more of less than 0.1 become 其余 n 项 at the end."""
    small = [value for _name, value in parts if abs(value) < SMALL]
    large = [part for part in parts if abs(part[1]) >= SMALL or len(small) < 2]
    told = sorted(large, key=lambda part: -part[1])
    if len(small) > 1:
        told.append((_(N_("其余{n}项")).format(n=len(small)), sum(small)))
    return tuple(told)


def alt(fall: Fall) -> str:
    """The figure for those who do not see it: as given, or the total with its largest parts."""
    if fall.alt:
        return fall.alt
    ends = sorted(fall.parts, key=lambda part: -abs(part[1]))[:3]
    told = _(N_("，")).join(f"{name}{_number(value, fall)}" for name, value in ends)
    text = _(N_("{title}：{name}{total}；{parts}"))
    return text.format(
        title=fall.title, name=fall.total[0], total=_number(fall.total[1], fall), parts=told
    )


def _rows(parts: Parts, fall: Fall, narrow: bool, size: int) -> _Rows:
    texts = [*(name for name, _value in parts), fall.total[0]]
    numbers = [_number(v, fall) for v in (*(v for _n, v in parts), fall.total[1])]
    tip = widest(numbers, size) * 1.1 + 12
    room = least(narrow, size) - tip - 16 if narrow else LONGEST * size
    names = tuple(tuple(fold(text, room, size)) for text in texts)
    heights = [len(lines) * LEADING * size + (2.1 * size if narrow else 12) for lines in names]
    left = 8.0 if narrow else widest([line for lines in names for line in lines], size) + 14
    reach = [0.0, *accumulate(value for _name, value in parts), fall.total[1]]
    low, high = min(reach), max(reach)
    span = (high - low) or 1.0
    air = 0.0 if narrow else tip / max(least(narrow, size) - left - 8 - 2 * tip, 120.0) * span
    return _Rows(
        names,
        tuple(accumulate(heights, initial=0.0)),
        left=left,
        right=8.0,
        low=low - (air or span * 0.01),
        high=high + (air or span * 0.01),
        narrow=narrow,
        size=size,
    )


def _bars(
    parts: Parts, fall: Fall, values: list[float], starts: list[float], rows: _Rows, theme: Theme
) -> list[go.Bar]:
    """Gains solid and the total middle grey; losses outlined with dots.

    Two traces: a pattern's own colour is lost beside a list of colours.
    """
    last = len(values) - 1
    names = [*(name for name, _value in parts), fall.total[0]]
    lost = [i for i in range(last) if values[i] < 0]
    solid = [i for i in range(last + 1) if i not in lost]
    looks: list[tuple[list[int], dict[str, Any]]] = [
        (solid, {"color": [theme.middle if i == last else theme.action for i in solid]}),
        (
            lost,
            {
                "color": theme.background,
                "line": {"color": theme.negative, "width": 1.5},
                "pattern": {
                    "shape": ".",
                    "fillmode": "overlay",
                    "bgcolor": theme.background,
                    "fgcolor": theme.negative,
                    "fgopacity": 1,
                    "size": 6,
                    "solidity": 0.25,
                },
            },
        ),
    ]
    return [
        go.Bar(
            x=[values[i] for i in at],
            y=[rows.bar(i) for i in at],
            base=[starts[i] for i in at],
            orientation="h",
            width=1.2 * rows.size,
            marker=marker,
            hovertext=[plain(f"{names[i]} {_number(values[i], fall)}") for i in at],
            hoverinfo="text",
            cliponaxis=False,
        )
        for at, marker in looks
    ]


def _names(parts: Parts, fall: Fall, rows: _Rows, theme: Theme) -> list[dict[str, Any]]:
    found = []
    for i, lines in enumerate(rows.names):
        text = "<br>".join(plain(line) for line in lines)
        found.append(
            note(
                f"<b>{text}</b>" if i == len(parts) else text,
                **{"xref": "paper", "yref": "y", "x": 0, "y": rows.text(i)},
                **{"xanchor": "left", "yanchor": "middle", "align": "left"},
                xshift=-rows.left,
                font={"color": theme.text, "size": rows.size},
            )
        )
    return found


def _numbers(fall: Fall, values: list[float], rows: _Rows) -> list[dict[str, Any]]:
    """The number at the tip that its bar points to; on a phone at the right of the name."""
    found, at = [], 0.0
    for i, value in enumerate(values):
        end = value if i == len(values) - 1 else at + value
        at += value
        text = f"<b>{_number(value, fall)}</b>"
        if rows.narrow:
            side = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": rows.right}
            found.append(note(text, **side, yref="y", y=rows.text(i), yanchor="middle"))
            continue
        left = value < 0
        side = {"xanchor": "right" if left else "left", "xshift": -5 if left else 5}
        found.append(note(text, xref="x", x=end, yref="y", y=rows.bar(i), **side, yanchor="middle"))
    return found


def _number(value: float, fall: Fall) -> str:
    return show.number(value, fall.decimals, sign=True)


def _lines(
    starts: list[float], values: list[float], rows: _Rows, theme: Theme
) -> list[dict[str, Any]]:
    """Nothing as a line; dots from where a bar ends to where the next begins, not on a phone."""
    half, style = 0.6 * rows.size, {"type": "line", "xref": "x"}
    pale = {**style, "layer": "below", "line": {"color": theme.border, "width": 1}}
    if rows.narrow:  # names and numbers stand between the bars
        return [
            {**pale, "yref": "y", "x0": 0, "x1": 0}
            | {"y0": rows.bar(i) - half - 3, "y1": rows.bar(i) + half + 3}
            for i in range(len(values))
        ]
    dots = {**style, "yref": "y", "line": {"color": theme.subtitle, "width": 1, "dash": "dot"}}
    ends = [start + value for start, value in zip(starts[:-1], values, strict=False)]
    return [
        {**pale, "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1},
        *(
            {**dots, "x0": x, "x1": x, "y0": rows.bar(i) + half, "y1": rows.bar(i + 1) - half}
            for i, x in enumerate(ends)
        ),
    ]
