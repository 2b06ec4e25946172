"""Files that must not get in: each is named at its place, and the database stays as it was."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import dump
import pytest
import xlsxwriter

from kpi.intake.catalog.workbook import read as read_catalog
from kpi.intake.read import read
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.service import upload
from kpi.store import catalog
from kpi.store.engine import Act, Store

TODAY = date(2026, 11, 21)
NAMES = Path(__file__).parents[2] / "sample_spreadsheets" / "名录.xlsx"
TITLE = "云川区2026年1-10月固定资产投资完成情况表"
FAI = "固定资产投资累计（亿元）"
OCTOBER = {
    "长安路街道": 11.10,
    "青云街道": 8.10,
    "高新园街道": 17.10,
    "望江街道": 12.45,
    "东风街道": 6.52,
    "南湖街道": 4.71,
    "柳林街道": 3.80,
    "桥西街道": 7.06,
    "白石镇": 5.20,
    "云岭镇": 2.38,
}
Sheet = Any  # xlsxwriter is not typed


def workbook(change: Callable[[Sheet], object] = lambda sheet: None) -> bytes:
    """October's investment: title in A1, heads in row 2, units from A3 on; `change` spoils it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("十月")
        sheet.write_string("A1", TITLE)
        sheet.write_row("A2", ["单位", FAI])
        for row, (unit, value) in enumerate(OCTOBER.items(), 2):
            sheet.write_string(row, 0, unit)
            sheet.write_number(row, 1, value)
        change(sheet)
    return out.getvalue()


def unknown_column(sheet: Sheet) -> None:
    sheet.write_string("C2", "夜间照明指数")
    for row in range(2, 12):
        sheet.write_number(row, 2, 3.5 + row)


def second_row_of_a_unit(sheet: Sheet) -> None:
    sheet.write_string("A13", "长安路街道")
    sheet.write_number("B13", 12.34)


NO_FILE_AT_ALL = {  # what came, and what is said of the file as a whole
    "a letter": (b"%PDF-1.7\n1 0 obj\n", "UNKNOWN_TYPE"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "UNKNOWN_TYPE"),
    "nothing": (b"", "EMPTY_FILE"),
    "half a workbook": (workbook()[: len(workbook()) // 2], "CORRUPT"),
    "a locked workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
        "ENCRYPTED",
    ),
}
BAD_CELLS: dict[str, tuple[Callable[[Sheet], object], str, str]] = {
    "an unknown unit": (lambda s: s.write_string("A5", "高新区街道"), "UNKNOWN_UNIT", "A5"),
    "text in a number": (lambda s: s.write_string("B4", "8,10亿"), "NOT_A_NUMBER", "B4"),
    "an error": (lambda s: s.write_formula("B6", "=1/0", None, "#DIV/0!"), "CELL_ERROR", "B6"),
    "a formula never calculated": (
        lambda s: s.write_formula("B7", "=6.00+0.52", None, ""),
        "FORMULA_NO_VALUE",
        "B7",
    ),
    "a unit twice with other values": (second_row_of_a_unit, "DUPLICATE_CONFLICT", "B13"),
}


@pytest.fixture
def district(store: Store) -> Store:
    """云川区 with its catalog and September's investment of one street."""
    setup, problems = read_catalog(read(NAMES.read_bytes(), NAMES.name).sheets)
    assert setup is not None, problems
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, setup)
    stored = "单位,指标,报告期,数值\n长安路街道,固定资产投资,2026年9月,9.80\n".encode("utf-8-sig")
    plan = upload.preview(store, stored, "九月.csv", OPERATOR, today=TODAY)
    assert upload.commit(store, plan, operator("D01"), "only one street") is not None
    return store


@pytest.mark.parametrize("what", NO_FILE_AT_ALL)
def test_what_is_no_spreadsheet_is_refused_by_name(what: str, district: Store) -> None:
    data, code = NO_FILE_AT_ALL[what]
    before = dump.everything(district)
    plan = upload.preview(district, data, "十月.xlsx", OPERATOR, today=TODAY)
    assert (plan.outcome, [p.code for p in plan.problems]) == ("refuse", [code])
    assert plan.problems[0].text()
    with pytest.raises(Refused):
        upload.commit(district, plan, operator("D01"))
    assert dump.everything(district) == before


@pytest.mark.parametrize("what", BAD_CELLS)
def test_a_bad_cell_is_named_and_nothing_is_stored(what: str, district: Store) -> None:
    spoil, code, cell = BAD_CELLS[what]
    before = dump.everything(district)
    plan = upload.preview(district, workbook(spoil), "十月.xlsx", OPERATOR, today=TODAY)
    errors = [p for p in plan.problems if p.severity == "error"]
    assert plan.outcome == "reject"
    assert [(p.code, str(p.cell)) for p in errors] == [(code, f"十月!{cell}")]
    assert errors[0].text().startswith(f"十月!{cell}：")
    with pytest.raises(Refused):
        upload.commit(district, plan, operator("D01"), "in order")
    assert dump.everything(district) == before


def test_a_column_of_numbers_without_an_indicator_is_said_and_left_out(district: Store) -> None:
    before = dump.everything(district)
    plan = upload.preview(district, workbook(unknown_column), "十月.xlsx", OPERATOR, today=TODAY)
    told = [(str(p.severity), str(p.cell), p.given) for p in plan.problems if p.code[:3] == "UNM"]
    assert told == [("warning", "十月!C2", "夜间照明指数")]
    assert (set(plan.panel["indicator"]), len(plan.panel)) == ({"fai"}, 10)
    assert dump.everything(district) == before


def test_the_same_workbook_unspoilt_is_stored(district: Store) -> None:
    before = dump.everything(district)
    plan = upload.preview(district, workbook(), "十月.xlsx", OPERATOR, today=TODAY)
    assert [p.text() for p in plan.problems if p.severity == "error"] == []
    receipt = upload.commit(district, plan, operator("D01"))
    assert receipt is not None
    assert (receipt.diff.new, receipt.diff.changed) == (10, 0)
    assert dump.everything(district)[0] != before[0]
