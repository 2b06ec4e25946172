"""A season of boards from SQLite to entries, against bare SQL and the same arithmetic in numpy.

    python -m benchmarks.board

50 units × 20 items × 24 periods, median of 7 runs, CPU time in one process. At most 10 ×.
"""

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from kpi.model import panel
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan
from kpi.service import board as boards
from kpi.store import catalog, engine, observations
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate

UNITS, ITEMS, PERIODS, BOUND = 50, 20, 24, 10.0
LAST = Period.parse("2026-10")


def filled(folder: Path) -> Store:
    """A store with the season's values."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    codes = [f"i{n:02d}" for n in range(ITEMS)]
    rule = parse(
        {
            "code": "b",
            "items": [
                {"item": f"{c}.level", "method": "minmax", "weight": n + 1}
                for n, c in enumerate(codes)
            ],
            "red": {"n": 3},
            "black": {"n": 3},
        }
    )
    known = Catalog(
        tuple(Unit(f"U{n:02d}", f"单位{n}", f"组{n % 3}") for n in range(UNITS)),
        tuple(Indicator(c, f"指标{c}", "%", measure=Measure.LEVEL, decimals=6) for c in codes),
        (BoardSpec("b", "榜", "M", rule),),
    )
    with store.write("bench", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))
    rng = np.random.default_rng(7)
    rows = [
        {
            "unit": u.code,
            "indicator": c,
            "period": str(LAST.shift(-p)),
            "measure": "level",
            "value": round(float(rng.normal(50, 20)), 4),
            "sheet": "表",
            "cell": "C3",
            "change": "new",
            "old_value": None,
            "old_status": None,
            "old_id": None,
        }
        for u in known.units
        for c in codes
        for p in range(PERIODS)
    ]
    plan = Plan(
        b"bench", "b.xlsx", Facts("0" * 64, "xlsx", 5), panel.of(rows), (), diff=Diff(len(rows))
    )
    with store.write("bench", Act.LOAD) as tx:
        observations.write(tx, plan)
    return store


def bare(file: Path) -> None:
    """The floor: one SELECT into an array, and the arithmetic of every board."""
    con = sqlite3.connect(file)
    rows = con.execute(
        "SELECT period, indicator, unit, value FROM observation ORDER BY period, indicator, unit"
    ).fetchall()
    con.close()
    value = np.array([r[3] for r in rows], float).reshape(PERIODS, ITEMS, UNITS) / 1e6
    weight = np.arange(1, ITEMS + 1) / np.arange(1, ITEMS + 1).sum()
    group = np.arange(UNITS) % 3
    for board in value:
        score = np.empty(UNITS)
        for g in range(3):
            inside = board[:, group == g]
            low, high = inside.min(1, keepdims=True), inside.max(1, keepdims=True)
            points = (inside - low) / (high - low) * 100
            score[group == g] = np.floor(weight @ points * 100 + 0.5)
        for g in range(3):
            mine = score[group == g]
            (mine[:, None] < mine).sum(1) + 1


def cpu(work: Callable[[], object], runs: int = 7) -> float:
    """Median CPU seconds of `work`."""
    work()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        store = filled(Path(name))
        edition = boards.drawn(store, "b", LAST)
        assert len(edition.board.entries) == UNITS and len(edition.marks["U00"]) == PERIODS
        ours = cpu(lambda: boards.drawn(store, "b", LAST))
        floor = cpu(lambda: bare(Path(name) / "kpi.db"))
        store.close()
    print(
        f"season of boards: {ours * 1e3:.0f} ms, bare {floor * 1e3:.0f} ms, "
        f"ratio {ours / floor:.1f} (at most {BOUND:.0f})"
    )


if __name__ == "__main__":
    main()
