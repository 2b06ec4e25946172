"""Which values stand still: of boards that are being signed, and of those that were published."""

from kpi.board.select import needs
from kpi.intake.checks.standing import Standing
from kpi.model.catalog import Catalog
from kpi.model.due import asked_period
from kpi.model.period import Period
from kpi.store import editions, rounds
from kpi.store.tx import Tx


def standing(tx: Tx, catalog: Catalog) -> Standing:
    """By indicator and period, from the rounds of the boards that stand on it.

    An indicator that was returned for this round is open, and one of a published board may be
    changed with a word; where two boards stand on one value, the stricter counts.
    """
    frozen: dict[tuple[str, str], str] = {}
    published: dict[tuple[str, str], int] = {}
    for one in rounds.every(tx):
        if one.locked:
            for code, period in _stands_on(catalog, one.board, one.period):
                if code not in one.reopened:
                    frozen[code, period] = one.frozen_by or one.moved_by
    for issue in editions.counting(tx):
        for key in _stands_on(catalog, issue.board, issue.period):
            published[key] = issue.number
    return Standing(frozen, published)


def _stands_on(catalog: Catalog, board: str, period: Period) -> list[tuple[str, str]]:
    """The indicators of a board and the own period of each that ends with the board's."""
    if board not in catalog.board:
        return []
    codes = needs(catalog.board[board], catalog, period, period).indicators
    own = ((code, asked_period(catalog.indicator[code], period)) for code in codes)
    return [(code, str(at)) for code, at in own if at]
