"""图表: native charts that an official corrects by hand; their numbers stand on the same sheet."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from kpi.export.book import paint
from kpi.export.book.pen import FACE, Book, Pen, bordered, digits
from kpi.export.office import label
from kpi.i18n import _
from kpi.model import pictures, rankings, scope, show
from kpi.model.chart import Bars, Lines, Places, folded
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK
from kpi.model.series import Line

TOP = 3  # rows above the first charts
TALL, ACROSS = 19, 10  # rows and columns of one tile
WIDTH, HEIGHT = 640, 358  # pixels of a chart
DATA = 2 * ACROSS + 1  # column where the numbers begin, right of what is printed
NAMED = 12  # lines of places that can all be named at their ends
ITEMS, TRACED = 6, 12  # items with a chart of their own; lines that one chart holds
CROSSED = 3  # lines of places below which a table tells as much

Drawn = TypeVar("Drawn", Lines, Places)


def write(book: Book) -> None:
    """The sheet: group by group ranking, places, trend, items; two charts to a row."""
    edition, pen = book.edition, book.pen(_("图表"))
    pen.head(_("图表：数值在本页右侧，改动数值图表随之改变"), [])
    tiles = Tiles(pen)
    for group in scope.scopes(edition):
        ranking = rankings.ranking(edition, group)
        if not ranking.drawn:
            continue
        tiles.bars(ranking)
        units = [e.unit for e in edition.within(group)]
        places = pictures.places(edition, units)
        if len(places.periods) > 1 and len(places.series) >= CROSSED:
            tiles.lines(_fewer(places))
        scored = scope.items(edition)
        trend = pictures.trend(edition, scored[0].column, group)
        if trend and len(trend.periods) > 1:
            tiles.lines(_fewer(trend))
        for item in scored[:ITEMS] if len(scored) > 1 else ():
            bars = rankings.item(edition, item.item, group)
            if bars.drawn:
                tiles.bars(bars)
    last = TOP + TALL * max(tiles.rows, 1)
    pen.paper(last, 2 * ACROSS)
    pen.sheet.set_h_pagebreaks([TOP + TALL * n for n in range(2, tiles.rows, 2)])
    pen.sheet.freeze_panes(TOP, 0)
    pen.sheet.set_column(DATA, DATA, 28)


class Tiles:
    """Where the next chart goes, and where its numbers."""

    def __init__(self, pen: Pen) -> None:
        self.pen, self.count, self._row = pen, 0, TOP
        pen.text(TOP - 1, DATA, _("图表数值"), pen.book.look(bold=True), wide=False)

    @property
    def rows(self) -> int:
        """Rows of charts so far."""
        return (self.count + 1) // 2

    def bars(self, whole: Bars) -> None:
        """A ranking: solid red, hatched ink, grey; what should be reached as an outline."""
        bars, left = folded(whole)
        drawn, first = bars.drawn, self._row + 1
        goals = [bars.mark if bars.mark is not None else row.target for row in drawn]
        goal = bars.mark_name or bars.target_name
        names = [_label(row.rank, row.name, row.colour, row.moved) for row in drawn]
        columns: list[tuple[str, Sequence[float | None]]] = [(bars.what, [r.value for r in drawn])]
        if any(value is not None for value in goals):
            columns.append((goal, goals))
        self._numbers(bars.title, names, columns, bars.decimals)
        chart = paint.bars(self.pen.book, bars, [r.colour for r in drawn])
        for at in range(len(columns)):
            chart.add_series(self._series(first, len(drawn), at) | paint.bar(bars, drawn, at))
        note = _note(bars, left)
        self._place(chart, bars.title, bars.subtitle, bars.alt, note)

    def lines(self, lines: Lines | Places) -> None:
        """A trend, or places with 1 on top and the names at the lines' ends."""
        decimals = lines.decimals if isinstance(lines, Lines) else 0
        first, columns = self._row + 1, [(n.name, n.values) for n in lines.series]
        self._numbers(lines.title, list(lines.periods), columns, decimals)
        chart = paint.lines(self.pen.book, lines)
        count = len(lines.periods)
        few = len(lines.series) <= NAMED
        for at, line in enumerate(lines.series):
            named = isinstance(lines, Places) and (few or line.colour is not None)
            how = paint.line(line, named=named)
            chart.add_series(self._series(first, count, at) | how)
        self._place(chart, lines.title, lines.subtitle, lines.alt, "")

    def _numbers(
        self,
        title: str,
        names: Sequence[str],
        columns: Sequence[tuple[str, Sequence[float | None]]],
        decimals: int,
    ) -> None:
        """The numbers of one chart, a name per row and a column per series."""
        pen, row, look = self.pen, self._row, self.pen.book.look
        number = look(**bordered(num_format=digits(decimals), align="right"))
        plain, head = look(**bordered()), look(**bordered(bold=True, text_wrap=True))
        pen.text(row, DATA, title, head, wide=False)
        for at, (name, values) in enumerate(columns, 1):
            pen.text(row, DATA + at, name, head, wide=False)
            for n, value in enumerate(values, 1):
                if value is None:
                    pen.sheet.write_blank(row + n, DATA + at, None, plain)
                else:
                    pen.sheet.write_number(row + n, DATA + at, value, number)
        for n, name in enumerate(names, 1):
            pen.text(row + n, DATA, name, plain, wide=False)
        self._row += len(names) + 2

    def _series(self, first: int, count: int, at: int) -> dict[str, Any]:
        """Where a series' name, categories and values stand."""
        name, column = self.pen.name, DATA + 1 + at
        return {
            "name": [name, first - 1, column],
            "categories": [name, first, DATA, first + count - 1, DATA],
            "values": [name, first, column, first + count - 1, column],
        }

    def _place(self, chart: Any, title: str, subtitle: str, alt: str, note: str) -> None:
        row, column = TOP + TALL * (self.count // 2), ACROSS * (self.count % 2)
        self.count += 1
        font = {"name": FACE, "size": 12, "bold": True, "color": LIGHT.text}
        chart.set_title({"name": label(title), "name_font": font, "overlay": False})
        chart.set_size({"width": WIDTH, "height": HEIGHT})
        chart.set_chartarea({"border": {"color": LIGHT.border}})
        described = show.clipped(show.plain(alt), 255)
        self.pen.sheet.insert_chart(
            row, column, chart, {"description": described, "object_position": 1}
        )
        said = " · ".join(text for text in (subtitle, note) if text)
        look = self.pen.book.look(font_size=9, font_color=LIGHT.subtitle)
        self.pen.text(row + TALL - 1, column, said, look, wide=False)


def _label(rank: int | None, name: str, colour: str | None, moved: str) -> str:
    """4 北关街道 ▲ ↑3: place, list and movement stand with the name, in every program alike."""
    mark = {"red": RED_MARK, "black": BLACK_MARK}.get(colour or "", "")
    stayed = moved == show.NOT_APPLICABLE
    texts = ("" if rank is None else str(rank), name, mark, "" if stayed else moved)
    return " ".join(text for text in texts if text)


def _note(bars: Bars, left: int) -> str:
    """Who has no bar, and how many more there are."""
    apart: dict[str, list[str]] = {}
    for row in bars.apart:
        apart.setdefault(row.note, []).append(row.name)
    pattern = _("{note}：{names}")
    said = [pattern.format(note=note, names=_("、").join(names)) for note, names in apart.items()]
    if left:
        said.append(_("其余{count}个单位见榜单").format(count=left))
    return _("；").join(said)


def _fewer(lines: Drawn) -> Drawn:
    """Of many lines those on a list, what they are measured by, and the first of the others."""
    if len(lines.series) <= TRACED:
        return lines
    kept: list[Line] = [n for n in lines.series if n.colour or n.role in ("target", "mean")]
    others = [n for n in lines.series if n not in kept][: max(TRACED - len(kept), 0)]
    return replace(lines, series=tuple(n for n in lines.series if n in kept or n in others))
