"""A backup: one snapshot of everything in one zip file, the same format on every engine.

`manifest.json` names the format, the schema's revision and each part's SHA-256;
`tables/<name>.jsonl` holds rows in key order, up to 1,000 a line; `files/<sha256>` the originals;
`anchors.log` the journal's anchors. Sessions, attempts to sign in and links stay behind.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, func, inspect, select

from kpi import __version__
from kpi.i18n import N_, _
from kpi.model import canon
from kpi.model.problem import KpiError
from kpi.store import files
from kpi.store.journal import ZERO

FORMAT = 1
LEFT_OUT = frozenset({"alembic_version", "login_session", "login_attempt", "setup_link"})
MANIFEST, TABLES, FILES, NOTED = "manifest.json", "tables/", "files/", "anchors.log"
_ROWS, _CHARACTERS = 1000, 4_000_000  # a line: whichever is reached first
_FOREIGN = N_("{name}已存在，且不是备份文件，没有覆盖。")


@dataclass(frozen=True, slots=True)
class Written:
    """A finished backup; `missing` are originals that the database knows and the folder lost."""

    path: Path
    sha256: str
    size: int
    rows: int
    originals: int
    missing: tuple[str, ...]


def write(
    con: Connection,
    data: Path,
    place: Path,
    *,
    revision: str,
    anchors: Sequence[tuple[int, str]],
    at: datetime,
) -> Written:
    """Write what the open transaction of `con` sees to `place`: whole, or not at all, mode 0600.

    An older backup in its place is replaced, any other file refused (KpiError).
    """
    if place.exists() and not is_backup(place):
        raise KpiError(_(_FOREIGN).format(name=place.name))
    with _whole(place) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip:
        told: dict[str, Any] = {t.name: _table(con, zip, t) for t in tables(con)}
        kept, missing = _originals(con, zip, data)
        n, head = _head(con)
        noted = "".join(f"{a} {hash}\n" for a, hash in anchors if a <= n).encode()
        zip.writestr(_part(NOTED), noted)
        manifest = {
            "format": FORMAT,
            "version": __version__,
            "revision": revision,
            "at": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "journal": {"rows": n, "head": head},
            "tables": told,
            "originals": kept,
            "missing": missing,
            "anchors": canon.sha256(noted),
        }
        zip.writestr(_part(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))
    with place.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    rows = sum(t["rows"] for t in told.values())
    return Written(place, sha256, place.stat().st_size, rows, len(kept), tuple(missing))


def tables(con: Connection) -> list[Table]:
    """The tables that a backup holds, as the database has them now, parents first."""
    found = MetaData()
    names = [n for n in inspect(con).get_table_names() if n not in LEFT_OUT]
    found.reflect(con, only=names)
    return [t for t in found.sorted_tables if t.name not in LEFT_OUT]


def is_backup(place: Path) -> bool:
    """Whether a file is one of ours."""
    try:
        with zipfile.ZipFile(place) as zip:
            return MANIFEST in zip.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def _table(con: Connection, zip: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    """One table in key order; gives its entry in the manifest."""
    hashed, count = hashlib.sha256(), 0
    asked = select(table).order_by(*table.primary_key.columns)
    rows = con.execute(asked.execution_options(yield_per=5000))
    with zip.open(_part(f"{TABLES}{table.name}.jsonl"), "w", force_zip64=True) as out:
        for line, n in _lines(rows):
            hashed.update(line)
            out.write(line)
            count += n
    columns = [c.name for c in table.columns]
    return {"columns": columns, "rows": count, "sha256": hashed.hexdigest()}


def _lines(rows: Any) -> Iterator[tuple[bytes, int]]:
    """JSON arrays of rows, and how many each holds; a line of long texts holds fewer."""
    held: list[str] = []
    size = 0
    for row in rows:
        held.append(json.dumps([*row], ensure_ascii=False, separators=(",", ":")))
        size += len(held[-1])
        if len(held) == _ROWS or size > _CHARACTERS:
            yield f"[{','.join(held)}]\n".encode(), len(held)
            held, size = [], 0
    if held:
        yield f"[{','.join(held)}]\n".encode(), len(held)


def _originals(con: Connection, zip: zipfile.ZipFile, data: Path) -> tuple[list[str], list[str]]:
    """Every original that is there; and those that are lost, so that the rest is saved anyway."""
    kept: list[str] = []
    missing: list[str] = []
    known = next((t for t in tables(con) if t.name == "file"), None)
    asked: Iterable[str] = ()
    if known is not None:
        asked = con.execute(select(known.c.sha256).order_by(known.c.sha256)).scalars()
    for sha256 in asked:
        place = files.path(data, sha256)
        if not place.is_file():
            missing.append(sha256)
            continue
        zip.writestr(
            _part(FILES + sha256), place.read_bytes(), zipfile.ZIP_STORED
        )  # packed already
        kept.append(sha256)
    return kept, missing


def _head(con: Connection) -> tuple[int, str]:
    journal = next(t for t in tables(con) if t.name == "journal")
    last = con.execute(select(journal.c.n, journal.c.hash).order_by(journal.c.n.desc()).limit(1))
    found = last.first()
    rows = con.execute(select(func.count()).select_from(journal)).scalar_one()
    return rows, found.hash if found else ZERO


def _part(name: str) -> zipfile.ZipInfo:
    """A part without the clock of this machine."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    part.external_attr = 0o600 << 16
    return part


@contextmanager
def _whole(place: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when it is complete and on disk."""
    part = place.with_name(f"{place.name}.part")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w+b") as out:
            os.fchmod(handle, 0o600)  # a part left by a killed run may have been opened to others
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
        folder = os.open(place.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
    finally:
        part.unlink(missing_ok=True)
