"""The deck: every number of the edition read back from its charts, tables and workbooks."""

import re
import time
import warnings
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import openpyxl
import papers
import pytest
from pptx import Presentation

from kpi.export import pptx
from kpi.export.deck import barplot, ink, lineplot
from kpi.export.deck import bars as bar_slides
from kpi.export.deck.space import Box
from kpi.i18n import speaking
from kpi.model import pictures, rankings, scope, show, stamp
from kpi.model.chart import folded
from kpi.model.choice import Choice
from kpi.model.look import LIGHT
from kpi.model.series import Line

CASES = {"plain": {}, **papers.STRANGE}
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def opened(data: bytes):
    return Presentation(BytesIO(data))


def charts(deck) -> list:
    """(title, chart) of every chart, in the order of the slides."""
    found = [s for slide in deck.slides for s in slide.shapes if s.has_chart]
    return [(s._element.nvGraphicFramePr.cNvPr.get("title"), s.chart) for s in found]


def tables(deck) -> list:
    return [s.table for slide in deck.slides for s in slide.shapes if s.has_table]


def written(deck) -> str:
    """Every text on the slides, and in the notes."""
    texts = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                texts.append(shape.text_frame.text)
            if shape.has_table:
                texts += [cell.text for row in shape.table.rows for cell in row.cells]
        if slide.has_notes_slide:
            texts.append(slide.notes_slide.notes_text_frame.text)
    return "\n".join(texts)


def data(chart) -> dict[str, dict[str, float | None]]:
    """A chart's own numbers: series → category → value."""
    names = list(chart.plots[0].categories)
    return {s.name: dict(zip(names, s.values, strict=True)) for p in chart.plots for s in p.series}


def workbook(chart) -> dict[str, dict[str, float | None]]:
    """The same from the workbook behind the chart."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(
            BytesIO(chart.part.chart_workbook.xlsx_part.blob), data_only=True
        ).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return {name: {r[0]: r[n] for r in rows} for n, name in enumerate(head) if n}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_number_is_read_back_exactly(case: str, lang: str) -> None:
    edition = papers.issued(papers.made(**CASES[case]))
    deck = opened(pptx.deck(edition, Choice(form="pptx", lang=lang)))
    by_title = charts(deck)
    with speaking(lang):
        wanted = []
        for group in scope.scopes(edition):
            drawn = [rankings.ranking(edition, group)]
            if not scope.single(edition):
                items = bar_slides.chosen(edition)
                drawn += [rankings.item(edition, i.item, group) for i in items]
            for bars in drawn:
                few, _left = folded(bars)
                if few.drawn:
                    rows = {barplot.label(r).strip(): r.value for r in few.drawn}
                    wanted.append((ink.clean(bars.title), ink.clean(bars.what), rows))
        for title, what, rows in wanted:
            own = [data(chart).get(what, {}) for t, chart in by_title if t == title]
            assert rows in [{k.strip(): v for k, v in one.items()} for one in own]
        units = [e.unit for e in edition.within(None)]
        places = pictures.places(edition, units)
        if len(places.periods) > 1 and len(places.series) > 1:
            kept = {ink.clip(n.name, 16).strip(): n.values for n in lineplot.fewer(places.series)}
            found = next(data(chart) for t, chart in by_title if t == ink.clean(places.title))
            assert {k.strip(): tuple(v.values()) for k, v in found.items()} == kept
        cells = [[c.text for c in row.cells] for table in tables(deck) for row in table.rows]
        alone = len(edition.board.entries) < 2 or scope.single(edition)
        gridded = [] if alone else scope.scopes(edition)
        for group in gridded:
            for row in pictures.grid(edition, group).rows:
                squares = [show.plain(s.text) for s in row.squares]
                assert any(line[2 : 2 + len(squares)] == squares for line in cells)


@pytest.mark.parametrize("case", CASES)
def test_the_workbook_behind_a_chart_says_what_the_chart_says(case: str) -> None:
    deck = opened(pptx.deck(papers.made(**CASES[case]), Choice(form="pptx")))
    for _title, chart in charts(deck):
        assert workbook(chart) == data(chart)


def test_scores_and_reasons_stand_on_the_overview() -> None:
    edition = papers.issued(papers.made())
    text = written(opened(pptx.deck(edition, Choice(form="pptx"))))
    for entry in (*edition.red(), *edition.black()):
        assert show.plain(edition.name(entry.unit)) in text
        assert edition.score(entry.score) in text
        assert show.plain(edition.sentence(entry.unit)) in text


def test_a_black_unit_reads_its_gap_its_pace_and_who_leads() -> None:
    # E: 3.9 of 6.0 at 75 %: 0.6 behind; October 83.3 % of 6 is 5.0, 1.1 to do; (6.0 − 3.9) / 3
    text = written(opened(pptx.deck(papers.issued(papers.made()), Choice(form="pptx"))))
    assert "固定资产投资到序时进度（75.0%）还差0.60亿元。" in text
    assert "到10月底（83.3%）还需完成1.10亿元。" in text
    assert "今后3个月月均需完成0.70亿元。" in text
    assert "牵头部门：区统计局，责任领导：常务副区长。" in text
    assert "2026-10-19前" in text


def test_bars_have_the_colour_of_their_list_and_black_is_hatched() -> None:
    edition = papers.made()
    deck = opened(pptx.deck(edition, Choice(form="pptx", items=("ranking",))))
    (_title, chart), bars = charts(deck)[0], rankings.ranking(edition, "街道")
    for point, row in zip(chart._chartSpace.iter(C + "dPt"), bars.drawn, strict=True):
        fill = point.find(C + "spPr")[0]
        assert point.find(C + "invertIfNegative").get("val") == "0"
        colours = [c.get("val") for c in fill.iter(A + "srgbClr")]
        if row.colour == "black":
            assert fill.tag == A + "pattFill"
            assert colours == [LIGHT.hatch[1:], LIGHT.ink[1:]]
        else:
            assert fill.tag == A + "solidFill"
            assert colours == [(LIGHT.red if row.colour == "red" else LIGHT.middle)[1:]]


def test_what_should_have_been_reached_is_a_series_of_its_own() -> None:
    deck = opened(pptx.deck(papers.made(), Choice(form="pptx", items=("items",))))
    first = data(charts(deck)[0][1])
    assert list(first) == ["固定资产投资完成率", "序时进度"]
    assert set(first["序时进度"].values()) == {75.0}


def test_a_completion_far_from_its_neighbours_still_shares_their_axis() -> None:
    deck = opened(pptx.deck(papers.made(), Choice(form="pptx", items=("ranking",))))
    axis = charts(deck)[0][1].value_axis
    assert axis.minimum_scale == 0.0
    assert axis.maximum_scale == max(e.score for e in papers.made().board.entries)


@pytest.mark.parametrize("ratio", ["16:9", "4:3"])
@pytest.mark.parametrize("case", CASES)
def test_nothing_runs_off_a_slide_and_each_bears_its_stamp(case: str, ratio: str) -> None:
    edition, choice = papers.made(**CASES[case]), Choice(form="pptx", ratio=ratio)
    deck = opened(pptx.deck(edition, choice))
    assert round(deck.slide_width / deck.slide_height, 2) == (1.78 if ratio == "16:9" else 1.33)
    for slide in deck.slides:
        texts = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
        assert stamp.line(edition, choice) in texts
        assert slide.shapes.title.text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0 and shape.top >= 0, shape.name
            assert shape.left + shape.width <= deck.slide_width, shape.name
            assert shape.top + shape.height <= deck.slide_height, shape.name
            if shape.has_chart or shape.has_table:
                own = shape._element.nvGraphicFramePr.cNvPr
                assert own.get("title") and own.get("descr")


def test_charts_are_described_with_their_finding_and_three_numbers() -> None:
    deck = opened(pptx.deck(papers.made(), Choice(form="pptx", items=("ranking",))))
    shape = next(s for s in deck.slides[0].shapes if s.has_chart)
    told = shape._element.nvGraphicFramePr.cNvPr.get("descr")
    assert told == ink.clean(rankings.ranking(papers.made(), "街道").alt)
    assert len(re.findall(r"\d+\.\d+", told)) == 3


def test_the_theme_names_a_chinese_face() -> None:
    with ZipFile(BytesIO(pptx.deck(papers.made(), Choice(form="pptx")))) as box:
        text = box.read("ppt/theme/theme1.xml").decode()
    for kind in ("majorFont", "minorFont"):
        part = text.partition(f"<a:{kind}>")[2].partition(f"</a:{kind}>")[0]
        assert '<a:ea typeface="微软雅黑"/>' in part
        assert '<a:latin typeface="Arial"' in part


def test_a_trial_is_marked_behind_every_slide_and_an_issue_is_not() -> None:
    trial = opened(pptx.deck(papers.made(), Choice(form="pptx")))
    issue = opened(pptx.deck(papers.issued(papers.made()), Choice(form="pptx")))
    behind = [s.text_frame.text for s in trial.slide_master.shapes if s.name == "watermark"]
    cover = [s.text_frame.text for s in trial.slide_layouts[0].shapes if s.name == "watermark"]
    assert behind == cover == ["试算"]
    assert not [s for s in issue.slide_master.shapes if s.name == "watermark"]
    assert "试算" in trial.core_properties.subject
    assert issue.core_properties.comments == papers.issued(papers.made()).hash


def test_hostile_names_become_no_formula_link_or_markup() -> None:
    data_ = pptx.deck(papers.made(**papers.STRANGE["hostile names"]), Choice(form="pptx"))
    with ZipFile(BytesIO(data_)) as box:
        for name in box.namelist():
            part = box.read(name)
            if name.endswith(".xlsx"):
                with ZipFile(BytesIO(part)) as book:
                    sheets = [book.read(n) for n in book.namelist() if "sheet1" in n]
                assert not [s for s in sheets if re.search(rb"<f[ >]|<hyperlink", s)]
            elif name.endswith(".rels"):
                assert b"External" not in part
            assert b"\x08" not in part or not name.endswith(".xml")
    text = written(opened(data_))
    assert "=cmd|' /C calc'!A0" in text
    assert "退格街道" in text
    assert "\u202e" not in text


def test_the_same_edition_gives_the_same_bytes() -> None:
    edition, choice = papers.issued(papers.made()), Choice(form="pptx")
    first = pptx.deck(edition, choice)
    time.sleep(2.1)  # zip entries keep seconds in pairs
    assert pptx.deck(edition, choice) == first


def test_only_the_slides_that_were_asked_for_are_made() -> None:
    edition = papers.made()
    assert len(opened(pptx.deck(edition, Choice(form="pptx", items=("cover", "grid")))).slides) == 2
    whole = opened(pptx.deck(edition, Choice(form="pptx")))
    heads = [s.shapes.title.text_frame.text for s in whole.slides]
    assert heads[0] == "主要经济指标红黑榜"
    assert "居首" in heads[1]


def test_without_a_past_there_is_no_slide_of_movement() -> None:
    def count(**how) -> int:
        choice = Choice(form="pptx", items=("cover", "movement", "trend"))
        return len(opened(pptx.deck(papers.made(**how), choice)).slides)

    assert count() == 3
    assert count(**papers.STRANGE["no period before"]) == 1


def test_three_hundred_units_show_both_ends_and_stand_whole_in_the_annex() -> None:
    edition = papers.made(**papers.STRANGE["300 units"])
    deck = opened(pptx.deck(edition, Choice(form="pptx", items=("ranking", "annex"))))
    (bars,) = [data(chart) for _title, chart in charts(deck)]
    assert len(next(iter(bars.values()))) == 16
    rows = [[c.text for c in r.cells] for t in tables(deck) for r in list(t.rows)[1:]]
    wanted = [
        [str(e.rank), show.number(e.score, 2)] for e in edition.within(None) if e.score is not None
    ]
    assert [[r[0], r[2]] for r in rows] == wanted


def test_notes_tell_how_a_score_came_about() -> None:
    edition = papers.issued(papers.made())
    deck = opened(pptx.deck(edition, Choice(form="pptx", items=("ranking",))))
    notes = deck.slides[0].notes_slide.notes_text_frame.text
    # D: 88.0 % of a task due at 75 %, capped at 120, weighs 60 %
    assert "望江街道109.61分，各项折算得分：固定资产投资完成率70.40，" in notes


def test_labels_at_line_ends_never_lie_on_each_other() -> None:
    found = lineplot.spread([50.0, 50.0, 51.0, 90.0], 10.0, 0.0, 100.0)
    assert found[3] == 90.0
    ordered = sorted(found)
    gaps = [b - a for a, b in pairwise(ordered)]
    assert min(gaps) >= 10.0 - 1e-9
    assert min(found) >= 0.0 and max(found) <= 100.0


def test_ticks_of_an_axis_are_printed_in_full() -> None:
    edition = papers.made()
    lines = pictures.trend(edition, "industry.yoy", "街道")
    assert lines is not None
    steep = replace(lines, series=(Line("甲", (-1.2, 8.2)),), periods=("8月", "9月"))
    made = lineplot.trend(steep, Box(0, 0, 5_000_000, 3_000_000), 10).xml.decode()
    assert '<c:majorUnit val="2.5"/>' in made
    assert 'formatCode="#,##0.0&quot;%&quot;' in made


def test_axes_of_lines_have_round_numbers() -> None:
    assert lineplot.scale(61.3, 92.5) == (60.0, 100.0, 10.0)
    assert lineplot.scale(-2.1, 8.9) == (-5.0, 10.0, 5.0)
    assert lineplot.scale(5.0, 5.0) == (4.0, 6.0, 2.0)
