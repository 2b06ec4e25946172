"""进退位 and 走势: places over the season, the heaviest item over the year with its target."""

from collections.abc import Sequence

from kpi.export.deck import ink, lineplot
from kpi.export.deck.page import Deck, Page, paged
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.i18n import _
from kpi.model import pictures, scope, show, titles
from kpi.model.chart import Lines, Places
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

ROLES = ("own", "other")  # lines of units, not what they are held against


def movement(deck: Deck, said: Said) -> None:
    """Places over the season, two groups to a slide; left out without a past."""
    edition = deck.edition
    found = []
    for group in scope.scopes(edition):
        units = [e.unit for e in edition.within(group)]
        places = pictures.places(edition, units)
        if len(places.periods) > 1 and len(places.series) > 1:
            found.append((group, units, places))
    pages = [found[n : n + 2] for n in range(0, len(found), 2)]
    for at, some in enumerate(pages):
        units = [u for _group, own, _places in some for u in own]
        title = titles.movement(edition, units)
        told = " · ".join((some[0][2].subtitle, scope.period(edition)))
        page = deck.page(title, told, rest=paged(len(pages), at))
        notes = []
        for group, own, _places in some:
            name = scope.group_name(edition, group)
            notes.append(name)
            notes += [_move(deck, unit) for unit in own]
        page.notes(notes)
        page.note(_marks(deck, [p for _g, _u, p in some]))
        shares = [max(p.last, 3) for _g, _u, p in some]
        boxes = _columns(page, len(some))
        for (group, _own, places), box, _share in zip(some, boxes, shares, strict=True):
            body = _headed(page, box, scope.group_name(edition, group), places.title, len(some))
            size = _size(deck, body, min(places.last, 24))
            page.chart(body, lineplot.places(places, body, size), places.title, places.alt)


def trend(deck: Deck, said: Said) -> None:
    """The heaviest item over its periods, two groups to a slide."""
    edition = deck.edition
    scored = scope.items(edition)
    if not scored:
        return
    key = scored[0].column
    found = []
    for group in scope.scopes(edition):
        lines = pictures.trend(edition, key, group)
        now = any(n.values[-1] is not None for n in lines.series if n.role in ROLES) if lines else 0
        if lines and now and len(lines.periods) > 1:
            found.append((group, lines))
    pages = [found[n : n + 2] for n in range(0, len(found), 2)]
    for at, some in enumerate(pages):
        every = pictures.trend(edition, key, None) if len(some) > 1 else some[0][1]
        lead = every or some[0][1]
        page = deck.page(lead.title, lead.subtitle, rest=paged(len(pages), at))
        page.notes([text for _group, lines in some for text in _course(lines)])
        page.note(_marks(deck, [lines for _group, lines in some]))
        for (group, lines), box in zip(some, _columns(page, len(some)), strict=True):
            body = _headed(page, box, scope.group_name(edition, group), lines.title, len(some))
            size = _size(deck, body, 14)
            page.chart(body, lineplot.trend(lines, body, size), lines.title, lines.alt)


def _columns(page: Page, count: int) -> tuple[Box, ...]:
    return page.area.columns(count, page.deck.gap(32))


def _headed(page: Page, box: Box, name: str, finding: str, count: int) -> Box:
    """A group's name and finding over its lines, where several stand side by side."""
    if count == 1:
        return box
    deck = page.deck
    head, body = box.above(deck.gap(40), deck.gap(6))
    lines = [
        ink.line(name, deck.size(15), bold=True),
        ink.line(finding, deck.size(12), LIGHT.subtitle, before=2),
    ]
    page.text(head, ink.fitted(lines, head.width, head.height, 7), name="group")
    return body


def _size(deck: Deck, box: Box, count: int) -> float:
    pitch = box.height / max(count, 1)
    return round(min(max(pitch * 0.55, 7 * deck.scale), 12 * deck.scale) * 2) / 2


def _marks(deck: Deck, pictures_: Sequence[Lines | Places]) -> str:
    """What the colours of the lines mean."""
    lines = [line for picture in pictures_ for line in picture.series]
    edition = deck.edition
    said = []
    for colour, mark, how in (
        ("red", RED_MARK, _("红线")),
        ("black", BLACK_MARK, _("深色虚线")),
    ):
        if any(line.colour == colour for line in lines):
            said.append(f"{mark} {how}：{edition.label(colour)}")
    drawn = [len(lineplot.fewer(picture.series)) for picture in pictures_]
    left = sum(len(p.series) for p in pictures_) - sum(drawn)
    if left:
        said.append(_("另有{count}个单位未画出").format(count=left))
    return "　".join(said)


def _move(deck: Deck, unit: str) -> str:
    edition = deck.edition
    now, before = edition.entry(unit), edition.previous(unit)
    place = show.place(now.rank if now else None)
    was = show.place(before.rank if before else None)
    return _("{name}：本期{now}，上期{before}。").format(
        name=edition.name(unit), now=place, before=was
    )


def _course(lines: Lines) -> list[str]:
    """The last numbers of each line."""
    told = scope.telling(lines.uom, lines.decimals)
    found = []
    for line in lines.series:
        given = [(p, v) for p, v in zip(lines.periods, line.values, strict=True) if v is not None]
        if given:
            period, value = given[-1]
            pattern = _("{name}{period}{value}。")
            found.append(pattern.format(name=line.name, period=period, value=told(value)))
    return found
