"""封面: the board, the period, who issues it, for whom."""

from typing import Any

from kpi.export.deck import ground, ink
from kpi.export.deck.page import Deck, Page
from kpi.export.deck.said import Said
from kpi.export.deck.space import Box
from kpi.i18n import _
from kpi.model import scope, show, stamp
from kpi.model.look import LIGHT


def add(deck: Deck, said: Said) -> None:
    """The first slide; on an office's template in the places of its own cover."""
    page = Page(deck, deck.ground.cover)
    edition, slide = deck.edition, deck.ground.slide
    issue = f"{scope.period(edition)} · {stamp.issue(edition)}"
    holders = list(page.slide.placeholders)
    title = page.slide.shapes.title
    rest = [h for h in holders if h.placeholder_format.idx != 0]
    text = rest[0] if rest and deck.ground.cover is not deck.ground.layout else None
    for other in rest:
        if other is not text:
            other._element.getparent().remove(other._element)
    if not (_inside(title, slide) and _inside(text, slide)):  # then neither: they go together
        _stand(title, slide.part(*ground.TITLE_OF_COVER))
        _stand(text, slide.part(*ground.TEXT_OF_COVER))
    if title is not None:
        size = deck.size(40)
        wide = int(title.width or slide.w * 0.8) / 12_700 - 15
        size = ink.largest(edition.title, [size, size * 0.85, size * 0.7, size * 0.55], wide, 2)
        page.fill(title, [ink.Line((ink.Run(edition.title, bold=True, colour=""),), size)])
    if text is not None:
        page.fill(text, [ink.Line((ink.Run(issue, colour=""),), deck.size(24))])
    else:
        box = slide.part(ground.MARGIN, 0.32, 1 - 2 * ground.MARGIN, 0.1)
        page.text(box, [ink.line(issue, deck.size(24), LIGHT.subtitle)], name="issue")
    if deck.ground.own:
        _told(page)
    page.stamped()
    page.notes([*said.section("overall")])


def _inside(shape: Any, slide: Box) -> bool:
    """Whether a placeholder stands on the slide; one that is not there does."""
    if shape is None:
        return True
    places = (shape.left, shape.top, shape.width, shape.height)
    if None in places:
        return False
    box = Box(*(int(p) for p in places))
    return box.x >= 0 and box.y >= 0 and box.right <= slide.w and box.bottom <= slide.h


def _stand(shape: Any, box: Box) -> None:
    """A placeholder that a template has put beyond the slide, back where ours is."""
    if shape is not None:
        shape.left, shape.top, shape.width, shape.height = box.x, box.y, box.w, box.h


def _told(page: Page) -> None:
    """Who issues it, when, and for whom, at the foot of our own cover."""
    deck, edition = page.deck, page.deck.edition
    issued = edition.paper.issued.isoformat() if edition.paper.issued else ""
    audience = stamp.audience(edition, deck.choice)
    lines = [
        edition.paper.office,
        issued,
        _("发布范围：{audience}").format(audience=audience) if audience else "",
    ]
    shown = [ink.line(show.plain(t), deck.size(14), LIGHT.subtitle, before=4) for t in lines if t]
    if shown:
        page.text(deck.ground.slide.part(0.11, 0.72, 0.8, 0.16), shown, name="office", anchor="b")
