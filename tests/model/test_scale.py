"""Ticks, axis ends and labels that make way for each other; worked by hand."""

import pytest

from kpi.model.scale import around, spread, ticks


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (3.8, 11.1, 4, (4, 6, 8, 10)),  # 7.3/4 = 1.8 → steps of 2
        (0, 100, 4, (0, 25, 50, 75, 100)),
        (-6.9, 5.5, 4, (-5, 0, 5)),  # 12.4/4 = 3.1 → steps of 5
        (96.4, 97.7, 4, (96.5, 97.0, 97.5)),
        (0, 0.9, 4, (0, 0.25, 0.5, 0.75)),
    ],
)
def test_ticks_are_round_and_inside(low, high, count, expected):
    assert ticks(low, high, count) == pytest.approx(expected)


def test_lines_near_zero_stand_on_zero():
    low, high = around([8.0, 78.0])
    assert -2 < low <= 0
    assert high > 78.0


def test_lines_far_above_zero_are_cut():
    assert around([97.0, 98.0]) == pytest.approx((96.94, 98.06))  # 6 % of 1 on both sides


def test_an_axis_without_values_has_two_ends():
    low, high = around([])
    assert low < high


def test_labels_with_room_stay_where_they_want():
    assert spread([10.0, 50.0, 90.0], [18.0] * 3, 0.0, 100.0) == [10.0, 50.0, 90.0]


def test_two_labels_on_one_spot_part_evenly():
    assert sorted(spread([50.0, 50.0], [20.0, 20.0], 0.0, 100.0)) == [40.0, 60.0]


def test_a_pushed_label_pushes_the_next():
    assert spread([50.0, 60.0, 70.0], [20.0] * 3, 0.0, 200.0) == [40.0, 60.0, 80.0]


def test_labels_stay_inside_the_plot():
    assert spread([0.0, 1.0], [20.0, 20.0], 0.0, 100.0) == [10.0, 30.0]
    assert spread([99.0, 100.0], [20.0, 20.0], 0.0, 100.0) == [70.0, 90.0]
    assert spread([], [], 0.0, 100.0) == []


def test_a_label_of_two_lines_gets_twice_the_room():
    assert spread([50.0, 51.0], [20.0, 40.0], 0.0, 200.0) == [35.5, 65.5]  # 30 apart


def test_of_two_equal_wishes_the_first_named_stands_higher():
    first, second = spread([50.0, 50.0], [20.0, 20.0], 0.0, 100.0)
    assert first > second
