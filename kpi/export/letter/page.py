"""The page of GB/T 9704-2012 in millimetres, and the same page turned for wide tables."""

from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from kpi.export.letter.styles import PITCH
from kpi.i18n import N_, _

MM = 1440 / 25.4  # twips in a millimetre
CHARACTER = 15.75  # points that one character of the text takes


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins in mm; `foot` is the distance of the page number from the lower edge."""

    width: float = 210.0
    height: float = 297.0
    top: float = 37.0
    bottom: float = 35.0
    left: float = 28.0
    right: float = 26.0
    foot: float = 25.5

    @property
    def area(self) -> float:
        """The width of the type area in mm."""
        return self.width - self.left - self.right

    @property
    def characters(self) -> int:
        """Characters of the text on a line."""
        return int(self.area / 25.4 * 72 / CHARACTER)

    def turned(self) -> "Page":
        """The sheet turned clockwise: its binding edge is on top, its foot at the left."""
        return Page(
            self.height,
            self.width,
            self.left,
            self.right,
            self.bottom,
            self.top,
            min(self.foot, self.right / 2),
        )


STANDARD = Page()
NAMES = {
    "width": N_("纸宽"),
    "height": N_("纸高"),
    "top": N_("天头"),
    "bottom": N_("地脚"),
    "left": N_("订口"),
    "right": N_("切口"),
}


def own(document: Document) -> Page:
    """The page of a document's last section, as an office set it."""
    last = document.sections[-1]
    lengths = (
        last.page_width,
        last.page_height,
        last.top_margin,
        last.bottom_margin,
        last.left_margin,
        last.right_margin,
        last.footer_distance,
    )
    plain = (210.0, 297.0, 37.0, 35.0, 28.0, 26.0, 25.5)
    return Page(
        *(round(x.mm, 1) if x is not None else n for x, n in zip(lengths, plain, strict=True))
    )


def differences(page: Page) -> tuple[str, ...]:
    """Where a page departs from the standard by more than a millimetre, in sentences."""
    found = []
    for name, said in NAMES.items():
        is_, wanted = getattr(page, name), getattr(STANDARD, name)
        if abs(is_ - wanted) > 1:
            pattern = _("{what}为{is_}毫米，国家标准为{wanted}毫米。")
            found.append(pattern.format(what=_(said), is_=f"{is_:g}", wanted=f"{wanted:g}"))
    return tuple(found)


def set_up(document: Document) -> None:
    """Our own page: measures, and 22 lines on it."""
    last = document.sections[-1]
    page = STANDARD
    last.page_width, last.page_height = Mm(page.width), Mm(page.height)
    last.top_margin, last.bottom_margin = Mm(page.top), Mm(page.bottom)
    last.left_margin, last.right_margin = Mm(page.left), Mm(page.right)
    last.header_distance, last.footer_distance = Mm(15), Mm(page.foot)
    grid = last._sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(PITCH))


def section(page: Page, *, wide: bool) -> str:
    """`w:sectPr` of a section that begins on a new page; its foot is written later."""
    turned = ' w:orient="landscape"' if wide else ""
    head = min(15.0, page.top / 2)
    margins = " ".join(
        f'w:{name}="{round(length * MM)}"'
        for name, length in (
            ("top", page.top),
            ("right", page.right),
            ("bottom", page.bottom),
            ("left", page.left),
            ("header", head),
            ("footer", page.foot),
            ("gutter", 0),
        )
    )
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{round(page.width * MM)}" '
        f'w:h="{round(page.height * MM)}"{turned}/><w:pgMar {margins}/><w:cols w:space="720"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{PITCH}"/></w:sectPr>'
    )
