"""Rankings as native Word charts, each with the workbook that 编辑数据 opens."""

from dataclasses import replace
from xml.sax.saxutils import quoteattr

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from kpi.export.deck import barplot, ink
from kpi.export.deck.plot import Plot
from kpi.export.deck.space import Box
from kpi.export.letter.faces import LATIN, faces
from kpi.export.letter.hand import Hand
from kpi.export.letter.styles import CAPTION, NOTE, PICTURE
from kpi.export.letter.wml import Shape, fonts
from kpi.i18n import _
from kpi.model import rankings, scope, show
from kpi.model.chart import Bars, folded

LEAST, MOST = 3, 4  # bars worth a chart; charts in the text, the annexes hold all groups
TALLEST, AROUND, BAR = 78.0, 6.0, 5.4  # mm of a chart at most, around its bars, for each bar
SIZE = 9.0  # points of its letters
NAME = 14.0  # characters of a name beside a bar: of wrapped ones programs leave out every second
EMU = 36_000  # in a millimetre
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def pictures(hand: Hand) -> str:
    """The ranking of each group that has one to show."""
    given = [rankings.ranking(hand.edition, g) for g in scope.scopes(hand.edition)]
    drawn = [bars for bars in given if len(bars.drawn) >= LEAST]
    return "".join(_picture(hand, bars, n) for n, bars in enumerate(drawn[:MOST], 1))


def _picture(hand: Hand, bars: Bars, n: int) -> str:
    """Finding, chart, and below it what is shown and who is not."""
    shown, left = folded(replace(bars, mark=None, target_name=""))
    short = (replace(r, target=None, name=ink.clip(r.name, NAME)) for r in shown.rows)
    bare = replace(shown, rows=tuple(short))
    high = min(TALLEST, AROUND + BAR * len(bare.drawn))
    box = Box(0, 0, round(hand.page.area * EMU), round(high * EMU))
    plot = barplot.ranking(bare, box, SIZE)
    number, told = hand.drawing(), show.clipped(show.plain(bars.alt), 250)
    inline = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{box.w}" cy="{box.h}"/><wp:docPr id="{number}" '
        f'name="Chart {n}" descr={quoteattr(told)}/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{_part(hand, plot)}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    face = hand.styles[PICTURE.name].face
    run = f"<w:r><w:rPr>{fonts(face)}</w:rPr>{inline}</w:r>"
    label = _("图{n}　{finding}").format(n=n, finding=bars.title)
    below = _("；").join(text for text in (bars.subtitle, barplot.apart(bare, left)) if text)
    return (
        hand.line(CAPTION, label, Shape(before=6))
        + hand.around(PICTURE, run)
        + hand.line(NOTE, below, Shape(align="center"))
    )


def _part(hand: Hand, plot: Plot) -> str:
    """The chart and its workbook as parts of the file; gives the document's link to the chart."""
    package, face = hand.document.part.package, faces(hand.choice).first
    named = f'<a:latin typeface="{LATIN}"/><a:ea typeface="{face}"/>'
    end = b"</a:solidFill></a:defRPr>"
    xml = plot.xml.replace(end, end.replace(b"</a:def", named.encode() + b"</a:def"))
    at = package.next_partname("/word/charts/chart%d.xml")
    number = at.rpartition("/chart")[2].removesuffix(".xml")
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), BOOK, plot.workbook(), package)
    chart = Part(at, CONTENT_TYPE.DML_CHART, xml, package)
    chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    return hand.document.part.relate_to(chart, RELATIONSHIP_TYPE.CHART)
