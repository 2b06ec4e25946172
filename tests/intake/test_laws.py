"""What holds for any table: it reads back from every layout, in every order and 计量单位."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import LAYOUTS, UNIT, Table
from office import read, sheet

from kpi.model.sheet import Sheet

MONTHS = ["2026-07", "2026-08", "2026-09", "2026-10"]
VALUES = {"fai": (1, 400_00), "retail": (1, 400_00), "firms": (1, 99_999)}


@st.composite
def tables(draw: st.DrawFn, months: int = 3) -> Table:
    """Two to four units, one to three indicators, one to three months; every cell with a value."""
    units = draw(st.lists(st.sampled_from(sorted(UNIT)), min_size=2, max_size=4, unique=True))
    names = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=1, max_size=3, unique=True))
    when = draw(st.lists(st.sampled_from(MONTHS), min_size=1, max_size=months, unique=True))
    return {
        (u, i, p): draw(st.integers(*VALUES[i])) / (1 if i == "firms" else 100)
        for u in units
        for i in names
        for p in when
    }


def found(*sheets: Sheet) -> Table:
    """What reads back; no error may stand."""
    panel, problems = read(*sheets)
    assert [p.text() for p in problems if p.severity == "error"] == []
    assert set(panel["measure"]) <= {"ytd", "month"}
    keys = zip(panel["unit"], panel["indicator"], panel["period"], strict=True)
    return dict(zip(keys, panel["value"], strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=12, deadline=None, derandomize=True)
@given(table=tables())
def test_a_table_reads_back_from_every_layout(layout: str, table: Table) -> None:
    assert found(*LAYOUTS[layout](table)) == table


@settings(max_examples=15, deadline=None, derandomize=True)
@given(table=tables(), data=st.data())
def test_the_order_of_sheets_lines_and_columns_does_not_show(
    table: Table, data: st.DataObject
) -> None:
    keys = data.draw(st.permutations(sorted(table)))
    shuffled = {key: table[key] for key in keys}
    for name in ("wide", "dated", "long", "by_indicator", "transposed", "levelled"):
        sheets = data.draw(st.permutations(LAYOUTS[name](shuffled)))
        assert found(*sheets) == table


@settings(max_examples=15, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(1, 4_000_000), min_size=2, max_size=4),
    st.sampled_from(["header", "line", "title", "row", "cell"]),
    st.sampled_from(
        [("元", 10**8), ("千元", 10**5), ("万元", 10**4), ("百万元", 100), ("亿元", 1)]
    ),
)
def test_scaling_the_unit_word_scales_nothing(
    numbers: list[int], place: str, word: tuple[str, int]
) -> None:
    uom, factor = word
    units = sorted(UNIT)[: len(numbers)]
    title = "云溪区2026年10月固定资产投资" + (f"（单位：{uom}）" if place == "title" else "")
    head = f"固投累计（{uom}）" if place == "header" else "固投累计"
    lines: list[list[object]] = []
    for unit, number in zip(units, numbers, strict=True):
        value = number / 10_000 * factor
        lines.append([UNIT[unit], f"{value:.10f}{uom}" if place == "cell" else value])
    above = [[f"单位：{uom}"]] if place == "line" else []
    heads = [["单位", head], *([["计量单位", uom]] if place == "row" else [])]
    back = found(sheet([[title], *above, *heads, *lines]))
    assert {u: v for (u, _, _), v in back.items()} == pytest.approx(
        {u: n / 10_000 for u, n in zip(units, numbers, strict=True)}, rel=1e-12
    )


@settings(max_examples=20, deadline=None, derandomize=True)
@given(table=tables(months=1), data=st.data())
def test_one_broken_cell_costs_no_other(table: Table, data: st.DataObject) -> None:
    (whole,) = LAYOUTS["wide"](table)
    row = data.draw(st.integers(2, whole.grid.shape[0] - 1))
    column = data.draw(st.integers(2, whole.grid.shape[1] - 1))
    broken = [[cell.value for cell in whole.row(r)] for r in range(whole.grid.shape[0])]
    broken[row][column] = data.draw(st.sampled_from(["十二", "12,3", "1.2.3", "#DIV/0!", "见附表"]))
    panel, problems = read(sheet(broken, name=whole.name))
    errors = [p.cell for p in problems if p.severity == "error"]
    assert [(e.row, e.column) for e in errors if e] == [(row, column)]
    assert len(panel) == len(table) - 1
