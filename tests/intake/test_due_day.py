"""报送日 of 名录.xlsx: an optional column that comes back as it went."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest

from kpi.intake.catalog import workbook
from kpi.intake.read import read
from kpi.model.catalog import Catalog, Indicator, Setup, Unit

FAI = Indicator("fai", "固定资产投资", "亿元", lead="B01")
CATALOG = Catalog(
    units=(Unit("B01", "发展改革局", "—", "部门"), Unit("J01", "云溪街道", "街道", "街道")),
    indicators=(replace(FAI, due_day=12), Indicator("firms", "新增企业", "户", lead="B01")),
)


def book(setup: Setup) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook.write(setup)))


def test_the_day_comes_back_and_an_empty_one_stays_empty() -> None:
    sheets = read(workbook.write(Setup(CATALOG)), "名录.xlsx").sheets
    given, problems = workbook.read(sheets)
    assert problems == ()
    assert given is not None
    assert [i.due_day for i in given.catalog.indicators] == [12, None]


def test_without_any_day_the_column_does_not_stand_there() -> None:
    heads = {c.value for c in book(Setup(replace(CATALOG, indicators=(FAI,))))["指标"][1]}
    assert "报送日" not in heads
    assert "报送日" in {c.value for c in book(Setup(CATALOG))["指标"][1]}


@pytest.mark.parametrize("given", [0, 21, 8.5, "月底"])
def test_a_day_that_no_month_has_is_refused(given: object) -> None:
    made = book(Setup(CATALOG))
    sheet = made["指标"]
    place = next(c for c in sheet[1] if c.value == "报送日").column_letter
    sheet[f"{place}2"].value = given
    kept = BytesIO()
    made.save(kept)
    setup, problems = workbook.read(read(kept.getvalue(), "名录.xlsx").sheets)
    assert setup is None
    assert [(p.code, str(p.cell)) for p in problems] == [("CATALOG_VALUE", f"指标!{place}2")]
