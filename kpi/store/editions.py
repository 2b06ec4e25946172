"""Editions: written once, read for ever, chained per board; and the proof that nobody touched them.

The list is read without the snapshots: those are large and asked for one by one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Select, func, insert, select, true

from kpi.model import canon
from kpi.model.edition import Mark
from kpi.model.period import Period
from kpi.model.seal import ZERO, Issue, Sent, chained
from kpi.model.snapshot import of_moment
from kpi.store import journal
from kpi.store.schema import micro, upload
from kpi.store.schema_editions import edition as table
from kpi.store.schema_editions import edition_entry as entry
from kpi.store.tx import Tx, micros, moment

_LISTED = ("id", "board", "period", "year", "number", "kind", "corrects", "reason", "by", "at")
_HASHES = ("hash", "previous_hash")


def every(tx: Tx, board: str | None = None) -> tuple[Issue, ...]:
    """All editions, of one board or of all, oldest first."""
    mine = table.c.board == board if board else true()
    return tuple(_issue(row) for row in tx.con.execute(_rows().where(mine)))


def numbers(tx: Tx) -> tuple[int, ...]:
    """The id of every edition, oldest first."""
    return tuple(tx.con.execute(select(table.c.id).order_by(table.c.id)).scalars())


def of_period(tx: Tx, board: str, period: Period) -> tuple[Issue, ...]:
    """The editions of a board and period, oldest first."""
    mine = (table.c.board == board) & (table.c.period == str(period))
    return tuple(_issue(row) for row in tx.con.execute(_rows().where(mine)))


def get(tx: Tx, number: int) -> Issue | None:
    """One edition's line by its id; None where there is none."""
    row = tx.con.execute(_rows().where(table.c.id == number)).first()
    return _issue(row) if row else None


def text(tx: Tx, number: int) -> str:
    """The snapshot of an edition as it is hashed."""
    found = tx.con.execute(select(table.c.snapshot).where(table.c.id == number))
    return found.scalar_one()


def snapshot(tx: Tx, number: int) -> dict[str, Any]:
    """What an edition was sealed with."""
    found: dict[str, Any] = json.loads(text(tx, number))
    return found


def newest(tx: Tx, board: str, period: Period) -> Issue | None:
    """The edition that counts for a period; None where none was published or it was withdrawn."""
    found = of_period(tx, board, period)
    return found[-1] if found and not found[-1].withdrawn else None


def counting(tx: Tx, board: str | None = None) -> tuple[Issue, ...]:
    """Of every board and period the newest edition, unless that withdraws; by board and period."""
    last = {(i.board, str(i.period)): i for i in every(tx, board)}
    return tuple(last[key] for key in sorted(last) if not last[key].withdrawn)


def last(tx: Tx, board: str) -> Issue | None:
    """The end of a board's chain."""
    chain = every(tx, board)
    return chain[-1] if chain else None


def following(tx: Tx, board: str, year: int) -> tuple[int, int]:
    """The id of the next edition, and its number within the board's year."""
    next_id = tx.con.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one()
    mine = (table.c.board == board) & (table.c.year == year)
    numbers = select(func.coalesce(func.max(table.c.number), 0) + 1).where(mine)
    return next_id, tx.con.execute(numbers).scalar_one()


def write(tx: Tx, plain: Mapping[str, Any]) -> Issue:
    """Seal a snapshot: chained to the board's last edition, its lines written out beside it."""
    whole = canon.text(plain)
    end = last(tx, plain["board"])
    previous = end.hash if end else ZERO
    mine = chained(previous, whole)
    tx.con.execute(
        insert(table),
        _columns(plain)
        | {"id": plain["edition"], "snapshot": whole, "hash": mine, "previous_hash": previous},
    )
    if lines := _lines(plain):
        tx.con.execute(insert(entry), lines)
    tx.about(
        f"edition {plain['edition']}",
        edition=plain["edition"],
        board=plain["board"],
        period=plain["period"],
        issue_no=plain["issue_no"],
        kind=plain["kind"],
        corrects=plain["corrects"],
        reason=plain["reason"],
        hash=mine,
    )
    written = get(tx, plain["edition"])
    assert written is not None  # noqa: S101 - inserted above
    return written


def told(
    tx: Tx, numbers: Iterable[int], groups: Mapping[str, str] | None = None
) -> dict[int, dict[str, Mark]]:
    """What each of these editions says of each unit, by edition and unit; with `groups`, by unit,
    without the places that it had in another group.
    """
    wanted = tuple(numbers)
    rows = tx.con.execute(
        select(entry, table.c.period)
        .join_from(entry, table, table.c.id == entry.c.edition)
        .where(entry.c.edition.in_(wanted))
        .order_by(entry.c.edition, entry.c.unit)
    )
    found: dict[int, dict[str, Mark]] = {number: {} for number in wanted}
    for r in rows:
        score = None if r.score is None else float(r.score)
        same = groups is None or groups.get(r.unit, r.group_name) == r.group_name
        rank = r.rank if same else None
        found[r.edition][r.unit] = Mark(Period.parse(r.period), rank, r.colour, score)
    return found


def groups(tx: Tx, number: int) -> dict[str, str | None]:
    """The peer group of each unit in an edition."""
    rows = tx.con.execute(select(entry.c.unit, entry.c.group_name).where(entry.c.edition == number))
    return {r.unit: r.group_name for r in rows}


def before(
    tx: Tx, board: str, period: Period, limit: int, groups: Mapping[str, str] | None = None
) -> tuple[tuple[Period, dict[str, Mark]], ...]:
    """What the editions that count say of the periods before this one, oldest first.

    With `groups`, by unit, a place in another peer group is left out: it cannot be compared.
    """
    earlier = [i for i in counting(tx, board) if str(i.period) < str(period)][-limit:]
    lines = told(tx, [i.edition for i in earlier], groups)
    return tuple((i.period, lines[i.edition]) for i in earlier)


def senders(tx: Tx, numbers: Iterable[int]) -> tuple[Sent, ...]:
    """The uploads of these numbers: file, who, when."""
    u = upload.c
    rows = tx.con.execute(
        select(u.id, u.name, u.sha256, u.by, u.at).where(u.id.in_(tuple(numbers))).order_by(u.id)
    )
    return tuple(Sent(r.id, r.name, r.sha256, r.by, moment(r.at)) for r in rows)


def breaks(tx: Tx) -> Iterator[tuple[str, str, str]]:
    """What does not hold, as (where, id, what): `hash` of the snapshot, `chain` to the edition
    before, `columns` and `lines` against the snapshot, `journal` for an edition that no line of
    the journal tells of as it is, `missing` for one that only the journal knows.
    """
    heads: dict[str, str] = {}
    stored: dict[int, tuple[str, str]] = {}
    lines: dict[int, list[dict[str, Any]]] = {}
    for r in tx.con.execute(select(entry).order_by(entry.c.edition, entry.c.unit)):
        lines.setdefault(r.edition, []).append(dict(r._mapping))
    for row in tx.con.execute(select(table).order_by(table.c.id)):
        for what in _broken(row, heads.get(row.board, ZERO), lines.pop(row.id, [])):
            yield "edition", str(row.id), what
        heads[row.board] = row.hash
        stored[row.id] = row.hash, row.by
    for stray in lines:
        yield "edition", str(stray), "lines"
    noted = dict(_published(tx))
    for number in sorted(stored.keys() | noted.keys()):
        if number not in stored:
            yield "edition", str(number), "missing"
        elif stored[number] != noted.get(number):
            yield "edition", str(number), "journal"


def _broken(row: Any, head: str, lines: list[dict[str, Any]]) -> Iterator[str]:
    if chained(row.previous_hash, row.snapshot) != row.hash:
        yield "hash"
    if row.previous_hash != head:
        yield "chain"
    try:
        plain = json.loads(row.snapshot)
        columns, named = _columns(plain), _lines(plain)
    except journal.GARBLED:
        yield "columns"
        return
    if any(row._mapping[name] != value for name, value in columns.items()):
        yield "columns"
    wanted = sorted(named, key=lambda line: str(line["unit"]))
    stored = [line | {"score": _micro(line["score"])} for line in lines]
    if stored != [line | {"score": _micro(line["score"])} for line in wanted]:
        yield "lines"


def _published(tx: Tx) -> Iterator[tuple[int, tuple[str, str]]]:
    """Edition, its hash and who did it, from the journal's own lines."""
    for line in journal.lines(tx):
        if line.object.startswith("edition "):
            with suppress(*journal.GARBLED):  # the chain or the anchors name such a line
                detail = journal.detail(line)
                if "hash" in detail:
                    yield detail["edition"], (detail["hash"], line.actor)


def _micro(score: Any) -> int | None:
    return None if score is None else micro(score)


def _columns(plain: Mapping[str, Any]) -> dict[str, Any]:
    same = ("board", "period", "year", "number", "kind", "corrects", "reason")
    at = micros(of_moment(plain["published_at"]))
    return {name: plain[name] for name in same} | {"by": plain["published_by"], "at": at}


def _lines(plain: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "edition": plain["edition"],
            "unit": e["unit"],
            "group_name": e["group"],
            "rank": e["rank"],
            "score": e["score"],
            "colour": e["colour"],
        }
        for e in plain["told"]["entries"]
    ]


def _rows() -> Select[Any]:
    return select(*(table.c[k] for k in (*_LISTED, *_HASHES))).order_by(table.c.id)


def _issue(row: Any) -> Issue:
    return Issue(
        edition=row.id,
        board=row.board,
        period=Period.parse(row.period),
        year=row.year,
        number=row.number,
        kind=row.kind,
        corrects=row.corrects,
        reason=row.reason or "",
        by=row.by,
        at=moment(row.at),
        hash=row.hash,
        previous_hash=row.previous_hash,
    )
