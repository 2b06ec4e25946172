"""The rows of a ranking and their columns: which units are drawn, where each text begins."""

from dataclasses import dataclass
from itertools import accumulate, groupby

from kpi.figure.text import fold, widest, width
from kpi.figure.theme import LEADING, PHONE
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.model.series import Bar, Bars

MOST, ENDS = 24, 8  # more units than MOST: only the first and last ENDS, and who is on a list
GAP, EDGE = 12, 6  # pixels between columns, and free at both ends of a row
AIR = 1.35  # a diverging axis reaches beyond its longest bar, for the number at the tip
LONGEST = 13  # sizes of text a name may take beside its bar; longer ones are wrapped

Rows = tuple[tuple[Bar, ...], ...]  # a row of one bar is drawn, a row of several is 「其余 n 个」


@dataclass(frozen=True, slots=True)
class Grid:
    """Where things stand, in pixels; the axis of the rows counts pixels too, 0 at the top."""

    size: int
    narrow: bool  # name and number above the bar instead of beside it
    diverging: bool  # bars to both sides of zero
    names: tuple[tuple[str, ...], ...]  # of each row, wrapped
    left: float  # margin
    right: float  # margin
    place: float  # right end of the places
    extra: float  # left end of the movements, behind the plot
    word: float  # left end of ▲红榜, behind the plot
    drawn: tuple[bool, ...]  # rows with a bar
    edges: tuple[float, ...]  # of the rows: 0, bottom of the first row, of the second …
    bar: float  # thickness

    def bar_y(self, i: int) -> float:
        """Middle of the bar in row `i`."""
        if self.narrow and self.drawn[i]:
            return self.edges[i + 1] - 0.45 * self.size - self.bar / 2
        return (self.edges[i] + self.edges[i + 1]) / 2

    def name_y(self, i: int) -> float:
        """Middle of the name in row `i`."""
        above = (self.bar + self._text(i)) / 2 + 3 if self.narrow and self.drawn[i] else 0.0
        return self.bar_y(i) - above

    def number_y(self, i: int) -> float:
        """Middle of the number in row `i`: on a phone it stands on the first line of the name."""
        above = (self._text(i) - LEADING * self.size) / 2 if self.narrow else 0.0
        return self.name_y(i) - above

    def _text(self, i: int) -> float:
        return len(self.names[i]) * LEADING * self.size


def folded(bars: tuple[Bar, ...]) -> Rows:
    """Rows to draw: units without a value last; of more than 24 only both ends and the lists."""
    ranked = [bar for bar in bars if bar.value is not None]
    absent = [bar for bar in bars if bar.value is None]
    few = len(bars) <= MOST
    shown = [
        few or bar.colour is not None or min(i, len(ranked) - 1 - i) < ENDS
        for i, bar in enumerate(ranked)
    ]
    rows: list[tuple[Bar, ...]] = []
    for drawn, run in groupby(range(len(ranked)), shown.__getitem__):
        row = tuple(ranked[i] for i in run)
        rows += [(bar,) for bar in row] if drawn else [row]
    return (*rows, *((bar,) for bar in absent))


def name(row: tuple[Bar, ...]) -> str:
    """The unit of a row, or 其余 15 个."""
    return row[0].name if len(row) == 1 else _(N_("其余 {count} 个")).format(count=len(row))


def number(bar: Bar, bars: Bars) -> str:
    """The number at the tip, without its unit of measure; signed where some are below zero."""
    return show.number(bar.value, bars.decimals, sign=diverges(bars))


def word(bar: Bar, bars: Bars) -> str:
    """▲红榜 or ▼黑榜; empty off the lists."""
    if bar.colour is None:
        return ""
    return RED_MARK + bars.labels[0] if bar.colour == "red" else BLACK_MARK + bars.labels[1]


def diverges(bars: Bars) -> bool:
    """Whether bars go to both sides of zero."""
    return any(bar.value is not None and bar.value < 0 for bar in bars.bars)


def grid(rows: Rows, bars: Bars, narrow: bool, size: int) -> Grid:
    """Columns as wide as their longest text."""
    shown = [row[0] for row in rows if len(row) == 1]
    diverging = diverges(bars)
    stacked = narrow or diverging  # no column of names, no numbers behind the plot
    places = widest([str(bar.rank) for bar in shown if bar.rank is not None] + ["0"], size)
    numbers = widest([number(bar, bars) for bar in shown], size) + GAP
    extras = widest([bar.extra for bar in shown if bar.value is not None], size)
    words = widest([word(bar, bars) for bar in shown], size)
    place = EDGE + places
    names = tuple(
        tuple(fold(name(row), _room(row, bars, place + numbers, size, narrow), size))
        for row in rows
    )
    drawn = tuple(len(row) == 1 and row[0].value is not None for row in rows)
    lines = [len(text) * LEADING * size for text in names]
    heights = [
        high + (2.1 if bar else 0.9) * size if narrow else max(2.5 * size, high + 8)
        for high, bar in zip(lines, drawn, strict=True)
    ]
    column = 0.0 if stacked else widest([line for text in names for line in text], size) + GAP
    extra = GAP + (0.0 if stacked else numbers)
    behind = extra + extras + (GAP if extras and words and not narrow else 0)
    return Grid(
        size=size,
        narrow=narrow,
        diverging=diverging,
        names=names,
        left=place + GAP + column,
        right=behind + (0.0 if narrow else words) + EDGE,
        place=place,
        extra=extra,
        word=behind,
        drawn=drawn,
        edges=tuple(accumulate(heights, initial=0.0)),
        bar=0.9 * size if narrow else 1.45 * size,
    )


def _room(row: tuple[Bar, ...], bars: Bars, taken: float, size: int, narrow: bool) -> float:
    """Pixels a name may take: on a phone what place, number and list leave."""
    listed = width(word(row[0], bars), size) + GAP if len(row) == 1 else 0.0
    return PHONE - taken - listed - GAP if narrow else LONGEST * size


def reach(bars: Bars, grid: Grid) -> tuple[float, float]:
    """Ends of the value axis: from zero, or alike to both sides of it."""
    values = [bar.value for bar in bars.bars if bar.value is not None]
    values += [] if bars.mark is None else [bars.mark]
    if not grid.diverging:
        return 0.0, max([*values, 0.0]) or 1.0
    most = max(abs(value) for value in values) * (1.0 if grid.narrow else AIR)
    return -most, most
