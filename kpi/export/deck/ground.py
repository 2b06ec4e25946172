"""What slides stand on: our own master, or an office's, with the area that it leaves free."""

from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from kpi.export.deck import ink
from kpi.export.deck.space import INCH, POINT, Box
from kpi.model.look import LIGHT

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
LATIN, CHINESE = "Arial", "微软雅黑"
MARGIN = 0.05  # of the width
TITLE = (MARGIN, 0.045, 1 - 2 * MARGIN, 0.095)  # fractions of the slide
AREA = (MARGIN, 0.15, 1 - 2 * MARGIN, 0.765)
TITLE_OF_COVER, TEXT_OF_COVER = (0.11, 0.27, 0.80, 0.17), (0.11, 0.45, 0.80, 0.09)
FOOT = (MARGIN, 0.935, 1 - 2 * MARGIN, 0.045)


@dataclass(frozen=True, slots=True)
class Ground:
    """A presentation without slides, its two layouts, and where things may stand.

    `title` None: where the layout has its title. `own`: our master, not an office's.
    """

    file: Any
    cover: Any
    layout: Any
    title: Box | None
    area: Box
    foot: Box
    own: bool

    @property
    def slide(self) -> Box:
        """The whole slide."""
        return Box(0, 0, int(self.file.slide_width), int(self.file.slide_height))

    @property
    def scale(self) -> float:
        """Sizes of letters are for slides of 7.5 inches; smaller pages get smaller ones."""
        return min(self.slide.h / (7.5 * INCH), self.slide.w / (10 * INCH))


def faces(master: Any, *, only_empty: bool) -> None:
    """Latin and Chinese faces in the theme: titles, tables and charts inherit them."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob, _parser())
    for fonts in theme.iterfind(".//" + qn("a:fontScheme") + "/*"):
        latin, chinese = fonts.find(qn("a:latin")), fonts.find(qn("a:ea"))
        if latin is not None and not only_empty:
            latin.set("typeface", LATIN)
        if chinese is not None and not (only_empty and chinese.get("typeface")):
            chinese.set("typeface", CHINESE)
        for script in fonts.findall(qn("a:font")):
            if script.get("script") == "Hans" and not only_empty:
                script.set("typeface", CHINESE)
    if not only_empty:
        _colours(theme)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _colours(theme: Any) -> None:
    """The house's colours as the theme's, so that a chart that is added by hand fits in."""
    named = {
        "dk1": LIGHT.text,
        "lt1": LIGHT.background,
        "dk2": LIGHT.ink,
        "lt2": LIGHT.paper,
        "accent1": LIGHT.red,
        "accent2": LIGHT.ink,
        "accent3": LIGHT.middle,
        "accent4": LIGHT.target,
        "accent5": LIGHT.peer,
        "accent6": LIGHT.negative,
    }
    for name, colour in named.items():
        place = theme.find(".//" + qn(f"a:{name}"))
        if place is not None:
            for old in list(place):
                place.remove(old)
            etree.SubElement(place, qn("a:srgbClr"), val=colour.lstrip("#"))


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def rectangle(number: int, name: str, box: Box, colour: str, alpha: int = 0) -> str:
    """A filled rectangle without an edge: rules and tabs, as connectors cast shadows."""
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr>{frame(box)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ink.fill(colour, alpha)}'
        "<a:ln><a:noFill/></a:ln></p:spPr></p:sp>"
    )


def frame(box: Box, turned: int = 0, tag: str = "a") -> str:
    """Where a shape stands."""
    angle = f' rot="{turned * 60_000}"' if turned else ""
    return (
        f'<{tag}:xfrm{angle}><a:off x="{box.x}" y="{box.y}"/>'
        f'<a:ext cx="{box.w}" cy="{box.h}"/></{tag}:xfrm>'
    )


def watermark(text: str, slide: Box, scale: float) -> str:
    """Large turned letters of 12 %, which let the slide be read."""
    wide = slide.w * 0.8
    size = min(wide / POINT / max(ink.width(text, 1.0), 1.0), 96 * scale)
    box = slide.part(0.05, 0.5, 0.9, 0.0)
    high = round(size * 1.4 * POINT)
    box = Box(box.x, box.y - high // 2, box.w, high)
    alpha = ink.fill(LIGHT.ink, 12_000)
    spoken = ink.spoken()
    said = ink.paragraphs([ink.line(text, size, align="ctr", bold=True)])
    said = said.replace(ink.fill(LIGHT.text), alpha)
    return (
        f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="990" name="watermark" descr=""/>'
        f'<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{frame(box, -25 % 360)}'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f"<a:lstStyle/>{said}</p:txBody></p:sp>".replace("zh-CN", spoken)
    )


def add(tree: Any, xml: str, *, at: int | None = None) -> None:
    """A shape into a tree of shapes: on top, or at a place from below."""
    element = parse_xml(xml)
    if at is None:
        last = tree.find(qn("p:extLst"))
        tree.append(element) if last is None else last.addprevious(element)
    else:
        tree.insert(at, element)


def trimmed(file: Any) -> None:
    """Away with what a file carries of another one: its thumbnail, page list, print settings."""
    for rels in (file.part.package._rels, file.part.rels):
        for key, rel in list(rels.items()):
            kind = rel.reltype.rsplit("/", 1)[-1]
            if kind in ("thumbnail", "extended-properties", "custom-properties", "printerSettings"):
                rels.pop(key)
