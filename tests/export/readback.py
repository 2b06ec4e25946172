"""Numbers read back from a file of any form: (what it is, the number or the printed text).

A reader knows where a form shows its numbers, and nothing of how they got there. Keys are those
of `held`; a number that is printed comes as text, one that stays a number as it stands.
"""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import letters
import openpyxl
from held import Facts, name
from openpyxl.utils import range_boundaries
from pptx import Presentation

from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.edition import Edition

Found = Iterator[tuple[tuple[str, ...], object]]
MARKS = "▲▼"
SCORED, SUM = 4, 9  # columns of the working that hold a value and what it adds
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


class Names:
    """The words by which a file speaks of this edition's units and items."""

    def __init__(self, edition: Edition, held: Facts) -> None:
        self.units = sorted((name(edition, e.unit) for e in edition.board.entries), key=len)[::-1]
        self.items = sorted({k[2] for k in held if k[0] == "value"}, key=len)[::-1]
        self.edition = edition
        first = scope.items(edition)[0]  # the item whose course is drawn
        self.heaviest = show.plain(edition.item_name(first.column))

    def unit(self, text: str) -> str | None:
        return next((u for u in self.units if u in text), None)

    def item(self, text: str) -> str | None:
        return next((i for i in self.items if text.replace("\n", " ").startswith(i)), None)

    def label(self, text: str) -> Found:
        """4 北关街道 ▼ ↑3: a bar's place and movement."""
        unit = self.unit(text)
        if unit is None:
            return
        before, after = text.split(unit, 1)
        if before.strip(f" {MARKS}"):
            yield ("place", unit), int(before.strip(f" {MARKS}"))
        if moved := re.search(r"[↑↓]\d+", after):
            yield ("moved", unit), moved[0]


def bars(names: Names, what: str, labels: list[str], values: list, goals: list | None) -> Found:
    """One chart of bars: of scores, of an item with what it is held against."""
    item = names.item(what)
    alone = len(names.items) == 1
    for n, (text, value) in enumerate(zip(labels, values, strict=True)):
        unit = names.unit(text)
        if unit is None:
            raise AssertionError(f"nobody of this board: {text}")
        if item is None or alone:
            yield from names.label(text)
        yield (("score", unit) if item is None else ("value", unit, item)), value
        if goals is not None:
            yield ("goal", unit, item), goals[n]


def lines(names: Names, what: str | None, series: list, labels: list[str]) -> Found:
    """One chart of lines: of places (`what` None), or of an item."""
    for said, values in series:
        unit = names.unit(said)
        for label, value in zip(labels, values, strict=True):
            if what is None:
                yield ("season", unit, label), value
            elif unit or said == _("序时进度"):
                yield ("course", what, unit or said, label), value
            else:
                yield ("mean", what, label), value


def charted(names: Names, title: str, series: list, labels: list[str], *, down: bool) -> Found:
    """Any chart, by its categories: units are bars, items what made a score, else periods."""
    if all(names.unit(text) for text in labels):
        what, values = series[0]
        goals = series[1][1] if len(series) > 1 else None
        yield from bars(names, what, labels, values, goals)
    elif all(names.item(text) for text in labels):
        unit = names.unit(title)
        kind = "apart" if series[0][0] == _("与平均之差") else "adds"
        for text, value in zip(labels, series[0][1], strict=True):
            yield (kind, unit, names.item(text)), value
    else:
        yield from lines(names, None if down else "", series, labels)


def deck(data: bytes, names: Names) -> Found:
    """Charts with the workbooks behind them, tables, tiles, notes."""
    shown = Presentation(BytesIO(data))
    for slide in shown.slides:
        tiles = [s for s in slide.shapes if s.name.startswith("figure")]
        yield from tallied([s.text_frame.text for s in tiles], names)
        for shape in slide.shapes:
            if shape.has_chart:
                title = shape._element.nvGraphicFramePr.cNvPr.get("title")
                yield from _native(shape.chart, title, names)
            elif shape.has_table:
                told = [[c.text for c in row.cells] for row in shape.table.rows]
                yield from squares(told, names)
                yield from standings(told, names)
        if slide.has_notes_slide:
            text = slide.notes_slide.notes_text_frame.text
            yield ("notes", title_of(slide)), text


def title_of(slide) -> str:
    return slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""


def _native(chart, title: str, names: Names) -> Found:
    labels = [str(c) for c in chart.plots[0].categories]
    series = [(s.name, list(s.values)) for p in chart.plots for s in p.series]
    down = bool(chart._chartSpace.findall(f".//{C}valAx//{C}orientation[@val='maxMin']"))
    told = list(charted(names, title, series, labels, down=down))
    yield from named(told, title, names)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    head, *rows = book["Sheet1"].iter_rows(values_only=True)
    kept = [(said, [r[n] for r in rows]) for n, said in enumerate(head) if n]
    behind = list(charted(names, title, kept, [r[0] for r in rows], down=down))
    yield from named(behind, title, names)


def named(told: list, title: str, names: Names) -> Found:
    """A trend's item is not written in its chart: it is the board's heaviest."""
    first = names.heaviest
    for key, value in told:
        if key[0] in ("course", "mean") and key[1] == "":
            yield (key[0], first, *key[2:]), value
        else:
            yield key, value


def tallied(tiles: list[str], names: Names) -> Found:
    """Large numbers in a row: how many were ranked and listed, went up and down."""
    edition = names.edition
    words = {
        _("参加排名"): "ranked",
        edition.label("red"): "red",
        edition.label("black"): "black",
        _("位次上升"): "up",
        _("位次下降"): "down",
    }
    for text in tiles:
        number, _rest, word = text.partition("  ")
        if word in words:
            yield ("count", words[word]), int(number)


def squares(rows: list[list[str]], names: Names) -> Found:
    """A table with a column for each item: place, unit, numbers, score."""
    head = next((r for r in rows if sum(names.item(c) is not None for c in r) > 0), None)
    if head is None or len(head) < 3:
        return
    for row in rows[rows.index(head) + 1 :]:
        unit = names.unit(row[1])
        if unit is None:
            continue
        yield ("place", unit), row[0]
        for word, text in zip(head[2:], row[2:], strict=True):
            if item := names.item(word):
                yield ("value", unit, item), text
            elif word in (_("综合得分"), _("得分")):
                yield ("score", unit), text
            elif word == _("较上期"):
                yield ("moved", unit), text


def standings(told: list[list[str]], names: Names) -> Found:
    """The lists of the overview: a unit's place and score beneath its name."""
    for row in told:
        unit, _line, standing = row[0].partition("\n")
        if standing and unit in names.units:
            yield ("standing", unit), standing


def letter(data: bytes, names: Names) -> Found:
    """A Word letter: its charts with their workbooks, its annexes, its sentences."""
    for labels, values, rows in letters.charts(data):
        what = names.items[0] if len(names.items) == 1 else _("综合得分")
        yield from bars(names, what, labels, values, None)
        yield from bars(names, what, [r[0] for r in rows], [r[1] for r in rows], None)
    for table in letters.tables(data):
        yield from squares(table, names)
    yield ("sentences", ""), letters.texts(data)


def book(data: bytes, names: Names) -> Found:
    """A workbook: every sheet, formulas by the value that they carry, charts by their caches."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(BytesIO(data), data_only=True)
    listed, matrix, courses, charts, working, sources, _terms = opened.worksheets
    yield from _listed(rows(listed), names)
    yield from _matrix(rows(matrix), names)
    yield from _courses(rows(courses), names)
    yield from _charts(rows(charts), names)
    yield from _working(rows(working), names)
    yield from _sources(rows(sources), names)
    yield from _cached(data, charts)


def rows(sheet) -> list[tuple]:
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


def below(given: list[tuple], word: str) -> tuple[tuple, list[tuple]]:
    """The header that begins with a word, and the lines below it."""
    at = next(n for n, row in enumerate(given) if row[0] == word)
    return given[at], given[at + 1 :]


def _listed(given: list[tuple], names: Names) -> Found:
    _head, lines_ = below(given, _("分组"))
    for row in lines_:
        unit = names.unit(str(row[3]))
        if unit is None:
            continue
        yield ("place", unit), number(row[1])
        if isinstance(row[2], int | float):
            yield ("steps", unit), row[2]
        else:
            yield ("moved", unit), row[2]
        if isinstance(row[4], int | float):
            yield ("score", unit), row[4]
        yield ("streak", unit), number(row[6])
        yield ("exit", unit), number(row[7])


def number(given: object) -> object:
    """A cell's number; None where it says that there is none."""
    return given if isinstance(given, int | float) else None


def _matrix(given: list[tuple], names: Names) -> Found:
    head, lines_ = below(given, _("分组"))
    for row in lines_:
        unit = names.unit(str(row[2]))
        if unit is None:
            continue
        yield ("place", unit), number(row[1])
        for word, value in zip(head[4:], row[4:], strict=True):
            if word and (item := names.item(word)):
                yield ("value", unit, item), value


def _courses(given: list[tuple], names: Names) -> Found:
    title, head = "", None
    for row in given:
        if row[0] == _("分组"):
            head = [c for c in row[2:] if c and c != _("走势")]
        elif row[0] and not row[1]:
            title, head = row[0], None
        elif head and (unit := names.unit(str(row[1] or ""))):
            item = names.item(title)
            for label, value in zip(head, row[2:], strict=False):
                key = ("course", item, unit, label) if item else ("season", unit, label)
                yield key, number(value)


def _charts(given: list[tuple], names: Names) -> Found:
    """Blocks of numbers right of the charts: a name and series, a line per category."""
    block: list[tuple] = []
    for row in [*(r[21:] for r in given[3:]), (None,) * 3]:
        if row[0] is not None:
            block.append(row)
        elif block:
            head, *lines_ = block
            wide = max(n for n, cell in enumerate(head) if cell is not None) + 1
            series = [(head[n], [r[n] for r in lines_]) for n in range(1, wide)]
            labels = [r[0] for r in lines_]
            down = any(names.unit(s[0]) for s in series) and all(
                v is None or (v == int(v) and 1 <= v <= len(names.units))
                for _said, values in series
                for v in values
            )
            yield from named(
                list(charted(names, head[0], series, labels, down=down)), head[0], names
            )
            block = []


def _working(given: list[tuple], names: Names) -> Found:
    _head, lines_ = below(given, _("分组"))
    for row in lines_:
        unit = names.unit(str(row[2]))
        if unit is None:
            continue
        yield ("place", unit), number(row[1])
        if row[3] == _("合计"):
            yield ("raw", unit), row[SUM]
        elif item := names.item(row[3]):
            yield ("value", unit, item), row[SCORED]
            yield ("points", unit, item), number(row[6])
            yield ("share", unit, item), number(row[8])
            yield ("adds", unit, item), number(row[SUM])
        elif isinstance(row[SUM], int | float):
            yield ("score", unit), row[SUM]


def _sources(given: list[tuple], names: Names) -> Found:
    _head, lines_ = below(given, _("单位"))
    for row in lines_:
        if row[0]:
            yield ("cell", *row[:4]), number(row[4])


def _cached(data: bytes, sheet) -> Found:
    """What a chart itself remembers must be what stands in the cells that it points at."""
    with ZipFile(BytesIO(data)) as box:
        for part in box.namelist():
            if not part.startswith("xl/charts/chart"):
                continue
            text = box.read(part).decode()
            found = re.findall(r"<c:numRef><c:f>([^<]*)</c:f>(.*?)</c:numRef>", text, re.DOTALL)
            for where, cache in found:
                left, top, _right, bottom = range_boundaries(where.rpartition("!")[2])
                points = re.findall(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v>', cache)
                cells = [sheet.cell(row, left).value for row in range(top, bottom + 1)]
                told = {int(n): float(v) for n, v in points}
                kept = {n: v for n, v in enumerate(cells) if v is not None}
                yield ("cache", part, where), (told, kept)


def season(data: bytes, names: Names) -> Found:
    """上榜统计: places of every period, how often on a list."""
    given = rows(openpyxl.load_workbook(BytesIO(data)).worksheets[0])
    head, lines_ = below(given, _("分组"))
    red = head.index(_("红榜次数"))
    for row in lines_:
        unit = names.unit(str(row[1]))
        if unit is None:
            continue
        for word, text in zip(head[2:red], row[2:red], strict=True):
            place = str(text).strip(MARKS)
            yield ("place of", unit, word), int(place) if place.isdigit() else None
        yield ("times", unit, "red"), row[red]
        yield ("times", unit, "black"), row[red + 1]
        yield ("streak", unit), row[red + 2] or None
