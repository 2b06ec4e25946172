"""A deadline day: 20 people send 25 files each while 50 look at the board.

    python -m benchmarks.load                        SQLite
    python -m benchmarks.load --url URL              PostgreSQL, an empty database

Wall time in one process. Each file is 200 values that replace those of the file before;
each reader looks about once a second. 500 of 500 acknowledged, no torn read, chain whole; on SQLite
reads p95 < 100 ms.
"""

import argparse
import random
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.district import CODES, FIRST, ROWS, made, month, sent
from kpi.model.panel import Wanted
from kpi.store import observations, uploads, verify
from kpi.store.engine import Store
from kpi.store.schema import observation, observation_history

WRITERS, FILES, READERS, PAUSE, BOUND = 20, 25, 50, 1.0, 0.1


@dataclass(frozen=True)
class Day:
    """What was acknowledged, the seconds of each file and look, and looks at half a file."""

    acknowledged: int
    writes: list[float]
    reads: list[float]
    torn: int


def day(store: Store, writers: int, files: int, readers: int, pause: float = PAUSE) -> Day:
    """Everybody at once; ends when the last file is in."""
    over = threading.Event()
    writes: list[float] = []
    reads: list[float] = []
    torn: list[int] = []

    def write(who: int) -> int:
        count = 0
        for n in range(files):
            plan = month(FIRST.shift(who), who * 1000.0 + n, f"{who}-{n}.xlsx")
            start = time.perf_counter()
            sent(store, plan, f"u{who}")
            writes.append(time.perf_counter() - start)
            count += 1
        return count

    def read(who: int) -> None:
        dice = random.Random(who)  # noqa: S311 - repeatable, not secret
        while not over.wait(dice.uniform(0.5, 1.5) * pause):
            period = str(FIRST.shift(dice.randrange(writers)))
            start = time.perf_counter()
            with store.read() as tx:
                frame = observations.read(tx, Wanted(periods=(period,), indicators=CODES))
            reads.append(time.perf_counter() - start)
            owners = set(frame["id"])
            torn.extend([1] if len(frame) not in (0, ROWS) or len(owners) > 1 else [])

    with ThreadPoolExecutor(writers) as pool, ThreadPoolExecutor(readers) as audience:
        watching = [audience.submit(read, n) for n in range(readers)]
        counts = list(pool.map(write, range(writers)))
        over.set()
        for each in watching:
            each.result()
    return Day(sum(counts), writes, reads, len(torn))


def whole(store: Store, acknowledged: int) -> None:
    """Every acknowledged file stands with all its values, and the proof finds no break."""
    with store.read() as tx:
        assert len(uploads.list(tx)) == acknowledged
        stored = 0
        for table in (observation, observation_history):
            stored += tx.con.execute(select(func.count()).select_from(table)).scalar_one()
    assert stored == acknowledged * ROWS, stored
    proof = verify.prove(store)
    assert proof.ok, proof.breaks


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--url", help="an empty PostgreSQL database; default: SQLite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = made(given.url or f"sqlite:///{folder / 'kpi.db'}", folder)
        start = time.perf_counter()
        found = day(store, WRITERS, FILES, READERS)
        took = time.perf_counter() - start
        whole(store, found.acknowledged)
        engine = store.engine.dialect.name
        store.close()
    print(
        f"{engine}: {found.acknowledged}/{WRITERS * FILES} acknowledged in {took:.1f} s, "
        f"{found.torn} torn of {len(found.reads)} reads; "
        f"writes p95 {p95(found.writes):.2f} s, max {max(found.writes):.2f} s; "
        f"reads p95 {p95(found.reads) * 1e3:.0f} ms (on SQLite at most {BOUND * 1e3:.0f})"
    )


if __name__ == "__main__":
    main()
