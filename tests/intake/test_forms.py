"""Official forms and headings of several levels, as statistics offices print them."""

import pytest
from office import october, places, read, sheet, values

EXPECTED = {
    ("U1", "fai", "ytd", "2026-10", 10.5),
    ("U1", "fai", "yoy", "2026-10", 3.2),
    ("U1", "firms", "month", "2026-10", 5.0),
    ("U2", "fai", "ytd", "2026-10", 8.0),
    ("U2", "fai", "yoy", "2026-10", -1.0),
    ("U2", "firms", "month", "2026-10", 6.0),
}


def test_a_form_with_a_row_that_numbers_its_columns_is_read() -> None:
    for numbered in (["甲", "乙", 1, 2, 3], ["栏次", None, 1, 2, 3]):
        found, problems = read(
            sheet(
                [
                    ["云溪区2026年10月固定资产投资情况表"],
                    ["制表：云溪区统计局", None, None, "计量单位：亿元"],
                    ["单位名称", "代码", "固定资产投资", None, "新增注册企业（户）"],
                    [None, None, "累计", "同比增长（%）", "当月"],
                    numbered,
                    ["东关街道", "01", 10.5, 3.2, 5],
                    ["西关街道", "02", 8, -1, 6],
                    ["合计", None, 18.5, "—", 11],
                ],
                merges=((2, 2, 2, 3),),
            )
        )
        assert {v[:5] for v in values(found)} == EXPECTED
        assert places(problems, "UNKNOWN_UNIT", "TOTAL_MISMATCH") == []


def test_a_form_of_indicators_by_lines_is_read() -> None:
    found, _ = read(
        sheet(
            [
                ["云溪区2026年10月主要指标"],
                ["指标名称", "计量单位", "代码", "东关街道", "西关街道"],
                ["甲", "乙", "丙", 1, 2],
                ["固定资产投资累计", "万元", "01", 105000, 80000],
                ["新增注册企业", "户", "02", 5, 6],
            ]
        )
    )
    assert {v[:5] for v in values(found)} == {v for v in EXPECTED if v[2] != "yoy"}


def test_three_levels_of_headings_are_read() -> None:
    found, _ = read(
        sheet(
            [
                ["云溪区2026年10月"],
                ["单位", "固定资产投资", None, None, "社会消费品零售总额", None, None],
                [None, "当月", "累计", "同比", "当月", "累计", "同比"],
                [None, "万元", "万元", "%", "亿元", "亿元", "%"],
                ["东关街道", 15000, 105000, 3.2, 1, 7, -1],
            ],
            merges=((1, 1, 1, 3), (1, 4, 1, 6), (1, 0, 3, 0)),
        )
    )
    assert {v[1:5] for v in values(found)} == {
        ("fai", "month", "2026-10", 1.5),
        ("fai", "ytd", "2026-10", 10.5),
        ("fai", "yoy", "2026-10", 3.2),
        ("retail", "month", "2026-10", 1.0),
        ("retail", "ytd", "2026-10", 7.0),
        ("retail", "yoy", "2026-10", -1.0),
    }


def test_tables_of_other_units_side_by_side_are_both_read() -> None:
    found, _ = read(
        sheet(
            [
                ["云溪区2026年10月新增注册企业（户）"],
                ["单位", "新增企业", "单位", "新增企业"],
                ["东关街道", 5, "南桥镇", 3],
                ["西关街道", 6, "北山镇", 4],
            ]
        )
    )
    assert {(v[0], v[4], v[5]) for v in values(found)} == {
        ("U1", 5.0, "B3"),
        ("U2", 6.0, "B4"),
        ("U3", 3.0, "D3"),
        ("U4", 4.0, "D4"),
    }


FORM = [
    ["指标名称", "计量单位", "代码", "本月", "1—本月"],
    ["甲", "乙", "丙", 1, 2],
    ["固定资产投资", "万元", "01", 10000, 105000],
    ["新增注册企业", "户", "02", 5, 60],
]
FORM_VALUES = {
    ("U1", "fai", "month", "2026-10", 1.0),
    ("U1", "fai", "ytd", "2026-10", 10.5),
    ("U1", "firms", "month", "2026-10", 5.0),
    ("U1", "firms", "ytd", "2026-10", 60.0),
}


@pytest.mark.parametrize(
    "above",
    [
        [["主要指标"], ["综合机关名称：东关街道　　　2026年10月"]],
        [["主要指标"], ["单位名称（盖章）：东关街道", "2026年10月"]],
        [["主要指标"], ["填报单位：东关街道   2026年10月"]],
        [["主要指标"], ["东关街道", "2026年10月"]],
        [["云溪区东关街道二〇二六年十月主要指标"]],
    ],
)
def test_a_form_of_one_unit_says_whose_it_is_above_its_lines(above: list[list[str]]) -> None:
    found, problems = read(sheet([*above, *FORM]))
    assert {v[:5] for v in values(found)} == FORM_VALUES
    assert {p.code for p in problems if p.severity == "error"} == set()


@pytest.mark.parametrize("head", ["1—本月", "1-本月累计", "本月止累计", "年累计", "自年初累计"])
def test_the_year_so_far_has_many_names_on_forms(head: str) -> None:
    found, problems = read(
        october(["单位", "固定资产投资", None], [None, head, "同比±%"], ["东关街道", 10.5, 3.2])
    )
    assert {v[:3] for v in values(found)} == {("U1", "fai", "ytd"), ("U1", "fai", "yoy")}
    assert places(problems, "UNMAPPED_COLUMN") == []


def test_a_form_that_names_no_unit_is_asked_for_it_and_no_header_is_called_one() -> None:
    found, problems = read(sheet([["2026年10月主要指标"], *FORM]))
    assert len(found) == 0
    assert places(problems, "UNIT_MISSING", "UNKNOWN_UNIT") == [
        ("D2", "UNIT_MISSING"),
        ("E2", "UNIT_MISSING"),
    ]


def test_a_title_about_the_parts_of_a_unit_is_not_that_units_table() -> None:
    for title in ("东关街道各社区2026年10月固定资产投资", "东关街道2026年10月固定资产投资"):
        found, problems = read(
            sheet([[title], ["社区", "固定资产投资累计（亿元）"], ["甲社区", 3]])
        )
        assert len(found) == 0
        assert places(problems, "UNKNOWN_UNIT") == [("A3", "UNKNOWN_UNIT")]


def test_a_column_of_words_alone_is_asked_about_cell_by_cell() -> None:
    found, problems = read(
        october(["单位", "固定资产投资同比（%）"], ["东关街道", "增长2.3%"], ["西关街道", "持平"])
    )
    assert len(found) == 0
    assert [(str(p.cell), p.fix.value) for p in problems if p.code == "NOT_A_NUMBER" and p.fix] == [
        ("数据!B3", "2.3"),
        ("数据!B4", "0"),
    ]


def test_the_mark_of_a_footnote_on_a_name_is_no_other_unit() -> None:
    found, problems = read(
        october(["单位", "固投累计（亿元）"], ["东关街道①", 1], ["西关街道 *", 2], ["南桥镇※", 3])
    )
    assert {v[0] for v in values(found)} == {"U1", "U2", "U3"}
    assert [code for _, code in places(problems, "UNIT_ALIAS", "UNKNOWN_UNIT")] == [
        "UNIT_ALIAS"
    ] * 3


def test_a_table_that_names_its_units_by_code_alone_is_read() -> None:
    found, _ = read(october(["单位代码", "固投累计（亿元）"], ["U1", 1], ["U2", 2]))
    assert {(v[0], v[4]) for v in values(found)} == {("U1", 1.0), ("U2", 2.0)}
