"""A filled-in template is read by its hidden codes, and by its headings where it was changed."""

import io
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from kpi.intake.check import check
from kpi.intake.form import stamp
from kpi.intake.form.template import template
from kpi.intake.match import match
from kpi.intake.read import read
from kpi.intake.table.lexicon import Lexicon
from kpi.intake.table.mapping import Block
from kpi.model import panel
from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.sheet import Sheet, grid

OCTOBER = Period.parse("2026-10")
CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("B01", "发展改革局", "—"),
    ),
    indicators=(
        Indicator("fai", "固定资产投资", "亿元", basis=Basis.COMPARABLE_SCOPE, lead="B01"),
        Indicator("rate", "同比增速好评率", "%", measure=Measure.LEVEL, lead="B01"),
    ),
)
Change = Callable[[openpyxl.worksheet.worksheet.Worksheet], None]


def sheet(change: Change = lambda _: None) -> Sheet:
    """The sheet of 发展改革局, filled in, after a change by hand."""
    blank = template(CATALOG, OCTOBER, CATALOG.indicators, panel.empty(), "mark")
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for at, value in {"C6": 9.3, "E6": "—", "G6": 98, "C7": 12, "E7": -3.5}.items():
        book["发展改革局"][at] = value
    change(book["发展改革局"])
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), "报送.xlsx").sheets[0]


def table(change: Change = lambda _: None) -> Block | None:
    return stamp.block(sheet(change), Lexicon(CATALOG), "报送.xlsx", None)


def test_hidden_codes_decide_whatever_the_names_look_like() -> None:
    found = table()
    assert found is not None
    assert found.units == ("J01", "J02")
    assert found.targets == (("fai", Measure.YTD), ("fai", Measure.YOY), ("rate", Measure.LEVEL))
    assert (found.rows.tolist(), found.values) == ([5, 6], (2, 4, 6))
    assert found.target.tolist() == [[0, 1, 2], [0, 1, 2]]
    assert found.unit.tolist() == [[0, 0, 0], [1, 1, 1]]


def test_values_of_the_period_before_are_no_values() -> None:
    found = table()
    assert found is not None
    assert [(c.index, c.role, c.by) for c in found.columns] == [
        (0, "aside", "stamp"),
        (1, "unit", "stamp"),
        (2, "value", "stamp"),
        (3, "aside", "stamp"),
        (4, "value", "stamp"),
        (5, "aside", "stamp"),
        (6, "value", "stamp"),
        (7, "aside", "stamp"),
    ]


def test_the_visible_title_says_the_period() -> None:
    def retitled(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
        seen["B1"] = "2026年11月主要指标报送表"

    found = table(retitled)
    assert found is not None and found.confidence == 1
    assert [str(token.period) for s in found.context if (token := s.read("M"))] == ["2026-11"]


def test_a_changed_unit_of_measure_is_seen() -> None:
    def rescaled(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
        seen["C4"] = "累计（万元）"

    found = table(rescaled)
    assert found is not None
    assert [u.words for u in found.uoms] == [("万元",), ("%",), ("%",)]


def test_lines_may_stand_in_another_order() -> None:
    def swapped(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for column in "ABCEG":
            upper, lower = seen[f"{column}6"], seen[f"{column}7"]
            upper.value, lower.value = lower.value, upper.value

    found = table(swapped)
    assert found is not None and found.units == ("J02", "J01")


def _renamed(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
    seen["B7"] = "城北街道"


def _summed(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
    seen["B8"], seen["C8"] = "合计", 21.3


def _filtered(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
    seen.row_dimensions[7].hidden = True


def _recoded(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
    seen["C5"] = "invest.ytd"


def _cleared(seen: openpyxl.worksheet.worksheet.Worksheet) -> None:
    seen["A5"] = None


@pytest.mark.parametrize("change", [_renamed, _summed, _filtered, _recoded, _cleared])
def test_a_sheet_changed_under_its_codes_is_read_like_any_other(change: Change) -> None:
    assert table(change) is None


def test_a_sheet_that_nobody_has_filled_in_says_nothing() -> None:
    blank = template(
        CATALOG, OCTOBER, CATALOG.indicators, panel.empty(), stamp.of(OCTOBER, CATALOG, ())
    )
    assert [stamp.silent(s) for s in read(blank, "报送.xlsx").sheets] == [True, True]
    assert not stamp.silent(sheet())


def test_a_foreign_sheet_of_the_name_of_ours_is_not_passed_over() -> None:
    assert not stamp.silent(Sheet("_kpi", grid([["单位", "增速"], ["云溪街道", 8.5]])))


def test_another_table_with_a_line_of_codes_is_not_passed_over() -> None:
    rows = [["a"], ["b"], ["c"], ["d"], ["指标代码", "fai"], ["云溪街道", 8.5]]
    assert not stamp.silent(Sheet("10月", grid(rows)))


def filled(made: date | None, catalog: Catalog = CATALOG) -> tuple[Sheet, ...]:
    mark = stamp.of(OCTOBER, catalog, catalog.indicators, made)
    blank = template(catalog, OCTOBER, catalog.indicators, panel.empty(), mark)
    book = openpyxl.load_workbook(io.BytesIO(blank))
    book["发展改革局"]["C6"] = 9.3
    out = io.BytesIO()
    book.save(out)
    return read(out.getvalue(), "报送.xlsx").sheets


RENAMED = Catalog((*CATALOG.units, Unit("J03", "柳林街道", "街道")), CATALOG.indicators)
RECODED = Catalog(CATALOG.units, CATALOG.indicators[:1])


def told(sheets: tuple[Sheet, ...], catalog: Catalog) -> list[str]:
    return [p.sentence() for p in stamp.stale(sheets, catalog)]


def test_a_template_of_the_present_catalog_is_not_stale() -> None:
    assert told(filled(date(2026, 11, 1)), CATALOG) == []


@pytest.mark.parametrize("now", [RENAMED, RECODED], ids=["another unit", "an indicator less"])
def test_a_template_of_an_earlier_catalog_says_its_day(now: Catalog) -> None:
    assert told(filled(date(2026, 11, 1)), now) == ["模板是按旧名录（2026-11-01）生成的。"]


def test_a_mark_without_a_day_is_read_as_before() -> None:
    assert told(filled(None), CATALOG) == []
    assert told(filled(None), RENAMED) == ["模板是按旧名录生成的。"]


def test_a_template_in_part_is_compared_by_what_it_asks_for() -> None:
    mark = stamp.of(OCTOBER, CATALOG, CATALOG.indicators[:1], date(2026, 11, 1))
    blank = template(CATALOG, OCTOBER, CATALOG.indicators[:1], panel.empty(), mark)
    sheets = read(blank, "报送.xlsx").sheets
    assert told(sheets, CATALOG) == []
    assert told(sheets, RECODED) == []  # the other indicator is none of its own


@pytest.mark.parametrize(
    "mark", ["", "kpi-redblack;", "kpi-redblack;template=report;v=1;period=soon;catalog=0", "=;=;"]
)
def test_a_damaged_mark_says_nothing(mark: str) -> None:
    assert told((Sheet("_kpi", grid([[mark]])),), CATALOG) == []


def test_a_stale_template_is_a_word_and_no_authority() -> None:
    sheets = filled(date(2026, 11, 1))
    mapping = match(sheets, RENAMED, name="报送.xlsx", hint=None, today=date(2026, 11, 21))
    found, problems, _ = check(sheets, mapping, RENAMED, panel.empty(), today=date(2026, 11, 21))
    stale = [(p.code, p.severity) for p in problems if p.code == "STAMP_STALE"]
    assert stale == [("STAMP_STALE", "warning")]
    assert found["value"].dropna().tolist() == [9.3]
