"""Places on printed scores: ties share the better one, tie-breakers part them."""

from small_boards import board, by_unit, codes, column, points, ranks


def test_tied_units_share_the_better_place():
    scored = board(column([9, 8, 8, 7]), **points(1))
    assert ranks(scored) == {"甲": 1, "乙": 2, "丙": 2, "丁": 4}
    entry = by_unit(scored)["乙"]
    assert (entry.rank_from_last, entry.tied) == (2, 1)


def test_dense_ranks_leave_no_gap():
    assert ranks(board(column([9, 8, 8, 7]), **points(1, ties="dense"))) == {
        "甲": 1,
        "乙": 2,
        "丙": 2,
        "丁": 3,
    }


def test_equal_printed_scores_are_equal():
    scored = board(column([0.304, 0.301]), **points(1))
    assert ranks(scored) == {"甲": 1, "乙": 1}


def test_a_tie_breaker_parts_a_tie_and_a_missing_value_is_last():
    text = "unit,a,b\n甲,5,\n乙,5,1\n丙,5,3\n丁,9,\n"
    items = [{"item": "a", "method": "points"}]
    items += [{"item": "b", "method": "points", "weight": 0, "direction": "lower"}]
    scored = board(text, items=items, tie_breakers=["b"])
    assert ranks(scored) == {"丁": 1, "乙": 2, "丙": 3, "甲": 4}


def test_low_can_be_best():
    scored = board(column([30, 10, 20]), **points(1, best="low", items=[low_points()]))
    assert ranks(scored) == {"乙": 1, "丙": 2, "甲": 3}
    assert by_unit(scored)["甲"].score == 30


def low_points():
    return {"item": "a", "method": "points", "direction": "lower"}


def test_groups_are_ranked_apart_unless_compared_across():
    text = "unit,group,a\n甲,东,4\n乙,东,3\n丙,西,2\n丁,西,1\n"
    assert ranks(board(text, **points(1))) == {"甲": 1, "乙": 2, "丙": 1, "丁": 2}
    across = board(text, **points(1, compare="across"))
    assert ranks(across) == {"甲": 1, "乙": 2, "丙": 3, "丁": 4}
    assert [g.group for g in across.groups] == [None]


def test_a_missing_unit_is_not_ranked_last():
    text = "unit,a,b\n甲,5,5\n乙,,\n丙,—,—\n丁,5,\n戊,5,—\n"
    scored = board(text, **points(1, 1))
    assert ranks(scored) == {"甲": 1, "戊": 1, "丁": None, "丙": None, "乙": None}
    assert codes(scored, "乙") == ["no_data"]
    assert codes(scored, "丙") == ["not_applicable"]
    assert codes(scored, "丁") == ["low_coverage"]
    assert by_unit(scored)["丁"].reasons[0].numbers == (("coverage", 0.5), ("min", 0.7))
    assert by_unit(scored)["丙"].coverage is None


def test_a_column_that_nobody_reports_does_not_lower_coverage():
    scored = board("unit,a,b\n甲,5,\n乙,4,\n", **points(1, 1))
    assert ranks(scored) == {"甲": 1, "乙": 2}
    assert [n.code for n in scored.groups[0].notes] == ["column_empty"]


def test_a_suspended_period_is_scored_but_not_ranked():
    scored = board(
        column([3, 2, 1, 0]), **points(1, red={"n": 1}, suspended={"doc": "云办〔2026〕1号"})
    )
    entry = by_unit(scored)["甲"]
    assert (entry.score, entry.rank, entry.colour) == (3, None, None)
    assert codes(scored, "甲") == ["suspended"]


def test_a_board_on_which_nobody_is_ranked_is_a_board():
    scored = board(column(["", ""]), **points(1, red={"n": 1}, min_group=1))
    assert ranks(scored) == {"甲": None, "乙": None}
