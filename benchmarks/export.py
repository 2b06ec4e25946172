"""Papers from one edition, against the least that their libraries must do for the same content.

    python -m benchmarks.export [NAME …]

CPU seconds, median of 7 runs of paper and kernel in turn, in one process; each has a bound on
their ratio. A paper is one line of GATES: its name, the bound, what makes it, its kernel.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from xlsxwriter import Workbook

from benchmarks.press import as_svg, drawn, paragraphs, printed, ten
from benchmarks.slides import charts, heat, squares
from kpi.export import docx, pptx, xlsx
from kpi.model import panel
from kpi.model.catalog import Basis, BoardSpec, Catalog, Indicator, Unit
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.period import Period, between
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service import paper

RUNS = 7
SLIDES = 30
LAST = Period.parse("2026-10")
ITEMS = ("fai", "retail", "firms", "capital", "industry")


@dataclass(frozen=True, slots=True)
class Gate:
    """One paper and its kernel: `kernel` is made for the very file that the paper gave.

    `bound` holds for their ratio, `most` for the paper's own CPU seconds.
    """

    name: str
    bound: float
    make: Callable[[], bytes]
    kernel: Callable[[bytes], Callable[[], object]]
    most: float = math.inf


def edition(units: int, groups: int = 1) -> Edition:
    """A season of ten months: `units` units in `groups`, every number there."""
    over = between(Period.parse("2026-01"), LAST)
    rule = parse(
        {
            "code": "main",
            "items": [
                {"item": f"{c}.level", "method": "minmax", "weight": n + 1}
                for n, c in enumerate(ITEMS)
            ],
            "red": {"n": 3},
            "black": {"n": 3},
        }
    )
    spec = BoardSpec("main", "主要经济指标红黑榜", "M", rule)
    kinds = [f"第{g}片" if groups > 1 else "街道" for g in range(groups)]
    names = tuple(Unit(f"U{n:03d}", f"第{n}街道", kinds[n % groups]) for n in range(units))
    indicators = tuple(
        Indicator(c, f"指标{c}", "亿元", measure=Measure.LEVEL, basis=Basis.NOMINAL) for c in ITEMS
    )
    catalog = Catalog(names, indicators, (spec,))
    rows = [
        {
            "unit": u.code,
            "indicator": c,
            "period": str(p),
            "measure": "level",
            "value": round(50 + 40 * ((n * 7 + k * 5 + p.number * 3) % 97) / 97, 2),
        }
        for n, u in enumerate(names)
        for k, c in enumerate(ITEMS)
        for p in over
    ]
    frame = panel.of(rows)
    drawn = boards.edition(spec, catalog, list(over), frame)
    return replace(drawn, evidence=paper.evidence(drawn, list(over), frame))


def cells(book: bytes) -> Callable[[], object]:
    """As many cells in as many sheets, all of them plain numbers."""
    with ZipFile(BytesIO(book)) as box:
        sheets = [n for n in box.namelist() if n.startswith("xl/worksheets/sheet")]
        counts = [box.read(name).count(b"<c ") for name in sheets]

    def write() -> None:
        made = Workbook(BytesIO(), {"in_memory": True})
        for count in counts:
            sheet = made.add_worksheet()
            for n in range(count):
                sheet.write_number(n // 10, n % 10, n * 1.5)
        made.close()

    return write


def bare(_letter: bytes) -> Callable[[], object]:
    """An empty document with twenty paragraphs."""

    def write() -> None:
        made = Document()
        for n in range(20):
            made.add_paragraph(f"第{n}段")
        made.save(BytesIO())

    return write


def thirty(given: Edition) -> bytes:
    """A deck of at least thirty slides, or there is nothing to measure."""
    made = pptx.deck(given, Choice("pptx"))
    with ZipFile(BytesIO(made)) as box:
        slides = [n for n in box.namelist() if n.startswith("ppt/slides/slide")]
    if len(slides) < SLIDES:
        raise ValueError(f"only {len(slides)} slides")
    return made


def gates() -> tuple[Gate, ...]:
    """Every paper that is measured."""
    few, many = edition(14), edition(300)
    wide, broad = edition(48, groups=4), edition(72, groups=6)
    return (
        Gate("workbook, 14 units", 8.0, lambda: xlsx.book(few, Choice()), cells, most=0.1),
        Gate("workbook, 300 units", 6.0, lambda: xlsx.book(many, Choice()), cells, most=0.5),
        Gate("letter, 14 units", 7.0, lambda: docx.bulletin(few, Choice("docx")), bare, most=0.3),
        Gate("bulletin PDF, 14 units", 8.0, printed("bulletin", few), paragraphs, most=0.15),
        Gate("poster PDF, 14 units", 8.0, printed("poster", few), paragraphs, most=0.2),
        Gate("tall picture, 14 units", 14.0, printed("tall", few), paragraphs, most=0.2),
        Gate("image 1920 × 1080", 6.0, drawn(few), as_svg(few), most=0.08),
        Gate("ten images 1920 × 1080", 60.0, ten(few), as_svg(few), most=0.8),
        Gate(
            "deck, 4 groups of 12", 6.0, lambda: pptx.deck(wide, Choice("pptx")), charts, most=1.5
        ),
        Gate("deck, 30 slides", 6.0, lambda: thirty(broad), charts, most=1.5),
        Gate("heat map, 51 × 20", 0.1, heat, squares, most=0.1),
    )


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    wanted = sys.argv[1:]
    late = False
    for gate in gates():
        if wanted and not any(word in gate.name for word in wanted):
            continue
        made = gate.make()
        kernel = gate.kernel(made)
        kernel()
        pairs = [(cpu(gate.make), cpu(kernel)) for _ in range(RUNS)]
        ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
        late |= ours / floor > gate.bound or ours > gate.most
        print(
            f"{gate.name}: {ours * 1e3:.0f} ms, {len(made) / 1e3:.0f} kB, "
            f"kernel {floor * 1e3:.0f} ms, ratio {ours / floor:.2g} (at most {gate.bound:g})"
        )
    sys.exit(late)


if __name__ == "__main__":
    main()
