"""The rule as data: defaults, one text for one rule, and the path of every fault."""

import json

import pytest

from kpi.model.rule import RuleError, parse

FULL = {
    "schema": 1,
    "code": "fai-month",
    "name": "固定资产投资红黑榜",
    "basis": "云办发〔2026〕3号",
    "items": [
        {
            "item": "fai.completion",
            "weight": 50,
            "method": "ratio",
            "params": {"target": "progress"},
        },
        {
            "item": "fai.yoy",
            "weight": 30,
            "method": "efficacy",
            "params": {"bad": 0, "good": "best"},
        },
        {"item": "fai_place", "column": "fai.ytd", "weight": 20, "method": "rank"},
        {
            "item": "price.yoy",
            "direction": "target",
            "band": [2, 3],
            "method": "bands",
            "params": {"bands": [[0, 100], [1, 80], [None, 0]]},
        },
    ],
    "decimals": {"fai.completion": 1},
    "red": {"n": 2, "when": [["fai.completion", ">=", "progress"]]},
    "black": {"share": 0.2, "when": [{"any": [["rank", ">", 3], ["gap", "<", {"fact": "plan"}]]}]},
    "groups": {"城区": {"red": {"n": 1}, "black": {"share": None, "n": 1}, "min_group": 3}},
    "veto": [{"when": [["accident.ytd", ">=", 1]], "doc": "安委〔2026〕5号"}],
    "exemptions": [{"unit": "南原县", "doc": "云办函〔2026〕18号", "note": "force_majeure"}],
}


def rule(**fields):
    return {"items": [{"item": "a", "method": "minmax"}], **fields}


def item(**fields):
    return {
        "items": [{"item": "b", "method": "points"}, {"item": "a", "method": "minmax"} | fields]
    }


def test_defaults_are_filled_in():
    found = parse(rule())
    assert found.items[0].column == "a"
    assert found.items[0].params == (("cap", None), ("floor", None), ("hi", 100.0), ("lo", 0.0))
    assert (found.best, found.reference, found.missing) == ("high", "group", "renormalise")
    assert found.scope.min_group == 4
    assert found.red is None


def test_best_and_reference_follow_what_they_belong_to():
    assert parse({"items": [{"item": "a"}], "aggregate": "rank_sum"}).best == "low"
    assert parse({"items": [{"item": "a"}], "aggregate": "rank_sum"}).items[0].method == "rank"
    assert parse(rule(compare="across")).reference == "all"


def test_a_rule_survives_its_own_json():
    found = parse(FULL)
    assert parse(json.loads(json.dumps(found.to_json()))) == found
    assert parse(found.to_json()).hash == found.hash
    assert hash(parse(found.to_json())) == hash(found)


def test_order_of_items_and_fields_does_not_move_the_hash():
    turned = dict(reversed(FULL.items())) | {"items": FULL["items"][::-1]}
    assert parse(turned).hash == parse(FULL).hash


def test_a_default_written_out_is_the_same_rule():
    plain = {"items": [{"item": "a", "method": "minmax"}], "red": {"n": 1}}
    full = rule(missing="renormalise", red={"n": 1.0, "fill": False}, score_decimals=2.0)
    assert parse(full).hash == parse(plain).hash


def test_a_changed_weight_is_another_rule():
    assert parse(item(weight=2)).hash != parse(item(weight=3)).hash


def test_columns_are_all_that_the_rule_asks_of_a_table():
    wanted = ("accident.ytd", "fai.completion", "fai.yoy", "fai.ytd", "gap", "plan", "price.yoy")
    assert parse(FULL).columns == (*wanted, "progress")


def test_streaks_are_optional_and_means_need_their_column():
    when = [["streak_black", ">=", 1], ["a", "<", "all_mean(b.yoy)"]]
    assert parse(rule(black={"when": when})).columns == ("a", "b.yoy")


def test_a_group_patch_merges_over_the_rule():
    found = parse(FULL)
    assert (found.within("城区").red.n, found.within("城区").min_group) == (1, 3)
    assert found.within("城区").red.when == found.red.when
    assert (found.within("城区").black.n, found.within("城区").black.share) == (1, None)
    assert found.within("郊区") == found.scope


def test_null_in_a_group_patch_takes_the_list_away():
    found = parse(
        rule(red={"n": 1}, groups={"城区": {"red": None, "min_group": None}}, min_group=9)
    )
    assert (found.within("城区").red, found.within("城区").min_group) == (None, 4)


FAULTS = {
    "items: is required": {},
    "items: must have at least one item": {"items": []},
    "items[1].weight: must be a number >= 0": item(weight=-1),
    "items[1].wight: unknown field": item(wight=1),
    "items[1].item: duplicate item key b": item(item="b"),
    "items[1].item: rank is a reserved word": item(item="rank"),
    "items[1].item: must be a key like fai.completion, not '甲'": item(item="甲"),
    "items[1].method: is required": {"items": [{"item": "b", "method": "points"}, {"item": "a"}]},
    "items[1].params.lo: must be a number": item(params={"lo": "0"}),
    "items[1].params.target: unknown field": item(params={"target": 1}),
    "items[1].band: stands with direction target, and only then": item(band=[1, 2]),
    "items[1].method: points is not possible with direction target": item(
        direction="target", band=[1, 2], method="points"
    ),
    "items[1].params.good: is required": item(method="goalposts", params={"bad": 1}),
    "items[1].params.good: must differ from bad": item(
        method="goalposts", params={"bad": 1, "good": 1}
    ),
    "items[1].params.good: must be on the better side of bad (lower)": item(
        method="efficacy", direction="lower", params={"bad": 1, "good": 2}
    ),
    "items[1].params.bands: must end with a null edge": item(
        method="bands", params={"bands": [[1, 2]]}
    ),
    "items[1].params.bands[1][0]: edges must fall (higher)": item(
        method="bands", params={"bands": [[1, 2], [2, 1], [None, 0]]}
    ),
    "items[1].params.cap: must be a number with lower_form inverse": item(
        method="ratio", params={"lower_form": "inverse", "cap": None}
    ),
    "items[1].block: x is not in blocks": item(block="x"),
    "items[0].block: is required, as the rule has blocks": rule(blocks={"x": {}}),
    "blocks.y: has no scored item": {
        "items": [{"item": "a", "method": "points", "block": "x"}],
        "blocks": {"x": {}, "y": {}},
    },
    "blocks: are not possible with aggregate rank_sum": {
        "items": [{"item": "a", "block": "x"}],
        "aggregate": "rank_sum",
        "blocks": {"x": {}},
    },
    "items: weights sum to 0": {"items": [{"item": "a", "method": "points", "weight": 0}]},
    "items[0].method: must be rank with aggregate rank_sum": rule(aggregate="rank_sum"),
    "best: must be low with aggregate rank_sum": rule(aggregate="rank_sum", best="high"),
    "items[0].method: must be points with best: low": rule(best="low"),
    "missing: zero is not possible with best: low": rule(best="low", missing="zero"),
    "tie_breakers[0]: z is no item": rule(tie_breakers=["z"]),
    "red: must have n, share or when": rule(red={}),
    "red: must not have both n and share": rule(red={"n": 1, "share": 0.5}),
    "red.n: must be a whole number >= 0": rule(red={"n": 1.5}),
    "red.when[0]: must be [fact, op, value]": rule(red={"when": [["a", ">"]]}),
    "red.when[0][1]: must be one of >=, >, <=, <, ==, !=": rule(red={"when": [["a", "=", 1]]}),
    "red.when[0].any[0][0]: must be a fact like rank, fai.yoy or all_mean(fai.yoy), not '甲'": rule(
        red={"when": [{"any": [["甲", ">", 1]]}]}
    ),
    "groups: are not possible with compare: across": rule(compare="across", groups={"x": {}}),
    "groups.城区.red: must have n, share or when": rule(groups={"城区": {"red": {"fill": True}}}),
    "groups.城区.max_share: must be a number > 0 and <= 1": rule(groups={"城区": {"max_share": 2}}),
    "veto[0]: must have units or when": rule(veto=[{"doc": "x"}]),
    "veto[0].doc: must be a document number, not empty": rule(veto=[{"units": [], "doc": " "}]),
    "exemptions[0].from: must be one of black, red, ranking": rule(
        exemptions=[{"unit": "甲", "doc": "x", "from": "all"}]
    ),
    "suspended.doc: is required": rule(suspended={}),
    "min_coverage: must be a number >= 0 and <= 1": rule(min_coverage=True),
    "max_share: must be a number > 0 and <= 1": rule(max_share=0),
    "score_decimals: must be a whole number >= 0 and <= 12": rule(score_decimals=13),
    "robustness.noise: must be a number >= 0 and < 1": rule(robustness={"noise": 1}),
    "schema: must be 1": rule(schema=2),
    "rule: must be an object": [],
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_is_named_by_its_path(text):
    with pytest.raises(RuleError) as fault:
        parse(FAULTS[text])
    assert str(fault.value) == text
