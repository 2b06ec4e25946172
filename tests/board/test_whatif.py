"""One item less, another method, other weights: what a list hangs on."""

import pytest
from small_boards import column

from kpi.board.noise import growth_band
from kpi.board.whatif import leave_one_out, other_methods, reweighed
from kpi.model.board import Entry, Robustness
from kpi.model.firm import agreeing, firmness, word
from kpi.model.rule import RuleError, parse
from kpi.model.table import read_csv

# a ranks 甲乙丙丁, b the other way round; 3 : 1 lets a decide
TEXT = "unit,a,b\n甲,4,1\n乙,3,2\n丙,2,3\n丁,1,4\n"
ITEMS = [{"item": "a", "method": "minmax", "weight": 3}, {"item": "b", "method": "minmax"}]
RULE = {"items": ITEMS, "red": {"n": 1}, "black": {"n": 1, "when": [["score", "<", 50]]}}


def judged(**rule):
    judged_by = parse(rule)
    return read_csv(TEXT, judged_by), judged_by


def test_without_the_heavy_item_the_lists_change_places():
    trials = {t.name: t.colours for t in leave_one_out(*judged(**RULE))}
    assert trials["a"] == {"甲": "black", "乙": None, "丙": None, "丁": "red"}
    assert trials["b"] == {"甲": "red", "乙": None, "丙": None, "丁": "black"}


def test_a_single_item_cannot_be_left_out_and_its_method_moves_no_place():
    rule = parse({"items": ITEMS[:1], "red": {"n": 1}})
    table = read_csv(column([4, 3, 2, 1]), rule)
    assert leave_one_out(table, rule) == other_methods(table, rule) == ()


def test_leaving_out_the_only_item_of_a_block_leaves_out_the_block():
    items = [i | {"block": i["item"] * 2} for i in ITEMS]
    rule = {**RULE, "items": items, "blocks": {"aa": {"weight": 3}, "bb": {}}}
    trials = {t.name: t.colours for t in leave_one_out(*judged(**rule))}
    assert (trials["a"]["丁"], trials["b"]["甲"]) == ("red", "red")


def test_eight_methods_are_tried_on_the_same_items():
    trials = other_methods(*judged(**RULE))
    names = "rule minmax zscore percentile rank efficacy rank_sum geometric"
    assert [t.name for t in trials] == names.split()
    assert all(t.colours["甲"] == "red" for t in trials if t.name != "geometric")
    # geometric, minmax from 1: 甲 100^¾ · 1^¼ = 31.6, 乙 67^¾ · 34^¼ = 56.5
    assert trials[-1].colours["乙"] == "red"


def test_a_condition_on_the_score_is_left_out_as_scales_differ():
    zscore = next(t for t in other_methods(*judged(**RULE)) if t.name == "zscore")
    assert zscore.colours["丁"] == "black"
    by_score = {**RULE, "red": {"when": [["score", ">=", 90]]}}
    assert other_methods(*judged(**by_score)) == ()


def test_a_method_that_refuses_the_values_is_left_out():
    text = "unit,a,b\n甲,4,1\n乙,3,2\n丙,2,3\n丁,1,4\n"
    bonus = {"item": "c", "column": "b", "method": "points", "role": "bonus"}
    rule = parse({**RULE, "items": [*ITEMS, bonus]})
    names = [t.name for t in other_methods(read_csv(text, rule), rule)]
    assert "rank_sum" not in names


def test_other_weights_keep_everything_else():
    rule = reweighed(parse(RULE), {"b": 9})
    assert [(i.item, i.weight) for i in rule.items] == [("a", 3.0), ("b", 9.0)]
    assert rule.scope == parse(RULE).scope
    with pytest.raises(RuleError, match="must not sum to 0"):
        reweighed(parse(RULE), {"a": 0, "b": 0})


def entry(colour, p_red, p_black):
    firm = Robustness(p_red, p_black, 1, 2)
    return Entry("甲", None, 1.0, 1.0, 1, 1, 0, colour, 1.0, robustness=firm)


@pytest.mark.parametrize(
    ("colour", "p_red", "p_black", "label"),
    [
        ("red", 0.95, 0, "稳固"),
        ("red", 0.94, 0, "较稳"),
        ("black", 0, 0.5, "较稳"),
        ("black", 0.3, 0.49, "存疑"),
        (None, 0.04, 0, "稳固"),
        (None, 0.3, 0.3, "存疑"),
    ],
)
def test_a_label_says_how_often_a_unit_stands_where_it_stands(colour, p_red, p_black, label):
    assert word(entry(colour, p_red, p_black)) == label


def test_without_draws_there_is_no_label():
    unsaid = Entry("甲", None, 1.0, 1.0, 1, 1, 0, "red", 1.0)
    assert (firmness(unsaid), word(unsaid)) == ("", "")


def test_trials_that_agree_are_counted():
    trials = other_methods(*judged(**RULE))
    assert agreeing(trials, entry("red", 1, 0)) == 7


def test_chance_alone_moves_a_hundred_cases_by_thirty_points():
    """1.96 · 1.1 · √(1/110 + 1/100) = 0.2979."""
    low, high = growth_band([110, 5, 0], [100, 0, 7])
    assert (low[0], high[0]) == (pytest.approx(-19.79, abs=0.01), pytest.approx(39.79, abs=0.01))
    assert str(low[1:]) == "[nan nan]"
