"""One line over periods: how its role looks, where it has gaps, what it says under the pointer."""

from itertools import pairwise
from typing import Any

from plotly import graph_objects as go

from kpi.figure.text import plain
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import BLACK_MARK, RED_MARK, Theme
from kpi.model.series import Line, Trend

SYMBOLS = ("circle", "square", "diamond")  # of lines in one colour the mark tells them apart
DASHES = {"red": ("solid", "12px,3px"), "black": ("6px,4px", "2px,3px")}  # and of one list this
BACK_TO_FRONT = ("other", "last_year", "mean", "target", "peer", "own")
TIE = 0.12  # places; lines on the same place run side by side


def categories(labels: tuple[str, ...]) -> list[str]:
    """Labels as categories; one that comes again gets an invisible mark, or both would be one.

    So does a bare year: beside the lines plotly takes "2020" for the 2,020th category.
    """
    marks = (labels[:i].count(label) + label.isdigit() for i, label in enumerate(labels))
    return [label + "\u200b" * n for label, n in zip(labels, marks, strict=True)]


def heights(trend: Trend) -> tuple[tuple[float | None, ...], ...]:
    """Where each line runs: its values, tied places moved apart by 0.12."""
    if not trend.ranks:
        return tuple(line.values for line in trend.lines)
    return tuple(
        tuple(
            None if value is None else value + TIE * _before(trend, k, i)
            for i, value in enumerate(line.values)
        )
        for k, line in enumerate(trend.lines)
    )


def _before(trend: Trend, k: int, i: int) -> int:
    """How many lines above the k-th have the same value in period `i`."""
    return sum(line.values[i] == trend.lines[k].values[i] for line in trend.lines[:k])


def colour(line: Line, theme: Theme) -> str:
    """A line's colour by list first, then by role."""
    if line.colour:
        return theme.red if line.colour == "red" else theme.ink
    named = {
        "own": theme.action,
        "peer": theme.peer,
        "target": theme.target,
        "mean": theme.subtitle,
        "other": theme.bump,
        "last_year": theme.middle,
    }
    return named[line.role]


def marked(line: Line) -> str:
    """The line's name, with ▲ or ▼ if its unit is on a list: colour alone never says it."""
    marks = {"red": RED_MARK, "black": BLACK_MARK}
    return marks[line.colour] + line.name if line.colour else line.name


def text_colour(line: Line, theme: Theme) -> str:
    """A colour of the same meaning that may be read as text: pale greys and gold may not."""
    if line.role == "target":
        return theme.target_text
    quiet = line.role in ("last_year", "mean", "other") and not line.colour
    return theme.subtitle if quiet else colour(line, theme)


def amount(value: float | None, trend: Trend) -> str:
    """A value of the trend with its unit of measure, or a place."""
    if trend.ranks:
        return show.place(None if value is None else round(value))
    return show.amount(value, trend.uom, trend.decimals)


def sentence(trend: Trend, line: Line, i: int) -> str:
    """A point as a reader would say it: 长安路街道，3月：12.30亿元."""
    said = {"name": line.name, "period": trend.labels[i], "value": amount(line.values[i], trend)}
    return plain(_(N_("{name}，{period}：{value}")).format(**said))


def traces(trend: Trend, theme: Theme, *, small: bool = False, **axes: Any) -> list[go.Scatter]:
    """All lines, quiet ones first, so that the own line lies on top; None stays a gap.

    The target is dashed gold over a casing; black is dashed ink with hollow marks (never the only
    sign: its label carries the word). `small` is a panel among many; `axes` names its axes.
    """
    drawn, at = [], heights(trend)
    order = sorted(range(len(trend.lines)), key=lambda k: BACK_TO_FRONT.index(trend.lines[k].role))
    for k in order:
        line, nth = trend.lines[k], _alike(trend, k)
        symbol = SYMBOLS[nth % len(SYMBOLS)]
        for part in parted(at[k], () if line.role == "target" else trend.breaks):
            base = {"x": categories(trend.labels), "y": part, "connectgaps": False, **axes}
            if line.role == "target":
                casing = {"color": theme.background, "width": 4}
                drawn.append(go.Scatter(**base, mode="lines", line=casing, hoverinfo="skip"))
            drawn.append(
                go.Scatter(
                    **base,
                    name=line.name,
                    mode="lines" if line.role == "target" and not _alone(line) else "lines+markers",
                    line=_stroke(line, theme, trend.ranks, small, nth),
                    marker=_marks(line, theme, small, symbol),
                    hovertext=[sentence(trend, line, i) for i in range(len(trend.labels))],
                    hoverinfo="text",
                )
            )
    return drawn


def parted(
    values: tuple[float | None, ...], breaks: tuple[int, ...]
) -> tuple[tuple[float | None, ...], ...]:
    """A line in pieces that are not joined: from one break to the next, all else left empty."""
    ends = (0, *breaks, len(values))
    return tuple(
        tuple(v if low <= i < high else None for i, v in enumerate(values))
        for low, high in pairwise(ends)
    )


def last(line: Line) -> int | None:
    """Index of the last period with a value."""
    return next((i for i in reversed(range(len(line.values))) if line.values[i] is not None), None)


def _alike(trend: Trend, k: int) -> int:
    """How many lines before the k-th look like it: of its list, or peers as it is."""
    own = trend.lines[k]
    if not own.colour and own.role != "peer":
        return 0
    return sum((line.colour or line.role) == (own.colour or own.role) for line in trend.lines[:k])


def _stroke(line: Line, theme: Theme, ranks: bool, small: bool, nth: int) -> dict[str, Any]:
    loud = line.role == "own" or line.colour is not None
    width = 3.0 if loud else 2.0 if line.role in ("target", "peer", "mean") else 1.5
    if ranks and not loud and line.role != "peer":
        width = 2.0
    dash = "solid"
    if line.colour:
        dash = DASHES[line.colour][min(nth, 1)]
    elif line.role == "target":
        dash = "dot" if small else "6px,4px"
    return {
        "color": colour(line, theme),
        "width": width - 0.5 * small,
        "dash": dash,
        "shape": "linear",  # a spline would invent values between two months
    }


def _marks(line: Line, theme: Theme, small: bool, symbol: str) -> dict[str, Any]:
    """Points: the last one larger; quiet lines show only points that no line would show."""
    hollow = line.colour == "black"
    quiet = line.role in ("last_year", "mean", "other", "target") and not line.colour
    paint, end = colour(line, theme), last(line)
    size = [0.0 if quiet else 4.0 if small else 6.0] * len(line.values)
    for i in _alone(line):
        size[i] = 4.0 if quiet else 6.0
    if end is not None and not quiet:
        size[end] = 7.0 if small else 9.0
    marker: dict[str, Any] = {
        "symbol": symbol,
        "size": size,
        "opacity": 1,
        "color": theme.background if hollow else paint,
        "line": {"color": paint, "width": 2 if hollow else 0},
    }
    if line.revised or line.hollow:  # ◇ where a number was changed, hollow where its base is low
        count = range(len(line.values))
        open_ = {*line.revised, *line.hollow} if not hollow else set(count)
        marker["symbol"] = ["diamond" if i in line.revised else symbol for i in count]
        marker["size"] = [
            max(size[i], 11.0) if i in line.revised else max(size[i], 7.0 * (i in line.hollow))
            for i in count
        ]
        marker["color"] = [theme.background if i in open_ else paint for i in count]
        marker["line"] = {"color": paint, "width": [2 if i in open_ else 0 for i in count]}
    return marker


def _alone(line: Line) -> list[int]:
    """Points without a neighbour: a line needs two."""
    padded = (None, *line.values, None)
    return [
        i
        for i, value in enumerate(line.values)
        if value is not None and padded[i] is None and padded[i + 2] is None
    ]
