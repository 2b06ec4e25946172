"""下步要求与口径: what is asked until when, and how each item is measured and weighed."""

from collections.abc import Sequence

from kpi.export.deck import ink, table
from kpi.export.deck.page import Deck, Page
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.export.deck.table import Cell
from kpi.i18n import N_, _
from kpi.model import scope, show, titles, wording
from kpi.model.edition import Edition
from kpi.model.look import LIGHT
from kpi.model.rule import Item

SIZES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)


def add(deck: Deck, said: Said) -> None:
    """The last slide of the talk."""
    edition = deck.edition
    asked = said.section("requests")
    scored = scope.items(edition)
    count = _("评分依据{count}项指标").format(count=len(scored))
    title = titles.fitting(*(text.rstrip("。.") for text in asked), count)
    subtitle = " · ".join((_("下步要求与口径"), edition.title, scope.period(edition)))
    page = deck.page(title, subtitle)
    page.notes([*asked, *said.section("apart"), *wording.sentences(edition)])
    left, right = page.area.beside(0.31, deck.gap(34))
    apart = said.section("apart")
    if asked and apart:
        upper, lower = left.above(left.h // 2, deck.gap(14))
        _listed(page, upper, _("下步要求"), asked)
        _listed(page, lower, _("未报与不适用"), apart)
    elif asked or apart:
        _listed(page, left, _("下步要求") if asked else _("未报与不适用"), asked or apart)
    _terms(page, right if asked or apart else page.area, scored)


def _listed(page: Page, box: Box, head: str, sentences: Sequence[str]) -> None:
    """Numbered sentences under a heading."""
    deck = page.deck
    body = _heading(page, box, head)
    lines = [
        ink.line(f"{n}. {text}" if len(sentences) > 1 else text, deck.size(15), before=9)
        for n, text in enumerate(sentences, 1)
    ]
    page.text(body, ink.fitted(lines, body.width, body.height, 7), name="requests")


def _heading(page: Page, box: Box, head: str) -> Box:
    deck = page.deck
    strip, body = box.above(deck.gap(24), deck.gap(10))
    page.text(strip, [ink.line(head, deck.size(16), bold=True)], name="head", anchor="ctr")
    page.rule(Box(strip.x, strip.bottom, strip.w, deck.gap(1.5)), LIGHT.ink)
    return body


def _terms(page: Page, box: Box, scored: Sequence[Item]) -> None:
    """A table of the items, then the rule's other sentences as far as there is room."""
    deck, edition = page.deck, page.deck.edition
    body = _heading(page, box, _("指标与口径"))
    rules = [show.plain(text) for text in wording.sentences(edition)[1:]]
    rows: list[tuple[int, Sequence[Cell]]] = []
    room = 0.0
    for points in SIZES:
        size = deck.size(points)
        columns = _widths(edition, scored, body, size)
        rows = _rows(edition, scored, columns, size)
        lines = [ink.line(text, size - 1, LIGHT.subtitle, before=4) for text in rules]
        high = sum(h for h, _cells in rows)
        room = ink.height(lines, body.width) * 12_700 + deck.gap(10)
        if high + room <= body.h:
            break
    high = sum(h for h, _cells in rows)
    page.table(body, columns, rows, _("指标与口径"))
    rest = body.above(high, deck.gap(8))[1]
    if rules and rest.h > deck.gap(16):
        fitted = ink.fitted(lines, rest.width, rest.height, 6)
        if ink.height(fitted, rest.width) <= rest.height * 1.05:
            page.text(rest, fitted, name="rule")


HEADS = (N_("指标"), N_("占比"), N_("计分方法"), N_("牵头部门"), N_("责任领导"))


def _texts(edition: Edition, scored: Sequence[Item]) -> list[tuple[str, ...]]:
    """The table's lines."""
    whole = sum(i.weight for i in scored) or 1.0
    found = [tuple(_(head) for head in HEADS)]
    for item in scored:
        own = edition.indicator(item.column)
        lead = own.lead if own else ""
        texts = (
            scope.headed(edition, item.column),
            show.amount(item.weight / whole * 100, "%", 1),
            _(wording.METHODS[item.method]),
            edition.catalog.office(lead),
            edition.catalog.said(own.sponsor) if own else "",
        )
        found.append(tuple(show.plain(text) or show.NOT_APPLICABLE for text in texts))
    return found


def _widths(edition: Edition, scored: Sequence[Item], box: Box, size: float) -> list[int]:
    """Columns as wide as what they hold, none above 40 % of the table."""
    columns = zip(*_texts(edition, scored), strict=True)
    needs = [max(ink.width(text, size) for text in column) * 1.08 + 12 for column in columns]
    needs = [min(need, box.width * 0.4) for need in needs]
    free = box.width - needs[1]  # the shares stay on one line, texts may take two
    rest = sum(needs) - needs[1]
    return table.widths(box, [n if k == 1 else n * free / rest for k, n in enumerate(needs)])


def _rows(
    edition: Edition, scored: Sequence[Item], columns: Sequence[int], size: float
) -> list[tuple[int, Sequence[Cell]]]:
    found: list[tuple[int, Sequence[Cell]]] = []
    for line, texts in enumerate(_texts(edition, scored)):
        cells = [
            table.cell(
                text,
                size if line else size - 1,
                LIGHT.text if line else LIGHT.subtitle,
                bold=bool(line) and not n,
                left=4 if n else 0,
            )
            for n, text in enumerate(texts)
        ]
        found.append((table.tall(cells, columns, size * 2.1), cells))
    return found
