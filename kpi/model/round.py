"""How far one board has come in one period (采集 → 锁定 → … → 发布), and what may come next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kpi.i18n import N_, _
from kpi.model.period import Period


class State(StrEnum):
    """Where a round stands; without a row in the store it is collecting."""

    COLLECTING = "collecting"
    FROZEN = "frozen"
    TRIAL = "trial"
    FEEDBACK = "feedback"
    SIGNED = "signed"
    PUBLISHED = "published"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """采集, 锁定 … in the reader's language."""
        return _(STATES[self])


class Move(StrEnum):
    """A deed that brings a round to another state."""

    FREEZE = "freeze"
    TRIAL = "trial"
    FEEDBACK = "feedback"
    SIGN = "sign"
    PUBLISH = "publish"
    REOPEN = "reopen"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        """锁定, 试算 … in the reader's language."""
        return _(MOVES[self])


STATES = {
    State.COLLECTING: N_("采集"),
    State.FROZEN: N_("锁定"),
    State.TRIAL: N_("试算"),
    State.FEEDBACK: N_("反馈"),
    State.SIGNED: N_("审签"),
    State.PUBLISHED: N_("发布"),
    State.ARCHIVED: N_("归档"),
}
MOVES = {  # as a button says it: a state has other words, in English too
    Move.FREEZE: N_("锁定数据"),
    Move.TRIAL: N_("开始试算"),
    Move.FEEDBACK: N_("征求反馈"),
    Move.SIGN: N_("审签本期"),
    Move.PUBLISH: N_("发布"),
    Move.REOPEN: N_("退回采集"),
    Move.CORRECT: N_("更正"),
    Move.WITHDRAW: N_("撤回"),
    Move.ARCHIVE: N_("归档本期"),
}
# from where a deed leads whither; reopening named indicators only leads back to frozen
NEXT: Mapping[State, Mapping[Move, State]] = {
    State.COLLECTING: {Move.FREEZE: State.FROZEN},
    State.FROZEN: {Move.TRIAL: State.TRIAL, Move.REOPEN: State.COLLECTING},
    State.TRIAL: {
        Move.FEEDBACK: State.FEEDBACK,
        Move.SIGN: State.SIGNED,
        Move.REOPEN: State.COLLECTING,
    },
    State.FEEDBACK: {Move.SIGN: State.SIGNED, Move.REOPEN: State.COLLECTING},
    State.SIGNED: {Move.PUBLISH: State.PUBLISHED, Move.REOPEN: State.COLLECTING},
    State.PUBLISHED: {
        Move.CORRECT: State.COLLECTING,
        Move.WITHDRAW: State.PUBLISHED,
        Move.ARCHIVE: State.ARCHIVED,
    },
    State.ARCHIVED: {},
}
LOCKED = frozenset({State.FROZEN, State.TRIAL, State.FEEDBACK, State.SIGNED, State.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Round:
    """One board in one period. `reopened` are the indicators that may be sent again although the
    rest stands still; `corrects` the edition that this round is going to correct, `reason` why.
    """

    board: str
    period: Period
    state: State = State.COLLECTING
    feedback_until: date | None = None
    reopened: tuple[str, ...] = ()
    corrects: int | None = None
    reason: str = ""
    frozen_by: str = ""
    moved_by: str = ""
    moved_at: datetime | None = None
    signed: str = ""  # what was signed, as JSON: the paper, the hashes of data and rule

    @property
    def moves(self) -> tuple[Move, ...]:
        """What may come next. Returned indicators must be frozen again before anything else."""
        if self.state is State.FROZEN and self.reopened:
            return (Move.FREEZE, Move.REOPEN)
        return tuple(NEXT[self.state])

    @property
    def locked(self) -> bool:
        """Whether values of the period stand still, reopened indicators apart."""
        return self.state in LOCKED

    def after(self, move: Move) -> State:
        """The state that a deed leads to; KeyError for one that may not come now."""
        if move not in self.moves:
            raise KeyError(move)
        return State.FROZEN if move is Move.FREEZE else NEXT[self.state][move]
