"""A filled template looked at again: everything on the slide, every chart with its numbers."""

from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError

from kpi.i18n import N_, _

WHY = {
    "unread": N_("填好的演示打不开"),
    "outside": N_("第{slide}页有内容超出页面"),
    "chart": N_("第{slide}页的图表读不出数值"),
}
_BROKEN = (
    *(KeyError, ValueError, AttributeError, IndexError, TypeError, BadZipFile),
    *(PackageNotFoundError, etree.XMLSyntaxError),
)


def misfit(data: bytes) -> str:
    """What is wrong with a deck, in the reader's language; empty: nothing."""
    try:
        deck: Any = Presentation(BytesIO(data))
    except _BROKEN:
        return _(WHY["unread"])
    for number, slide in enumerate(deck.slides, 1):
        for shape in slide.shapes:
            if not _inside(shape, int(deck.slide_width), int(deck.slide_height)):
                return _(WHY["outside"]).format(slide=number)
            if shape.has_chart and not _readable(shape):
                return _(WHY["chart"]).format(slide=number)
    return ""


def _inside(shape: Any, wide: int, high: int) -> bool:
    """Whether a shape stands on the slide; one that says no place stands where its layout does."""
    places = (shape.left, shape.top, shape.width, shape.height)
    if None in places:
        return True
    left, top, across, down = (int(place) for place in places)
    return left >= 0 and top >= 0 and left + across <= wide and top + down <= high


def _readable(shape: Any) -> bool:
    """Whether a chart has series with numbers, and the workbook that 编辑数据 opens."""
    try:
        chart = shape.chart
        numbers = [v for plot in chart.plots for one in plot.series for v in one.values]
        with ZipFile(BytesIO(chart.part.chart_workbook.xlsx_part.blob)) as book:
            return "xl/worksheets/sheet1.xml" in book.namelist() and any(
                number is not None for number in numbers
            )
    except _BROKEN:
        return False
