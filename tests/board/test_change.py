"""Why a place moved: own numbers, others' numbers, another rule, other units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_boards import UNITS, column

from kpi.board.change import change
from kpi.board.score import judge
from kpi.model.rule import parse
from kpi.model.table import read_csv
from kpi.model.why import Change

ONE = {"items": [{"item": "a", "method": "points"}], "min_group": 1}


def judged(text, rule=ONE):
    by = parse(rule)
    return judge(read_csv(text, by), by)


def test_a_fall_is_parted_into_what_the_unit_did_and_what_the_others_did():
    # A 5, B 4, C 3, D 2 become A 3, B 4.5, C 3.5, D 2: ½[(2 − 1) + (3 − 1)] = 1.5 own
    before, now = judged(column([5, 4, 3, 2])), judged(column([3, 4.5, 3.5, 2]))
    found = change(before, now, "甲")
    assert (found.before, found.now, found.own, found.others) == (1, 3, 1.5, 0.5)
    assert [(s.item, s.points) for s in found.shares] == [("a", 1.5)]


def test_a_unit_that_did_nothing_owes_the_others_its_move():
    found = change(judged(column([5, 4])), judged(column([5, 6])), "甲")
    assert (found.own, found.others) == (0.0, 1.0)


def test_a_new_unit_has_no_movement():
    assert change(judged(column([5, 4])), judged(column([5, 4, 3])), "丙") == Change(
        None, 3, cause="new"
    )
    assert change(None, judged(column([5])), "甲").cause == "new"


def test_another_rule_is_named_and_nothing_is_parted():
    other = {**ONE, "score_decimals": 1}
    found = change(judged(column([5, 4])), judged(column([3, 4]), other), "甲")
    assert found == Change(1, 2, cause="rule")


def test_other_units_beside_it_are_named():
    found = change(judged(column([5, 4])), judged(column([3, 4, 6])), "甲")
    assert found == Change(1, 3, cause="units")


def test_a_unit_without_a_place_then_is_not_parted():
    found = change(judged(column(["", 4])), judged(column([5, 4])), "甲")
    assert found == Change(None, 1, cause="unranked")


def test_the_own_part_goes_to_items_by_weight_times_points_moved():
    rule = {
        "items": [
            {"item": "a", "weight": 3, "method": "points"},
            {"item": "b", "weight": 1, "method": "points"},
        ],
    }
    before = judged("unit,a,b\n甲,50,50\n乙,40,40\n丙,30,30\n", rule)
    now = judged("unit,a,b\n甲,34,38\n乙,40,40\n丙,30,30\n", rule)  # 50 → 35, behind 乙
    found = change(before, now, "甲")
    assert (found.own, found.others) == (1.0, 0.0)
    # −16·¾ = −12 and −12·¼ = −3 of −15
    assert {s.item: s.points for s in found.shares} == pytest.approx({"a": 0.8, "b": 0.2})


def text(rows, at):
    return "unit,a,b\n" + "".join(
        f"{u},{r[at][0]},{r[at][1]}\n" for u, r in zip(UNITS, rows, strict=False)
    )


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.tuples(*[st.integers(1, 9)] * 2), st.tuples(*[st.integers(1, 9)] * 2)),
        min_size=2,
        max_size=8,
    ),
    st.sampled_from(["points", "minmax", "rank"]),
)
def test_own_and_others_make_the_whole_movement_and_items_the_own_part(rows, method):
    rule = {"items": [{"item": i, "method": method} for i in "ab"]}
    before, now = judged(text(rows, 0), rule), judged(text(rows, 1), rule)
    for u in UNITS[: len(rows)]:
        found = change(before, now, u)
        assert found.own + found.others == found.now - found.before
        if found.shares:
            assert sum(s.points for s in found.shares) == pytest.approx(found.own)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=2, max_size=8))
def test_a_better_own_score_never_counts_as_an_own_fall(rows):
    before = judged(column([r[0] for r in rows]))
    now = judged(column([r[1] for r in rows]))
    for u, (then, later) in zip(UNITS, rows, strict=False):
        if later >= then:
            assert change(before, now, u).own <= 0
