import math

import numpy as np

from kpi.model import measure


def test_completion_is_the_value_over_the_target_in_percent() -> None:
    assert measure.completion([9.3, 5.7], [12, 8]).round(10).tolist() == [77.5, 71.25]


def test_without_a_positive_target_there_is_no_completion() -> None:
    assert np.isnan(measure.completion([9.3, 9.3, 9.3], [0, -1, math.nan])).all()


def test_half_is_rounded_away_from_zero_as_a_spreadsheet_shows_it() -> None:
    assert measure.half_up([71.25, -71.25, 2.675], [1][0]).tolist() == [71.3, -71.3, 2.7]
    assert measure.half_up([2.675, 1.005], 2).tolist() == [2.68, 1.01]


def test_zero_has_no_sign() -> None:
    assert math.copysign(1, measure.half_up(-0.001, 1)) == 1


def test_the_gap_adds_up_by_hand_with_the_printed_numbers() -> None:
    assert measure.gap([71.25, 65.0], [75.0, 75.0]).tolist() == [-3.7, -10.0]


def test_growth_from_a_base_that_is_not_positive_is_no_number() -> None:
    grown = measure.yoy([9.3, 1, 1], [8.6, 0, -2])
    assert round(float(grown[0]), 1) == 8.1
    assert np.isnan(grown[1:]).all()


def test_the_year_end_estimate_keeps_the_pace_so_far() -> None:
    assert measure.run_rate([7.06], 10).round(3).tolist() == [8.472]
