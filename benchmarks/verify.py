"""Proof of a long life: 100,000 journal lines, 200 uploads, 40,000 stored versions.

    python -m benchmarks.verify [LINES]

CPU seconds in one process on SQLite, against the bare work: reading the same rows and hashing
them. At most 10 s for 100,000 lines.
"""

import hashlib
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.district import FIRST, made, month, sent
from kpi.store import journal, verify
from kpi.store.engine import Store

LINES, UPLOADS, BOUND = 100_000, 200, 10.0


def lived(folder: Path, lines: int) -> Store:
    """A district with `UPLOADS` uploads and a journal of `lines` lines, each with its anchor."""
    store = made(f"sqlite:///{folder / 'kpi.db'}", folder)
    for n in range(UPLOADS):
        sent(store, month(FIRST.shift(n % 100), float(n), f"{n}.xlsx"), "zhang")
    with store.read() as tx:
        chain = journal.chain(tx)
    n, before = chain.rows, chain.head
    rows, anchors = [], []
    while n < lines:
        n += 1
        detail = json.dumps({"form": "xlsx", "n": n}, separators=(",", ":"))
        row = [
            n,
            1_700_000_000_000_000 + n,
            f"u{n % 50}",
            "10.0.0.7",
            "export",
            f"board {n}",
            detail,
        ]
        before = journal.link(before, row)
        rows.append((*row, before))
        anchors.append(f"{n} {before}\n")
    with store.turn() as con:
        con.exec_driver_sql("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    with store.anchors.open("a") as file:
        file.writelines(anchors)
    return store


def bare(file: Path) -> None:
    """The floor: every row read and hashed once, nothing compared."""
    con = sqlite3.connect(file)
    for table in ("journal", "observation", "observation_history"):
        whole = hashlib.sha256()
        for row in con.execute(f"SELECT * FROM {table}"):  # noqa: S608 - three names of our own
            whole.update(json.dumps(row, ensure_ascii=False).encode())
    con.close()


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main(lines: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        store = lived(Path(name), lines)
        proof = verify.prove(store)
        assert proof.ok and proof.rows == lines, proof.breaks
        ours = min(cpu(lambda: verify.prove(store)) for _ in range(3))
        floor = min(cpu(lambda: bare(Path(name) / "kpi.db")) for _ in range(3))
        store.close()
    print(
        f"{lines} journal lines, {proof.uploads} uploads: {ours:.1f} s CPU (at most {BOUND:.0f}), "
        f"bare reading and hashing {floor:.1f} s, ratio {ours / floor:.1f}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
