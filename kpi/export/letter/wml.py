"""Paragraphs and runs as XML text; children in the order of the schema, which Word minds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from kpi.export.letter.faces import LATIN
from kpi.model import show

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("c", "http://schemas.openxmlformats.org/drawingml/2006/chart"),
        ("v", "urn:schemas-microsoft-com:vml"),
        ("o", "urn:schemas-microsoft-com:office:office"),
    )
)
TWIP = 20  # in a point
_PIECE = re.compile(r"(\n|\t|(?<=\d)-(?=\d))")
_HELD = {  # a date like 2026-10-19 is not split at its hyphens
    "\n": "<w:br/>",
    "\t": "<w:tab/>",
    "-": "<w:noBreakHyphen/>",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How one paragraph departs from its style; indents in characters of `size` points."""

    keep_next: bool = False
    new_page: bool = False
    frame: str = ""
    border: str = ""
    before: float | None = None  # points
    left: float | None = None
    right: float = 0.0
    hanging: float = 0.0
    size: float = 16.0
    align: str = ""


PLAIN = Shape()


def parsed(xml: str) -> list[BaseOxmlElement]:
    """Elements from their text."""
    return list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"))


def paragraph(style: str, inner: str, shape: Shape = PLAIN) -> str:
    """One paragraph in a named style; `inner` are its runs."""
    return f"<w:p><w:pPr>{_properties(style, shape)}</w:pPr>{inner}</w:p>"


def run(text: str, face: str, more: str = "") -> str:
    """A run in a Chinese face; `more` are properties after rFonts, in the schema's order."""
    pieces = []
    for piece in _PIECE.split(show.plain(text)):
        if piece in _HELD:
            pieces.append(_HELD[piece])
        elif piece:
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>')
    return f"<w:r><w:rPr>{fonts(face)}{more}</w:rPr>{''.join(pieces)}</w:r>"


def page_number(face: str, more: str = "") -> str:
    """— 1 —, the number as a field of its own."""
    how = f"<w:rPr>{fonts(face, face)}{more}</w:rPr>"

    def said(text: str) -> str:
        return f'<w:r>{how}<w:t xml:space="preserve">{text}</w:t></w:r>'

    def mark(kind: str) -> str:
        return f'<w:r>{how}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f'<w:r>{how}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    field = mark("begin") + code + mark("separate") + said("1") + mark("end")
    return said("— ") + field + said(" —")


def fonts(face: str, latin: str = LATIN) -> str:
    """Chinese and other letters by name; the hint gives “” and — to the Chinese face."""
    name, other = quoteattr(face), quoteattr(latin)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii={other} w:eastAsia={name} w:hAnsi={other} '
        f"w:cs={other}/>"
    )


def indents(left: float, first: float, hanging: float, size: float, right: float = 0.0) -> str:
    """`w:ind` in characters, with the twips that programs without characters use."""
    found = []
    given = ("left", left), ("right", right), ("hanging", hanging), ("firstLine", first)
    for name, count in given:
        if count or (name == "firstLine" and not hanging):
            found.append(f'w:{name}Chars="{round(count * 100)}"')
            found.append(f'w:{name}="{round(count * (size - 0.25) * TWIP)}"')
    return f"<w:ind {' '.join(found)}/>"


def borders(sides: Sequence[tuple[str, int, int, str]]) -> str:
    """Lines by (side, eighths of a point, distance in points, colour)."""
    return "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'
        for side, size, space, colour in sides
    )


def _properties(style: str, shape: Shape) -> str:
    found = [f"<w:pStyle w:val={quoteattr(style)}/>"]
    if shape.keep_next:
        found.append("<w:keepNext/>")
    if shape.new_page:
        found.append("<w:pageBreakBefore/>")
    if shape.frame:
        found.append(f"<w:framePr {shape.frame}/>")
    if shape.border:
        found.append(f"<w:pBdr>{shape.border}</w:pBdr>")
    if shape.before is not None:
        found.append(f'<w:spacing w:before="{round(shape.before * TWIP)}"/>')
    if shape.left is not None:
        found.append(indents(shape.left, 0, shape.hanging, shape.size, shape.right))
    if shape.align:
        found.append(f'<w:jc w:val="{shape.align}"/>')
    return "".join(found)
