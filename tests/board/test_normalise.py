"""The ten methods on numbers worked by hand, and their corners."""

import pytest
from small_boards import board, by_unit, codes, column, one, scores

WORKED = [
    ("points", [3, -1], {}, [3, -1]),
    ("points", [3, -1], {"floor": 0, "cap": 2}, [2, 0]),
    ("ratio", [71.3, 150, -5], {"target": 75}, [95.0666666667, 120, 0]),
    ("minmax", [2, 4, 10], {}, [0, 25, 100]),
    ("minmax", [2, 4, 10], {"lo": 60, "hi": 100}, [60, 70, 100]),
    ("minmax", [7, 7], {"lo": 60}, [80, 80]),
    ("minmax", [7], {}, [50]),
    ("zscore", [1, 2, 3], {}, [40, 50, 60]),  # sd of 1, 2, 3 is 1
    ("zscore", [1, 3], {"ddof": 0}, [40, 60]),
    ("zscore", [5, 5], {}, [50, 50]),
    ("rank", [9, 7, 7, 1], {}, [100, 66.6666666667, 66.6666666667, 0]),
    ("rank", [9, 7, 7, 1], {"ties": "max"}, [100, 33.3333333333, 33.3333333333, 0]),
    ("rank", [9, 7, 7, 1], {"ties": "average"}, [100, 50, 50, 0]),
    ("rank", [9, 7, 7, 1], {"ties": "dense"}, [100, 50, 50, 0]),
    ("rank", [9, 7, 7, 1], {"step": 0.5}, [100, 99.5, 99.5, 98.5]),
    ("rank", [4, 4], {}, [50, 50]),
    ("rank", [4, 4], {"step": 2}, [100, 100]),
    ("percentile", [9, 7, 7, 1], {}, [100, 50, 50, 0]),
    ("percentile", [3, 3, 3], {}, [50, 50, 50]),
    ("goalposts", [0, 5, 20], {"bad": 0, "good": 10}, [0, 50, 100]),
    (
        "goalposts",
        [99],
        {"bad": 100, "good": 101, "lo": 15, "hi": 15.3, "floor": 0, "cap": 18},
        [14.7],
    ),
    ("efficacy", [5.81], {"bad": 6, "good": 12}, [58.7333333333]),
    ("efficacy", [0, 5, 10], {"bad": "worst", "good": "best"}, [60, 80, 100]),
    ("efficacy", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], {}, [55, 60, 65, 70, 75, 80, 85, 90, 95, 100]),
    ("efficacy", [4, 4, 4], {}, [80, 80, 80]),
    ("efficacy", [0, 4, 4, 4, 9], {"bad": "p25", "good": "p75"}, [60, 80, 80, 80, 100]),
    ("distance_to_target", [0, 5, 10], {"target": 10}, [0, 50, 100]),
    ("distance_to_target", [5, 9], {"target": 4}, [100, 100]),
    ("bands", [100, 90, 5], {"bands": [[100, 15], [90, 10], [None, 0]]}, [15, 10, 0]),
]


@pytest.mark.parametrize(("method", "values", "params", "wanted"), WORKED)
def test_points_of_a_method(method, values, params, wanted):
    if method == "efficacy" and len(values) == 10:
        wanted = [60 + 40 * (x - 0.9) / 7.2 for x in range(10)]  # p10 = 0.9, p90 = 8.1
        wanted = [min(max(n, 0), 100) for n in wanted]
    assert one(method, values, **params) == pytest.approx(wanted, abs=1e-9)


LOWER = [
    ("points", [3, -1], {}, [-3, 1]),
    ("ratio", [75, 150, 0], {"target": 100}, [120, 50, 120]),
    ("ratio", [80, 200, 0], {"target": 100, "lower_form": "inverse"}, [120, 50, 120]),
    ("minmax", [2, 4, 10], {}, [100, 75, 0]),
    ("zscore", [1, 2, 3], {}, [60, 50, 40]),
    ("rank", [9, 7, 1], {}, [0, 50, 100]),
    ("goalposts", [0, 4], {"bad": 10, "good": 0}, [100, 60]),
    ("efficacy", [3, 5], {"bad": 5, "good": 3}, [100, 60]),
    ("distance_to_target", [20, 15, 10], {"target": 10}, [0, 50, 100]),
    ("bands", [1, 2, 9], {"bands": [[1, 100], [5, 60], [None, 0]]}, [100, 60, 0]),
]


@pytest.mark.parametrize(("method", "values", "params", "wanted"), LOWER)
def test_points_where_less_is_better(method, values, params, wanted):
    assert one(method, values, direction="lower", **params) == pytest.approx(wanted, abs=1e-9)


def test_a_band_is_scored_by_the_distance_from_it():
    # distances 0, 0.5, 2: 100, 75, 0
    got = one("minmax", [2.4, 3.5, 0], direction="target", band=[2, 3])
    assert got == pytest.approx([100, 75, 0])


@pytest.mark.parametrize(
    ("policy", "wanted"), [("renormalise", 90), ("zero", 45), ("worst", 60), ("group_median", 70)]
)
def test_a_missing_cell_counts_by_its_policy(policy, wanted):
    text = "unit,a,b\n甲,90,\n乙,30,30\n丙,80,70\n丁,70,50\n"
    items = [
        {"item": "a", "method": "points"},
        {"item": "b", "method": "points", "missing": policy},
    ]
    scored = board(text, items=items, min_coverage=0)
    assert by_unit(scored)["甲"].score == wanted
    assert (codes(scored, "甲") == ["imputed"]) is (policy != "renormalise")
    assert by_unit(scored)["甲"].coverage == 0.5


def test_an_unranked_unit_moves_nobody():
    # 丁 has 9 but lacks b, so 9 is not the best of a
    text = "unit,a,b\n甲,0,1\n乙,1,1\n丙,2,1\n丁,9,\n"
    items = [
        {"item": "a", "method": "minmax"},
        {"item": "b", "method": "points", "missing": "exclude_unit"},
    ]
    scored = board(text, items=items)
    assert scores(scored) == {"甲": 0.5, "乙": 25.5, "丙": 50.5, "丁": None}
    assert codes(scored, "丁") == ["missing_item"]


def test_the_reference_is_the_group_or_everybody():
    text = "unit,group,a\n甲,东,0\n乙,东,5\n丙,西,5\n丁,西,10\n"
    items = [{"item": "a", "method": "minmax"}]
    assert scores(board(text, items=items)) == {"甲": 0, "乙": 100, "丙": 0, "丁": 100}
    everybody = {"甲": 0, "乙": 50, "丙": 50, "丁": 100}
    assert scores(board(text, items=items, reference="all")) == everybody
    assert scores(board(text, items=items, compare="across")) == everybody


def test_a_target_that_is_not_set_leaves_the_item_out():
    text = "unit,a,t\n甲,5,10\n乙,5,\n丙,5,—\n丁,5,0\n"
    scored = board(text, items=[{"item": "a", "method": "ratio", "params": {"target": "t"}}])
    assert scores(scored) == {"甲": 50, "乙": None, "丙": None, "丁": None}
    assert codes(scored, "乙") == codes(scored, "丙") == ["not_applicable"]
    assert codes(scored, "丁") == ["no_data", "bad_target"]


def test_a_value_is_rounded_before_every_use():
    scored = board(
        column([99.96, 99.94]), decimals={"a": 1}, items=[{"item": "a", "method": "points"}]
    )
    assert scores(scored) == {"甲": 100.0, "乙": 99.9}
    assert by_unit(scored)["甲"].parts[0].value == 100.0
