"""A paper in English: every word of ours, and every name of the district that has its English."""

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO

import letters
import openpyxl
import papers
import pytest
from pptx import Presentation
from pypdf import PdfReader

from kpi.export import docx, pptx, season, typst, xlsx
from kpi.i18n import speaking
from kpi.model.choice import Choice
from kpi.model.edition import Edition

HAN = re.compile(r"[\u3400-\u9fff]+")
ENGLISH = {
    "街道": "Sub-districts",
    "区统计局": "Statistics Office",
    "常务副区长": "Executive deputy head",
    "分管工业副区长": "Deputy head for industry",
    "云溪调〔2026〕3号": "Yunxi No. 3 of 2026",
    "年主营业务收入2000万元及以上": "With sales of at least 20 million CNY a year",
}
NAMES = {"fai": "Fixed-asset investment", "industry": "Industrial value added"}


def edition(*, leave: str = "") -> Edition:
    """The usual one with English for all of its names; `leave` is one that has none."""
    made = papers.made(rows=papers.EIGHT | {"C": (20.0, None, 12.2, 4.0)})
    pairs = tuple(p for p in ENGLISH.items() if p[0] != leave)
    old = made.catalog
    indicators = tuple(replace(i, name_en=NAMES[i.code]) for i in old.indicators)
    catalog = replace(old, indicators=indicators, english=pairs)
    cells = (replace(c, file="september.xlsx", sheet="1", by="wang") for c in made.evidence.cells)
    return papers.issued(
        replace(made, catalog=catalog, evidence=replace(made.evidence, cells=tuple(cells))),
        document="",
        audience="units",
        office="Yunxi District Office",
    )


def deck(given: Edition) -> Iterator[str]:
    for slide in Presentation(BytesIO(pptx.deck(given, Choice("pptx", lang="en")))).slides:
        for shape in (*slide.shapes, *slide.notes_slide.shapes):
            if shape.has_text_frame:
                yield shape.text_frame.text
            if getattr(shape, "has_table", False):
                yield from (c.text for row in shape.table.rows for c in row.cells)
            if getattr(shape, "has_chart", False):
                for plot in shape.chart.plots:
                    yield from (str(c) for c in plot.categories)
                    yield from (s.name for s in plot.series)


def book(given: Edition) -> Iterator[str]:
    for made in (xlsx.book(given, Choice(lang="en")), season.season(given, Choice(lang="en"))):
        with warnings.catch_warnings():  # of sparklines, which the reader does not know
            warnings.simplefilter("ignore")
            opened = openpyxl.load_workbook(BytesIO(made))
        for sheet in opened:
            yield sheet.title
            yield from (c.value for row in sheet for c in row if isinstance(c.value, str))


def pages(kind: str, *rest: str) -> Callable[[Edition], Iterator[str]]:
    def told(given: Edition) -> Iterator[str]:
        choice = Choice("pdf", (kind, *rest), lang="en")
        made = typst.paper(kind, given, choice, None, *rest)
        yield from (page.extract_text() for page in PdfReader(BytesIO(made)).pages)

    return told


def letter(given: Edition) -> Iterator[str]:
    made = letters.roots(docx.bulletin(given, Choice("docx", lang="en")))
    yield from ("".join(t for t in root.itertext()) for root in made.values())


PAPERS = {
    "deck": deck,
    "book": book,
    "letter": letter,
    "bulletin": pages("bulletin"),
    "poster": pages("poster"),
    "profile": pages("profile", "E"),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_in_english_has_no_chinese_but_what_has_no_english(kind: str) -> None:
    with speaking("zh"):  # the language of the paper, not of who asks for it
        found = " ".join(PAPERS[kind](edition()))
        assert len(found) > 200 and "Statistics Office" in found
        assert HAN.findall(found) == []
        left = " ".join(PAPERS[kind](edition(leave="区统计局")))
    assert set("".join(HAN.findall(left))) == set("区统计局")  # also where a line breaks in it
