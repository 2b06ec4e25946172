"""Observations: the stored values, every version of them, and the way back."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import BigInteger, Select, and_, delete, func, select, true, type_coerce, union

from kpi.model.measure import Status
from kpi.model.panel import COLUMNS, KEYS, Wanted
from kpi.model.problem import Problem, Refused, problem
from kpi.model.repair import Repair, as_json
from kpi.model.sheet import CellRef
from kpi.model.upload import Diff, Origin, Plan, Receipt
from kpi.settings import HERE
from kpi.store import files, staging, uploads
from kpi.store.schema import SCALE, micro, observation, observation_history, upload
from kpi.store.staging import KEY, VERSION, Staged
from kpi.store.tx import Tx, moment

_PLACE = ["upload", "sheet", "cell", "document"]
_FARTHEST = 9e12  # in millionths still a whole number of eight bytes
_STORED = {Status.REPORTED, Status.NOT_APPLICABLE}


def read(tx: Tx, wanted: Wanted) -> pd.DataFrame:
    """The panel as it stands, with `id`, upload, sheet, cell, document.

    `id` tells a version from another of the same key: the upload that owns it.
    """
    rows = tx.con.execute(_where(observation, wanted).order_by(*(observation.c[k] for k in KEY)))
    return _frame(rows.all())


def write(tx: Tx, plan: Plan, note: str = "", notes: Mapping[str, str] | None = None) -> Receipt:
    """Store what a person confirmed: new and changed values; the others stay as they are, even
    where another office changed them since. `notes` are what confirmed the warnings, by code.

    Refused, and nothing written: DATA_CHANGED if the stored row of a value to write is no longer
    the one that the preview showed, DUPLICATE_FILE if the same bytes stand already.
    """
    if earlier := uploads.find_by_sha(tx, plan.facts.sha256):
        at = f"{earlier.at.astimezone(HERE):%Y-%m-%d %H:%M}"
        raise Refused(problem("DUPLICATE_FILE", by=earlier.by, at=at))
    number = uploads.following(tx)
    sha256 = files.keep(tx, plan.data, plan.name)
    decided = _decided(plan, notes or {})
    with staging.staged(tx.con, _staged(plan.panel)):
        if late := staging.overtaken(tx.con):
            raise Refused(_changed(tx, late))
        diff = staging.diff(tx.con)
        same = diff.unchanged + int((plan.panel["change"] == "unchanged").sum())
        diff = Diff(diff.new, diff.changed, same, plan.diff.absent)
        rows_hash = staging.rows_hash(tx.con, number)
        uploads.add(
            tx,
            number,
            name=plan.name,
            sha256=sha256,
            kind=plan.facts.kind,
            report=_report(plan, diff, decided),
            rows_hash=rows_hash,
            note=note,
            live=True,
        )
        staging.merge(tx.con, number)
    told = {"new": diff.new, "changed": diff.changed, "unchanged": diff.unchanged, **decided}
    tx.about(f"upload {number}", upload=number, sha256=sha256, rows_hash=rows_hash, **told)
    return Receipt(
        number,
        plan.name,
        tx.by,
        tx.at,
        diff,
        problems=plan.problems,
        repairs=_applied(plan),
        notes=tuple((notes or {}).items()),
    )


def undo(tx: Tx, number: int) -> Receipt:
    """Take an upload back: where it is current, the version it replaced stands again, with its
    own file and cell, and a value without an earlier version goes. Values changed later are kept
    and counted. In the receipt `changed` counts values brought back, `absent` values gone.
    """
    row = uploads.get(tx, number)
    if row is None or row.undone:
        raise Refused(problem("UPLOAD_UNDONE" if row else "UPLOAD_UNKNOWN", given=number))
    current = observation.c.upload == number
    standing = _count(tx, select(func.count()).select_from(observation).where(current))
    owned = observation_history.c.upload == number
    staging.remember(tx.con, select(*(observation.c[k] for k in VERSION)).where(current))
    ever = _count(tx, select(func.count()).select_from(observation_history).where(owned))
    staging.put(tx.con, _before(number))
    gone = tx.con.execute(delete(observation).where(current)).rowcount
    diff = Diff(changed=standing - gone, absent=gone)
    uploads.release(tx, number)
    mine = uploads.following(tx)
    uploads.add(
        tx,
        mine,
        name=row.name,
        sha256=row.sha256,
        kind="undo",
        report={"diff": _plain(diff), "periods": row.periods},
        rows_hash=staging.digest(()),
        undoes=number,
    )
    kept = ever - standing
    told = {"restored": diff.changed, "removed": gone, "kept": kept}
    tx.about(f"upload {number}", upload=mine, rows_hash=staging.digest(()), undoes=number, **told)
    return Receipt(number, row.name, tx.by, tx.at, diff, kept)


def history(tx: Tx, wanted: Wanted) -> pd.DataFrame:
    """Every version of the wanted values: panel columns, id, upload, sheet, cell, document, by,
    at, `rev` (1, 2, … per value in the order of uploads), `replaced_by` (the upload that took
    its place, <NA> where it stands; after an undo the number of the undo).
    """
    every = union(_where(observation, wanted), _where(observation_history, wanted)).subquery()
    undone = upload.alias("undone")
    current = and_(*(observation.c[k] == every.c[k] for k in (*KEY, "upload")))
    rows = tx.con.execute(
        select(every, upload.c.by, upload.c.at, undone.c.id, observation.c.upload.is_not(None))
        .join_from(every, upload, upload.c.id == every.c.upload)
        .outerjoin(undone, undone.c.undoes == every.c.upload)
        .outerjoin(observation, current)
        .order_by(*(every.c[k] for k in KEY), every.c.upload)
    ).all()
    facts = [row[len(VERSION) :] for row in rows]
    frame = _frame([tuple(row[: len(VERSION)]) for row in rows]).assign(
        by=[by for by, *_rest in facts], at=[moment(at) for _by, at, *_rest in facts]
    )
    rev = frame.groupby(KEYS, sort=False).cumcount() + 1
    keys = [tuple(row[: len(KEY)]) for row in rows]
    ends = _ends(keys, frame["upload"].tolist(), facts)
    return frame.assign(rev=rev, replaced_by=pd.array(ends, dtype="Int64"))


def origin(tx: Tx, unit: str, indicator: str, period: str, measure: str) -> Origin | None:
    """Where a value that stands comes from; None where none stands."""
    key = dict(zip(KEY, (period, indicator, measure, unit), strict=True))
    here = and_(*(observation.c[k] == v for k, v in key.items()))
    row = tx.con.execute(
        select(observation.c.sheet, observation.c.cell, upload)
        .join_from(observation, upload, upload.c.id == observation.c.upload)
        .where(here)
    ).first()
    if row is None:
        return None
    past = and_(*(observation_history.c[k] == v for k, v in key.items()))
    others = select(func.count()).select_from(observation_history).where(past)
    versions = 1 + _count(tx, others.where(observation_history.c.upload != row.id))
    at, sheet, cell = moment(row.at), row.sheet or "", row.cell or ""
    return Origin(row.id, row.name, row.sha256, sheet, cell, row.by, at, versions)


def series(tx: Tx, indicators: tuple[str, ...]) -> tuple[tuple[str, str, str], ...]:
    """Which (indicator, measure, period) hold any value, of these indicators; all if empty."""
    keys = (observation.c.indicator, observation.c.measure, observation.c.period)
    asked = observation.c.indicator.in_(indicators) if indicators else true()
    rows = tx.con.execute(select(*keys).where(asked).distinct())
    return tuple((row.indicator, row.measure, row.period) for row in rows)


def owned(tx: Tx, number: int) -> tuple[tuple[str, str], ...]:
    """Indicator and period of the values that stand by one upload."""
    keys = (observation.c.indicator, observation.c.period)
    rows = tx.con.execute(select(*keys).where(observation.c.upload == number).distinct())
    return tuple(sorted((row.indicator, row.period) for row in rows))


def _where(table: Any, wanted: Wanted) -> Select[Any]:
    columns = [
        type_coerce(table.c[k], BigInteger).label(k) if k == "value" else table.c[k]
        for k in VERSION
    ]
    asked = {
        "unit": wanted.units,
        "indicator": wanted.indicators,
        "period": wanted.periods,
        "measure": wanted.measures,
    }
    return select(*columns).where(true(), *(table.c[k].in_(v) for k, v in asked.items() if v))


def _ends(keys: list[Any], numbers: list[int], facts: list[Any]) -> list[int | None]:
    """What took each version's place: its undo or the next upload that nobody took back."""
    ends: list[int | None] = []
    key, follower = None, None
    for n in reversed(range(len(keys))):
        _by, _at, undo, stands = facts[n]
        follower = follower if keys[n] == key else None
        after = [x for x in (undo, follower) if x is not None]
        ends.append(None if stands else min(after, default=None))
        key, follower = keys[n], follower if undo is not None else numbers[n]
    return ends[::-1]


def _frame(rows: Sequence[Any]) -> pd.DataFrame:
    by_column = zip(*rows, strict=True) if rows else [()] * len(VERSION)
    columns: dict[str, Any] = dict(zip(VERSION, by_column, strict=True))
    # true division of whole numbers is correctly rounded: 12.3 comes back as 12.3
    columns["value"] = [None if v is None else v / SCALE for v in columns["value"]]
    types = dict.fromkeys(VERSION, "str") | {"upload": "int64", "value": "float64"}
    frame = pd.DataFrame({k: pd.Series(columns[k], dtype=types[k]) for k in VERSION})
    return frame.assign(id=frame["upload"])[[*COLUMNS, "id", *_PLACE]]


def _staged(frame: pd.DataFrame) -> list[Staged]:
    """The rows to write as they are staged; what is not reported is not stored."""
    frame = frame[frame["status"].isin(_STORED) & (frame["change"] != "unchanged")]
    if len(far := frame[frame["value"].abs() > _FARTHEST]):
        raise Refused(*(_too_far(row) for row in far.head(5).to_dict("records")))
    if "document" not in frame:
        frame = frame.assign(document=None)
    names = [*KEY, "value", "status", "sheet", "cell", "document", "old_id"]
    plain = {k: frame[k].astype("object").where(frame[k].notna(), None).tolist() for k in names}
    plain["value"] = [None if v is None else micro(v) for v in plain["value"]]
    plain["old_id"] = [None if n is None else int(n) for n in plain["old_id"]]
    return [Staged._make(row) for row in zip(*plain.values(), strict=True)]


def _too_far(row: dict[Any, Any]) -> Problem:
    at = _cell(row["sheet"], row["cell"])
    return problem("OUT_OF_RANGE", at, row["value"], low=-_FARTHEST, high=_FARTHEST)


def _cell(sheet: Any, cell: Any) -> CellRef | None:
    known = isinstance(sheet, str) and isinstance(cell, str)
    return CellRef.parse(f"{sheet}!{cell}") if known else None


def _changed(tx: Tx, late: Any) -> Problem:
    """Who was faster; where the stored row is gone, who took it back."""
    whose = upload.c.id == late.now if late.now else upload.c.undoes.is_not(None)
    by = tx.con.execute(select(upload.c.by).where(whose).order_by(upload.c.id.desc()).limit(1))
    at = _cell(late.sheet, late.cell)
    return problem("DATA_CHANGED", at, by=by.scalar_one_or_none() or "")


def _before(number: int) -> Select[Any]:
    """Per value that `number` owns: the newest version before it that nobody took back."""
    h = observation_history
    undone = select(upload.c.undoes).where(upload.c.undoes.is_not(None))
    last = (
        select(*(h.c[k] for k in KEY), func.max(h.c.upload).label("upload"))
        .join_from(h, observation, and_(*(h.c[k] == observation.c[k] for k in KEY)))
        .where(observation.c.upload == number, h.c.upload < number, h.c.upload.not_in(undone))
        .group_by(*(h.c[k] for k in KEY))
        .subquery()
    )
    same = and_(*(h.c[k] == last.c[k] for k in (*KEY, "upload")))
    # WHERE true: SQLite cannot tell the join's ON from ON CONFLICT without it
    return select(*(h.c[k] for k in VERSION)).join_from(h, last, same).where(true())


def _decided(plan: Plan, notes: Mapping[str, str]) -> dict[str, Any]:
    """What a person decided of the file, for the upload and its journal line; empty for nothing."""
    told = {
        "repairs": as_json(_applied(plan)),
        "notes": dict(notes),
        "left_out": [_brief(p) for p in plan.left_out],
    }
    return {name: one for name, one in told.items() if one}


def _applied(plan: Plan) -> tuple[Repair, ...]:
    return tuple(one for one in plan.repairs if one not in plan.idle)


def _brief(p: Problem) -> list[str]:
    return [p.code, p.severity, str(p.cell or p.sheet or ""), p.given]


def _report(plan: Plan, diff: Diff, decided: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **decided,
        "diff": _plain(diff),
        "periods": plan.periods,
        "problems": [_brief(p) for p in plan.problems],
        "skipped": [[s.sheet, s.rect, s.reason] for s in plan.skipped],
    }


def _plain(diff: Diff) -> dict[str, int]:
    names = ("new", "changed", "unchanged", "absent")
    return {name: getattr(diff, name) for name in names}


def _count(tx: Tx, statement: Select[Any]) -> int:
    found: int = tx.con.execute(statement).scalar_one()
    return found
