"""The page of GB/T 9704-2012 as numbers, and XML in the order that Word minds."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import letters
import papers
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from kpi import settings
from kpi.export import docx
from kpi.export.letter import page, styles
from kpi.model import stamp
from kpi.model.choice import Choice

W = letters.W
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ORDER = {  # sequences of ECMA-376 (wml, dml-chart), the elements that may stand there
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE "
        "autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
        "suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle "
        "rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark"
    ),
    "tblBorders": "top left start bottom right end insideH insideV",
    "sectPr": (
        "reference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
        "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr "
        "tblStylePr"
    ),
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "dLbls": (
        "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
        "showPercent showBubbleSize separator showLeaderLines leaderLines extLst"
    ),
    "ser": (
        "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val "
        "shape extLst"
    ),
    "defRPr": "ln noFill solidFill gradFill effectLst highlight latin ea cs sym",
}
PARTS = re.compile(r"word/(document|header\d*|footer\d*|styles|charts/chart\d+)\.xml")
SETTINGS = ("evenAndOddHeaders", "characterSpacingControl", "noLineBreaksAfter", "compat")


def wide(**rule):
    """Six items, so that the table lies on its side."""
    items = [
        {"item": f"item{n}.x", "column": key, "method": "minmax"}
        for n, key in enumerate(("fai.completion", "industry.yoy") * 3)
    ]
    return papers.made(items=items, aggregate="arithmetic", **rule)


def faults(data: bytes) -> list[str]:
    """Elements whose children are out of order, or unknown there."""
    found = []
    for name, body in letters.parts(data).items():
        if not re.fullmatch(
            r"word/(document|header\d*|footer\d*|styles|charts/chart\d+)\.xml", name
        ):
            continue
        for element in etree.fromstring(body).iter(etree.Element):
            order = ORDER.get(etree.QName(element).localname)
            if order is None or element.tag == f"{DRAWING}pPr":
                continue
            known = order.split()
            names = [etree.QName(c).localname for c in element if isinstance(c.tag, str)]
            names = ["reference" if n.endswith("Reference") else n for n in names]  # in any order
            places = [known.index(n) if n in known else -1 for n in names]
            if places != sorted(places) or -1 in places:
                found.append(f"{name} {etree.QName(element).localname}: {names}")
    return found


@pytest.mark.parametrize("case", ["plain", "300 units", "hostile names", "growth below zero"])
@pytest.mark.parametrize("trial", [False, True])
def test_children_stand_in_the_order_of_the_schema(case: str, trial: bool) -> None:
    edition = papers.made(**papers.STRANGE.get(case, {}))
    given = edition if trial else papers.issued(edition, copied_to="区委办公室")
    assert faults(docx.bulletin(given, Choice("docx", watermark="内部"))) == []


def test_children_stand_in_order_on_wide_pages_and_in_settings() -> None:
    data = docx.bulletin(papers.issued(wide()), Choice("docx"))
    assert faults(data) == []
    settings = letters.roots(data)["word/settings.xml"]
    names = [etree.QName(c).localname for c in settings]
    places = [names.index(n) for n in SETTINGS]
    assert places == sorted(places)


def test_the_page_is_that_of_the_standard() -> None:
    document = letters.opened(docx.bulletin(papers.issued(papers.made()), Choice("docx")))
    (section,) = document.sections
    found = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
        section.footer_distance,
    )
    assert [round(x.mm, 1) for x in found] == [210, 297, 37, 35, 28, 26, 25.5]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    high = section.page_height - section.top_margin - section.bottom_margin
    assert high // (579 * 635) == 22  # 635 EMU in a twip
    assert document.settings.odd_and_even_pages_header_footer


def test_a_line_holds_28_characters_of_16_points_drawn_together_by_a_quarter() -> None:
    (section,) = letters.opened(
        docx.bulletin(papers.issued(papers.made()), Choice("docx"))
    ).sections
    area = (section.page_width - section.left_margin - section.right_margin) / 12_700
    assert int(area / 16) == 27
    assert int(area / (16 + styles.TIGHT / 20)) == 28
    assert page.STANDARD.characters == 28


def style(data: bytes, name: str) -> etree._Element:
    root = letters.roots(data)["word/styles.xml"]
    (found,) = [s for s in root.iter(f"{W}style") if s.find(f"{W}name").get(f"{W}val") == name]
    return found


@pytest.mark.parametrize(
    ("name", "face", "half_points", "pitch"),
    [
        ("通报正文", "仿宋_GB2312", "32", "579"),
        ("通报一级", "黑体", "32", "579"),
        ("通报二级", "楷体_GB2312", "32", "579"),
        ("通报三级", "仿宋_GB2312", "32", "579"),
        ("通报标题", "方正小标宋简体", "44", "579"),
        ("通报附件", "黑体", "32", "579"),
        ("通报文号", "仿宋_GB2312", "32", "579"),
        ("通报版记", "仿宋_GB2312", "28", "480"),
        ("通报页码", "宋体", "28", "280"),
    ],
)
def test_named_styles_have_the_faces_and_sizes_of_the_standard(name, face, half_points, pitch):
    found = style(docx.bulletin(papers.issued(papers.made()), Choice("docx")), name)
    letters_ = found.find(f"{W}rPr")
    assert letters_.find(f"{W}rFonts").get(f"{W}eastAsia") == face
    assert letters_.find(f"{W}sz").get(f"{W}val") == half_points
    assert found.find(f"{W}pPr/{W}spacing").get(f"{W}line") == pitch


def test_the_text_is_indented_by_two_characters_and_not_by_blanks() -> None:
    data = docx.bulletin(papers.issued(papers.made()), Choice("docx"))
    assert style(data, "通报正文").find(f"{W}pPr/{W}ind").get(f"{W}firstLineChars") == "200"
    assert not [t for t in letters.texts(data) if t != t.strip()]


def test_mark_number_and_red_line_stand_where_the_standard_puts_them() -> None:
    document = letters.opened(docx.bulletin(papers.issued(papers.made()), Choice("docx")))
    mark, two, three, number = document.paragraphs[:4]
    assert abs(mark.paragraph_format.space_before - Mm(35)) < Mm(0.1)
    assert [two.text, three.text] == ["", ""]
    line = number._p.pPr.find(f"{W}pBdr/{W}bottom")
    assert [line.get(f"{W}{k}") for k in ("sz", "space", "color")] == ["12", "11", "E60012"]
    after = [p.text for p in document.paragraphs[4:7]]
    assert after[:2] == ["", ""] and after[2].startswith("关于")


def test_the_mark_fits_one_line_and_the_title_breaks_between_its_parts() -> None:
    edition = papers.made(title="全区主要经济指标和重点工作任务红黑榜")
    data = docx.bulletin(papers.issued(edition, office="云" * 18), Choice("docx"))
    mark = letters.opened(data).paragraphs[0]
    assert mark.runs[0].font.size.pt * 18 <= 156 / 25.4 * 72
    assert letters.styled(data, "通报标题")[:2] == [
        "关于2026年9月",
        "全区主要经济指标和重点工作任务红黑榜的通报",
    ]


@pytest.mark.parametrize("trial", [False, True])
@pytest.mark.parametrize("faces", ["gb2312", "windows"])
def test_every_run_names_its_chinese_face(trial: bool, faces: str) -> None:
    edition = wide() if trial else papers.issued(wide(), copied_to="区委办公室")
    data = docx.bulletin(edition, Choice("docx", faces=faces))
    found = {
        run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")
        for name, root in letters.roots(data).items()
        if name not in ("word/styles.xml", "word/settings.xml")
        for run in root.iter(f"{W}r")
    }
    ours = {"仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"}
    assert found <= (ours if faces == "gb2312" else {"仿宋", "楷体", "黑体", "宋体"})
    assert len(found) >= 3
    chart = letters.parts(data)["word/charts/chart1.xml"].decode()
    assert '<a:ea typeface="黑体"/>' in chart


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages() -> None:
    (section,) = letters.opened(
        docx.bulletin(papers.issued(papers.made()), Choice("docx"))
    ).sections
    for foot, side, align in (
        (section.footer, "rightChars", "right"),
        (section.even_page_footer, "leftChars", "left"),
    ):
        last = foot.paragraphs[-1]
        assert last.text == "— 1 —"
        assert " PAGE " in "".join(last._p.itertext(f"{W}instrText"))
        assert last._p.pPr.find(f"{W}ind").get(f"{W}{side}") == "100"
        assert last._p.pPr.find(f"{W}jc").get(f"{W}val") == align


def test_tables_keep_their_widths_heads_and_rows() -> None:
    document = letters.opened(docx.bulletin(papers.issued(papers.made()), Choice("docx")))
    table = document.tables[0]._tbl
    widths = [int(c.get(f"{W}w")) for c in table.tblGrid]
    assert abs(sum(widths) - 156 * 1440 / 25.4) < 10
    assert table.tblPr.find(f"{W}tblLayout").get(f"{W}type") == "fixed"
    rows = list(table.iter(f"{W}tr"))
    assert all(r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows)
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True] + [False] * 8
    for row in rows:
        assert [int(c.get(f"{W}w")) for c in row.iter(f"{W}tcW")] == widths
    cells = {p.style.name for r in document.tables[0].rows for c in r.cells for p in c.paragraphs}
    assert cells == {"通报表头", "通报表格"}
    data = docx.bulletin(papers.issued(papers.made()), Choice("docx"))
    for name in cells:
        assert style(data, name).find(f"{W}pPr/{W}snapToGrid").get(f"{W}val") == "0"


def test_more_than_eight_columns_lie_on_their_side_and_the_imprint_stands_upright() -> None:
    data = docx.bulletin(papers.issued(wide(), copied_to="区委办公室"), Choice("docx"))
    sections = letters.opened(data).sections
    assert [round(s.page_width.mm) for s in sections] == [210, 297, 210]
    turned = sections[1]
    margins = turned.top_margin, turned.right_margin, turned.bottom_margin, turned.left_margin
    assert [round(m.mm) for m in margins] == [28, 37, 26, 35]
    (rows,) = letters.tables(data)
    assert len(rows[0]) == 11
    grid = letters.opened(data).tables[0]._tbl.tblGrid
    assert abs(sum(int(c.get(f"{W}w")) for c in grid) - 225 * 1440 / 25.4) < 12
    beside = turned.footer.part.element
    assert beside.find(f".//{W}txbxContent") is not None
    last = "".join(sections[2].footer.part.element.itertext(f"{W}t"))
    assert "— 1 —" not in last and "校验码" in last


def test_the_imprint_is_pinned_to_the_foot_between_thick_and_thin_lines() -> None:
    data = docx.bulletin(papers.issued(papers.made(), copied_to="区委办公室。"), Choice("docx"))
    document = letters.opened(data)
    table = document.tables[-1]
    place = table._tbl.tblPr.find(f"{W}tblpPr")
    assert place.get(f"{W}vertAnchor") == "margin" and place.get(f"{W}tblpYSpec") == "bottom"
    lines = {
        etree.QName(x).localname: x.get(f"{W}sz") for x in table._tbl.tblPr.find(f"{W}tblBorders")
    }
    assert lines == {
        "top": "8",
        "bottom": "8",
        "insideH": "6",
    }  # 0.35, 0.35, 0.25 mm: 1, 1, 0.75 pt
    assert [c.text for c in table.rows[1].cells] == [
        "云溪区经济运行调度办公室",
        "2026年10月12日印发",
    ]
    assert table.rows[0].cells[0].text == "抄送：区委办公室。"
    assert document.element.body[-2].tag == f"{W}p"  # a file may not end with a table


def test_the_signature_is_kept_with_the_text_above_it() -> None:
    document = letters.opened(docx.bulletin(papers.issued(papers.made()), Choice("docx")))
    names = [p.text for p in document.paragraphs]
    day = names.index("2026年10月12日")
    start = next(n for n in range(day, 0, -1) if names[n].startswith("列入黑榜的单位"))
    assert all(p.paragraph_format.keep_with_next for p in document.paragraphs[start:day])
    ind = document.paragraphs[day]._p.pPr.find(f"{W}ind")
    assert ind.get(f"{W}leftChars") == "1700"  # 28 − 4 − 7 under a seal


def test_a_chart_is_at_most_eighty_millimetres_high_and_described() -> None:
    data = docx.bulletin(papers.issued(papers.made(**papers.STRANGE["300 units"])), Choice("docx"))
    root = letters.roots(data)["word/document.xml"]
    space = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    (extent,), (about,) = root.iter(f"{space}extent"), root.iter(f"{space}docPr")
    assert int(extent.get("cy")) <= Mm(80)
    assert abs(int(extent.get("cx")) - Mm(156)) < Mm(1)
    assert "U299街道" in about.get("descr")


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_another_program_prints_it_without_a_blank_page(tmp_path) -> None:
    given = replace(papers.issued(wide(), copied_to="区委办公室"))
    (tmp_path / "letter.docx").write_bytes(docx.bulletin(given, Choice("docx")))
    subprocess.run(  # noqa: S603 - a program of this machine on our own file
        [
            shutil.which("soffice"),
            f"-env:UserInstallation=file://{tmp_path}/office",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            str(tmp_path / "letter.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    told = subprocess.run(  # noqa: S603
        [shutil.which("pdftotext"), "-layout", str(tmp_path / "letter.pdf"), "-"],
        check=True,
        capture_output=True,
    )
    pages = told.stdout.decode().split("\f")[:-1]
    assert len(pages) == 5  # three of text, the table on its side, the imprint
    assert all(len(re.sub(r"\s", "", p)) > 100 for p in pages[:4])
    assert "印发" in pages[4] and "— 5 —" not in pages[4]
    assert all(name in told.stdout.decode() for name in papers.NAMES.values())


def test_a_house_names_its_faces_by_a_setting(monkeypatch) -> None:
    monkeypatch.setenv("KPI_FACES", "windows")
    assert settings.load().faces == "windows"
    monkeypatch.setenv("KPI_FACES", "宋体")
    with pytest.raises(settings.SettingError, match="gb2312 or windows"):
        settings.load()


def test_letters_made_at_once_each_carry_their_own_code() -> None:
    edition = papers.issued(papers.made())
    many = [replace(edition, hash=f"{n:08x}" + "0" * 56) for n in range(0xA0, 0xA6)]

    def made(one) -> bool:
        data = docx.bulletin(one, Choice("docx"))
        feet = [r for n, r in letters.roots(data).items() if "footer" in n]
        wanted = re.sub(r"(?<=\d)-(?=\d)", "", stamp.code(one))
        return all(wanted in "".join(foot.itertext(f"{W}t")) for foot in feet)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(made, many)) == [True] * 6
