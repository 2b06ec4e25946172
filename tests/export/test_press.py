"""Printed papers: every number of the edition, hostile names as they are, the same bytes."""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import papers
import pytest
from pypdf import PdfReader

from kpi.export import typst
from kpi.export.press import drawing, machine, poster, profile, tall
from kpi.i18n import speaking
from kpi.model import bulletin, letter, pictures, rankings, scope, show, stamp
from kpi.model.choice import Choice

LANGUAGES = ("zh", "en")


@cache
def strange(case: str = "plain"):
    """A trial as strange as asked; made once."""
    return papers.made(**papers.STRANGE.get(case, {}))


ROOT = Path(__file__).parents[2]


def bare(text: str) -> str:
    """Without blanks, soft hyphens and hyphens, which a line's end may add or take."""
    return re.sub(r"[\s\xad\u2060-]", "", text)


def read(pdf: bytes, edition=None, choice=None) -> str:
    """The text of all pages in one piece, without page numbers and the stamp of each page."""
    pages = [bare(page.extract_text()) for page in PdfReader(BytesIO(pdf)).pages]
    if edition:
        with speaking(choice.lang):
            foot = bare(stamp.line(edition, choice))
            behind = bare(stamp.watermark(edition, choice))
        pages = [
            p.replace(foot, "").replace(behind, "", 1) if behind else p.replace(foot, "")
            for p in pages
        ]
    return "".join(re.sub(r"—\d+—", "", page) for page in pages)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "case", ["plain", "some missing", "geometric", "blocks", "growth below zero"]
)
def test_every_number_of_the_edition_stands_in_the_bulletin(case: str, lang: str) -> None:
    edition = papers.issued(strange(case))
    choice = Choice(form="pdf", lang=lang)
    text = read(typst.paper("bulletin", edition, choice), edition, choice)
    with speaking(lang):
        for group in scope.scopes(edition):
            for entry, row in zip(
                scope.members(edition, group), pictures.grid(edition, group).rows, strict=True
            ):
                place = edition.place(entry)
                line = [show.NOT_APPLICABLE if place is None else str(place)]
                mark = {"red": "▲", "black": "▼"}.get(entry.colour or "", "")
                line += [mark + edition.name(entry.unit), *(s.text for s in row.squares)]
                if scope.single(edition) is None and entry.score is not None:
                    line.append(show.number(entry.score, edition.spec.rule.score_decimals))
                assert bare("".join(line)) in text
        for section in bulletin.sections(edition):
            for paragraph in section.paragraphs:
                for sentence in paragraph.sentences:
                    assert bare(letter.dated(sentence.text())) in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_number_of_the_edition_stands_on_the_poster(lang: str) -> None:
    edition = papers.issued(strange())
    choice = Choice(form="pdf", lang=lang)
    text = read(typst.paper("poster", edition, choice), edition, choice)
    with speaking(lang):
        for group in scope.scopes(edition):
            rows = pictures.grid(edition, group).rows
            for entry, row in zip(scope.members(edition, group), rows, strict=True):
                for told in (edition.name(entry.unit), edition.score(entry.score)):
                    assert bare(told) in text
                assert bare("".join(s.text for s in row.squares)) in text
                if entry.colour:
                    assert bare(edition.sentence(entry.unit)) in text


@pytest.mark.parametrize("unit", ["A", "C", "G"])
def test_every_number_of_a_unit_stands_in_its_profile(unit: str) -> None:
    edition = papers.issued(strange())
    choice = Choice(form="pdf")
    text = read(typst.paper("profile", edition, choice, unit=unit))
    entry = edition.entry(unit)
    assert bare(edition.name(unit)) in text
    assert edition.score(entry.score) in text
    for part in entry.parts:
        column = edition.spec.rule.item(part.item).column
        assert bare(show.plain(edition.item_value(column, part.value))) in text
        assert show.number(part.normalised, 1) in text
        assert show.number(part.contribution, 2) in text
    assert bare(edition.sentence(unit)) in text
    with pytest.raises(KeyError):
        typst.paper("profile", edition, choice, unit="Z")


def test_a_picture_is_painted_to_the_numbers_of_its_chart() -> None:
    edition = strange()
    chart = rankings.item(edition, "fai.completion", scope.scopes(edition)[0])
    made = drawing.bars(chart)
    high = max(r.value for r in chart.drawn)
    assert [row["text"] for row in made["rows"]] == [show.number(r.value, 1) for r in chart.drawn]
    assert [row["at"] for row in made["rows"]] == [
        pytest.approx(r.value / high) for r in chart.drawn
    ]
    assert made["mark"] == pytest.approx(chart.mark / high)
    assert made["zero"] == 0.0


def test_bars_below_zero_go_the_other_way() -> None:
    edition = strange("growth below zero")
    made = drawing.bars(rankings.ranking(edition, scope.scopes(edition)[0]))
    # growth less 10: −1.1 … −12.1, so zero is the right end
    assert made["zero"] == 1.0
    assert made["rows"][-1]["text"] == "−12.1"
    assert made["rows"][-1]["at"] == 0.0
    assert made["rows"][0]["at"] == pytest.approx(11 / 12.1)


def test_places_stand_with_the_first_on_top() -> None:
    edition = strange()
    units = [e.unit for e in edition.within(None)]
    made = drawing.places(pictures.places(edition, units), 200.0, 15.0)
    ends = {s["label"]: s["runs"][-1][-1][1] for s in made["series"]}
    order = sorted(ends, key=lambda label: -ends[label])
    assert [int(label.split()[0]) for label in order] == list(range(1, 9))


@pytest.mark.parametrize("case", papers.STRANGE)
@pytest.mark.parametrize("kind", ["bulletin", "poster", "tall"])
def test_the_strangest_editions_are_printed(kind: str, case: str) -> None:
    edition = strange(case)
    made = typst.paper(kind, edition, Choice(form="pdf", bracket=True))
    if kind == "tall":
        assert made[:4] == b"\x89PNG"
    else:
        assert len(PdfReader(BytesIO(made)).pages) >= 1


@pytest.mark.parametrize("case", papers.STRANGE)
def test_every_picture_of_the_strangest_editions_is_painted(case: str) -> None:
    edition = strange(case)
    choice = Choice(form="png", bracket=True)
    group = scope.scopes(edition)[0]
    members = scope.members(edition, group)
    units = [e.unit for e in edition.within(group)]
    items = scope.items(edition)
    found = [
        rankings.ranking(edition, group),
        rankings.item(edition, items[0].item, group),
        rankings.tasks(edition, "fai", group),
        pictures.trend(edition, items[0].column, group),
        pictures.places(edition, units),
        pictures.grid(edition, group),
        pictures.shares(edition, members[0].unit),
        pictures.distance(edition, members[-1].unit),
    ]
    for picture in (p for p in found if p):
        assert typst.image(picture, edition, choice, width=480)[:4] == b"\x89PNG"
    for unit in (members[0].unit, members[-1].unit):
        made = typst.paper("profile", edition, choice, unit=unit)
        assert len(PdfReader(BytesIO(made)).pages) == 1


NAMES = {
    "A": "#set page()",
    "B": '#read("x")$*',
    "C": "<b>粗</b>",
    "D": "四十字" * 13 + "街",
    "E": "@note 链接 https://example.org",
    "F": "\\u{1F600} [方括号]",
    "G": "= 标题",
    "H": "// 注释",
}


def test_a_name_in_the_words_of_the_template_is_printed_as_it_is() -> None:
    edition = papers.issued(papers.made(names=NAMES))
    choice = Choice(form="pdf")
    text = read(typst.paper("bulletin", edition, choice), edition, choice)
    assert [name for name in NAMES.values() if bare(name) not in text] == []


def test_names_that_turn_the_writing_or_ring_a_bell_are_cleaned() -> None:
    edition = papers.issued(papers.made(names={**papers.NAMES, "A": "\u202e甲\x08乙\ud800"}))
    assert "甲乙" in read(typst.paper("bulletin", edition, Choice(form="pdf")))


def test_a_trial_says_so_and_has_neither_head_nor_signature_nor_imprint() -> None:
    edition = replace(papers.issued(strange()), state="trial", number=None, hash="")
    choice = Choice(form="pdf")
    pages = [
        bare(p.extract_text())
        for p in PdfReader(BytesIO(typst.paper("bulletin", edition, choice))).pages
    ]
    assert all("试算" in page for page in pages)
    whole = "".join(pages)
    assert edition.paper.office not in whole
    assert "印发日期" not in whole and "2026年10月12日印发" not in whole
    assert "第9期" not in whole


def test_a_signed_bulletin_has_head_number_signature_and_imprint() -> None:
    given = {"symbol": "云经调办发", "addressees": "各街道办事处", "copied_to": "区委办公室"}
    edition = papers.issued(strange(), **given, serial="7", secrecy="秘密★1年")
    pages = [
        bare(p.extract_text())
        for p in PdfReader(
            BytesIO(typst.paper("bulletin", edition, Choice(form="pdf", items=("bulletin",))))
        ).pages
    ]
    first, last = pages[0], pages[-1]
    order = [
        "000007",
        "秘密★1年",
        edition.paper.office,
        "云经调办发〔2026〕9号",
        "的通报",
        "各街道办事处：",
        "一、总体情况",
    ]
    at = [first.index(text) for text in order]
    assert at == sorted(at)
    assert "抄送：区委办公室。" in last
    assert "2026年10月12日印发" in last
    assert sum("附件：主要经济指标红黑榜排名表" in page for page in pages) == 1
    assert [bare(f"—{n}—") in page for n, page in enumerate(pages, 1)] == [True] * len(pages)


def test_every_page_bears_the_stamp() -> None:
    edition = papers.issued(papers.made(rows=papers.crowd(60)))
    choice = Choice(form="pdf")
    foot = bare(stamp.line(edition, choice))
    for kind in ("bulletin", "poster"):
        pages = PdfReader(BytesIO(typst.paper(kind, edition, choice))).pages
        assert all(foot in bare(page.extract_text()) for page in pages)


def test_the_notice_board_names_no_leader_and_no_reason() -> None:
    edition = papers.issued(strange())
    for kind in ("bulletin", "poster"):
        text = read(typst.paper(kind, edition, Choice(form="pdf", public=True)))
        assert "常务副区长" not in text
        assert "落后序时进度" not in text
        assert "桥西街道" in text
        assert "月均需完成" not in text


def test_what_a_file_says_of_itself_is_of_the_edition() -> None:
    edition = papers.issued(strange())
    about = PdfReader(BytesIO(typst.paper("bulletin", edition, Choice(form="pdf")))).metadata
    assert about.title == "主要经济指标红黑榜 2026年9月 通报"
    assert about.author == edition.paper.office
    assert about.creation_date_raw.startswith("D:20261012")


def test_a_bulletin_without_head_annex_chart_and_imprint_is_a_plain_briefing() -> None:
    edition = papers.issued(strange())
    choice = Choice(form="pdf", items=("bulletin", "text"))
    whole = typst.paper("bulletin", edition, choice)
    text = read(whole)
    assert "附件" not in text
    assert "印发" not in text.replace("本通报印发之日", "")
    assert "〔2026〕第9期" not in text


def test_the_same_edition_gives_the_same_bytes_in_another_process_without_fonts() -> None:
    ours = {
        kind: hashlib.sha256(
            typst.paper(kind, papers.issued(strange()), Choice(form="pdf"))
        ).hexdigest()
        for kind in ("bulletin", "poster", "tall")
    }
    script = (
        "import hashlib, json, papers\n"
        "from kpi.export import typst\n"
        "from kpi.model.choice import Choice\n"
        "e = papers.issued(papers.made())\n"
        "print(json.dumps({k: hashlib.sha256(typst.paper(k, e, Choice(form='pdf'))).hexdigest()"
        " for k in ('bulletin', 'poster', 'tall')}))\n"
    )
    bare_machine = {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests/export"))),
        "HOME": "/nonexistent",
        "XDG_DATA_HOME": "/nonexistent",
        "FONTCONFIG_FILE": "/nonexistent",
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
    }
    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, check=True, env=bare_machine
    )
    assert json.loads(done.stdout) == ours


def test_eight_threads_get_each_their_own_edition() -> None:
    editions = [
        replace(papers.issued(strange()), hash=f"{n:04x}{n:04x}" + "0" * 56) for n in range(16)
    ]

    def own(edition) -> bool:
        pdf = typst.paper("bulletin", edition, Choice(form="pdf"))
        code = f"校验码：{stamp.code(edition)}".replace("-", "")
        return code in bare(PdfReader(BytesIO(pdf)).pages[0].extract_text())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(own, editions))


def test_an_image_is_as_wide_as_asked() -> None:
    edition = strange()
    chart = rankings.ranking(edition, scope.scopes(edition)[0])
    for width, ratio, height in ((1920, "16:9", 1080), (3840, "16:9", 2160), (1280, "4:3", 960)):
        png = typst.image(chart, edition, Choice(form="png", ratio=ratio), width=width)
        assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (width, height)
    assert b"<svg" in typst.image(chart, edition, Choice(form="svg"))[:200]


def test_the_tall_picture_is_1080_pixels_wide() -> None:
    png = typst.paper("tall", strange(), Choice(form="png"))
    assert int.from_bytes(png[16:20]) == 1080
    assert int.from_bytes(png[20:24]) > 1500


def test_the_watermark_of_a_workbook_is_a_clear_page_and_none_where_none_is_asked() -> None:
    assert typst.mark(strange(), Choice())[:4] == b"\x89PNG"
    assert typst.mark(papers.issued(strange()), Choice()) is None


def test_the_preview_is_the_first_page() -> None:
    png = typst.preview("bulletin", papers.issued(strange()), Choice(form="pdf"))
    assert (int.from_bytes(png[16:20]), int.from_bytes(png[20:24])) == (900, 1273)


def test_many_units_share_no_row_of_the_poster() -> None:
    edition = papers.issued(papers.made(rows=papers.crowd(300)))
    data = poster.data(edition, Choice(form="pdf"), None)
    (part,) = data["pages"][0]["parts"]
    assert len(part["grid"]["rows"]) == poster.ROWS
    assert part["grid"]["below"] == ["中间272个单位未列出"]
    listed = {row["colour"] for row in part["grid"]["rows"]}
    assert listed == {"red", "black", ""}


def test_the_data_of_a_paper_are_text_and_numbers_only() -> None:
    edition = strange()
    for data in (
        tall.data(edition, Choice(), None),
        profile.data(edition, Choice(), None, "A"),
    ):
        assert json.loads(json.dumps(data)) is not None
    assert machine.TEMPLATES.is_dir()
