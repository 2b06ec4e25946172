"""A workbook comes back with its problems at their cells, and otherwise as it was."""

import io
import re
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from workbooks import changed, renamed, replaced, written

from kpi.intake import mark as marking
from kpi.intake import mark_fresh
from kpi.intake.form import stamp
from kpi.intake.mark import mark
from kpi.intake.read import read
from kpi.model import look
from kpi.model.problem import Fix, Problem, problem
from kpi.model.sheet import CellRef, Kind

ROOT = Path(__file__).parents[2]
RED, AMBER = (colour.replace("#", "FF") for colour in (look.ERROR_FILL, look.WARNING_FILL))
NS = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
PROBLEMS = (
    problem("UNIT_ALIAS", CellRef("10月", 2, 0), "文昌", unit="文昌镇"),
    problem("UNITS_ABSENT", n=1, names="望江街道"),
    problem("JUMP", CellRef("10月", 2, 2), z="9.1"),
    problem("NOT_A_NUMBER", CellRef("10月", 1, 1), "下降3.2", fix=Fix("value", "-3.2")),
    problem("HIDDEN_COL_SKIPPED", CellRef("10月", 1, 1)),
    problem("SHEET_SKIPPED", "附注", sheet="附注"),
)


def table(book: xlsxwriter.Workbook, sheet: object) -> None:
    """Two units with percentages, a formula, a date and a hidden row; a second sheet of notes."""
    sheet.write_row("A1", ["单位", "增速", "完成率", "日期"])
    sheet.write_row("A2", ["云溪街道", "下降3.2"])
    sheet.write_row("A3", ["文昌", 8.5])
    sheet.write_number("C2", 0.523, book.add_format({"num_format": "0.0%", "bg_color": "#DDEEFF"}))
    sheet.write_formula("C3", "=C2*2", book.add_format({"num_format": "0.00"}), 1.046)
    sheet.write_formula("D3", '=IF(C2>1,"高","低")', None, "低")
    sheet.write_number("D2", 46326, book.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_formula("D4", "=D2+1", book.add_format({"num_format": "yyyy-mm-dd"}), 46327)
    sheet.write_row("A5", ["望江街道", 3])
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column("A:A", 23)
    book.add_worksheet("附注").write_string("A1", "=1+1 的说明")


def copy(data: bytes, problems: tuple[Problem, ...] = PROBLEMS, name: str = "十月.xlsx") -> bytes:
    return mark(read(data, name), problems)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def fills(sheet: openpyxl.worksheet.worksheet.Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }


@pytest.fixture(scope="module")
def original() -> bytes:
    return written(table)


@pytest.fixture(scope="module")
def marked(original: bytes) -> bytes:
    return copy(original)


def test_errors_are_red_and_warnings_amber_and_the_gravest_wins(marked: bytes) -> None:
    assert fills(opened(marked)["10月"]) == {"B2": RED, "C3": AMBER, "C2": "FFDDEEFF"}


def test_a_note_says_what_is_wrong_what_to_do_and_what_is_suggested(marked: bytes) -> None:
    sheet = opened(marked)["10月"]
    assert sheet["B2"].comment.text == (
        "红黑榜\n\n错误：“下降3.2”不是数字。\n请只填数值，不带文字。\n建议：填 -3.2\n\n"
        "提醒：隐藏列未读。\n如需读入，请取消隐藏后重新上传。"
    )
    assert sheet["A3"].comment.text == "红黑榜\n\n说明：“文昌”按“文昌镇”读取。"


def test_the_list_stands_first_gravest_first_and_leads_to_the_cells(marked: bytes) -> None:
    book = opened(marked)
    sheet = book.worksheets[0]
    rows = [[c.value for c in row[1:4]] for row in sheet.iter_rows(min_row=5)]
    links = {c.value: c.hyperlink.location for c in sheet["C"] if c.hyperlink}
    assert (sheet.title, sheet["B1"].value) == ("问题清单", "十月.xlsx　错误1，提醒3")
    assert [row[:2] for row in rows] == [
        ["错误", "10月!B2"],
        ["提醒", "整个文件"],
        ["提醒", "10月!C3"],
        ["提醒", "10月!B2"],
        ["说明", "10月!A3"],
        ["说明", "附注"],
    ]
    assert links == {
        place: f"'10月'!{place[-2:]}" for place in ("10月!B2", "10月!C3", "10月!A3")
    } | {"附注": "'附注'!A1"}
    assert [s.title for s in book.worksheets if s.sheet_view.tabSelected] == ["问题清单"]


def test_values_formulas_and_formats_stay(original: bytes, marked: bytes) -> None:
    before, after = opened(original)["10月"], opened(marked)["10月"]
    assert list(after.values) == list(before.values)
    assert after["C3"].value == "=C2*2"
    assert [after[a].number_format for a in ("C2", "C3", "D2")] == ["0.0%", "0.00", "yyyy-mm-dd"]
    assert (after.column_dimensions["A"].width, after.row_dimensions[5].hidden) == (
        before.column_dimensions["A"].width,
        True,
    )


def test_what_formulas_gave_is_read_again(original: bytes, marked: bytes) -> None:
    before, after = read(original, "a.xlsx").sheets[0], read(marked, "a.xlsx").sheets[1]
    assert after.formulas == before.formulas == {(2, 2), (2, 3), (3, 3)}
    assert (after.grid.kinds == before.grid.kinds).all()
    assert [after[a].value for a in ((2, 2), (2, 3), (3, 3))] == [1.046, "低", "2026-11-01"]


def test_equal_files_give_equal_copies(original: bytes, marked: bytes) -> None:
    assert copy(original) == marked


def test_our_list_is_silent_when_it_comes_back(marked: bytes) -> None:
    assert [stamp.silent(s) for s in read(marked, "a.xlsx").sheets] == [True, False, False]


def test_a_list_of_the_office_with_the_same_name_is_not_ours() -> None:
    own = written(lambda book, _: book.add_worksheet("问题清单").write_string("A1", "督查问题"))
    assert not any(stamp.silent(s) for s in read(own, "a.xlsx").sheets)
    both = opened(copy(own, (problem("EMPTY_FILE"),)))
    assert [(s.title, s["A1"].value == stamp.MARKED) for s in both.worksheets[:1]] == [
        ("问题清单1", True)
    ]


def test_marks_are_taken_off_a_corrected_cell_and_its_own_colour_comes_back(marked: bytes) -> None:
    colour = problem("CELL_ERROR", CellRef("10月", 1, 2), "#N/A")
    twice = copy(copy(marked, (colour,)), PROBLEMS[:1])
    book = opened(twice)
    assert fills(book["10月"]) == {"C2": "FFDDEEFF"}
    assert [s.title for s in book.worksheets] == ["问题清单", "10月", "附注"]
    assert [c.coordinate for row in book["10月"].iter_rows() for c in row if c.comment] == ["A3"]


def test_a_note_of_the_user_stays_under_ours_and_alone_when_ours_goes(original: bytes) -> None:
    book, out = opened(original), io.BytesIO()
    book["10月"]["B2"].comment = Comment("问过统计科", "李四")
    book.save(out)
    once = copy(out.getvalue())
    assert opened(once)["10月"]["B2"].comment.text.endswith("\n问过统计科")
    assert opened(copy(once, ()))["10月"]["B2"].comment.text == "问过统计科"


def test_a_merged_cell_is_marked_where_it_shows() -> None:
    merged = written(lambda _book, sheet: sheet.merge_range("B2:B4", 7))
    sheet = opened(copy(merged, (problem("MERGED_DATA", CellRef("10月", 2, 1), n=3),)))["10月"]
    assert (sheet["B2"].fill.fgColor.rgb, sheet["B2"].comment is not None) == (RED, True)


def test_two_problems_of_one_merged_cell_are_both_noted_and_its_colour_comes_back() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: object) -> None:
        sheet.merge_range("B2:B4", 7, book.add_format({"bg_color": "#DDEEFF"}))

    wrong = tuple(problem("NOT_A_NUMBER", CellRef("10月", row, 1), str(row)) for row in (2, 3))
    once = copy(written(fill), (*wrong, problem("JUMP", CellRef("10月", 1, 1), z=9)))
    sheet = opened(once)["10月"]
    assert sheet["B2"].fill.fgColor.rgb == RED
    assert [given in sheet["B2"].comment.text for given in ("“2”", "“3”")] == [True, True]
    again = opened(copy(once, ()))["10月"]
    assert (again["B2"].fill.fgColor.rgb, again["B2"].comment) == ("FFDDEEFF", None)


def test_a_lost_picture_is_said_on_the_list(original: bytes) -> None:
    def chart(book: xlsxwriter.Workbook, sheet: object) -> None:
        table(book, sheet)
        drawn = book.add_chart({"type": "column"})
        drawn.add_series({"values": "='10月'!$B$2:$B$3"})
        sheet.insert_chart("F2", drawn)

    def notes(data: bytes) -> list[object]:
        return [c.value for c in opened(copy(data)).worksheets[0]["B"][1:4]]

    lost = "原文件中的图片、图表、宏等没有带到这份副本里，请保留原文件。"
    assert (lost in notes(written(chart)), lost in notes(original)) == (True, False)


def test_text_that_looks_like_a_formula_is_text_on_the_list() -> None:
    name = "=1+1"
    data = written(lambda book, _: book.add_worksheet(name).write_string("A1", "=2+2"))
    wrong = (problem("NOT_A_NUMBER", CellRef(name, 0, 0), "=cmd|' /C calc'!A0"),)
    for book in (copy(data, wrong), mark_fresh.workbook(read(data, "a.xlsx").sheets, said(wrong))):
        types = {c.data_type for row in opened(book).worksheets[0].iter_rows() for c in row}
        assert types <= {"s", "n"}  # n: blank


def said(problems: tuple[Problem, ...]) -> marking.Said:
    return marking.mark_words.said("十月.xls", problems)


# what cannot be copied


def unreadable(what: str, original: bytes) -> bytes:
    """The workbook as calamine reads it and openpyxl does not, or not whole."""
    if what == "strict":
        for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
            original = replaced(original, NS, STRICT, part)
        return original
    if what == "backslashes":
        return renamed(original, lambda name: name.replace("/", "\\") if "sheet" in name else name)
    return replaced(original, b"<v>8.5</v>", b"<v>NaN</v>")


@pytest.mark.parametrize("what", ["strict", "backslashes", "not finite"])
def test_what_the_copier_cannot_hold_becomes_a_list_with_the_values(
    what: str, original: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = unreadable(what, original)
    made = []
    monkeypatch.setattr(
        mark_fresh, "workbook", lambda *a, make=mark_fresh.workbook: made.append(1) or make(*a)
    )
    after = read(copy(data), "a.xlsx")
    assert made == [1]
    assert [s.name for s in after.sheets] == ["问题清单", "10月", "附注"]
    assert [after.sheets[1][r, 1].text for r in (1, 4)] == ["下降3.2", "3"]


def test_a_text_file_becomes_a_workbook_with_its_values_and_the_marks() -> None:
    data = "单位,增速\n云溪街道,下降3.2\n文昌镇,0012\n".encode("gb18030")
    reading = read(data, "十月.csv")
    wrong = problem("NOT_A_NUMBER", CellRef(reading.sheets[0].name, 1, 1), "下降3.2")
    sheet = opened(mark(reading, (wrong,))).worksheets[1]
    assert list(sheet.values)[1] == ("云溪街道", "下降3.2")
    assert fills(sheet) == {"B2": RED}
    assert "不是数字" in sheet["B2"].comment.text


def test_a_new_workbook_reads_like_the_file_it_stands_for(original: bytes) -> None:
    before = read(original, "a.xlsx").sheets
    after = read(mark_fresh.workbook(before, said(PROBLEMS)), "a.xlsx").sheets[1:]
    assert [s.name for s in after] == [s.name for s in before]
    assert (after[0].grid.kinds == before[0].grid.kinds).all()
    assert [c.value for c in after[0].row(1)] == [c.value for c in before[0].row(1)]
    assert after[0].hidden_rows == {4}


def test_a_formula_without_a_result_does_not_become_a_blank() -> None:
    sheets = read(
        written(lambda _book, sheet: sheet.write_formula("B2", "=1+1", None, "")), "a.xlsx"
    ).sheets
    after = read(mark_fresh.workbook(sheets, said(())), "a.xlsx").sheets[1]
    assert (sheets[0][1, 1].kind, after[1, 1].kind) == (Kind.UNCACHED, Kind.UNCACHED)


def test_a_copier_that_takes_too_long_is_ended(
    original: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marking, "_WALL_SECONDS", 0.001)
    assert copy(original) == mark_fresh.workbook(read(original, "a").sheets, said_as("十月.xlsx"))


def test_the_marking_process_keeps_its_limits_and_loads_nothing_it_can_do_without() -> None:
    code = (
        "import os, resource, sys; from kpi.intake.marker import __main__ as m\n"
        "def told(said): print([n for n in ('numpy', 'PIL', 'pandas') if sys.modules.get(n)],\n"
        "    [resource.getrlimit(r)[1] for r in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)],\n"
        "    file=sys.stderr); os._exit(0)\n"
        "m.unframed = told; m.main()"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter and our own text
        [sys.executable, "-c", code], input=b"", cwd=ROOT, capture_output=True, check=True
    )
    assert done.stderr.decode().strip() == f"[] [{1 << 30}, 0]"


def test_a_large_workbook_is_not_copied(original: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking, "_CELLS", 19)
    assert copy(original) == mark_fresh.workbook(read(original, "a").sheets, said_as("十月.xlsx"))


def said_as(name: str) -> marking.Said:
    return marking.mark_words.said(name, PROBLEMS)


def test_more_values_than_can_be_shown_leave_the_list(
    original: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mark_fresh, "_CELLS", 3)
    book = opened(mark_fresh.workbook(read(original, "a.xlsx").sheets, said(PROBLEMS)))
    assert book.sheetnames == ["问题清单"]
    assert [c.value for c in book.worksheets[0]["C"] if c.hyperlink] == []


def test_beyond_the_limit_problems_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marking.mark_words, "LISTED", 2)
    listed = said(PROBLEMS)
    assert ([line.grade for line in listed.lines], listed.notes[-1]) == (
        ["错误", "提醒"],
        "另有4条未列出。",
    )


def test_dates_that_a_workbook_does_not_state_are_not_the_clock_s(original: bytes) -> None:
    def undated(core: bytes) -> bytes:
        return re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", core)

    book = opened(copy(changed(original, undated, "docProps/core.xml")))
    assert book.properties.modified == datetime(2026, 1, 1)  # noqa: DTZ001 - xlsx has no zone


def test_the_copy_has_no_macros_and_no_clock(marked: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(marked)).infolist()
    assert {p.date_time for p in parts} == {(2026, 1, 1, 0, 0, 0)}
    assert [p.filename for p in parts if "vba" in p.filename.lower()] == []
