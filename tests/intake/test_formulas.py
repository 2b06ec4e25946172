"""Formulas and links to other files, in every kind of workbook that can hold them."""

import io
import struct
import zipfile

import pytest
import xlwt
from office import places, read
from workbooks import plain, with_part
from xlwt.CompoundDoc import XlsDoc

from kpi.intake.read import read as opened
from kpi.intake.worker import biff
from kpi.model.sheet import Reading, Sheet

EMPTY = struct.pack("<Q", 0xFFFF000000000003)  # the result that xlwt leaves to the next program


def old_workbook() -> bytes:
    """固投 of two units and a third sheet column that adds 1, with results 10.5, 9 and 11.5."""
    book = xlwt.Workbook()
    book.add_sheet("说明").write(0, 0, "填表说明")
    sheet = book.add_sheet("10月")
    sheet.write(0, 0, "2026年10月")
    for column, text in enumerate(("单位", "固投", "社零")):
        sheet.write(1, column, text)
    sheet.write(2, 0, "东关街道")
    sheet.write(3, 0, "西关街道")
    sheet.write(3, 2, 8)
    for row, column in ((2, 1), (3, 1), (2, 2)):
        sheet.write(row, column, xlwt.Formula("1+2"))
    out = io.BytesIO()
    book.save(out)
    data = out.getvalue()
    for result in (10.5, 11.5, 9.0):  # in the order of the records: B3, C3, B4
        data = data.replace(EMPTY, struct.pack("<d", result), 1)
    return data


def flat(found: Reading) -> list[set[tuple[int, int]]]:
    return [set(sheet.formulas) for sheet in found.sheets]


def test_an_old_xls_names_its_formulas_sheet_by_sheet() -> None:
    assert flat(opened(old_workbook(), "十月.xls")) == [set(), {(2, 1), (2, 2), (3, 1)}]


def test_formulas_of_an_old_xls_are_counted_and_read_by_their_result() -> None:
    panel, problems = read(*opened(old_workbook(), "十月.xls").sheets)
    (said,) = [p for p in problems if p.code == "FORMULA_VALUE"]
    assert (said.sheet, dict(said.details)["n"]) == ("10月", 3)
    assert sorted(panel["value"].tolist()) == [8.0, 9.0, 10.5, 11.5]


def record(number: int, body: bytes) -> bytes:
    return struct.pack("<HH", number, len(body)) + body


def ole(*records: bytes) -> bytes:
    out = io.BytesIO()
    XlsDoc().save(out, b"".join(records))
    return out.getvalue()


BOF8, BOF5 = (record(0x0809, struct.pack("<HH4x", v, 5)) for v in (0x0600, 0x0500))
EOF = record(0x000A, b"")
OWN = record(0x01AE, b"\x01\x00\x01\x04")
ADDED = record(0x01AE, b"\x01\x00\x01\x3a")
OTHER = record(0x01AE, struct.pack("<HHB", 1, 8, 0) + b"\x01old.xls" + b"\x01\x00\x00S")


@pytest.mark.parametrize(
    ("records", "links"),
    [
        ((BOF8, OWN, ADDED, EOF), False),
        ((BOF8, OWN, OTHER, EOF), True),
        ((BOF5, record(0x17, b"\x02\x03S1"), EOF), False),  # a sheet of this file
        ((BOF5, record(0x17, b"\x0b\x01[old.xls]S1"), EOF), True),
        ((BOF8, record(0x17, b"\x01\x01\x00\x00"), EOF), False),  # another record in BIFF8
    ],
    ids=["own", "other file", "BIFF5 own", "BIFF5 other file", "BIFF8 index"],
)
def test_only_another_file_is_a_link(records: tuple[bytes, ...], links: bool) -> None:
    assert biff.seen(ole(*records)).links is links


def test_a_stream_that_breaks_off_ends_the_walk() -> None:
    assert biff.seen(ole(BOF8, OTHER, b"\x06\x00\xff\xff")).links
    assert biff.seen(b"no OLE at all") == biff.Seen([], False)


TABLE = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:xlink="l"><office:body>
 <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"""
OCTOBER = """<table:table table:name="10月"><table:table-row>
 <table:table-cell office:value-type="string"><text:p>东关街道</text:p></table:table-cell>
 <table:table-cell table:formula="{formula}" office:value-type="float" office:value="8.5">
 {inside}<text:p>8.5</text:p></table:table-cell></table:table-row></table:table>"""
KEPT = """<table:table table:name="'file:///C:/old.ods'#S1">
 <table:table-source xlink:href="old.ods"/>
 <table:table-row><table:table-cell office:value-type="float" office:value="7"/>
 </table:table-row></table:table>"""


def ods(formula: str = "of:=[.A1]+1", inside: str = "", more: str = "") -> Reading:
    out = io.BytesIO()
    tables = OCTOBER.format(formula=formula, inside=inside) + more
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        box.writestr("content.xml", TABLE.format(tables=tables))
    return opened(out.getvalue(), "十月.ods")


def codes(found: Reading) -> list[str]:
    return [p.code for p in found.problems]


def test_an_ods_names_its_formulas() -> None:
    found = ods()
    assert (flat(found), codes(found)) == ([{(0, 1)}], [])


@pytest.mark.parametrize(
    "found",
    [
        ods("of:=['file:///C:/old.ods'#$S1.A1]"),
        ods(inside='<table:cell-range-source xlink:href="old.ods"/>'),
        ods(more=KEPT),
    ],
    ids=["formula", "block", "sheet"],
)
def test_an_ods_that_draws_on_another_file_says_so(found: Reading) -> None:
    assert codes(found) == ["EXTERNAL_LINK"]
    assert [s.name for s in found.sheets] == [
        "10月"
    ]  # what was remembered of the other file is not


def test_an_xlsx_and_an_xml_that_draw_on_another_file_say_so() -> None:
    linked = with_part(plain(), "xl/externalLinks/externalLink1.xml", b"<externalLink/>")
    xml = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
     xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ExcelWorkbook><SupBook>
     <Path>old.xls</Path></SupBook></ExcelWorkbook><Worksheet ss:Name="10月"><Table><Row>
     <Cell ss:Formula="=1+2"><Data ss:Type="Number">3</Data></Cell></Row></Table></Worksheet>
    </Workbook>"""
    assert codes(opened(linked, "十月.xlsx")) == ["EXTERNAL_LINK"]
    found = opened(xml.encode(), "十月.xls")
    assert (codes(found), flat(found)) == (["XML2003", "EXTERNAL_LINK"], [{(0, 0)}])


def test_formulas_beside_the_table_are_not_counted() -> None:
    (_, sheet) = opened(old_workbook(), "十月.xls").sheets
    aside = Sheet(sheet.name, sheet.grid, formulas=frozenset({(0, 0), (2, 1)}))
    (said,) = [p for p in read(aside)[1] if p.code == "FORMULA_VALUE"]
    assert (places((said,)), dict(said.details)["n"]) == ([("10月", "FORMULA_VALUE")], 1)
