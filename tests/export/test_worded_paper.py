"""What a person wrote on the paper is printed wherever the sentence is, and on no notice board."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import letters
import papers
import pytest
from pptx import Presentation
from pypdf import PdfReader

from kpi.export import docx, pptx, typst
from kpi.export.press import tall
from kpi.i18n import speaking
from kpi.model import bulletin, letter, show
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


REASON = "本期两项指标居末，已约谈。"


def stuck():
    """E is black for the second time, has its own word, and its reason was reworded when it was
    new on the list: of the rule's sentence only what follows the name.
    """
    edition = papers.issued(papers.made())
    entry = edition.entry("E")
    assert entry is not None and entry.colour == "black" and edition.streak("E") > 1
    rule = bulletin.about(edition, entry)[0]
    assert rule.key == "black_again" and rule.place == "black.E"
    head = rule.text().removesuffix(show.plain(edition.sentence("E")))
    words = (("black.E", head + REASON),)
    paper = replace(edition.paper, words=words)
    return replace(edition, paper=paper, statements={"E": SAID["E"]})


@pytest.mark.parametrize("kind", ["poster", "tall", "profile", "deck"])
def test_every_paper_that_gives_a_reason_gives_the_reworded_one_and_the_units_own_word(
    kind: str,
) -> None:
    edition = stuck()
    said = "情况说明：客观原因。征地未完成。措施：倒排工期（2026年12月10日前）。"
    if kind == "deck":
        slides = Presentation(BytesIO(pptx.deck(edition, Choice("pptx")))).slides
        shapes = [s for slide in slides for s in slide.shapes if s.has_text_frame]
        text = "".join("".join(s.text_frame.text.split()) for s in shapes)
        said = said.replace("2026年12月10日", "2026-12-10")
    elif kind == "tall":
        (group,) = tall.data(edition, Choice("png", ("tall",)), None)["groups"]
        black = group["lists"][1]["cards"]
        text = "".join(part for card in black for part in (card["reason"], card["said"]))
        assert black[1]["reason"] == REASON  # name, place and score stand beside it
    else:
        rest = ("E",) if kind == "profile" else ()
        made = typst.paper(kind, edition, Choice("pdf", (kind, *rest)), None, *rest)
        pages = (page.extract_text() for page in PdfReader(BytesIO(made)).pages)
        text = "".join("".join(page.split()) for page in pages)
    assert REASON in text and said in text
    assert show.plain(edition.sentence("E")) not in text


def test_the_notice_board_has_neither_on_its_poster() -> None:
    edition = stuck()
    made = typst.paper("poster", edition, Choice("pdf", ("poster",), public=True), None)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages)
    assert REASON not in text and "征地未完成" not in text


def test_a_wording_follows_its_unit_when_the_list_is_not_new_to_it_any_more() -> None:
    edition = papers.issued(papers.made(), words=(("black_again.E", "E仍居末位。"),))
    for text in texts(edition).values():
        assert "E仍居末位。" in text
    fresh = replace(edition, marks={u: m[-1:] for u, m in edition.marks.items()})
    entry = fresh.entry("E")
    assert next(s.key for s in bulletin.about(fresh, entry)) == "black"
    assert bulletin.about(fresh, entry)[0].text() == "E仍居末位。"
    assert bulletin.reason(fresh, entry) == "E仍居末位。"
