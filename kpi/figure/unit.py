"""A unit at a glance: one small panel per indicator, same months, each with its own scale."""

from math import ceil
from typing import Any

from plotly import graph_objects as go

from kpi.figure import line as lines
from kpi.figure.text import fold, plain, widest
from kpi.figure.theme import CAMERA, LEADING, SIZE, least, note, template
from kpi.figure.trend import Scale, alt, measured, months, places, values
from kpi.i18n import N_, _
from kpi.model.look import Theme
from kpi.model.series import Trend

PANEL, BETWEEN = 130, 18  # pixels: height of a panel's plot; from its months to the next title
PEERS = "●■◆"  # the marks of `line.SYMBOLS`, as text
ROLES = {  # what the lines are, said once above all panels
    "own": N_("粗线＝{names}"),
    "peer": N_("蓝线＝{names}"),
    "other": N_("细灰线＝其他单位"),
    "last_year": N_("细灰线＝上年同期"),
    "target": N_("金点线＝目标"),
    "mean": N_("灰线＝组内平均"),  # last: a limit of it may follow
}


def multiples(
    trends: tuple[Trend, ...], theme: Theme, *, columns: int = 3, size: int = SIZE
) -> go.Figure:
    """Small panels, `columns` abreast (1 on a phone), titled 「3 到位内资 74.2%」 with the place.

    Months are shared; scales are each panel's own, for no two indicators have the same unit.
    """
    columns = max(1, min(columns, len(trends) or 1))
    rows = max(1, ceil(len(trends) / columns))
    width = least(columns == 1, size)
    scales = [_scale(trend, PANEL * size / SIZE) for trend in trends]
    left = max((widest(list(scale.texts), size - 1) for scale in scales), default=0) + 8
    panel_width = width / columns - left - 22
    titles = [fold(_title(trend), panel_width + left, size) for trend in trends]
    title = LEADING * size * max((len(t) for t in titles), default=1) + 12
    foot, plot = LEADING * size + 14, PANEL * size / SIZE
    key = _key(trends)
    said = fold(key, width - CAMERA - 10, size - 1) if key else []
    top = title + LEADING * size * len(said) + (6 if said else 0)
    inner = rows * plot + (rows - 1) * (foot + BETWEEN + title)
    across = 0.0 if columns == 1 else (left + 22) / (width - left - 16)
    down = 0.0 if rows == 1 else (foot + BETWEEN + title) / inner
    data: list[Any] = []
    notes = _said(said, left, title, theme, size)
    axes: dict[str, Any] = {}
    for n, (trend, scale) in enumerate(zip(trends, scales, strict=True)):
        mark = str(n + 1) if n else ""
        data += lines.traces(trend, theme, small=True, xaxis=f"x{mark}", yaxis=f"y{mark}")
        axes[f"xaxis{mark}"] = {
            **months(trend, True, size - 1, panel_width, 0),
            "domain": _part(n % columns, columns, across),
            "anchor": f"y{mark}",
        }
        low, high = _part(n // columns, rows, down)
        axes[f"yaxis{mark}"] = {
            **values(scale, theme, grid=not trend.ranks),
            "tickfont": {"size": size - 1},
            "domain": [1 - high, 1 - low],
            "anchor": f"x{mark}",
        }
        notes.append(_titled(titles[n], mark, left, theme, size))
    # one plain layout: plotly's own subplots and axis by axis updates took 80 ms of a page's 150
    layout = {
        **axes,
        "template": template(theme, size),
        "height": round(top + inner + foot),
        "autosize": True,
        "margin": {"l": left, "r": 16, "t": top, "b": foot, "pad": 0},
        "annotations": notes,
        "meta": {"alt": _(N_("；")).join(alt(trend) for trend in trends)},
    }
    return go.Figure(data=data, layout=layout)


def _part(n: int, count: int, between: float) -> list[float]:
    """Where the n-th of `count` equal parts lies between 0 and 1, with gaps of `between`."""
    size = (1 - between * (count - 1)) / count
    start = n * (size + between)
    return [start, min(1.0, start + size)]


def _scale(trend: Trend, pixels: float) -> Scale:
    return places(trend, pixels) if trend.ranks else measured(trend, pixels, 4)


def _title(trend: Trend) -> str:
    """3 到位内资 74.2%: place, indicator, the last value of the own line."""
    own = next((line for line in trend.lines if line.role == "own"), None)
    end = None if own is None else lines.last(own)
    parts = [] if trend.rank is None else [str(trend.rank)]
    parts.append(trend.title)
    if own is not None and end is not None:
        parts.append(lines.amount(own.values[end], trend))
        if end < len(trend.labels) - 1:
            parts[-1] = _(N_("{label}（{period}）")).format(
                label=parts[-1], period=trend.labels[end]
            )
    return " ".join(parts)


def _titled(title: list[str], mark: str, left: float, theme: Theme, size: int) -> dict[str, Any]:
    place = {"xref": f"x{mark} domain", "yref": f"y{mark} domain", "x": 0, "y": 1}
    text = "<br>".join(f"<b>{plain(part)}</b>" for part in title)
    font = {"color": theme.text, "size": size}
    side = {"xanchor": "left", "yanchor": "bottom", "xshift": -left, "yshift": 9}
    return note(text, **place, **side, align="left", font=font)


def _key(trends: tuple[Trend, ...]) -> str:
    """粗线＝桥西街道，细灰线＝其他单位，金点线＝目标: only what is drawn."""
    said: dict[str, list[str]] = {}
    for line in (line for trend in trends for line in trend.lines):
        names = said.setdefault(line.role, [])
        names += [] if lines.marked(line) in names else [lines.marked(line)]
    if peers := said.get("peer"):
        said["peer"] = [f"{PEERS[i % 3]}{name}" for i, name in enumerate(peers)]
    parts = (
        _(text).format(names=_(N_("、")).join(said[role]))
        for role, text in ROLES.items()
        if role in said
    )
    text = _(N_("，")).join(parts)
    averaged = [any(line.role == "mean" for line in trend.lines) for trend in trends]
    if any(averaged) and not all(averaged):
        text += _(N_("（仅百分比指标有）"))
    return text


def _said(
    said: list[str], left: float, title: float, theme: Theme, size: int
) -> list[dict[str, Any]]:
    """The key above the panels, flush left."""
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left"}
    font = {"color": theme.subtitle, "size": size - 1}
    step = LEADING * size
    return [
        note(plain(text), **place, yanchor="middle", xshift=-left, font=font)
        | {"yshift": title + 6 + step * (len(said) - i - 0.5)}
        for i, text in enumerate(said)
    ]
