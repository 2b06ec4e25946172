"""Weights, blocks and bonus to one printed score, and what each item adds to it."""

import math

import pytest
from small_boards import board, by_unit, points, scores

from kpi.model.rule import RuleError

THREE = "unit,a,b,c\n甲,100,60,85\n"


@pytest.mark.parametrize(
    ("aggregate", "wanted"),
    [
        ("arithmetic", 81.67),  # 245 / 3
        ("geometric", 79.9),  # (100·60·85)^(1/3) = 510000^(1/3) = 79.896
        ("harmonic", 78.06),  # 3 / (1/100 + 1/60 + 1/85) = 3 / 0.0384314
        ("sum", 245),
    ],
)
def test_a_mean_punishes_imbalance_more_or_less(aggregate, wanted):
    scored = board(THREE, **points(1, 1, 1, aggregate=aggregate))
    assert scores(scored) == {"甲": wanted}


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic"])
def test_a_zero_makes_the_score_zero_and_a_negative_is_refused(aggregate):
    rule = points(1, 1, aggregate=aggregate)
    entry = by_unit(board("unit,a,b\n甲,0,5\n", **rule))["甲"]
    assert (entry.score, [p.contribution for p in entry.parts]) == (0, [None, None])
    with pytest.raises(RuleError, match=f"aggregate: {aggregate} over a negative value of b"):
        board("unit,a,b\n甲,5,-1\n", **rule)


def test_rank_sum_adds_weighted_ranks_and_the_lowest_is_first():
    text = "unit,a,b\n甲,9,1\n乙,8,3\n丙,7,2\n"
    items = [{"item": "a", "weight": 2}, {"item": "b"}]
    scored = board(text, items=items, aggregate="rank_sum")
    # 甲 2·1 + 3, 乙 2·2 + 1, 丙 2·3 + 2
    assert scores(scored) == {"甲": 5, "乙": 5, "丙": 8}
    assert [e.rank for e in scored.entries] == [1, 1, 3]


def test_weights_of_missing_cells_go_to_the_others():
    # 40/30/30, 80/—/90: (40·80 + 30·90) / 70
    entry = by_unit(board("unit,a,b,c\n甲,80,,90\n乙,1,1,1\n", **points(40, 30, 30)))["甲"]
    assert (entry.score, entry.coverage) == (84.29, 0.7)
    assert [p.weight for p in entry.parts] == pytest.approx([4 / 7, 0, 3 / 7])


def test_a_block_keeps_its_weight_when_a_cell_is_missing():
    items = [
        {"item": n, "method": "points", "block": b} for n, b in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    blocks = {"x": {"weight": 3}, "y": {"weight": 1}}
    scored = board(
        "unit,a,b,c\n甲,80,,40\n乙,80,60,40\n", items=items, blocks=blocks, min_coverage=0
    )
    # 甲 (3·80 + 40)/4, 乙 (3·70 + 40)/4; 甲's coverage 3/4·1/2 + 1/4
    assert scores(scored) == {"甲": 70, "乙": 62.5}
    entry = by_unit(scored)["甲"]
    assert entry.coverage == pytest.approx(0.625)
    assert [p.contribution for p in entry.parts] == pytest.approx([60, 0, 10])
    assert [(b.block, b.value, b.weight, b.contribution) for b in entry.blocks] == [
        ("x", 80.0, 0.75, 60.0),
        ("y", 40.0, 0.25, 10.0),
    ]


def test_a_mixed_block_splits_its_share_by_its_own_terms():
    # block x: geometric of 4 and 9 = 6, outer mean of 6 and 10 = 8
    items = [
        {"item": n, "method": "points", "block": b} for n, b in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    blocks = {"x": {"aggregate": "geometric"}, "y": {}}
    entry = by_unit(board("unit,a,b,c\n甲,4,9,10\n", items=items, blocks=blocks))["甲"]
    assert entry.score == 8
    share = math.log(4) / (math.log(4) + math.log(9))
    assert [p.contribution for p in entry.parts] == pytest.approx([3 * share, 3 * (1 - share), 5])


def test_bonus_is_clipped_and_counts_in_nothing_else():
    items = [
        {"item": "a", "method": "points"},
        {"item": "plus", "role": "bonus", "method": "points"},
        {"item": "minus", "role": "bonus", "method": "points", "direction": "lower"},
    ]
    text = "unit,a,plus,minus\n甲,80,9,1\n乙,80,,2\n丙,80,—,\n"
    scored = board(text, items=items, bonus_range=[-1, 4])
    assert scores(scored) == {"甲": 84, "乙": 79, "丙": 80}
    entry = by_unit(scored)["甲"]
    assert (entry.bonus, entry.coverage) == (4.0, 1.0)
    # 9 − 1 = 8 clipped to 4: each half of what it was; in key order a, minus, plus
    assert [p.contribution for p in entry.parts] == [80, -0.5, 4.5]


@pytest.mark.parametrize(
    ("raw", "decimals", "wanted"),
    [
        (2.675, 2, 2.68),
        (1.005, 2, 1.01),
        (-2.5, 0, -3),
        (0.5, 0, 1),
        (-0.001, 2, 0),
        (1e307, 2, 1e307),
    ],
)
def test_scores_are_rounded_half_up_as_a_spreadsheet_shows_them(raw, decimals, wanted):
    scored = board(f"unit,a\n甲,{raw}\n", **points(1, score_decimals=decimals))
    assert scores(scored) == {"甲": wanted}
    assert str(scores(scored)["甲"])[0] == str(wanted)[0]
