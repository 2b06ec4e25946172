"""A process that dies in the middle of a deed."""

import signal
import subprocess
import sys
from pathlib import Path

from cloud_brook import load
from sqlalchemy import URL

from kpi.model.panel import Wanted
from kpi.store import journal, observations, uploads
from kpi.store.engine import Store

ROOT = Path(__file__).parents[2]
CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, "tests/store")
from cloud_brook import plan_of
from kpi.store import engine, observations
store = engine.open(sys.argv[1], Path(sys.argv[2]))
with store.read() as tx:
    plan = plan_of(tx, "b.xlsx", [("J01", "fai", "2026-10", 2.0), ("J02", "fai", "2026-10", 3.0)])
with store.write("zhangsan", engine.Act.LOAD) as tx:
    observations.write(tx, plan)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_leaves_nothing_half(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    before = _everything(district)
    url = district.engine.url
    assert isinstance(url, URL)
    words = [url.render_as_string(hide_password=False), str(district.data)]
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", CHILD, *words], cwd=ROOT, timeout=60, check=False
    )
    assert done.returncode == -signal.SIGKILL
    assert _everything(district) == before
    load(district, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])  # and the next one is not held up
    with district.read() as tx:
        assert observations.read(tx, Wanted())["value"].tolist() == [2.0]


def _everything(store: Store) -> tuple[object, ...]:
    with store.read() as tx:
        every = observations.history(tx, Wanted()).to_csv()
        return tx.version, every, uploads.list(tx), journal.chain(tx)
