"""What a score lacks over another, item by item; worked by hand."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_boards import UNITS, column

from kpi.board import aim, gaps
from kpi.board.score import judge
from kpi.model.rule import parse
from kpi.model.table import read_csv
from kpi.model.why import Step

TWO = {
    "items": [
        {"item": "a", "weight": 3, "method": "points"},
        {"item": "b", "weight": 1, "method": "points"},
    ],
    "min_group": 1,
    "min_coverage": 0,
    "max_share": 1,
    "red": {"n": 1},
    "black": {"n": 1},
}
# scores: 甲 (3·90 + 50)/4 = 80, 乙 (3·60 + 80)/4 = 65, 丙 (3·30 + 20)/4 = 27.5
THREE = "unit,a,b\n甲,90,50\n乙,60,80\n丙,30,20\n"


def judged(text, **rule):
    by = parse(rule)
    return judge(read_csv(text, by), by)


def shares(gap):
    return {s.item: s.points for s in gap.shares}


def test_parts_against_the_mean_add_up_to_the_distance_from_the_mean_score():
    gap = gaps.against_mean(judged(THREE, **TWO), "甲")
    assert shares(gap) == {"a": 22.5, "b": 0.0}  # ¾·(90 − 60), ¼·(50 − 50)
    assert gap.base == 57.5  # (80 + 65 + 27.5)/3
    assert gap.points == 22.5


def test_an_item_that_a_unit_does_not_have_has_no_part():
    gap = gaps.against_mean(judged(THREE.replace("甲,90,50", "甲,90,"), **TWO), "甲")
    assert shares(gap) == {"a": 30.0, "b": 0.0}  # all weight on a: 90 − 60
    assert gap.base == 60.0


def test_parts_against_a_unit_add_up_to_the_distance_from_its_score():
    gap = gaps.against(judged(THREE, **TWO), "丙", "乙")
    assert shares(gap) == {"a": -22.5, "b": -15.0}
    assert gap.points == 27.5 - 65


def test_the_line_of_black_is_the_worst_safe_and_of_red_the_best_without_a_seat():
    board = judged(THREE, **TWO)
    assert [gaps.line(board, u) for u in "甲乙丙"] == ["乙", "甲", "乙"]


def test_one_digit_more_than_the_worst_safe_place_leaves_black():
    board = judged(THREE, **TWO)
    assert gaps.to_line(board, "丙") == pytest.approx(65.01 - 27.5)
    assert gaps.to_line(board, "乙") == 15.0  # a tie with the last red seat is enough
    assert gaps.to_line(board, "甲") == pytest.approx(80 - 64.99)


def test_neighbours_are_told_in_printed_points():
    board = judged(THREE, **TWO)
    assert gaps.neighbours(board, "乙") == (Step("甲", 15.0), Step("丙", 37.5))
    assert gaps.neighbours(board, "甲")[0] is None


def test_tied_units_are_no_neighbours_of_each_other():
    board = judged(column([5, 5, 3]), items=[{"item": "a", "method": "points"}])
    assert gaps.neighbours(board, "乙") == (None, Step("丙", 2.0))


def test_under_a_curved_mean_parts_still_add_up_in_points():
    board = judged(THREE, **{**TWO, "aggregate": "geometric"})
    gap = gaps.against(board, "甲", "乙")
    # 90^¾·50^¼ = 77.70…, 60^¾·80^¼ = 64.47…
    assert gap.points == pytest.approx(90**0.75 * 50**0.25 - 60**0.75 * 80**0.25)
    assert sum(shares(gap).values()) == pytest.approx(gap.points)
    assert shares(gap)["a"] > 0 > shares(gap)["b"]


def test_the_condition_that_holds_a_unit_on_the_black_list_says_what_it_lacks():
    rule = {**TWO, "black": {"n": 1, "when": [["a", "<", 45], ["b", "<", 80]]}}
    found = list(aim.barriers(judged(THREE, **rule), 0, "black"))
    assert [(b.fact, b.actual, b.value, b.lacks) for b in found] == [
        ("a", 30.0, 45.0, 15.0),
        ("b", 20.0, 80.0, 60.0),
    ]


def test_red_conditions_that_fail_say_what_is_lacking():
    rule = {**TWO, "red": {"n": 1, "when": [["b", ">=", 60], ["a", ">=", 50]]}}
    board = judged(THREE, **rule)
    found = aim.barriers(board, aim.position(board, "甲"), "red")
    assert [(b.fact, b.lacks) for b in found] == [("b", 10.0)]


def test_the_weight_at_which_two_units_draw_level_is_where_it_says():
    # 甲 50·w + 60, 乙 61·w + 50 over w + 1: level at 11 w = 10, w = 10/11, from 1 down 1/11
    rule = {
        "items": [{"item": i, "method": "points"} for i in "ab"],
        "black": {"n": 1},
        "min_group": 1,
    }
    board = judged("unit,a,b\n甲,50,60\n乙,61,50\n丙,90,90\n", **rule)
    by_item = {f.item: f for f in gaps.flips(board, "甲")}
    assert by_item["a"].unit == "乙"
    assert by_item["a"].weight == pytest.approx(10 / 11)
    assert by_item["a"].change == pytest.approx(-1 / 11)
    assert by_item["b"].weight == pytest.approx(1.1)
    for f in by_item.values():  # put into the rule, both print the same score
        items = [{**i, "weight": f.weight if i["item"] == f.item else 1} for i in rule["items"]]
        level = judged("unit,a,b\n甲,50,60\n乙,61,50\n丙,90,90\n", **{**rule, "items": items})
        scores = level.scores.score[[aim.position(level, u) for u in "甲乙"]]
        assert scores[0] == scores[1]


def test_a_weight_that_would_have_to_change_by_more_than_a_quarter_is_no_news():
    assert gaps.flips(judged(THREE, **TWO), "丙") == ()


cell = st.one_of(st.integers(1, 20), st.sampled_from(["", "—", 2.5]))
rows = st.lists(st.tuples(cell, cell, cell), min_size=2, max_size=len(UNITS))


@settings(max_examples=40, deadline=None)
@given(
    rows,
    st.sampled_from(["minmax", "zscore", "rank", "efficacy"]),
    st.sampled_from(["arithmetic", "sum", "geometric", "harmonic"]),
)
def test_parts_of_every_gap_add_up_to_the_gap(values, method, aggregate):
    text = "unit,a,b,c\n" + "".join(
        f"{u},{a},{b},{c}\n" for u, (a, b, c) in zip(UNITS, values, strict=False)
    )
    items = [
        {"item": i, "weight": w, "method": method, "params": {"floor": 1}}
        for i, w in zip("abc", (1, 2, 3), strict=True)
    ] + [{"item": "d", "column": "a", "role": "bonus", "method": "points"}]
    board = judged(
        text,
        items=items,
        aggregate=aggregate,
        bonus_range=[-2, 2],
        min_coverage=0.2,
        min_group=1,
    )
    scores = dict(zip(board.scores.norm.cover.cells.table.units, board.scores.raw, strict=True))
    ranked = [u for u, s in scores.items() if s == s]
    for u in ranked:
        mean = gaps.against_mean(board, u)
        assert math.isclose(sum(shares(mean).values()), mean.points, abs_tol=1e-9)
        assert math.isclose(mean.base + mean.points, scores[u], abs_tol=1e-9)
        gap = gaps.against(board, u, ranked[0])
        assert math.isclose(sum(shares(gap).values()), gap.points, abs_tol=1e-9)
        assert math.isclose(gap.points, scores[u] - scores[ranked[0]], abs_tol=1e-9)
