"""Units, indicators, boards, rules and aliases as rows: read whole, put back line by line."""

import json
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import canon
from kpi.model.catalog import Alias, Basis, BoardSpec, Catalog, Direction, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.rule import Rule, parse
from kpi.store.schema import alias, board, english, indicator, membership, rule, unit
from kpi.store.tx import Tx, micros

ALWAYS = "0000"  # a membership without a first day; it sorts before every date
_COLUMNS = ("code", "name", "uom", "direction", "freq", "measure", "decimals", "lead", "ranked")
_BODY = tuple(f.name for f in fields(Indicator) if f.name not in _COLUMNS)


def units(tx: Tx) -> tuple[Unit, ...]:
    """Every membership."""
    return tuple(
        Unit(
            code=r.unit,
            name=r.name,
            group=r.group_name,
            level=r.level or "",
            name_en=r.name_en or "",
            aliases=tuple(json.loads(r.aliases)),
            since="" if r.since == ALWAYS else r.since,
            until=r.until or "",
            note=r.note or "",
            sponsor=r.sponsor or "",
            liaison=r.liaison or "",
            inspection=r.inspection or "",
        )
        for r in tx.con.execute(select(membership).order_by(membership.c.sort))
    )


def indicators(tx: Tx) -> tuple[Indicator, ...]:
    """Every indicator."""
    return tuple(
        _indicator(r) for r in tx.con.execute(select(indicator).order_by(indicator.c.sort))
    )


def _indicator(row: Any) -> Indicator:
    body = json.loads(row.body)
    return Indicator(
        code=row.code,
        name=row.name,
        uom=row.uom,
        direction=Direction(row.direction),
        freq=row.freq,
        measure=Measure(row.measure),
        decimals=row.decimals,
        lead=row.lead or "",
        ranked=row.ranked,
        **body
        | {
            "basis": Basis(body["basis"]) if body["basis"] else None,
            "aliases": tuple(body["aliases"]),
        },
    )


def boards(tx: Tx) -> tuple[BoardSpec, ...]:
    """Every board with the newest version of its rule."""
    newest = (
        select(rule.c.board, func.max(rule.c.version).label("version"))
        .group_by(rule.c.board)
        .subquery()
    )
    rows = tx.con.execute(
        select(board, rule.c.body)
        .join_from(board, newest, newest.c.board == board.c.code)
        .join(rule, (rule.c.board == newest.c.board) & (rule.c.version == newest.c.version))
        .order_by(board.c.sort)
    )
    return tuple(
        BoardSpec(
            code=r.code,
            name=r.name,
            freq=r.freq,
            rule=_rule(r.body),
            groups=tuple(json.loads(r.groups)),
            audience=r.audience,
            name_en=r.name_en or "",
        )
        for r in rows
    )


@lru_cache(maxsize=256)  # frozen, and asked for with every reading of the catalog
def _rule(body: str) -> Rule:
    return parse(json.loads(body))


def aliases(tx: Tx) -> tuple[Alias, ...]:
    """Every learned name."""
    rows = tx.con.execute(select(alias).order_by(alias.c.sort))
    return tuple(Alias(r.kind, r.alias, r.code) for r in rows)


def translations(tx: Tx) -> tuple[tuple[str, str], ...]:
    """Texts of the catalog with their English."""
    rows = tx.con.execute(select(english).order_by(english.c.sort))
    return tuple((r.text, r.said) for r in rows)


def put_units(tx: Tx, merged: Catalog) -> None:
    """Write all units and memberships."""
    codes = dict.fromkeys(u.code for u in merged.units)
    _upsert(tx, unit, ("code",), [{"code": c, "sort": n} for n, c in enumerate(codes)])
    # dates of a membership are its key: corrected dates must not leave the old line beside it
    tx.con.execute(delete(membership))
    rows = [
        {
            "unit": u.code,
            "since": u.since or ALWAYS,
            "until": u.until or None,
            "name": u.name,
            "name_en": u.name_en or None,
            "group_name": u.group,
            "level": u.level or None,
            "aliases": canon.text(u.aliases),
            "note": u.note or None,
            "sort": n,
            "sponsor": u.sponsor or None,
            "liaison": u.liaison or None,
            "inspection": u.inspection or None,
        }
        for n, u in enumerate(merged.units)
    ]
    if rows:
        tx.con.execute(insert(membership), rows)


def put_indicators(tx: Tx, indicators: Iterable[Indicator]) -> None:
    """Write all indicators."""
    rows = [
        {k: getattr(i, k) for k in _COLUMNS}
        | {"direction": str(i.direction), "measure": str(i.measure), "lead": i.lead or None}
        | {"body": canon.text({k: getattr(i, k) for k in _BODY}), "sort": n}
        for n, i in enumerate(indicators)
    ]
    _upsert(tx, indicator, ("code",), rows)


def put_boards(tx: Tx, boards: Iterable[BoardSpec]) -> None:
    """Write all boards; their rules follow by `put_rules`."""
    rows = [
        {
            "code": b.code,
            "name": b.name,
            "name_en": b.name_en or None,
            "freq": b.freq,
            "groups": canon.text(b.groups),
            "audience": b.audience,
            "sort": n,
        }
        for n, b in enumerate(boards)
    ]
    _upsert(tx, board, ("code",), rows)


def put_aliases(tx: Tx, aliases: Iterable[Alias]) -> None:
    """Write all learned names."""
    rows = [
        {"kind": a.kind, "alias": a.alias, "code": a.code, "sort": n} for n, a in enumerate(aliases)
    ]
    _upsert(tx, alias, ("kind", "alias"), rows)


def put_translations(tx: Tx, said: Iterable[tuple[str, str]]) -> None:
    """Write all texts with their English; their key is their place, so they are put anew."""
    tx.con.execute(delete(english))
    if rows := [{"sort": n, "text": a, "said": b} for n, (a, b) in enumerate(said)]:
        tx.con.execute(insert(english), rows)


def put_rules(tx: Tx, stored: Catalog, given: Catalog) -> list[list[Any]]:
    """A new version where the rule's hash moved; earlier versions are never touched.

    Gives board, version and hash of the new ones, for the journal.
    """
    newest = func.max(rule.c.version).label("version")
    rows = tx.con.execute(select(rule.c.board, newest).group_by(rule.c.board))
    versions = {r.board: r.version for r in rows}
    old = {b.code: b.rule.hash for b in stored.boards}
    moved: list[dict[str, Any]] = [
        {
            "board": b.code,
            "version": versions.get(b.code, 0) + 1,
            "body": b.rule.canonical(),
            "hash": b.rule.hash,
            "by": tx.by,
            "at": micros(tx.at),
        }
        for b in given.boards
        if old.get(b.code) != b.rule.hash
    ]
    if moved:
        tx.con.execute(insert(rule), moved)
    return [[m["board"], m["version"], m["hash"]] for m in moved]


def _upsert(tx: Tx, table: Table[Any], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = sqlite if tx.con.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    rest = {k: statement.excluded[k] for k in rows[0] if k not in key}
    tx.con.execute(statement.on_conflict_do_update(index_elements=key, set_=rest), rows)
