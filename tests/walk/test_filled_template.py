"""Template out, filled in, and in again: the values that were typed, and nothing else."""

import io
from collections.abc import Iterator
from datetime import date

import openpyxl
import pytest

from kpi.model.catalog import Basis, Catalog, Indicator, Setup, Target, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.service import checked, upload
from kpi.store import catalog
from kpi.store.engine import Act, Store

TODAY = date(2026, 11, 10)
CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("Z01", "文昌镇", "镇"),
        Unit("B01", "发展改革局", "—"),
        Unit("B02", "政务服务局", "—"),
    ),
    indicators=(
        Indicator("gdp", "地区生产总值", "亿元", freq="Q", lead="B01"),
        Indicator(
            "va", "规上工业增加值增速", "%", measure=Measure.YOY, decimals=1,
            basis=Basis.CONSTANT_PRICE, jan_feb_merged=True, lead="B01",
        ),
        Indicator(
            "fai", "固定资产投资", "亿元", basis=Basis.COMPARABLE_SCOPE, jan_feb_merged=True,
            low=0.0, lead="B01",
        ),
        Indicator(
            "firms", "新增注册企业", "户", measure=Measure.MONTH, decimals=0, low=0.0,
            basis=Basis.NOMINAL, lead="B02",
        ),
        Indicator("loans", "贷款余额", "亿元", measure=Measure.LEVEL, lead="B02"),
        Indicator("rate", "办件好评率", "%", measure=Measure.MONTH, decimals=1, lead="B02"),
    ),
)  # fmt: skip
TARGETS = tuple(Target(unit, "fai", "2026", 100.0) for unit in ("J01", "J02"))
Value = tuple[str, str, str, str, float | None]


@pytest.fixture
def stocked(store: Store) -> Iterator[Store]:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG, TARGETS))
    yield store


def codes(data: bytes) -> list[str]:
    """The hidden codes of every column that a template asks for."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    shown = [sheet for sheet in book if sheet.sheet_state == "visible"]
    return [str(cell.value) for sheet in shown for cell in sheet[5][2:] if cell.value]


def filled(data: bytes) -> tuple[bytes, set[Value]]:
    """Every open cell with a number of its own, one of six with `—` or left blank; what is said."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    period = str(book["_kpi"]["A1"].value).split("period=")[1][:7]
    said: set[Value] = set()
    n = 0
    for sheet in (s for s in book if s.sheet_state == "visible"):
        for cell in (c for row in sheet.iter_rows(min_row=6) for c in row):
            if cell.protection.locked:
                continue
            n += 1
            code, _, measure = str(sheet.cell(5, cell.column).value).partition(".")
            own = str(Period.parse(period).within(CATALOG.indicator[code].freq))
            if n % 6 == 5:
                continue
            whole = CATALOG.indicator[code].decimals == 0
            value = None if n % 6 == 4 else float(10 + n) + (0 if whole else 0.25)
            cell.value = "—" if value is None else value
            said.add((str(sheet.cell(cell.row, 1).value), code, measure, own, value))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), said


def values(plan: upload.Plan) -> set[Value]:
    """What a plan would store; blank cells are not reported and store nothing."""
    rows = [r for r in checked.as_json(plan)["values"] if r["status"] != "not_reported"]
    return {tuple(r[k] for k in ("unit", "indicator", "measure", "period", "value")) for r in rows}


@pytest.mark.parametrize("period", ["2026-02", "2026-09", "2026-10"])
def test_a_filled_in_template_gives_the_values_that_were_typed(stocked: Store, period: str) -> None:
    data, said = filled(upload.template(stocked, Period.parse(period), OPERATOR))
    plan = upload.preview(stocked, data, "报送.xlsx", OPERATOR, today=TODAY)
    assert plan.settled  # nobody is asked what a column of ours means
    assert values(plan) == said
    assert (plan.outcome, {shape for _sheet, shape in plan.shapes}) == ("accept", {"template"})
    spoken = {"PERIOD_FROM_TITLE", "MISSING"}
    assert {p.code for p in plan.problems} <= spoken  # not of its own grey columns and its mark


def test_values_of_the_period_before_are_not_taken_for_new_ones(stocked: Store) -> None:
    before, _said = filled(upload.template(stocked, Period.parse("2026-09"), OPERATOR))
    plan = upload.preview(stocked, before, "9月.xlsx", OPERATOR, today=TODAY)
    upload.commit(stocked, plan, operator("zhangsan"))
    data, said = filled(upload.template(stocked, Period.parse("2026-10"), OPERATOR))
    again = upload.preview(stocked, data, "10月.xlsx", OPERATOR, today=TODAY)
    assert values(again) == said
    assert again.periods == ("2026-10",)


def test_a_department_that_fills_in_its_sheet_says_nothing_of_the_others(stocked: Store) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(upload.template(stocked, Period.parse("2026-10"), OPERATOR))
    )
    book["政务服务局"]["C6"] = 17
    out = io.BytesIO()
    book.save(out)
    plan = upload.preview(stocked, out.getvalue(), "报送.xlsx", OPERATOR, today=TODAY)
    assert values(plan) == {("J01", "firms", "month", "2026-10", 17.0)}
    assert {p.sheet for p in plan.problems} == {"政务服务局"}


def test_a_template_sent_back_blank_holds_no_data(stocked: Store) -> None:
    blank = upload.template(stocked, Period.parse("2026-10"), OPERATOR)
    plan = upload.preview(stocked, blank, "报送.xlsx", OPERATOR, today=TODAY)
    assert [p.code for p in plan.problems] == ["NO_DATA"]


def test_a_template_without_its_marks_is_read_by_its_headings(stocked: Store) -> None:
    data, said = filled(upload.template(stocked, Period.parse("2026-10"), OPERATOR))
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book["_kpi"]
    for sheet in book:
        for cell in (*sheet[5], *sheet["A"]):
            cell.value = None
        sheet.row_dimensions[5].hidden = sheet.column_dimensions["A"].hidden = False
    out = io.BytesIO()
    book.save(out)
    plan = upload.preview(stocked, out.getvalue(), "报送.xlsx", OPERATOR, today=TODAY)
    assert values(plan) == said


def test_what_is_due_is_asked_and_no_more(stocked: Store) -> None:
    asked = {
        p: codes(upload.template(stocked, Period.parse(p), OPERATOR))
        for p in ("2026-01", "2026-09")
    }
    monthly = ["firms.month", "loans.level", "rate.month"]
    assert asked["2026-01"] == monthly  # 1-2月 are published together
    assert asked["2026-09"] == ["gdp.ytd", "va.yoy", "fai.ytd", "fai.yoy", *monthly]


def test_chosen_indicators_only(stocked: Store) -> None:
    data = upload.template(stocked, Period.parse("2026-10"), OPERATOR, ("rate", "fai"))
    assert codes(data) == ["fai.ytd", "fai.yoy", "rate.month"]


@pytest.mark.parametrize("code", ["gdp", "nothing"])
def test_a_code_that_is_not_due_or_not_known_is_named(stocked: Store, code: str) -> None:
    with pytest.raises(upload.Unknown, match=f"“{code}”，或在 2026-10"):
        upload.template(stocked, Period.parse("2026-10"), OPERATOR, ("fai", code))


def test_an_empty_catalog_has_no_template(store: Store) -> None:
    with pytest.raises(upload.Unknown, match="no indicator"):
        upload.template(store, Period.parse("2026-10"), OPERATOR)


def test_a_department_is_asked_only_for_groups_with_a_task(stocked: Store) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(upload.template(stocked, Period.parse("2026-10"), OPERATOR, ("fai",)))
    )
    assert [book["发展改革局"][f"B{r}"].value for r in (6, 7, 8)] == ["云溪街道", "望江街道", None]
