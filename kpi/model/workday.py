"""Working days: weekends are skipped, holidays are not (no calendar knows them yet)."""

from datetime import date, timedelta

_SATURDAY = 5  # as date.weekday() counts


def after(day: date, days: int) -> date:
    """The working day that many working days after `day`: three after a Friday is a Wednesday."""
    left = days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
