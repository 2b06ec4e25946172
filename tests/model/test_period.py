from datetime import date

import pytest

from kpi.model.period import Period, between


@pytest.mark.parametrize("text", ["2026-09", "2026-Q3", "2026-H1", "2026"])
def test_a_period_reads_back_as_it_is_written(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["2026-13", "2026-9", "2026-Q5", "26-09", "", "2026-H3"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_a_shift_crosses_the_year() -> None:
    shifted = [str(Period.parse(t).shift(by)) for t, by in [("2026-01", -1), ("2026-Q4", 1)]]
    assert shifted == ["2025-12", "2027-Q1"]


def test_time_progress_is_the_share_of_the_year_that_is_over() -> None:
    shares = [Period.parse(t).elapsed() for t in ("2026-09", "2026-Q3", "2026-H1", "2026")]
    assert shares == [75.0, 75.0, 50.0, 100.0]


def test_a_month_lies_within_its_quarter_half_and_year() -> None:
    assert [str(Period.parse("2026-07").within(f)) for f in "MQHY"] == [
        "2026-07",
        "2026-Q3",
        "2026-H2",
        "2026",
    ]


def test_the_first_and_last_day_of_a_quarter() -> None:
    quarter = Period.parse("2024-Q1")
    assert (quarter.first_day, quarter.last_day) == (date(2024, 1, 1), date(2024, 3, 31))


@pytest.mark.parametrize(
    ("text", "cumulative", "merged", "label"),
    [
        ("2026-10", False, False, "2026年10月"),
        ("2026-10", True, False, "2026年1-10月"),
        ("2026-02", False, True, "2026年1-2月"),
        ("2026-01", True, False, "2026年1月"),
        ("2026-Q3", False, False, "2026年三季度"),
        ("2026-Q3", True, False, "2026年前三季度"),
        ("2026-H1", False, False, "2026年上半年"),
        ("2026", False, False, "2026年"),
    ],
)
def test_a_period_is_named_as_officials_write_it(
    text: str, cumulative: bool, merged: bool, label: str
) -> None:
    assert Period.parse(text).label(cumulative=cumulative, merged=merged) == label


def test_periods_between_two_include_both() -> None:
    found = between(Period.parse("2025-11"), Period.parse("2026-02"))
    assert [str(p) for p in found] == ["2025-11", "2025-12", "2026-01", "2026-02"]
