"""An upload given back (退回) by the publisher; none is taken back whose period is frozen."""

from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Refused, problem
from kpi.model.round import Round, State
from kpi.model.upload import Receipt
from kpi.service import deeds
from kpi.service.moves import reopened, said
from kpi.service.standing import standing
from kpi.store import catalog, observations, rounds
from kpi.store.engine import Act, Store
from kpi.store.tx import Tx


def give_back(store: Store, upload: int, reason: str, by: Person) -> Receipt:
    """Take an upload back in the publisher's name, so that its sender mends it and sends again;
    where its period is frozen, its indicators are open again, and only they.
    """
    with deeds.doing(store, by, Right.PUBLISH, Act.RETURN, f"upload {upload}") as tx:
        why = said(reason)
        shut = _covering(tx, upload)
        if any(now.state is State.ARCHIVED for now, _codes in shut):
            raise Refused(*frozen(tx, upload))
        receipt = observations.undo(tx, upload)
        opened = {}
        for now, codes in shut:
            reopened(tx, now, codes, {})
            opened[f"{now.board} {now.period}"] = list(codes)
        tx.about(f"upload {upload}", reason=why, reopened=opened)
        for name in ("board", "period", "state"):
            tx.detail.pop(name, None)  # of one round only; `reopened` names all of them
    return receipt


def frozen(tx: Tx, upload: int) -> tuple[Problem, ...]:
    """PERIOD_LOCKED for what an upload's standing values would move; empty where nothing is."""
    shut = standing(tx, catalog.read(tx)).frozen
    return tuple(
        problem("PERIOD_LOCKED", period=Period.parse(key[1]).label(), by=shut[key])
        for key in observations.owned(tx, upload)
        if key in shut
    )


def _covering(tx: Tx, upload: int) -> list[tuple[Round, tuple[str, ...]]]:
    """The locked rounds that stand on an upload's values, with those indicators."""
    known, mine = catalog.read(tx), observations.owned(tx, upload)
    found = []
    for now in (r for r in rounds.every(tx) if r.locked and r.board in known.board):
        columns = {c.partition(".")[0] for c in known.board[now.board].rule.columns}
        codes = {code for code, at in mine if code in columns and _inside(at, now.period)}
        if codes:
            found.append((now, tuple(sorted(codes))))
    return found


def _inside(period: str, whole: Period) -> bool:
    own = Period.parse(period)
    return own.within(whole.freq) == whole
