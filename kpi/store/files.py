"""Originals: kept once per SHA-256, as bytes under the data folder with a row in the database."""

import os
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import canon
from kpi.model.problem import KpiError
from kpi.store.schema import file
from kpi.store.tx import Tx, micros


def keep(tx: Tx, data: bytes, name: str) -> str:
    """Keep an original; gives its SHA-256. Bytes lie on disk before the deed commits: an orphan
    file is harmless, a row without its file is not.
    """
    sha256 = canon.sha256(data)
    put(path(tx.data, sha256), data)
    dialect = sqlite if tx.con.dialect.name == "sqlite" else postgresql
    row = {"sha256": sha256, "size": len(data), "name": name, "at": micros(tx.at)}
    tx.con.execute(dialect.insert(file).values(row).on_conflict_do_nothing())
    return sha256


def load(tx: Tx, sha256: str) -> bytes:
    """The bytes of an original; KpiError if there is none, or if they are not what was kept."""
    if tx.con.execute(select(file.c.size).where(file.c.sha256 == sha256)).first() is None:
        raise KpiError(f"no original {sha256!r}")
    place = path(tx.data, sha256)
    data = place.read_bytes() if place.exists() else b""
    if canon.sha256(data) != sha256:
        raise KpiError(f"original {sha256} is missing or altered")
    return data


def path(data: Path, sha256: str) -> Path:
    """Where the bytes lie."""
    return data / "files" / sha256


def put(place: Path, data: bytes) -> None:
    """Whole or not at all, readable by the server's user only."""
    if place.exists() and canon.sha256(place.read_bytes()) == place.name:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
