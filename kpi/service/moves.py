"""The deeds that move a round: allowed in its state, by whom, with what for the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from kpi.i18n import _
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Problem, Refused, problem
from kpi.model.round import Move, Round, State
from kpi.service import board as boards
from kpi.service import deeds
from kpi.store import catalog, editions, rounds
from kpi.store.engine import Act, Store, Tx

ACTS = {
    Move.FREEZE: Act.FREEZE,
    Move.TRIAL: Act.TRIAL,
    Move.FEEDBACK: Act.FEEDBACK,
    Move.SIGN: Act.SIGN,
    Move.PUBLISH: Act.PUBLISH,
    Move.REOPEN: Act.REOPEN,
    Move.CORRECT: Act.CORRECT,
    Move.WITHDRAW: Act.WITHDRAW,
    Move.ARCHIVE: Act.ARCHIVE,
}


@contextmanager
def deed(
    store: Store, code: str, period: Period, by: Person, next: Move, right: Right = Right.PUBLISH
) -> Iterator[tuple[Tx, Round]]:
    """A transaction in which this move may come next; Refused or Unknown else."""
    with deeds.doing(store, by, right, ACTS[next], f"{code} {period}") as tx:
        if code not in catalog.read(tx).board:
            raise boards.Unknown(_("没有榜单“{code}”。").format(code=code))
        now = rounds.get(tx, code, period)
        if next not in now.moves:
            raise Refused(wrong(now, next))
        yield tx, now


def move(
    tx: Tx, now: Round, next: Move, told: dict[str, Any] | None = None, **changes: Any
) -> Round:
    """Write the round as it is after the move, and tell the journal."""
    after = replace(now, state=now.after(next), **changes)
    _note(tx, now, after.state, told or {})
    return rounds.put(tx, after)


def done(tx: Tx, now: Round) -> Round:
    """The round with its edition out: nothing is left of the correction that it was."""
    over = replace(now, state=State.PUBLISHED, corrects=None, reason="", signed="")
    return rounds.put(tx, over)


def reopened(tx: Tx, now: Round, indicators: tuple[str, ...], told: dict[str, Any]) -> Round:
    """Back to collecting, or only these indicators; also within another deed: an appeal upheld,
    an upload returned.
    """
    gone: dict[str, Any] = {"feedback_until": None, "signed": ""}
    if not indicators:
        return move(tx, now, Move.REOPEN, told, reopened=(), frozen_by="", **gone)
    both = tuple(sorted({*now.reopened, *indicators}))
    _note(tx, now, State.FROZEN, told)
    return rounds.put(tx, replace(now, state=State.FROZEN, reopened=both, **gone))


def correcting(tx: Tx, now: Round, reason: str) -> Round:
    """Collecting again, to correct the period's last edition."""
    last = editions.of_period(tx, now.board, now.period)[-1].edition
    fresh: dict[str, Any] = {"feedback_until": None, "signed": "", "frozen_by": "", "reopened": ()}
    told = {"corrects": last, "reason": reason}
    return move(tx, now, Move.CORRECT, told, corrects=last, reason=reason, **fresh)


def wrong(now: Round, next: Move) -> Problem:
    """What to say to a move that may not come now."""
    return problem("WRONG_STATE", state=now.state.label, move=next.label)


def said(reason: str) -> str:
    """The reason without blanks around it; Refused where there is none."""
    if not reason.strip():
        raise Refused(problem("NO_REASON"))
    return reason.strip()


def _note(tx: Tx, now: Round, after: State, told: dict[str, Any]) -> None:
    told = {"board": now.board, "period": str(now.period), "state": str(after), **told}
    tx.about(tx.object or f"round {now.board} {now.period}", **told)
