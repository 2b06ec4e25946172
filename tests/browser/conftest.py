"""Running servers on loopback, one empty and one with the sample district, and a Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import season
from playwright.sync_api import sync_playwright
from seeing import TOKENS, enter

from kpi.model.person import Role
from kpi.service import signin
from kpi.store import engine, people, sessions
from kpi.store.engine import Act
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of a server of this session, on an empty store."""
    data = tmp_path_factory.mktemp("data")
    with _served(data) as url:
        yield url


@pytest.fixture(scope="session")
def folder(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the server with the sample district."""
    return Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("served") / "data"))


@pytest.fixture(scope="session")
def district(folder: Path) -> Iterator[str]:
    """The root URL of a server with the sample district."""
    with _served(folder) as url:
        yield url


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of a server on the sample district with its whole year published."""
    data = tmp_path_factory.mktemp("published")
    season.fill(data)
    with _served(data) as url:
        yield url


@pytest.fixture(scope="module")
def apart(
    sample_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """A server with a sample district of its own, for tests that publish: its URL and folder."""
    data = Path(shutil.copytree(sample_data, tmp_path_factory.mktemp("apart") / "data"))
    with _served(data) as url:
        yield url, data


def _let_in(data: Path) -> None:
    """One person a role, all of them signed in; the preparer sends what 固定资产投资 is about."""
    store = engine.open(f"sqlite:///{data / 'kpi.db'}", data)
    migrate(store)
    for role, token in TOKENS.items():
        own = frozenset({"fai", "project_district"}) if role is Role.PREPARER else None
        with store.write("tests", Act.USER_ADD) as tx:
            people.add(tx, people.Account(f"the-{role}", "陈静", role, indicators=own))
            sessions.open(tx, signin.ticket_of(token), f"the-{role}", "tests")
    store.close()


@contextmanager
def _served(data: Path) -> Iterator[str]:
    _let_in(data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "KPI_DATA_DIR": str(data), "KPI_LANG": "zh"}
    environment["KPI_TODAY"] = "2026-11-21"
    environment.pop("KPI_DATABASE_URL", None)
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        url = f"http://127.0.0.1:{port}"
        for _ in range(120):
            with suppress(OSError), urllib.request.urlopen(f"{url}/healthz"):  # noqa: S310
                break
            time.sleep(0.5)
        yield url
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The machine's own Chromium: KPI_CHROMIUM, or the first of BROWSERS on the path.

    It ends with its file: Playwright keeps an event loop running in this thread, and other tests
    run theirs.
    """
    found = os.environ.get("KPI_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("No Chromium here: `apt-get install chromium`, or name one in KPI_CHROMIUM.")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A light 1440 × 900 window, or what the test's parameter says, of a signed-in preparer; it
    notes what it asks for (`requested`) and what its console complains of (`complaints`: text and
    place).
    """
    wanted = {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}
    context = chromium.new_context(**{**wanted, **getattr(request, "param", {})})
    context.set_default_timeout(20_000)
    enter(context, Role.PREPARER)
    opened = context.new_page()
    opened.requested, opened.complaints = [], []
    opened.on("request", lambda asked: opened.requested.append(asked.url))
    opened.on("websocket", lambda socket: opened.requested.append(socket.url))
    opened.on("console", lambda line: _complaint(opened, line))
    opened.on("pageerror", lambda fault: opened.complaints.append((str(fault), "")))
    yield opened
    context.close()


def _complaint(page: Any, line: Any) -> None:
    if line.type == "error":
        page.complaints.append((line.text, line.location["url"].partition("?")[0]))
