"""What the page 分管 asks for, kept like all that `stands` keeps."""

from kpi.model.case import Case
from kpi.model.duty import duties
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.service import board as boards
from kpi.service import duty, start
from kpi.service.duty import Field
from pages.parts import cached, session, stands
from pages.parts.stands import shared


def shown(period: Period, which: str) -> tuple[Edition, ...]:
    """Every board's newest edition up to the end of `period`."""
    found = []
    for board in cached.catalog(which).boards:
        at = boards.newest(cached.periods(board.code, which), period)
        if at is not None:
            found.append(cached.edition(board.code, at, which))
    return tuple(found)


@shared
def _field(key: str, code: str, period: Period, _shown: tuple[Edition, ...]) -> Field | None:
    stand = stands.stand(key)
    own = next((d for d in duties(stand.catalog()) if d.code == code), None)
    return duty.field(stand, own, period, _shown) if own else None


def field(code: str, period: Period, which: str, editions: tuple[Edition, ...]) -> Field | None:
    """One field in one period; None for a code that the catalog does not name."""
    return _field(stands.values(which), code, period, editions)


@shared
def _asked(version: int, drafts: bool) -> tuple[Case, ...]:
    return duty.asked(start.store(), session.person())


def asked() -> tuple[Case, ...]:
    """What units were asked and said, as far as this reader may see it."""
    return _asked(session.data_version(), session.drafts())
