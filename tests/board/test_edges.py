"""Edge cases of a board, one fact each, worked by hand."""

import math

import pytest
from small_boards import UNITS, board, by_unit, codes, colours, column, one, points, ranks, scores

from kpi.board.change import change
from kpi.board.lint import lint
from kpi.board.score import judge
from kpi.model.field import RuleError
from kpi.model.rule import parse
from kpi.model.show import moved
from kpi.model.table import TableError, read_csv

BOTH = {"red": {"n": 1}, "black": {"n": 1}}


def numbers(scored, unit, at=0):
    return dict(by_unit(scored)[unit].reasons[at].numbers)


def notes(scored, at=0):
    return [(n.code, dict(n.numbers)) for n in scored.groups[at].notes]


def test_a_tie_across_the_cut_is_listed_whole_and_says_how_many():
    scored = board(column([9, 8, 8, 8, 7, 6, 5, 4]), **points(1, red={"n": 2}))
    assert colours(scored) == dict.fromkeys("甲乙丙丁", "red")
    assert by_unit(scored)["丁"].reasons[0].text() == "列入红榜：8个单位中第2位（并列，共3个）。"


def test_where_all_are_equal_nobody_is_listed():
    scored = board(column([5] * 6), **points(1, **BOTH))
    assert colours(scored) == {}
    assert codes(scored, "甲") == ["tie_too_wide", "tie_too_wide"]
    assert numbers(scored, "甲") == {"list": "red", "size": 6, "seats": 1}  # 6 > ⌊6 · 0.5⌋
    assert by_unit(scored)["甲"].reasons[0].text() == "6个单位得分相同，超出红榜上限，均不列入。"


def test_more_seats_than_half_the_units_are_cut_to_half():
    scored = board(column([4, 3, 2, 1]), **points(1, black={"n": 5}))
    assert colours(scored) == {"丙": "black", "丁": "black"}
    assert notes(scored) == [("seats_reduced", {"list": "black", "asked": 5, "given": 2})]


@pytest.mark.parametrize(
    ("lists", "listed"),
    [
        ({"red": {"n": 3}, "black": {"n": 3}, "max_share": 1}, {"甲": "red", "丁": "black"}),
        ({"red": {"when": [["a", ">", 1]]}, "black": {"when": [["a", "<", 4]]}}, None),
    ],
    ids=["seats", "conditions"],
)
def test_who_is_inside_both_lists_is_on_neither(lists, listed):
    scored = board(column([4, 3, 2, 1]), **points(1, **lists))
    assert colours(scored) == (listed or {"甲": "red", "丁": "black"})
    assert codes(scored, "乙") == codes(scored, "丙") == ["both_lists"]


def test_a_group_below_the_least_size_is_scored_and_has_no_lists_but_by_veto():
    veto = [{"units": ["甲"], "effect": "black", "doc": "安〔2026〕5号"}]
    scored = board(column([3, 2, 1]), **points(1, **BOTH, veto=veto))
    assert scores(scored) == {"甲": 3, "乙": 2, "丙": 1}
    assert colours(scored) == {"甲": "black"}
    assert notes(scored) == [("small_group", {"ranked": 3, "min": 4})]


def test_a_single_unit_has_its_score_and_no_list():
    scored = board(column([7]), **points(1, **BOTH))
    assert (scores(scored), ranks(scored), colours(scored)) == ({"甲": 7}, {"甲": 1}, {})


def test_a_unit_without_any_cell_is_not_ranked_and_without_business_listed_apart():
    scored = board("unit,a,b\n甲,2,2\n乙,,\n丙,—,—\n丁,,—\n", **points(1, 1))
    assert ranks(scored) == {"甲": 1, "乙": None, "丙": None, "丁": None}
    assert [codes(scored, u) for u in "乙丙丁"] == [["no_data"], ["not_applicable"], ["no_data"]]
    assert by_unit(scored)["丙"].reasons[0].text() == "本期无对应业务或未下达目标，不参加排名。"


def test_a_column_that_is_empty_in_one_group_is_dropped_there_alone():
    text = "unit,group,a,b\n甲,东,4,\n乙,东,2,\n丙,西,4,8\n丁,西,2,\n"
    scored = board(text, **points(1, 1, min_coverage=0.5))
    assert scores(scored) == {"甲": 4, "乙": 2, "丙": 6, "丁": 2}
    assert {u: e.coverage for u, e in by_unit(scored).items()} == {
        "甲": 1,
        "乙": 1,
        "丙": 1,
        "丁": 0.5,
    }
    assert notes(scored) == [("column_empty", {"item": "b"})]
    assert notes(scored, 1) == []


def test_without_a_target_the_item_does_not_apply_and_a_target_of_zero_counts_as_not_reported():
    items = [
        {"item": "a", "method": "ratio", "params": {"target": "t"}},
        {"item": "b", "method": "points"},
    ]
    scored = board("unit,a,b,t\n甲,40,90,50\n乙,40,90,\n丙,40,90,0\n", items=items)
    assert scores(scored) == {"甲": 85, "乙": 90, "丙": None}  # (80 + 90) / 2
    assert {u: e.coverage for u, e in by_unit(scored).items()} == {"甲": 1, "乙": 1, "丙": 0.5}
    assert codes(scored, "乙") == []
    assert codes(scored, "丙") == ["low_coverage", "bad_target"]


@pytest.mark.parametrize("form", ["mirror", "inverse"])
def test_nothing_of_what_should_be_little_earns_the_cap_and_is_never_infinite(form):
    # at half of the target the mirror gives 150 and the inverse 200: above the cap as well
    got = one("ratio", [0, 25, 50], direction="lower", target=50, lower_form=form)
    assert got == [120, 120, 100]


def test_an_empty_bonus_adds_nothing_and_lowers_nothing():
    items = [
        {"item": "a", "method": "points"},
        {"item": "plus", "method": "points", "role": "bonus"},
    ]
    scored = board("unit,a,plus\n甲,80,5\n乙,80,\n丙,80,—\n", items=items)
    assert scores(scored) == {"甲": 85, "乙": 80, "丙": 80}
    assert {e.coverage for e in scored.entries} == {1}


def test_a_block_without_a_cell_leaves_its_weight_to_the_others():
    items = [{"item": i, "method": "points", "block": b} for i, b in ("ax", "by", "cz")]
    blocks = {"x": {"weight": 50}, "y": {"weight": 30}, "z": {"weight": 20}}
    text = "unit,a,b,c\n甲,90,60,40\n乙,90,60,—\n"
    scored = board(text, items=items, blocks=blocks)
    assert scores(scored) == {"甲": 71, "乙": 78.75}  # 45 + 18 + 8; (45 + 18) / 0.8
    assert [b.weight for b in by_unit(scored)["乙"].blocks] == [0.625, 0.375, 0]


@pytest.mark.parametrize(
    ("method", "params", "wanted"),
    [
        ("points", {}, [-10, 0, 10]),
        ("ratio", {"target": 10}, [0, 0, 100]),  # its floor
        ("minmax", {}, [0, 50, 100]),
        ("zscore", {}, [40, 50, 60]),  # σ = 10
        ("rank", {}, [0, 50, 100]),
        ("percentile", {}, [0, 50, 100]),
        ("goalposts", {"bad": -20, "good": 20}, [25, 50, 75]),
        ("efficacy", {"bad": -20, "good": 20}, [70, 80, 90]),
        ("distance_to_target", {"target": 30}, [0, 25, 50]),
        ("bands", {"bands": [[0, 80], [None, 40]]}, [40, 80, 80]),
    ],
)
def test_negative_growth_is_a_value_like_any_other(method, params, wanted):
    assert one(method, [-10, 0, 10], **params) == pytest.approx(wanted)


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic"])
def test_a_strict_mean_refuses_negative_growth_by_the_name_of_its_item(aggregate):
    items = [{"item": "fai.yoy", "method": "points"}]
    with pytest.raises(RuleError, match=r"fai\.yoy"):
        board(column([-2, 3], "fai.yoy"), items=items, aggregate=aggregate)


def test_a_cut_to_reach_is_no_base_for_a_ratio():
    items = [{"item": "a", "method": "ratio", "params": {"target": "t"}}]
    scored = board("unit,a,t\n甲,-6,-5\n乙,-2,10\n", items=items)
    assert (scores(scored)["甲"], "bad_target" in codes(scored, "甲")) == (None, True)


@pytest.mark.parametrize(
    ("method", "params"),
    [("distance_to_target", {"target": -5}), ("goalposts", {"bad": 0, "good": -5})],
)
def test_a_cut_to_reach_can_be_scored_by_the_way_to_it(method, params):
    # 压减5%: from 0 (the worst) to −5; what is cut beyond it stays at the cap
    got = one(method, [-6, -5, -2.5, 0], direction="lower", **params)
    assert got == [100, 100, 50, 0]


def test_minus_zero_is_zero():
    scored = board(column(["-0.0", 0, "-0.004"]), **points(1))
    assert ranks(scored) == {"甲": 1, "乙": 1, "丙": 1}
    assert [math.copysign(1, e.score) for e in scored.entries] == [1, 1, 1]


@pytest.mark.parametrize("cell", ["nan", "inf", "-inf", "NaN", "1e999", "缺", "3.2%", "１２"])
def test_what_is_no_finite_number_is_an_error_with_its_row(cell):
    with pytest.raises(TableError, match=r":3: column a"):
        board(column([1, cell]), **points(1))


@pytest.mark.parametrize(
    ("text", "name"),
    [("unit,a\n甲,1\n乙,2\n甲,3\n", "甲"), ("unit,a,a\n甲,1,2\n", "a")],
    ids=["unit", "column"],
)
def test_a_unit_or_column_that_stands_twice_is_an_error(text, name):
    with pytest.raises(TableError, match=name):
        board(text, **points(1))


@pytest.mark.parametrize("weights", [(40, 40), (0.49995, 0.49995), (1, 1)])
def test_only_the_proportion_of_weights_counts(weights):
    assert scores(board("unit,a,b\n甲,90,60\n", **points(*weights))) == {"甲": 75}


@pytest.mark.parametrize("weights", [(0, 0), (50, -1)])
def test_no_weight_at_all_or_less_than_none_is_an_error(weights):
    with pytest.raises(RuleError, match="weight"):
        parse(points(*weights))


def test_exempt_and_vetoed_at_once_is_exempt_with_both_documents_and_the_linter_warns():
    fields = {
        "veto": [{"units": ["丁"], "effect": "black", "doc": "安委〔2026〕5号"}],
        "exemptions": [{"unit": "丁", "doc": "云办函〔2026〕18号"}],
    }
    given = points(1, **BOTH, **fields)
    scored = board(column([4, 3, 2, 1]), **given)
    assert colours(scored) == {"甲": "red"}
    documents = {dict(r.numbers)["doc"] for r in by_unit(scored)["丁"].reasons}
    assert documents == {"安委〔2026〕5号", "云办函〔2026〕18号"}
    rule = parse(given)
    found = lint(read_csv(column([4, 3, 2, 1]), rule), rule, {}, frozenset())
    assert "exempt_and_veto" in [f.code for f in found]


@pytest.mark.parametrize("cell", ["", "—"])
def test_nobody_is_listed_for_a_number_that_nobody_has(cell):
    text = "unit,a,b\n" + "".join(f"{u},{4 - n},{cell}\n" for n, u in enumerate(UNITS[:4]))
    scored = board(text, **points(1, black={"n": 2, "when": [["b", "<", 5]]}))
    assert colours(scored) == {}
    assert codes(scored, "丁") == ["fact_missing"]


def test_a_new_unit_is_called_new_and_its_movement_is_not_parted():
    rule = parse(points(1))
    then, now = (judge(read_csv(column(v), rule), rule) for v in ([5, 4], [5, 4, 6]))
    found = change(then, now, "丙")
    assert (found.cause, found.before, found.now) == ("new", None, 1)
    assert (found.own, found.others, found.shares) == (None, None, ())
    assert moved(1, None) == "新"
