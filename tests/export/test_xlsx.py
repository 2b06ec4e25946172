"""The workbook: every number of the edition in it, formulas that lead to it, hostile names."""

import re
import shutil
import struct
import subprocess
import time
import warnings
import zlib
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import papers
import pytest

from kpi.export import xlsx
from kpi.export.book import pen
from kpi.i18n import speaking
from kpi.model import pictures, scope, show, stamp
from kpi.model.choice import Choice

LANGUAGES = ("zh", "en")
SHEETS = ["榜单", "对比矩阵", "走势", "图表", "得分计算", "数据来源", "口径说明"]


def opened(data: bytes, *, values: bool = True):
    """The workbook as another program reads it; its warnings about extensions are no concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(data), data_only=values)


def rows(sheet, header: int = 4) -> list[tuple]:
    """Lines below the header, as values."""
    return [tuple(c.value for c in row) for row in sheet.iter_rows(min_row=header + 1)]


def parts(data: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(data)) as box:
        return {n: box.read(n).decode() for n in box.namelist() if n.endswith((".xml", ".rels"))}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("case", ["plain", "some missing", "geometric", "blocks", "300 units"])
def test_every_number_of_the_edition_is_read_back_exactly(case: str, lang: str) -> None:
    edition = papers.issued(papers.made(**papers.STRANGE.get(case, {})))
    made = opened(xlsx.book(edition, Choice(lang=lang)))
    lists, matrix, courses, _charts, working, sources, _terms = made.worksheets
    members = [e for g in scope.scopes(edition) for e in scope.members(edition, g)]
    with speaking(lang):
        for entry, row in zip(members, rows(lists), strict=False):
            assert row[3].strip() == show.plain(edition.name(entry.unit)).strip()
            told = (row[1], row[4], row[6], row[7])
            wanted = (
                edition.place(entry),
                entry.score,
                edition.streak(entry.unit) or None,
                edition.to_exit(entry.unit),
            )
            assert [a for a, b in zip(told, wanted, strict=True) if b is not None] == [
                b for b in wanted if b is not None
            ]
        grid = [r for g in scope.scopes(edition) for r in pictures.grid(edition, g).rows]
        for one, row in zip(grid, rows(matrix), strict=False):
            assert list(row[4 : 4 + len(one.squares)]) == [
                s.text if s.value is None else s.value for s in one.squares
            ]
    written = {v for row in rows(courses, 3) for v in row if isinstance(v, float | int)}
    for item in scope.items(edition):
        course = edition.evidence.course[item.column]
        assert {course.of(e.unit)[-1] for e in members} - {None} <= written
    lines = iter(rows(working))
    for entry in members:
        ordered = sorted(edition.spec.rule.items, key=lambda i: (not i.scored, -i.weight, i.item))
        for item in ordered:
            part, line = scope.part(entry, item.item), next(lines)
            for value, cell in (
                (part.value, line[4]),
                (part.normalised, line[6]),
                (part.weight, line[8]),
                (part.contribution, line[9]),
            ):
                assert cell == value if value is not None else isinstance(cell, str)
        if entry.score is None:
            next(lines)
            continue
        assert next(lines)[9] == entry.score_raw
        assert next(lines)[9] == entry.score
    given = [r[4] for r in rows(sources)]
    assert given == [c.value for c in edition.evidence.cells]


def test_missing_figures_are_words_and_never_0_or_empty() -> None:
    edition = papers.made(**papers.STRANGE["some missing"])
    matrix = opened(xlsx.book(edition, Choice()))["对比矩阵"]
    by_name = {r[2]: r[4:6] for r in rows(matrix)}
    assert by_name["高新园街道"] == ("未报", 4.0)
    assert by_name["南湖街道"] == ("—", "未报")


def test_a_score_can_be_followed_from_value_to_place_by_plain_formulas() -> None:
    made = opened(xlsx.book(papers.made(), Choice()), values=False)["得分计算"]
    first = [c.value for c in made[5]]
    assert first[3:10] == [
        "固定资产投资完成率",
        88.0,  # 4.4 of 5
        75,
        "=MIN(MAX(100*E5/F5,0),120)",
        60,
        "=H5/SUM(H$5:H$6)",
        "=G5*I5",
    ]
    assert first[6].startswith("=MIN(") and made["J7"].value == "=SUM(J5:J6)"
    assert made["J8"].value == "=ROUND(J7,2)"
    assert "PERCENTILE('对比矩阵'!$F$5:$F$12,0.1)" in made["G6"].value


@pytest.mark.parametrize("case", papers.STRANGE)
def test_strange_boards_open_and_hide_no_formula(case: str) -> None:
    data = xlsx.book(papers.made(**papers.STRANGE[case]), Choice())
    book = opened(data)
    assert book.sheetnames == SHEETS
    ours = re.compile(
        r"(MIN|MAX|AVERAGE|STDEV|STDEVP|RANK|COUNT|PERCENTILE|SUM|SUMPRODUCT|ISNUMBER|ROUND"
        r"|IF|LN|EXP|'对比矩阵'!|\$?[A-K]\$?\d+|[-+*/(),.:<>=\d ]|E-\d+)*"
    )
    found = parts(data)
    for name, text in found.items():
        for told in re.findall(r"<f>([^<]*)</f>", text):
            plain = told.replace("&lt;", "<").replace("&gt;", ">")
            assert ours.fullmatch(plain), f"{name}: {told}"
            assert name == "xl/worksheets/sheet5.xml"
        for told in re.findall(r"<c:f>([^<]*)</c:f>", text):
            assert re.fullmatch(r"图表!\$[A-Z]+\$\d+(:\$[A-Z]+\$\d+)?", told)
    assert not [n for n in found if "hyperlink" in found[n] or "externalLink" in n]


def test_hostile_names_are_printed_as_they_are() -> None:
    edition = papers.made(**papers.STRANGE["hostile names"])
    names = {r[3] for r in rows(opened(xlsx.book(edition, Choice()))["榜单"])}
    assert "=cmd|' /C calc'!A0" in names
    assert "<b>粗</b>&P" in names
    assert "道街反" in names  # without the sign that turns the direction
    assert "退格街道" in names
    assert "😀街道" in names
    assert "<r><t>富</t></r> " in names
    assert "四十字" * 13 + "街" in names


def test_a_board_called_like_a_page_number_stands_so_in_head_and_foot() -> None:
    edition = papers.made(title="A&P榜", basis="2026&8号")
    sheet = opened(xlsx.book(edition, Choice()))["榜单"]
    head = parts(xlsx.book(edition, Choice()))["xl/worksheets/sheet1.xml"]
    assert "A&amp;&amp;P榜" in head and "2026&amp;&amp;8号" in head
    assert sheet.oddFooter.right.text.strip() == "— &P —"
    texts = re.findall(r"<odd(?:Header|Footer)>([^<]*)<", head)
    assert all(len(t.replace("&amp;", "&")) <= 255 for t in texts)


def test_every_sheet_is_ready_for_paper() -> None:
    book = opened(xlsx.book(papers.issued(papers.made()), Choice()))
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_area and sheet.freeze_panes
        assert "3f9c-21ab" in sheet["A2"].value
    assert book["榜单"].print_title_rows == "$1:$4"
    assert book["榜单"].auto_filter.ref == "A4:I12"


def test_the_stamp_says_source_issue_day_document_code_and_readers() -> None:
    edition = papers.issued(papers.made())
    said = stamp.line(edition, Choice())
    assert said == (
        "来源：区统计局 · 期次：2026年9月 第9期 · 数据截至：2026-10-09 · "
        "依据文号：云溪办发〔2026〕12号 · 校验码：3f9c-21ab · 发布范围：区级领导、各单位"
    )
    props = opened(xlsx.book(edition, Choice())).properties
    assert props.creator == "云溪区经济运行调度办公室"
    assert props.description == edition.hash
    assert props.title == "主要经济指标红黑榜 2026年9月 数据表"


def test_a_trial_says_so_on_every_sheet_and_in_its_properties() -> None:
    data = xlsx.book(papers.made(), Choice())
    found = parts(data)
    sheets = [t for n, t in found.items() if n.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 7
    assert all(re.search(r"<oddHeader>[^<]*试算", t) for t in sheets)
    assert "试算" in found["docProps/core.xml"]
    assert "校验码" not in found["xl/sharedStrings.xml"].replace("文件校验码", "")


def test_points_are_coloured_by_list_and_black_is_hatched() -> None:
    charts = {n: t for n, t in parts(xlsx.book(papers.made(), Choice())).items() if "charts/" in n}
    first = charts["xl/charts/chart1.xml"]
    points = re.findall(r"<c:dPt>(.*?)</c:dPt>", first)
    assert len(points) == 8
    assert all('<c:invertIfNegative val="0"/>' in p for p in points)
    assert ["D0312D" in p for p in points] == [True, True, *[False] * 6]
    hatched = ['prst="wdUpDiag"' in p and "22303C" in p for p in points]
    assert hatched == [*[False] * 6, True, True]
    assert 'orientation val="maxMin"' in first


def test_every_chart_is_described() -> None:
    edition = papers.made()
    drawing = parts(xlsx.book(edition, Choice()))["xl/drawings/drawing1.xml"]
    told = re.findall(r'descr="([^"]*)"', drawing)
    assert len(told) == 5  # ranking, places, trend, two items
    assert told[0].startswith("望江街道居首") and "分" in told[0]


def test_the_notice_board_shows_place_unit_score_and_list_only() -> None:
    edition = papers.issued(papers.made())
    data = xlsx.book(edition, Choice(public=True))
    book = opened(data)
    assert book.sheetnames == ["榜单"]
    assert [c.value for c in book["榜单"][4]] == ["分组", "位次", "单位", "综合得分", "榜单"]
    whole = "".join(parts(data).values())
    assert not [w for w in ("常务副区长", "分管", "统计员", "居末", "脱榜") if w in whole]


def test_only_what_was_asked_for_is_made_and_formulas_need_no_absent_sheet() -> None:
    data = xlsx.book(papers.made(), Choice(items=("working",)))
    book = opened(data, values=False)
    assert book.sheetnames == ["得分计算"]
    assert isinstance(book["得分计算"]["G6"].value, float)
    assert "对比矩阵" not in "".join(parts(data).values())


def test_the_same_edition_gives_the_same_bytes_two_seconds_later() -> None:
    edition = papers.issued(papers.made())
    first = xlsx.book(edition, Choice())
    time.sleep(2.1)
    assert xlsx.book(edition, Choice()) == first


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
@pytest.mark.parametrize("case", ["plain", "geometric"])
def test_another_program_computes_the_values_that_we_wrote(case: str, tmp_path) -> None:
    data = xlsx.book(papers.made(**papers.STRANGE.get(case, {})), Choice())
    bare, out = tmp_path / "bare.xlsx", tmp_path / "out"
    with ZipFile(BytesIO(data)) as old, ZipFile(bare, "w") as new:
        for name in old.namelist():  # without values the other program must compute them
            part = old.read(name)
            new.writestr(name, re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part))
    subprocess.run(  # noqa: S603 - a program of this machine on our own file
        [
            shutil.which("soffice"),
            f"-env:UserInstallation=file://{tmp_path}/office",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(out), str(bare)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    ours, theirs = opened(data)["得分计算"], opened((out / "bare.xlsx").read_bytes())["得分计算"]
    told = opened(data, values=False)["得分计算"]
    compared = 0
    for row in told.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                at = cell.coordinate
                assert theirs[at].value == pytest.approx(ours[at].value, rel=1e-12, abs=1e-12)
                compared += 1
    assert compared > 40


def test_a_foot_is_never_longer_than_a_spreadsheet_keeps_and_doubles_every_ampersand() -> None:
    for told in (pen.footer("a&" * 300), pen.header("&" * 300, "&" * 300)):
        assert len(told) <= 255
        plain = re.sub(r"&(?:[LRCP]|\d+|K[0-9A-F]{6}|\"-,Bold\")", "", told)
        assert "&" not in plain.replace("&&", "")


def test_a_watermark_is_a_picture_in_the_head_of_every_sheet() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        whole = kind + body
        return struct.pack(">I", len(body)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)  # one pixel, with alpha
    parts_ = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(b"\x00" * 5)), chunk(b"IEND", b"")
    mark = b"\x89PNG\r\n\x1a\n" + b"".join(parts_)
    edition = papers.made()
    data = xlsx.book(edition, Choice(), mark)
    found = parts(data)
    sheets = [t for n, t in found.items() if n.startswith("xl/worksheets/sheet")]
    assert all("&amp;C&amp;G" in t for t in sheets)
    assert data == xlsx.book(edition, Choice(), mark)
    with ZipFile(BytesIO(data)) as box:
        assert mark in [box.read(n) for n in box.namelist() if n.endswith(".png")]
