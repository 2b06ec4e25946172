"""What makes a board an edition (期): its number, its hash, the chain, who answers for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kpi.i18n import N_, _
from kpi.model import canon
from kpi.model.decision import Ruling
from kpi.model.period import Period

ZERO = "0" * 64
Kind = Literal["issue", "correction", "withdrawal"]
KINDS = {"issue": N_("发布"), "correction": N_("更正"), "withdrawal": N_("撤回")}


def number_text(year: int, number: int) -> str:
    """〔2026〕第10期, with the brackets of official documents."""
    return _("〔{year}〕第{number}期").format(year=year, number=number)


def chained(previous_hash: str, snapshot: str) -> str:
    """SHA-256 of the hash before, a line break, the snapshot; the first of a board follows ZERO."""
    return canon.sha256(f"{previous_hash}\n{snapshot}".encode())


def proof_code(mine: str) -> str:
    """The proof code (存证码) that papers print: the first eight digits, 3f9c-21ab."""
    return f"{mine[:4]}-{mine[4:8]}"


@dataclass(frozen=True, slots=True)
class Issue:
    """One line in the list of editions; `edition` is its id, `corrects` the id of another."""

    edition: int
    board: str
    period: Period
    year: int
    number: int
    kind: Kind
    corrects: int | None
    reason: str
    by: str
    at: datetime
    hash: str
    previous_hash: str

    @property
    def title(self) -> str:
        """〔2026〕第10期."""
        return number_text(self.year, self.number)

    @property
    def code(self) -> str:
        """The proof code: 3f9c-21ab."""
        return proof_code(self.hash)

    @property
    def withdrawn(self) -> bool:
        """Whether it takes its period's lines away instead of giving any."""
        return self.kind == "withdrawal"


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload whose cells an edition stands on."""

    upload: int
    name: str
    sha256: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Seal:
    """What a published edition carries beside the board. `frozen_by` locked the data; with
    `two_persons` that was another one than who published. `corrects_no` is 〔2026〕第9期.
    """

    issue: Issue
    corrects_no: str
    engine: str
    frozen_by: str
    two_persons: bool
    rule_version: int
    rulings: tuple[Ruling, ...] = ()
    uploads: tuple[Sent, ...] = ()
