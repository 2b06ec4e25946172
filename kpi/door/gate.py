"""The gate: the one place where a request is let in or turned away, before Streamlit sees it.

There are no accounts yet: whoever sits at this machine is let in, everybody else is refused. The
server is bound to 127.0.0.1 and this gate makes sure of it. The two identity headers are taken
off whatever comes from outside, so that nobody can name himself.
"""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

IDENTITY = frozenset({b"x-kpi-account", b"x-kpi-session"})
LARGEST_BODY = 25_000_000


class Gate:
    """Pure ASGI, for it must see websockets too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a local request through without the identity headers; refuse any other."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        if not (is_local(scope) and is_own(scope["type"], headers)):
            return await _refuse(scope, receive, send, 403)
        if _announced(headers) > LARGEST_BODY:
            return await _refuse(scope, receive, send, 413)
        inside = {**scope, "headers": without(scope["headers"], IDENTITY)}
        if scope["type"] == "websocket":
            return await self.app(inside, receive, send)
        await self._counted(inside, receive, send)

    async def _counted(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the request; a body without announced length is cut off where it grows too large."""
        read, answered = 0, False

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LARGEST_BODY:
                raise TooLarge
            return message

        async def noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self.app(scope, counted, noted)
        except TooLarge:
            if answered:
                raise
            await _refuse(scope, receive, send, 413)


class TooLarge(Exception):
    """A body over LARGEST_BODY."""


def is_local(scope: Scope) -> bool:
    """Whether both the caller and the name he called belong to this machine.

    The name counts too: a page of another site may rebind its own name to 127.0.0.1.
    """
    client = scope.get("client")
    host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or ""
    near = client is not None and _loopback(client[0])
    return near and (host == "localhost" or _loopback(host))


def is_own(kind: str, headers: Headers) -> bool:
    """A websocket is opened only from our own pages: no Origin, or one whose host is Host."""
    origin = headers.get("origin")
    return kind != "websocket" or origin is None or urlsplit(origin).netloc == headers.get("host")


def without(
    headers: Iterable[tuple[bytes, bytes]], names: frozenset[bytes]
) -> list[tuple[bytes, bytes]]:
    """The headers that are not called one of `names` (lower case), in their order."""
    return [(name, value) for name, value in headers if name.lower() not in names]


def _announced(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})  # before accept: HTTP 403
    else:
        await PlainTextResponse("", status)(scope, receive, send)
