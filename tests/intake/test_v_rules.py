"""The validation rules V01–V27 of the domain: each raised at its cell, and silent on good data."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from office import DISTRICT, october, places, read, sheet
from workbooks import written

from kpi.intake.checks import standing
from kpi.intake.checks.standing import Standing
from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Problem
from kpi.model.sheet import Grid, Kind, Sheet, grid
from kpi.service import upload
from kpi.store import catalog as catalogs
from kpi.store.engine import Act, Store

TODAY = date(2026, 11, 21)
FAI = ["单位", "固投"]
GOOD = [["东关街道", 9], ["西关街道", 8], ["南桥镇", 7], ["北山镇", 6]]


def past(indicator: str, measure: str, **months: dict[str, float]) -> pd.DataFrame:
    """What is stored: `past("fai", "ytd", U1={"2026-09": 8})`."""
    return panel.of(
        {"unit": unit, "indicator": indicator, "measure": measure, "period": p, "value": v}
        for unit, values in months.items()
        for p, v in values.items()
    )


def raised(*sheets: Sheet, only: str | Iterable[str], **known: Any) -> list[tuple[str, str, str]]:
    """Place, code and severity (e, w, i) of the problems of these codes."""
    codes = (only,) if isinstance(only, str) else tuple(only)
    found = [p for p in read(*sheets, **known)[1] if p.code in codes]
    at = places(tuple(found))
    return [(*place, str(p.severity)[0]) for place, p in zip(at, found, strict=True)]


def kinds(rows: list[list[Any]], at: tuple[int, int], kind: Kind, value: float = np.nan) -> Sheet:
    """A sheet with one cell of another kind."""
    plain = grid(rows)
    kind_plane, numbers = plain.kinds.copy(), plain.numbers.copy()
    kind_plane[at], numbers[at] = kind, value
    return Sheet("数据", Grid(kind_plane, numbers, plain.texts))


def test_v01_every_unit_is_in_the_catalog() -> None:
    codes = ("UNKNOWN_UNIT", "UNIT_MISSING", "UNIT_ALIAS")
    bad = october(FAI, ["东关", 9], ["西关街道", 8], ["南乔镇", 7], [None, 6])
    assert sorted(raised(bad, only=codes)) == [
        ("A3", "UNIT_ALIAS", "i"),
        ("A5", "UNKNOWN_UNIT", "e"),
        ("A6", "UNIT_MISSING", "e"),
    ]
    assert raised(october(FAI, *GOOD), only=codes) == []


def test_v02_header_columns_and_unit_of_measure_fit() -> None:
    codes = ("HEADER_NOT_FOUND", "UNIT_MISMATCH", "UNMAPPED_COLUMN")
    bad = october(["单位", "固投（户）", "夜间照明指数"], *([*line, 3] for line in GOOD))
    assert sorted(raised(bad, only=codes)) == [
        ("B2", "UNIT_MISMATCH", "e"),
        ("C2", "UNMAPPED_COLUMN", "w"),
    ]
    headless = sheet([["甲", "乙"], [1, 2], [3, 4]])
    assert raised(headless, only=codes) == [("数据", "HEADER_NOT_FOUND", "e")]
    assert raised(october(["单位", "固投（亿元）"], *GOOD), only=codes) == []


def test_v03_all_places_say_the_same_period() -> None:
    codes = ("PERIOD_CONFLICT", "BAD_PERIOD", "PERIOD_IN_FUTURE")
    head = ["单位", "期间", "固投"]

    def dated(title: str, period: str) -> Sheet:
        return sheet([[title], head, ["东关街道", period, 9]])

    assert raised(dated("2026年9月指标", "2026年10月"), only=codes) == [
        ("A1", "PERIOD_CONFLICT", "w")
    ]
    assert raised(dated("", "2026年13月"), only=codes) == [("B3", "BAD_PERIOD", "e")]
    assert raised(dated("", "2026年12月"), only=codes) == [("B3", "PERIOD_IN_FUTURE", "e")]
    assert raised(dated("2026年10月指标", "2026年10月"), only=codes) == []


def test_v04_a_number_is_a_number() -> None:
    codes = ("NOT_A_NUMBER", "DATE_IN_NUMBER", "CELL_ERROR", "NOT_INTEGER")
    rows = [["2026年10月"], ["单位", "固投", "新增企业"], ["东关街道", "12,3亿", 5.5]]
    assert raised(sheet(rows), only=codes) == [
        ("B3", "NOT_A_NUMBER", "e"),
        ("C3", "NOT_INTEGER", "e"),
    ]
    rows[2] = ["东关街道", 9, 5]
    assert raised(kinds(rows, (2, 1), Kind.ERROR, 0), only=codes) == [("B3", "CELL_ERROR", "e")]
    assert raised(kinds(rows, (2, 1), Kind.DATE, 0), only=codes) == [("B3", "DATE_IN_NUMBER", "e")]
    assert raised(sheet(rows), only=codes) == []


def test_v05_nothing_is_said_twice() -> None:
    codes = ("DUPLICATE_SAME", "DUPLICATE_CONFLICT", "DUPLICATE_HEADER")
    assert raised(october(FAI, *GOOD, GOOD[0]), only=codes) == [("A7", "DUPLICATE_SAME", "w")]
    other = ["东关街道", 5]
    assert raised(october(FAI, *GOOD, other), only=codes) == [("B7", "DUPLICATE_CONFLICT", "e")]
    twice = october(["单位", "固投", "固投"], *([*line, 5] for line in GOOD))
    assert raised(twice, only=codes) == [("C2", "DUPLICATE_HEADER", "e")]
    assert raised(october(FAI, *GOOD), only=codes) == []


def test_v06_the_expected_units_are_there() -> None:
    found = [p for p in read(october(FAI, *GOOD[:3]))[1] if p.code == "UNITS_ABSENT"]
    assert [(dict(p.details)["names"], p.severity) for p in found] == [("北山镇", "warning")]
    assert raised(october(FAI, *GOOD), only="UNITS_ABSENT") == []


def test_v07_a_cumulative_figure_does_not_fall() -> None:
    stored = past("fai", "ytd", U1={"2026-09": 9.5}, U2={"2026-09": 8})
    assert raised(october(FAI, *GOOD), only="YTD_DROP", stored=stored) == [("B3", "YTD_DROP", "w")]
    grown = past("fai", "ytd", U1={"2026-09": 8.5}, U2={"2026-09": 8})
    assert raised(october(FAI, *GOOD), only="YTD_DROP", stored=grown) == []


def test_v08_the_month_is_the_difference_of_two_cumulative_figures() -> None:
    stored = past("fai", "ytd", U1={"2026-09": 10}, U2={"2026-09": 7})
    head = ["单位", "固投累计", "固投当月"]
    # 12 − 10 = 2 and 8 − 7 = 1; three roundings to 0.01 explain 0.015
    bad = october(head, ["东关街道", 12, 2.02], ["西关街道", 8, 1])
    assert raised(bad, only="MONTH_MISMATCH", stored=stored) == [("C3", "MONTH_MISMATCH", "w")]
    good = october(head, ["东关街道", 12, 2.01], ["西关街道", 8, 1])
    assert raised(good, only="MONTH_MISMATCH", stored=stored) == []


def test_v09_nominal_growth_is_that_of_the_two_levels() -> None:
    stored = past("fai", "ytd", U1={"2025-10": 8.6}, U2={"2025-10": 8})
    head = ["单位", "固投", "同比"]  # 9.3 / 8.6 = 1.0814, 8 / 8 = 1
    bad = october(head, ["东关街道", 9.3, 8.3], ["西关街道", 8, 0])
    assert raised(bad, only="YOY_MISMATCH", stored=stored) == [("C3", "YOY_MISMATCH", "w")]
    good = october(head, ["东关街道", 9.3, 8.2], ["西关街道", 8, 0.1])
    assert raised(good, only="YOY_MISMATCH", stored=stored) == []


def test_v10_ten_thousand_times_the_own_median_is_a_slip_of_units() -> None:
    # median of 10, 12, 14 is 12; 140000 / 12 = 11,667: within half a power of 10,000
    stored = past("retail", "ytd", U1={"2026-07": 10, "2026-08": 12, "2026-09": 14})
    bad = october(["单位", "社零"], ["东关街道", 140000])
    (slip,) = [p for p in read(bad, stored=stored)[1] if p.code == "SCALE_SUSPECT"]
    assert (str(slip.cell), slip.severity) == ("数据!B3", "warning")
    assert slip.fix is not None and slip.fix.value == "0.0001"
    assert dict(slip.details)["ratio"] == "12,000"
    for usual in (15, 120, 3):  # ten times is no slip of units: 120 / 12 = 10, 12 / 3 = 4
        good = october(["单位", "社零"], ["东关街道", usual])
        assert raised(good, only="SCALE_SUSPECT", stored=stored) == []


def test_v11_percent_formats_are_read_and_fractions_questioned() -> None:
    head = ["单位", "一网通办率（%）"]
    rows = [["2026年10月"], head, ["东关街道", 0.523], ["西关街道", 52.4]]
    codes = ("PCT_FORMAT", "SCALE_SUSPECT")
    formatted = kinds(rows, (2, 1), Kind.PERCENT, 0.523)
    assert raised(formatted, only=codes) == [("B3", "PCT_FORMAT", "i")]
    assert read(formatted)[0]["value"].tolist() == [52.3, 52.4]
    fractions = october(head, *([name, 0.5 + i / 10] for i, (name, _) in enumerate(GOOD)))
    assert raised(fractions, only=codes) == [("B3", "SCALE_SUSPECT", "w")]
    tens = october(head, *([name, 50.5 + i] for i, (name, _) in enumerate(GOOD)))
    assert raised(tens, only=codes) == []


def test_v12_a_jump_is_measured_by_the_median_of_the_usual_changes() -> None:
    # changes +1, −1, … (8 of them): median 0, MAD 1; from 80 to x: z = 0.6745 · (x − 80)
    months = {f"2026-{m:02}": 80.0 + (m % 2 == 0) for m in range(1, 10)}
    stored = past("online", "level", U1=months)

    def reported(value: float) -> list[tuple[str, str, str]]:
        now = october(["单位", "一网通办率"], ["东关街道", value])
        return raised(now, only="JUMP", stored=stored)

    assert reported(89) == [("B3", "JUMP", "w")]  # 6.07
    assert reported(86) == [("B3", "JUMP", "i")]  # 4.05
    assert reported(85) == []  # 3.37
    eight = past("online", "level", U1=dict(list(months.items())[1:]))  # one change too few
    now = october(["单位", "一网通办率"], ["东关街道", 89])
    assert raised(now, only="JUMP", stored=eight) == []


def test_v13_the_units_sum_to_the_total() -> None:
    bad = october(FAI, *GOOD, ["合计", 31])  # 9 + 8 + 7 + 6 = 30
    assert raised(bad, only="TOTAL_MISMATCH") == [("B7", "TOTAL_MISMATCH", "w")]
    assert raised(october(FAI, *GOOD, ["合计", 30]), only="TOTAL_MISMATCH") == []
    growth = october(["单位", "固投", "同比"], ["东关街道", 9, 5], ["合计", 9, 99])
    assert raised(growth, only="TOTAL_MISMATCH") == []


def bonded(part: Indicator, whole: Indicator) -> Catalog:
    return Catalog(DISTRICT.units, (whole, replace(part, part_of=whole.code)))


def exceeds(catalog: Catalog, head: list[str], *values: float) -> list[tuple[str, str, str]]:
    return raised(october(head, ["东关街道", *values]), only="PART_EXCEEDS", catalog=catalog)


def test_v14_an_of_which_is_not_more_than_its_whole() -> None:
    wholly = Indicator("fai", "固定资产投资", "亿元")
    catalog = bonded(Indicator("houses", "房地产开发投资", "万元"), wholly)
    head = ["单位", "固定资产投资", "房地产开发投资"]
    bad = october(head, ["东关街道", 9, 90001], ["西关街道", 8, 80000])
    found = [p for p in read(bad, catalog=catalog)[1] if p.code == "PART_EXCEEDS"]
    assert [(str(p.cell), p.severity, p.sentence()) for p in found] == [
        ("数据!C3", "error", "90001 大于所属“固定资产投资”的 90000（B3）。")
    ]
    assert exceeds(catalog, head, 9, 90000) == []


def test_v15_a_given_place_is_that_of_the_values() -> None:
    head = ["单位", "固投", "固投位次"]
    bad = october(head, *([*line, place] for line, place in zip(GOOD, (1, 2, 4, 3), strict=True)))
    assert raised(bad, only="RANK_MISMATCH") == [
        ("C5", "RANK_MISMATCH", "i"),
        ("C6", "RANK_MISMATCH", "i"),
    ]
    some = october(head, ["东关街道", 9, 2], *GOOD[1:])
    assert raised(some, only="RANK_MISMATCH") == [("C3", "RANK_MISMATCH", "w")]
    good = october(head, *([*line, place] for place, line in enumerate(GOOD, 1)))
    assert raised(good, only="RANK_MISMATCH") == []


def test_v16_growth_on_a_low_base_is_marked() -> None:
    head = ["单位", "固投", "同比"]
    bad = october(head, ["东关街道", 9, 100.1], ["西关街道", 8, -60.1])
    assert raised(bad, only="LOW_BASE") == [("C3", "LOW_BASE", "w"), ("C4", "LOW_BASE", "w")]
    assert raised(october(head, ["东关街道", 9, 100]), only="LOW_BASE") == []
    fai = replace(DISTRICT.indicator["fai"], min_base=5)
    catalog = Catalog(DISTRICT.units, (fai,))
    stored = past("fai", "ytd", U1={"2025-10": 4.9}, U2={"2025-10": 5})
    based = october(head, ["东关街道", 5.39, 10], ["西关街道", 5.5, 10])
    assert raised(based, only="LOW_BASE", catalog=catalog, stored=stored) == [
        ("C3", "LOW_BASE", "i")
    ]


def test_v17_a_task_changed_empty_or_far_overfulfilled_is_questioned() -> None:
    stored = past("fai", "target", U1={"2026": 12}, U2={"2026": 10}, U3={"2026": 4})
    bad = october(["单位", "固投", "固投年度目标"], ["东关街道", 9, 10], ["西关街道", 8, 0])
    assert raised(bad, only="TARGET_SUSPECT", stored=stored) == [
        ("C3", "TARGET_SUSPECT", "w"),
        ("C4", "TARGET_SUSPECT", "w"),
    ]
    # 9/12 = 75 %, 8/10 = 80 %, 7/4 = 175 %; 北山镇 has no task though its group has
    assert raised(october(FAI, *GOOD), only="TARGET_SUSPECT", stored=stored) == [
        ("B5", "TARGET_SUSPECT", "w"),
        ("B6", "TARGET_SUSPECT", "w"),
    ]
    assert raised(october(FAI, *GOOD[:2]), only="TARGET_SUSPECT", stored=stored) == []


def test_v18_a_level_that_stands_still_in_all_units_is_questioned() -> None:
    stored = past("online", "level", U1={"2026-09": 81.5}, U2={"2026-09": 90})
    head = ["单位", "一网通办率"]
    still = october(head, ["东关街道", 81.5], ["西关街道", 90])
    assert raised(still, only="STALE", stored=stored) == [("B3", "STALE", "w")]
    moved = october(head, ["东关街道", 81.6], ["西关街道", 90])
    assert raised(moved, only="STALE", stored=stored) == []


def workbook(first: float) -> bytes:
    def fill(_book: xlsxwriter.Workbook, seen: xlsxwriter.worksheet.Worksheet) -> None:
        for row, line in enumerate([["2026年10月"], FAI, ["东关街道", first], *GOOD[1:]]):
            seen.write_row(row, 0, line)

    return written(fill)


def test_v19_the_same_file_is_not_stored_twice(store: Store) -> None:
    with store.write("admin", Act.CATALOG) as tx:
        catalogs.write(tx, Setup(DISTRICT))
    data = workbook(9)
    first = upload.preview(store, data, "十月.xlsx", OPERATOR, today=TODAY)
    assert "DUPLICATE_FILE" not in {p.code for p in first.problems}
    assert upload.commit(store, first, operator("zhangsan")) is not None
    again = upload.preview(store, data, "又一次.xlsx", OPERATOR, today=TODAY)
    assert [p.details for p in again.problems if p.code == "DUPLICATE_FILE"] == [
        (("at", "2026-11-10"), ("by", "zhangsan"))
    ]
    assert upload.commit(store, again, operator("zhangsan")) is None
    other = upload.preview(store, workbook(9.5), "十月.xlsx", OPERATOR, today=TODAY)
    assert "DUPLICATE_FILE" not in {p.code for p in other.problems}


def moved(change: str, standing_: Standing) -> list[Problem]:
    row = {"unit": "U1", "indicator": "fai", "period": "2026-10", "measure": "ytd", "value": 9.5}
    rows = panel.of([row | {"sheet": "数据", "cell": "B3"}]).assign(change=change, old_value=9.0)
    return list(standing.check(rows, standing_))


def test_v20_a_frozen_period_stands_still() -> None:
    frozen = Standing(frozen={("fai", "2026-10"): "李四"})
    (said,) = moved("changed", frozen)
    assert (str(said.cell), said.code, said.severity) == ("数据!B3", "PERIOD_LOCKED", "error")
    assert said.sentence() == "2026-10已由李四锁定。"
    assert moved("unchanged", frozen) == []
    assert moved("changed", Standing(frozen={("fai", "2026-09"): "李四"})) == []


def test_v21_a_value_lies_within_its_bounds() -> None:
    bad = october(FAI, ["东关街道", 500.01], ["西关街道", -0.01], ["南桥镇", 500], ["北山镇", 0])
    assert raised(bad, only="OUT_OF_RANGE") == [
        ("B3", "OUT_OF_RANGE", "e"),
        ("B4", "OUT_OF_RANGE", "e"),
    ]
    assert raised(october(FAI, *GOOD), only="OUT_OF_RANGE") == []


def test_v22_promised_days_are_not_more_than_the_statutory_ones() -> None:
    law = Indicator("law", "法定时限", "工作日", measure=Measure.LEVEL, decimals=1)
    promise = Indicator("promise", "承诺时限", "工作日", measure=Measure.LEVEL, decimals=1)
    catalog, head = bonded(promise, law), ["单位", "法定时限", "承诺时限"]
    assert exceeds(catalog, head, 20, 20.5) == [("C3", "PART_EXCEEDS", "e")]
    assert exceeds(catalog, head, 20, 20) == []


def test_v23_no_more_is_closed_than_was_accepted_and_carried_over() -> None:
    due = Indicator("due", "应办件数", "件", measure=Measure.MONTH, decimals=0)
    done = Indicator("done", "办结件数", "件", measure=Measure.MONTH, decimals=0)
    catalog, head = bonded(done, due), ["单位", "应办件数", "办结件数"]
    assert exceeds(catalog, head, 310, 311) == [("C3", "PART_EXCEEDS", "e")]  # 300 and 10 carried
    assert exceeds(catalog, head, 310, 305) == []


def test_v24_a_change_under_a_published_edition_is_named() -> None:
    published = Standing(published={("fai", "2026-10"): 9})
    (said,) = moved("changed", published)
    assert (str(said.cell), said.severity) == ("数据!B3", "warning")
    assert said.sentence() == "改动已发布的第9期数据（9→9.5）。"
    assert moved("unchanged", published) == []
    assert moved("new", published) == []  # nothing that was published moves


def test_v25_what_is_hidden_or_never_calculated_is_said() -> None:
    codes = ("HIDDEN_ROW_INCLUDED", "HIDDEN_COL_SKIPPED", "HIDDEN_SHEET_SKIPPED")
    rows = [["2026年10月"], ["单位", "固投", "社零"], ["东关街道", 9, 5], ["西关街道", 8, 5]]
    seen = sheet(rows, hidden_rows=frozenset({2}), hidden_columns=frozenset({2}))
    draft = sheet(rows, name="底稿", visible="hidden")
    assert sorted(place for place in raised(seen, draft, only=codes)) == [
        ("A3", "HIDDEN_ROW_INCLUDED", "w"),
        ("C2", "HIDDEN_COL_SKIPPED", "w"),
        ("底稿", "HIDDEN_SHEET_SKIPPED", "w"),
    ]
    never = kinds(rows, (2, 1), Kind.UNCACHED)
    assert raised(never, only="FORMULA_NO_VALUE") == [("B3", "FORMULA_NO_VALUE", "e")]
    assert raised(sheet(rows), only=(*codes, "FORMULA_NO_VALUE")) == []


def test_v26_january_of_a_merged_indicator_is_questioned() -> None:
    head = ["单位", "社零"]
    january = sheet([["2026年1月"], head, ["东关街道", 9]])
    assert raised(january, only="JAN_MERGED") == [("B3", "JAN_MERGED", "w")]
    both = sheet([["2026年1-2月"], head, ["东关街道", 9]])
    assert raised(both, only="JAN_MERGED") == []


def test_v27_totals_are_no_units() -> None:
    codes = ("TOTAL_ROW_SKIPPED", "TOTAL_COL_SKIPPED")
    down = october(FAI, *GOOD, ["合计", 30])
    assert raised(down, only=codes) == [("A7", "TOTAL_ROW_SKIPPED", "i")]
    across = october(["指标", *(name for name, _ in GOOD), "合计"], ["固投", 9, 8, 7, 6, 30])
    assert raised(across, only=codes) == [("F2", "TOTAL_COL_SKIPPED", "i")]
    for laid_out in (down, across):
        assert set(read(laid_out)[0]["unit"]) == {"U1", "U2", "U3", "U4"}
    whole = Catalog((*DISTRICT.units, Unit("ALL", "全区", "全区")), DISTRICT.indicators)
    registered = october(FAI, *GOOD, ["全区", 30])  # in the catalog it is data
    assert raised(registered, only=codes, catalog=whole) == []


def test_every_rule_has_its_fact() -> None:
    names = [name for name in globals() if name.startswith("test_v")]
    assert [name[5:8] for name in names] == [f"v{n:02}" for n in range(1, 28)]
