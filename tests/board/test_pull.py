"""What each unit adds to growth: the eight-unit example of the district, worked by hand."""

import numpy as np
import pytest

from kpi.board.derive import Column
from kpi.board.pull import pull
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED

NOW = [9.3, 5.7, 13.6, 4.4, 3.9, 11.8, 6.9, 2.0]
BEFORE = [8.6, 5.6, 13.9, 3.3, 3.9, 10.6, 6.6, 1.2]


def col(values: list[float | None], gap: int = NOT_REPORTED) -> Column:
    found = np.array([np.nan if v is None else v for v in values], float)
    return Column(found, np.where(np.isfinite(found), REPORTED, gap).astype(np.int8))


def test_the_eight_units_pull_as_worked_by_hand() -> None:
    found = pull(col([*NOW]), col([*BEFORE]))
    assert found is not None
    parts, growth = found
    assert np.round(parts, 2).tolist() == [1.30, 0.19, -0.56, 2.05, 0.0, 2.23, 0.56, 1.49]
    assert growth == pytest.approx((57.6 / 53.7 - 1) * 100)
    assert float(parts.sum()) == pytest.approx(growth, abs=1e-12)


def test_a_unit_without_last_year_leaves_no_pulls_at_all() -> None:
    assert pull(col([1.0, 2.0]), col([1.0, None])) is None
    assert pull(col([1.0, None]), col([1.0, 2.0])) is None


def test_a_unit_without_such_a_business_has_no_part() -> None:
    found = pull(col([3.0, None], NOT_APPLICABLE), col([2.0, None], NOT_APPLICABLE))
    assert found is not None
    assert found[0][0] == pytest.approx(50.0)
    assert np.isnan(found[0][1])
    assert found[1] == pytest.approx(50.0)


def test_a_base_that_is_not_above_zero_has_no_growth_to_share() -> None:
    assert pull(col([1.0, 2.0]), col([0.0, 0.0])) is None
    assert pull(col([1.0, 2.0]), col([-5.0, 1.0])) is None
    assert pull(col([None]), col([None])) is None
