"""The line through all bars of a ranking (time progress, a target): dashed, cased and labelled."""

from typing import Any

from plotly import graph_objects as go

from kpi.figure.rows import Grid, Rows, number
from kpi.figure.text import plain, widest, width
from kpi.figure.theme import note
from kpi.model import show
from kpi.model.look import Theme
from kpi.model.series import Bar, Bars

Runs = list[tuple[float, float]]


def traces(mark: float, name: str, runs: Runs, theme: Theme) -> list[go.Scatter]:
    """The mark, dashed gold over a casing in the ground's colour.

    Without the casing gold on red is nearly invisible to a deuteranope.
    """
    y: list[float | None] = [at for start, end in runs for at in (start, end, None)]
    x = [None if at is None else mark for at in y]
    casing = {"color": theme.background, "width": 4}
    line = {"color": theme.target, "width": 2, "dash": "6px,3px"}
    return [
        go.Scatter(x=x, y=y, mode="lines", name=name, line=style, hoverinfo="skip")
        for style in (casing, line)
    ]


def label(bars: Bars, share: float, theme: Theme, size: int) -> dict[str, Any]:
    """序时进度 83.3% above the plot, at `share` of its width: near an end it leans inwards."""
    anchor, shift = (
        ("left", -4) if share < 0.25 else ("right", 4) if share > 0.75 else ("center", 0)
    )
    text = f"{bars.mark_name} {show.amount(bars.mark, bars.uom, bars.decimals)}".strip()
    place = {"xref": "x", "yref": "paper", "x": bars.mark, "y": 1}
    side = {"xanchor": anchor, "yanchor": "bottom", "xshift": shift}
    return note(plain(text), **place, **side, font={"color": theme.target_text, "size": size})


def runs(mark: float, per_pixel: float, rows: Rows, bars: Bars, grid: Grid) -> Runs:
    """From where to where the line goes: it leaves out a bar whose texts it would strike.

    On a phone names and numbers stand above the bars, so it crosses the bars only.
    """
    found: Runs = []
    half = grid.bar / 2 + 2
    for i, row in enumerate(rows):
        if len(row) == 1 and row[0].value is None:
            continue
        if grid.narrow:
            found += [(grid.bar_y(i) - half, grid.bar_y(i) + half)] if grid.drawn[i] else []
            continue
        struck = len(row) > 1 or _strikes(mark, per_pixel, i, row[0], bars, grid)
        top, low, middle = grid.edges[i], grid.edges[i + 1], grid.bar_y(i)
        parts = [(top, middle - half), (middle + half, low)] if struck else [(top, low)]
        for start, end in parts:
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
    return found


def _strikes(mark: float, per_pixel: float, i: int, bar: Bar, bars: Bars, grid: Grid) -> bool:
    """Whether a line at `mark` would run through the number or the name beside a bar."""
    value = bar.value or 0.0
    side = -1 if value < 0 else 1
    tip = width(number(bar, bars), grid.size) + 10
    texts = [(value, value + side * tip * per_pixel)]
    if grid.diverging:
        name = widest(list(grid.names[i]), grid.size) + 14
        texts.append((0.0, -side * name * per_pixel))
    return mark != value and any(min(ends) <= mark <= max(ends) for ends in texts)
