"""A meeting of fifty: people who click every five seconds, and what a visit brings over the wire.

    python -m benchmarks.crowd [--people 50] [--seconds 60]

Fifty people on two server processes with one store (SQLite), each with a websocket of his own as a
browser opens it, each asking about every five seconds for another page, period, unit or indicator;
a click ends when the script of that click has finished. Wall time; everybody's first two clicks,
which fill the caches, do not count. Before them one real browser: bytes of files as they came over
the wire (compressed) for a first and a later visit to the overview, then to a page with charts.
"""

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from benchmarks.pages import TOKEN, Server, filled, quiet, report, served, window

PEOPLE, PAUSE, SECONDS = 50, 5.0, 60
P95_S, FIRST_KB, LATER_KB = 2.0, 3000, 50
PERIODS = ("2026-10", "2026-09", "2026-08", "2026-07")


def asked(dice: random.Random, boards: list[str], units: list[str]) -> tuple[str, str]:
    """Another page and its query: what a reader may click on."""
    period = dice.choice(PERIODS)
    board = f"board={dice.choice(boards)}&period={period}"
    return dice.choice(
        [
            ("home", board),
            ("board", board),
            ("unit", f"unit={dice.choice(units)}&period={period}"),
            ("indicator", f"indicator=fai&period={period}&measure=ytd"),
        ]
    )


class Person:
    """One open tab: a websocket that knows the pages by name."""

    def __init__(self, socket: Any) -> None:
        self.socket, self.pages = socket, {}

    async def click(self, name: str, query: str) -> float:
        """Ask for a page; seconds until its script has finished."""
        message = BackMsg()
        message.rerun_script.query_string = query
        message.rerun_script.page_script_hash = self.pages.get(name, "")
        start = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        begun = False
        while True:
            came = ForwardMsg()
            came.ParseFromString(await self.socket.recv())
            kind = came.WhichOneof("type")
            if kind == "navigation":
                self.pages = {
                    page.url_pathname or "home": page.page_script_hash
                    for page in came.navigation.app_pages
                }
            begun = begun or kind == "new_session"
            if kind == "script_finished" and begun:
                return time.perf_counter() - start


async def attend(url: str, seed: int, until: float, codes: dict[str, list[str]]) -> list[float]:
    """One person's clicks until a moment; the first round, which fills caches, not counted."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    headers = {"Cookie": f"kpi_session={TOKEN}"}
    await asyncio.sleep(dice.uniform(0, PAUSE))
    async with connect(
        url.replace("http", "ws") + "/_stcore/stream",
        origin=url,
        additional_headers=headers,
        subprotocols=["streamlit"],
        max_size=None,
    ) as socket:
        person, found = Person(socket), []
        await person.click("home", "")
        while time.perf_counter() < until:
            await asyncio.sleep(dice.uniform(0.6, 1.4) * PAUSE)
            found.append(await person.click(*asked(dice, codes["board"], codes["unit"])))
    return found[2:]


async def meet(urls: list[str], people: int, seconds: float, codes: dict[str, list[str]]) -> list:
    """Everybody's seconds, people dealt out evenly over the processes."""
    until = time.perf_counter() + seconds
    rounds = (attend(urls[n % len(urls)], n, until, codes) for n in range(people))
    return [each for found in await asyncio.gather(*rounds) for each in found]


def visits(server: Server) -> list[tuple[str, float, float, str]]:
    """Kilobytes of files over the wire, first and later visits of one browser."""
    got: list[float] = []
    with window() as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda seen: got.append(seen["encodedDataLength"]))
        lines = []
        for name, path, seen in (
            ("overview", "/", "h1"),
            ("charts", "/board?board=economy&period=2026-10", ".js-plotly-plot"),
        ):
            for visit, limit in (("first", FIRST_KB), ("later", LATER_KB)):
                got.clear()
                page.goto(f"{server.url}{path}")
                page.wait_for_selector(seen, timeout=60_000)
                quiet(page)
                lines.append((f"{visit} visit, {name}", sum(got) / 1000, limit, "kB"))
    return lines


def main() -> int:
    """Measure, print, and end with 1 where a limit is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = filled(folder)
        with served(folder) as one, served(folder) as two:
            lines = visits(one)
            urls = [one.url, two.url]
            found = asyncio.run(meet(urls, given.people, given.seconds, codes))
            slow = statistics.quantiles(found, n=20)[-1]
            print(f"{len(found)} clicks of {given.people} people on 2 processes")
            lines.append(("click, median", statistics.median(found), P95_S, "s"))
            lines.append(("click, p95", slow, P95_S, "s"))
    return 0 if report(lines) else 1


if __name__ == "__main__":
    sys.exit(main())
