"""Annexes: of each group all units with place, items, score, movement and list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi.export.letter.hand import Hand
from kpi.export.letter.page import Page
from kpi.export.letter.styles import ANNEX, CELL, NOTE, TITLE
from kpi.export.letter.table import Cell, table
from kpi.export.letter.wml import Shape
from kpi.i18n import _
from kpi.model import pictures, scope, show, stamp
from kpi.model.board import Entry
from kpi.model.chart import Grid, apart
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK
from kpi.model.titles import length

WIDE = 8  # columns that a table on the upright page has at most
ROOMY = 70  # twips above and below the texts of a notice's few columns
ITEMS = 10  # items beside each other; more follow in a table below
PLACE, SCORE, MOVED = 11.0, 18.0, 13.0  # mm
LIST = 17.0, 26.0  # mm of the column of lists, at least and at most
NAME = 24.0, 44.0  # mm of the units' column, at least and at most
Tables = tuple[tuple[tuple[float, ...], tuple[str, ...], tuple[tuple[Cell, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex: its title, whether its pages lie on the side, its tables."""

    title: str
    wide: bool
    tables: Tables


def annexes(hand: Hand) -> tuple[Annex, ...]:
    """One of each group; for the notice board only its listed columns."""
    edition = hand.edition
    found = []
    for group in scope.scopes(edition):
        of = scope.group_name(edition, group) if len(scope.scopes(edition)) > 1 else ""
        title = _("{group}{board}排名表").format(group=of, board=show.plain(edition.title)).strip()
        grid = pictures.grid(edition, group)
        columns = grid.columns if _several(edition) and not hand.choice.public else ()
        wide = len(columns) + 5 > WIDE
        page = hand.page.turned() if wide else hand.page
        found.append(Annex(title, wide, tuple(_tables(hand, group, grid, page))))
    return tuple(found)


def written(hand: Hand, annex: Annex, label: str, *, first: bool) -> str:
    """附件1, its title, its tables with a note; `first` of its section: the page is new already."""
    found = [hand.line(ANNEX, label, Shape(new_page=not first)) if label else ""]
    found.append(hand.line(TITLE, annex.title, Shape(before=6)))
    for n, (widths, heads, rows) in enumerate(annex.tables):
        if n:  # what does not fit beside comes on a page of its own
            found.append(hand.line(NOTE, _("（续）"), Shape(new_page=True, keep_next=True)))
        else:
            found.append(hand.line(NOTE, shape=Shape(keep_next=True)))
        found.append(table(hand, widths, heads, rows, annex.title))
    found.append(hand.line(NOTE, _note(hand.edition, annex), Shape(before=4)))
    return "".join(found)


def within(hand: Hand, annexes: Sequence[Annex]) -> str:
    """The tables of a notice, in its text: each under its title, what they rest on below all."""
    found = []
    for annex in annexes:
        found.append(hand.line(NOTE, annex.title, Shape(before=14, keep_next=True)))
        found += [table(hand, *parts, annex.title, air=ROOMY) for parts in annex.tables]
    if annexes:
        found.append(hand.line(NOTE, _note(hand.edition, *annexes), Shape(before=6)))
    return "".join(found)


def _several(edition: Edition) -> bool:
    """Whether items stand beside the score; of a board of one value that is the score."""
    only = scope.single(edition)
    return only is None or only.method != "points"


def _tables(
    hand: Hand, group: str | None, grid: Grid, page: Page
) -> Iterator[tuple[tuple[float, ...], tuple[str, ...], tuple[tuple[Cell, ...], ...]]]:
    edition, public = hand.edition, hand.choice.public
    members = scope.members(edition, group)
    columns = grid.columns if _several(edition) and not public else ()
    blocks = [columns[n : n + ITEMS] for n in range(0, len(columns), ITEMS)] or [()]
    name = _room([edition.name(e.unit) for e in members], NAME)
    listed = _room([_list(edition, e).text for e in members], LIST)
    at = 0
    for n, block in enumerate(blocks):
        last = n == len(blocks) - 1
        tail = ((SCORE,) if public else (SCORE, MOVED)) + (listed,) if last else ()
        each = (page.area - PLACE - name - sum(tail)) / len(block) if block else 0.0
        widths = [PLACE, name, *(each,) * len(block), *tail]
        if not block:  # few columns share the page in proportion
            widths = [w * page.area / sum(widths) for w in widths]
        heads = [_("位次"), _("单位")]
        heads += [scope.headed(edition, edition.spec.rule.item(c.item).column) for c in block]
        heads += _heads(edition, public) if last else []
        rows = tuple(
            _row(edition, entry, [s.text for s in own.squares[at : at + len(block)]], last, public)
            for entry, own in zip(members, grid.rows, strict=True)
        )
        at += len(block)
        yield tuple(widths), tuple(heads), rows


def _room(texts: Sequence[str], within: tuple[float, float]) -> float:
    """Millimetres of a column that holds its longest text on one line."""
    longest = max((length(show.plain(text)) for text in texts), default=0.0)
    return min(max(longest * CELL.size * 25.4 / 72 + 4, within[0]), within[1])


def _heads(edition: Edition, public: bool) -> list[str]:
    only = scope.single(edition)
    score = _("综合得分") if only is None or only.method != "points" else ""
    score = score or scope.headed(edition, only.column if only else "")
    return [score, _("榜单")] if public else [score, _("较上期"), _("榜单")]


def _row(
    edition: Edition, entry: Entry, squares: Sequence[str], last: bool, public: bool
) -> tuple[Cell, ...]:
    place = edition.place(entry)
    named = Cell(edition.name(entry.unit), "left")
    cells = [Cell(show.NOT_APPLICABLE if place is None else str(place)), named]
    cells += [Cell(text) for text in squares]
    if not last:
        return tuple(cells)
    digits = edition.spec.rule.score_decimals
    scored = (
        apart(entry) if entry.score is None else show.number(entry.score, _digits(edition, digits))
    )
    cells.append(Cell(scored, bold=entry.score is not None))
    if not public:
        cells.append(Cell(edition.moved(entry.unit) or show.NOT_APPLICABLE))
    return (*cells, _list(edition, entry))


def _digits(edition: Edition, digits: int) -> int:
    """Decimals of the score; of a board of one value those of the value."""
    only = scope.single(edition)
    if only is None or only.method != "points":
        return digits
    own, measure = edition.indicator(only.column), edition.measure(only.column)
    return own.digits(measure) if own and measure else digits


def _list(edition: Edition, entry: Entry) -> Cell:
    if entry.colour is None:
        return Cell(show.NOT_APPLICABLE)
    mark = RED_MARK if entry.colour == "red" else BLACK_MARK
    colour = LIGHT.red if entry.colour == "red" else LIGHT.ink
    return Cell(mark + edition.label(entry.colour), colour=colour, bold=True)


def _note(edition: Edition, *annexes: Annex) -> str:
    tables = [rows for annex in annexes for _w, _h, rows in annex.tables]
    texts = {c.text for rows in tables for row in rows for c in row}
    said = [_("数据来源：{names}").format(names=stamp.sources(edition))]
    if stamp.until(edition):
        said.append(_("数据截至{day}").format(day=stamp.until(edition)))
    if _("未报") in texts:
        said.append(_("“未报”为本期没有收到数据"))
    return _("注：{notes}。").format(notes=_("；").join(said))
