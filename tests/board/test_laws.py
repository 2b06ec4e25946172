"""Laws of the engine that hold for every table."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from small_boards import UNITS, board, by_unit, colours

METHODS = ("minmax", "zscore", "rank", "percentile", "efficacy")
cell = st.one_of(st.integers(-5, 20), st.sampled_from(["", "—", 2.5]))
rows = st.lists(st.tuples(cell, cell, cell), min_size=1, max_size=len(UNITS))
full = st.lists(st.tuples(*[st.integers(1, 20)] * 3), min_size=2, max_size=len(UNITS))
method = st.sampled_from(METHODS)
quick = settings(max_examples=40, deadline=None)


def text(values, order=None):
    lines = [f"{u},{a},{b},{c}\n" for u, (a, b, c) in zip(UNITS, values, strict=False)]
    return "unit,a,b,c\n" + "".join(lines[n] for n in order or range(len(lines)))


def rule(kind, weights=(1, 2, 3), **fields):
    items = [{"item": n, "weight": w, "method": kind} for n, w in zip("abc", weights, strict=True)]
    lists = {"red": {"n": 3}, "black": {"n": 3}, "min_group": 1, "min_coverage": 0.2}
    return {"items": items} | lists | fields


@quick
@given(rows, method, st.randoms())
def test_order_of_units_and_items_never_shows(values, kind, dice):
    order = list(range(len(values)))
    dice.shuffle(order)
    turned = rule(kind)
    dice.shuffle(turned["items"])
    assert board(text(values, order), **turned) == board(text(values), **rule(kind))


@quick
@given(full, method)
def test_who_is_nowhere_behind_scores_no_less(values, kind):
    entries = by_unit(board(text(values), **rule(kind)))
    for u, row in zip(UNITS, values, strict=False):
        for v, other in zip(UNITS, values, strict=False):
            if all(x >= y for x, y in zip(row, other, strict=True)):
                assert entries[u].score >= entries[v].score
                assert entries[u].rank <= entries[v].rank


@quick
@given(rows, method, st.sampled_from([0.3, 0.5, 1]))
def test_red_and_black_never_meet_and_lists_keep_their_bound(values, kind, share):
    scored = board(text(values), **rule(kind, max_share=share))
    ranked = scored.groups[0].ranked
    found = colours(scored)
    red = {u for u, colour in found.items() if colour == "red"}
    black = set(found) - red
    assert max(len(red), len(black)) <= math.floor(ranked * share + 1e-9)
    entries = by_unit(scored)
    assert all(entries[r].rank <= entries[b].rank for r in red for b in black)


@quick
@given(rows, method, st.sampled_from(["arithmetic", "sum", "geometric", "harmonic"]))
def test_contributions_add_up_to_the_score(values, kind, aggregate):
    items = [i | {"params": {"floor": 1}} for i in rule(kind)["items"]]
    if kind == "percentile":
        items = [i | {"params": {"lo": 1}} for i in items]
    items += [{"item": "bonus", "column": "a", "role": "bonus", "method": "points"}]
    given = rule(kind, items=items, aggregate=aggregate, bonus_range=[-2, 2])
    phi = {"geometric": math.log, "harmonic": lambda s: 1 / s}.get(aggregate, lambda s: s)
    for e in board(text(values), **given).entries:
        if e.rank is not None:
            total = math.fsum(p.contribution for p in e.parts)
            assert math.isclose(total, phi(e.score_raw - e.bonus) + e.bonus, abs_tol=1e-9)


@quick
@given(rows, method, st.sampled_from([0.25, 3, 100]))
def test_only_proportions_of_weights_count(values, kind, factor):
    plain = board(text(values), **rule(kind))
    scaled = board(text(values), **rule(kind, weights=[w * factor for w in (1, 2, 3)]))
    for one, two in zip(plain.entries, scaled.entries, strict=True):
        assert (one.unit, one.score, one.rank) == (two.unit, two.score, two.rank)


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
@given(full, st.integers(0, 9), st.integers(1, 9))
def test_a_better_cell_never_worsens_the_place_under_fixed_anchors(values, at, gain):
    fixed = {"params": {"bad": 1, "good": 20}}
    given = rule("efficacy")
    given["items"] = [i | fixed for i in given["items"]]
    n = at % len(values)
    better = [(a + gain, b, c) if k == n else (a, b, c) for k, (a, b, c) in enumerate(values)]
    before, after = (by_unit(board(text(v), **given)) for v in (values, better))
    assert after[UNITS[n]].score >= before[UNITS[n]].score
    assert after[UNITS[n]].rank <= before[UNITS[n]].rank
