"""Every version of a board's rule: read whole, added to, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from kpi.model.rule import Rule
from kpi.store.schema import rule as table
from kpi.store.tx import Tx, micros, moment


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule: who saved it when."""

    version: int
    hash: str
    by: str
    at: datetime


def versions(tx: Tx, code: str) -> tuple[Version, ...]:
    """The versions of a board's rule, newest first."""
    rows = tx.con.execute(
        select(table).where(table.c.board == code).order_by(table.c.version.desc())
    )
    return tuple(Version(r.version, r.hash, r.by, moment(r.at)) for r in rows)


def add(tx: Tx, code: str, rule: Rule, document: str, note: str = "") -> int:
    """Write the next version of a board's rule, with its document in the journal."""
    newest = select(func.max(table.c.version)).where(table.c.board == code)
    number = (tx.con.execute(newest).scalar_one() or 0) + 1
    tx.con.execute(
        insert(table).values(
            board=code,
            version=number,
            body=rule.canonical(),
            hash=rule.hash,
            by=tx.by,
            at=micros(tx.at),
        )
    )
    tx.about(f"rule {code}", version=number, hash=rule.hash, document=document, note=note)
    return number
