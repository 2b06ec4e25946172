"""Cells to numbers and problems, each fault at its cell."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office import DISTRICT, october, places, read, sheet, values

from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.period import Period
from kpi.model.sheet import Grid, Kind, Sheet, grid


def kinds(rows: list[list[Any]], **at: tuple[Kind, Any]) -> Sheet:
    """A sheet whose cells at `C3=(kind, value)` are of that kind."""
    plain = grid(rows)
    kind, number, texts = plain.kinds.copy(), plain.numbers.copy(), list(plain.texts)
    for address, (which, value) in at.items():
        r, c = int(address[1:]) - 1, ord(address[0]) - 65
        kind[r, c] = which
        if isinstance(value, str):
            texts.append(value)
            value = len(texts) - 1
        number[r, c] = np.nan if value is None else value
    return Sheet("数据", Grid(kind, number, tuple(texts)))


ROWS = [
    ["2026年10月"],
    ["单位", "固投（亿元）", "一网通办率（%）"],
    ["东关街道", 10.5, 81.5],
    ["西关街道", 8, 90],
]


def stored(*rows: tuple[str, str, str, str, float | None]) -> pd.DataFrame:
    """What is stored: unit, indicator, measure, period, value (None: not applicable)."""
    names = ("unit", "indicator", "measure", "period", "value")
    return panel.of(
        {
            **dict(zip(names, row, strict=True)),
            "status": "reported" if row[4] is not None else "not_applicable",
        }
        for row in rows
    )


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ((Kind.ERROR, "#DIV/0!"), "CELL_ERROR"),
        ((Kind.UNCACHED, None), "FORMULA_NO_VALUE"),
        ((Kind.DATE, "2026-01-02"), "DATE_IN_NUMBER"),
        ((Kind.BOOL, 1), "NOT_A_NUMBER"),
        ((Kind.NUMBER, np.inf), "NOT_A_NUMBER"),
        ((Kind.TEXT, "12,3亿"), "NOT_A_NUMBER"),
        ((Kind.TEXT, "近30"), "NOT_A_NUMBER"),
        ((Kind.PERCENT, 0.105), "UNIT_MISMATCH"),
        ((Kind.TEXT, "10.5%"), "UNIT_MISMATCH"),
        ((Kind.TEXT, "3户"), "UNIT_MISMATCH"),
        ((Kind.NUMBER, 501), "OUT_OF_RANGE"),
    ],
)
def test_a_cell_that_is_no_fit_number_is_named_and_left_out(
    cell: tuple[Kind, Any], code: str
) -> None:
    found, problems = read(kinds(ROWS, B3=cell))
    assert [place for place in places(problems) if place[0] == "B3"] == [("B3", code)]
    assert set(found["cell"]) == {"C3", "B4", "C4"}


def test_percent_is_52_3_however_it_is_written() -> None:
    found, problems = read(kinds(ROWS, C3=(Kind.PERCENT, 0.523), C4=(Kind.TEXT, "52.3%")))
    assert found[found["indicator"] == "online"]["value"].tolist() == [52.3, 52.3]
    assert places(problems, "PCT_FORMAT") == [("C3", "PCT_FORMAT")]


def test_thousands_hidden_by_a_format_are_asked_about() -> None:
    found, problems = read(kinds(ROWS, B3=(Kind.SCALED, 105.0)))
    assert places(problems, "DISPLAY_SCALED") == [("B3", "DISPLAY_SCALED")]
    assert found["value"].tolist()[0] == 105.0


def test_missing_marks_are_not_zero_and_not_each_other() -> None:
    found, problems = read(
        october(
            ["单位", "固投"],
            ["东关街道", "—"],
            ["西关街道", None],
            ["南桥镇", "待核"],
            ["北山镇", 0],
        )
    )
    assert found["status"].tolist() == [
        "not_applicable",
        "not_reported",
        "not_reported",
        "reported",
    ]
    (missing,) = [p for p in problems if p.code == "MISSING"]
    assert dict(missing.details) == {"n": 2, "m": 1}


def test_a_footnote_is_taken_off_and_said() -> None:
    found, problems = read(october(["单位", "固投"], ["东关街道", "10.5①"]))
    assert found["value"].tolist() == [10.5]
    assert places(problems, "FOOTNOTE_STRIPPED") == [("B3", "FOOTNOTE_STRIPPED")]


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([["单位", "固投（万元）"], ["东关街道", 105000]], 10.5),
        ([["单位：万元"], ["单位", "固投"], ["东关街道", 105000]], 10.5),
        ([["单位：亿元、户"], ["单位", "固投"], ["东关街道", 10.5]], 10.5),
        ([["单位：万元"], ["单位", "固投（亿元）"], ["东关街道", 10.5]], 10.5),
        ([["单位：万元"], ["单位", "固投"], ["东关街道", "10.5亿元"]], 10.5),
        ([["指标", "计量单位", "东关街道"], ["固投", "万元", 105000]], 10.5),
        ([["单位", "固投"], ["东关街道", 105000 / 1e4]], 10.5),
    ],
    ids=["header", "line", "several words", "header wins", "cell wins", "column", "unsaid"],
)
def test_scale_follows_the_nearest_stated_word(rows: list[list[Any]], value: float) -> None:
    found, _ = read(october(*rows))
    assert found["value"].tolist() == [value]


def test_a_conversion_is_said_once_and_another_dimension_refused() -> None:
    _, problems = read(
        october(["单位", "固投（万元）", "社零（户）"], ["东关街道", 5, 5], ["西关街道", 6, 6])
    )
    assert places(problems, "UNIT_CONVERTED", "UNIT_MISMATCH") == [
        ("B2", "UNIT_CONVERTED"),
        ("C2", "UNIT_MISMATCH"),
    ]


def test_a_unit_of_measure_column_does_not_speak_for_the_growth_beside_it() -> None:
    found, _ = read(
        sheet(
            [["2026年10月"], ["指标", "计量单位", "累计", "同比"], ["固投", "万元", 105000, 3.2]],
            name="东关街道",
        )
    )
    assert found["value"].tolist() == [10.5, 3.2]


def test_counts_are_whole() -> None:
    _, problems = read(october(["单位", "新增企业"], ["东关街道", 5.5], ["西关街道", 5]))
    assert places(problems, "NOT_INTEGER") == [("B3", "NOT_INTEGER")]


def test_a_value_merged_over_two_units_belongs_to_none() -> None:
    laid_out = sheet([*ROWS[:3], ["西关街道", None, 90]], merges=((2, 1, 3, 1),))
    found, problems = read(laid_out)
    assert places(problems, "MERGED_DATA") == [("B3", "MERGED_DATA")]
    assert set(found["cell"]) == {"C3", "C4"}


def test_the_same_line_twice_counts_once_and_is_said() -> None:
    found, problems = read(october(["单位", "固投"], ["东关街道", 9], ["东关", 9]))
    assert values(found) == {("U1", "fai", "ytd", "2026-10", 9.0, "B3")}
    assert places(problems, "DUPLICATE_SAME") == [("A4", "DUPLICATE_SAME")]


def test_two_numbers_for_one_cell_are_both_left_out() -> None:
    found, problems = read(october(["单位", "固投"], ["东关街道", 9], ["东关街道", 8]))
    assert len(found) == 0
    assert places(problems, "DUPLICATE_CONFLICT") == [("B4", "DUPLICATE_CONFLICT")]


def test_two_columns_of_one_name_with_other_values_are_both_left_out() -> None:
    found, problems = read(october(["单位", "固投", "固投", "社零"], ["东关街道", 9, 8, 7]))
    assert set(found["cell"]) == {"D3"}
    assert places(problems, "DUPLICATE_HEADER") == [("C2", "DUPLICATE_HEADER")]


@pytest.mark.parametrize(
    ("period", "code"),
    [
        (2026.1, "BAD_PERIOD"),
        ("2026年13月", "BAD_PERIOD"),
        ("2026年11月", "PERIOD_IN_FUTURE"),
        ("10月", "PERIOD_NO_YEAR"),
        (None, "PERIOD_MISSING"),
    ],
)
def test_a_period_that_is_none_is_named_at_its_cell(period: object, code: str) -> None:
    laid_out = sheet(
        [["单位", "期间", "固投"], ["东关街道", period, 9], ["西关街道", "2026.10", 8]]
    )
    found, problems = read(laid_out)
    assert places(problems, code) == [("B2", code)]
    assert set(found["unit"]) == {"U2"}


def test_the_cell_wins_over_the_title_and_the_conflict_is_asked_about() -> None:
    found, problems = read(
        sheet([["2026年9月指标"], ["单位", "期间", "固投"], ["东关街道", "2026年10月", 9]])
    )
    assert set(found["period"]) == {"2026-10"}
    assert places(problems, "PERIOD_CONFLICT") == [("A1", "PERIOD_CONFLICT")]


def test_title_sheet_file_and_form_are_asked_in_this_order() -> None:
    rows = [["单位", "固投"], ["东关街道", 9]]
    hint = Period(2026, 7)
    in_sheet = read(sheet(rows, name="2026年9月"), name="2026年8月.xlsx", hint=hint)[0]
    in_file = read(sheet(rows), name="2026年8月.xlsx", hint=hint)[0]
    on_form = read(sheet(rows), hint=hint)[0]
    assert [f["period"].tolist() for f in (in_sheet, in_file, on_form)] == [
        ["2026-09"],
        ["2026-08"],
        ["2026-07"],
    ]


def test_several_periods_in_one_column_are_asked_about_unless_they_are_a_series() -> None:
    head = ["单位", "期间", "固投"]
    mixed = sheet([head, ["东关街道", "2026年9月", 9], ["西关街道", "2026年10月", 8]])
    series = sheet([head, ["东关街道", "2026年9月", 9], ["东关街道", "2026年10月", 10]])
    assert places(read(mixed)[1], "MIXED_PERIODS") == [("数据", "MIXED_PERIODS")]
    assert places(read(series)[1], "MIXED_PERIODS") == []


def test_a_cumulative_period_is_no_month() -> None:
    found, problems = read(
        sheet([["单位", "期间", "新增企业", "固投"], ["东关街道", "2026年1-10月", 9, 8]])
    )
    assert places(problems, "PERIOD_BASIS") == [("B2", "PERIOD_BASIS")]
    assert set(found["indicator"]) == {"fai"}


def test_a_quarterly_indicator_takes_quarters_only() -> None:
    third = read(sheet([["2026年前三季度"], ["单位", "地区生产总值"], ["东关街道", 9]]))[0]
    _, problems = read(sheet([["2026年10月"], ["单位", "地区生产总值"], ["东关街道", 9]]))
    assert third["period"].tolist() == ["2026-Q3"]
    assert places(problems, "PERIOD_BASIS") == [("A1", "PERIOD_BASIS")]


def test_a_printed_month_that_is_still_empty_says_nothing() -> None:
    found, problems = read(sheet([["2026年固投"], ["单位", "10月", "11月"], ["东关街道", 9, None]]))
    assert found["period"].tolist() == ["2026-10"]
    assert [p.code for p in problems if p.severity == "error"] == []


def test_january_of_a_merged_indicator_is_questioned() -> None:
    _, problems = read(sheet([["2026年1月"], ["单位", "社零"], ["东关街道", 9]]))
    assert places(problems, "JAN_MERGED") == [("B3", "JAN_MERGED")]


def test_a_unit_out_of_its_dates_is_refused() -> None:
    catalog = Catalog((Unit("U1", "东关街道", "镇街", until="2026-06"),), DISTRICT.indicators)
    found, problems = read(october(["单位", "固投"], ["东关街道", 9]), catalog=catalog)
    assert (len(found), places(problems, "UNIT_NOT_ACTIVE")) == (0, [("A3", "UNIT_NOT_ACTIVE")])


def test_units_of_the_group_that_are_left_out_are_listed() -> None:
    _, problems = read(october(["单位", "固投"], ["东关街道", 9], ["西关街道", "错"]))
    (absent,) = [p for p in problems if p.code == "UNITS_ABSENT"]
    assert dict(absent.details)["names"] == "南桥镇、北山镇"


def test_a_total_that_differs_from_its_units_is_asked_about() -> None:
    rows = [["单位", "固投", "一网通办率"], ["东关街道", 9, 80], ["西关街道", 8, 90]]
    right = october(*rows, ["合计", 17, 99])
    wrong = october(*rows, ["合计", 98, 99])  # 9 was added as 90
    assert places(read(right)[1], "TOTAL_MISMATCH") == []
    (mismatch,) = [p for p in read(wrong)[1] if p.code == "TOTAL_MISMATCH"]
    assert (str(mismatch.cell), dict(mismatch.details)) == (
        "数据!B5",
        {"sum": "17", "cell": "B3"},
    )


def test_a_subtotal_is_compared_with_the_lines_above_it() -> None:
    rows = [
        ["单位", "固投"],
        ["东关街道", 9],
        ["西关街道", 8],
        ["小计", 17],
        ["南桥镇", 1],
        ["小计", 1],
    ]
    assert places(read(october(*rows, ["合计", 18]))[1], "TOTAL_MISMATCH") == []


def test_fractions_under_a_percent_header_are_asked_about_never_changed() -> None:
    rows = [[u.name, 0.4 + i / 10] for i, u in enumerate(DISTRICT.units)]
    found, problems = read(october(["单位", "一网通办率（%）"], *rows))
    assert found["value"].tolist()[0] == 0.4
    assert places(problems, "SCALE_SUSPECT") == [("B3", "SCALE_SUSPECT")]


def test_ten_thousand_times_the_own_history_is_asked_about() -> None:
    past = stored(*(("U1", "fai", "ytd", f"2026-0{m}", 1.0 * m) for m in range(1, 10)))
    _, problems = read(
        sheet([["2026年10月"], ["单位", "社零", "固投"], ["东关街道", 5, 499]]), stored=past
    )
    (suspect,) = [p for p in problems if p.code == "SCALE_SUSPECT"]  # 499 is 100 times 5
    assert (str(suspect.cell), suspect.fix.value if suspect.fix else "") == ("数据!C3", "0.01")


def test_a_cumulative_figure_may_not_fall_within_the_year() -> None:
    past = stored(("U1", "fai", "ytd", "2026-09", 10.0), ("U2", "fai", "ytd", "2026-09", 7.0))
    _, problems = read(october(["单位", "固投"], ["东关街道", 9], ["西关街道", 8]), stored=past)
    assert places(problems, "YTD_DROP") == [("B3", "YTD_DROP")]


def test_january_may_be_less_than_december() -> None:
    past = stored(("U1", "fai", "ytd", "2025-12", 10.0))
    _, problems = read(sheet([["2026年1月"], ["单位", "固投"], ["东关街道", 1]]), stored=past)
    assert places(problems, "YTD_DROP") == []


def test_a_month_is_the_difference_of_two_cumulative_figures() -> None:
    past = stored(("U1", "fai", "ytd", "2026-09", 10.0), ("U2", "fai", "ytd", "2026-09", 7.0))
    head = ["单位", "固投累计", "固投当月"]
    _, problems = read(october(head, ["东关街道", 12, 3], ["西关街道", 8, 1]), stored=past)
    assert places(problems, "MONTH_MISMATCH") == [("C3", "MONTH_MISMATCH")]


def test_nominal_growth_is_recomputed_from_the_levels() -> None:
    past = stored(("U1", "fai", "ytd", "2025-10", 8.6), ("U2", "fai", "ytd", "2025-10", 8.6))
    head = ["单位", "固投", "同比"]  # 9.3 / 8.6 = 1.0814
    _, problems = read(october(head, ["东关街道", 9.3, 8.1], ["西关街道", 9.3, 9.1]), stored=past)
    assert places(problems, "YOY_MISMATCH") == [("C4", "YOY_MISMATCH")]


def test_not_applicable_where_a_value_was_before_is_asked_about() -> None:
    past = stored(("U1", "fai", "ytd", "2026-09", 10.0))
    _, problems = read(october(["单位", "固投"], ["东关街道", "—"], ["西关街道", "—"]), stored=past)
    assert places(problems, "NA_BUT_EXPECTED") == [("B3", "NA_BUT_EXPECTED")]


def test_a_jump_is_measured_by_the_usual_changes() -> None:
    calm = [80.0, 80.5, 81.2, 80.9, 81.5, 81.3, 82.0, 81.8, 82.1]
    past = stored(*(("U1", "online", "level", f"2026-0{i + 1}", v) for i, v in enumerate(calm)))
    jumped = read(october(["单位", "一网通办率"], ["东关街道", 60]), stored=past)[1]
    usual = read(october(["单位", "一网通办率"], ["东关街道", 82.4]), stored=past)[1]
    assert places(jumped, "JUMP") == [("B3", "JUMP")]
    assert places(usual, "JUMP") == []


def test_growth_beyond_a_hundred_is_marked_as_a_low_base() -> None:
    _, problems = read(october(["单位", "固投", "同比"], ["东关街道", 9, 120], ["西关街道", 9, 12]))
    assert places(problems, "LOW_BASE") == [("C3", "LOW_BASE")]


def test_formulas_are_read_by_their_saved_result_and_counted() -> None:
    laid_out = sheet(ROWS, formulas=frozenset({(2, 1), (3, 1), (0, 0)}))
    (said,) = [p for p in read(laid_out)[1] if p.code == "FORMULA_VALUE"]
    assert dict(said.details)["n"] == 2


def test_nothing_read_is_an_error() -> None:
    _, problems = read(sheet([[None]]))
    assert places(problems) == [("", "NO_DATA")]


def test_a_panel_of_the_intake_is_a_panel() -> None:
    found, _ = read(kinds(ROWS, B3=(Kind.TEXT, "—")))
    panel.check(found)
    assert [c for c in found if c not in panel.COLUMNS] == ["sheet", "cell"]


NUMBERS = st.lists(st.floats(0, 499).map(lambda x: round(x, 2)), min_size=4, max_size=4)


@settings(deadline=None)
@given(NUMBERS, st.permutations(range(4)), st.permutations(range(2)))
def test_the_order_of_lines_and_columns_does_not_show(
    numbers: list[float], order: list[int], across: list[int]
) -> None:
    names, heads = [u.name for u in DISTRICT.units], ["固投", "社零"]
    lines = [[names[i], *(numbers[i] + j for j in across)] for i in order]
    found, _ = read(october(["单位", *(heads[j] for j in across)], *lines))
    assert {v[:5] for v in values(found)} == {
        (u.code, code, "ytd", "2026-10", numbers[i] + j)
        for i, u in enumerate(DISTRICT.units)
        for j, code in enumerate(("fai", "retail"))
        if code == "retail" or numbers[i] <= 500
    }


def test_a_range_without_an_upper_bound_is_said_in_words_of_people() -> None:
    known = replace(
        DISTRICT, indicators=(Indicator("fai", "固定资产投资", "亿元", low=0, high=None),)
    )
    _, problems = read(october(["单位", "固定资产投资（亿元）"], ["东关街道", -3]), catalog=known)
    told = next(p for p in problems if p.code == "OUT_OF_RANGE")
    assert (dict(told.details)["low"], dict(told.details)["high"]) == ("0", "∞")
