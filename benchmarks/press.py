"""Printed papers for benchmarks.export, and the least that the library must set beside them.

The library keeps what it has set before, so every run bears another watermark.
"""

from collections.abc import Callable

import typst as library

from kpi.export import typst
from kpi.export.press import machine, picture
from kpi.model import pictures, rankings, scope
from kpi.model.choice import Choice
from kpi.model.edition import Edition

FRESH = iter(range(1_000_000))
GROUP = "街道"


def marked(form: str) -> Choice:
    """A choice that no run before had."""
    return Choice(form, watermark=f"第{next(FRESH)}次")


def printed(kind: str, given: Edition) -> Callable[[], bytes]:
    """A whole paper."""
    return lambda: typst.paper(kind, given, marked("pdf"))


def drawn(given: Edition) -> Callable[[], bytes]:
    """A ranking of 1920 × 1080."""
    chart = rankings.ranking(given, GROUP)
    return lambda: typst.image(chart, given, marked("png"))


def ten(given: Edition) -> Callable[[], bytes]:
    """Ten different pictures of the pack's kinds: ranking, items, trends, grid, a score's parts."""
    charts = [rankings.ranking(given, GROUP), pictures.grid(given, GROUP)]
    columns = [item.column for item in scope.items(given)]
    charts += [rankings.item(given, key, GROUP) for key in columns[:4]]
    drawn = [pictures.trend(given, key, GROUP) for key in columns[:3]]
    charts += [chart for chart in drawn if chart]
    charts += [part for part in [pictures.shares(given, given.board.entries[0].unit)] if part]
    if len(charts) != 10:
        raise ValueError(f"{len(charts)} pictures")
    return lambda: b"".join(typst.image(chart, given, marked("png")) for chart in charts)


def paragraphs(_made: bytes) -> Callable[[], object]:
    """Twelve plain paragraphs in the same faces, on A4 as PDF/A."""

    def write() -> None:
        run = next(FRESH)
        texts = (
            f"{run}{n}、" + f"云溪区第{n}街道固定资产投资完成{run}亿元。" * 12 for n in range(12)
        )
        source = '#set text(font: "Noto Serif CJK SC", lang: "zh")\n' + "\n\n".join(texts)
        made = library.Compiler(
            source.encode(), font_paths=machine.faces(), ignore_system_fonts=True
        )
        made.compile(format="pdf")

    return write


def as_svg(given: Edition) -> Callable[[bytes], Callable[[], object]]:
    """The same drawing as SVG, which has no pixels."""
    chart = rankings.ranking(given, GROUP)

    def write() -> None:
        machine.printed("image", picture.data(chart, given, marked("png"), None), "svg")

    return lambda _made: write
