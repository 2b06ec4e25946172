"""The meeting's pack of the sample district's main board, as an edition.

    python -m benchmarks.pack

In one fresh process: CPU of the first pack with every import, what it adds to the process's peak
memory, CPU of the second one (kept), and a pack against the sum of its parts, median of 5 in turn.
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kpi.model.choice import Choice
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.service import export, forms, packing, publish, sample
from kpi.store import engine
from kpi.store.engine import Store
from kpi.store.migrate import migrate

TODAY, PERIOD, BOARD = date(2026, 11, 21), Period.parse("2026-10"), "economy"
RUNS = 5
COLD, KEPT, PARTS, MEMORY = 2.5, 0.05, 1.1, 150  # seconds, seconds, times, MB
PACK = Choice("pack")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = engine.open(f"sqlite:///{folder}/kpi.db", Path(folder))
        migrate(store)
        sample.load(store, today=TODAY, tell=lambda line: None)
        publish.go(store, BOARD, PERIOD, operator("wang"), today=TODAY)
        late = measured(store)
        store.close()
    sys.exit(late)


def measured(store: Store) -> bool:
    """Print every figure; whether one is beyond its bound."""
    before = peak()
    cold = cpu(lambda: taken(store, PACK))
    grown = peak() - before
    kept = statistics.median(cpu(lambda: taken(store, PACK)) for _ in range(RUNS))
    edition = export.read(store, export.subject(store, BOARD, PERIOD))
    parts = list(packing.parts(edition, PACK))

    def apart() -> None:
        for part in parts:
            forms.made(edition, part)

    pairs = [(cpu(lambda: export.made(edition, PACK)), cpu(apart)) for _ in range(RUNS)]
    whole, sum_ = (statistics.median(column) for column in zip(*pairs, strict=True))
    size = len(taken(store, PACK).data)
    print(f"pack: {len(parts)} files, {size / 1e6:.1f} MB")
    told = (
        ("cold, imports included", cold, COLD, "s"),
        ("kept", kept, KEPT, "s"),
        (f"pack {whole:.2f} s to its parts {sum_:.2f} s", whole / sum_, PARTS, "×"),
        ("memory added", grown, MEMORY, "MB"),
    )
    for name, found, bound, unit in told:
        print(f"{name}: {found:.3g} {unit} (at most {bound:g} {unit})")
    return any(found > bound for _name, found, bound, _unit in told)


def taken(store: Store, choice: Choice) -> forms.File:
    return export.export(store, BOARD, PERIOD, choice, OPERATOR)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak() -> float:
    """The most memory that this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
