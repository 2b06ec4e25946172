"""What signing in costs: processor time, and memory when an office arrives at once.

    python -m benchmarks.signin

Everything is asked of a real server process over HTTP; time is that process's (user and system,
/proc), memory its resident set. Fifty people sign in at the same moment, each with an account and
an address of his own.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from benchmarks.pages import Server, report
from kpi.model.person import OPERATOR, Role
from kpi.service import passwords, people
from kpi.store import engine
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[1]
PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - of accounts that live for this run
OFFICE, QUESTIONS = 50, 500
SIGN_IN_MS, OFFICE_MS, MEMORY_MB, ME_MS = 150, 150, 200, 5


def staffed(folder: Path) -> None:
    """A database with fifty accounts of one password."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    known = passwords.hashed(PASSWORD)
    passwords.hashed = lambda password: known  # one hash for all
    for n in range(OFFICE):
        people.add(store, f"person{n}", Role.VIEWER, OPERATOR, password=PASSWORD)
    store.close()


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """`serve` on loopback, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KPI_DATA_DIR": str(folder)}
    environment.pop("KPI_DATABASE_URL", None)
    command = [sys.executable, "-m", "kpi", "serve", "--port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        server = Server(process, f"http://127.0.0.1:{port}")
        for _ in range(240):
            with suppress(httpx.TransportError):
                if httpx.get(f"{server.url}/healthz").status_code == 200:
                    break
            time.sleep(0.25)
        yield server
        process.terminate()
        process.wait(20)


def sign_in(url: str, n: int) -> str:
    """Person n's cookie."""
    fields = {"login": f"person{n}", "password": PASSWORD}
    answer = httpx.post(f"{url}/auth/login", data=fields, timeout=120)
    assert answer.status_code == 303, answer.status_code
    return str(answer.headers["set-cookie"]).partition(";")[0]


def main() -> int:
    """Measure, print, and end with 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        staffed(folder)
        with served(folder) as server:
            cookie = sign_in(server.url, 0)
            before = server.cpu_ms()
            for n in range(20):
                sign_in(server.url, n)
            one = (server.cpu_ms() - before) / 20
            memory, before = server.memory_mb(), server.cpu_ms()
            with ThreadPoolExecutor(OFFICE) as pool:
                list(pool.map(lambda n: sign_in(server.url, n), range(OFFICE)))
            many = (server.cpu_ms() - before) / OFFICE
            more = server.memory_mb() - memory
            with httpx.Client(base_url=server.url, headers={"cookie": cookie}) as client:
                before = server.cpu_ms()
                for _ in range(QUESTIONS):
                    assert client.get("/api/me").status_code == 200
                me = (server.cpu_ms() - before) / QUESTIONS
    lines = [
        ("sign-in", one, SIGN_IN_MS, "ms CPU"),
        ("sign-in, 50 at once", many, OFFICE_MS, "ms CPU each"),
        ("memory, 50 at once", more, MEMORY_MB, "MB more"),
        ("/api/me", me, ME_MS, "ms CPU"),
    ]
    return 0 if report(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
