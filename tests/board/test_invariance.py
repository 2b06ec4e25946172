"""What moves nothing: order, names, scale, direction, the size of weights, uninvolved units."""

import json
import math

import pytest
from any_table import FIXED, LIVE, full, method, quick, rows, rule, standing, text
from hypothesis import given
from hypothesis import strategies as st
from small_boards import UNITS, board, by_unit

from kpi.model.rule import parse

NAMES = dict(zip(UNITS, "云溪河湾桥东柳林", strict=False)) | {"壬": "长", "癸": "青"}


@quick
@given(rows, method, st.randoms())
def test_order_of_units_items_columns_and_fields_never_shows(values, kind, dice):
    order = list(range(len(values)))
    dice.shuffle(order)
    turned = rule(kind)
    dice.shuffle(turned["items"])
    turned["items"] = [_turned(i, dice) for i in turned["items"]]
    columns = [0, *dice.sample([1, 2, 3], 3)]
    lines = [line.split(",") for line in text(values, order).splitlines()]
    moved = "".join(",".join(line[c] for c in columns) + "\n" for line in lines)
    assert board(moved, **_turned(turned, dice)) == board(text(values), **rule(kind))


def _turned(fields, dice):
    keys = list(fields)
    dice.shuffle(keys)
    return {key: fields[key] for key in keys}


@quick
@given(rows, method)
def test_other_names_of_units_rename_the_answer_and_nothing_else(values, kind):
    names = [NAMES[u] for u in UNITS]
    plain = standing(board(text(values), **rule(kind)))
    renamed = standing(board(text(values, units=names), **rule(kind)))
    assert renamed == {NAMES[u]: what for u, what in plain.items()}


@quick
@given(full, method, st.sampled_from([0.5, 3, 100]), st.integers(-50, 50))
def test_another_unit_of_measure_moves_no_points_of_a_relative_method(values, kind, a, b):
    items = [{"item": n, "weight": w, "method": kind} for n, w in (("a", 1), ("b", 2), ("c", 3))]
    other = [tuple(a * x + b for x in row) for row in values]
    one, two = (by_unit(board(text(v), items=items)) for v in (values, other))
    for u in one:
        assert one[u].score_raw == pytest.approx(two[u].score_raw, abs=1e-9)
        assert (one[u].score, one[u].rank) == (two[u].score, two[u].rank)


@quick
@given(
    rows,
    st.sampled_from(
        [
            *((kind, {}) for kind in LIVE),
            *((kind, FIXED[kind]) for kind in ("points", "goalposts", "efficacy", "bands")),
            ("distance_to_target", {"target": 12}),
        ]
    ),
)
def test_the_opposite_of_every_value_the_lower_the_better_is_the_same_board(values, of):
    kind, params = of
    mirrored = [tuple(x if isinstance(x, str) else -x for x in row) for row in values]
    lower = rule(kind, params={name: _opposite(v) for name, v in params.items()})
    lower["items"] = [i | {"direction": "lower"} for i in lower["items"]]
    plain = board(text(values), **rule(kind, params=params))
    assert standing(board(text(mirrored), **lower)) == standing(plain)


def _opposite(value):
    """Bounds turn their sign; of a band only its edge does, not its points."""
    if isinstance(value, list):
        return [[None if edge is None else -edge, score] for edge, score in value]
    return -value


@quick
@given(rows, method, st.sampled_from([0.25, 3, 100]))
def test_only_proportions_of_weights_count(values, kind, factor):
    scaled = rule(kind, weights=[w * factor for w in (1, 2, 3)])
    plain = board(text(values), **rule(kind))
    assert standing(board(text(values), **scaled)) == standing(plain)


@quick
@given(rows, st.sampled_from(["sum", "rank_sum"]), st.sampled_from([0.25, 3, 100]))
def test_a_sum_grows_with_its_weights_and_places_stay(values, aggregate, factor):
    given = rule("rank", aggregate=aggregate, score_decimals=9)
    scaled = rule("rank", [w * factor for w in (1, 2, 3)], aggregate=aggregate, score_decimals=9)
    one, two = (by_unit(board(text(values), **r)) for r in (given, scaled))
    for u in one:
        assert (one[u].rank, one[u].colour) == (two[u].rank, two[u].colour)
        if one[u].rank:
            assert two[u].score_raw == pytest.approx(one[u].score_raw * factor)


@quick
@given(rows, method)
def test_an_item_in_two_halves_counts_as_one(values, kind):
    halved = rule(kind)
    last = halved["items"].pop()
    halved["items"] += [last | {"item": n, "column": "c", "weight": 1.5} for n in ("c1", "c2")]
    plain = board(text(values), **rule(kind))
    assert standing(board(text(values), **halved)) == standing(plain)


@quick
@given(rows, method)
def test_an_item_without_weight_is_shown_and_moves_nothing(values, kind):
    more = rule(kind)
    more["items"].append({"item": "shown", "column": "a", "weight": 0, "method": "zscore"})
    one, two = (by_unit(board(text(values), **r)) for r in (rule(kind), more))
    for u, e in one.items():
        same = (e.score_raw, e.rank, e.colour, e.coverage)
        assert same == (two[u].score_raw, two[u].rank, two[u].colour, two[u].coverage)
        assert [p.item for p in two[u].parts] == ["a", "b", "c", "shown"]


@quick
@given(full, method)
def test_complete_blocks_equal_the_flat_rule_with_product_weights(values, kind):
    blocked = rule(kind, weights=(1, 3, 5), blocks={"x": {"weight": 2}, "y": {"weight": 1}})
    for i in blocked["items"]:
        i["block"] = "y" if i["item"] == "c" else "x"
    flat = rule(kind, weights=(2 / 4, 2 * 3 / 4, 1))
    two_levels, one_level = (by_unit(board(text(values), **r)) for r in (blocked, flat))
    for u in two_levels:
        assert math.isclose(two_levels[u].score_raw, one_level[u].score_raw, abs_tol=1e-9)


@quick
@given(rows, method)
def test_a_unit_that_is_not_ranked_moves_nobody_by_leaving(values, kind):
    strict = rule(kind, min_coverage=0.7)
    whole = by_unit(board(text(values), **strict))
    for n, row in enumerate(values):
        others = [r for k, r in enumerate(values) if k != n]
        alone = any(
            not isinstance(x, str) and all(isinstance(r[c], str) for r in others)
            for c, x in enumerate(row)
        )
        if others and whole[UNITS[n]].rank is None and not alone:
            kept = [k for k in range(len(values)) if k != n]
            left = by_unit(board(text(values, kept), **strict))
            assert set(left) == set(whole) - {UNITS[n]}
            for u, e in left.items():
                assert (e.score, e.rank, e.colour) == (
                    whole[u].score,
                    whole[u].rank,
                    whole[u].colour,
                )
                assert (e.coverage, e.reasons) == (whole[u].coverage, whole[u].reasons)


@quick
@given(rows, rows, rows, method)
def test_groups_know_nothing_of_each_other(own, others, changed, kind):
    own, others, changed = own[:5], others[:5], changed[:5]
    boards = []
    for rest in (others, changed):
        groups = ["东"] * len(own) + ["西"] * len(rest)
        boards.append(by_unit(board(text([*own, *rest], groups=groups), **rule(kind))))
    one, two = boards
    for u in UNITS[: len(own)]:
        assert one[u] == two[u]


weight = st.floats(0.1, 99, allow_nan=False)
seats = st.one_of(
    st.none(),
    st.fixed_dictionaries({"n": st.integers(0, 9), "cut": st.sampled_from(["include", "exclude"])}),
    st.fixed_dictionaries({"share": st.floats(0.01, 1), "fill": st.booleans()}),
    st.just({"when": [{"any": [["a", "<", 3], ["score", ">=", {"fact": "b", "times": 2}]]}]}),
)

patch = st.one_of(st.none(), st.just({"n": 1, "share": None}), st.just({"when": [["b", "<", 1]]}))


@quick
@given(st.tuples(weight, weight, weight), st.sampled_from(sorted(FIXED)), seats, seats, patch)
def test_a_rule_keeps_its_hash_through_its_json(weights, kind, red, black, own):
    groups = {"东": {"red": own if red else None, "min_group": 3}}
    found = parse(rule(kind, weights, FIXED[kind], red=red, black=black, groups=groups))
    again = parse(json.loads(json.dumps(found.to_json())))
    assert (again, again.hash) == (found, found.hash)
    assert parse(again.to_json()).canonical() == found.canonical()
