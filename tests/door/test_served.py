"""One real server process: its links, its websockets, its restart, many at once, the demo."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from visitors import HTML, PASSWORD, token_of
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from kpi.model.person import OPERATOR, Role
from kpi.service import people
from kpi.store import engine, house
from kpi.store.engine import Act
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"http://127\.0\.0\.1:\d+(/auth/setup\?token=[\w-]+)")


class Server:
    """A running `serve`, asked from outside."""

    def __init__(self, port: int, log: Path) -> None:
        self.port, self.log = port, log
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30)

    def ask(self, path: str, token: str = "", **more: Any) -> httpx.Response:
        """A request with its own cookie and no other."""
        headers = {
            **more.pop("headers", {}),
            **({"cookie": f"kpi_session={token}"} if token else {}),
        }
        self.client.cookies.clear()
        return self.client.request(more.pop("method", "GET"), path, headers=headers, **more)

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        """The form, filled in."""
        fields = {"login": login, "password": password, **more}
        return self.ask("/auth/login", method="POST", data=fields)

    def socket(self, token: str = "", **headers: str) -> ClientConnection:
        """A page's websocket."""
        named = {k.replace("_", "-"): v for k, v in headers.items()}
        named |= {"Cookie": f"kpi_session={token}"} if token else {}
        url = f"ws://127.0.0.1:{self.port}/_stcore/stream"
        return connect(url, additional_headers=named, subprotocols=["streamlit"])

    def refuses(self, token: str = "", **headers: str) -> bool:
        """Whether a websocket is turned away in its handshake."""
        try:
            with self.socket(token, **headers):
                return False
        except InvalidStatus as answer:
            return answer.response.status_code == 403

    def page(self, token: str, name: str) -> bytes:
        """All that the server sends to a tab that opens a page."""
        ask, got = BackMsg(), b""
        ask.rerun_script.page_name = name
        with self.socket(token) as tab:
            tab.send(ask.SerializeToString())
            while ForwardMsg.FromString(data := tab.recv(timeout=60)).WhichOneof("type") != (
                "script_finished"
            ):
                got += data
        return got


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Server]:
    """`serve` on a data folder, once it answers; it ends like a service does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "kpi", "serve", "--port", str(port), *options]
    environment = {**os.environ, "KPI_DATA_DIR": str(folder), "KPI_TODAY": "2026-11-21"}
    for name in ("KPI_DATABASE_URL", "KPI_ADDRESS", "KPI_DEMO"):
        environment.pop(name, None)
    log = folder.parent / f"serve-{port}.log"
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, stdout=out, stderr=out
        )
    server = Server(port, log)
    try:
        for _ in range(480):
            assert process.poll() is None, log.read_text(encoding="utf-8")
            with suppress(httpx.TransportError):
                if server.ask("/healthz").status_code == 200:
                    break
            time.sleep(0.25)
        yield server
    finally:
        server.client.close()
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def made(folder: Path, change: Callable[[engine.Store], object]) -> None:
    """Prepare a data folder before a server opens it."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    change(store)
    store.close()


def account(store: engine.Store, login: str, role: Role = Role.ADMIN, name: str = "") -> None:
    people.add(store, login, role, OPERATOR, name=name, password=PASSWORD)


def files(folder: Path) -> bytes:
    """Every byte under the data folder."""
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_from_the_printed_link_to_a_session_that_outlives_a_restart(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with served(folder) as server:
        printed = LINK.findall(server.log.read_text(encoding="utf-8"))
        assert len(printed) == 1
        setup = {"login": "zhoumin", "name": "周敏", "password": PASSWORD}
        setup["token"] = printed[0].partition("=")[2]

        def race(n: int) -> int:
            fields = {**setup, "login": f"racer{n}"}
            return httpx.post(f"http://127.0.0.1:{server.port}/auth/setup", data=fields).status_code

        assert server.ask(printed[0]).status_code == 200
        with ThreadPoolExecutor(8) as pool:
            said = sorted(pool.map(race, range(8)))
        assert said == [303] + [403] * 7
        ins = [server.sign_in(f"racer{n}") for n in range(8)]
        assert sorted(a.status_code for a in ins) == [303] + [401] * 7
        token = next(token_of(a) for a in ins if a.status_code == 303)
        for _ in range(4):
            server.sign_in("nobody", "wrong")
        assert server.sign_in("nobody", "wrong").status_code == 401
        assert setup["token"].encode() not in files(folder)
        assert token.encode() not in files(folder)
    with served(folder) as server:
        assert not LINK.findall(server.log.read_text(encoding="utf-8"))
        assert server.ask("/api/me", token).status_code == 200
        assert server.sign_in("nobody", "wrong").status_code == 429
        assert not server.refuses(token)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an administrator and a viewer."""
    folder = tmp_path_factory.mktemp("office")

    def staff(store: engine.Store) -> None:
        account(store, "zhoumin", Role.ADMIN, "周敏")
        account(store, "wangwu", Role.VIEWER, "王五")
        account(store, "victim", Role.VIEWER)

    made(folder, staff)
    with served(folder) as server:
        yield server


def test_a_websocket_opens_for_a_session_and_our_own_pages_only(office: Server) -> None:
    token = token_of(office.sign_in("wangwu"))
    own = f"http://127.0.0.1:{office.port}"
    assert not office.refuses(token)
    assert not office.refuses(token, Origin=own)
    assert office.refuses()
    assert office.refuses(Origin=own)
    assert office.refuses("A" * 43)
    assert office.refuses(token, Origin="http://evil.example")
    assert office.refuses(X_Kpi_Account="zhoumin", X_Kpi_Session="0" * 64)


def test_a_page_shows_the_persons_name_and_no_page_of_another_role(office: Server) -> None:
    admin = office.page(token_of(office.sign_in("zhoumin")), "setup")
    viewer = office.page(token_of(office.sign_in("wangwu")), "setup")
    assert "周敏".encode() in admin
    assert "没有权限".encode() not in admin
    assert "王五".encode() in viewer
    assert "没有权限".encode() in viewer
    assert "导入名录".encode() in admin
    assert "导入名录".encode() not in viewer


def test_signing_out_kills_the_cookie_at_once_and_the_open_page_soon(office: Server) -> None:
    token = token_of(office.sign_in("wangwu"))
    with office.socket(token) as tab:
        assert office.ask("/auth/logout", token).status_code == 303
        assert office.ask("/", token, headers=HTML).status_code == 303
        assert office.ask("/api/me", token).status_code == 401
        assert office.refuses(token)
        began = time.monotonic()
        with pytest.raises(ConnectionClosed):
            while time.monotonic() - began < 20:
                tab.recv(timeout=20)
        assert time.monotonic() - began < 20


def test_an_open_page_of_an_ended_session_shows_no_data_at_its_next_action(
    office: Server,
) -> None:
    token, run, seen = token_of(office.sign_in("wangwu")), BackMsg(), b""
    run.rerun_script.page_name = ""
    with office.socket(token) as tab:
        office.ask("/auth/logout", token)
        tab.send(run.SerializeToString())
        with pytest.raises(ConnectionClosed):
            while True:
                seen += tab.recv(timeout=20)
    assert "王五".encode() not in seen


def test_of_thirty_guesses_at_once_five_are_looked_at(office: Server) -> None:
    address = f"http://127.0.0.1:{office.port}/auth/login"

    def guess(n: int) -> int:
        fields = {"login": "victim", "password": PASSWORD if n == 29 else f"guess {n}"}
        return httpx.post(address, data=fields, timeout=60).status_code

    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(guess, range(30)))
    assert said.count(429) >= 25
    assert office.sign_in("wangwu").status_code == 303


def test_an_unknown_login_takes_as_long_as_a_known_one(office: Server) -> None:
    def spent(login: str) -> float:
        began = time.perf_counter()
        assert office.sign_in(login, "wrong").status_code == 401
        return time.perf_counter() - began

    spent("stranger0")
    known = min(spent(login) for login in ("zhoumin", "wangwu", "zhoumin", "wangwu"))
    unknown = min(spent(f"stranger{n}") for n in range(1, 5))
    assert 0.5 < unknown / known < 2


def test_no_faults_number_tells_more_than_itself(office: Server) -> None:
    assert office.ask("/healthz").text == "ok"
    for path in ("/auth/login?next=%00", "/auth/login?lang=%ff", "/auth/setup?token=%ff%00'"):
        assert office.ask(path).status_code in (200, 403)


def test_the_demo_is_its_own_database_and_one_click_away(sample_data: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(sample_data, tmp_path / "demo"))

    def mark(store: engine.Store) -> None:
        with store.write("system", Act.SETTINGS) as tx:
            house.change(tx, demo=True)

    made(folder, mark)
    with served(folder, "--demo") as server:
        log = server.log.read_text(encoding="utf-8")
        answer = server.sign_in("", "", demo="viewer")
        token = token_of(answer)
        assert not LINK.findall(log)
        assert answer.status_code == 303
        assert server.ask("/api/me", token).json()["role"] == "viewer"
        assert "演示数据".encode() in server.page(token, "")
        assert server.ask("/auth/login", headers={"host": "kpi.example"}).status_code == 403


def test_the_demo_takes_no_other_database_and_no_other_address(
    sample_folder: Path, tmp_path: Path
) -> None:
    def ended(folder: Path, *options: str) -> int:
        environment = {**os.environ, "KPI_DATA_DIR": str(folder)}
        environment.pop("KPI_DATABASE_URL", None)
        command = [sys.executable, "-m", "kpi", "serve", "--demo", *options]
        return subprocess.run(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, capture_output=True, timeout=60
        ).returncode

    made(tmp_path, lambda store: account(store, "zhoumin"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    assert ended(sample_folder, "--port", port) == 1
    assert ended(tmp_path, "--port", port) == 1
    assert ended(tmp_path / "empty", "--host", "0.0.0.0", "--port", port) == 2  # noqa: S104
