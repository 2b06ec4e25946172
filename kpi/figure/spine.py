"""Where a unit stands within its group, indicator by indicator: right is better on every row."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from plotly import graph_objects as go

from kpi.figure.line import SYMBOLS
from kpi.figure.named import Named
from kpi.figure.text import fold, plain, widest
from kpi.figure.theme import LEADING, SIZE, canvas, least, note
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import Theme
from kpi.model.profile import FEW, Position, Spine, quantile

GAP = 14  # pixels between columns
LONGEST = 14  # sizes of text a name may take; longer ones are wrapped
ENDS = (N_("靠后"), N_("中位"), N_("靠前"))
MARKS = "○□◇"  # the marks of the compared units, as text


@dataclass(frozen=True, slots=True)
class _Grid(Named):
    """Right end of the column of values."""

    value: float


def spine(spine: Spine, theme: Theme, *, narrow: bool = False, size: int = SIZE) -> go.Figure:
    """One row per indicator: the group from end to end pale, its middle half darker, the median a
    line, the unit a dot; value and place printed. Fewer than five numbers are points.
    """
    grid = _grid(spine, narrow, size)
    room = least(narrow, size)
    said = [*([spine.title] if spine.title else []), *([_key(spine)] if _key(spine) else [])]
    lines = [line for text in said for line in fold(text, room - 8, size)]
    head, height = _heads(lines, theme, size, grid.left)
    top = height + 1.6 * size + 8
    return canvas(
        _traces(spine, grid, theme),
        theme,
        size,
        top + 8 + max(grid.edges[-1], 2.5 * size),
        alt(spine),
        margin={"l": grid.left, "r": grid.right, "t": top, "b": 8, "pad": 0},
        xaxis={"range": [-1.06, 1.06], "visible": False},
        yaxis={"range": [grid.edges[-1] or 1.0, 0.0], "visible": False},
        annotations=[
            *head,
            *_ends(theme, size),
            *(n for i, row in enumerate(spine.rows) for n in _texts(i, row, grid, theme)),
        ],
        shapes=[s for i, row in enumerate(spine.rows) for s in _shapes(i, row, grid, theme)],
    )


def alt(spine: Spine) -> str:
    """The figure for those who do not see it: as given, or every indicator with its place."""
    if spine.alt:
        return spine.alt
    told = [sentence(row) for row in spine.rows if row.own is not None]
    pattern = _(N_("{title}：{parts}"))
    return pattern.format(title=spine.title or spine.name, parts=_(N_("；")).join(told))


def sentence(row: Position) -> str:
    """固定资产投资完成率70.6%，第8位（共8），组内中位80.1%."""
    parts = [_(N_("{item}{value}")).format(item=row.name, value=row.text)]
    if row.rank is not None:
        parts.append(_(N_("第{rank}位（共{of}）")).format(rank=row.rank, of=row.of))
    if row.median_text:
        parts.append(_(N_("组内中位{value}")).format(value=row.median_text))
    return _(N_("，")).join(parts)


def _grid(spine: Spine, narrow: bool, size: int) -> _Grid:
    places = widest([_place(row) for row in spine.rows], size)
    values = widest([row.text or row.note for row in spine.rows], size * 1.08)
    ends = places + values + 2 * GAP
    room = least(narrow, size) - ends - 16 if narrow else LONGEST * size
    names = tuple(tuple(fold(row.name, room, size)) for row in spine.rows)
    heights = [
        len(lines) * LEADING * size + (2.1 * size if narrow else 10 + 0.3 * size) for lines in names
    ]
    column = widest([line for lines in names for line in lines], size)
    left = 8.0 if narrow else column + GAP + values + GAP + places + GAP
    return _Grid(
        names,
        tuple(accumulate(heights, initial=0.0)),
        left=left,
        right=8.0,
        value=places + GAP if narrow else column + GAP + values,
        narrow=narrow,
        size=size,
    )


def _place(row: Position) -> str:
    return f"{row.rank}/{row.of}" if row.rank is not None else show.NOT_APPLICABLE


def _key(spine: Spine) -> str:
    """○望江街道 □东风街道: who the hollow marks are."""
    names: dict[str, None] = {}
    for row in spine.rows:
        names |= dict.fromkeys(ring.name for ring in row.rings)
    return "  ".join(f"{MARKS[n % 3]}{name}" for n, name in enumerate(names))


def _heads(
    lines: list[str], theme: Theme, size: int, left: float
) -> tuple[list[dict[str, Any]], float]:
    """Title and key, one line each."""
    step = size * LEADING
    notes = [
        note(
            plain(line),
            **{"xref": "paper", "yref": "paper", "x": 0, "y": 1},
            **{"xanchor": "left", "yanchor": "middle", "xshift": -left},
            yshift=1.6 * size + step * (len(lines) - i - 0.5),
            font={"color": theme.subtitle, "size": size},
        )
        for i, line in enumerate(lines)
    ]
    return notes, step * len(lines)


def _ends(theme: Theme, size: int) -> list[dict[str, Any]]:
    """靠后 · 中位 · 靠前 above the plot: which way is better."""
    sides = zip((-1.0, 0.0, 1.0), ENDS, ("left", "center", "right"), strict=True)
    return [
        note(
            _(word),
            **{"xref": "x", "yref": "paper", "x": x, "y": 1, "xanchor": side, "yanchor": "bottom"},
            yshift=2,
            font={"color": theme.subtitle, "size": size - 1},
        )
        for x, word, side in sides
    ]


def _shapes(i: int, row: Position, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    """The band of the group and its middle half, the median across both."""
    if not row.group:
        return []
    y, half = grid.bar(i), 0.42 * grid.size
    shapes: list[dict[str, Any]] = []

    def band(low: float, high: float, colour: str, thick: float) -> dict[str, Any]:
        return {
            "type": "rect",
            **{"xref": "x", "yref": "y", "layer": "below", "line": {"width": 0}},
            **{"x0": row.across(low), "x1": row.across(high), "y0": y - thick, "y1": y + thick},
            "fillcolor": colour,
        }

    if len(row.group) >= FEW:
        shapes.append(band(min(row.group), max(row.group), theme.border, half))
        shapes.append(band(quantile(row.group, 0.25), quantile(row.group, 0.75), theme.bump, half))
    else:
        line = {"color": theme.border, "width": 1}
        ends = {"x0": row.across(min(row.group)), "x1": row.across(max(row.group))}
        base = {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": line}
        shapes.append({**base, **ends, "y0": y, "y1": y})
    stroke = {"color": theme.subtitle, "width": 2}
    middle = {"type": "line", "xref": "x", "yref": "y", "layer": "below", "line": stroke}
    shapes.append({**middle, "x0": 0, "x1": 0, "y0": y - half - 2, "y1": y + half + 2})
    return shapes


def _traces(spine: Spine, grid: _Grid, theme: Theme) -> list[go.Scatter]:
    """Points of small groups, rings of the compared, the unit itself on top."""
    drawn = []
    few = [
        (row.across(value), grid.bar(i))
        for i, row in enumerate(spine.rows)
        if 0 < len(row.group) < FEW
        for value in row.group
        if value != row.own
    ]
    if few:
        marker = {"size": 0.5 * grid.size, "color": theme.subtitle}
        drawn.append(_dots(few, marker, hoverinfo="skip"))
    names: dict[str, None] = {}
    for row in spine.rows:
        names |= dict.fromkeys(ring.name for ring in row.rings)
    for n, name in enumerate(names):
        found = [
            (i, row, ring)
            for i, row in enumerate(spine.rows)
            for ring in row.rings
            if ring.name == name and ring.at is not None and row.group
        ]
        line = {"color": theme.peer, "width": 2}
        marker = {"size": 0.75 * grid.size, "color": theme.background, "line": line}
        marker["symbol"] = SYMBOLS[n % len(SYMBOLS)]
        at = [(row.across(ring.at or 0.0), grid.bar(i)) for i, row, ring in found]
        said = [plain(f"{name} {row.name} {ring.text}") for _i, row, ring in found]
        drawn.append(_dots(at, marker, name=name, hovertext=said, hoverinfo="text"))
    mine = [(i, row) for i, row in enumerate(spine.rows) if row.own is not None and row.group]
    at = [(row.across(row.own or 0.0), grid.bar(i)) for i, row in mine]
    said = [plain(sentence(row)) for _i, row in mine]
    drawn.append(
        _dots(at, _own(spine, grid, theme), name=spine.name, hovertext=said, hoverinfo="text")
    )
    return drawn


def _own(spine: Spine, grid: _Grid, theme: Theme) -> dict[str, Any]:
    """Red solid, black a hollow ring, on neither list grey; a casing keeps it off the band."""
    fill = {"red": theme.red, "black": theme.background, None: theme.subtitle}[spine.colour]
    edge = {"red": theme.background, "black": theme.ink, None: theme.background}[spine.colour]
    width = 3.0 if spine.colour == "black" else 1.5
    return {"size": 1.05 * grid.size, "color": fill, "line": {"color": edge, "width": width}}


def _dots(at: list[tuple[float, float]], marker: dict[str, Any], **more: Any) -> go.Scatter:
    x, y = [x for x, _y in at], [y for _x, y in at]
    return go.Scatter(x=x, y=y, mode="markers", marker=marker, cliponaxis=False, **more)


def _texts(i: int, row: Position, grid: _Grid, theme: Theme) -> list[dict[str, Any]]:
    quiet = row.own is None
    font = {"color": theme.subtitle if quiet else theme.text, "size": grid.size}
    base = {"xref": "paper", "yref": "y", "yanchor": "middle", "font": font}
    name = "<br>".join(plain(line) for line in grid.names[i])
    left = {"x": 0, "xanchor": "left", "align": "left", "xshift": -grid.left}
    value = plain(row.note) if quiet else f"<b>{plain(row.text)}</b>"
    if grid.narrow:
        end = {"x": 1, "xanchor": "right", "y": grid.number(i)}
        return [
            note(name, **base, **left, y=grid.text(i)),
            note(value, **base, **end, xshift=grid.right),
            note(_place(row), **base, **end, xshift=grid.right - _behind(row, grid.size)),
        ]
    end = {"x": 0, "xanchor": "right", "y": grid.number(i)}
    return [
        note(name, **base, **left, y=grid.text(i)),
        note(value, **base, **end, xshift=grid.value - grid.left),
        note(_place(row), **base, **end, xshift=-GAP),
    ]


def _behind(row: Position, size: int) -> float:
    """Pixels that the value takes at the right end of a phone's row."""
    return widest([row.text or row.note], size * 1.08) + GAP
