"""A backup of a large district and its way back: a million values, 100,000 journal lines.

    python -m benchmarks.backup [VALUES]
    python -m benchmarks.backup [VALUES] --url URL       restore into an empty PostgreSQL

CPU and wall seconds in one process from SQLite, against bare reading of the same rows. A million
values are back, verified, within 60 s of a quiet machine.
"""

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.person import OPERATOR
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan
from kpi.service import safety
from kpi.store import catalog, engine, journal, observations
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate

UNITS, INDICATORS, LINES = 500, 100, 100_000
FIRST = Period.parse("2010-01")


def lived(folder: Path, values: int) -> Store:
    """A store with months of 50,000 values and a long journal."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    codes = [f"i{n:03d}" for n in range(INDICATORS)]
    known = Catalog(
        tuple(Unit(f"U{n:03d}", f"单位{n}", "组") for n in range(UNITS)),
        tuple(Indicator(c, f"指标{c}", "%", measure=Measure.LEVEL) for c in codes),
    )
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))
    for n in range(max(1, values // (UNITS * INDICATORS))):
        frame = panel.of(
            {
                "unit": u.code,
                "indicator": c,
                "period": str(FIRST.shift(n)),
                "measure": "level",
                "value": 7.25 + n,
                "sheet": "数据",
                "cell": "C3",
                "change": "new",
                "old_value": None,
                "old_status": None,
                "old_id": None,
            }
            for u in known.units
            for c in codes
        )
        facts = Facts(f"{n:064x}", "xlsx", 5)
        plan = Plan(f"month {n}".encode(), f"{n}.xlsx", facts, frame, (), diff=Diff(len(frame)))
        with store.write("zhang", Act.LOAD) as tx:
            observations.write(tx, plan)
    _journal(store)
    return store


def _journal(store: Store) -> None:
    with store.read() as tx:
        chain = journal.chain(tx)
    before, rows, anchors = chain.head, [], []
    for n in range(chain.rows + 1, LINES + 1):
        row = [n, 1_700_000_000_000_000 + n, "u1", "10.0.0.7", "export", f"board {n}", "{}"]
        before = journal.link(before, row)
        rows.append((*row, before))
        anchors.append(f"{n} {before}\n")
    with store.turn() as con:
        con.exec_driver_sql("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    with store.anchors.open("a") as file:
        file.writelines(anchors)


def bare(file: Path) -> None:
    """The floor: every row read once."""
    con = sqlite3.connect(file)
    for table in ("journal", "observation"):
        for _row in con.execute(f"SELECT * FROM {table}"):  # noqa: S608 - two names of our own
            pass
    con.close()


def took(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.backup")
    parser.add_argument("values", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--url", help="an empty PostgreSQL database to restore into")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder, copy = Path(name), Path(name) / "all.zip"
        store = lived(folder / "old", given.values)
        floor = took(lambda: bare(folder / "old" / "kpi.db"))
        saved = took(lambda: safety.backup(store, copy, OPERATOR))
        store.close()
        new = engine.open(given.url or f"sqlite:///{folder / 'new.db'}", folder / "new")
        restored = took(lambda: safety.restore(new, copy, OPERATOR))
        kind, size = new.engine.dialect.name, copy.stat().st_size
        new.close()
    print(
        f"{given.values} values, {LINES} journal lines, {size / 1e6:.0f} MB: "
        f"backup {saved[0]:.1f} s CPU, {saved[1]:.1f} s wall ({saved[0] / floor[0]:.1f} × bare "
        f"reading); restore into {kind} with proof {restored[0]:.1f} s CPU, {restored[1]:.1f} s "
        "wall (at most 60)"
    )


if __name__ == "__main__":
    main()
