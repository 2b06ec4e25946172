"""What slides are measured against: unstyled charts, and a table cell by cell."""

from collections.abc import Callable
from io import BytesIO

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.oxml import parse_xml
from pptx.util import Inches, Pt

from kpi.export.deck import table
from kpi.model.look import LIGHT


def charts(deck: bytes) -> Callable[[], object]:
    """As many charts of the same numbers, unstyled, each on a slide."""
    found = []
    for slide in Presentation(BytesIO(deck)).slides:
        for chart in (s.chart for s in slide.shapes if s.has_chart):
            plot = chart.plots[0]
            series = [(n.name, list(n.values)) for n in plot.series]
            found.append((chart.chart_type, list(plot.categories), series))

    def write() -> None:
        file = Presentation()
        for kind, categories, series in found:
            numbers = CategoryChartData()
            numbers.categories = categories
            for name, values in series:
                numbers.add_series(name, values)
            slide = file.slides.add_slide(file.slide_layouts[6])
            slide.shapes.add_chart(kind, 0, 0, Inches(9), Inches(5), numbers)
        file.save(BytesIO())

    return write


def heat() -> bytes:
    """A heat map of 51 × 20 as one XML text, read into a slide's tree."""
    cells = [table.cell("92.5", 8, LIGHT.text, ground=LIGHT.heat[n % 5]) for n in range(20)]
    made = table.grid([400_000] * 20, [(90_000, cells)] * 51)
    names = ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    parse_xml(made.replace("<a:tbl", f"<a:tbl{names}", 1))
    return made.encode()


def squares(_table: bytes) -> Callable[[], object]:
    """The same cell by cell through the library."""
    slides = Presentation()
    blank = slides.slide_layouts[6]

    def write() -> None:
        shapes = slides.slides.add_slide(blank).shapes
        for row in shapes.add_table(51, 20, 0, 0, Inches(9), Inches(5)).table.rows:
            for cell in row.cells:
                cell.fill.solid()
                cell.fill.fore_color.rgb = RGBColor(0xD0, 0x31, 0x2D)
                run = cell.text_frame.paragraphs[0].add_run()
                run.text, run.font.size = "92.5", Pt(8)

    return write
