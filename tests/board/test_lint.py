"""What the linter says of a rule: one finding a test, none where there is nothing to say."""

import pytest
from small_boards import column, points

from kpi.board.lint import lint
from kpi.model.finding import FINDINGS
from kpi.model.rule import parse
from kpi.model.table import read_csv

EIGHT = column([8, 7, 6, 5, 4, 3, 2, 1], name="a.completion")
EIGHT = EIGHT.replace("unit,a.completion", "unit,a.completion,progress,b")
EIGHT = "\n".join(line + (",75,1" if n else "") for n, line in enumerate(EIGHT.splitlines())) + "\n"
ITEM = {"item": "a.completion", "method": "points"}
GATE = {"n": 2, "when": [["a.completion", "<", {"fact": "progress", "plus": -5}]]}


def found(text=EIGHT, titles=None, cumulative=(), **rule):
    """The findings as (code, numbers)."""
    judged_by = parse({"items": [ITEM], **rule})
    told = lint(read_csv(text, judged_by), judged_by, titles, cumulative)
    return [(f.code, dict(f.numbers)) for f in told]


def said(text=EIGHT, titles=None, **rule):
    judged_by = parse({"items": [ITEM], **rule})
    return [f.text() for f in lint(read_csv(text, judged_by), judged_by, titles)]


def codes(*args, **rule):
    return [code for code, _numbers in found(*args, **rule)]


def test_a_sound_rule_has_no_findings():
    red = {"n": 2, "when": [["a.completion", ">=", "progress"]]}
    black = {"n": 2, "when": [["a.completion", "<", "progress"]]}
    assert found(red=red, black=black) == []


def test_a_range_that_neither_list_speaks_of_is_named():
    red = {"n": 2, "when": [["a.completion", ">=", "progress"]]}
    assert said(red=red, black=GATE) == [
        "a.completion在序时进度 − 5与序时进度之间，红榜和黑榜条件都不符合。"
    ]


def test_the_gap_to_progress_is_the_completion_against_progress():
    red = {"n": 2, "when": [["a.gap", ">=", 0]]}
    text = EIGHT.replace("progress,b", "progress,a.gap")
    assert codes(text, red=red, black=GATE) == ["gap"]


def test_a_range_that_both_lists_want_is_named():
    red = {"n": 2, "when": [["score", ">=", 3]]}
    black = {"n": 2, "when": [["score", "<", 5]]}
    assert said(red=red, black=black) == ["得分在3与5之间，红榜和黑榜条件同时符合。"]


def test_touching_ranges_neither_overlap_nor_leave_a_gap_but_two_open_ends_do():
    red = {"n": 2, "when": [["score", ">", 5]]}
    assert codes(red=red, black={"n": 2, "when": [["score", "<=", 5]]}) == []
    assert codes(red=red, black={"n": 2, "when": [["score", "<", 5]]}) == ["gap"]


def test_one_shared_fact_that_differs_keeps_the_lists_apart():
    red = {"n": 2, "when": [["score", ">=", 3], ["b", ">=", 1]]}
    black = {"n": 2, "when": [["score", "<", 5], ["b", "<", 1]]}
    assert codes(red=red, black=black) == []


def test_alternatives_are_looked_at_one_by_one():
    red = {"n": 2, "when": [["score", ">=", 6]]}
    ways = [{"any": [{"all": [["score", "<", 3]]}, {"all": [["score", "<", 7], ["b", ">", 0]]}]}]
    assert [c for c, _n in found(red=red, black={"n": 2, "when": ways})] == ["overlap"]


def test_two_lists_by_condition_alone_on_different_facts_may_meet():
    red, black = {"when": [["firsts", ">=", 1]]}, {"when": [["lasts", ">=", 1]]}
    assert codes(red=red, black=black) == ["both_possible"]


def test_conditions_that_never_hold_together_are_quoted():
    red = {"n": 1, "when": [["score", ">=", 90], ["score", "<", 85]]}
    assert said(red=red) == [
        "红榜条件不可能成立：score ≥ 90，且score ＜ 85。".replace("score", "得分")
    ]


@pytest.mark.parametrize("gate", [["rank", "<", 1], ["coverage", ">", 1], ["firsts", "<", 0]])
def test_a_fact_outside_of_what_it_can_be_never_holds(gate):
    assert codes(red={"n": 1, "when": [gate]}) == ["never"]


def test_a_black_list_by_place_alone_always_names_somebody():
    assert codes(black={"n": 2}) == ["no_gate"]


def test_a_gate_in_every_group_is_asked_for():
    text = column([4, 3, 2, 1], group="镇")
    rule = points(1, black={"n": 1, "when": [["score", "<", 9]]})
    assert codes(text, **rule, groups={"镇": {"black": {"when": []}}}) == ["no_gate"]


def test_more_seats_than_the_bound_allows_are_counted():
    """⌊5 · 0.5⌋ = 2 of 3 seats."""
    assert found(column([5, 4, 3, 2, 1]), **points(1, red={"n": 3})) == [
        ("seats_over", {"group": None, "list": "red", "asked": 3, "limit": 2, "ranked": 5})
    ]


def test_seats_that_leave_nobody_off_the_lists_are_counted():
    gate = [["score", "<", 9]]
    assert found(column([4, 3, 2, 1]), **points(1, red={"n": 2}, black={"n": 2, "when": gate})) == [
        ("seats_cover", {"group": None, "red": 2, "black": 2, "ranked": 4})
    ]


def test_a_group_too_small_for_lists_has_no_question_of_seats():
    assert codes(column([3, 2, 1]), **points(1, red={"n": 9})) == []


def test_more_than_twelve_scored_items_are_many():
    names = [f"x{n}" for n in range(13)]
    text = f"unit,{','.join(names)}\n甲,{','.join('1' * 13)}\n乙,{','.join('2' * 13)}\n"
    items = [{"item": n, "method": "points"} for n in names]
    assert found(text, items=items) == [("many_items", {"count": 13, "most": 12})]
    assert codes(text, items=[*items[:12], items[12] | {"weight": 0}]) == []


def test_an_activity_count_is_no_result():
    assert said(titles={"a.completion": "召开会议次数"}) == [
        "“a.completion”是过程性指标，不建议排名。"
    ]


def test_weights_of_a_hundred_point_rule_sum_to_a_hundred():
    text = "unit,a,b\n甲,1,2\n乙,2,1\n"
    assert found(text, **points(60, 30, name="综合考评（百分制）")) == [
        ("weights", {"total": 90.0})
    ]
    assert codes(text, **points(60, 40, name="综合考评（百分制）")) == []


def test_a_band_that_pays_more_for_less_is_named():
    bands = {"bands": [[90, 80], [60, 100], [None, 0]]}
    items = [{"item": "a", "method": "bands", "params": bands}]
    assert found(column([95, 70, 10, 5]), items=items) == [
        ("bands_turn", {"item": "a", "edge": 90.0, "score": 80.0, "worse": 100.0})
    ]


def test_one_unit_may_squeeze_a_min_max_scale():
    """Without 66.7 the others span 33.3 − 0 of 66.7: just half is not yet squeezed."""
    items = [{"item": "a", "method": "minmax"}]
    assert found(column([66.7, 20, 10, 5, 0]), items=items) == [
        ("outlier", {"item": "a", "unit": "甲", "share": pytest.approx(20 / 66.7)})
    ]
    assert codes(column([60, 30, 10, 5, 0]), items=items) == []
    assert found(column([10, 9, 8, -40]), items=items)[0][1]["unit"] == "丁"


@pytest.mark.parametrize(
    ("method", "params", "kills"),
    [
        ("minmax", {}, True),
        ("minmax", {"lo": 1}, False),
        ("efficacy", {}, True),
        ("efficacy", {"floor": 40}, False),
        ("rank", {"lo": 500, "hi": 600}, False),
        ("rank", {"hi": 100, "step": 2}, True),
        ("bands", {"bands": [[1, 100], [None, 60]]}, False),
        ("points", {"floor": 0}, True),
    ],
)
def test_a_zero_decides_a_strict_mean_alone(method, params, kills):
    items = [{"item": "a", "method": method, "params": params}]
    told = codes(column([4, 3, 2, 1]), items=items, aggregate="geometric")
    assert ("zero_kills" in told) is kills


def test_a_strict_mean_inside_a_block_is_looked_at_too():
    items = [{"item": "a", "method": "minmax", "block": "x"}]
    blocks = {"x": {"aggregate": "harmonic"}}
    told = found(column([4, 3, 2, 1]), items=items, blocks=blocks)
    assert told == [("zero_kills", {"item": "a", "aggregate": "harmonic"})]


def test_a_column_that_few_report_is_counted_without_those_it_does_not_concern():
    """Reported by 2 of 3: 67 %; the dash does not count."""
    assert found(column([4, 3, "", "—"]), **points(1)) == [
        ("few_reported", {"item": "a", "reported": 2, "of": 3})
    ]
    assert codes(column([4, 3, 2, "", "—"]), **points(1)) == []


def test_a_streak_over_cumulative_figures_is_an_echo():
    black = {"n": 1, "when": [["streak_black", ">=", 1]]}
    told = found(black=black)
    assert told == [("streak_echo", {"fact": "streak_black", "item": "a.completion"})]
    monthly = points(1, black=black)
    assert codes(column([4, 3, 2, 1]), **monthly) == []
    assert codes(column([4, 3, 2, 1]), cumulative=("a",), **monthly) == ["streak_echo"]


def test_a_unit_exempt_and_vetoed_at_once_is_named_with_both_documents():
    rule = points(
        1,
        exemptions=[{"unit": "甲", "doc": "云办函〔2026〕18号"}],
        veto=[{"units": ["甲"], "effect": "black", "doc": "安委〔2026〕5号"}],
    )
    numbers = {"unit": "甲", "veto": "安委〔2026〕5号", "exempt": "云办函〔2026〕18号"}
    assert found(column([4, 3, 2, 1]), **rule) == [("exempt_and_veto", numbers)]
    by_fact = rule | {"veto": [{"when": [["score", "<", 2]], "effect": "black", "doc": "x"}]}
    assert codes(column([4, 3, 2, 1]), **by_fact) == []
    assert codes(column([1, 2, 3, 4]), **by_fact) == ["exempt_and_veto"]


def test_every_finding_has_a_sentence_without_holes():
    text = column([66.7, 20, 10, 5, ""])
    items = [{"item": "a", "method": "minmax"}]
    for sentence in said(text, items=items, black={"n": 4}, aggregate="geometric"):
        assert sentence.endswith("。")
        assert "{" not in sentence
    assert len(FINDINGS) == 16


def test_a_range_that_another_way_onto_the_list_reaches_is_no_gap():
    red = {"n": 2, "when": [["score", ">=", 90]]}
    ways = [{"any": [["score", "<", 85], ["b", "<", 5]]}]
    assert codes(red=red, black={"n": 2, "when": ways}) == []
