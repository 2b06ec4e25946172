"""Repairs at work on typed sheets: each touches its own cell, so their order says nothing."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from office import DISTRICT, TODAY, sheet

from kpi.intake import mend
from kpi.intake.check import check
from kpi.intake.match import match
from kpi.model import panel
from kpi.model.repair import Repair
from kpi.model.sheet import letters

UNITS = [u.name for u in DISTRICT.units]
HEAD = ["单位", "固定资产投资（亿元）", "社会消费品零售总额（亿元）"]
PLACES = [(row, column) for row in range(len(UNITS)) for column in (1, 2)]
Cells = dict[tuple[int, int], float | None]


def read(typed: list[list[object]], repairs: tuple[Repair, ...]) -> pd.DataFrame:
    """The panel of October's sheet with these repairs."""
    one = sheet([["云溪区2026年10月"], HEAD, *typed])
    mapping = match((one,), DISTRICT, name="x.xlsx", hint=None, today=TODAY)
    mapping = mend.periods(mapping, repairs)
    sheets = mend.cells((one,), repairs)
    found, _, _ = check(sheets, mapping, DISTRICT, panel.empty(), today=TODAY, repairs=repairs)
    return found


def by_cell(found: pd.DataFrame) -> dict[str, tuple[str, float]]:
    """Status and value of each cell; 0 stands for no value."""
    rows = found.assign(value=found["value"].fillna(0)).to_dict("records")
    return {r["cell"]: (r["status"], r["value"]) for r in rows}


def made(place: tuple[int, int], kind: str, number: int) -> Repair:
    cell = f"{letters(place[1])}{place[0] + 3}"
    value = {"factor": str(number), "value": str(number), "drop": ""}.get(kind, kind)
    return Repair(kind if kind in ("factor", "value", "drop") else "status", value, "数据", cell)


KINDS = ("factor", "value", "drop", "not_applicable", "not_reported")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(KINDS), st.integers(2, 9)),
        unique_by=lambda one: one[0],
        min_size=1,
    ).flatmap(lambda said: st.tuples(st.just(said), st.permutations(said)))
)
def test_repairs_of_different_cells_do_the_same_in_any_order(
    both: tuple[list[tuple[tuple[int, int], str, int]], list[tuple[tuple[int, int], str, int]]],
) -> None:
    said, shuffled = both
    typed: list[list[object]] = [
        [name, float(10 + row), float(20 + row)] for row, name in enumerate(UNITS)
    ]
    expected = {f"{letters(c)}{r + 3}": ("reported", float(10 * c + r)) for r, c in PLACES}
    for (r, c), kind, number in said:
        cell = f"{letters(c)}{r + 3}"
        status, value = expected[cell]
        expected[cell] = {
            "factor": (status, value * number),
            "value": (status, float(number)),
            "drop": ("not_reported", 0.0),
        }.get(kind, (kind, 0.0))
    first = by_cell(read(typed, tuple(made(*one) for one in said)))
    assert first == expected
    assert by_cell(read(typed, tuple(made(*one) for one in shuffled))) == expected


def test_a_value_typed_over_a_percent_cell_counts_as_it_stands() -> None:
    rows = [[UNITS[0], "下降1.8"], [UNITS[1], 97.5]]
    one = sheet([["云溪区2026年10月"], ["单位", "一网通办率（%）"], *rows])
    mended = mend.cells((one,), (Repair("value", "98.2", "数据", "B3"),))
    mapping = match((one,), DISTRICT, name="x.xlsx", hint=None, today=TODAY)
    found, problems, _ = check(mended, mapping, DISTRICT, panel.empty(), today=TODAY)
    assert found["value"].tolist() == [98.2, 97.5]
    assert "NOT_A_NUMBER" not in [p.code for p in problems]


def test_a_repair_outside_the_sheet_changes_nothing() -> None:
    typed: list[list[object]] = [[UNITS[0], 1.0, 2.0]]
    lost = (Repair("value", "9", "数据", "ZZ999"), Repair("factor", "9", "别的表", "B3"))
    assert by_cell(read(typed, lost)) == by_cell(read(typed, ()))
