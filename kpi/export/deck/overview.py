"""总览: how many were ranked and listed, then both lists with the reason behind each place."""

from collections.abc import Iterator, Sequence

from kpi.export.deck import ink, table
from kpi.export.deck.page import Deck, Page, paged
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.export.deck.table import Cell
from kpi.i18n import _
from kpi.model import scope, show, titles
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

Row = tuple[int, Sequence[Cell]]
SIZES = (
    20.0,
    18.0,
    16.0,
    14.0,
    12.0,
    10.5,
    9.0,
)  # points of names; the rows are set in the first that fits
AIR = 6.0  # points between a row's texts and its rule: faces of other programs are taller


def add(deck: Deck, said: Said) -> None:
    """One slide; more where the lists are long."""
    edition = deck.edition
    title = titles.board(edition, None)
    count = _("{count}个单位").format(count=len(edition.board.entries))
    subtitle = " · ".join((edition.title, scope.period(edition), count))
    lists = [("red", edition.red()), ("black", edition.black())]
    if not any(edition.listed(group) for group in scope.scopes(edition)):
        _plain(deck, said, title, subtitle)
        return
    rows = [_rows(deck, said, colour, entries) for colour, entries in lists]
    pages = max(len(found) for found in rows)
    for at in range(pages):
        page = deck.page(title, subtitle, rest=paged(pages, at))
        if at == 0:
            _strip(page)
        halves = page.area.columns(2, deck.gap(28))
        for (colour, _entries), found, half in zip(lists, rows, halves, strict=True):
            if at < len(found):
                _list(page, half, colour, found[at])
        page.notes(said.section("overall"))


def figures(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """(number, what it counts, colour) of the strip on top."""
    ranked = edition.within(None)
    yield str(len(ranked)), _("参加排名"), LIGHT.text
    yield str(len(edition.red())), edition.label("red"), LIGHT.red
    yield str(len(edition.black())), edition.label("black"), LIGHT.text
    moves = []
    for entry in ranked:
        before = edition.previous(entry.unit)
        if before and before.rank and entry.rank:
            moves.append(before.rank - entry.rank)
    if moves:
        yield str(sum(m > 0 for m in moves)), _("位次上升"), LIGHT.text
        yield str(sum(m < 0 for m in moves)), _("位次下降"), LIGHT.text
    apart = len(edition.unranked())
    if apart:
        yield str(apart), _("未参加排名"), LIGHT.text


def _strip(page: Page) -> None:
    """Few large numbers in a row, on a pale ground."""
    deck = page.deck
    box, page.area = page.area.above(deck.gap(66), deck.gap(16))
    found = list(figures(deck.edition))
    for (number, what, colour), tile in zip(
        found, box.columns(len(found), deck.gap(10)), strict=True
    ):
        runs = (
            ink.Run(number, True, colour, deck.size(30)),
            ink.Run("  " + what, False, LIGHT.subtitle, deck.size(13)),
        )
        line = ink.Line(runs, deck.size(13))
        page.text(tile, [line], name="figure", anchor="ctr", ground_=LIGHT.paper, inset=12)


def _list(page: Page, half: Box, colour: str, rows: Sequence[Row]) -> None:
    deck, edition = page.deck, page.deck.edition
    mark = RED_MARK if colour == "red" else BLACK_MARK
    label = edition.label(colour)
    head, body = half.above(deck.gap(26), deck.gap(4))
    own = LIGHT.red if colour == "red" else LIGHT.ink
    page.text(
        head,
        [ink.line(f"{mark} {label}", deck.size(16), own, bold=True)],
        name="list",
        anchor="ctr",
    )
    page.rule(Box(head.x, head.bottom, head.w, deck.gap(2)), own)
    page.table(body, _columns(body), rows, label, _("{label}及理由").format(label=label))


def _columns(box: Box) -> list[int]:
    return table.widths(box, (38, 62))


def _rows(deck: Deck, said: Said, colour: str, entries: Sequence[Entry]) -> list[list[Row]]:
    """Rows page by page, in the largest letters in which all stand on one page."""
    half = deck.ground.area.columns(2, deck.gap(28))[0]
    columns = _columns(half)
    free = deck.ground.area.h - deck.gap(24 + 10 + 66 + 16 + 26 + 4 + 6)
    if not entries:
        nobody = said.edition.label(colour)
        text = _("本期无单位列入{label}。").format(label=nobody)
        line = table.cell(text, deck.size(14), LIGHT.subtitle, span=2)
        return [[(deck.gap(40), (line, line))]]
    rows: list[Row] = []
    for size in SIZES:
        least = min(free / max(len(entries), 3), deck.gap(96)) * size / SIZES[0]
        rows = [_row(deck, said, entry, size, columns, least / 12_700) for entry in entries]
        if sum(high for high, _cells in rows) <= free:
            return [rows]
    pages: list[list[Row]] = [[]]
    for row in rows:
        if pages[-1] and sum(h for h, _cells in pages[-1]) + row[0] > free:
            pages.append([])
        pages[-1].append(row)
    return pages


def _row(
    deck: Deck, said: Said, entry: Entry, points: float, columns: Sequence[int], least: float
) -> Row:
    size, small = deck.size(points), deck.size(max(points * 0.7, 8))
    name = ink.line(show.plain(said.edition.name(entry.unit)), size, bold=True)
    standing, wide = said.standing(entry).split(" · "), columns[0] / 12_700 - 6
    pairs = [standing[n : n + 2] for n in range(0, len(standing), 2)]
    lines = []
    for pair in pairs:
        joined = " · ".join(pair)
        lines += [joined] if ink.rows(joined, small, wide) == 1 else pair
    meta = [ink.line(text, small, LIGHT.subtitle, before=2) for text in lines if text]
    why = ink.stressed(said.reason(entry), deck.size(max(points * 0.8, 8.5)))
    cells = (Cell((name, *meta), left=0), Cell((why,)))
    high = table.tall(cells, columns, max(points * 3.4 * deck.scale, least))
    return high + deck.gap(AIR), cells


def _plain(deck: Deck, said: Said, title: str, subtitle: str) -> None:
    """A board without lists: its sentences."""
    page = deck.page(title, subtitle)
    lines = [ink.line(text, deck.size(18), before=10) for text in said.section("overall")]
    page.text(page.area, ink.fitted(lines, page.area.width, page.area.height, 8), name="overall")
    page.notes(said.section("overall"))
