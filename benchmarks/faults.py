"""Kill -9 in the middle of loading and publishing, again and again: nothing acknowledged is lost.

    python -m benchmarks.faults --rounds 50                     SQLite
    python -m benchmarks.faults --rounds 25 --url URL           PostgreSQL, an empty database

Each round a child process loads months of 200 values and publishes editions until it is killed:
at a commit, between a commit and its answer, right after an answer, or anywhere. Then everything
it had acknowledged must stand, whole, and `verify` must find no break.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import event, func, select

from benchmarks.district import FIRST, ROWS, UNITS, made, month, sent
from kpi.model.panel import Wanted
from kpi.model.person import Role, person
from kpi.service import publish
from kpi.store import editions, engine, observations, uploads, verify
from kpi.store.engine import Store
from kpi.store.schema_editions import edition_entry

WAYS = ("commit", "unanswered", "answer", "anywhere")
TODAY = date(2026, 11, 21)
ROOT = Path(__file__).parents[1]


def child(url: str, folder: Path, way: str, deeds: int) -> None:
    """Load and publish in turn; every answer is a line on stdout. Dies at deed `deeds`, or is
    killed from outside (`anywhere`).
    """
    store = engine.open(url, folder)
    with store.read() as tx:
        months, sealed = len(uploads.list(tx)), len(editions.every(tx))
    _arm(store, way, deeds)
    done = 0
    while True:
        if sealed < months and (months + done) % 3 == 0:
            period = FIRST.shift(sealed)
            wang = person("wang", "王", Role.PUBLISHER)
            edition = publish.go(store, "b", period, wang, today=TODAY)
            _say(f"edition {edition.seal.issue.edition}")  # type: ignore[union-attr]
            sealed += 1
        else:
            period = FIRST.shift(months)
            _say(f"upload {sent(store, month(period, months + 1.0, f'{months}.xlsx'), 'zhang')}")
            months += 1
        done += 1
        if way == "answer" and done >= deeds:
            os.kill(os.getpid(), signal.SIGKILL)


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _arm(store: Store, way: str, deeds: int) -> None:
    """Die at the `deeds`th commit of a deed: before it is sent, or before its anchor is noted."""
    left = deeds

    noted = store.anchor

    def count() -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def unanswered(n: int, mine: str) -> None:
        count()
        noted(n, mine)

    if way == "commit":

        def at_commit(con: object) -> None:
            if con.get_execution_options().get("writes"):  # type: ignore[attr-defined]
                count()

        event.listen(store.engine, "commit", at_commit)
    if way == "unanswered":
        store.anchor = unanswered  # type: ignore[method-assign]


def rounds(url: str, folder: Path, count: int, seed: int, tell: Callable[[str], None]) -> int:
    """Run `count` rounds; gives how many deeds were acknowledged. AssertionError where one of
    them is not whole afterwards.
    """
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    made(url, folder).close()
    acknowledged: list[str] = []
    for n in range(count):
        way = WAYS[n % len(WAYS)]
        acknowledged += _round(url, folder, way, dice)
        store = engine.open(url, folder)
        extra = _whole(store, acknowledged)
        store.close()
        tell(f"{n + 1}/{count} {way}: {len(acknowledged)} acknowledged, {extra} done unanswered")
    return len(acknowledged)


def _round(url: str, folder: Path, way: str, dice: random.Random) -> list[str]:
    words = [sys.executable, "-m", "benchmarks.faults", "--child", way, "--folder", str(folder)]
    words += ["--url", url, "--deeds", str(dice.randint(2, 12))]
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        heard = []
        if way == "anywhere":
            heard.append(process.stdout.readline())  # it is at work
            time.sleep(dice.uniform(0.0, 0.5))
            process.kill()
        heard += process.stdout.readlines()
        process.wait(60)
    assert process.returncode == -signal.SIGKILL, f"the child ended by itself: {process.returncode}"
    return [line.strip() for line in heard if line.endswith("\n")]


def _whole(store: Store, acknowledged: list[str]) -> int:
    """Everything acknowledged stands and nothing is half; gives how much stands beyond that."""
    with store.read() as tx:
        stands = {f"upload {u.upload}" for u in uploads.list(tx)}
        frame = observations.history(tx, Wanted())
        rows = frame.groupby("upload").size().to_dict() if len(frame) else {}
        sealed = {i.edition for i in editions.every(tx)}
        asked = select(edition_entry.c.edition, func.count()).group_by(edition_entry.c.edition)
        lines = {row[0]: row[1] for row in tx.con.execute(asked)}
    stands |= {f"edition {n}" for n in sealed}
    assert set(acknowledged) <= stands, f"lost: {set(acknowledged) - stands}"
    assert set(rows.values()) <= {ROWS}, f"torn uploads: {rows}"
    assert lines == dict.fromkeys(sealed, UNITS), f"torn editions: {lines}"
    proof = verify.prove(store)
    assert proof.ok, proof.breaks
    return len(stands) - len(set(acknowledged))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--url", help="an empty PostgreSQL database; default: SQLite")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--child", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--deeds", type=int, default=5, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        return child(given.url, given.folder, given.child, given.deeds)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = given.url or f"sqlite:///{folder / 'kpi.db'}"
        count = rounds(url, folder, given.rounds, given.seed, print)
    print(f"killed {given.rounds} times: {count} acknowledged, 0 lost, 0 torn, chain whole")


if __name__ == "__main__":
    main()
