"""Uploads: one row per deed on values, never deleted; taking one back is a row of its own."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, insert, select, update

from kpi.model import canon
from kpi.model.repair import of_json
from kpi.model.upload import UNASKED, Diff, UploadRow
from kpi.store.schema import upload
from kpi.store.tx import Tx, micros, moment

_undo = upload.alias("undo")


def list(tx: Tx) -> tuple[UploadRow, ...]:
    """Every upload, newest first; one that was taken back says when."""
    rows = tx.con.execute(_rows().order_by(upload.c.id.desc()))
    return tuple(_row(row) for row in rows)


def get(tx: Tx, number: int) -> UploadRow | None:
    """One upload; None where there is none of this number."""
    row = tx.con.execute(_rows().where(upload.c.id == number)).first()
    return _row(row) if row else None


def find_by_sha(tx: Tx, sha256: str) -> UploadRow | None:
    """The upload by which this file's values stand: stored and not taken back."""
    row = tx.con.execute(_rows().where(upload.c.live == sha256)).first()
    return _row(row) if row else None


def unconfirmed(tx: Tx, number: int) -> tuple[str, ...]:
    """Codes of warnings that were left without a note where others got one. A note for the whole
    file, or a file handed in by command, confirms all of them in the name of its sender.
    """
    row = tx.con.execute(select(upload.c.note, upload.c.report).where(upload.c.id == number)).one()
    report = json.loads(row.report)
    notes = report.get("notes", {})
    told = [code for code, severity, *_rest in report.get("problems", ()) if severity == "warning"]
    silent = [code for code in dict.fromkeys(told) if code not in notes]
    return tuple(code for code in silent if code not in UNASKED) if notes else ()


def following(tx: Tx) -> int:
    """The number of the next upload; gap-free and the same on every engine."""
    return tx.con.execute(select(func.coalesce(func.max(upload.c.id), 0) + 1)).scalar_one()


def add(
    tx: Tx,
    number: int,
    *,
    name: str,
    sha256: str,
    kind: str,
    report: Mapping[str, Any],
    rows_hash: str,
    note: str = "",
    live: bool = False,
    undoes: int | None = None,
) -> None:
    """Write an upload's row; `live`: the same bytes may not be stored a second time."""
    row = {
        "id": number,
        "sha256": sha256,
        "name": name,
        "kind": kind,
        "by": tx.by,
        "at": micros(tx.at),
        "note": note or None,
        "report": canon.text(report),
        "rows_hash": rows_hash,
        "undoes": undoes,
        "live": sha256 if live else None,
    }
    tx.con.execute(insert(upload), row)


def release(tx: Tx, number: int) -> None:
    """The upload's values no longer stand: the same file may be sent again."""
    tx.con.execute(update(upload).where(upload.c.id == number).values(live=None))


def _rows() -> Select[Any]:
    own = [upload.c[k] for k in ("id", "name", "sha256", "kind", "by", "at", "note", "report")]
    both = upload.outerjoin(_undo, _undo.c.undoes == upload.c.id)
    undone = _undo.c.at.label("undone")
    return select(*own, undone).select_from(both).where(upload.c.undoes.is_(None))


def _row(row: Any) -> UploadRow:
    report = json.loads(row.report)
    return UploadRow(
        upload=row.id,
        name=row.name,
        sha256=row.sha256,
        kind=row.kind,
        by=row.by,
        at=moment(row.at),
        undone=None if row.undone is None else moment(row.undone),
        diff=Diff(**report["diff"]),
        note=row.note or "",
        periods=tuple(report["periods"]),
        repairs=of_json(report.get("repairs", ())),
        notes=tuple(report.get("notes", {}).items()),
    )
