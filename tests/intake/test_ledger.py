"""Project ledgers: the units' subtotals are the values, the projects their detail."""

from typing import Any

import pytest
from office import mapped, places, read, sheet, values

from kpi.model.sheet import Sheet

TITLE = ["云溪区2026年1-10月重点项目投资台账"]
HEADS = ["序号", "项目名称", "年度目标", "固定资产投资累计（万元）", "形象进度"]
BRIDGE, WATERWORKS = [1, "云溪大桥", None, 50000, "主体施工"], [2, "东关水厂", None, 25000, "安装"]
SCHOOL = [3, "西关学校", None, 20000, "封顶"]


def of_units(line: list[Any], unit: str | None, at: int = 1) -> list[Any]:
    """A line with its unit beside the project."""
    return [*line[:at], unit, *line[at:]]


def ledger(*rows: list[Any], unit_at: int | None = None, **facts: Any) -> Sheet:
    heads = HEADS if unit_at is None else of_units(HEADS, "责任单位", unit_at)
    return sheet([TITLE, heads, *rows], **facts)


EAST, WEST, ALL = (
    [None, "小计", None, 75000],
    [None, "小计", None, 20000],
    ["合计", None, None, 95000],
)
LEDGERS = {
    "a unit in every line": (
        ledger(
            of_units(BRIDGE, "东关街道"),
            of_units(WATERWORKS, "东关街道"),
            of_units(EAST, "东关街道"),
            of_units(SCHOOL, "西关街道"),
            of_units(WEST, "西关街道"),
            of_units(ALL, None),
            unit_at=1,
        ),
        {"E5", "E7"},
    ),
    "a unit merged over its lines": (
        ledger(
            of_units(BRIDGE, "东关街道"),
            of_units(WATERWORKS, None),
            of_units(EAST, None),
            of_units(SCHOOL, "西关街道"),
            of_units(WEST, None),
            of_units(ALL, None),
            unit_at=1,
            merges=((2, 1, 4, 1), (5, 1, 6, 1), (7, 0, 7, 2)),
        ),
        {"E5", "E7"},
    ),
    "the sum in a line over the projects": (
        ledger(
            ["一", "东关街道（2个）", None, 75000],
            BRIDGE,
            WATERWORKS,
            ["二", "西关街道", None, 20000],
            SCHOOL,
            ALL,
        ),
        {"D3", "D6"},
    ),
    "a line for the unit and a sum below": (
        ledger(
            ["一、东关街道"], BRIDGE, WATERWORKS, EAST, ["二、西关街道"], SCHOOL, WEST, ALL,
            merges=((2, 0, 2, 4), (6, 0, 6, 4)),
        ),
        {"D6", "D9"},
    ),
    "the unit's name in the sum": (
        ledger(
            of_units(BRIDGE, "东关街道", 2),
            of_units(WATERWORKS, "东关街道", 2),
            [None, "东关街道小计", None, None, 75000],
            of_units(SCHOOL, "西关街道", 2),
            [None, "西关街道小计", None, None, 20000],
            [None, "合计", None, None, 95000],
            unit_at=2,
        ),
        {"E5", "E7"},
    ),
    "no sum of one project alone": (
        ledger(
            of_units(BRIDGE, "东关街道"),
            of_units(WATERWORKS, "东关街道"),
            of_units(EAST, "东关街道"),
            of_units(SCHOOL, "西关街道"),
            of_units(ALL, None),
            unit_at=1,
        ),
        {"E5", "E6"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEDGERS)
def test_a_ledger_gives_the_sum_of_each_unit(name: str) -> None:
    laid_out, cells = LEDGERS[name]
    found, problems = read(laid_out)
    assert {v[:5] for v in values(found)} == {
        ("U1", "fai", "ytd", "2026-10", 7.5),
        ("U2", "fai", "ytd", "2026-10", 2.0),
    }
    assert set(found["cell"]) == cells
    assert [p.code for p in problems if p.severity == "error"] == []
    assert mapped(laid_out).shapes == (("数据", "ledger"),)


def test_projects_are_left_out_and_said_to_be() -> None:
    skipped = mapped(LEDGERS["the sum in a line over the projects"][0]).skipped
    assert [s.range[:2] for s in skipped if s.reason == "project"] == ["A4", "A5", "A7"]


def test_projects_of_one_unit_without_their_sum_are_not_guessed_at() -> None:
    laid_out = ledger(
        of_units(BRIDGE, "东关街道"),
        of_units(WATERWORKS, "东关街道"),
        of_units(SCHOOL, "西关街道"),
        of_units(WEST, "西关街道"),
        unit_at=1,
    )
    found, problems = read(laid_out)
    assert {v[0] for v in values(found)} == {"U2"}
    assert places(problems, "DUPLICATE_CONFLICT") == [("E4", "DUPLICATE_CONFLICT")]


def test_a_mistyped_unit_is_not_taken_for_a_project() -> None:
    laid_out = ledger(
        ["一", "东关街道", None, 75000], BRIDGE, ["二", "西关街到", None, 20000], SCHOOL
    )
    _, problems = read(laid_out)
    assert places(problems, "UNKNOWN_UNIT") == [("B5", "UNKNOWN_UNIT")]


def test_a_list_of_indicators_headed_as_projects_is_no_ledger() -> None:
    laid_out = sheet([TITLE, ["项目", "东关街道", "西关街道"], ["固投", 7.5, 2], ["小计", 7.5, 2]])
    assert mapped(laid_out).shapes == (("数据", "transposed"),)
