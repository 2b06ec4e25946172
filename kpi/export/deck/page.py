"""A deck and its pages: title, what it shows, texts, charts, tables, the stamp, the notes."""

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.parts.embeddedpackage import EmbeddedXlsxPart

from kpi.export.deck import ground, ink, table
from kpi.export.deck.ground import NAMESPACES, Ground
from kpi.export.deck.ink import Line
from kpi.export.deck.plot import Plot
from kpi.export.deck.space import Box
from kpi.export.deck.table import Cell
from kpi.i18n import _
from kpi.model import show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.look import LIGHT

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
TITLES = (28.0, 26.0, 24.0, 22.0)  # points of a headline on one line
LONGER = (24.0, 22.0, 20.0, 18.0, 16.0, 14.0)  # on two


class Deck:
    """The slides of one edition, on a ground."""

    def __init__(self, edition: Edition, choice: Choice, own: Ground) -> None:
        self.edition, self.choice, self.ground = edition, choice, own
        self.scale = own.scale
        self.stamp = stamp.line(edition, choice)
        self.count = self.charts = 0
        self._taken = {str(p.partname) for p in own.file.part.package.iter_parts()}

    def size(self, points: float) -> float:
        """A size of letters for this page."""
        return round(points * self.scale * 2) / 2

    def gap(self, points: float) -> int:
        """A distance in EMU that grows with the page."""
        return round(points * self.scale * 12_700)

    def page(self, title: str, subtitle: str = "", *, rest: str = "") -> "Page":
        """A new slide: the finding, what it shows, and `rest` (1/3) where it goes on."""
        page = Page(self, self.ground.layout)
        page.head(title, subtitle, rest)
        return page

    def free(self, pattern: str, number: int) -> PackURI:
        """A name for a part that the template does not use."""
        while pattern.format(number) in self._taken:
            number += 1000
        return PackURI(pattern.format(number))


class Page:
    """One slide while it is written."""

    def __init__(self, deck: Deck, layout: Any) -> None:
        self.deck = deck
        deck.count += 1
        self.slide = deck.ground.file.slides.add_slide(layout)
        self.tree = self.slide.shapes._spTree
        self.area = deck.ground.area
        self._last = 20

    def head(self, title: str, subtitle: str, rest: str) -> None:
        """Headline, subtitle and stamp; other placeholders of the layout go."""
        deck = self.deck
        for holder in list(self.slide.placeholders):
            if holder.placeholder_format.idx:
                holder._element.getparent().remove(holder._element)
        box = self._title(title)
        if subtitle:
            text = f"{subtitle}{rest}" if rest else subtitle
            size = ink.largest(text, [deck.size(n) for n in (14, 13, 12, 11)], self.area.width)
            strip, self.area = self.area.above(deck.gap(24), deck.gap(10))
            self.text(strip, [ink.line(text, size, LIGHT.subtitle)], name="subtitle")
        elif box is not None:
            self.area = self.area.above(0, deck.gap(6))[1]
        self.stamped()

    def _title(self, title: str) -> Box | None:
        """The headline in the layout's place, in the largest letters that fit it."""
        deck = self.deck
        shape = self.slide.shapes.title
        box = deck.ground.title
        if box is not None:
            shape.left, shape.top, shape.width, shape.height = box.x, box.y, box.w, box.h
        wide = int(shape.width) / 12_700 - (0 if deck.ground.own else 15)
        self.letters(shape, title, wide, int(shape.height) / 12_700)
        return box

    def letters(self, shape: Any, text: str, wide: float, high: float) -> None:
        """A placeholder's text: on one line where it can be, else smaller on two."""
        scale = self.deck.scale
        sizes = [s * scale for s in TITLES if s * scale * ink.LEADING <= high] or [14 * scale]
        size = ink.largest(text, sizes, wide)
        if ink.rows(text, size, wide) > 1:
            both = [s * scale for s in LONGER if 2 * s * scale * ink.LEADING <= high * 1.05]
            size = ink.largest(text, both or [12 * scale], wide, lines=2)
        self.fill(shape, [Line((ink.Run(text, colour=""),), round(size * 2) / 2)])

    def fill(self, shape: Any, lines: Sequence[Line]) -> None:
        """Paragraphs into a placeholder, without alignment of our own."""
        body = shape._element.txBody
        for old in body.findall(qn("a:p")):
            body.remove(old)
        made = parse_xml(f"<p:txBody {NAMESPACES}>{ink.paragraphs(lines)}</p:txBody>")
        for paragraph in list(made):
            paragraph.remove(paragraph[0])
            body.append(paragraph)

    def stamped(self) -> None:
        """The stamp at the foot of the page, and the page's number."""
        deck = self.deck
        left, right = deck.ground.foot.beside(0.94, deck.gap(6))
        lines = ink.fitted(
            [ink.line(deck.stamp, deck.size(9), LIGHT.subtitle)], left.width, left.height, 6
        )
        self.text(left, lines, name="stamp", anchor="ctr")
        look = ink.face(deck.size(10), LIGHT.subtitle)
        number = (
            f'<a:p><a:pPr algn="r"/><a:fld id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" '
            f'type="slidenum"><a:rPr lang="en-US"{look}</a:rPr>'
            f"<a:t>{deck.count}</a:t></a:fld></a:p>"
        )
        self._shape(right, number, "number", "ctr", "")

    def text(
        self,
        box: Box,
        lines: Iterable[Line],
        *,
        name: str = "text",
        anchor: str = "t",
        ground_: str = "",
        inset: float = 0.0,
    ) -> None:
        """Paragraphs in a box."""
        self._shape(box, ink.paragraphs(lines), name, anchor, ground_, inset)

    def _shape(
        self, box: Box, body: str, name: str, anchor: str, ground_: str, inset: float = 0.0
    ) -> None:
        self._last += 1
        air = round(inset * self.deck.scale * 12_700)
        sides = f'lIns="{air}" tIns="0" rIns="{air}" bIns="0"'
        back = ink.fill(ground_) if ground_ else "<a:noFill/>"
        ground.add(
            self.tree,
            f'<p:sp {NAMESPACES}><p:nvSpPr><p:cNvPr id="{self._last}" name="{name} {self._last}"/>'
            f'<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>{ground.frame(box)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{back}</p:spPr>'
            f'<p:txBody><a:bodyPr wrap="square" {sides} anchor="{anchor}"><a:noAutofit/>'
            f"</a:bodyPr><a:lstStyle/>{body}</p:txBody></p:sp>",
        )

    def rule(self, box: Box, colour: str) -> None:
        """A filled rectangle: a rule, a tab, a tile."""
        self._last += 1
        ground.add(self.tree, ground.rectangle(self._last, f"rule {self._last}", box, colour))

    def table(
        self,
        box: Box,
        columns: Sequence[int],
        rows: Sequence[tuple[int, Sequence[Cell]]],
        title: str,
        alt: str = "",
    ) -> None:
        """A table; its rows decide its height."""
        high = sum(h for h, _cells in rows)
        self._framed(
            Box(box.x, box.y, sum(columns), high),
            TABLE,
            table.grid(columns, rows),
            title,
            alt or title,
        )

    def chart(self, box: Box, plot: Plot, title: str, alt: str) -> None:
        """A native chart with its workbook; title and alt text for those who listen."""
        deck = self.deck
        deck.charts += 1
        package = deck.ground.file.part.package
        part = Part(
            deck.free("/ppt/charts/chart{}.xml", deck.charts),
            CONTENT_TYPE.DML_CHART,
            package,
            plot.xml,
        )
        book = EmbeddedXlsxPart(
            deck.free("/ppt/embeddings/Microsoft_Excel_Sheet{}.xlsx", deck.charts),
            CONTENT_TYPE.SML_SHEET,
            package,
            plot.workbook(),
        )
        part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
        key = self.slide.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        inner = f'<c:chart xmlns:c="{CHART}" r:id="{key}"/>'
        self._framed(box, CHART, inner, title, alt)

    def _framed(self, box: Box, kind: str, inner: str, title: str, alt: str) -> None:
        self._last += 1
        word = "chart" if kind == CHART else "table"
        named = quoteattr(show.clipped(ink.clean(title), 255))
        told = quoteattr(show.clipped(ink.clean(alt), 1000))
        ground.add(
            self.tree,
            f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{self._last}" '
            f'name="{word} {self._last}" descr={told} title={named}/>'
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
            f"</p:nvGraphicFramePr>{ground.frame(box, tag='p')}<a:graphic>"
            f'<a:graphicData uri="{kind}">{inner}</a:graphicData></a:graphic></p:graphicFrame>',
        )

    def notes(self, lines: Iterable[str]) -> None:
        """What the speaker reads: the working in sentences."""
        told = [ink.clean(text) for text in lines if text]
        if not told:
            return
        frame = self.slide.notes_slide.notes_text_frame
        if frame is None:  # an office's own notes page without a place for text
            return
        body = frame._txBody
        for old in body.findall(qn("a:p")):
            body.remove(old)
        spoken = ink.spoken()
        made = "".join(
            f'<a:p><a:r><a:rPr lang="{spoken}"/><a:t>{escape(t)}</a:t></a:r></a:p>' for t in told
        )
        for paragraph in list(parse_xml(f"<p:txBody {NAMESPACES}>{made}</p:txBody>")):
            body.append(paragraph)

    def note(self, text: str) -> None:
        """A line at the bottom of the area: who has no bar, what colours mean."""
        if not text:
            return
        size = self.deck.size(11)
        line = ink.line(text, size, LIGHT.subtitle)
        high = min(ink.height([line], self.area.width), self.area.height * 0.2)
        lines = ink.fitted([line], self.area.width, high, 7)
        self.area, strip = self.area.below(round((high + 2) * 12_700), self.deck.gap(6))
        self.text(strip, lines, name="note", anchor="b")


def paged(count: int, at: int) -> str:
    """（2/3） where a page goes on over several."""
    return _("（{at}/{count}）").format(at=at + 1, count=count) if count > 1 else ""
