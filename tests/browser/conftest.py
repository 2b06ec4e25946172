"""A running server on loopback with an empty store, and a Chromium to look at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from kpi.store import engine
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of a server of this session."""
    data = tmp_path_factory.mktemp("data")
    store = engine.open(f"sqlite:///{data / 'kpi.db'}", data)
    migrate(store)
    store.close()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {**os.environ, "KPI_DATA_DIR": str(data), "KPI_LANG": "zh"}
    environment.pop("KPI_DATABASE_URL", None)
    with (data / "log").open("w") as log:
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium; without it these tests are skipped."""
    api = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip("no Chromium here")
    with api.sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()
