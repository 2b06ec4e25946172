"""Named styles of the bulletin: an office's template may bring its own under the same names."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from kpi.export.letter import wml
from kpi.export.letter.faces import Faces

PITCH = 579  # twips from line to line: 22 × 579 = 12,738 of the 12,756 between the margins
TIGHT = -5  # twentieths of a point between characters: 28 on a line of 156 mm, without it 27
RED = "E60012"
Part = Literal["text", "second", "first", "title", "number"]


@dataclass(frozen=True, slots=True)
class Role:
    """What a paragraph is: its style's name, face and size in points; `pitch` in twips, 0 for a
    paragraph off the page's lines that is as high as what stands in it.
    """

    name: str
    face: Part = "text"
    size: float = 16.0
    align: str = "both"
    pitch: int = PITCH
    first: int = 0  # characters that the first line stands in
    level: int | None = None  # in the outline of the document
    colour: str = ""
    keep: bool = False  # with the next paragraph
    grid: bool = True  # on the page's lines


MARK = Role("通报标志", "title", 40.0, "center", 960, colour=RED, keep=True, grid=False)
NUMBER = Role("通报文号", align="center")
TITLE = Role("通报标题", "title", 22.0, "center", keep=True)
ADDRESSEES = Role("通报主送")
TEXT = Role("通报正文", first=2)
FIRST = Role("通报一级", "first", first=2, level=0, keep=True)
SECOND = Role("通报二级", "second", first=2, level=1, keep=True)
THIRD = Role("通报三级", first=2)
SIGNED = Role("通报落款", align="left")
ANNEX = Role("通报附件", "first", align="left", level=0, keep=True)
CAPTION = Role("通报图题", "first", 12.0, "center", 400, keep=True, grid=False)
PICTURE = Role("通报图", align="center", pitch=0, keep=True, grid=False)
NOTE = Role("通报注", size=10.5, align="left", pitch=320, grid=False)
HEADING = Role("通报表头", "first", 9.0, "center", 240, grid=False)
CELL = Role("通报表格", size=10.5, align="center", pitch=300, grid=False)
IMPRINT = Role("通报版记", size=14.0, align="left", pitch=480, grid=False)
PAGE = Role("通报页码", "number", 14.0, "right", 280, grid=False)
STAMP = Role("通报戳记", size=7.5, align="center", pitch=200, grid=False)
END = Role("通报尾", size=1.0, align="left", pitch=20, grid=False)
ROLES = (
    *(MARK, NUMBER, TITLE, ADDRESSEES, TEXT, FIRST, SECOND, THIRD, SIGNED, ANNEX, CAPTION),
    *(PICTURE, NOTE, HEADING, CELL, IMPRINT, PAGE, STAMP, END),
)


@dataclass(frozen=True, slots=True)
class Style:
    """A style of the document at hand: its id and the Chinese face of its runs."""

    id: str
    face: str


def styles(document: Document, faces: Faces) -> dict[str, Style]:
    """Every role's style by name: the document's own where it has one, else ours, added."""
    root = document.styles.element
    there = {_name(s): s for s in root.iterchildren(qn("w:style")) if _type(s) == "paragraph"}
    found = {}
    for n, role in enumerate(ROLES):
        face = getattr(faces, role.face)
        own = there.get(role.name)
        if own is None:
            root.append(parse_xml(_written(role, f"Letter{n:02d}", face)))
            found[role.name] = Style(f"Letter{n:02d}", face)
        else:
            found[role.name] = Style(own.get(qn("w:styleId")) or "", _face(own, root) or face)
    return found


def normal(document: Document, faces: Faces) -> None:
    """The ground of our own page: size, faces and the width of characters."""
    root = document.styles.element
    for lang in root.iterfind(f".//{qn('w:docDefaults')}//{qn('w:lang')}"):
        lang.set(qn("w:eastAsia"), "zh-CN")  # by whose rules lines break
    style = root.find(f"{qn('w:style')}[@{qn('w:default')}='1']")
    for gone in [*style.iterchildren(qn("w:rPr")), *style.iterchildren(qn("w:pPr"))]:
        style.remove(gone)
    style.append(parse_xml(f"<w:pPr {wml.NAMESPACES}>{_lines(PITCH)}</w:pPr>"))
    style.append(parse_xml(f"<w:rPr {wml.NAMESPACES}>{_letters(faces.text, 16.0)}</w:rPr>"))


def _written(role: Role, id_: str, face: str) -> str:
    keep = "<w:keepNext/>" if role.keep else ""
    grid = "" if role.grid else '<w:snapToGrid w:val="0"/>'
    indent = wml.indents(0, role.first, 0, role.size)
    level = "" if role.level is None else f'<w:outlineLvl w:val="{role.level}"/>'
    return (
        f'<w:style {wml.NAMESPACES} w:type="paragraph" w:customStyle="1" w:styleId="{id_}">'
        f'<w:name w:val={quoteattr(role.name)}/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{keep}<w:widowControl/><w:autoSpaceDE w:val="0"/>'
        f'<w:autoSpaceDN w:val="0"/>{grid}{_lines(role.pitch)}{indent}'
        f'<w:jc w:val="{role.align}"/>{level}</w:pPr>'
        f"<w:rPr>{_letters(face, role.size, role.colour)}</w:rPr></w:style>"
    )


def _lines(pitch: int) -> str:
    if not pitch:
        return '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return f'<w:spacing w:before="0" w:after="0" w:line="{pitch}" w:lineRule="exact"/>'


def _letters(face: str, size: float, colour: str = "") -> str:
    half = round(size * 2)
    shade = f'<w:color w:val="{colour}"/>' if colour else ""
    tight = TIGHT if size >= 16 else 0
    return (
        f'{wml.fonts(face)}<w:b w:val="0"/>{shade}<w:spacing w:val="{tight}"/>'
        f'<w:kern w:val="0"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def _face(style: BaseOxmlElement, root: BaseOxmlElement) -> str:
    """The Chinese face that a style names, or the style that it is based on."""
    for one in _line(style, root):
        named = one.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if named is not None and named.get(qn("w:eastAsia")):
            return str(named.get(qn("w:eastAsia")))
    return ""


def _line(style: BaseOxmlElement, root: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """A style and those it is based on; a circle ends where it closes."""
    by = {s.get(qn("w:styleId")): s for s in root.iterchildren(qn("w:style"))}
    seen: set[str | None] = set()
    one: BaseOxmlElement | None = style
    while one is not None and one.get(qn("w:styleId")) not in seen:
        yield one
        seen.add(one.get(qn("w:styleId")))
        based = one.find(qn("w:basedOn"))
        one = by.get(based.get(qn("w:val"))) if based is not None else None


def _name(style: BaseOxmlElement) -> str:
    named = style.find(qn("w:name"))
    return str(named.get(qn("w:val"))) if named is not None else ""


def _type(style: BaseOxmlElement) -> str:
    return str(style.get(qn("w:type")))
