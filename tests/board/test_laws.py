"""Laws of the engine that hold for every table: order of scores, bounds of lists, sums."""

import math

from any_table import FIXED, full, method, quick, rows, rule, text
from hypothesis import given
from hypothesis import strategies as st
from small_boards import UNITS, board, by_unit, colours

AGGREGATES = ("arithmetic", "geometric", "harmonic")


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
@given(rows, method)
def test_identical_rows_tie_and_a_place_counts_who_is_better(values, kind):
    ranked = [e for e in board(text([*values[:5], *values[:5]]), **rule(kind)).entries if e.rank]
    entries = {e.unit: e for e in ranked}
    for n in range(min(5, len(values))):
        one, two = (entries.get(UNITS[k]) for k in (n, n + len(values[:5])))
        if one and two:
            assert (one.score, one.rank, one.colour) == (two.score, two.rank, two.colour)
            assert one.tied >= 1
    for e in ranked:
        assert e.rank == 1 + sum(other.score > e.score for other in ranked)
        assert e.rank_from_last == 1 + sum(other.score < e.score for other in ranked)
    places = math.fsum(e.rank + e.tied / 2 for e in ranked)
    assert places == len(ranked) * (len(ranked) + 1) / 2


@quick
@given(rows, method)
def test_a_mean_lies_between_its_least_and_its_greatest_part(values, kind):
    for e in board(text(values), **rule(kind)).entries:
        if e.rank:
            used = [p.normalised for p in e.parts if p.weight]
            assert min(used) - 1e-9 <= e.score_raw <= max(used) + 1e-9


@quick
@given(rows, method)
def test_the_stricter_the_mean_the_lower_the_score(values, kind):
    given = rule(kind)
    given["items"] = [
        i | {"params": {"lo": 1} if kind == "percentile" else {"floor": 1}} for i in given["items"]
    ]
    by = [by_unit(board(text(values), **given, aggregate=a)) for a in AGGREGATES]
    for u, e in by[0].items():
        if e.rank:
            arithmetic, geometric, harmonic = (one[u].score_raw for one in by)
            assert arithmetic + 1e-9 >= geometric >= harmonic - 1e-9


@quick
@given(full, st.sampled_from(sorted(FIXED)), st.integers(0, 9), st.integers(1, 9))
def test_a_better_cell_never_worsens_the_own_place_nor_lifts_another_under_fixed_references(
    values, kind, at, gain
):
    given, n = rule(kind, params=FIXED[kind]), at % len(values)
    better = [(a + gain, b, c) if k == n else (a, b, c) for k, (a, b, c) in enumerate(values)]
    before, after = (by_unit(board(text(v), **given)) for v in (values, better))
    assert after[UNITS[n]].score >= before[UNITS[n]].score
    assert after[UNITS[n]].rank <= before[UNITS[n]].rank
    for u in set(before) - {UNITS[n]}:
        assert after[u].score == before[u].score
        assert after[u].rank >= before[u].rank


@quick
@given(rows, method, st.integers(0, 99))
def test_without_noise_the_interval_is_the_place_and_the_list_is_certain(values, kind, seed):
    still = rule(kind, robustness={"noise": 0})
    for e in board(text(values), draws=3, seed=seed, **still).entries:
        if e.rank:
            firm = e.robustness
            assert (firm.rank_low, firm.rank_high) == (e.rank, e.rank)
            assert (firm.p_red, firm.p_black) == (e.colour == "red", e.colour == "black")


@quick
@given(rows, method, st.integers(0, 99))
def test_the_same_seed_draws_the_same_and_no_draw_puts_a_unit_on_both_lists(values, kind, seed):
    one, two = (board(text(values), draws=20, seed=seed, **rule(kind)) for _ in range(2))
    assert one == two
    for e in one.entries:
        assert (e.robustness is None) == (e.rank is None)
        if e.rank:
            assert e.robustness.p_red + e.robustness.p_black <= 1
            assert e.robustness.rank_low <= e.robustness.rank_high
