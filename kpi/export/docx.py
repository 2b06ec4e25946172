"""The bulletin (通报) on the page of GB/T 9704-2012, and as a plain 简报 without a red head."""

from io import BytesIO
from itertools import groupby

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kpi.export import office
from kpi.export.letter import annex, body, breaks, close, head, page, styles, wml
from kpi.export.letter import template as templates
from kpi.export.letter.annex import Annex
from kpi.export.letter.faces import faces
from kpi.export.letter.hand import Hand
from kpi.export.letter.margin import furnish
from kpi.export.letter.page import Page
from kpi.export.letter.styles import END
from kpi.i18n import _, speaking
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition

ITEMS = ("head", "chart", "annex", "imprint")  # what a letter may be without; 简报: no head
KIND = "bulletin"
Sheets = list[tuple[str, Page, bool]]  # text, page, whether its pages are numbered


def bulletin(edition: Edition, choice: Choice, template: bytes | None = None) -> bytes:
    """The letter of an edition; the same edition, choice and template give the same bytes.

    A trial has no red head, no number of its own and no imprint, and 试算 behind every page. For
    the notice board (`choice.public`) it names places, units, scores and lists only. `template` is
    an office's template (.docx, .dotx): its page, its head and foot and those of its styles that
    bear our names are kept. Raises office.Unfit for a template that is not used.
    """
    with speaking(choice.lang):
        document = templates.opened(template) if template else _blank(choice)
        own = page.own(document) if template else page.STANDARD
        made = styles.styles(document, faces(choice))
        hand = Hand(document, edition, choice, own, made)
        _bind(hand, _sheets(hand), ours=template is None or not _furnished(document))
        _describe(document, edition, choice)
        out = BytesIO()
        document.save(out)
    return office.seal(out.getvalue(), office.day(edition))


def _sheets(hand: Hand) -> Sheets:
    """The letter cut where pages turn: text and upright annexes, wide ones, the imprint."""
    wanted = annex.annexes(hand) if hand.choice.wants("annex") else ()
    text = head.head(hand) if head.red(hand) else ""
    text += head.opening(hand) + body.body(hand)
    if hand.choice.public:
        text += annex.within(hand, wanted) + close.signature(hand, sealed=False)
        return [(text, hand.page, True)]
    text += close.listed(hand, [a.title for a in wanted])
    text += close.signature(hand, sealed=head.red(hand))
    found: Sheets = [(text, hand.page, True)]
    labelled = [(_label(n, len(wanted)), a) for n, a in enumerate(wanted, 1)]
    for wide, some in groupby(labelled, key=lambda pair: pair[1].wide):
        of = hand.page.turned() if wide else hand.page
        fresh = wide or found[-1][1] != of
        written = _written(hand, list(some), fresh=fresh)
        if fresh:
            found.append((written, of, True))
        else:
            found[-1] = (found[-1][0] + written, of, True)
    return _ended(hand, found)


def _ended(hand: Hand, sheets: Sheets) -> Sheets:
    """With 版记, upright, at the foot of the last page; a page of its own bears no number."""
    edition, choice = hand.edition, hand.choice
    if stamp.trial(edition) or choice.public or not choice.wants("imprint"):
        return sheets
    text, of, numbered = sheets[-1]
    last = close.imprint(hand, alone=of != hand.page)
    if last and of != hand.page:
        return [*sheets, (last, hand.page, False)]
    return [*sheets[:-1], (text + last, of, numbered)]


def _written(hand: Hand, some: list[tuple[str, Annex]], *, fresh: bool) -> str:
    return "".join(
        annex.written(hand, one, label, first=fresh and n == 0)
        for n, (label, one) in enumerate(some)
    )


def _label(n: int, count: int) -> str:
    """附件, of several 附件1."""
    return _("附件") if count == 1 else _("附件{n}").format(n=n)


def _bind(hand: Hand, sheets: Sheets, *, ours: bool) -> None:
    """Everything into the document: each sheet but the last closes with its own section."""
    root = hand.document.element.body
    closing = root[-1]
    for n, (text, of, _numbered) in enumerate(sheets):
        elements = wml.parsed(text)
        if n < len(sheets) - 1:
            if elements[-1].tag != qn("w:p"):
                elements += wml.parsed(hand.line(END))
            (section,) = wml.parsed(page.section(of, wide=of != hand.page))
            elements[-1].find(qn("w:pPr")).append(section)
        for element in elements:
            closing.addprevious(element)
    if sheets[-1][1] != hand.page:
        (section,) = wml.parsed(page.section(sheets[-1][1], wide=True))
        root.replace(closing, section)
    breaks.hold(hand.document)
    if ours:
        hand.document.settings.odd_and_even_pages_header_footer = True
    for (_text, of, numbered), part in zip(sheets, hand.document.sections, strict=True):
        furnish(hand, part, of, own=ours, numbered=numbered)


def _blank(choice: Choice) -> Document:
    """Our own empty page."""
    document = docx.Document()
    page.set_up(document)
    styles.normal(document, faces(choice))
    links = document.part.package.rels
    for id_ in [i for i, link in links.items() if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del links[id_]
    return document


def _furnished(document: Document) -> bool:
    """Whether a template has a head or foot of its own; then ours are added to them."""
    last = document.sections[-1]
    return not (last.header.is_linked_to_previous and last.footer.is_linked_to_previous)


def _describe(document: Document, edition: Edition, choice: Choice) -> None:
    about, known = document.core_properties, stamp.properties(edition, choice, KIND)
    for name, text in known.items():
        setattr(about, name, text)
    about.last_modified_by = known["author"]
    about.language = "zh-CN" if choice.lang == "zh" else "en-US"
    about.revision = 1
