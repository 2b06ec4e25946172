"""What a page costs on the sample district: processor time a run, bytes to the browser, memory.

    python -m benchmarks.pages

Rerun is the processor time of the real server's process (user and system, /proc) from one click on
the language button until the page is quiet, with warm caches: median of seven. It holds the script,
its messages, the collector that runs after each script and whatever else the server did meanwhile;
no time of the browser. Bytes are the websocket frames to the browser, before compression, from the
first request until the page is quiet. Memory is the resident set after every page was opened in
both languages and every board and unit was looked at.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from kpi.model.person import Role
from kpi.service import board, sample, signin
from kpi.store import engine, people, sessions
from kpi.store.engine import Act
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[1]
PAGES = {
    "/": "board=economy&period=2026-10",
    "/board": "board=economy&period=2026-10",
    "/unit": "unit=J08&period=2026-10",
    "/indicator": "indicator=fai&period=2026-10&measure=ytd",
    "/matrix": "board=economy&period=2026-10&cell=value",
    "/matrix#duel": "board=economy&period=2026-10&vs=J07,J08",
    "/upload": "",
}
RERUN_MS, LANDING_KB, MEMORY_MB, TIMES = 150, 60, 400, 7
TICK = os.sysconf("SC_CLK_TCK")
TOKEN = "benchmark".ljust(43, "x")  # of the one session that the server knows
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


class Server:
    """The product's own server process, watched from outside."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process, self.url = process, url

    def cpu_ms(self) -> float:
        """Processor time used so far, children apart; the kernel counts in steps of 10 ms."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) * 1000 / TICK

    def memory_mb(self) -> float:
        """Resident memory now."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def filled(folder: Path) -> dict[str, list[str]]:
    """The sample district in a new store; gives its boards and units."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    sample.load(store, today=date(2026, 11, 21), tell=lambda line: None)
    known = board.known(store)
    with store.write("benchmark", Act.USER_ADD) as tx:
        people.add(tx, people.Account("chenjing", "陈静", Role.PREPARER, "D01"))
        sessions.open(tx, signin.ticket_of(TOKEN), "chenjing", "benchmark")
    store.close()
    return {"board": list(known.board), "unit": [u for u in known.unit if u[0] in "JZDS"]}


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """The server on loopback, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "KPI_DATA_DIR": str(folder), "KPI_TODAY": "2026-11-21"}
    environment.pop("KPI_DATABASE_URL", None)
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        url = f"http://127.0.0.1:{port}"
        for _ in range(120):
            with suppress(OSError), urllib.request.urlopen(f"{url}/healthz"):  # noqa: S310
                break
            time.sleep(0.5)
        yield Server(process, url)
        process.terminate()
        process.wait(20)


@contextmanager
def window() -> Iterator[Any]:
    """A browser window that counts what its websockets bring."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KPI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit("No Chromium here: `apt-get install chromium`, or name one in KPI_CHROMIUM.")
    with sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path=found, args=flags)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        cookie = {"name": "kpi_session", "value": TOKEN, "domain": "127.0.0.1", "path": "/"}
        page.context.add_cookies([cookie])
        page.received = 0
        page.on("websocket", lambda ws: ws.on("framereceived", lambda data: _count(page, data)))
        yield page
        browser.close()


def _count(page: Any, data: str | bytes) -> None:
    page.received += len(data.encode() if isinstance(data, str) else data)


def opened(page: Any, url: str) -> int:
    """Open a URL, wait until the page is quiet; gives the bytes its websocket brought."""
    page.received = 0
    page.goto(url)
    quiet(page)
    return int(page.received)


def quiet(page: Any) -> None:
    """Until the script has run and nothing more came for half a second."""
    page.wait_for_timeout(300)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    seen = -1
    while seen != page.received:
        seen = page.received
        page.wait_for_timeout(500)


def rerun_ms(server: Server, page: Any) -> float:
    """Median processor time of one click that changes every text on the page."""
    found = []
    for n in range(TIMES + 2):
        before = server.cpu_ms()
        page.locator(".st-key-frame_other button").click()
        quiet(page)
        if n > 1:  # the first in each language fills the caches
            found.append(server.cpu_ms() - before)
    return statistics.median(found)


def report(lines: list[tuple[str, float, float, str]]) -> bool:
    """Print what was found against its limit; gives whether all limits hold."""
    for name, found, limit, uom in lines:
        bound = f"of {limit:.0f} {uom}" if limit < float("inf") else ""
        print(
            f"{name:<24}{found:>8.1f} {uom} {bound}{'' if found <= limit else '  BEYOND'}".rstrip()
        )
    return all(found <= limit for _, found, limit, _ in lines)


def main() -> int:
    """Measure, print, and end with 1 where a limit is broken."""
    lines = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = filled(folder)
        with served(folder) as server, window() as page:
            for path, query in PAGES.items():
                received = opened(page, f"{server.url}{path.partition('#')[0]}?{query}")
                limit = LANDING_KB if path == "/" else float("inf")
                lines.append((f"{path} websocket", received / 1000, limit, "kB"))
                lines.append((f"{path} rerun", rerun_ms(server, page), RERUN_MS, "ms"))
            for path, key in (("/board", "board"), ("/unit", "unit")):
                for code in codes[key]:
                    opened(page, f"{server.url}{path}?{key}={code}&period=2026-10")
            lines.append(("server memory", server.memory_mb(), MEMORY_MB, "MB"))
    return 0 if report(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
