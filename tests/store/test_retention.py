"""Which automatic backups stay: 7 days, 5 weeks, 12 months."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kpi.store.retention import kept, name, prune

LAST = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # a Sunday, 09:00 in China
NIGHTLY = [LAST - timedelta(days=n) for n in range(800)]


def test_of_two_years_of_nights_twenty_two_stay() -> None:
    days = [f"{m:%m-%d}" for m in sorted(kept(NIGHTLY))]
    assert days == [
        *("12-31", "01-31", "02-28", "03-31", "04-30", "05-31"),  # ends of months
        *("06-30", "07-31", "08-31", "09-30"),
        *("10-25", "10-31", "11-01", "11-08", "11-15"),  # Sundays end weeks
        *("11-16", "11-17", "11-18", "11-19", "11-20", "11-21", "11-22"),
    ]


def test_the_newest_of_a_day_stays() -> None:
    morning, evening = LAST, LAST + timedelta(hours=10)
    assert kept([morning, evening]) == {evening}


def test_a_day_is_that_of_the_clock_in_china() -> None:
    late = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)  # 23:59 of the 21st
    early = datetime(2026, 11, 21, 16, 1, tzinfo=UTC)  # 00:01 of the 22nd
    assert kept([late, early]) == {late, early}


def test_nights_without_a_backup_use_up_no_place() -> None:
    weekly = [LAST - timedelta(weeks=n) for n in range(7)]
    assert kept(weekly) == set(weekly)


def test_pruning_touches_our_own_files_only(tmp_path: Path) -> None:
    for moment in NIGHTLY[:20]:
        (tmp_path / name(moment)).touch()
    foreign = ["before-0004-20200101-010101.zip", "letter.zip", "kpi-20200101-010101.zip.part"]
    for other in foreign:
        (tmp_path / other).touch()
    gone = prune(tmp_path)
    assert len(gone) == 11  # of 3 to 22 November stay seven days and the Sundays 8 and 15
    left = {p.name for p in tmp_path.iterdir()}
    assert left >= set(foreign)
    assert len(left) == 20 - len(gone) + len(foreign)
