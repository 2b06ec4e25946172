"""The catalog in the database: read whole, written line by line, never deleted from."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from sqlalchemy import Table, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import canon
from kpi.model.catalog import (
    Alias,
    Basis,
    BoardSpec,
    Catalog,
    CatalogReceipt,
    Direction,
    Indicator,
    Setup,
    Target,
    Unit,
)
from kpi.model.measure import Measure, Status
from kpi.model.rule import Rule, parse
from kpi.store import files, staging, uploads
from kpi.store.schema import (
    alias,
    board,
    indicator,
    membership,
    micro,
    observation,
    rule,
    unit,
)
from kpi.store.staging import Staged
from kpi.store.tx import Tx, micros

ALWAYS = "0000"  # a membership without a first day; it sorts before every date
_GOAL: dict[str, Measure] = {"baseline": Measure.TARGET, "stretch": Measure.STRETCH}
_COLUMNS = ("code", "name", "uom", "direction", "freq", "measure", "decimals", "lead", "ranked")
_BODY = tuple(f.name for f in fields(Indicator) if f.name not in _COLUMNS)


def read(tx: Tx) -> Catalog:
    """Everything codes refer to, in the workbook's order."""
    return Catalog(_units(tx), _indicators(tx), _boards(tx), _aliases(tx))


def targets(tx: Tx) -> tuple[Target, ...]:
    """Every target that stands, by indicator, period, unit; `—` has no value."""
    o = observation
    kinds = {str(measure): kind for kind, measure in _GOAL.items()}
    rows = tx.con.execute(
        select(o)
        .where(o.c.measure.in_(kinds))
        .order_by(o.c.indicator, o.c.period, o.c.measure.desc(), o.c.unit)
    )
    return tuple(
        Target(
            unit=r.unit,
            indicator=r.indicator,
            period=r.period,
            value=None if r.value is None else float(r.value),
            kind="stretch" if kinds[r.measure] == "stretch" else "baseline",
            document=r.document or "",
            sheet=r.sheet or "",
            cell=r.cell or "",
        )
        for r in rows
    )


def write(tx: Tx, setup: Setup, *, name: str = "名录.xlsx", data: bytes = b"") -> CatalogReceipt:
    """Bring the stored catalog to what the workbook says; lines it lacks stay, and are named.

    A changed rule becomes a new version. New and changed targets are values of an upload of
    their own, which can be undone like any other; without one there is no upload.
    """
    stored, given = read(tx), setup.catalog
    old, new = _lines(stored), _lines(given)
    merged = _merged(stored, given)
    if old != _lines(merged) or _order(stored) != _order(merged):
        _put_units(tx, merged)
        _put_indicators(tx, merged.indicators)
        _put_boards(tx, merged.boards)
        _put_aliases(tx, merged.aliases)
    _put_rules(tx, stored, given)
    added = tuple(k for k in new if k not in old)
    changed = tuple(k for k in new if k in old and old[k] != new[k])
    missing = tuple(k for k in old if k not in new)
    upload, goals = _put_targets(tx, setup.targets, name, data)
    tx.about(
        f"catalog {name}",
        new=[list(k) for k in added],
        changed=[list(k) for k in changed],
        targets=goals,
    )
    return CatalogReceipt(upload, added, changed, missing, len(new) - len(added) - len(changed))


class _Line(NamedTuple):
    kind: str
    code: str


def _lines(catalog: Catalog) -> dict[tuple[str, str], Any]:
    """What is compared, by kind and code; a unit is all of its memberships."""
    found: dict[tuple[str, str], Any] = {}
    for u in catalog.units:
        found[_Line("unit", u.code)] = (*found.get(_Line("unit", u.code), ()), u)
    found |= {_Line("indicator", i.code): i for i in catalog.indicators}
    found |= {_Line("board", b.code): b for b in catalog.boards}
    found |= {_Line("alias", f"{a.kind} {a.alias}"): a for a in catalog.aliases}
    return found


def _order(catalog: Catalog) -> list[tuple[str, str]]:
    return [*_lines(catalog)]


def _merged(stored: Catalog, given: Catalog) -> Catalog:
    """The given lines in their order, then the stored ones that the workbook lacks."""
    codes = {u.code for u in given.units}
    return Catalog(
        (*given.units, *(u for u in stored.units if u.code not in codes)),
        _join(given.indicators, stored.indicators, lambda i: i.code),
        _join(given.boards, stored.boards, lambda b: b.code),
        _join(given.aliases, stored.aliases, lambda a: (a.kind, a.alias)),
    )


def _join(given: Sequence[Any], stored: Sequence[Any], key: Callable[[Any], Any]) -> Any:
    known = {key(x) for x in given}
    return (*given, *(x for x in stored if key(x) not in known))


def _units(tx: Tx) -> tuple[Unit, ...]:
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
        )
        for r in tx.con.execute(select(membership).order_by(membership.c.sort))
    )


def _indicators(tx: Tx) -> tuple[Indicator, ...]:
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


def _boards(tx: Tx) -> tuple[BoardSpec, ...]:
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


def _rule(body: str) -> Rule:
    return parse(json.loads(body))


def _aliases(tx: Tx) -> tuple[Alias, ...]:
    rows = tx.con.execute(select(alias).order_by(alias.c.sort))
    return tuple(Alias(r.kind, r.alias, r.code) for r in rows)


def _put_units(tx: Tx, merged: Catalog) -> None:
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
        }
        for n, u in enumerate(merged.units)
    ]
    if rows:
        tx.con.execute(insert(membership), rows)


def _put_indicators(tx: Tx, indicators: Iterable[Indicator]) -> None:
    rows = [
        {k: getattr(i, k) for k in _COLUMNS}
        | {"direction": str(i.direction), "measure": str(i.measure), "lead": i.lead or None}
        | {"body": canon.text({k: getattr(i, k) for k in _BODY}), "sort": n}
        for n, i in enumerate(indicators)
    ]
    _upsert(tx, indicator, ("code",), rows)


def _put_boards(tx: Tx, boards: Iterable[BoardSpec]) -> None:
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


def _put_aliases(tx: Tx, aliases: Iterable[Alias]) -> None:
    rows = [
        {"kind": a.kind, "alias": a.alias, "code": a.code, "sort": n} for n, a in enumerate(aliases)
    ]
    _upsert(tx, alias, ("kind", "alias"), rows)


def _put_rules(tx: Tx, stored: Catalog, given: Catalog) -> None:
    """A new version where the rule's hash moved; earlier versions are never touched."""
    newest = func.max(rule.c.version).label("version")
    rows = tx.con.execute(select(rule.c.board, newest).group_by(rule.c.board))
    versions = {r.board: r.version for r in rows}
    old = {b.code: b.rule.hash for b in stored.boards}
    moved = [
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


def _put_targets(
    tx: Tx, given: Sequence[Target], name: str, data: bytes
) -> tuple[int | None, dict[str, int]]:
    number = uploads.following(tx)
    with staging.staged(tx.con, [_staged(t) for t in given]):
        diff = staging.diff(tx.con)
        counts = {"new": diff.new, "changed": diff.changed, "unchanged": diff.unchanged}
        if not diff.new + diff.changed:
            return None, counts
        uploads.add(
            tx,
            number,
            name=name,
            sha256=files.keep(tx, data, name),
            kind="catalog",
            report={
                "diff": counts | {"absent": 0},
                "periods": sorted({t.period for t in given}),
            },
            rows_hash=staging.rows_hash(tx.con, number),
        )
        staging.merge(tx.con, number)
    return number, counts


def _staged(t: Target) -> Staged:
    return Staged(
        period=t.period,
        indicator=t.indicator,
        measure=str(_GOAL[t.kind]),
        unit=t.unit,
        value=None if t.value is None else micro(t.value),
        status=str(Status.NOT_APPLICABLE if t.value is None else Status.REPORTED),
        sheet=t.sheet or None,
        cell=t.cell or None,
        document=t.document or None,
        seen=None,
    )


def _upsert(tx: Tx, table: Table[Any], key: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    dialect = sqlite if tx.con.dialect.name == "sqlite" else postgresql
    statement = dialect.insert(table)
    rest = {k: statement.excluded[k] for k in rows[0] if k not in key}
    tx.con.execute(statement.on_conflict_do_update(index_elements=key, set_=rest), rows)
