import re
from datetime import datetime

import pytest
import xlsxwriter
from workbooks import SHEET, changed, plain, renamed, replaced, written

from kpi.intake.worker import book, planes, scan, xlsx
from kpi.intake.worker.guard import Archive, Refusal
from kpi.intake.worker.planes import (
    BLANK,
    BOOL,
    DATE,
    ERROR,
    NUMBER,
    PERCENT,
    SCALED,
    TEXT,
    UNCACHED,
    Sheet,
)
from kpi.model.sheet import Kind

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet(data: bytes) -> Sheet:
    return xlsx.read(Archive(data), "xl/workbook.xml", data)[1][0]


def kinds(read: Sheet) -> list[list[int]]:
    return [list(read.kinds[r * read.columns :][: read.columns]) for r in range(read.rows)]


def rich() -> bytes:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for column, code in enumerate(["0.0%", '0.0"%"', "0\\.0,", "#,##0.00", "[Red]0%"]):
            sheet.write_number(0, column, 0.085, book.add_format({"num_format": code}))
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 1, "=SUM(A1:B1)", None, "")
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_boolean(1, 3, True)
        sheet.write_datetime(1, 4, datetime(2026, 10, 1), book.add_format({"num_format": 14}))  # noqa: DTZ001
        sheet.merge_range(2, 0, 3, 1, "云溪街道")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(3, 4, None, None, {"hidden": True})

    return written(fill)


def test_what_a_cell_shows_is_told_by_its_kind() -> None:
    assert kinds(sheet(rich()))[:2] == [
        [PERCENT, NUMBER, SCALED, NUMBER, PERCENT],
        [ERROR, UNCACHED, NUMBER, BOOL, DATE],
    ]


def test_error_text_and_date_are_kept() -> None:
    read = sheet(rich())
    assert [read.texts[int(read.numbers[at])] for at in (5, 9)] == ["#DIV/0!", "2026-10-01"]


def test_hidden_lines_merges_and_formulas_are_found() -> None:
    read = sheet(rich())
    assert (read.hidden_rows, read.hidden_columns) == ({2}, {3, 4})
    assert read.merges == [(2, 0, 2, 1)]  # cut after the last row with content
    assert sorted(read.formulas) == [5, 6, 7]


def test_a_formula_whose_result_is_the_empty_text_is_blank() -> None:
    data = replaced(rich(), b'<c r="B2"><f>', b'<c r="B2" t="str"><f>')
    assert kinds(sheet(data))[1][1] == BLANK


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0.00%", PERCENT),
        ("0.0\\%", NUMBER),
        ('0"%"', NUMBER),
        ("[Red]0.0%;[Green]-0.0%", PERCENT),
        ("#,##0", NUMBER),
        ("#,##0,", SCALED),
        ("0!.0,", SCALED),
        ("0.0,,", SCALED),
        ('_ * #,##0.00_ ;_ * "-"??_ ', NUMBER),
        ("yyyy-mm-dd", NUMBER),
        ("General", NUMBER),
        ('0.00,"万元"', SCALED),
    ],
)
def test_a_format_code_says_how_a_number_reads(code: str, kind: int) -> None:
    assert book.meaning(code) & 0xFF == kind


def prefixed(xml: bytes) -> bytes:
    return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", xml).replace(b'xmlns="', b'xmlns:x="')


def without_addresses(xml: bytes) -> bytes:
    return re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", xml)


def with_foreign_formulas(xml: bytes) -> bytes:
    ext = b'<extLst><ext xmlns:xm="m"><xm:f>A1</xm:f></ext></extLst></worksheet>'
    return xml.replace(b"</worksheet>", ext)


@pytest.mark.parametrize(
    "dialect", [prefixed, without_addresses, with_foreign_formulas], ids=lambda f: f.__name__
)
def test_a_dialect_gives_the_same_sheet(dialect: object) -> None:
    usual, other = sheet(rich()), sheet(changed(rich(), dialect))
    assert other.head() == usual.head()
    assert other.planes() == usual.planes()


def test_part_names_with_backslashes_give_the_same_sheet() -> None:
    assert (
        sheet(renamed(rich(), lambda name: name.replace("/", "\\"))).head() == sheet(rich()).head()
    )


def test_a_workbook_in_another_folder_keeps_its_formats() -> None:
    data = replaced(rich(), b"xl/workbook.xml", b"/my/workbook.xml", "_rels/.rels")
    moved = renamed(data, lambda name: name.replace("xl/", "my/"))
    archive = Archive(moved)
    part = book.workbook(archive)
    assert part == "my/workbook.xml"
    assert kinds(xlsx.read(archive, part, moved)[1][0]) == kinds(sheet(rich()))


def test_strict_workbooks_give_the_same_sheet() -> None:
    data = replaced(rich(), MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    office = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = b"http://purl.oclc.org/ooxml/officeDocument/relationships"
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        data = replaced(data, office, strict, part)
    assert sheet(data).head() == sheet(rich()).head()


def test_days_counted_from_1904_are_the_same_days() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_datetime(0, 0, datetime(2026, 9, 1), shown)  # noqa: DTZ001

    data = written(fill, date_1904=True)
    facts, sheets = xlsx.read(Archive(data), "xl/workbook.xml", data)
    assert (facts["date_1904"], sheets[0].texts) == (True, ["2026-09-01"])


def test_a_dimension_that_lies_hides_nothing() -> None:
    data = changed(
        plain(), lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', xml)
    )
    assert sheet(data).rows == 3


def with_tail(rows: int, last: bytes = b"") -> bytes:
    """The plain workbook, a long run of formatted empty rows, then perhaps one more row."""
    tail = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(4, rows))
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    return replaced(plain(), b"</sheetData>", tail + last + merged)


def test_a_long_tail_of_empty_rows_is_ignored_but_not_what_follows_it() -> None:
    read = sheet(with_tail(60_000))
    assert (read.rows, read.columns, read.merges) == (3, 2, [(0, 0, 0, 1)])


def test_content_behind_a_long_tail_is_named() -> None:
    last = b'<row r="200000"><c r="B200000"><v>5</v></c></row>'
    data = with_tail(60_000, last)
    with pytest.raises(Refusal) as caught:
        scan.sheet(Archive(data), SHEET, "10月", {})
    assert (caught.value.code, caught.value.details["row"]) == ("SHEET_TOO_LARGE", 199_999)


def test_the_readers_kinds_are_the_models() -> None:
    assert [getattr(planes, kind.name) for kind in Kind] == [kind.value for kind in Kind]


def test_a_text_stands_once_cut_and_without_control_codes() -> None:
    read = Sheet("10月")
    read.fill([["云\x00溪", "云溪", "长" * 40_000]], 3)
    assert list(read.numbers) == [0, 0, 1]
    assert (list(read.kinds), len(read.texts[1])) == ([TEXT] * 3, 32_767)


def test_a_number_that_is_not_finite_stays_text() -> None:
    read = Sheet("10月")
    read.fill([[float("nan"), float("inf"), 1.5]], 3)
    assert (list(read.kinds), read.texts) == ([TEXT, TEXT, NUMBER], ["nan", "inf"])
