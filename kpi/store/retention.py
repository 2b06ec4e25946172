"""Which automatic backups stay: seven days, five weeks, twelve months, the newest of each."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from kpi.settings import HERE

DAYS, WEEKS, MONTHS = 7, 5, 12
_NAME = re.compile(r"kpi-(\d{8}-\d{6})\.zip")
_STAMP = "%Y%m%d-%H%M%S"


def kept(moments: Iterable[datetime]) -> frozenset[datetime]:
    """The newest backup of each of the last 7 days, 5 weeks and 12 months that have one.

    Days, weeks (from Monday) and months are those of the clock in China.
    """
    newest_first = sorted(moments, reverse=True)

    def newest_of(part: Callable[[datetime], Hashable], count: int) -> set[datetime]:
        found: dict[Hashable, datetime] = {}
        for moment in newest_first:
            found.setdefault(part(moment.astimezone(HERE)), moment)
        return set(list(found.values())[:count])

    return frozenset(
        newest_of(lambda m: m.date(), DAYS)
        | newest_of(lambda m: m.isocalendar()[:2], WEEKS)
        | newest_of(lambda m: (m.year, m.month), MONTHS)
    )


def name(at: datetime) -> str:
    """What an automatic backup of this moment is called."""
    return f"kpi-{at.astimezone(UTC):{_STAMP}}.zip"


def prune(folder: Path) -> tuple[str, ...]:
    """Remove automatic backups that need not stay; gives their names. No other file is touched."""
    found = {_moment(p): p for p in folder.iterdir() if _NAME.fullmatch(p.name)}
    gone = sorted(found.keys() - kept(found))
    for moment in gone:
        found[moment].unlink()
    return tuple(found[moment].name for moment in gone)


def _moment(place: Path) -> datetime:
    return datetime.strptime(place.name, f"kpi-{_STAMP}.zip").replace(tzinfo=UTC)
