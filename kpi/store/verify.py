"""Proof that nothing was touched: the journal's chain, anchors, values, rules and originals."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Select, select, type_coerce, union

from kpi.model import canon
from kpi.store import files, journal, staging
from kpi.store.schema import file, observation, observation_history, rule, upload
from kpi.store.staging import KEY, VERSION
from kpi.store.tx import Tx


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that does not hold: `where` it was found, which one, what is wrong."""

    where: str
    id: str
    what: str


def breaks(tx: Tx) -> tuple[Break, ...]:
    """Everything that does not hold; empty for a database nobody touched."""
    return (*_journal(tx), *_uploads(tx), *_rules(tx), *_originals(tx))


def _journal(tx: Tx) -> Iterator[Break]:
    if broken := journal.chain(tx).broken_at:
        yield Break("journal", str(broken), "hash")
    if missing := journal.anchored(tx):
        yield Break("anchor", str(missing), "hash")


def _uploads(tx: Tx) -> Iterator[Break]:
    """Values against their upload's hash, uploads against their journal line."""
    u = upload.c
    stored = {r.id: r for r in tx.con.execute(select(u.id, u.rows_hash, u.undoes, u.live))}
    owned = tx.con.execution_options(yield_per=5000).execute(_versions())
    rows = {n: staging.digest(found) for n, found in groupby(owned, key=lambda r: r[4])}
    nothing = staging.digest(())
    for n, row in stored.items():
        if rows.get(n, nothing) != row.rows_hash:
            yield Break("upload", str(n), "rows")
    for n in rows.keys() - stored.keys():
        yield Break("upload", str(n), "missing")
    told: dict[int, Any] = {}
    for line in journal.lines(tx):
        detail = json.loads(line.detail)
        if "rows_hash" in detail:
            told[detail["upload"]] = detail
    undone = {d["undoes"] for d in told.values() if "undoes" in d}
    for n in stored.keys() ^ told.keys():
        yield Break("upload", str(n), "journal")
    for n in stored.keys() & told.keys():
        row, detail = stored[n], told[n]
        same = row.rows_hash == detail["rows_hash"] and row.undoes == detail.get("undoes")
        live = detail.get("sha256") if n not in undone else None
        if not same or row.live != live:
            yield Break("upload", str(n), "journal")


def _versions() -> Select[Any]:
    """Every version ever stored, upload by upload, in key order."""

    def columns(table: Any) -> list[Any]:
        return [
            type_coerce(table.c[k], BigInteger).label(k) if k == "value" else table.c[k]
            for k in VERSION
        ]

    every = union(select(*columns(observation)), select(*columns(observation_history))).subquery()
    return select(every).order_by(every.c.upload, *(every.c[k] for k in KEY))


def _rules(tx: Tx) -> Iterator[Break]:
    for row in tx.con.execute(select(rule)):
        if canon.sha256(row.body.encode()) != row.hash:
            yield Break("rule", f"{row.board} {row.version}", "hash")


def _originals(tx: Tx) -> Iterator[Break]:
    for sha256 in tx.con.execute(select(file.c.sha256)).scalars():
        place = files.path(tx.data, sha256)
        if not place.exists():
            yield Break("original", sha256, "missing")
        elif canon.sha256(place.read_bytes()) != sha256:
            yield Break("original", sha256, "hash")
