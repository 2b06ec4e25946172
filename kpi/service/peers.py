"""Where the district stands among its peers (上级位次): the place that its superior gave it."""

from dataclasses import dataclass

import numpy as np

from kpi.board.derive import Slices, column
from kpi.model.catalog import PEER, Direction, Indicator
from kpi.model.edition import Edition
from kpi.model.measure import Measure, half_up
from kpi.model.period import Period
from kpi.service.stand import Stand
from kpi.service.tally import district, ground, indicators, single
from kpi.service.trends import newest


@dataclass(frozen=True, slots=True)
class Place:
    """The district's place in one indicator, and `before` in the period before.

    `value` and `value_before` are what was ranked, in `measure`: the growth where the district
    has one, else the indicator's own. `ahead`: how far the one on the next place is ahead, in
    percentage points or the indicator's unit; None while the peers' values are not here.
    """

    indicator: Indicator
    period: Period
    unit: str
    rank: int
    before: int | None
    measure: Measure
    value: float | None
    value_before: float | None
    ahead: float | None


def places(stand: Stand, edition: Edition) -> tuple[Place, ...]:
    """The district's places in the indicators of a board, as of its period: of a published board
    those that it was sealed with.
    """
    home = district(edition.catalog)
    if home is None:
        return ()
    others = [u.code for u in edition.catalog.outside if u.level == PEER]
    panel = ground(stand, edition, [home.code, *others])
    own, peers = Slices(panel, [home.code]), Slices(panel, others)
    made = (_place(one, edition.period, own, peers) for one in indicators(edition))
    return tuple(p for p in made if p)


def _place(one: Indicator, period: Period, own: Slices, peers: Slices) -> Place | None:
    at = newest(one, period, own, Measure.RANK)
    rank = single(own.stored(one.code, Measure.RANK, at)) if at else None
    if at is None or rank is None:
        return None
    grown = single(column(own, one, Measure.YOY, at)) is not None
    measure = Measure.YOY if grown else one.measure
    before = single(own.stored(one.code, Measure.RANK, at.shift(-1)))
    value = single(column(own, one, measure, at))
    return Place(
        one,
        at,
        own.units[0],
        int(rank),
        None if before is None else int(before),
        measure,
        value,
        single(column(own, one, measure, at.shift(-1))),
        _ahead(one, measure, at, peers, int(rank), value),
    )


def _ahead(
    one: Indicator, measure: Measure, at: Period, peers: Slices, rank: int, value: float | None
) -> float | None:
    """How far the next better peer is ahead, of the values as printed; None where as many peers
    are not better as the place says: the values here are then not those that were ranked.
    """
    if value is None or not peers.units:
        return None
    digits = one.digits(measure)
    lower = one.direction is Direction.LOWER and measure is not Measure.YOY
    ahead = half_up(column(peers, one, measure, at).value, digits) - half_up(value, digits)
    better = np.abs(ahead[ahead < 0] if lower else ahead[ahead > 0])
    return float(half_up(better.min(), digits)) if len(better) and len(better) == rank - 1 else None
