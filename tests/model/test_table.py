"""The table of a VALUES.csv: three states of a cell, and file, row and column of every fault."""

import numpy as np
import pytest

from kpi.model.rule import RuleError, parse
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED, TableError, read_csv

RULE = parse({"items": [{"item": "a", "method": "points"}], "black": {"when": [["plan", "<", 5]]}})


def test_a_cell_is_reported_or_not_reported_or_not_applicable():
    table = read_csv("unit,a,plan\n甲,-1.5e1,1\n乙,,1\n丙, — ,1\n", RULE)
    states = dict(zip(table.units, table.status[table.columns.index("a")].tolist(), strict=True))
    assert states == {"甲": REPORTED, "乙": NOT_REPORTED, "丙": NOT_APPLICABLE}
    assert table.value[0, table.units.index("甲")] == -15.0


def test_units_and_columns_are_put_in_order():
    table = read_csv("unit,plan,group,a\n乙,1,西,2\n丙,3,东,4\n", RULE)
    assert (table.units, table.groups) == (("丙", "乙"), ("东", "西"))
    assert table.columns == ("a", "plan")
    assert table.value.tolist() == [[4.0, 2.0], [3.0, 1.0]]


def test_order_of_rows_and_columns_does_not_move_the_hash():
    one = read_csv("unit,a,plan\n甲,1,2\n乙,3,—\n", RULE)
    two = read_csv('\ufeffunit,plan,a,note\r\n\r\n"乙", — ,3,%\r\n甲,2,1.0,x\r\n', RULE)
    assert one.hash == two.hash


@pytest.mark.parametrize("text", ["unit,a,plan\n甲,1,2\n乙,3,\n", "unit,a,plan\n甲,1,2\n乙,3,5\n"])
def test_another_state_or_number_is_another_hash(text):
    assert read_csv(text, RULE).hash != read_csv("unit,a,plan\n甲,1,2\n乙,3,—\n", RULE).hash


def test_an_absent_or_empty_streak_is_none_so_far():
    rule = parse(
        {"items": [{"item": "a", "method": "points"}], "black": {"when": [["streak_red", "<", 1]]}}
    )
    table = read_csv("unit,a,streak_red\n甲,1,\n乙,2,—\n丙,3,2\n", rule)
    assert table.value[table.columns.index("streak_red")].tolist() == [2.0, 0.0, 0.0]
    assert np.all(table.status == REPORTED)


def test_a_streak_that_no_condition_asks_for_may_hold_anything():
    rule = parse({"items": [{"item": "a", "method": "points"}]})
    assert read_csv("unit,a,streak_red\n甲,1,x\n", rule).columns == ("a",)


def test_a_streak_may_be_scored_and_absent():
    rule = parse({"items": [{"item": "s", "column": "streak_black", "method": "points"}]})
    assert read_csv("unit\n甲\n", rule).value.tolist() == [[0.0]]


FAULTS = {
    "values.csv: no units": "unit,a,plan\n",
    "values.csv:1: the first column must be unit": "a,unit,plan\n1,甲,2\n",
    "values.csv:1: column a: duplicate column name": "unit,a,a,plan\n甲,1,1,2\n",
    "values.csv:3: 4 cells, the header has 3": "unit,a,plan\n甲,1,2\n乙,1,2,3\n",
    "values.csv:3: column unit: duplicate unit 甲 (row 2)": "unit,a,plan\n甲,1,2\n甲,1,2\n",
    "values.csv:2: column unit: is empty": "unit,a,plan\n ,1,2\n",
    "values.csv:2: column group: is empty": "unit,a,plan,group\n甲,1,2,\n",
    "values.csv:4: column a: '-2.2%' is not a number": "unit,a,plan\n\n甲,1,2\n乙,-2.2%,1\n",
    "values.csv:2: column a: 'nan' is not a number": "unit,a,plan\n甲,nan,2\n",
    "values.csv:2: column a: '1e999' is not a number": "unit,a,plan\n甲,1e999,2\n",
    "values.csv:2: column a: '１２' is not a number": "unit,a,plan\n甲,１２,2\n",
    "values.csv:2: column a: '1,000' is not a number": 'unit,a,plan\n甲,"1,000",2\n',
    "values.csv:4: column a: 'x' is not a number": 'unit,a,plan\n"甲\n一",1,2\n乙,x,2\n',
    "values.csv:2: unexpected end of data": 'unit,a,plan\n"甲,1,2\n',
    "black.when[0][0]: column plan is not in values.csv": "unit,a\n甲,1\n",
}


@pytest.mark.parametrize("text", FAULTS, ids=lambda t: t.split(": ", 1)[1][:30])
def test_a_fault_is_named_by_file_row_and_column(text):
    with pytest.raises((TableError, RuleError)) as fault:
        read_csv(FAULTS[text], RULE)
    assert str(fault.value) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"veto": [{"units": ["戊"], "doc": "x"}]},
            "veto[0].units[0]: unit 戊 is not in values.csv",
        ),
        (
            {"exemptions": [{"unit": "戊", "doc": "x"}]},
            "exemptions[0].unit: unit 戊 is not in values.csv",
        ),
        ({"decimals": {"z": 1}}, "decimals.z: column z is not in values.csv"),
    ],
)
def test_a_unit_or_column_that_only_the_rule_knows_is_an_error(fields, text):
    rule = parse({"items": [{"item": "a", "method": "points"}], **fields})
    with pytest.raises(RuleError) as fault:
        read_csv("unit,a\n甲,1\n", rule)
    assert str(fault.value) == text


def test_unused_columns_may_hold_anything():
    assert read_csv(
        "unit,a,plan,备注\n甲,1,2,12,3亿\n".replace("12,3亿", "12.3亿"), RULE
    ).columns == ("a", "plan")
