"""Tasks against their targets: done as a bar, time progress as a tick, the group as a grey band."""

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
from kpi.model.profile import Bullet, Bullets

GAP = 14  # pixels between columns
LONGEST = 12  # sizes of text a name may take; longer ones are wrapped
KEY = (N_("灰带到组平均"), N_("金线＝序时进度"), N_("◇＝按现速到年末"))


@dataclass(frozen=True, slots=True)
class _Grid(Named):
    """Right end of the percentages done, behind the plot."""

    UNDER: ClassVar[float] = 1.0

    done: float


def bullet(shown: Bullets, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """One row per task, all in percent of the year's target: the bar from zero, the target a line.

    The numbers stand behind the plot, never on a bar.
    """
    grid = _grid(shown, narrow, size)
    ends = [x for row in shown.rows for x in (row.done, row.mean, row.progress, row.forecast)]
    low = min([0.0, *(x for x in ends if x is not None)])
    high = max([100.0, *(x for x in ends if x is not None)]) * 1.02
    room, key = least(narrow, size), _(N_("，")).join(_(text) for text in _keys(shown))
    head, height = heading(
        *(shown.title, _(N_("占年度目标%，{key}")).format(key=key), theme, size),
        room=room - 8,
        left=grid.left,
        above=1.6 * size,
    )
    top = height + 1.6 * size + 8
    return canvas(
        _traces(shown, grid, theme),
        theme,
        size,
        top + 8 + max(grid.edges[-1], 2.5 * size),
        alt(shown),
        margin={"l": grid.left, "r": grid.right, "t": top, "b": 8, "pad": 0},
        xaxis={"range": [low, high], "visible": False},
        yaxis={"range": [grid.edges[-1] or 1.0, 0.0], "visible": False},
        barmode="overlay",
        annotations=[
            *head,
            _target((100 - low) / (high - low), theme, size),
            *(n for i, row in enumerate(shown.rows) for n in _texts(i, row, grid, theme)),
        ],
        shapes=_shapes(shown, grid, theme),
    )


def alt(shown: Bullets) -> str:
    """The figure for those who do not see it: as given, or what each task has reached."""
    pattern = _(N_("{title}：{parts}"))
    told = _(N_("；")).join(sentence(row) for row in shown.rows)
    return shown.alt or pattern.format(title=shown.title, parts=told)


def sentence(row: Bullet) -> str:
    """固定资产投资完成70.6%，序时进度75.0%，按现速到年末94.1%."""
    done = _percent(row.done)
    parts = [_(N_("{item}完成{value}")).format(item=row.name, value=done)]
    if row.progress is not None:
        parts.append(_(N_("序时进度{value}")).format(value=_percent(row.progress)))
    if row.mean is not None:
        parts.append(_(N_("组平均{value}")).format(value=_percent(row.mean)))
    if row.forecast is not None:
        parts.append(_(N_("按现速到年末{value}")).format(value=_percent(row.forecast)))
    return _(N_("，")).join(parts)


def _percent(value: float | None) -> str:
    return show.amount(value, "%", 1)


def _keys(shown: Bullets) -> tuple[str, ...]:
    """What the marks are: only what is drawn."""
    there = (
        any(row.mean is not None for row in shown.rows),
        any(row.progress is not None for row in shown.rows),
        any(row.forecast is not None for row in shown.rows),
    )
    return tuple(text for text, drawn in zip(KEY, there, strict=True) if drawn)


def _grid(shown: Bullets, narrow: bool, size: int) -> _Grid:
    done = widest([_percent(row.done) for row in shown.rows], size * 1.08)
    year = widest([_forecast(row) for row in shown.rows], size)
    room = least(narrow, size) - done - year - 2 * GAP - 16 if narrow else LONGEST * size
    names = tuple(tuple(fold(row.name, room, size)) for row in shown.rows)
    heights = [
        len(lines) * LEADING * size + (2.2 * size if narrow else 12 + 0.4 * size) for lines in names
    ]
    column = widest([line for lines in names for line in lines], size) + GAP
    return _Grid(
        names,
        tuple(accumulate(heights, initial=0.0)),
        left=8.0 if narrow else column,
        right=8.0 if narrow else 2 * GAP + done + year,
        done=GAP + done,
        narrow=narrow,
        size=size,
    )


def _forecast(row: Bullet) -> str:
    return "" if row.forecast is None else f"◇{_percent(row.forecast)}"


def _traces(shown: Bullets, grid: _Grid, theme: Theme) -> list[Any]:
    rows = list(enumerate(shown.rows))
    fill = {"red": theme.red, "black": _ink(theme), None: theme.action}
    bars = go.Bar(
        x=[row.done for _i, row in rows],
        y=[grid.bar(i) for i, _row in rows],
        orientation="h",
        width=0.7 * grid.size,
        marker={
            "color": [fill[row.colour] for _i, row in rows],
            "line": {
                "color": theme.ink,
                "width": [1.5 * (row.colour == "black") for _i, row in rows],
            },
            "pattern": {
                "shape": ["/" if row.colour == "black" else "" for _i, row in rows],
                "fillmode": "overlay",
                "bgcolor": _ink(theme),
                "fgcolor": theme.ink if theme.name == "dark" else theme.hatch,
                "fgopacity": 1,
                "size": 7,
                "solidity": 0.2,
            },
        },
        hovertext=[plain(sentence(row)) for _i, row in rows],
        hoverinfo="text",
    )
    due = [(row.progress, grid.bar(i)) for i, row in rows if row.progress is not None]
    half = 0.75 * grid.size
    x: list[float | None] = []
    y: list[float | None] = []
    for at, mid in due:
        x += [at, at, None]
        y += [mid - half, mid + half, None]
    ticks = [
        go.Scatter(x=x, y=y, mode="lines", line=line, hoverinfo="skip")
        for line in (
            {"color": theme.background, "width": 5},  # gold on red is unseen without a casing
            {"color": theme.target, "width": 3},
        )
    ]
    ahead = [(row.forecast, grid.bar(i), row) for i, row in rows if row.forecast is not None]
    marks = go.Scatter(
        x=[x for x, _y, _row in ahead],
        y=[y for _x, y, _row in ahead],
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 0.8 * grid.size,
            "color": theme.background,
            "line": {"color": theme.text, "width": 1.5},
        },
        hovertext=[plain(sentence(row)) for _x, _y, row in ahead],
        hoverinfo="text",
        cliponaxis=False,
    )
    return [bars, *(ticks if due else []), *([marks] if ahead else [])]


def _ink(theme: Theme) -> str:
    return theme.paper if theme.name == "dark" else theme.ink


def _shapes(shown: Bullets, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    """The group's band behind each bar, zero, and the year's target as a hairline."""
    half = 0.62 * grid.size
    bands = [
        {
            "type": "rect",
            **{"xref": "x", "yref": "y", "layer": "below", "line": {"width": 0}},
            **{"x0": 0, "x1": row.mean, "y0": grid.bar(i) - half, "y1": grid.bar(i) + half},
            "fillcolor": theme.bump,
        }
        for i, row in enumerate(shown.rows)
        if row.mean is not None
    ]
    style = {"type": "line", "xref": "x", "layer": "below", "line": {"width": 1}}
    pale = {**style, "line": {"color": theme.middle, "width": 1}}
    lines = [
        {**pale, "yref": "y", "x0": x, "x1": x, "y0": grid.bar(i) - half, "y1": grid.bar(i) + half}
        for i in range(len(shown.rows))
        for x in (0, 100)
    ]
    return [*bands, *lines]


def _target(share: float, theme: Theme, size: int) -> dict[str, Any]:
    """目标 above the line at 100 %, `share` of the plot's width: near its end it leans inwards."""
    place = {"xref": "x", "yref": "paper", "x": 100, "y": 1, "yshift": 2}
    font = {"color": theme.subtitle, "size": size - 1}
    side = {"xanchor": "right" if share > 0.85 else "center", "yanchor": "bottom"}
    return note(_(N_("目标")), **place, **side, font=font)


def _texts(i: int, row: Bullet, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    base = {"xref": "paper", "yref": "y", "yanchor": "middle"}
    lines = "<br>".join(plain(line) for line in grid.names[i])
    left = {"x": 0, "xanchor": "left", "align": "left", "xshift": -grid.left}
    quiet = {"color": theme.subtitle, "size": grid.size}
    number, year = f"<b>{_percent(row.done)}</b>", _forecast(row)
    first = grid.number(i)
    end = {"x": 1, "xanchor": "right", "y": first}
    shifts = (grid.done, grid.right)
    if grid.narrow:
        shifts = (grid.right - (widest([year], grid.size) + GAP if year else 0), grid.right)
    return [
        note(lines, **base, **left, y=grid.text(i)),
        note(number, **base, **end, xshift=shifts[0]),
        *([note(year, **base, **end, xshift=shifts[1], font=quiet)] if year else []),
    ]
