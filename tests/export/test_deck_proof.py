"""A filled deck looked at again: off the slide, without numbers; and what takes its place."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import papers
import pytest
from pptx import Presentation
from test_deck_template import template

from kpi.export import pptx
from kpi.export.deck import lineplot, proof
from kpi.export.deck.space import INCH, Box
from kpi.i18n import speaking
from kpi.model.chart import Places
from kpi.model.choice import Choice
from kpi.model.series import Line
from kpi.service import forms

CHOICE = Choice("pptx")


@pytest.fixture(scope="module")
def made() -> bytes:
    return pptx.deck(papers.made(), CHOICE)


def spoilt(data: bytes, part: str, body: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, body if name == part else old.read(name))
    return out.getvalue()


def test_a_deck_of_ours_is_right_in_every_shape_and_chart(made) -> None:
    assert proof.misfit(made) == ""


def test_a_shape_off_the_slide_is_named_by_its_slide(made) -> None:
    deck = Presentation(BytesIO(made))
    shape = deck.slides[1].shapes[-1]
    shape.left = deck.slide_width
    out = BytesIO()
    deck.save(out)
    assert proof.misfit(out.getvalue()) == "第2页有内容超出页面"


def test_a_chart_without_its_workbook_is_named_by_its_slide(made) -> None:
    with ZipFile(BytesIO(made)) as box:
        book = next(n for n in box.namelist() if n.startswith("ppt/embeddings/"))
    assert proof.misfit(spoilt(made, book, b"no workbook")).endswith("页的图表读不出数值")
    assert proof.misfit(b"no deck") == "填好的演示打不开"


def test_a_template_that_fits_brings_no_note() -> None:
    file = forms.made(papers.made(), CHOICE, template())
    assert file.note == "" and proof.misfit(file.data) == ""


def test_what_does_not_fit_a_template_stands_on_our_own_master_and_says_so(monkeypatch) -> None:
    faults = iter(("第3页有内容超出页面",))
    monkeypatch.setattr(proof, "misfit", lambda _data: next(faults))
    file = forms.made(papers.made(), CHOICE, template())
    assert file.note == "模板没有套用：第3页有内容超出页面。已改用内置版式。"
    assert file.data == pptx.deck(papers.made(), CHOICE)


def test_periods_under_narrow_lines_are_fewer_and_not_smaller() -> None:
    months = tuple(f"{year}年{n}月" for year in (25, 26) for n in range(1, 13))
    series = (Line("桥西街道", tuple(float(1 + n % 3) for n in range(24)), "own", "red"),)
    narrow = Box(0, 0, 4 * INCH, 4 * INCH)
    plot = lineplot.places(Places("", "", months, series, 3), narrow, 12)
    assert b'<c:tickLblSkip val="' in plot.xml
    assert all(int(size) >= 1000 for size in sizes(plot.xml))


def sizes(xml: bytes) -> list[bytes]:
    axis = xml[xml.index(b"<c:catAx>") : xml.index(b"</c:catAx>")]
    return [piece.split(b'"')[0] for piece in axis.split(b' sz="')[1:]]


def test_a_workbook_of_a_trial_prints_its_watermark_behind_the_cells() -> None:
    trial = papers.made()
    with speaking("zh"):
        for choice in (Choice("xlsx"), Choice("xlsx", ("season",))):
            assert pictures(forms.made(trial, choice).data)
    plain = replace(papers.issued(trial), paper=replace(papers.issued(trial).paper, watermark=""))
    assert not pictures(forms.made(plain, Choice("xlsx")).data)
    assert pictures(forms.made(plain, Choice("xlsx", watermark="内部")).data)


def test_a_watermark_with_a_character_of_no_face_keeps_no_workbook_back() -> None:
    assert pictures(forms.made(papers.made(), Choice("xlsx", watermark="石𠮷镇")).data)


def pictures(data: bytes) -> list[str]:
    with ZipFile(BytesIO(data)) as box:
        return [name for name in box.namelist() if name.endswith(".png")]
