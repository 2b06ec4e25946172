"""红榜 and 黑榜: a card for each unit, with what made its score, what it lacks and who answers."""

from collections.abc import Sequence

from kpi.export.deck import barplot, ink, lineplot, table
from kpi.export.deck.ink import Line
from kpi.export.deck.page import Deck, Page, paged
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.export.deck.table import Cell
from kpi.i18n import _
from kpi.model import pictures, scope, show, titles
from kpi.model.board import Colour, Entry
from kpi.model.chart import Lines, Shares
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

ACROSS = {"red": 3, "black": 2}  # cards of one slide
CARDS = 6  # more units than this stand in a table
ROWS = {"red": 8, "black": 5}  # units of one slide of that table


def red(deck: Deck, said: Said) -> None:
    """The red list."""
    _add(deck, said, "red", deck.edition.red())


def black(deck: Deck, said: Said) -> None:
    """The black list: gap, needed pace, who leads, when a statement is due."""
    _add(deck, said, "black", deck.edition.black())


def _add(deck: Deck, said: Said, colour: Colour, entries: Sequence[Entry]) -> None:
    edition = deck.edition
    if not entries:
        return
    label = edition.label(colour)
    names = _("、").join(edition.name(e.unit) for e in entries)
    title = titles.fitting(
        _("{label}{count}个：{names}").format(label=label, count=len(entries), names=names),
        _("{count}个单位列入{label}").format(label=label, count=len(entries)),
    )
    what = _("得分构成与所差") if colour == "black" else _("得分构成")
    if scope.single(edition):
        what = _("走势")
    subtitle = " · ".join((what, edition.title, scope.period(edition)))
    cards = len(entries) <= CARDS
    across = ACROSS[colour] if cards else ROWS[colour]
    pages = [entries[n : n + across] for n in range(0, len(entries), across)]
    for at, some in enumerate(pages):
        page = deck.page(title, subtitle, rest=paged(len(pages), at))
        if colour == "black":
            page.note(" ".join(said.section("requests")))
        if len(entries) == 1:
            _alone(page, said, colour, some[0])
        elif cards:
            count = len(some) if len(pages) == 1 else across
            boxes = page.area.columns(max(count, 2), deck.gap(32))
            _cards(page, boxes, said, colour, some)
        else:
            _table(page, said, colour, some)
        page.notes(_working(said, some))


def _working(said: Said, entries: Sequence[Entry]) -> list[str]:
    found = []
    for entry in entries:
        name = said.edition.name(entry.unit)
        found.append(f"{name}（{said.standing(entry)}）" if _("。") == "。" else name)
        found += [said.reason(entry), *said.lacking(entry)]
    return found


def _lines(deck: Deck, said: Said, colour: Colour, entry: Entry, wide: float) -> list[Line]:
    """A card's text: name and standing, the reason, what it lacks."""
    mark, own = (RED_MARK, LIGHT.red) if colour == "red" else (BLACK_MARK, LIGHT.ink)
    name = show.plain(f"{mark} {deck.edition.name(entry.unit)}")
    size = ink.largest(name, [deck.size(n) for n in (20, 18, 16, 14, 12)], wide)
    return [
        ink.line(name, size, own, bold=True),
        ink.line(said.standing(entry), deck.size(13), LIGHT.subtitle, before=3),
        ink.stressed(said.reason(entry), deck.size(14), before=8),
        *(ink.stressed(t, deck.size(13), before=5, lead="· ") for t in said.lacking(entry)),
    ]


def _cards(
    page: Page, boxes: Sequence[Box], said: Said, colour: Colour, some: Sequence[Entry]
) -> None:
    """Cards side by side: texts in the same letters, bars from the same height."""
    deck, wide = page.deck, boxes[0].width
    own = LIGHT.red if colour == "red" else LIGHT.ink
    shares = [_shares(deck, colour, entry) for entry in some]
    top = deck.gap(9)
    labels = [name for one in shares if one for name, _points in one.parts]
    pictured = any(shares) or any(_course(deck, entry) for entry in some)
    free = (boxes[0].h - top) / 12_700 * (0.62 if pictured else 1.0)
    texts = [_lines(deck, said, colour, entry, wide) for entry in some]
    shrink = ink.shrink(texts, wide, free, 8)
    fitted = [ink.smaller(lines, shrink, 8) for lines in texts]
    high = round((max(ink.height(lines, wide) for lines in fitted) + 8) * 12_700)
    for lines, one, box, entry in zip(fitted, shares, boxes, some, strict=False):
        page.rule(Box(box.x, box.y, box.w, deck.gap(3)), own)
        above, rest = Box(box.x, box.y + top, box.w, box.h - top).above(high, deck.gap(6))
        page.text(above, lines, name="card")
        if rest.h > deck.gap(70):
            _picture(page, rest, entry, one, labels)


def _alone(page: Page, said: Said, colour: Colour, entry: Entry) -> None:
    """The only unit of a list: its text on the left, its picture on the right."""
    deck = page.deck
    own = LIGHT.red if colour == "red" else LIGHT.ink
    page.rule(Box(page.area.x, page.area.y, page.area.w, deck.gap(3)), own)
    top = deck.gap(12)
    body = Box(page.area.x, page.area.y + top, page.area.w, page.area.h - top)
    left, right = body.beside(0.42, deck.gap(40))
    lines = _lines(deck, said, colour, entry, left.width)
    page.text(left, ink.fitted(lines, left.width, left.height, 8), name="card")
    shares = _shares(deck, colour, entry)
    _picture(page, right, entry, shares, [n for n, _x in shares.parts] if shares else [])


def _picture(
    page: Page, box: Box, entry: Entry, shares: Shares | None, labels: Sequence[str]
) -> None:
    """What the score is made of; of a board of one item its course."""
    deck = page.deck
    lines = None if shares else _course(deck, entry)
    shown = shares or lines
    if shown is None:
        return
    head, body = box.above(deck.gap(20), deck.gap(4))
    name = lines.what if lines else shown.title
    told = _("{what}（{uom}）").format(what=name, uom=_(shown.uom)) if shown.uom else name
    line = ink.line(told, deck.size(12), LIGHT.subtitle, bold=True)
    page.text(head, ink.fitted([line], head.width, head.height, 7), name="parts")
    if shares:
        pitch = min(body.height / max(len(shares.parts), 1), 38 * deck.scale)
        letters = round(min(max(pitch * 0.5, 7 * deck.scale), 12 * deck.scale) * 2) / 2
        names = barplot.room(labels, letters, body.width)
        made = barplot.shares(shares, body, letters, barplot.Shared(names, pitch))
    elif lines:
        made = lineplot.trend(lines, body, deck.size(11))
    page.chart(body, made, shown.title, shown.alt)


def _course(deck: Deck, entry: Entry) -> Lines | None:
    """The one item of a unit over its periods, beside what it is held against."""
    only = scope.single(deck.edition)
    if only is None:
        return None
    group = entry.group if len(scope.scopes(deck.edition)) > 1 else None
    lines = pictures.trend(deck.edition, only.column, group, (entry.unit,))
    return lines if lines and len(lines.periods) > 1 else None


def _shares(deck: Deck, colour: Colour, entry: Entry) -> Shares | None:
    """Of a black-listed unit its distance to the mean, else what its score is made of."""
    edition = deck.edition
    if scope.single(edition):
        return None
    found = pictures.distance(edition, entry.unit) if colour == "black" else None
    return found or pictures.shares(edition, entry.unit)


def _table(page: Page, said: Said, colour: Colour, entries: Sequence[Entry]) -> None:
    """Many units: a row each."""
    deck, edition = page.deck, page.deck.edition
    label, last = edition.label(colour), colour == "black"
    columns = table.widths(page.area, (28, 30, 42) if last else (32, 68))
    for points in (14.0, 12.0, 11.0, 10.0, 9.0, 8.0):
        size = deck.size(points)
        rows = []
        for entry in entries:
            name = ink.line(show.plain(edition.name(entry.unit)), size, bold=True)
            meta = ink.line(said.standing(entry), deck.size(points - 2), LIGHT.subtitle)
            lacking = " ".join(said.lacking(entry))
            cells = (
                Cell((name, meta), left=0),
                Cell((ink.stressed(said.reason(entry), size),)),
                *([Cell((ink.stressed(lacking, size),))] if last else []),
            )
            rows.append((table.tall(cells, columns, points * 3 * deck.scale), cells))
        if sum(high for high, _cells in rows) <= page.area.h:
            break
    page.table(page.area, columns, rows, label, _("{label}及理由").format(label=label))
