"""The blank workbook: what is asked of whom, what is open, what is said."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from kpi import i18n
from kpi.intake.form import stamp
from kpi.intake.form.template import template
from kpi.intake.read import read
from kpi.model import panel
from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.measure import Measure, Status
from kpi.model.period import Period

OCTOBER = Period.parse("2026-10")
FAI = Indicator(
    "fai",
    "固定资产投资",
    "亿元",
    basis=Basis.COMPARABLE_SCOPE,
    jan_feb_merged=True,
    low=0.0,
    lead="B01",
    definition="计划总投资500万元及以上项目完成的投资。",
)
FIRMS = Indicator(
    "firms", "新增注册企业", "户", measure=Measure.MONTH, decimals=0, low=0.0, lead="B02"
)
RATE = Indicator(
    "rate", "办件好评率", "%", measure=Measure.LEVEL, decimals=1, low=0.0, high=100.0, lead="B02"
)
CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("Z01", "文昌镇", "镇"),
        Unit("J09", "旧城街道", "街道", until="2026-06"),
        Unit("B01", "发展改革局", "—"),
        Unit("B02", "政务服务局", "—"),
    ),
    indicators=(FAI, FIRMS, RATE),
)


def past(*rows: tuple[str, str, str, str, float | None]) -> pd.DataFrame:
    """A panel of (unit, indicator, period, measure, value), None for `—`."""
    names = ("unit", "indicator", "period", "measure", "value")
    return panel.of(
        dict(zip(names, row, strict=True))
        | {"status": str(Status.NOT_APPLICABLE if row[4] is None else Status.REPORTED)}
        for row in rows
    )


def made(
    *rows: tuple[str, str, str, str, float | None],
    catalog: Catalog = CATALOG,
    period: Period = OCTOBER,
) -> bytes:
    asked = catalog.indicators
    return template(catalog, period, asked, past(*rows), stamp.of(period, catalog, asked))


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def line(sheet: object, row: int) -> list[object]:
    return [cell.value for cell in sheet[row]]


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    return opened(made(("J01", "fai", "2026-09", "ytd", 9.3)))


def test_every_lead_department_has_a_sheet_of_its_own(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == ["发展改革局", "政务服务局", "_kpi"]


def test_title_and_office_stand_over_the_table(book: openpyxl.Workbook) -> None:
    sheet = book["政务服务局"]
    assert sheet["B1"].value == "2026年10月主要指标报送表"
    assert (sheet["B2"].value, sheet["C2"].value) == ("填报单位：政务服务局", "联系人：")


def test_headings_name_indicator_measure_and_unit_of_measure(book: openpyxl.Workbook) -> None:
    sheet = book["政务服务局"]
    assert line(sheet, 3)[1:] == ["单位名称", "新增注册企业", None, "办件好评率", None]
    assert line(sheet, 4)[2:] == [
        "当月\n（户）", "上期值（参考）", "时点\n（%）", "上期值（参考）",
    ]  # fmt: skip


def test_growth_is_asked_only_where_it_is_given_and_not_computed() -> None:
    def codes(basis: Basis | None) -> list[object]:
        one = Catalog(CATALOG.units, (replace(FAI, basis=basis),))
        return [v for v in line(opened(made(catalog=one))["发展改革局"], 5)[2:] if v]

    assert codes(Basis.COMPARABLE_SCOPE) == ["fai.ytd", "fai.yoy"]
    assert codes(Basis.NOMINAL) == codes(None) == ["fai.ytd"]


def test_growth_of_a_growth_is_not_asked() -> None:
    own = replace(FAI, code="va", measure=Measure.YOY, uom="%", basis=Basis.CONSTANT_PRICE)
    sheet = opened(made(catalog=Catalog(CATALOG.units, (own,))))["发展改革局"]
    assert line(sheet, 5)[2:] == ["va.yoy", None]
    assert sheet["C4"].value == "累计同比增速\n（%）"


def test_codes_are_hidden_and_units_in_force_are_named(book: openpyxl.Workbook) -> None:
    sheet = book["政务服务局"]
    rows = [(r[0].value, r[1].value) for r in sheet.iter_rows(min_row=6, max_row=9)]
    assert rows == [
        ("J01", "云溪街道"),
        ("J02", "望江街道"),
        ("Z01", "文昌镇"),
        (None, None),
    ]
    assert sheet["A5"].value == stamp.CODES
    assert sheet.column_dimensions["A"].hidden and sheet.row_dimensions[5].hidden


def test_only_values_and_the_contact_are_open(book: openpyxl.Workbook) -> None:
    def unlocked(name: str) -> list[str]:
        return [
            c.coordinate for row in book[name].iter_rows() for c in row if not c.protection.locked
        ]

    assert unlocked("发展改革局") == ["D2", "C6", "E6", "C7", "E7"]
    assert unlocked("政务服务局") == ["D2", "C6", "E6", "C7", "E7", "C8", "E8"]
    for name in ("发展改革局", "政务服务局"):
        assert book[name].protection.sheet and not book[name].protection.password


def test_the_value_before_stands_beside_and_is_locked() -> None:
    rows = (
        ("J01", "firms", "2026-09", "month", 1204.0),
        ("J02", "firms", "2026-09", "month", None),
        ("J01", "firms", "2026-08", "month", 7.0),
    )
    sheet = opened(made(*rows))["政务服务局"]
    assert [sheet[a].value for a in ("D6", "D7", "D8")] == [1204, "—", None]
    assert all(sheet[a].protection.locked for a in ("D6", "D7"))


def test_a_quarter_is_compared_with_the_quarter_before() -> None:
    gdp = Indicator("gdp", "地区生产总值", "亿元", freq="Q", lead="B01")
    one = Catalog(CATALOG.units, (gdp, FAI))
    rows = (("J01", "gdp", "2026-Q2", "ytd", 88.0), ("J01", "fai", "2026-08", "ytd", 9.0))
    sheet = opened(made(*rows, catalog=one, period=Period.parse("2026-09")))["发展改革局"]
    assert (sheet["D6"].value, sheet["F6"].value) == (88, 9)
    assert sheet["B1"].value == "2026年9月主要指标报送表"


def test_an_indicator_is_asked_of_the_groups_that_have_had_it() -> None:
    rows = (("J01", "firms", "2025-03", "month", 3.0), ("Z01", "rate", "2026", "target", 95.0))
    sheet = opened(made(*rows))["政务服务局"]
    asked = {a: not sheet[a].protection.locked for a in ("C6", "C7", "C8", "E6", "E7", "E8")}
    assert asked == {"C6": True, "C7": True, "C8": False, "E6": False, "E7": False, "E8": True}


def test_an_indicator_never_reported_is_asked_of_all(book: openpyxl.Workbook) -> None:
    assert [book["政务服务局"][a].protection.locked for a in ("C6", "C7", "C8")] == [False] * 3


def test_a_task_of_none_is_no_reason_to_ask() -> None:
    rows = (("J01", "rate", "2026", "target", 95.0), ("Z01", "rate", "2026", "target", None))
    assert opened(made(*rows))["政务服务局"]["E8"].protection.locked


def test_entries_are_checked_against_the_limits_and_may_be_kept(book: openpyxl.Workbook) -> None:
    firms, rate = sorted(
        book["政务服务局"].data_validations.dataValidation, key=lambda v: str(v.sqref)
    )
    assert (str(firms.sqref), firms.type, firms.formula1) == ("C6:C8", "whole", "0")
    assert (rate.type, rate.formula1, rate.formula2) == ("decimal", "0", "100")
    assert firms.errorStyle == rate.errorStyle == "warning"
    assert rate.error == (
        "应为0至100之间的数，小数不超过1位，不带计量单位。本期不适用填“—”；核对无误可以保留。"
    )


def test_a_prompt_says_what_to_fill_in_and_what_it_means(book: openpyxl.Workbook) -> None:
    value, growth = book["发展改革局"].data_validations.dataValidation
    assert value.prompt == (
        "填2026年1-10月，累计（亿元）。上期：2026年1-9月。\n计划总投资500万元及以上项目完成的投资。"
    )
    assert value.promptTitle == "固定资产投资"
    assert (growth.type, growth.formula1) == ("decimal", "-1000000000000")


def test_a_long_definition_fits_the_255_characters_of_a_prompt() -> None:
    one = Catalog(CATALOG.units, (replace(FAI, definition="长" * 400),))
    (value, _growth) = opened(made(catalog=one))["发展改革局"].data_validations.dataValidation
    assert len(value.prompt) == 255


def test_percentages_have_no_number_format(book: openpyxl.Workbook) -> None:
    # 5% typed under 0.0 would be kept as 0.05 and shown as 0.1
    assert book["政务服务局"]["E6"].number_format == "General"
    assert book["政务服务局"]["C6"].number_format == "#,##0"
    assert book["发展改革局"]["C6"].number_format == "#,##0.00"


def fits(sheet: openpyxl.worksheet.worksheet.Worksheet) -> tuple[bool, int | None]:
    """Whether a sheet is shrunk to the width of a page, and to how many pages of height."""
    fit = sheet.sheet_properties.pageSetUpPr
    return bool(fit and fit.fitToPage), sheet.page_setup.fitToHeight


def test_a_page_is_landscape_a4_with_its_heading_on_every_sheet(book: openpyxl.Workbook) -> None:
    sheet = book["发展改革局"]
    assert sheet.freeze_panes == "C6"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$5"
    assert fits(sheet) == (True, None)  # none said: one page high


def test_a_long_list_of_units_runs_over_pages_and_a_wide_one_keeps_its_names() -> None:
    units = tuple(Unit(f"J{n:02}", f"第{n}街道", "街道") for n in range(1, 32))
    long = opened(made(catalog=Catalog(units, (RATE,))))["B02"]
    assert fits(long) == (True, 0)
    many = tuple(replace(RATE, code=f"r{n}", name=f"第{n}类好评率") for n in range(9))
    wide = opened(made(catalog=Catalog(units[:2], many)))["B02"]
    assert (wide.print_title_cols, fits(wide)[0]) == ("$B:$B", False)


def test_the_mark_is_very_hidden_and_names_point_to_the_lists(book: openpyxl.Workbook) -> None:
    hidden = book["_kpi"]
    assert hidden.sheet_state == "veryHidden"
    assert hidden["A1"].value == stamp.of(OCTOBER, CATALOG, CATALOG.indicators)
    assert hidden["A1"].value.startswith("kpi-redblack;template=report;v=1;period=2026-10;catalog=")
    named = {n: book.defined_names[n].attr_text for n in ("KPI_UNITS", "KPI_INDICATORS")}
    assert named == {"KPI_UNITS": "_kpi!$A$2:$A$4", "KPI_INDICATORS": "_kpi!$C$2:$C$5"}
    assert read(made(), "x.xlsx").facts.stamp == hidden["A1"].value


def test_the_mark_changes_with_the_names_it_stands_for() -> None:
    renamed = replace(FAI, name="固投")
    assert stamp.of(OCTOBER, CATALOG, (FAI,)) != stamp.of(OCTOBER, CATALOG, (renamed,))
    assert stamp.of(OCTOBER, CATALOG, (FAI,)) == stamp.of(
        OCTOBER, CATALOG, (replace(FAI, low=1.0),)
    )


def test_equal_arguments_give_equal_bytes() -> None:
    rows = (("J01", "fai", "2026-09", "ytd", 9.3),)
    assert made(*rows) == made(*rows)


def test_the_form_is_chinese_for_a_reader_of_english(monkeypatch: pytest.MonkeyPatch) -> None:
    chinese = made()
    monkeypatch.setattr(i18n, "_asked", lambda: "en")
    assert made() == chinese


def test_a_name_like_a_formula_stays_text() -> None:
    one = Catalog((Unit("J01", "=1+1", "街道"),), (replace(FAI, name="=HYPERLINK(1)"),))
    sheet = opened(made(catalog=one))["B01"]
    assert [(sheet[a].value, sheet[a].data_type) for a in ("B6", "C3")] == [
        ("=1+1", "s"),
        ("=HYPERLINK(1)", "s"),
    ]


def test_sheet_names_are_such_as_excel_takes() -> None:
    units = (
        *CATALOG.units[:1],
        Unit("B01", "投资/促进局", "—"),
        Unit("B02", "投资:促进局", "—"),
    )
    names = opened(made(catalog=Catalog(units, (FAI, FIRMS)))).sheetnames
    assert names == ["投资 促进局", "投资 促进局 2", "_kpi"]
