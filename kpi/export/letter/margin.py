"""What stands outside the type area: page numbers, the stamp, a watermark behind everything."""

from xml.sax.saxutils import quoteattr

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _BaseHeaderFooter

from kpi.export.letter import wml
from kpi.export.letter.hand import Hand
from kpi.export.letter.page import MM, Page
from kpi.export.letter.styles import END, PAGE, STAMP
from kpi.export.letter.wml import Shape
from kpi.model import stamp
from kpi.model.look import LIGHT
from kpi.model.titles import length

LOW = 17.0  # mm of the stamp's upper edge above the lower edge of the paper
DASH = 7.0 + 2.5  # mm from the type area to the middle of a page number
BOX = 60.0, 7.0  # mm of the number beside a page that lies on its side


def furnish(hand: Hand, section: Section, page: Page, *, own: bool, numbered: bool) -> None:
    """Head and feet of one section; `own` ones are ours, else they join those of a template."""
    wide = page.width > page.height
    odd = even = ""
    if own and numbered and wide:
        odd, even = _beside(hand, page, odd=True), _beside(hand, page, odd=False)
    elif own and numbered:
        odd, even = _number(hand, odd=True), _number(hand, odd=False)
    below = _stamp(hand, page)
    mark = _watermark(hand)
    feet = [(section.footer, odd)]
    heads = [section.header]
    if own or hand.document.settings.odd_and_even_pages_header_footer:
        feet.append((section.even_page_footer, even))
        heads.append(section.even_page_header)
    if section.different_first_page_header_footer:
        feet.append((section.first_page_footer, odd))
        heads.append(section.first_page_header)
    for foot, number in feet:
        _write(foot, below + (number or hand.line(END)), own=own)
    for head in heads:
        if mark or own:
            _write(head, mark or hand.line(END), own=own)


def _write(where: _BaseHeaderFooter, xml: str, *, own: bool) -> None:
    where.is_linked_to_previous = False
    root: BaseOxmlElement = where.part.element
    if own:
        for child in list(root):
            root.remove(child)
    for element in wml.parsed(xml):
        root.append(element)


def _number(hand: Hand, *, odd: bool) -> str:
    """— 1 —, one character in from the side where pages are turned."""
    number = wml.page_number(hand.styles[PAGE.name].face)
    if odd:
        return hand.around(PAGE, number, Shape(left=0, right=1, size=PAGE.size, align="right"))
    return hand.around(PAGE, number, Shape(left=1, size=PAGE.size, align="left"))


def _beside(hand: Hand, page: Page, *, odd: bool) -> str:
    """The number where it would stand on the upright page: turned, at the left edge."""
    x = (page.left - DASH - BOX[1] / 2) * 72 / 25.4
    y = (page.height - page.bottom - BOX[0] if odd else page.top) * 72 / 25.4
    wide, high = (BOX[1] * 72 / 25.4, BOX[0] * 72 / 25.4)
    style = (
        f"position:absolute;margin-left:{x:.1f}pt;margin-top:{y:.1f}pt;width:{wide:.1f}pt;"
        f"height:{high:.1f}pt;z-index:1;mso-position-horizontal-relative:page;"
        "mso-position-vertical-relative:page"
    )
    inner = _number(hand, odd=odd)
    box = (
        f'<v:rect id="Number{hand.drawing()}" style="{style}" filled="f" stroked="f">'
        f'<v:textbox style="layout-flow:vertical" inset="0,0,0,0"><w:txbxContent>{inner}'
        "</w:txbxContent></v:textbox></v:rect>"
    )
    return hand.around(END, _picture(hand, box))


def _stamp(hand: Hand, page: Page) -> str:
    """来源 · 期次 · … below the number, in small letters; it takes no room from the text."""
    edition, choice = hand.edition, hand.choice
    room = page.area * 72 / 25.4 / STAMP.size - 1
    text = _halved(stamp.line(edition, choice), room)
    if length(text) > 2 * room:
        text = _halved(stamp.line(edition, choice, source=False), room)
    frame = (
        f'w:w="{round(page.area * MM)}" w:h="{round(8 * MM)}" w:hRule="exact" w:wrap="around" '
        f'w:vAnchor="page" w:hAnchor="margin" w:x="1" w:y="{round((page.height - LOW) * MM)}"'
    )
    return hand.line(STAMP, text, Shape(frame=frame))


def _halved(text: str, room: float) -> str:
    """A stamp on two lines, broken between two of its fields."""
    if length(text) <= room:
        return text
    found = text.split(" · ")
    kept = max(
        (n for n in range(1, len(found)) if length(" · ".join(found[:n])) <= room), default=1
    )
    return " · ".join(found[:kept]) + "\n" + " · ".join(found[kept:])


def _watermark(hand: Hand) -> str:
    """Letters across the page, behind all; Word's own kind, so that its menu takes them away."""
    text = stamp.watermark(hand.edition, hand.choice)
    if not text:
        return ""
    wide = min(440.0, 120.0 * length(text))
    high = min(wide / max(length(text), 1.0) * 1.15, 120.0)
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{wide:.0f}pt;height:{high:.0f}pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    number = hand.drawing()
    face = hand.styles[STAMP.name].face
    shape = (
        f'<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
        '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
        '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
        '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
        '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
        '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2000 + number}" '
        f'type="#_x0000_t136" style="{style}" o:allowincell="f" fillcolor="{LIGHT.bump}" '
        'stroked="f">'
        f'<v:fill opacity=".4"/><v:textpath style="font-family:{_quoted(face)};font-size:1pt" '
        f"string={quoteattr(text)}/></v:shape>"
    )
    return hand.around(END, _picture(hand, shape))


def _picture(hand: Hand, inner: str) -> str:
    face = hand.styles[END.name].face
    return f"<w:r><w:rPr>{wml.fonts(face)}<w:noProof/></w:rPr><w:pict>{inner}</w:pict></w:r>"


def _quoted(face: str) -> str:
    return quoteattr(f'"{face}"')[1:-1].replace('"', "&quot;")
