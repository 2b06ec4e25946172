"""Layouts that a person confirmed: the same one next month is understood without a question."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import canon
from kpi.store.schema import mapping
from kpi.store.tx import Tx, micros, moment

LONGEST = 400  # characters of a header path; a longer one is asked about each time
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a column means: `fai.ytd`, or a role such as unit, period, ignore; who said so when."""

    target: str
    by: str
    at: datetime


def confirm(tx: Tx, fingerprint: str, targets: Mapping[Path, str]) -> int:
    """Remember what the columns of a layout mean, by header path; the newest word wins.

    Gives how many are remembered.
    """
    rows = [
        {"fingerprint": fingerprint, "path": path, "target": target}
        | {"by": tx.by, "at": micros(tx.at)}
        for path, target in ((canon.text(p), t) for p, t in targets.items())
        if len(path) <= LONGEST
    ]
    if rows:
        dialect = sqlite if tx.con.dialect.name == "sqlite" else postgresql
        given = dialect.insert(mapping)
        newest = {k: given.excluded[k] for k in ("target", "by", "at")}
        key = ("fingerprint", "path")
        tx.con.execute(given.on_conflict_do_update(index_elements=key, set_=newest), rows)
    told = {row["path"]: row["target"] for row in rows}
    tx.about(f"mapping {fingerprint[:12]}", columns=told)
    return len(rows)


def recall(tx: Tx, fingerprint: str) -> dict[Path, Remembered]:
    """What is remembered of a layout; nothing for one that nobody has confirmed."""
    asked = select(mapping).where(mapping.c.fingerprint == fingerprint).order_by(mapping.c.path)
    return {
        tuple(json.loads(r.path)): Remembered(r.target, r.by, moment(r.at))
        for r in tx.con.execute(asked)
    }
