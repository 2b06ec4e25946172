"""What a person wrote on the paper is printed by letter and PDF alike, and nowhere else."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import letters
import papers
import pytest
from pypdf import PdfReader

from kpi.export import docx, typst
from kpi.i18n import speaking
from kpi.model import letter
from kpi.model.case import Statement
from kpi.model.choice import Choice

TITLE = (("opening", "根据区委要求，通报如下。"), ("title", "关于全区经济指标\n完成情况的通报"))
SAID = {"E": Statement("objective", "征地未完成", "倒排工期", date(2026, 12, 10))}


def texts(edition, **choice) -> dict[str, str]:
    """The words of the letter and of the PDF, without blanks."""
    word = "".join(letters.texts(docx.bulletin(edition, Choice("docx", **choice))))
    pdf = typst.paper("bulletin", edition, Choice("pdf", ("bulletin",), **choice), None)
    pages = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return {"docx": "".join(word.split()), "pdf": "".join(pages.split())}


def test_title_and_lead_in_are_the_writers_own() -> None:
    edition = papers.issued(papers.made(), words=TITLE)
    for text in texts(edition).values():
        assert "关于全区经济指标完成情况的通报" in text
        assert "根据区委要求，通报如下。" in text and "现将" not in text
    with speaking("zh"):
        lines = letter.title(edition, 20.0, public=False)
    assert lines == ("关于全区经济指标", "完成情况的通报")


def test_the_notice_board_keeps_the_rules_title_and_no_statement() -> None:
    edition = replace(papers.issued(papers.made(), words=TITLE), statements=SAID)
    for text in texts(edition, public=True).values():
        assert "公示" in text
        assert "根据区委要求" not in text and "征地未完成" not in text


def test_a_briefing_has_neither_red_head_nor_number() -> None:
    edition = papers.issued(papers.made(), symbol="云溪调办发", serial="12", secrecy="秘密★1年")
    for text in texts(edition).values():
        assert "云溪调办发〔2026〕9号" in text and "000012" in text
    for text in texts(replace(edition, paper=replace(edition.paper, brief=True))).values():
        assert "云溪调办发" not in text and "000012" not in text


def test_a_statement_stands_with_its_black_unit() -> None:
    edition = papers.issued(papers.made())
    unit = edition.black()[0].unit
    edition = replace(edition, statements={unit: SAID["E"]})
    for text in texts(edition).values():
        said = "情况说明：客观原因。征地未完成。措施：倒排工期（2026年12月10日前）。"
        assert said in text
        assert text.index(edition.name(unit)) < text.index(said)


@pytest.mark.parametrize("word", ["=cmd|' /C calc'!A0", "<b>甲</b>", "#set page()", "{{x}}", "&P"])
def test_hostile_words_are_printed_as_they_are(word: str) -> None:
    words = (("opening", word), ("title", word))
    for text in texts(papers.issued(papers.made(), words=words)).values():
        assert text.count("".join(word.split())) >= 2
