"""Lines over periods: a trend with what it is held against, places with 1 on top.

Names stand at the ends of their lines as live labels: they stay true when a number is corrected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from kpi.export.deck import ink, plot
from kpi.export.deck.plot import Plot, Series
from kpi.export.deck.space import Box
from kpi.export.deck.spread import spread
from kpi.model.chart import Lines, Places
from kpi.model.look import LIGHT
from kpi.model.series import Line

NAMED = 12  # lines of one chart that can all bear their names
FOOT = 26.0  # points below the plot for the periods
HEAD = 12.0  # points above it
TALLEST = 60.0  # points from place to place at most
LONGEST = 16.0  # characters of a name at a line's end
ROOM = 0.34  # of the width that names at the ends take at most
LEAST = 10.0  # points of the periods' letters: where all would be smaller, fewer stand there
SKIPS = (1, 2, 3, 4, 6, 12)  # every how many periods one is written


@dataclass(frozen=True, slots=True)
class Frame:
    """A line chart's plot area: its box, scale, and how letters and numbers look."""

    box: Box
    left: float
    right: float
    low: float
    high: float
    down: bool
    size: float

    @property
    def inner(self) -> tuple[float, float, float, float]:
        """Fractions of the chart."""
        wide, high = self.box.width, self.box.height
        return (
            self.left / wide,
            HEAD / high,
            (wide - self.left - self.right) / wide,
            self.tall / high,
        )

    @property
    def tall(self) -> float:
        """The plot's height in points; few places do not need the whole box."""
        free = self.box.height - HEAD - FOOT
        return min(free, (self.high - self.low) * TALLEST) if self.down else free

    def y(self, value: float) -> float:
        """How far below the plot's top a value stands, in points."""
        share = (value - self.low) / (self.high - self.low)
        return (share if self.down else 1 - share) * self.tall


def trend(lines: Lines, box: Box, size: float) -> Plot:
    """Values over periods; who is on a list in colour, the others grey, the target dotted."""
    drawn = tuple(ordered(fewer(lines.series)))
    given = [v for line in drawn for v in line.values if v is not None]
    low, high, step = scale(min(given), max(given))
    digits = next((n for n in range(6) if abs(round(step, n) - step) < 1e-9), 6)
    code = plot.number(digits, uom=lines.uom)
    widest = max((f"{low:,.{digits}f}%", f"{high:,.{digits}f}%"), key=len)
    left = ink.width(widest, size) + 8
    told = plot.number(lines.decimals, uom=lines.uom)
    tail = f" {max(map(abs, given)):,.{lines.decimals}f}%-"
    right = _right([line for line in drawn if _named(line, drawn)], size, box, tail)
    frame = Frame(box, left, right, low, high, False, size)
    values = (
        f"<c:majorGridlines><c:spPr>{plot.outline(LIGHT.border, 0.75)}</c:spPr></c:majorGridlines>"
        f'<c:numFmt formatCode="{plot.quoted(code)}" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>" + plot.face(size, LIGHT.subtitle)
    )
    named = [line for line in drawn if _named(line, drawn)]
    return _chart(lines.periods, drawn, named, frame, told, values, step)


def places(given: Places, box: Box, size: float) -> Plot:
    """Places over the season, 1 on top."""
    drawn = tuple(ordered(fewer(given.series)))
    few = len(drawn) <= NAMED
    named = [line for line in drawn if few or line.colour]
    right = _right(named, size, box, " 00")
    last = max(given.last, 2)
    frame = Frame(box, 16.0, right, 0.5, last + 0.5, True, size)
    return _chart(given.periods, drawn, named, frame, "0", "", 0)


def fewer(series: Sequence[Line], most: int = NAMED) -> tuple[Line, ...]:
    """Of many lines those on a list, what they are held against, and whose number moved most."""
    if len(series) <= most:
        return tuple(series)
    kept = [n for n, line in enumerate(series) if line.colour or line.role in ("target", "mean")]
    rest = sorted((n for n in range(len(series)) if n not in kept), key=lambda n: -_way(series[n]))
    chosen = sorted([*kept, *rest[: max(most - len(kept), 0)]])
    return tuple(series[n] for n in chosen)


def ordered(series: Sequence[Line]) -> list[Line]:
    """As they are drawn, one over the other: others, mean, target, black, red on top."""
    ranks = {"red": 4, "black": 3}

    def over(line: Line) -> int:
        if line.colour:
            return ranks[line.colour]
        return {"target": 2, "mean": 1}.get(line.role, 0)

    return sorted(series, key=over)


def scale(low: float, high: float) -> tuple[float, float, float]:
    """A value axis with round numbers around the data: its ends and its step."""
    span = (high - low) or abs(high) or 1.0
    raw = span / 4
    power = 10.0 ** floor(log10(raw))
    step = next(power * n for n in (1, 2, 2.5, 5, 10) if power * n >= raw)
    bottom, top = floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step
    if bottom == top:
        top += step
    return round(bottom, 10), round(top, 10), step


def _chart(
    periods: Sequence[str],
    drawn: Sequence[Line],
    named: Sequence[Line],
    frame: Frame,
    code: str,
    values: str,
    step: float,
) -> Plot:
    moved = _moved(named, frame)
    series = []
    for line in drawn:
        at = _last(line)
        text = _label(line, at, moved[line], frame, code) if line in moved and at >= 0 else NO_LABEL
        smooth = '<c:smooth val="0"/>'
        series.append(
            Series(ink.clip(line.name, LONGEST), line.values, _stroke(line) + text, smooth)
        )
    letters, skip = _fitting(periods, frame)
    names = (
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if frame.down else "low"}"/>'
        f"<c:spPr>{plot.outline(LIGHT.border, 0.75) if values else '<a:ln><a:noFill/></a:ln>'}"
        f"</c:spPr>{plot.face(letters, LIGHT.subtitle)}"
    )
    data = "".join(plot.data(periods, at, one) for at, one in enumerate(series))
    plots = (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{data}'
        '<c:marker val="1"/><c:axId val="10"/><c:axId val="20"/></c:lineChart>'
    )
    axes = plot.axes(
        "10",
        "20",
        low=frame.low,
        high=frame.high,
        upward=True,
        reverse_values=frame.down,
        names=names,
        values=values,
        step=step,
        skip=skip,
    )
    xml = plot.space(plots, axes, frame.inner, frame.size)
    return Plot(tuple(periods), tuple(series), xml)


def _named(line: Line, drawn: Sequence[Line]) -> bool:
    """Whether a trend's line bears its name: listed ones, what they are held against, or few."""
    return bool(line.colour) or line.role in ("own", "target", "mean") or len(drawn) <= NAMED


def _right(named: Sequence[Line], size: float, box: Box, tail: str) -> float:
    longest = max(
        (ink.width(ink.clip(line.name, LONGEST) + tail, size) for line in named), default=0.0
    )
    return min(longest + 14, box.width * ROOM)


def _moved(named: Sequence[Line], frame: Frame) -> dict[Line, float]:
    """How far each end label is moved so that none lies on another, in fractions of the chart."""
    ends = [(line, line.values[_last(line)]) for line in named if _last(line) >= 0]
    wanted = [frame.y(value) for _line, value in ends if value is not None]
    gap = frame.size * 1.3
    found = spread(wanted, gap, 0.0, frame.tall)
    return {
        line: (place - wish) / frame.box.height
        for (line, _value), place, wish in zip(ends, found, wanted, strict=True)
    }


def _fitting(periods: Sequence[str], frame: Frame) -> tuple[float, int]:
    """Letters in which every period stands on one line under its point; else every second one,
    every third: no letter is smaller than what a projector shows.
    """
    wide = 0.76 * (frame.box.width - frame.left - frame.right) / max(len(periods), 1)
    pieces = [piece + "年" for period in periods for piece in period.split("年")]
    longest = max(ink.width(piece, 1.0) for piece in pieces) - 0.2  # 25年10月 breaks after 年
    skip = next((n for n in SKIPS if wide * n / longest >= LEAST), SKIPS[-1])
    if skip > 1:  # programs that write all of them nonetheless find the most room so
        return LEAST, skip
    return max(LEAST, min(frame.size, floor(wide / longest * 2) / 2)), skip


def _last(line: Line) -> int:
    """Where the last number of a line stands; -1: it has none."""
    return max((n for n, value in enumerate(line.values) if value is not None), default=-1)


def _way(line: Line) -> float:
    """How far a line went over the season."""
    given = [v for v in line.values if v is not None]
    return abs(given[-1] - given[0]) if given else 0.0


def colour(line: Line) -> str:
    """The colour of a line and its name."""
    if line.colour:
        return LIGHT.red if line.colour == "red" else LIGHT.ink
    return {"target": LIGHT.target, "mean": LIGHT.subtitle}.get(line.role, LIGHT.middle)


def _stroke(line: Line) -> str:
    """Line and marker; the black list is dashed and hollow, so that grey print tells it too."""
    own = colour(line)
    listed = line.colour is not None
    dash = {"target": "sysDot", "mean": "dash"}.get(line.role, "")
    if line.colour == "black":
        dash = "dash"
    points = 2.5 if listed else 1.75
    shape = f"<c:spPr>{plot.outline(own, points, dash)}</c:spPr>"
    if line.role in ("target", "mean"):
        return shape + '<c:marker><c:symbol val="none"/></c:marker>'
    ground = LIGHT.background if line.colour == "black" else own
    return shape + (
        f'<c:marker><c:symbol val="circle"/><c:size val="{7 if listed else 5}"/>'
        f"<c:spPr>{ink.fill(ground)}{plot.outline(own, 1.5 if listed else 0.75)}</c:spPr>"
        "</c:marker>"
    )


_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{on}"/><c:showCatName val="0"/>'
    '<c:showSerName val="{on}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)
_NO_LEADERS = (
    '<c:extLst><c:ext uri="{CE6537A1-D6FC-4f65-9D91-7224C49458BB}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
NO_LABEL = f"<c:dLbls>{_SHOWN.format(on=0)}</c:dLbls>"


def _label(line: Line, at: int, moved: float, frame: Frame, code: str) -> str:
    """The live label at a line's end: name and number."""
    own = LIGHT.target_text if line.role == "target" else colour(line)
    if own == LIGHT.middle:
        own = LIGHT.subtitle
    layout = (
        f'<c:layout><c:manualLayout><c:x val="{3 / frame.box.width:.4f}"/>'
        f'<c:y val="{moved:.4f}"/></c:manualLayout></c:layout>'
    )
    return (
        f'<c:dLbls><c:dLbl><c:idx val="{at}"/>{layout}'
        f'<c:numFmt formatCode="{plot.quoted(code)}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{plot.face(frame.size, own, bold=line.colour is not None, wrap=False)}"
        f'<c:dLblPos val="r"/>{_SHOWN.format(on=1)}<c:separator> </c:separator></c:dLbl>'
        f"{_SHOWN.format(on=0)}{_NO_LEADERS}</c:dLbls>"
    )
