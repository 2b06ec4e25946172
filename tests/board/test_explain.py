"""The finding behind a place: firsts, lasts, the item that decided, the points to the exit."""

import pytest
from small_boards import column

from kpi.board import explain
from kpi.board.score import score_board
from kpi.model.rule import parse
from kpi.model.table import read_csv

TWO = {
    "items": [
        {"item": "fai.completion", "weight": 3, "method": "points"},
        {"item": "b", "weight": 1, "method": "points"},
    ],
    "min_group": 1,
    "max_share": 1,
    "black": {"n": 1},
}
# scores 77.5, 65, 30; means 60 and 50
THREE = "unit,fai.completion,b\n甲,90,40\n乙,60,80\n丙,30,30\n"


def board(text, **fields):
    rule = parse({**TWO, **fields})
    return score_board(read_csv(text, rule), rule), rule


def told(text=THREE, progress=None, **fields):
    scored, rule = board(text, **fields)
    return explain.tell(scored, rule, progress or {})


def test_firsts_and_lasts_are_counted_over_scored_items():
    found = told()
    assert {u: (t.firsts, t.lasts, t.items) for u, t in found.items()} == {
        "甲": (1, 0, 2),
        "乙": (1, 0, 2),
        "丙": (0, 2, 2),
    }


def test_an_item_with_equal_values_makes_nobody_first():
    found = told("unit,fai.completion,b\n甲,90,50\n乙,60,50\n丙,30,50\n")
    assert sum(t.firsts for t in found.values()) == 1


def test_a_shared_first_is_counted_as_shared():
    found = told("unit,fai.completion,b\n甲,90,50\n乙,90,40\n丙,30,30\n")
    assert (found["甲"].firsts, found["甲"].shared_firsts) == (2, 1)


def test_the_item_that_gained_most_decides_and_for_black_the_one_that_lost_most():
    found = told()
    # 甲: ¾·(90 − 60) = 22.5 against ¼·(40 − 50); 丙: ¾·(30 − 60) = −22.5
    assert (found["甲"].item.item, found["甲"].points) == ("fai.completion", 22.5)
    assert (found["乙"].item.item, found["乙"].points) == ("b", 7.5)
    assert (found["丙"].item.item, found["丙"].points) == ("fai.completion", -22.5)


def test_completion_is_set_against_time_progress_as_both_are_printed():
    found = told(progress={"甲": 83.333, "丙": 83.333})
    assert found["甲"].ahead == pytest.approx(6.7)  # 90.0 − 83.3
    assert found["丙"].ahead == pytest.approx(-53.3)
    assert found["乙"].ahead is None


def test_the_exit_lies_one_digit_above_the_worst_safe_place():
    scored, rule = board(THREE)
    assert explain.exits(scored, rule) == pytest.approx({"丙": 65.01 - 30})


def test_lower_is_better_counts_the_exit_downwards():
    low = {"items": [{"item": "a", "method": "points", "direction": "lower"}], "best": "low"}
    scored, rule = board(column([3, 5, 9]), **low, score_decimals=0)
    assert explain.exits(scored, rule) == {"丙": 5.0}  # 4 is better than 5, so 9 − 4


def test_where_all_are_black_there_is_no_safe_place():
    scored, rule = board(THREE, black={"n": 3})
    assert explain.exits(scored, rule) == {}
