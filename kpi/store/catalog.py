"""The catalog in the database: read whole, written line by line, never deleted from."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from kpi.model.catalog import Catalog, CatalogReceipt, Setup, Target
from kpi.model.difference import keyed
from kpi.model.measure import Measure, Status
from kpi.store import catalog_rows as rows
from kpi.store import files, staging, uploads
from kpi.store.schema import micro, observation
from kpi.store.staging import Staged
from kpi.store.tx import Tx

_GOAL: dict[str, Measure] = {"baseline": Measure.TARGET, "stretch": Measure.STRETCH}


def read(tx: Tx) -> Catalog:
    """Everything codes refer to, in the workbook's order."""
    return Catalog(
        rows.units(tx),
        rows.indicators(tx),
        rows.boards(tx),
        rows.aliases(tx),
        rows.translations(tx),
    )


def targets(tx: Tx) -> tuple[Target, ...]:
    """Every target that stands, by indicator, period, unit; `—` has no value."""
    o = observation
    kinds = {str(measure): kind for kind, measure in _GOAL.items()}
    stored = tx.con.execute(
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
        for r in stored
    )


def write(tx: Tx, setup: Setup, *, name: str = "名录.xlsx", data: bytes = b"") -> CatalogReceipt:
    """Bring the stored catalog to what the workbook says; lines it lacks stay, and are named.

    A changed rule becomes a new version. New and changed targets are values of an upload of
    their own, which can be undone like any other; without one there is no upload.
    """
    stored, given = read(tx), setup.catalog
    old, new = keyed(stored), keyed(given)
    merged = _merged(stored, given)
    if stored != merged:
        rows.put_units(tx, merged)
        rows.put_indicators(tx, merged.indicators)
        rows.put_boards(tx, merged.boards)
        rows.put_aliases(tx, merged.aliases)
        rows.put_translations(tx, merged.english)
    rules = rows.put_rules(tx, stored, given)
    added = tuple(k for k in new if k not in old)
    changed = tuple(k for k in new if k in old and old[k] != new[k])
    missing = tuple(k for k in old if k not in new)
    upload, told = _put_targets(tx, setup.targets, name, data)
    tx.about(
        f"catalog {name}",
        new=[list(k) for k in added],
        changed=[list(k) for k in changed],
        rules=rules,
        **told,
    )
    goals = told["targets"]["new"] + told["targets"]["changed"]
    same = len(new) - len(added) - len(changed)
    return CatalogReceipt(upload, added, changed, missing, same, goals)


def _merged(stored: Catalog, given: Catalog) -> Catalog:
    """The given lines in their order, then the stored ones that the workbook lacks."""
    codes = {u.code for u in given.units}
    return Catalog(
        (*given.units, *(u for u in stored.units if u.code not in codes)),
        _join(given.indicators, stored.indicators, lambda i: i.code),
        _join(given.boards, stored.boards, lambda b: b.code),
        _join(given.aliases, stored.aliases, lambda a: (a.kind, a.alias)),
        _join(given.english, stored.english, lambda pair: pair[0]),
    )


def _join(given: Sequence[Any], stored: Sequence[Any], key: Callable[[Any], Any]) -> Any:
    known = {key(x) for x in given}
    return (*given, *(x for x in stored if key(x) not in known))


def _put_targets(
    tx: Tx, given: Sequence[Target], name: str, data: bytes
) -> tuple[int | None, dict[str, Any]]:
    """The upload that holds new and changed targets, and what the journal says of them."""
    number = uploads.following(tx)
    with staging.staged(tx.con, [_staged(t) for t in given]):
        diff = staging.diff(tx.con)
        counts = {"new": diff.new, "changed": diff.changed, "unchanged": diff.unchanged}
        if not diff.new + diff.changed:
            return None, {"targets": counts}
        rows_hash = staging.rows_hash(tx.con, number)
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
            rows_hash=rows_hash,
        )
        staging.merge(tx.con, number)
    return number, {"targets": counts, "upload": number, "rows_hash": rows_hash}


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
