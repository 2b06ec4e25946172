"""What a number format shows, through the code and through whole files of every kind."""

import io

import pytest
import xlsxwriter
import xlwt
from office import DISTRICT, TODAY
from workbooks import written

from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.read import read
from kpi.intake.worker.formats import meaning
from kpi.intake.worker.planes import NUMBER, SCALED, shown
from kpi.model import panel
from kpi.model.problem import Problem
from kpi.model.sheet import Kind, Sheet


@pytest.mark.parametrize(
    ("code", "places", "decimals"),
    [
        ("#,##0,", 3, 0),
        ("#,##0.0,", 3, 1),
        ("#,##0.00,,", 6, 2),
        ("0!.0,", 4, 1),
        ("0!.0,;-0!.0,", 4, 1),
        ('0"."0,', 4, 1),
        ('0\\.0,"万元"', 4, 1),
        ("[$-804]0!.0,_ ", 4, 1),
        ("0!.0000", 4, 4),
        ("#!.00,,", 8, 2),
    ],
)
def test_commas_and_written_points_divide_what_is_seen(
    code: str, places: int, decimals: int
) -> None:
    kind = meaning(code)
    assert (kind & 0xFF, shown(kind)) == (SCALED, (places, decimals))


@pytest.mark.parametrize(
    "code", ["#,##0.00", "0,000", "yyyy, mm", 'yyyy"."mm"."dd', "0.00E+00", "000\\.000\\.000", "@"]
)
def test_a_comma_between_digits_or_a_point_in_a_date_divides_nothing(code: str) -> None:
    assert meaning(code) == NUMBER


def told(data: bytes, name: str) -> list[Problem]:
    sheets = read(data, name).sheets
    mapping = match(sheets, DISTRICT, name=name, hint=None, today=TODAY)
    _, problems, _ = check(sheets, mapping, DISTRICT, panel.empty(), today=TODAY)
    return [p for p in problems if p.code == "DISPLAY_SCALED"]


LINES = [("2026年10月", None), ("单位", "社零"), ("东关街道", 12345678), ("西关街道", 8)]


def workbook() -> bytes:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for row, line in enumerate(LINES):
            sheet.write_row(row, 3, line)  # not in A: the planes are cropped and shifted
        sheet.write_number("E3", 12345678, book.add_format({"num_format": "0!.0,"}))
        sheet.write_blank("J9", None, book.add_format({"bold": True}))

    return written(fill)


def old_workbook() -> bytes:
    book = xlwt.Workbook()
    sheet, tenthousands = book.add_sheet("10月"), xlwt.easyxf(num_format_str="0!.0,")
    for row, line in enumerate(LINES):
        for column, value in enumerate(line, 3):
            style = [tenthousands] if (row, column) == (2, 4) else []
            sheet.write(row, column, value, *style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="w">
 <NumberFormat ss:Format="0!.0,"/></Style></Styles><Worksheet ss:Name="10月"><Table>
 <Row><Cell ss:Index="4"><Data ss:Type="String">2026年10月</Data></Cell></Row>
 <Row><Cell ss:Index="4"><Data ss:Type="String">单位</Data></Cell>
  <Cell><Data ss:Type="String">社零</Data></Cell></Row>
 <Row><Cell ss:Index="4"><Data ss:Type="String">东关街道</Data></Cell>
  <Cell ss:StyleID="w"><Data ss:Type="Number">12345678</Data></Cell></Row>
 </Table></Worksheet></Workbook>""".encode()


@pytest.mark.parametrize(
    ("data", "name"),
    [(workbook(), "十月.xlsx"), (old_workbook(), "十月.xls"), (XML, "十月.xls")],
    ids=["xlsx", "xls", "xml2003"],
)
def test_stored_and_shown_are_the_true_ones_and_what_is_shown_is_offered(
    data: bytes, name: str
) -> None:
    (said,) = told(data, name)
    assert str(said.cell) == "10月!E3"
    assert said.sentence() == "显示格式缩小了数值：存 12345678，显示 1,234.6。"
    assert said.fix is not None
    assert (said.fix.kind, said.fix.value) == ("factor", "0.0001")


def test_each_format_of_a_column_is_spoken_of_once() -> None:
    def fill(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        thousands = book.add_format({"num_format": "#,##0,"})
        millions = book.add_format({"num_format": "#,##0.00,,"})
        sheet.write_row("A1", ["2026年10月"])
        sheet.write_row("A2", ["单位", "社零"])
        for row, unit in enumerate(DISTRICT.units, 2):
            sheet.write(row, 0, unit.name)
            sheet.write(row, 1, 2500000, millions if row == 4 else thousands)

    said = told(written(fill), "十月.xlsx")
    assert [(str(p.cell), p.sentence()) for p in said] == [
        ("10月!B3", "显示格式缩小了数值：存 2500000，显示 2,500。"),
        ("10月!B5", "显示格式缩小了数值：存 2500000，显示 2.50。"),
    ]
    assert [p.fix.value for p in said if p.fix] == ["0.001", "0.000001"]


def scaled(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    assert all(sheet.grid.kinds[at] == Kind.SCALED for at in sheet.grid.scales)
    return dict(sheet.grid.scales)


def test_the_grid_knows_how_each_scaled_cell_is_shown() -> None:
    assert scaled(read(workbook(), "十月.xlsx").sheets[0]) == {(2, 4): (4, 1)}
    assert scaled(read(old_workbook(), "十月.xls").sheets[0]) == {(2, 4): (4, 1)}


def test_a_month_that_a_spreadsheet_saved_as_text_has_spoilt_is_asked_about() -> None:
    def told(*months: str) -> list[str]:
        lines = (f"东关街道,{month},{i}" for i, month in enumerate(months, 1))
        data = "\n".join(("单位,期间,固投累计（亿元）", *lines)).encode()
        sheets = read(data, "a.csv").sheets
        mapping = match(sheets, DISTRICT, name="a.csv", hint=None, today=TODAY)
        found, problems, _ = check(sheets, mapping, DISTRICT, panel.empty(), today=TODAY)
        faults = [f"{p.cell}:{p.code}" for p in problems if p.code == "BAD_PERIOD"]
        return [*found["period"], *faults]

    assert told("2026.9", "2026.1") == ["2026-09", "csv!B3:BAD_PERIOD"]  # October lost its 0
    assert told("2026.1", "2026.10") == ["2026-01", "2026-10"]


def test_an_error_saved_as_text_is_an_error_of_its_cell() -> None:
    data = "2026年10月\n单位,固投累计（亿元）\n东关街道,#DIV/0!\n西关街道,#N/A\n".encode("gb18030")
    sheets = read(data, "a.csv").sheets
    mapping = match(sheets, DISTRICT, name="a.csv", hint=None, today=TODAY)
    _, problems, _ = check(sheets, mapping, DISTRICT, panel.empty(), today=TODAY)
    errors = [(str(p.cell), p.code, p.given) for p in problems if p.severity == "error"]
    assert errors == [("csv!B3", "CELL_ERROR", "#DIV/0!"), ("csv!B4", "CELL_ERROR", "#N/A")]
