"""Bars of all units, best first: who leads, who lags, who is on which list, how far to the mark."""

from typing import Any

from plotly import graph_objects as go

from kpi.figure import mark
from kpi.figure.rows import GAP, Grid, Rows, folded, grid, number, reach, word
from kpi.figure.text import coloured, plain
from kpi.figure.theme import LEADING, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import Theme
from kpi.model.series import Bar, Bars

Note = dict[str, Any]


def ranking(bars: Bars, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """One horizontal bar per unit with its number at the tip, its place, movement and list.

    Values below zero turn it into diverging bars around zero. `narrow` is a phone: name and
    number stand above the bar. `size` is the text's pixels; everything else grows with it.
    """
    rows = folded(bars.bars)
    columns = grid(rows, bars, narrow, size)
    low, high = reach(bars, columns)
    room = least(narrow, size)
    lane = 0.0 if bars.mark is None else LEADING * size
    head, height = heading(
        bars.title, _(bars.uom), theme, size, room=room, left=columns.left, above=lane + 6
    )
    top, foot = height + lane + 10, 8
    notes = [n for i, row in enumerate(rows) for n in _texts(i, row, bars, columns, theme)]
    drawn = [_bars(rows, bars, columns, theme)]
    if bars.mark is not None:
        per_pixel = (high - low) / (room - columns.left - columns.right)
        runs = mark.runs(bars.mark, per_pixel, rows, bars, columns)
        drawn += mark.traces(bars.mark, bars.mark_name, runs, theme)
        notes.append(mark.label(bars, (bars.mark - low) / (high - low), theme, size))
    return canvas(
        drawn,
        theme,
        size,
        top + foot + max(columns.edges[-1], 2.5 * size),
        alt(bars),
        margin={"l": columns.left, "r": columns.right, "t": top, "b": foot, "pad": 0},
        xaxis={"range": [low, high], "visible": False},
        yaxis={"range": [columns.edges[-1] or 1.0, 0.0], "visible": False},
        annotations=[*head, *notes],
        shapes=_hairlines(rows, columns, theme),
    )


def sentence(bar: Bar, bars: Bars) -> str:
    """A bar as a reader would say it: 第1位，长安路街道，92.5%，红榜，↑1."""
    parts = [show.place(bar.rank)] if bar.rank is not None else []
    parts += [bar.name, show.amount(bar.value, bars.uom, bars.decimals)]
    parts += [bars.labels[bar.colour == "black"]] if bar.colour else []
    return _(N_("，")).join([*parts, bar.extra] if bar.extra else parts)


def alt(bars: Bars) -> str:
    """The figure for those who do not see it: its finding, and its ends in one sentence."""
    ranked = [bar for bar in bars.bars if bar.value is not None]
    if not ranked:
        return bars.alt or bars.title
    ends = {
        key: bar.name + " " + show.amount(bar.value, bars.uom, bars.decimals)
        for key, bar in (("first", ranked[0]), ("last", ranked[-1]))
    }
    text = _(N_("{title}：{count}个单位，首位{first}，末位{last}"))
    ends_said = text.format(title=bars.title, count=len(ranked), **ends)
    return _(N_("；")).join((bars.alt, ends_said)) if bars.alt else ends_said


def _bars(rows: Rows, bars: Bars, grid: Grid, theme: Theme) -> go.Bar:
    """Red solid, black ink with hatch (outlined on dark ground), all others middle grey."""
    drawn = [(i, row[0]) for i, row in enumerate(rows) if grid.drawn[i]]
    dark = theme.name == "dark"
    black = theme.paper if dark else theme.ink
    fill = {None: theme.middle, "red": theme.red, "black": black}
    # no-break spaces keep the number off the bar's tip
    numbers = ["" if grid.narrow else f"\u00a0{number(bar, bars)}\u00a0" for _i, bar in drawn]
    outlined = [1.5 if dark and bar.colour == "black" else 0 for _i, bar in drawn]
    return go.Bar(
        x=[bar.value for _i, bar in drawn],
        y=[grid.bar_y(i) for i, _bar in drawn],
        orientation="h",
        width=grid.bar,
        marker={
            "color": [fill[bar.colour] for _i, bar in drawn],
            "line": {"color": theme.ink, "width": outlined},
            "pattern": {
                "shape": ["/" if bar.colour == "black" else "" for _i, bar in drawn],
                "fillmode": "overlay",
                "bgcolor": black,
                "fgcolor": theme.ink if dark else theme.hatch,
                "fgopacity": 1,
                "size": 8,
                "solidity": 0.2,
            },
        },
        text=numbers,
        textposition="outside",
        textangle=0,
        textfont={"size": grid.size, "color": theme.text, "weight": "bold"},
        constraintext="none",
        cliponaxis=False,  # the longest bar's number stands in the margin kept for it
        hovertext=[plain(sentence(bar, bars)) for _i, bar in drawn],
        hoverinfo="text",
    )


def _texts(i: int, row: tuple[Bar, ...], bars: Bars, grid: Grid, theme: Theme) -> list[Note]:
    """Texts of one row: name and place; then movement and list, or what is missing."""
    bar = row[0]
    quiet = len(row) > 1 or bar.value is None
    font = {"color": theme.subtitle if quiet else theme.text, "size": grid.size}
    base = {"xref": "paper", "yref": "y", "x": 0, "yanchor": "middle", "font": font}
    texts = [_name(i, row, bars, grid, theme, base)]
    if len(row) > 1:
        return texts
    if bar.rank is not None:
        place = {**base, "y": grid.number_y(i), "xanchor": "right"}
        texts.append(note(f"<b>{bar.rank}</b>", **place, xshift=grid.place - grid.left))
    if bar.value is None:
        return [*texts, _absent(i, bar, grid, base)]
    end = {**base, "x": 1}
    if grid.narrow:
        edge = {**end, "xanchor": "right", "xshift": grid.word}
        texts.append(note(f"<b>{number(bar, bars)}</b>", **edge, y=grid.number_y(i)))
        return [*texts, note(plain(bar.extra), **edge, y=grid.bar_y(i))] if bar.extra else texts
    if bar.extra:
        texts.append(
            note(plain(bar.extra), **end, y=grid.bar_y(i), xanchor="left", xshift=grid.extra)
        )
    if bar.colour:
        said = _list_word(bar, bars, theme)
        texts.append(note(said, **end, y=grid.bar_y(i), xanchor="left", xshift=grid.word))
    return texts


def _name(i: int, row: tuple[Bar, ...], bars: Bars, grid: Grid, theme: Theme, base: Note) -> Note:
    """The name: in its column, on the free side of zero, or above the bar with the list's word."""
    text = "<br>".join(plain(line) for line in grid.names[i])
    place = {**base, "y": grid.name_y(i), "xanchor": "left", "align": "left"}
    if grid.narrow:
        listed = len(row) == 1 and row[0].colour
        return note(f"{text}  {_list_word(row[0], bars, theme)}" if listed else text, **place)
    if not grid.diverging:
        return note(text, **{**place, "xshift": grid.place + GAP - grid.left})
    right = len(row) == 1 and (row[0].value or 0.0) < 0
    side, shift = ("left", 8) if right else ("right", -8)
    free = {"xref": "x", "xanchor": side, "align": side, "xshift": shift}
    return note(text, **{**place, **free})


def _list_word(bar: Bar, bars: Bars, theme: Theme) -> str:
    return coloured(word(bar, bars), theme.red if bar.colour == "red" else theme.ink)


def _absent(i: int, bar: Bar, grid: Grid, base: Note) -> Note:
    """— 未报 where the bar would begin; on a phone where the number would stand."""
    text = f"{show.NOT_APPLICABLE} {plain(bar.extra)}".rstrip()
    if grid.narrow:
        end = {"x": 1, "xanchor": "right", "xshift": grid.word, "y": grid.number_y(i)}
        return note(text, **{**base, **end})
    return note(text, **{**base, "xref": "x", "y": grid.bar_y(i), "xanchor": "left", "xshift": 8})


def _hairlines(rows: Rows, grid: Grid, theme: Theme) -> list[dict[str, Any]]:
    """Zero under the bars, and a line above the units that are not ranked.

    Around zero places stand far from names: a line under every row leads the eye.
    """
    style = {"type": "line", "layer": "below", "line": {"color": theme.border, "width": 1}}
    half = grid.bar / 2 + 3
    zero = [  # on a phone behind the bars only, for the names stand between them
        {"xref": "x", "yref": "y", "x0": 0, "x1": 0, "y0": y - half, "y1": y + half}
        for y in (grid.bar_y(i) for i, bar in enumerate(grid.drawn) if bar)
    ]
    if not grid.narrow:
        zero = [{"xref": "x", "yref": "paper", "x0": 0, "x1": 0, "y0": 0, "y1": 1}]
    ranked = sum(row[0].value is not None for row in rows)
    under = range(len(rows) - 1) if grid.diverging and not grid.narrow else [ranked - 1]
    across = [
        {"xref": "paper", "yref": "y", "x0": 0, "x1": 1, "y0": y, "y1": y}
        for i, y in ((i, grid.edges[i + 1]) for i in under)
        if 0 <= i < len(rows) - 1
    ]
    return [line | style for line in [*zero, *across]]
