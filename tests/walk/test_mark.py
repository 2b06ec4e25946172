"""A spoilt file is marked, corrected as the marks say, and taken; the district is 云川区."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from kpi.intake.catalog.workbook import read as read_catalog
from kpi.intake.read import read
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.model.upload import Plan
from kpi.service import upload
from kpi.store import catalog
from kpi.store.engine import Act, Store

pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
TODAY = date(2026, 11, 21)
NAMES = Path(__file__).parents[2] / "sample_spreadsheets" / "名录.xlsx"
UNITS = ("长安路街道", "青云街道", "高新园街道", "望江街道", "东风街道")
UNITS += ("南湖街道", "柳林街道", "桥西街道", "白石镇", "云岭镇")


def spoilt(name: str) -> bytes:
    """October's investment with an unknown unit, a worded number, an error and a formula."""
    if name.endswith(".csv"):
        lines = ["单位,固定资产投资累计（亿元）", *(f"{u},{n + 3}.5" for n, u in enumerate(UNITS))]
        text = "\n".join(["云川区2026年1-10月固定资产投资", *lines])
        return text.replace("青云街道", "青云街").replace("6.5", "六点五").encode("gb18030")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("十月")
        sheet.write_string("A1", "云川区2026年1-10月固定资产投资完成情况表")
        sheet.write_row("A2", ["单位", "固定资产投资累计（亿元）"])
        for row, unit in enumerate(UNITS, 2):
            sheet.write_string(row, 0, unit)
            sheet.write_number(row, 1, row + 0.5)
        sheet.write_string("A4", "青云街")
        sheet.write_string("B6", "6,5亿")
        sheet.write_formula("B7", "=1/0", None, "#DIV/0!")
        sheet.write_formula("B8", "=3*2.5", None, 7.5)
    return out.getvalue()


CORRECT = {
    "十月.xlsx": {"A4": "青云街道", "B6": 5.5, "B7": 6.5},
    "十月.csv": {"A4": "青云街道", "B6": 6.5},
}


@pytest.fixture
def district(store: Store) -> Store:
    setup, problems = read_catalog(read(NAMES.read_bytes(), NAMES.name).sheets)
    assert setup is not None, problems
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, setup)
    return store


def preview(store: Store, data: bytes, name: str = "十月.xlsx") -> Plan:
    return upload.preview(store, data, name, OPERATOR, today=TODAY)


def faults(plan: Plan) -> list[tuple[str, str, str]]:
    return sorted((p.code, str(p.cell or p.sheet), p.given) for p in plan.problems)


@pytest.mark.parametrize("name", CORRECT)
def test_a_marked_copy_corrected_as_advised_is_taken(name: str, district: Store) -> None:
    first = preview(district, spoilt(name), name)
    assert first.outcome == "reject"
    book = openpyxl.load_workbook(io.BytesIO(upload.marked(first)))
    errors = [p.cell.address for p in first.problems if p.cell and p.severity == "error"]
    assert sorted(errors) == sorted(CORRECT[name])
    only = book.worksheets[1]
    for address, value in CORRECT[name].items():
        only[address] = value
    if name == "十月.xlsx":
        only["B8"] = 7.5  # openpyxl here saves no result beside the formula
    out = io.BytesIO()
    book.save(out)
    second = preview(district, out.getvalue(), "十月（标注）.xlsx")
    assert [p.text() for p in second.problems if p.severity == "error"] == []
    assert second.outcome == "accept"
    receipt = upload.commit(district, second, operator("D01"), "corrected")
    assert receipt is not None
    assert receipt.diff.new == len(UNITS)


@pytest.mark.parametrize("name", CORRECT)
def test_a_marked_copy_sent_back_unchanged_has_the_same_problems(
    name: str, district: Store
) -> None:
    first = preview(district, spoilt(name), name)
    again = preview(district, upload.marked(first))
    assert faults(again) == faults(first)
    assert (again.shapes, again.skipped) == (first.shapes, first.skipped)


def test_a_copy_of_a_copy_has_one_list(district: Store) -> None:
    first = preview(district, spoilt("十月.xlsx"))
    again = upload.marked(preview(district, upload.marked(first)))
    assert openpyxl.load_workbook(io.BytesIO(again)).sheetnames == ["问题清单", "十月"]


def test_what_was_not_read_has_nothing_to_mark(district: Store) -> None:
    with pytest.raises(Refused):
        upload.marked(preview(district, b"%PDF-1.7\n"))
