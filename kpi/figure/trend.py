"""Lines over periods: where it stands, where it comes from, where the target lies, who is ahead."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from plotly import graph_objects as go

from kpi.figure import line as lines
from kpi.figure.text import fold, plain, widest
from kpi.figure.theme import LEADING, PHONE, SIZE, canvas, heading, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import Theme
from kpi.model.scale import around, spread, ticks
from kpi.model.series import Line, Trend

APART, LEAD = 18, 18  # pixels: between two labels at least; from a line's end to its label
LABELLED = 15  # more lines of places than this: the grey ones carry no name
PLOT, SMALL_PLOT = 300, 240  # height of the plot, on a desk and on a phone
PER_PLACE = 30  # pixels between two places


@dataclass(frozen=True, slots=True)
class Scale:
    """The value axis: its ends as drawn (`bottom` may be the larger: places), ticks, its pixels."""

    bottom: float
    top: float
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    pixels: float
    cut: bool = False  # does not begin at zero

    def up(self, value: float) -> float:
        """Pixels above the bottom."""
        return (value - self.bottom) / (self.top - self.bottom) * self.pixels


def trend(trend: Trend, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """Lines with their names at their ends; with `ranks`, places over time with 1 on top.

    A missing period is a gap. Own line strong, peers slate, last year thin grey, target dashed
    gold. `narrow` is a phone; `size` is the text's pixels.
    """
    ends = _ends(trend, theme)
    apart = max(APART, 1.3 * size)
    scale = _scale(trend, narrow, size, apart * len(ends))
    left = widest(list(scale.texts), size) + 10
    room = PHONE * 0.36 if narrow else 14.0 * size
    texts = [fold(text, room, size)[:2] for text, _k, _i in ends]
    right = widest([part for text in texts for part in text], size) + LEAD + 8
    head, head_height = heading(
        *(trend.title, _unit(trend, scale), theme, size),
        room=least(narrow, size),
        left=left,
        above=10,
    )
    top, foot = head_height + 18, LEADING * size + 14
    labels = _labels(trend, ends, texts, scale, apart, theme, size)
    return canvas(
        lines.traces(trend, theme),
        theme,
        size,
        top + scale.pixels + foot,
        alt(trend),
        margin={"l": left, "r": right, "t": top, "b": foot, "pad": 0},
        xaxis=months(trend, narrow, size, least(narrow, size), left + right),
        yaxis=values(scale, theme, grid=not trend.ranks),
        annotations=[*head, *labels, *(_break_label(i, theme, size) for i in trend.breaks)],
        shapes=[_break_line(i, theme) for i in trend.breaks],
    )


def _break_line(i: int, theme: Theme) -> dict[str, Any]:
    """A dotted line between the last number of the old definition and the first of the new."""
    line = {"color": theme.subtitle, "width": 1, "dash": "dot"}
    across = {"xref": "x", "x0": i - 0.5, "x1": i - 0.5, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "layer": "below", "line": line, **across}


def _break_label(i: int, theme: Theme, size: int) -> dict[str, Any]:
    """What the line means, at its top."""
    place = {"xref": "x", "yref": "paper", "x": i - 0.5, "y": 1, "xanchor": "center"}
    font = {"color": theme.subtitle, "size": size - 1}
    return note(_(N_("口径变更，前后不可比")), **place, yanchor="top", font=font)


def alt(trend: Trend) -> str:
    """The figure for those who do not see it: as given, or its loudest line in one sentence."""
    loud = next((line for line in trend.lines if line.role == "own"), None)
    known = [] if loud is None else [i for i, v in enumerate(loud.values) if v is not None]
    if trend.alt or loud is None or not known:
        return trend.alt or trend.title
    said = {
        key: trend.labels[i] + " " + lines.amount(loud.values[i], trend)
        for key, i in (("first", known[0]), ("last", known[-1]))
    }
    count = len(known)
    text = _(N_("{title}：{name}，{count}期，{first}，{last}"))
    return text.format(title=trend.title, name=loud.name, count=count, **said)


def months(trend: Trend, narrow: bool, size: int, width: float, margins: float) -> dict[str, Any]:
    """The period axis: categories (a date axis would write Jul 2025), the last one always named."""
    names = lines.categories(trend.labels)
    room = max((width - margins) / max(len(names), 1), 1.0)
    every, end = max(1, ceil((widest(names, size) + 4) / room)), len(names) - 1
    # a step that names the first period too, if one is near
    every = next((n for n in range(every, 2 * every) if end % n == 0), every)
    shown = [i for i in range(len(names)) if (end - i) % every == 0]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "range": [-0.25, max(len(names) - 0.85, 0.25)],
        "tickmode": "array",
        "tickvals": [names[i] for i in shown],
        "ticktext": [plain(trend.labels[i]) for i in shown],
        "tickfont": {"size": size},
        "ticklabelstandoff": 6,
    }


def values(scale: Scale, theme: Theme, *, grid: bool) -> dict[str, Any]:
    """The value axis with our own ticks: round, with the minus and comma of all other numbers."""
    return {
        "range": [scale.bottom, scale.top],
        "tickmode": "array",
        "tickvals": scale.ticks,
        "ticktext": scale.texts,
        "showgrid": grid,
        "gridcolor": theme.border,
        "gridwidth": 1,
        "zeroline": grid and scale.bottom < 0 < scale.top,
        "zerolinecolor": theme.middle,
        "zerolinewidth": 1,
        "ticklabelstandoff": 4,
    }


def measured(trend: Trend, pixels: float, count: int = 6) -> Scale:
    """A value axis around all lines, from zero unless they lie far above it."""
    low, high = around([v for line in trend.lines for v in line.values if v is not None])
    marks = ticks(low, high, count)
    decimals = next(d for d in range(9) if all(abs(m - round(m, d)) < 1e-9 for m in marks))
    texts = tuple(show.number(mark, decimals) for mark in marks)
    return Scale(low, high, marks, texts, pixels, cut=not low <= 0 <= high)


def places(trend: Trend, pixels: float, *, named: bool = False) -> Scale:
    """An axis of places: whole numbers, 1 on top; of many, 1 and every fifth.

    `named` writes who stood there in the first period: 青云街道 2.
    """
    last = max((v for line in trend.lines for v in line.values if v is not None), default=1.0)
    step = 1 if last <= LABELLED else 5
    marks = tuple(float(m) for m in range(1, round(last) + 1) if m == 1 or m % step == 0)
    texts = tuple(str(round(mark)) for mark in marks)
    if named and step == 1:
        texts = tuple(
            f"{_first(trend, mark)} {text}".strip() for mark, text in zip(marks, texts, strict=True)
        )
    return Scale(last + 0.5, 0.5, marks, texts, pixels)


def _first(trend: Trend, place: float) -> str:
    """Who held `place` in the first period; empty if nobody did."""
    return _(N_("、")).join(line.name for line in trend.lines if line.values[0] == place)


def _unit(trend: Trend, scale: Scale) -> str:
    """What stands in brackets behind the title: 亿元; and that the axis is cut, if it is."""
    if trend.ranks:
        return ""
    said = [_(trend.uom)] if trend.uom else []
    said += [_(N_("纵轴不从0起"))] if scale.cut else []
    said += [_(N_("◇＝数据有修订"))] if any(line.revised for line in trend.lines) else []
    said += [_(N_("空心点＝基数偏低"))] if any(line.hollow for line in trend.lines) else []
    return _(N_("，")).join(said)


def _scale(trend: Trend, narrow: bool, size: int, needed: float) -> Scale:
    pixels = max((SMALL_PLOT if narrow else PLOT) * size / SIZE, needed)
    if not trend.ranks:
        return measured(trend, pixels)
    count = max((v for line in trend.lines for v in line.values if v is not None), default=1.0)
    return places(trend, max(needed, min(count, 16) * PER_PLACE * size / SIZE), named=not narrow)


def _ends(trend: Trend, theme: Theme) -> list[tuple[str, int, int]]:
    """Labels at the right: text, line, period it belongs to (named if it is not the last one)."""
    ends = []
    for k, line in enumerate(trend.lines):
        i = lines.last(line)
        if i is None or not _named(line, trend):
            continue
        value = line.values[i]
        number = f"{value:.0f}" if trend.ranks else show.number(value, trend.decimals)
        text = f"{lines.marked(line)} {number}"
        if i < len(trend.labels) - 1:
            text = _(N_("{label}（{period}）")).format(label=text, period=trend.labels[i])
        ends.append((text, k, i))
    return ends


def _named(line: Line, trend: Trend) -> bool:
    """Grey others have names on a board of places only, and there only while they fit."""
    quiet = line.role == "other" and line.colour is None
    return not quiet or (trend.ranks and len(trend.lines) <= LABELLED)


def _labels(
    trend: Trend,
    ends: list[tuple[str, int, int]],
    texts: list[list[str]],
    scale: Scale,
    apart: float,
    theme: Theme,
    size: int,
) -> list[dict[str, Any]]:
    """Names beside the lines' ends, pushed apart; a hairline leads from a moved one to its end."""
    at, names = lines.heights(trend), lines.categories(trend.labels)
    # heights of the very points the lines end at: a tie has already moved them
    wanted = [scale.up(at[k][i] or 0.0) for _text, k, i in ends]
    tall = [apart + (len(text) - 1) * 1.3 * size for text in texts]
    placed = spread(wanted, tall, -apart / 2, scale.pixels + apart / 2)
    notes = []
    for (_text, k, i), text, here, there in zip(ends, texts, wanted, placed, strict=True):
        line = trend.lines[k]
        strong = line.role == "own" or line.colour is not None
        words = "<br>".join(plain(part) for part in text)
        place = {"xref": "x", "yref": "y", "x": names[-1]}
        y = scale.bottom + here / scale.pixels * (scale.top - scale.bottom)
        notes.append(
            note(f"<b>{words}</b>" if strong else words, **place, y=y, align="left")
            | {"xanchor": "left", "yanchor": "middle"}
            | {"font": {"color": lines.text_colour(line, theme), "size": size}}
            | _lead(here, there, i == len(names) - 1, theme)
        )
    return notes


def _lead(here: float, there: float, reaches: bool, theme: Theme) -> dict[str, Any]:
    """Fields that put a label at the end of its line, or move it with a hairline behind.

    A line that ends before the last period has no end here to be led to.
    """
    if abs(there - here) < 4 or not reaches:
        return {"xshift": LEAD, "yshift": there - here}
    return {
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": theme.middle,
        "ax": LEAD,
        "ay": here - there,
        "standoff": 6,
    }
