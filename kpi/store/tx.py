"""What a deed is (`Act`) and the hand it works with (`Tx`)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

_START = datetime(1970, 1, 1, tzinfo=UTC)


class Act(StrEnum):
    """The deeds of the journal."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    LOCKED = "locked"
    REFUSED = "refused"
    SETUP = "setup"
    USER_ADD = "user.add"
    USER_ROLE = "user.role"
    USER_DISABLE = "user.disable"
    USER_ENABLE = "user.enable"
    USER_LINK = "user.link"
    USER_PASSWORD = "user.password"  # noqa: S105 - the name of a deed
    USER_END = "user.end"
    CATALOG = "catalog.import"
    RULE = "rule.save"
    RULING_ADD = "ruling.add"
    RULING_LIFT = "ruling.lift"
    ALIAS = "alias.learn"
    MAPPING = "mapping.confirm"
    LOAD = "load"
    UNDO = "undo"
    RETURN = "return"
    PAPER = "paper"
    FREEZE = "freeze"
    REOPEN = "reopen"
    TRIAL = "trial"
    FEEDBACK = "feedback"
    SIGN = "sign"
    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    ARCHIVE = "archive"
    CASE_OPEN = "case.open"
    CASE_STEP = "case.step"
    CASE_DECIDE = "case.decide"
    EXPORT = "export"
    SETTINGS = "settings"
    REMARK = "remark"
    REMARK_ANSWER = "remark.answer"
    BACKUP = "backup"
    RESTORE = "restore"
    MIGRATE = "migrate"


QUIET = frozenset(
    {
        *(Act.SIGN_IN, Act.SIGN_OUT, Act.LOCKED, Act.REFUSED, Act.EXPORT, Act.BACKUP, Act.SETUP),
        *(Act.USER_ADD, Act.USER_ROLE, Act.USER_DISABLE, Act.USER_ENABLE, Act.USER_LINK),
        *(Act.USER_PASSWORD, Act.USER_END, Act.PAPER, Act.REMARK, Act.REMARK_ANSWER),
    }
)  # they change no data, so caches stay


@dataclass(slots=True)
class Tx:
    """One open transaction. A read has neither `by` nor `act`; `about` tells the journal what."""

    con: Connection
    version: int
    data: Path
    by: str = ""
    act: Act | None = None
    at: datetime = _START
    ip: str = ""
    object: str = ""
    detail: dict[str, Any] = field(default_factory=dict)

    def about(self, object: str, **detail: Any) -> None:
        """Name what the deed touches, with numbers, for its journal line."""
        self.object = object
        self.detail.update(detail)


def micros(at: datetime) -> int:
    """A moment as microseconds since 1970 in UTC: same order and bytes on every engine."""
    return (at - _START) // timedelta(microseconds=1)


def moment(at: int) -> datetime:
    """Back from `micros`."""
    return _START + timedelta(microseconds=at)
