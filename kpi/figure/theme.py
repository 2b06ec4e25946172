"""One look for every figure: a template per theme, the canvas, what the browser may do with it."""

from functools import cache
from typing import Any

from plotly import graph_objects as go

from kpi.figure.text import fold, plain
from kpi.i18n import N_, _, language
from kpi.model.look import FONT, Theme

CLEAR = "rgba(0,0,0,0)"
SIZE = 14  # pixels of normal text; meeting mode asks for more
LEADING = 1.5  # line height of text, in sizes
PHONE, DESK = 350.0, 760.0  # pixels a figure has at least: 390 wide with its padding, a tablet
CAMERA = 28  # pixels at the right end of the first line, under the button that saves the image
CHINESE: dict[str, Any] = {
    "dictionary": {
        "Download plot": "导出图片",
        "Download plot as a PNG": "导出图片（PNG）",
        "Image download succeeded": "图片已导出",
        "Preparing image - this may take a few seconds": "正在生成图片，请稍候",
        "Sorry, there was a problem downloading your image!": "没有导出，请改用页面上的“导出”。",
        "Double-click to zoom back out": "双击复原",
        "Produced with Plotly.js": "",
    },
    "format": {
        "days": ["星期日", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": [f"{month}月" for month in range(1, 13)],
        "shortMonths": [f"{month}月" for month in range(1, 13)],
        "date": "%Y-%m-%d",
        "decimal": ".",
        "thousands": ",",
    },
}
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "responsive": True,
    "scrollZoom": False,
    "doubleClick": False,
    "modeBarButtons": [["toImage"]],
    "toImageButtonOptions": {"format": "png", "scale": 3, "filename": "红黑榜"},
    "locale": "zh-CN",
    "locales": {"zh-CN": CHINESE},  # the library's own bundle carries English only
}


def config(filename: str) -> dict[str, Any]:
    """CONFIG for one figure: its image is called `filename`, its button speaks as the reader."""
    image = {**CONFIG["toImageButtonOptions"], "filename": filename}
    tongue = "zh-CN" if language() == "zh" else "en-US"
    return {**CONFIG, "toImageButtonOptions": image, "locale": tongue}


def least(narrow: bool, size: int) -> float:
    """Pixels of width to reckon with; who asks for larger text has a larger screen."""
    return PHONE if narrow else DESK * size / SIZE


@cache
def template(theme: Theme, size: int = SIZE) -> go.layout.Template:
    """Font, colours and manners shared by all figures; transparent, so any card may lie behind."""
    axis = {
        "fixedrange": True,  # a finger on a phone scrolls the page, not the chart
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
        "tickfont": {"color": theme.subtitle, "size": size},
        "automargin": False,  # margins are computed; a moving plot area would misplace labels
        "tickangle": 0,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONT, "size": size, "color": theme.text},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "colorway": [theme.action, theme.peer, theme.middle],
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverdistance": 40,
            "hoverlabel": {
                "bgcolor": theme.paper,
                "bordercolor": theme.border,
                "font": {"family": FONT, "size": size, "color": theme.text},
                "align": "left",
            },
            "modebar": {"color": theme.subtitle, "activecolor": theme.action, "bgcolor": CLEAR},
            "annotationdefaults": {"showarrow": False, "align": "left"},
            "xaxis": axis,
            "yaxis": axis,
        }
    )


def canvas(
    traces: list[Any], theme: Theme, size: int, height: float, alt: str, **layout: Any
) -> go.Figure:
    """The finished figure: its container's width, fixed height, its sentence in `layout.meta`."""
    return go.Figure(
        data=traces,
        layout={
            "template": template(theme, size),
            "height": round(height),
            "autosize": True,
            "meta": {"alt": alt},
            **layout,
        },
    )


def note(text: str, **place: Any) -> dict[str, Any]:
    """A text on the figure; `place` says where (annotation fields of the chart library)."""
    return {"text": text, "showarrow": False, **place}


def heading(
    title: str, uom: str, theme: Theme, size: int, *, room: float, left: float, above: float
) -> tuple[list[dict[str, Any]], float]:
    """The figure's own first line, 完成率（%）, and its height in pixels.

    It stands flush with the left edge (`left` is the margin), `above` pixels over the plot,
    wrapped to `room` pixels less the camera's, so that a saved image says what it shows.
    """
    if title and uom:
        title = _(N_("{title}（{uom}）")).format(title=title, uom=_bare(uom))
    lines = fold(title, room - CAMERA, size) if title else []
    step = size * LEADING
    notes = [
        note(
            plain(line),
            **{"xref": "paper", "yref": "paper", "x": 0, "y": 1},
            **{"xanchor": "left", "yanchor": "middle", "xshift": -left},
            yshift=above + step * (len(lines) - i - 0.5),
            font={"color": theme.subtitle, "size": size},
        )
        for i, line in enumerate(lines)
    ]
    return notes, step * len(lines)


def _bare(uom: str) -> str:
    """(100m CNY), as English amounts carry it, without brackets: the heading has its own."""
    return uom[1:].replace(")", "", 1) if uom.startswith("(") else uom
