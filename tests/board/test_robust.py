"""How firm a place is: every draw of the weights is a board of its own."""

import numpy as np
import pytest
from small_boards import board, by_unit

TEXT = "unit,a,b,c\n甲,9,1,5\n乙,6,6,\n丙,5,8,4\n丁,2,3,9\n戊,1,9,2\n"
ITEMS = [{"item": n, "method": "minmax", "weight": w} for n, w in (("a", 3), ("b", 2), ("c", 2))]
LISTS = {"red": {"n": 2, "when": [["score", ">", 50]]}, "black": {"n": 1}, "min_coverage": 0}


@pytest.mark.parametrize(
    "fields",
    [
        {"items": ITEMS},
        {"items": ITEMS, "aggregate": "sum"},
        {"items": [i | {"params": {"lo": 1}} for i in ITEMS], "aggregate": "geometric"},
        {
            "items": [{"item": i["item"], "weight": i["weight"]} for i in ITEMS],
            "aggregate": "rank_sum",
        },
        {
            "items": [i | {"block": "x" if i["item"] < "c" else "y"} for i in ITEMS],
            "blocks": {"x": {"weight": 2}, "y": {"weight": 1, "aggregate": "sum"}},
        },
    ],
    ids=["mean", "sum", "geometric", "rank_sum", "blocks"],
)
def test_every_draw_is_the_board_of_the_drawn_weights(fields):
    rule = LISTS | fields
    blocks = sorted(rule.get("blocks", {}))
    u = np.random.default_rng(7).random((40, 3 + len(blocks)))
    factor = 1 + 0.25 * (2 * u - 1)
    red, seen = dict.fromkeys("甲乙丙丁戊", 0), {unit: [] for unit in "甲乙丙丁戊"}
    for row in factor:
        drawn = rule | {
            "items": [
                i | {"weight": i["weight"] * f} for i, f in zip(rule["items"], row, strict=False)
            ]
        }
        if blocks:
            drawn["blocks"] = {
                b: rule["blocks"][b] | {"weight": rule["blocks"][b]["weight"] * f}
                for b, f in zip(blocks, row[3:], strict=True)
            }
        for entry in board(TEXT, **drawn).entries:
            red[entry.unit] += entry.colour == "red"
            seen[entry.unit].append(entry.rank)
    found = by_unit(board(TEXT, draws=40, seed=7, **rule))
    for unit in found:
        firm = found[unit].robustness
        assert firm.p_red == red[unit] / 40
        ordered = sorted(seen[unit])
        assert (firm.rank_low, firm.rank_high) == (ordered[1], ordered[37])  # ⌈2⌉ − 1, ⌈38⌉ − 1


def test_without_noise_the_interval_is_the_rank():
    scored = board(TEXT, draws=5, items=ITEMS, robustness={"noise": 0}, **LISTS)
    for e in scored.entries:
        assert (e.robustness.rank_low, e.robustness.rank_high) == (e.rank, e.rank)
        assert e.robustness.p_red == float(e.colour == "red")


def test_the_same_seed_gives_the_same_answer_and_the_default_is_the_rule():
    one, two = (board(TEXT, draws=50, items=ITEMS, **LISTS) for _ in range(2))
    assert one == two
    seed = int(one.rule_hash[:8], 16)
    assert board(TEXT, draws=50, seed=seed, items=ITEMS, **LISTS) == one


def test_a_unit_that_is_not_ranked_has_no_firmness():
    scored = board("unit,a\n甲,1\n乙,\n", draws=5, items=[{"item": "a", "method": "points"}])
    assert by_unit(scored)["乙"].robustness is None
