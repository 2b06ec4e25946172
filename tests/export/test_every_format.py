"""Every number of the edition, read back from every form, is the number that the edition holds."""

import json
from collections.abc import Callable

import held
import papers
import pytest
import readback
from judged import differences, same
from planted import PLANTS, lies, nudged, wrong
from printed import absent, drawn, painted
from readback import Names

from kpi.export import docx, pptx, season, typst, xlsx
from kpi.export.press import picture, tall
from kpi.i18n import speaking
from kpi.model import pictures, rankings, scope
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.service import paper
from kpi.store import engine

LANGUAGES = ("zh", "en")
BOARDS = ("sample", "growth below zero", "rank sum")
OFFICE: dict[str, Callable] = {"pptx": pptx.deck, "docx": docx.bulletin, "xlsx": xlsx.book}


@pytest.fixture(scope="module")
def editions(sample_data) -> dict[str, Edition]:
    """The sample's composite board, growth with negatives, a board of places alone."""
    store = engine.open(f"sqlite:///{sample_data / 'kpi.db'}", sample_data)
    sample = paper.paper(store, "economy", Period.parse("2026-10"))
    store.close()
    made = {b: papers.issued(papers.made(**papers.STRANGE[b])) for b in BOARDS[1:]}
    return {"sample": papers.issued(sample), **made}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("board", BOARDS)
def test_every_number_of_the_edition_is_in_deck_letter_and_workbook(editions, board, lang) -> None:
    edition = editions[board]
    for form, make in OFFICE.items():
        assert differences(form, edition, lang, make(edition, Choice(form, lang=lang))) == []
    with speaking(lang):
        kept = held.facts(edition)
        book = season.season(edition, Choice("xlsx", ("season",), lang=lang))
        found = list(readback.season(book, Names(edition, kept)))
        assert len(found) >= 4 * len(edition.board.entries)
        assert [key for key, value in found if not same(edition, kept, key, value)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("board", BOARDS)
def test_every_number_of_the_edition_is_on_the_printed_pages(editions, board, lang) -> None:
    edition = editions[board]
    for kind, unit in papers_of(edition):
        data = typst.paper(kind, edition, Choice("pdf", lang=lang), unit=unit)
        assert absent(kind, edition, lang, data, unit) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("board", BOARDS)
def test_every_number_of_the_edition_is_in_the_pictures(editions, board, lang) -> None:
    edition, choice = editions[board], Choice("png", lang=lang)
    with speaking(lang):
        for chart in charts(edition):
            assert drawn(edition, chart, sent(picture.data(chart, edition, choice, None))) == []
        assert painted(edition, sent(tall.data(edition, choice, None))) == []


def sent(data: dict) -> dict:
    """What the printing machine is handed, as it reads it."""
    return json.loads(json.dumps(data, ensure_ascii=False))


def papers_of(edition: Edition) -> list[tuple[str, str]]:
    """A bulletin, a poster, a profile of a unit of each list."""
    listed = [e.unit for e in (*edition.red()[:1], *edition.black()[:1])]
    return [("bulletin", ""), ("poster", ""), *(("profile", unit) for unit in listed)]


def charts(edition: Edition) -> list:
    """One of every kind that the edition can draw."""
    group = scope.scopes(edition)[0]
    units = [e.unit for e in edition.within(group)]
    made = [
        rankings.ranking(edition, group),
        *(rankings.item(edition, i.item, group) for i in scope.items(edition)),
        pictures.trend(edition, scope.items(edition)[0].column, group),
        pictures.places(edition, units),
        pictures.grid(edition, group),
        *(pictures.shares(edition, unit) for unit in units[:1]),
        *(pictures.distance(edition, e.unit) for e in edition.black(group)),
    ]
    return [chart for chart in made if chart is not None]


@pytest.mark.parametrize("form", OFFICE)
def test_one_wrong_number_in_an_office_file_is_found(form: str) -> None:
    edition = papers.issued(papers.made())
    data = OFFICE[form](edition, Choice(form))
    assert differences(form, edition, "zh", data) == []
    for part, before in PLANTS[form]:
        planted = list(wrong(data, part, before))
        assert planted, (part, before)
        for name, spoilt in planted:
            assert differences(form, edition, "zh", spoilt), (name, before)


@pytest.mark.parametrize("kind", ["bulletin", "poster", "profile"])
def test_one_wrong_number_on_a_printed_page_is_found(kind: str) -> None:
    edition = papers.issued(papers.made())
    unit = edition.black()[0].unit
    for other in (nudged(edition, unit, "score"), nudged(edition, unit, "value")):
        data = typst.paper(kind, other, Choice("pdf"), unit=unit)
        assert absent(kind, edition, "zh", data, unit)


def test_one_wrong_number_or_length_in_a_picture_is_found() -> None:
    edition, choice = papers.issued(papers.made()), Choice("png")
    found = 0
    with speaking("zh"):
        for chart in charts(edition):
            given = picture.data(chart, edition, choice, None)
            for spoilt in lies(sent(given)):
                assert drawn(edition, chart, spoilt), (chart.title, spoilt["chart"]["kind"])
                found += 1
        for spoilt in lies(sent(tall.data(edition, choice, None))):
            assert painted(edition, spoilt)
            found += 1
    assert found >= 12
