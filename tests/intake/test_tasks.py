"""Tasks that are doubted (V17) and values that stand still (V18)."""

from typing import Any

import pandas as pd
from office import october, read, sheet

from kpi.model import panel
from kpi.model.problem import Problem


def stored(*rows: tuple[str, str, str, str, float | None]) -> pd.DataFrame:
    """Unit, indicator, measure, period, value (None: not applicable)."""
    names = ("unit", "indicator", "measure", "period", "value")
    return panel.of(
        {
            **dict(zip(names, row, strict=True)),
            "status": "reported" if row[4] is not None else "not_applicable",
        }
        for row in rows
    )


def task(unit: str, value: float | None) -> tuple[str, str, str, str, float | None]:
    return unit, "fai", "target", "2026", value


def told(rows: list[list[Any]], *known: tuple[str, str, str, str, float | None], code: str) -> list:
    """Cell and sentence of every problem of one code."""
    _, problems = read(october(*rows), stored=stored(*known))
    return [_flat(p) for p in problems if p.code == code]


def _flat(p: Problem) -> tuple[str, str]:
    assert p.cell
    return p.cell.address, p.sentence()


SUSPECT = "TARGET_SUSPECT"


def test_a_changed_task_shows_old_new_and_completion() -> None:
    rows = [["单位", "固投", "固投年度目标"], ["东关街道", 6, 10], ["西关街道", 6, 8]]
    assert told(rows, task("U1", 12), task("U2", 8), code=SUSPECT) == [
        ("C3", "目标 12→10，完成率 60.0%。")
    ]


def test_a_changed_task_without_a_value_shows_old_and_new() -> None:
    rows = [["单位", "固投年度目标"], ["东关街道", 10]]
    assert told(rows, task("U1", 12), code=SUSPECT) == [("B3", "目标 12→10。")]


def test_a_task_of_nothing_is_doubted() -> None:
    rows = [["单位", "固投", "固投年度目标"], ["东关街道", 6, 0], ["西关街道", 6, 8]]
    assert told(rows, code=SUSPECT) == [("C3", "目标为 0。")]


def test_completion_beyond_150_percent_is_doubted_at_the_value() -> None:
    rows = [["单位", "固投"], ["东关街道", 15.1], ["西关街道", 15]]  # of 10: 151 % and 150 %
    assert told(rows, task("U1", 10), task("U2", 10), code=SUSPECT) == [
        ("B3", "目标 10，完成率 151.0%。")
    ]


def test_the_only_unit_of_its_group_without_a_task_is_named() -> None:
    rows = [["单位", "固投"], ["东关街道", 6], ["西关街道", 6], ["南桥镇", 6]]
    known = (task("U1", 10), task("U2", 10), task("U4", None))
    assert told(rows, *known, code=SUSPECT) == [("B5", "同组单位有目标，这里没有。")]
    assert told(rows, *known, task("U3", None), code=SUSPECT) == []  # — says that there is none


def test_where_no_unit_has_a_task_none_is_missing() -> None:
    assert told([["单位", "固投"], ["东关街道", 6]], code=SUSPECT) == []


def test_a_stored_task_that_the_file_repeats_is_not_doubted() -> None:
    rows = [["单位", "固投", "固投年度目标"], ["东关街道", 6, 12]]
    assert told(rows, task("U1", 12), code=SUSPECT) == []


LEVELS = [["单位", "一网通办率"], ["东关街道", 81.5], ["西关街道", 90]]


def test_a_level_that_stands_still_in_all_units_is_questioned_once() -> None:
    known = [("U1", "online", "level", "2026-09", 81.5), ("U2", "online", "level", "2026-09", 90.0)]
    assert told(LEVELS, *known, code="STALE") == [("B3", "各单位数值与上期完全相同。")]


def test_one_unit_that_moved_is_enough() -> None:
    known = [("U1", "online", "level", "2026-09", 81.4), ("U2", "online", "level", "2026-09", 90.0)]
    assert told(LEVELS, *known, code="STALE") == []


def test_one_unit_alone_may_stand_still() -> None:
    known = ("U1", "online", "level", "2026-09", 81.5)
    assert told(LEVELS[:2], known, code="STALE") == []


def test_last_months_file_under_a_new_title_is_questioned() -> None:
    names = ("东关街道", "西关街道", "南桥镇", "北山镇")
    rows = [["单位", "固投"], *([n, 5 + i] for i, n in enumerate(names))]
    known = [(f"U{i + 1}", "fai", "ytd", "2026-09", 5.0 + i) for i in range(4)]
    assert told(rows, *known, code="STALE") == [("B3", "各单位数值与上期完全相同。")]
    rows[1][1] = 0  # nothing yet can stay nothing
    known[0] = ("U1", "fai", "ytd", "2026-09", 0.0)
    assert told(rows, *known, code="STALE") == []


def test_what_is_stored_already_was_looked_at_then() -> None:
    known = [
        (u, "online", "level", p, v)
        for u, v in (("U1", 81.5), ("U2", 90.0))
        for p in ("2026-09", "2026-10")
    ]
    assert told(LEVELS, *known, code="STALE") == []


def test_both_periods_may_stand_in_one_file() -> None:
    two = sheet(
        [
            ["2026年一网通办率"],
            ["单位", "9月", "10月"],
            ["东关街道", 81.5, 81.5],
            ["西关街道", 9, 9],
        ]
    )
    _, problems = read(two)
    assert [str(p.cell) for p in problems if p.code == "STALE"] == ["数据!C3"]
