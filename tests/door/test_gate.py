"""What the gate takes off a request and puts on it, what it refuses unread, what it cuts off."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from visitors import enter

from kpi.door import watch
from kpi.door.gate import LARGEST_BODY, Gate
from kpi.door.proxy import Proxied
from kpi.model.person import OPERATOR
from kpi.service import people, signin, start
from kpi.settings import networks
from kpi.store import journal
from kpi.store.engine import Store

MACHINE, ELSEWHERE = "127.0.0.1", "10.0.0.7"
Settle = Callable[..., None]


@pytest.fixture
def settle(monkeypatch: pytest.MonkeyPatch) -> Iterator[Settle]:
    """`settle(sso_header="x-remote-user")`: another setting for one test."""

    def settled(**values: Any) -> None:
        chosen = replace(start.configured(), **values)
        monkeypatch.setattr(start, "configured", lambda: chosen)

    yield settled


def through(
    kind: str = "http",
    *,
    method: str = "POST",
    client: str = MACHINE,
    body: int = 0,
    path: str = "/x",
    headers: tuple[tuple[str, str], ...] = (),
    **named: str,
) -> Any:
    """What the gate answers (a status, or the websocket's close) or the headers it lets inside."""
    given = [("host", named.pop("host", "localhost:8501")), *headers]
    given += [(k.replace("_", "-"), v) for k, v in named.items()]
    scope = {
        "type": kind,
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": b"",
        "client": (client, 50000),
        "headers": [(k.encode(), v.encode()) for k, v in given],
    }
    inside: list[tuple[str, str]] = []
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        inside.extend((k.decode(), v.decode()) for k, v in scope["headers"])
        while kind == "http" and (await receive()).get("more_body"):
            pass

    rest = [body]

    async def receive() -> dict[str, Any]:
        piece = min(rest[0], 1_000_000)
        rest[0] -= piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": rest[0] > 0}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Proxied(Gate(app))(scope, receive, send))
    return sent[0].get("status", sent[0]["type"]) if sent else inside


@pytest.fixture
def cookie(house: Store) -> str:
    return "kpi_session=" + enter(house, "zhangsan")


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_application_is_told_who_is_there(house: Store, cookie: str, kind: str) -> None:
    ticket = signin.ticket_of(cookie.partition("=")[2])
    inside = through(kind, cookie=cookie)
    assert inside[-2:] == [("x-kpi-account", "zhangsan"), ("x-kpi-session", ticket)]


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_nobody_can_name_himself(house: Store, cookie: str, kind: str) -> None:
    forged = (
        *(("x-kpi-account", "zhoumin"), ("X-KPI-Account", "zhoumin"), ("x-kpi-session", "0" * 64)),
        *(("x-remote-user", "zhoumin"), ("x-forwarded-user", "zhoumin"), ("remote-user", "z")),
    )
    closed = {"http": 401, "websocket": "websocket.close"}[kind]
    assert through(kind, headers=forged) == closed
    inside = through(kind, headers=forged, cookie=cookie)
    named = [(k.lower(), v) for k, v in inside if k.lower().startswith("x-kpi")]
    assert named == [
        ("x-kpi-account", "zhangsan"),
        ("x-kpi-session", signin.ticket_of(cookie.partition("=")[2])),
    ]


def test_a_body_announced_too_large_is_refused_unread(house: Store, cookie: str) -> None:
    over = str(LARGEST_BODY + 1)
    assert through(content_length=over, cookie=cookie) == 413
    assert through(content_length=over, path="/auth/login") == 413


def test_a_body_that_grows_too_large_is_cut_off(house: Store, cookie: str) -> None:
    assert through(body=LARGEST_BODY + 1, cookie=cookie) == 413
    assert through(body=LARGEST_BODY, cookie=cookie)[0] == ("host", "localhost:8501")


FOREIGN = (
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://localhost:9999"},
    {"origin": "http://localhost:8501.evil.example"},
    {"origin": "http://[", "sec_fetch_site": "same-origin"},
    {"origin": "https://evil.example", "sec_fetch_site": "same-origin"},
)
OWN = (
    {},
    {"sec_fetch_site": "none"},
    {"sec_fetch_site": "same-origin"},
    {"origin": "http://localhost:8501"},
    {"origin": "null", "sec_fetch_site": "same-origin"},  # a page that sends no referrer
)


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize(
    "path", ["/x", "/auth/login", "/auth/setup", "/auth/password", "/auth/logout"]
)
def test_a_form_of_another_site_is_refused(
    house: Store, cookie: str, path: str, headers: dict[str, str]
) -> None:
    assert through(path=path, cookie=cookie, **headers) == 403
    assert through(path=path, **headers) == 403


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_a_form_of_our_own_comes_in(house: Store, cookie: str, headers: dict[str, str]) -> None:
    assert isinstance(through(cookie=cookie, **headers), list)


def test_nobody_is_signed_out_by_a_link_on_another_site(house: Store, cookie: str) -> None:
    link = {"method": "GET", "path": "/auth/logout", "cookie": cookie}
    assert through(**link, sec_fetch_site="cross-site") == 403
    assert isinstance(through(**link, sec_fetch_site="same-origin"), list)


def test_a_page_may_be_opened_from_a_mail_or_another_site(house: Store, cookie: str) -> None:
    assert isinstance(through(method="GET", cookie=cookie, sec_fetch_site="cross-site"), list)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999", ""])
def test_a_websocket_of_another_site_is_refused(house: Store, cookie: str, origin: str) -> None:
    assert through("websocket", cookie=cookie, origin=origin) == "websocket.close"


def test_a_websocket_needs_a_session_and_no_origin(house: Store, cookie: str) -> None:
    assert through("websocket") == "websocket.close"
    assert through("websocket", cookie="kpi_session=" + "A" * 43) == "websocket.close"
    assert isinstance(through("websocket", cookie=cookie), list)
    assert isinstance(through("websocket", cookie=cookie, origin="http://localhost:8501"), list)


# a proxy that vouches


def test_a_trusted_proxy_names_the_person(house: Store, settle: Settle) -> None:
    settle(sso_header="x-remote-user", sso_from=networks("", "10.0.0.7/32"))
    inside = through(client=ELSEWHERE, x_remote_user="ZhangSan")
    assert inside == [("host", "localhost:8501"), ("x-kpi-account", "zhangsan")]
    assert isinstance(through("websocket", client=ELSEWHERE, x_remote_user="zhangsan"), list)


def test_from_any_other_address_its_header_counts_for_nothing(
    house: Store, cookie: str, settle: Settle
) -> None:
    settle(sso_header="x-remote-user", sso_from=networks("", "10.0.0.7/32"))
    for client in (MACHINE, "10.0.0.8"):
        assert through(client=client, x_remote_user="zhoumin") == 401
        inside = dict(through(client=client, x_remote_user="zhoumin", cookie=cookie))
        assert inside["x-kpi-account"] == "zhangsan"
        assert "x-remote-user" not in inside


def test_what_a_proxy_forwards_is_not_its_own_address(house: Store, settle: Settle) -> None:
    settle(sso_header="x-remote-user", sso_from=networks("", "10.0.0.7/32"))
    assert through(x_forwarded_for=ELSEWHERE, x_remote_user="zhoumin") == 401


@pytest.mark.parametrize("login", ["stranger", "wangwu", "", "zhoumin, zhangsan"])
def test_a_proxy_vouches_for_active_accounts_only(house: Store, settle: Settle, login: str) -> None:
    people.disable(house, "wangwu", OPERATOR)
    settle(sso_header="x-remote-user", sso_from=networks("", "127.0.0.1/32"))
    assert through(x_remote_user=login) == 401


def test_two_names_are_no_name(house: Store, settle: Settle) -> None:
    settle(sso_header="x-remote-user", sso_from=networks("", "127.0.0.1/32"))
    both = (("x-remote-user", "zhoumin"), ("x-remote-user", "zhangsan"))
    assert through(headers=both) == 401


# the demo asks for no password


@pytest.mark.parametrize(
    ("client", "host"),
    [
        *((ELSEWHERE, "localhost:8501"), (MACHINE, "kpi.example"), (MACHINE, "10.0.0.7:8501")),
        *((MACHINE, ""), (MACHINE, "localhost.evil.example"), (MACHINE, "127.0.0.1.evil.example")),
    ],
)
def test_the_demo_answers_this_machine_alone(
    house: Store, settle: Settle, client: str, host: str
) -> None:
    settle(demo=True)
    for kind, closed in (("http", 403), ("websocket", "websocket.close")):
        assert through(kind, method="GET", path="/auth/login", client=client, host=host) == closed


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501", "LOCALHOST:1"])
def test_every_name_of_this_machine_reaches_the_demo(
    house: Store, settle: Settle, host: str
) -> None:
    settle(demo=True)
    assert isinstance(through(method="GET", path="/auth/login", host=host), list)


# an open page outlives nobody


def test_a_websocket_is_closed_soon_after_its_session_ends(house: Store, cookie: str) -> None:
    closed: list[Any] = []
    token = cookie.partition("=")[2]

    async def watched() -> None:
        inbox: asyncio.Queue[Any] = asyncio.Queue()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            await send({"type": "websocket.accept"})
            while (await receive())["type"] != "websocket.disconnect":
                pass

        async def send(message: Any) -> None:
            if message["type"] == "websocket.close":
                closed.append(message["code"])
                await inbox.put({"type": "websocket.disconnect", "code": 1008})

        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "client": (MACHINE, 1),
            "headers": [(b"host", b"x"), (b"cookie", cookie.encode())],
        }
        serving = asyncio.create_task(Gate(app, watch_s=0.05)(scope, inbox.get, send))
        await asyncio.sleep(0.3)
        assert not serving.done()
        signin.sign_out(house, signin.Caller(token=token))
        await asyncio.wait_for(serving, 3)

    asyncio.run(watched())
    assert closed == [1008]
    assert watch.WATCH_S < 20


def test_nothing_that_an_open_page_asks_reaches_the_application_after_its_session(
    house: Store, cookie: str
) -> None:
    reached: list[Any] = []
    closed: list[Any] = []

    async def talked() -> None:
        inbox: asyncio.Queue[Any] = asyncio.Queue()

        async def app(scope: Any, receive: Any, send: Any) -> None:
            while (message := await receive())["type"] != "websocket.disconnect":
                reached.append(message["bytes"])

        async def send(message: Any) -> None:
            closed.append(message)

        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "client": (MACHINE, 1),
            "headers": [(b"host", b"x"), (b"cookie", cookie.encode())],
        }
        serving = asyncio.create_task(Gate(app)(scope, inbox.get, send))
        await inbox.put({"type": "websocket.receive", "bytes": b"before"})
        await asyncio.sleep(0.3)
        people.end_sessions(house, "zhangsan", OPERATOR)
        await inbox.put({"type": "websocket.receive", "bytes": b"after"})
        await asyncio.wait_for(serving, 3)

    asyncio.run(talked())
    assert reached == [b"before"]
    assert closed == [{"type": "websocket.close", "code": 1008}]


def test_a_deaf_application_is_cut_off_too(
    house: Store, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "LAST_WORDS_S", 0.1)

    async def deaf(scope: Any, receive: Any, send: Any) -> None:
        await asyncio.sleep(60)

    async def send(message: Any) -> None:
        pass

    async def cut() -> None:
        scope = {
            "type": "websocket",
            "path": "/_stcore/stream",
            "client": (MACHINE, 1),
            "headers": [(b"host", b"x"), (b"cookie", cookie.encode())],
        }
        serving = asyncio.create_task(Gate(deaf, watch_s=0.05)(scope, send, send))
        await asyncio.sleep(0.2)
        people.end_sessions(house, "zhangsan", OPERATOR)
        await asyncio.wait_for(serving, 3)

    asyncio.run(cut())


def test_what_is_turned_away_is_written_down_once_a_minute_and_nobody_is_named(
    house: Store,
) -> None:
    later = datetime.now(UTC) + timedelta(minutes=5)
    house.clock = lambda: later
    with house.read() as tx:
        before = len([*journal.lines(tx)])
    forged = "kpi_session=" + "x" * 43
    for _again in range(3):
        assert through(path="/auth/login", **FOREIGN[0]) == 403
        assert through(path="/x", method="GET", cookie=forged) == 401
    with house.read() as tx:
        told = [(x.actor, x.act, x.object, x.ip) for x in journal.lines(tx)][before:]
    assert told == [("?", "refused", "form", MACHINE), ("?", "refused", "session", MACHINE)]
