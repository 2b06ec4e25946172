"""The journal (留痕): every deed in one line, each line hashed together with the one before."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from kpi.model import canon
from kpi.store.schema import journal
from kpi.store.tx import Tx, micros, moment

ZERO = "0" * 64
ANCHORS = "anchors.log"
GARBLED = (ValueError, KeyError, TypeError, AttributeError)  # what a line changed by hand raises
_ANCHOR = re.compile(r"(\d{1,15}) ([0-9a-f]{64})")
_COLUMNS = ("n", "at", "actor", "ip", "act", "object", "detail")


@dataclass(frozen=True, slots=True)
class Line:
    """One deed; `detail` is canonical JSON text."""

    n: int
    at: datetime
    actor: str
    act: str
    object: str
    detail: str
    hash: str
    ip: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The recomputed journal: its length, its last hash, the first line that does not hold."""

    rows: int
    head: str
    broken_at: int | None


def append(tx: Tx) -> tuple[int, str]:
    """Write the line of the open deed; gives its number and hash."""
    last = tx.con.execute(
        select(journal.c.n, journal.c.hash).order_by(journal.c.n.desc()).limit(1)
    ).first()
    n, before = (last.n + 1, last.hash) if last else (1, ZERO)
    detail = canon.text(tx.detail)
    row = [n, micros(tx.at), tx.by, tx.ip or None, str(tx.act), tx.object or None, detail]
    mine = link(before, row)
    tx.con.execute(insert(journal), dict(zip(_COLUMNS, row, strict=True)) | {"hash": mine})
    return n, mine


def link(before: str, row: list[Any]) -> str:
    """The hash of a line: SHA-256 of the hash before it, a line break, the line's own JSON."""
    return hashlib.sha256(f"{before}\n{canon.text(row)}".encode()).hexdigest()


def last(tx: Tx) -> datetime | None:
    """When the last deed was done; None for an empty journal."""
    at = tx.con.execute(select(journal.c.at).order_by(journal.c.n.desc()).limit(1)).scalar()
    return None if at is None else moment(at)


def lines(tx: Tx) -> Iterator[Line]:
    """The whole journal, oldest first."""
    for row in tx.con.execute(select(journal).order_by(journal.c.n)):
        yield _line(row)


def find(
    tx: Tx,
    *,
    actor: str = "",
    act: str = "",
    words: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 200,
) -> tuple[Line, ...]:
    """Lines that fit, newest first. `words` stand in the object or the detail; `until` is not
    itself included; `before` is the number of the last line already seen.
    """
    asked = select(journal).order_by(journal.c.n.desc()).limit(limit)
    if actor:
        asked = asked.where(journal.c.actor == actor)
    if act:
        asked = asked.where(journal.c.act == act)
    if since:
        asked = asked.where(journal.c.at >= micros(since))
    if until:
        asked = asked.where(journal.c.at < micros(until))
    if before is not None:
        asked = asked.where(journal.c.n < before)
    if words:
        at = journal.c.object.contains(words, autoescape=True)
        asked = asked.where(at | journal.c.detail.contains(words, autoescape=True))
    return tuple(_line(row) for row in tx.con.execute(asked))


def chain(tx: Tx) -> Chain:
    """Recompute every hash from the first line on."""
    before, rows, broken = ZERO, 0, None
    asked = select(*(journal.c[k] for k in (*_COLUMNS, "hash"))).order_by(journal.c.n)
    stored = tx.con.execute(asked.execution_options(yield_per=5000))
    for row in stored:
        *body, mine = row
        rows += 1
        if broken is None and (body[0] != rows or mine != link(before, body)):
            broken = rows
        before = mine
    return Chain(rows, before, broken)


def anchors(path: Path) -> list[tuple[int, str]]:
    """The line numbers and hashes noted outside the database; a line torn in two is passed over."""
    return parsed(path.read_text(errors="replace")) if path.exists() else []


def parsed(text: str) -> list[tuple[int, str]]:
    """Anchors out of the text of their file."""
    noted = (_ANCHOR.fullmatch(line) for line in text.splitlines())
    return [(int(found[1]), found[2]) for found in noted if found]


def anchored(tx: Tx, known: Iterable[tuple[int, str]] | None = None) -> int | None:
    """The first line that the anchors outside the database know otherwise; None where all agree."""
    mine = {r.n: r.hash for r in tx.con.execute(select(journal.c.n, journal.c.hash))}
    noted = anchors(tx.data / ANCHORS) if known is None else known
    return min((n for n, hash in noted if mine.get(n) != hash), default=None)


def detail(line: Line) -> dict[str, Any]:
    """The numbers of a line."""
    found: dict[str, Any] = json.loads(line.detail)
    return found


def _line(row: Any) -> Line:
    return Line(
        row.n,
        moment(row.at),
        row.actor,
        row.act,
        row.object or "",
        row.detail,
        row.hash,
        row.ip or "",
    )
