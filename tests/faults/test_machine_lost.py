"""The drill: a backup while people write, the machine gone, everything back somewhere else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from shutil import copytree, rmtree

from benchmarks import district
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import OPERATOR
from kpi.service import board, safety
from kpi.store import engine, observations, uploads
from kpi.store.engine import Store
from kpi.store.migrate import migrate

TODAY = date(2026, 11, 21)


def told(store: Store) -> list[tuple[object, ...]]:
    """The board as people read it."""
    edition = board.drawn(store, "economy", Period.parse("2026-10"))
    return [(e.unit, e.rank, e.score, e.colour, e.reasons) for e in edition.board.entries]


def test_the_same_board_comes_back_after_the_machine_is_lost(
    sample_data: Path, tmp_path: Path
) -> None:
    machine = Path(copytree(sample_data, tmp_path / "machine"))
    store = engine.open(f"sqlite:///{machine / 'kpi.db'}", machine)
    migrate(store)
    before = told(store)
    written = safety.backup(store, tmp_path / "disk.zip", OPERATOR)
    store.close()
    rmtree(machine)
    new = engine.open(f"sqlite:///{tmp_path / 'new' / 'kpi.db'}", tmp_path / "new")
    done = safety.restore(new, tmp_path / "disk.zip", OPERATOR)
    assert (done.proof.ok, done.rows) == (True, written.rows)
    assert told(new) == before
    new.close()


def test_all_that_was_acknowledged_before_the_backup_is_in_it(store: Store, tmp_path: Path) -> None:
    district.named(store)
    acknowledged: list[int] = []

    def send(who: int) -> None:
        for n in range(6):
            plan = district.month(district.FIRST.shift(who), float(n), f"{who}-{n}.xlsx")
            acknowledged.append(district.sent(store, plan, f"u{who}"))

    saved = []
    with ThreadPoolExecutor(3) as pool:
        sending = [pool.submit(send, who) for who in range(3)]
        for n in range(3):
            known = set(acknowledged)
            safety.backup(store, tmp_path / f"{n}.zip", OPERATOR)
            saved.append((tmp_path / f"{n}.zip", known))
        for each in sending:
            each.result()
    for place, known in saved:
        folder = tmp_path / f"new {place.stem}"
        new = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
        assert safety.restore(new, place, OPERATOR).proof.ok
        with new.read() as tx:
            stands = {u.upload for u in uploads.list(tx)}
            rows = observations.history(tx, Wanted())
        assert known <= stands
        assert len(rows) == len(stands) * district.ROWS  # none of them half
        new.close()
