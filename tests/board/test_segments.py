"""Places inside runs of neighbouring units, for one row or many."""

import numpy as np

from kpi.board.segments import dense, order, runs, together, weighted

GROUPS = runs(["东", "东", "东", "东", "西", "西"])
ROWS = np.array([[5.0, 7.0, 5.0, 1.0, 2.0, 3.0], [1.0, 1.0, 1.0, 1.0, 4.0, 4.0]])
ALL = np.ones(6, bool)


def test_equal_values_share_the_better_place_from_both_ends():
    found = order(GROUPS, ROWS, ALL)
    assert found.place.tolist() == [[2, 1, 2, 4, 2, 1], [1, 1, 1, 1, 1, 1]]
    assert found.last.tolist() == [[2, 4, 2, 1, 1, 2], [1, 1, 1, 1, 1, 1]]


def test_dense_ranks_leave_no_gap_after_a_tie():
    assert dense(GROUPS, order(GROUPS, ROWS, ALL).place).tolist() == [
        [2, 1, 2, 3, 2, 1],
        [1, 1, 1, 1, 1, 1],
    ]


def test_who_has_no_value_takes_no_place():
    have = np.array([True, False, True, True, True, False])
    found = order(GROUPS, ROWS[0], have)
    assert found.place[have].tolist() == [1, 1, 3, 1]
    assert found.last[have].tolist() == [2, 2, 1, 1]
    assert dense(GROUPS, found.place)[have].tolist() == [1, 1, 2, 1]


def test_runs_are_counted_and_spread():
    have = np.array([True, False, True, True, False, False])
    assert GROUPS.count(have).tolist() == [3, 0]
    assert GROUPS.any(have).tolist() == [True, False]
    assert GROUPS.spread(np.array([8, 9])).tolist() == [8, 8, 8, 8, 9, 9]


def test_neighbouring_rows_are_a_slice():
    assert together([2, 3, 4]) == slice(2, 5)
    assert together([2, 4]) == [2, 4]


def test_a_weighted_sum_runs_row_after_row():
    tenths = np.full((10, 1), 0.1)
    assert weighted(np.ones(10), tenths).tolist() == [0.9999999999999999]  # 0.1 ten times, in turn
