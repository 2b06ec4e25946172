"""Proof that nothing was touched: chain, anchors, values, rules, originals, accounts, database."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import BigInteger, Select, select, type_coerce, union

from kpi.model import canon
from kpi.store import editions, files, integrity, journal, staging
from kpi.store.engine import Store
from kpi.store.schema import file, observation, observation_history, rule, upload
from kpi.store.schema import journal as deeds
from kpi.store.schema_people import account
from kpi.store.staging import KEY, VERSION
from kpi.store.trouble import Torn
from kpi.store.tx import Act, Tx


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that does not hold: `where` it was found, which one, what is wrong."""

    where: str
    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was looked at, and every break found; none for a database that nobody touched."""

    rows: int
    head: str
    editions: int
    uploads: int
    breaks: tuple[Break, ...]

    @property
    def ok(self) -> bool:
        """Whether all of it holds."""
        return not self.breaks


Anchors = Sequence[tuple[int, str]]


def prove(store: Store) -> Proof:
    """Look at everything in one snapshot, while others go on writing."""
    anchors = journal.anchors(store.anchors)
    found = None
    try:
        with store.read() as tx:
            found = proof(tx, anchors)
    except Torn as fault:
        return found or damaged(fault)
    return found


def damaged(fault: Torn) -> Proof:
    """All that can be said where the file itself cannot be read."""
    torn = Break("database", "file", str(fault.__cause__).split("\n")[0])
    return Proof(0, journal.ZERO, 0, 0, (torn,))


def proof(tx: Tx, anchors: Anchors | None = None) -> Proof:
    """Look at everything. `anchors` are those read before the snapshot was opened: while others
    write, the file knows lines that the snapshot does not.
    """
    if damage := [Break("database", *d) for d in integrity.torn(tx.con)]:
        return Proof(0, journal.ZERO, 0, 0, tuple(damage))
    chain = journal.chain(tx)
    told = _Told(tx)
    number = len(tx.con.execute(select(upload.c.id)).all())
    found = (
        *_journal(tx, chain, anchors),
        *_uploads(tx, told),
        *_rules(tx, told),
        *_originals(tx),
        *_accounts(tx, told),
        *(Break(*b) for b in editions.breaks(tx)),
        *(Break("database", *d) for d in integrity.loose(tx.con)),
    )
    return Proof(chain.rows, chain.head, len(editions.numbers(tx)), number, found)


def breaks(tx: Tx, anchors: Anchors | None = None) -> tuple[Break, ...]:
    """Everything that does not hold."""
    return proof(tx, anchors).breaks


# each names the role as it is from then on; only one of them lets nobody in
_PEOPLE = (Act.SETUP, Act.USER_ADD, Act.USER_ROLE, Act.USER_DISABLE, Act.USER_ENABLE)


class _Told:
    """What the journal says of uploads, rules and accounts: the last line of each counts."""

    def __init__(self, tx: Tx) -> None:
        self.uploads: dict[int, Any] = {}
        self.undone: set[int] = set()
        self.rules: dict[tuple[str, int], str] = {}
        self.imports: set[tuple[str, int]] = set()
        self.roles: dict[str, str] = {}
        self.active: dict[str, bool] = {}
        self.scopes: dict[str, tuple[Any, Any]] = {}
        asked = (Act.LOAD, Act.UNDO, Act.RETURN, Act.CATALOG, Act.RULE, *_PEOPLE)
        mine = select(deeds).where(deeds.c.act.in_([str(a) for a in asked])).order_by(deeds.c.n)
        for row in tx.con.execute(mine.execution_options(yield_per=5000)):
            with suppress(*journal.GARBLED):  # the chain or the anchors name such a line
                self._hear(row, json.loads(row.detail))

    def _hear(self, row: Any, detail: dict[str, Any]) -> None:
        if row.act in _PEOPLE:
            self.roles[row.object] = detail["role"]
            self.active[row.object] = row.act != Act.USER_DISABLE
        if row.act == Act.USER_ADD and "unit" in detail:
            self.scopes[row.object] = detail["unit"], detail.get("indicators")
        if "rows_hash" in detail:
            self.uploads[detail["upload"]] = detail | {"by": row.actor, "at": row.at}
        if "undoes" in detail:
            self.undone.add(detail["undoes"])
        if row.act == Act.RULE:
            code = (row.object or "").removeprefix("rule ")
            self.rules[code, detail["version"]] = detail["hash"]
        if row.act == Act.CATALOG:
            self.imports.add((row.actor, row.at))
            self.rules |= {(b, v): h for b, v, h in detail.get("rules", ())}


def _journal(tx: Tx, chain: journal.Chain, anchors: Anchors | None) -> Iterator[Break]:
    if chain.broken_at:
        yield Break("journal", str(chain.broken_at), "hash")
    known = journal.anchors(tx.data / journal.ANCHORS) if anchors is None else anchors
    if missing := journal.anchored(tx, known):
        yield Break("anchor", str(missing), "hash")
    elif not known and chain.rows:
        yield Break("anchor", "", "missing")


def _uploads(tx: Tx, told: _Told) -> Iterator[Break]:
    """Values against their upload's hash, uploads against their journal line."""
    stored = {r.id: r for r in tx.con.execute(select(upload))}
    owned = tx.con.execute(_versions().execution_options(yield_per=5000))
    rows = {n: staging.digest(found) for n, found in groupby(owned, key=lambda r: r[4])}
    nothing = staging.digest(())
    for n, row in stored.items():
        if rows.get(n, nothing) != row.rows_hash:
            yield Break("upload", str(n), "rows")
    for n in rows.keys() - stored.keys():
        yield Break("upload", str(n), "missing")
    for n in stored.keys() ^ told.uploads.keys():
        yield Break("upload", str(n), "journal")
    for n in stored.keys() & told.uploads.keys():
        if not _as_told(stored[n], told.uploads[n], n in told.undone):
            yield Break("upload", str(n), "journal")


def _as_told(row: Any, told: dict[str, Any], undone: bool) -> bool:
    """Whether an upload's row says what its journal line says."""
    live = None if undone else told.get("sha256")
    mine = (row.rows_hash, row.undoes, row.live, row.by, row.at)
    if mine != (told["rows_hash"], told.get("undoes"), live, told["by"], told["at"]):
        return False
    return bool(row.sha256 == told.get("sha256", row.sha256))


def _versions() -> Select[Any]:
    """Every version ever stored, upload by upload, in key order."""

    def columns(table: Any) -> list[Any]:
        return [
            type_coerce(table.c[k], BigInteger).label(k) if k == "value" else table.c[k]
            for k in VERSION
        ]

    every = union(select(*columns(observation)), select(*columns(observation_history))).subquery()
    return select(every).order_by(every.c.upload, *(every.c[k] for k in KEY))


def _rules(tx: Tx, told: _Told) -> Iterator[Break]:
    """Each version against its own hash, and against the journal line that brought it."""
    stored = set()
    for row in tx.con.execute(select(rule).order_by(rule.c.board, rule.c.version)):
        key, name = (row.board, row.version), f"{row.board} {row.version}"
        stored.add(key)
        imported = row.hash if (row.by, row.at) in told.imports else None
        if canon.sha256(row.body.encode()) != row.hash:
            yield Break("rule", name, "hash")
        elif told.rules.get(key, imported) != row.hash:
            yield Break("rule", name, "journal")
    for board, version in sorted(told.rules.keys() - stored):
        yield Break("rule", f"{board} {version}", "missing")


def _originals(tx: Tx) -> Iterator[Break]:
    """Files against their name, which is their hash; uploads whose file the database forgot."""
    kept = set(tx.con.execute(select(file.c.sha256)).scalars())
    for sha256 in sorted(kept):
        place = files.path(tx.data, sha256)
        if not place.exists():
            yield Break("original", sha256, "missing")
        elif canon.sha256(place.read_bytes()) != sha256:
            yield Break("original", sha256, "hash")
    for sha256 in sorted(set(tx.con.execute(select(upload.c.sha256)).scalars()) - kept):
        yield Break("original", sha256, "row")


def _accounts(tx: Tx, told: _Told) -> Iterator[Break]:
    """Role and standing of each account against the last line about it."""
    stored = {r.login: r for r in tx.con.execute(select(account).order_by(account.c.login))}
    for login, row in stored.items():
        if login not in told.roles:
            yield Break("account", login, "journal")
        elif told.roles[login] != row.role:
            yield Break("account", login, "role")
        elif told.active[login] != row.active:
            yield Break("account", login, "active")
        elif told.scopes.get(login, _scope(row)) != _scope(row):
            yield Break("account", login, "scope")
    for login in sorted(told.roles.keys() - stored.keys()):
        yield Break("account", login, "missing")


def _scope(row: Any) -> tuple[str | None, Any]:
    """An account's office and its own list of indicators, as the line that made it tells them."""
    return row.unit, None if row.indicators is None else json.loads(row.indicators)
