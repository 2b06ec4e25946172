"""意见反馈: every reader may say something; the administrator answers, nothing is counted."""

from datetime import timedelta

from kpi.model import show
from kpi.model.person import Person, Right
from kpi.model.problem import Refused, problem
from kpi.model.remark import A_DAY, LONGEST, Remark
from kpi.service import deeds
from kpi.store import remarks
from kpi.store.engine import Act, Store


def send(store: Store, text: str, page: str, by: Person) -> int:
    """Keep a remark and give its number. Refused when empty, too long, or the 21st of 24 hours."""
    with deeds.doing(store, by, Right.READ, Act.REMARK) as tx:
        if remarks.lately(tx, by.login, tx.at - timedelta(days=1)) >= A_DAY:
            raise Refused(problem("REMARKS_MANY", most=A_DAY))
        number = remarks.add(tx, page[:500], _said(text))
        tx.about(f"remark {number}", remark=number)
    return number


def answer(store: Store, number: int, text: str, by: Person) -> None:
    """Answer a remark, or answer it anew. Refused when empty, too long, or without its remark."""
    with deeds.doing(store, by, Right.CATALOG, Act.REMARK_ANSWER, f"remark {number}") as tx:
        if not remarks.answer(tx, number, _said(text)):
            raise Refused(problem("REMARK_UNKNOWN", given=number))
        tx.about(f"remark {number}", remark=number)


def own(store: Store, by: Person) -> tuple[Remark, ...]:
    """What the person has written, with the answers."""
    deeds.require(store, by, Right.READ)
    with store.read() as tx:
        return remarks.of(tx, by.login)


def every(store: Store, by: Person) -> tuple[Remark, ...]:
    """All remarks, for who answers them: open ones first."""
    deeds.require(store, by, Right.CATALOG)
    with store.read() as tx:
        return remarks.of(tx)


def _said(text: str) -> str:
    """The words without control characters and outer blanks; Refused when none or too many."""
    words = show.plain(text).strip()
    if not words:
        raise Refused(problem("REMARK_EMPTY"))
    if len(words) > LONGEST:
        raise Refused(problem("REMARK_LONG", most=LONGEST, found=len(words)))
    return words
