"""A person's deed: asked for its right, done whole or not at all, written down where refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kpi import access
from kpi.model.person import Person, Right
from kpi.model.problem import Refused
from kpi.store import journal
from kpi.store.engine import Act, Store
from kpi.store.tx import Tx

PAUSE = timedelta(minutes=1)  # between two lines about one person and one act
_ROOM = "NO_ROOM"  # a full disk takes no line either


@contextmanager
def doing(store: Store, by: Person, right: Right, act: Act, about: str = "") -> Iterator[Tx]:
    """The transaction of a deed that needs `right`. Refused: nothing of it stays but one line that
    says who tried what.
    """
    with noting(store, by, act, about):
        access.require(by, right)
        with store.write(by.login, act) as tx:
            yield tx


def require(store: Store, by: Person, right: Right, act: str = "") -> None:
    """Raise Refused, and write that down, unless the person holds the right."""
    with noting(store, by, act or right):
        access.require(by, right)


@contextmanager
def noting(store: Store, by: Person, act: str, about: str = "") -> Iterator[None]:
    """What is refused inside leaves its line; the refusal goes on."""
    try:
        yield
    except Refused as refused:
        note(store, by.login, act, *(p.code for p in refused.problems), about=about)
        raise


def note(store: Store, login: str, act: str, *codes: str, about: str = "", ip: str = "") -> None:
    """A line that this login was refused, with the codes; at most one a minute for one act."""
    if _ROOM in codes:
        return
    since = store.clock() - PAUSE
    with store.read() as tx:
        lately = journal.find(tx, actor=login, act=str(Act.REFUSED), since=since)
    if any(line.object == act for line in lately):
        return
    with store.write(login, Act.REFUSED, ip) as tx:
        told = {"of": about} if about else {}
        tx.about(str(act), codes=list(dict.fromkeys(codes)), **told)
