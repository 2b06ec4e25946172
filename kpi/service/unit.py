"""One unit: its boards, its indicators with their places, its trends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpi.board.derive import Slices
from kpi.board.select import spell
from kpi.model.catalog import Indicator, Unit
from kpi.model.edition import Edition, named
from kpi.model.measure import Measure
from kpi.model.outlook import Outlook
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.profile import Bullet, Position
from kpi.model.series import Trend
from kpi.service import board as boards
from kpi.service.stand import Stand
from kpi.service.trends import SPAN, newest
from kpi.service.unit_rows import Asked, Own, own, tasked


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit on one board; rank None: not ranked."""

    edition: Edition
    rank: int | None
    of: int


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit: its boards, its indicators with place in the group, its trends.

    `members` are the codes of its group.
    """

    unit: Unit
    period: Period
    standings: tuple[Standing, ...]
    owns: tuple[Own, ...]
    members: tuple[str, ...]

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The table of its indicators."""
        return tuple(o.row for o in self.owns)

    @property
    def trends(self) -> tuple[Trend, ...]:
        """A panel per indicator that has three figures or more."""
        return tuple(o.trend for o in self.owns if o.trend)

    @property
    def positions(self) -> tuple[Position, ...]:
        """Where it stands in its group, indicator by indicator."""
        return tuple(o.position for o in self.owns)

    @property
    def bullets(self) -> tuple[Bullet, ...]:
        """Its tasks in percent of the year's targets."""
        return tuple(o.bullet for o in self.owns if o.bullet)

    @property
    def outlooks(self) -> tuple[Outlook, ...]:
        """Will its targets of the year be met, task by task."""
        return tuple(o.outlook for o in self.owns if o.outlook)

    def standing(self, board: str) -> Standing | None:
        """The unit on one board; None where it is not on it."""
        return next((s for s in self.standings if s.edition.spec.code == board), None)


def unit(stand: Stand, code: str, period: Period, vs: tuple[str, ...] = ()) -> UnitView:
    """One unit's profile, beside the units `vs` of its group; indicators not due at `period` show
    their newest figures before it.
    """
    catalog = stand.catalog()
    if code not in catalog.unit:
        raise boards.Unknown(f"{code}: no such unit")
    panel = stand.panel(Wanted(periods=spell(period.shift(-SPAN["M"]), period)))
    who = next((u for u in catalog.active(period) if u.code == code), catalog.unit[code])
    members = [u for u in catalog.active(period) if u.group == who.group] or [who]
    codes = [u.code for u in members]
    codes += [] if code in codes else [code]  # left the group before the end of the period
    slices = Slices(panel, codes)
    standings = []
    for board in catalog.boards:
        if who in catalog.members(board, period) and (
            found := _drawn(stand, board.code, period.within(board.freq))
        ):
            entry = found.entry(code)
            standings.append(
                Standing(found, entry.rank if entry else None, len(found.within(who.group)))
            )
    beside = {
        named(u.name, u.name_en): codes.index(u.code)
        for u in members
        if u.code in vs and u.code != code
    }
    owns = []
    for one in catalog.indicators:
        at = newest(one, period, slices)
        if at is None or not one.ranked:
            continue
        mine = codes.index(code)
        measure = _by(slices, one, at, mine, standings)
        drawn = _drawn(stand, f"{one.code}.{measure}", at)
        asked = Asked(slices, mine, tuple(range(len(members))), beside, drawn)
        if found_own := own(asked, one, measure, at):
            owns.append(found_own)
    return UnitView(who, period, tuple(standings), tuple(owns), tuple(u.code for u in members))


def _by(
    slices: Slices, own: Indicator, at: Period, mine: int, standings: list[Standing]
) -> Measure:
    """What the unit is ranked by: of a task its completion, else what its boards take of the
    indicator (growth of retail sales, not their size), else the indicator's own measure.
    """
    if tasked(slices, own, at, mine):
        return Measure.COMPLETION
    keys = (i.column for s in standings for i in s.edition.spec.rule.items if i.scored)
    found = [s for code, _dot, s in (key.partition(".") for key in keys) if code == own.code]
    taken = [Measure(m) for m in found if m and m != Measure.COMPLETION]
    return own.measure if own.measure in taken or not taken else taken[0]


def _drawn(stand: Stand, code: str, period: Period) -> Edition | None:
    try:
        return stand.edition(code, period)
    except boards.Unknown:
        return None  # nothing reported or published for that period yet
