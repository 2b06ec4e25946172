"""Who is let in, and what is taken off a request at the gate."""

import asyncio
from typing import Any

import pytest

from kpi.door.gate import LARGEST_BODY, Gate

HERE, ELSEWHERE = ("127.0.0.1", 50000), ("10.0.0.7", 50000)


def through(kind: str = "http", client: Any = HERE, body: int = 0, **headers: str) -> Any:
    """What the gate answers (a status, or the websocket's close) or the headers it lets inside."""
    named = {"host": "localhost:8501", **headers}
    scope = {
        "type": kind,
        "method": "POST",
        "path": "/",
        "client": client,
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items()],
    }
    inside: dict[str, str] = {}
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        inside.update({k.decode(): v.decode() for k, v in scope["headers"]})
        while kind == "http" and (await receive()).get("more_body"):
            pass

    rest = [body]

    async def receive() -> dict[str, Any]:
        piece = min(rest[0], 1_000_000)
        rest[0] -= piece
        return {"type": "http.request", "body": b"x" * piece, "more_body": rest[0] > 0}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Gate(app)(scope, receive, send))
    return sent[0].get("status", sent[0]["type"]) if sent else inside


def test_a_request_from_this_machine_comes_in() -> None:
    assert through() == {"host": "localhost:8501"}


@pytest.mark.parametrize("client", [ELSEWHERE, None], ids=["another machine", "unknown"])
def test_any_other_caller_is_refused(client: Any) -> None:
    assert through(client=client) == 403


@pytest.mark.parametrize("host", ["kpi.example", "10.0.0.7:8501", "", "localhost.evil.example"])
def test_a_name_that_is_not_this_machine_is_refused(host: str) -> None:
    assert through(host=host) == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8501", "[::1]:8501"])
def test_every_name_of_this_machine_is_let_in(host: str) -> None:
    assert through(host=host) == {"host": host}


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_nobody_can_name_himself(kind: str) -> None:
    inside = through(kind, x_kpi_account="admin", x_kpi_session="0", x_other="kept")
    assert inside == {"host": "localhost:8501", "x-other": "kept"}


def test_a_websocket_from_another_site_is_refused() -> None:
    assert through("websocket", origin="https://evil.example") == "websocket.close"
    assert through("websocket", client=ELSEWHERE) == "websocket.close"


def test_a_websocket_of_our_own_page_comes_in() -> None:
    origin = "http://localhost:8501"
    assert through("websocket", origin=origin)["origin"] == origin


def test_a_body_announced_too_large_is_refused_unread() -> None:
    assert through(content_length=str(LARGEST_BODY + 1)) == 413


def test_a_body_that_grows_too_large_is_cut_off() -> None:
    assert through(body=LARGEST_BODY + 1) == 413
    assert through(body=LARGEST_BODY) == {"host": "localhost:8501"}
