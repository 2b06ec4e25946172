"""A backup back into a database that nobody has used: all of it, or nothing."""

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text

from kpi.i18n import N_, _
from kpi.model.problem import KpiError
from kpi.store import backup, files, journal, migrate, verify
from kpi.store.backup import FILES, FORMAT, LEFT_OUT, MANIFEST, NOTED, TABLES
from kpi.store.engine import Store
from kpi.store.schema import METADATA, house
from kpi.store.tx import Act, Tx

DAMAGED = N_("备份文件{name}损坏（{part}），没有恢复。")
NEWER = N_("备份来自更新的版本（{revision}），请先升级程序。没有恢复。")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 64_000_000  # a line is written below 4 million characters and one row more
_SPOILED = (
    *(KeyError, TypeError, ValueError, AttributeError, OSError, EOFError),
    *(NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error),
)  # all that a zip file or a manifest with wrong bytes can lead to


class Unfit(KpiError):
    """The file cannot be restored from: damaged, or made by a newer release."""


class Used(KpiError):
    """The database has been used; restoring would destroy what is in it."""


class Broken(KpiError):
    """The backup is whole, but what it holds was tampered with; `breaks` say where."""

    def __init__(self, breaks: tuple[verify.Break, ...]) -> None:
        super().__init__(_(N_("备份的内容通不过核验，没有恢复。")))
        self.breaks = breaks


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; the proof has breaks where they were let through."""

    rows: int
    originals: int
    proof: verify.Proof


def restore(store: Store, place: Path, by: str, *, despite: bool = False) -> Restored:
    """Bring a backup back. Raises Unfit, Used or Broken, and nothing is changed then; with
    `despite`, what does not hold is restored all the same, and told.
    """
    with _opened(place) as zip, ExitStack() as undone:
        manifest = _checked(zip, place)
        noted = zip.read(NOTED)
        with store.turn() as con:
            migrate.alone(store, con)
            _empty(con)
            migrate.upgrade(con, manifest["revision"])
            rows = _fill(con, zip, manifest, place.name)
            migrate.upgrade(con, migrate.head())
            _originals(store.data, zip, manifest, undone)
            version = con.execute(select(house.c.data_version)).scalar_one() + 1
            con.execute(house.update().values(data_version=version))
            tx = Tx(con, version, store.data, by, Act.RESTORE, store.clock())
            proof = verify.proof(tx, journal.parsed(noted.decode()))
            unknown = tuple(b for b in proof.breaks if not _told(b, manifest))
            if unknown and not despite:
                raise Broken(unknown)
            tx.about(place.name, sha256=_digest(place), rows=rows, breaks=len(proof.breaks))
            line = journal.append(tx)
            _put(store.anchors, noted, undone)
        undone.pop_all()  # it is done: what was put beside the database stays
    store.anchor(*line)
    return Restored(rows, len(manifest["originals"]), proof)


def _told(found: verify.Break, manifest: dict[str, Any]) -> bool:
    """An original that was lost before the backup was made is no reason to lose the rest."""
    return found.where == "original" and found.id in manifest["missing"]


def _opened(place: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(place)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError):
        raise Unfit(_(DAMAGED).format(name=place.name, part="zip")) from None
    except OSError as fault:
        raise Unfit(f"{place}: {fault.strerror}") from fault


def _checked(zip: zipfile.ZipFile, place: Path) -> dict[str, Any]:
    """The manifest, after every part has been compared with its hash."""

    def damaged(part: str) -> Unfit:
        return Unfit(_(DAMAGED).format(name=place.name, part=part))

    part = MANIFEST
    try:
        manifest: dict[str, Any] = json.loads(zip.read(MANIFEST))
        if manifest["format"] > FORMAT or manifest["revision"] not in migrate.known():
            raise Unfit(_(NEWER).format(revision=manifest["revision"]))
        for name, told in manifest["tables"].items():
            part = f"{TABLES}{name}.jsonl"
            if _hash(zip, part) != told["sha256"]:
                raise damaged(part)
        for sha256 in manifest["originals"]:
            part = FILES + sha256
            if not _HASH.fullmatch(sha256) or _hash(zip, part) != sha256:
                raise damaged(part)
        part = NOTED
        if _hash(zip, part) != manifest["anchors"]:
            raise damaged(part)
        journal_rows = manifest["tables"]["journal"]["rows"], manifest["journal"]["rows"]
        if len(set(journal_rows)) > 1 or not isinstance(manifest["missing"], list):
            raise damaged(MANIFEST)
    except _SPOILED:
        raise damaged(part) from None
    return manifest


def _hash(zip: zipfile.ZipFile, part: str) -> str:
    hashed = hashlib.sha256()
    with zip.open(part) as file:
        while block := file.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def _digest(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _empty(con: Connection) -> None:
    """Take away the tables of a database that was made and never used; Used where it was."""
    there = MetaData()
    mine = {*METADATA.tables, "alembic_version"}
    there.reflect(con, only=[n for n in inspect(con).get_table_names() if n in mine])
    for table in there.sorted_tables:
        if table.name not in LEFT_OUT | {"house", "journal"} and _count(con, table):
            raise Used(_(N_("数据库已在使用，没有恢复。请用一个空的数据库。")))
    if "journal" in there.tables:
        deeds = con.execute(select(there.tables["journal"].c.act).distinct()).scalars()
        if set(deeds) - {str(Act.MIGRATE)}:
            raise Used(_(N_("数据库已在使用，没有恢复。请用一个空的数据库。")))
    there.drop_all(con)
    if con.dialect.name == "postgresql":
        con.execute(text("DROP FUNCTION IF EXISTS append_only()"))


def _count(con: Connection, table: Table) -> int:
    return con.execute(select(func.count()).select_from(table)).scalar_one()


def _fill(con: Connection, zip: zipfile.ZipFile, manifest: dict[str, Any], name: str) -> int:
    """Insert every row; the names of tables and columns come from the schema, never the file."""
    own = backup.tables(con)
    if {t.name for t in own} != set(manifest["tables"]):
        raise Unfit(_(DAMAGED).format(name=name, part=MANIFEST))
    total = 0
    for table in own:
        part, told = f"{TABLES}{table.name}.jsonl", manifest["tables"][table.name]
        if {c.name for c in table.columns} != set(told["columns"]):
            raise Unfit(_(DAMAGED).format(name=name, part=part))
        columns = [table.c[c] for c in told["columns"]]
        try:
            count = _insert(con, table, columns, _rows(zip, part))
        except (ValueError, TypeError, zipfile.BadZipFile):
            raise Unfit(_(DAMAGED).format(name=name, part=part)) from None
        if count != told["rows"]:
            raise Unfit(_(DAMAGED).format(name=name, part=part))
        total += count
    return total


def _rows(zip: zipfile.ZipFile, part: str) -> Iterator[list[list[Any]]]:
    with zip.open(part) as file:
        while line := file.readline(_LONGEST):
            yield json.loads(line)


def _insert(
    con: Connection, table: Table, columns: list[Any], batches: Iterator[list[list[Any]]]
) -> int:
    """Rows into a table: COPY on PostgreSQL, executemany on SQLite."""
    count, width = 0, len(columns)
    quoted = con.dialect.identifier_preparer.quote
    names = ", ".join(quoted(c.name) for c in columns)
    if con.dialect.name == "postgresql":
        driver: Any = con.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {quoted(table.name)} ({names}) FROM STDIN") as copy,
        ):
            for batch in batches:
                for row in batch:
                    if len(row) != width:
                        raise ValueError(row)
                    copy.write_row(row)
                    count += 1
        return count
    holes = ", ".join("?" * width)
    insert = f"INSERT INTO {quoted(table.name)} ({names}) VALUES ({holes})"  # noqa: S608 - schema's
    for batch in batches:
        con.exec_driver_sql(insert, [tuple(row) for row in batch])
        count += len(batch)
    return count


def _originals(
    data: Path, zip: zipfile.ZipFile, manifest: dict[str, Any], undone: ExitStack
) -> None:
    for sha256 in manifest["originals"]:
        place = files.path(data, sha256)
        if not place.exists():
            undone.callback(place.unlink, missing_ok=True)
        files.put(place, zip.read(FILES + sha256))


def _put(place: Path, content: bytes, undone: ExitStack) -> None:
    """Replace a file; where the transaction fails after all, the old one comes back."""
    if place.exists():
        undone.callback(place.write_bytes, place.read_bytes())
    else:
        undone.callback(place.unlink, missing_ok=True)
    part = place.with_name(f"{place.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(place)
