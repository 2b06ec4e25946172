"""Where tables lie, and the shapes in which offices lay them out."""

import numpy as np
import pytest
from office import DISTRICT, mapped, read, sheet, values

from kpi.intake.table.layout import areas, face, paths
from kpi.intake.table.lexicon import Lexicon
from kpi.model.sheet import Sheet

E1 = ("U1", "fai", "ytd", "2026-10", 10.5)
E2 = ("U2", "fai", "ytd", "2026-10", 8.0)
E3 = ("U1", "firms", "month", "2026-10", 5.0)
E4 = ("U2", "firms", "month", "2026-10", 6.0)
TITLE = ["2026年10月主要指标"]

SHAPES = {
    "wide": (
        "wide",
        sheet(
            [
                TITLE,
                ["序号", "单位", "固投", "新增企业"],
                [1, "东关街道", 10.5, 5],
                [2, "西关街道", 8, 6],
            ]
        ),
    ),
    "period column": (
        "wide",
        sheet(
            [
                ["期间", "单位", "固投", "新增企业"],
                [202610, "东关街道", 10.5, 5],
                [202610, "西关街道", 8, 6],
            ]
        ),
    ),
    "transposed": (
        "transposed",
        sheet(
            [
                TITLE,
                ["指标", "东关街道", "西关街道", "合计"],
                ["固投", 10.5, 8, 18.5],
                ["新增企业", 5, 6, 11],
            ]
        ),
    ),
    "long": (
        "long",
        sheet(
            [
                ["单位", "指标", "期间", "数值"],
                ["东关街道", "固投", "2026年10月", 10.5],
                ["西关街道", "固投", "2026年10月", 8],
                ["东关街道", "新增企业", "2026年10月", 5],
                ["西关街道", "新增企业", "2026年10月", 6],
            ]
        ),
    ),
    "merged unit cells": (
        "long",
        sheet(
            [
                TITLE,
                ["单位", "指标", "数值"],
                ["东关街道", "固投", 10.5],
                [None, "新增企业", 5],
                ["西关街道", "固投", 8],
                [None, "新增企业", 6],
            ],
            merges=((2, 0, 3, 0), (4, 0, 5, 0)),
        ),
    ),
    "periods above indicators": (
        "wide",
        sheet(
            [
                ["单位", "2026年10月", ""],
                ["", "固投", "新增企业"],
                ["东关街道", 10.5, 5],
                ["西关街道", 8, 6],
            ],
            merges=((0, 1, 0, 2), (0, 0, 1, 0)),
        ),
    ),
    "side by side": (
        "wide",
        sheet(
            [
                TITLE,
                ["单位", "固投", None, "单位", "新增企业"],
                ["东关街道", 10.5, None, "东关街道", 5],
                ["西关街道", 8, None, "西关街道", 6],
            ]
        ),
    ),
    "stacked": (
        "wide",
        sheet(
            [
                TITLE,
                ["单位", "固投"],
                ["东关街道", 10.5],
                ["西关街道", 8],
                ["合计", 18.5],
                [],
                ["2026年10月企业"],
                ["单位", "新增企业"],
                ["东关街道", 5],
                ["西关街道", 6],
            ]
        ),
    ),
    "official form": (
        "wide",
        sheet(
            [
                TITLE,
                ["单位", "代码", "固投", "新增企业"],
                ["甲", "乙", 1, 2],
                ["东关街道", 1, 10.5, 5],
                ["西关街道", 2, 8, 6],
            ]
        ),
    ),
    "three levels and a uom row": (
        "wide",
        sheet(
            [
                ["云溪区统计局", "", "", "2026年10月"],
                ["序号", "单位", "经济指标", ""],
                ["", "", "固定资产投资", "新增注册企业"],
                ["", "", "累计", "当月"],
                ["", "计量单位", "万元", "户"],
                [1, "东关街道", 105000, 5],
                [2, "西关街道", 80000, 6],
                ["合计", None, 185000, 11],
            ],
            merges=((1, 2, 1, 3), (1, 0, 3, 0), (1, 1, 3, 1)),
        ),
    ),
    "year and month": (
        "wide",
        sheet(
            [
                ["年份", "月份", "单位", "固投", "新增企业"],
                [2026, 10, "东关街道", 10.5, 5],
                [2026, 10, "西关街道", 8, 6],
            ]
        ),
    ),
    "away from the corner": (
        "wide",
        sheet(
            [
                [],
                [None, "2026年10月主要指标"],
                [None, None, None, "单位：亿元、户"],
                [None, "单位", "固投", "新增企业"],
                [],
                [None, "东关街道", 10.5, 5],
                [None, "西关街道", 8, 6],
                [None, "注：1.快报", None, None],
            ]
        ),
    ),
    "numbers as text": (
        "wide",
        sheet(
            [
                TITLE,
                ["单位", "固投", "新增企业"],
                ["东关街道", "10.5", "5"],
                ["西关街道", "8.0", "6"],
            ]
        ),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_layout_gives_the_same_values(name: str) -> None:
    shape, laid_out = SHAPES[name]
    found, problems = read(laid_out)
    assert {v[:5] for v in values(found)} == {E1, E2, E3, E4}
    assert [p.code for p in problems if p.severity == "error"] == []
    assert {b.shape for b in mapped(laid_out).blocks} == {shape}


def test_one_sheet_per_indicator_takes_it_from_the_sheet_and_the_year_from_the_title() -> None:
    laid_out = sheet(
        [
            ["2026年完成情况（单位：万元）"],
            ["单位\\月份", "1-2月", "1-3月"],
            ["东关街道", 20000, 35000],
        ],
        name="固投累计",
    )
    found, _ = read(laid_out)
    assert {v[:5] for v in values(found)} == {
        ("U1", "fai", "ytd", "2026-02", 2.0),
        ("U1", "fai", "ytd", "2026-03", 3.5),
    }
    assert mapped(laid_out).shapes == (("固投累计", "by_indicator"),)


def test_one_sheet_per_unit_takes_it_from_the_sheet_name() -> None:
    laid_out = sheet(
        [
            ["数据库：月度数据"],
            ["指标", "2026年10月", "2026年9月"],
            ["固定资产投资累计值(亿元)", 10.5, 9],
            ["新增注册企业当期值(户)", 5, None],
            [],
            ["注：快报数"],
        ],
        name="东关街道",
    )
    found, _ = read(laid_out)
    assert {v[:4] for v in values(found)} == {
        ("U1", "fai", "ytd", "2026-10"),
        ("U1", "fai", "ytd", "2026-09"),
        ("U1", "firms", "month", "2026-10"),
        ("U1", "firms", "month", "2026-09"),
    }
    assert mapped(laid_out).shapes == (("东关街道", "by_unit"),)


def test_years_down_the_side_and_units_across_need_no_corner_word() -> None:
    known = DISTRICT.__class__(
        DISTRICT.units,
        (DISTRICT.indicators[0].__class__("gdp", "地区生产总值", "亿元", freq="Y"),),
    )
    laid_out = sheet(
        [["", "东关街道", "南桥镇"], [2024, 7.5, 3], [2025, 8, 4]], name="地区生产总值"
    )
    found, _ = read(laid_out, catalog=known)
    assert {v[:5] for v in values(found)} == {
        ("U1", "gdp", "ytd", "2024", 7.5),
        ("U3", "gdp", "ytd", "2024", 3.0),
        ("U1", "gdp", "ytd", "2025", 8.0),
        ("U3", "gdp", "ytd", "2025", 4.0),
    }


def test_the_indicator_of_a_statistics_export_stands_in_its_own_line() -> None:
    laid_out = sheet(
        [
            ["数据库：分区月度数据"],
            ["指标：固定资产投资(万元)"],
            ["时间：最近2个月"],
            ["地区", "2026年10月", "2026年9月"],
            ["东关街道", 105000, 90000],
            ["数据来源：云溪区统计局"],
        ]
    )
    found, _ = read(laid_out)
    assert values(found) == {
        ("U1", "fai", "ytd", "2026-10", 10.5, "B5"),
        ("U1", "fai", "ytd", "2026-09", 9.0, "C5"),
    }


def test_a_heading_left_unmerged_over_its_measures_still_heads_them() -> None:
    laid_out = sheet(
        [
            TITLE,
            ["单位", "固投", "", "", "社零", ""],
            ["", "累计", "同比（%）", "年度目标", "累计", "同比（%）"],
            ["东关街道", 10.5, 3.2, 12, 7, -1],
        ]
    )
    found, _ = read(laid_out)
    assert {v[1:5] for v in values(found)} == {
        ("fai", "ytd", "2026-10", 10.5),
        ("fai", "yoy", "2026-10", 3.2),
        ("fai", "target", "2026", 12.0),
        ("retail", "ytd", "2026-10", 7.0),
        ("retail", "yoy", "2026-10", -1.0),
    }


def test_a_month_kept_as_a_date_is_asked_about_and_not_given_another_period() -> None:
    found, problems = read(
        sheet([["2026年固投"], ["单位", 2026.8, 2026.9, 2026.1], ["东关街道", 1, 2, 3]])
    )
    assert [(str(p.cell), p.code) for p in problems if p.severity == "error"] == [
        ("数据!D2", "BAD_PERIOD")
    ]
    assert set(found["period"]) == {"2026-08", "2026-09"}


def test_a_table_beside_its_ranking_is_read_once() -> None:
    found, _ = read(
        sheet(
            [
                TITLE,
                ["单位", "固投", None, "名次", "单位", "固投"],
                ["东关街道", 8, None, 1, "西关街道", 9],
                ["西关街道", 9, None, 2, "东关街道", 8],
            ]
        )
    )
    assert {v[-1] for v in values(found)} == {"B3", "B4"}


def test_title_lines_and_notes_are_outside_of_the_table() -> None:
    laid_out = sheet(
        [
            TITLE,
            ["填报单位：云溪区统计局", "单位：亿元、户"],
            ["单位", "固投"],
            ["东关街道", 10.5],
            ["注：1.快报数"],
        ]
    )
    (block,) = mapped(laid_out).blocks
    assert (block.header, block.rows.tolist(), block.values) == ((2,), [3], (1,))


def test_merged_header_cells_are_filled_in_and_values_never() -> None:
    laid_out = sheet(
        [["单位", "固投", ""], ["", "累计", "同比"], ["东关街道", 1, 2]],
        merges=((0, 1, 0, 2), (0, 0, 1, 0)),
    )
    lexicon = Lexicon(DISTRICT)
    seen = face(laid_out, lexicon.plane(laid_out))
    (area,) = areas(seen)
    over = {c: [text for text, _ in path] for c, path in paths(seen, area).items()}
    assert over == {0: ["单位"], 1: ["固投", "累计"], 2: ["固投", "同比"]}


def test_an_empty_sheet_has_no_table() -> None:
    empty = Sheet("空", sheet([[]]).grid)
    assert areas(face(empty, np.zeros(0, np.uint8))) == ()


def test_a_sheet_of_notes_is_skipped_and_said() -> None:
    notes = sheet([["一、每月8日前报送"], ["二、保留两位小数"]], name="填表说明")
    data = sheet([TITLE, ["单位", "固投"], ["东关街道", 10.5]])
    _, problems = read(notes, data)
    assert [(p.sheet, p.code) for p in problems if p.code == "SHEET_SKIPPED"] == [
        ("填表说明", "SHEET_SKIPPED")
    ]
