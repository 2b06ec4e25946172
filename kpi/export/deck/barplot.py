"""Horizontal bars: best on top, zero always there, a colour per list, hatch for black.

What should have been reached is an outline around the bar: who falls short does not fill it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi.export.deck import ink, plot
from kpi.export.deck.plot import Plot, Series
from kpi.export.deck.space import Box
from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Colour
from kpi.model.chart import Bars, Row, Shares
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

THICK, TALLEST = 26.0, 46.0  # points of a bar at most, and of a bar with its air
LONGEST = 18.0  # characters of a name on an axis; tables have the whole
ROOM = 0.42  # of the chart's width that names take at most


@dataclass(frozen=True, slots=True)
class Shared:
    """What neighbouring charts have in common: points kept for the names and from bar to bar, and
    the values that the axis must reach (0: each chart for itself).
    """

    names: float = 0.0
    pitch: float = 0.0
    reached: tuple[float, ...] = ()


ALONE = Shared()


def reached(every: Iterable[Bars]) -> tuple[float, ...]:
    """All values and goals of several charts, for one scale."""
    found = []
    for bars in every:
        found += [bars.mark] if bars.mark is not None else []
        found += [x for row in bars.drawn for x in (row.value, row.target) if x is not None]
    return tuple(found)


def ranking(bars: Bars, box: Box, size: float, shared: Shared = ALONE) -> Plot:
    """A ranking with its values."""
    drawn = bars.drawn
    goals = [bars.mark if bars.mark is not None else row.target for row in drawn]
    values = tuple(row.value for row in drawn)
    told = plot.number(bars.decimals, signed=bars.signed, uom=bars.uom)
    points = [_paint(row.colour) for row in drawn]
    aimed = any(goal is not None for goal in goals)
    labels = _inside([row.colour for row in drawn], told, size) if aimed else _labels(told, size)
    series = [Series(bars.what, values, _bar(LIGHT.middle, points) + labels)]
    if aimed:
        edge = plot.outline(LIGHT.target, 1.25, "sysDash")
        outline = f'<c:spPr><a:noFill/>{edge}</c:spPr><c:invertIfNegative val="0"/>'
        series.append(Series(bars.mark_name or bars.target_name, tuple(goals), outline))
    longest = show.number(max((abs(v or 0.0) for v in values), default=0.0), bars.decimals)
    tail = ink.width(longest + "%+", size) + 8
    return _chart([label(row) for row in drawn], series, box, size, tail, shared)


def shares(given: Shares, box: Box, size: float, shared: Shared = ALONE) -> Plot:
    """What each item gains or loses: to the right of zero, or to its left."""
    told = plot.number(given.decimals, signed=True)
    painted = [ink.fill(LIGHT.middle if x >= 0 else LIGHT.negative) for _name, x in given.parts]
    values = tuple(x for _name, x in given.parts)
    series = [Series(given.total_name, values, _bar(LIGHT.middle, painted) + _labels(told, size))]
    tail = ink.width("+00.00", size) + 8
    return _chart([name for name, _x in given.parts], series, box, size, tail, shared)


def room(labels: Sequence[str], size: float, wide: float) -> float:
    """Points that names take left of the bars."""
    longest = max((ink.width(office_label, size) for office_label in labels), default=0.0)
    return min(longest + 10, wide * ROOM)


def label(row: Row) -> str:
    """4 北关街道 ▼ ↑3: place, list and movement stand with the name and cannot drift from it."""
    mark = {"red": RED_MARK, "black": BLACK_MARK}.get(row.colour or "", "")
    stayed, name = row.moved == show.NOT_APPLICABLE, ink.clip(row.name, LONGEST)
    texts = ("" if row.rank is None else str(row.rank), name, mark, "" if stayed else row.moved)
    return ink.clean(" ".join(text for text in texts if text))


def apart(bars: Bars, left: int) -> str:
    """Who has no bar, and how many more there are."""
    found: dict[str, list[str]] = {}
    for row in bars.apart:
        note = _("不适用") if row.note == show.NOT_APPLICABLE else row.note
        found.setdefault(note, []).append(row.name)
    pattern = _("{note}：{names}")
    said = [pattern.format(note=note, names=_("、").join(names)) for note, names in found.items()]
    if left:
        said.append(_("其余{count}个单位见附表").format(count=left))
    return _("；").join(said)


def _chart(
    labels: Sequence[str],
    series: Sequence[Series],
    box: Box,
    size: float,
    tail: float,
    shared: Shared,
) -> Plot:
    """The chart from its series: the first the numbers, a second one what they are held against."""
    kept = shared.names or room(labels, size, box.width)
    inner_width = max(box.width - kept - tail, box.width * 0.3)
    pitch = min(shared.pitch or TALLEST, box.height * 0.98 / max(len(labels), 1))
    gap = min(max((pitch / THICK - 1) * 100, 45), 500)
    given = [v for s in series for v in s.values if v is not None]
    low, high = reach([*given, *shared.reached], tail, inner_width)
    tall = pitch * len(labels) / box.height
    inner = (kept / box.width, 0.01, inner_width / box.width, tall)
    look = (
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{plot.outline(LIGHT.middle, 0.75)}</c:spPr>{plot.face(size, LIGHT.text)}"
    )
    data = "".join(plot.data(labels, at, one) for at, one in enumerate(series))
    plots = (
        '<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{data}<c:gapWidth val="{gap:.0f}"/><c:overlap val="100"/>'
        '<c:axId val="10"/><c:axId val="20"/></c:barChart>'
    )
    axes = plot.axes("10", "20", low=low, high=high, upward=False, reverse_names=True, names=look)
    return Plot(tuple(labels), tuple(series), plot.space(plots, axes, inner, size))


def reach(values: Sequence[float], tail: float, wide: float) -> tuple[float, float]:
    """From zero or below to the longest bar; to the left there is room for a label."""
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    if low == high:
        return 0.0, 1.0
    if low < 0:  # labels of negative bars stand left of them, inside the plot
        low -= (high - low) * min(tail / max(wide - tail, tail), 1.0)
    return low, high


def _bar(colour: str, points: Sequence[str]) -> str:
    dots = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"<c:spPr>{fill}<a:ln><a:noFill/></a:ln></c:spPr></c:dPt>"
        for n, fill in enumerate(points)
    )
    return (
        f"<c:spPr>{ink.fill(colour)}<a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:invertIfNegative val="0"/>{dots}'
    )


def _paint(colour: Colour | None) -> str:
    if colour == "black":
        hatch, back = LIGHT.hatch.lstrip("#"), LIGHT.ink.lstrip("#")
        return (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:srgbClr val="{hatch}"/></a:fgClr>'
            f'<a:bgClr><a:srgbClr val="{back}"/></a:bgClr></a:pattFill>'
        )
    return ink.fill(LIGHT.red if colour == "red" else LIGHT.middle)


def _inside(colours: Sequence[Colour | None], code: str, size: float) -> str:
    """Values at the root of the bars, where the outline of what was to be reached never is."""
    found = ""
    for n, colour in enumerate(colours):
        if colour:
            ground = LIGHT.red if colour == "red" else LIGHT.ink
            found += (
                f'<c:dLbl><c:idx val="{n}"/>'
                f'<c:numFmt formatCode="{plot.quoted(code)}" sourceLinked="0"/>'
                f"<c:spPr>{ink.fill(ground)}<a:ln><a:noFill/></a:ln></c:spPr>"
                f"{plot.face(size, LIGHT.background, bold=True, wrap=False)}"
                f'<c:dLblPos val="inBase"/>{_VALUE}</c:dLbl>'
            )
    rest = _labels(code, size, "inBase").removeprefix("<c:dLbls>")
    return f"<c:dLbls>{found}{rest}"


_VALUE = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _labels(code: str, size: float, where: str = "outEnd") -> str:
    return (
        f'<c:dLbls><c:numFmt formatCode="{plot.quoted(code)}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'{plot.face(size, LIGHT.text, bold=True, wrap=False)}<c:dLblPos val="{where}"/>'
        f"{_VALUE}</c:dLbls>"
    )
