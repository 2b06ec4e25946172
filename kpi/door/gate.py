"""The gate: nobody reaches Streamlit without a live sign-in, neither by request nor by websocket.

It also says who is there: two headers that it takes off whatever comes from outside and sets
itself. Without them a page shows nothing.
"""

from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kpi.door.origin import READING, is_foreign, is_host
from kpi.door.proxy import peer
from kpi.door.watch import WATCH_S, watched
from kpi.model.problem import KpiError
from kpi.service import signin, start
from kpi.service.signin import Here
from kpi.settings import LOOPBACK, networks, within

COOKIE = "kpi_session"
ACCOUNT, TICKET, TIMER = b"x-kpi-account", b"x-kpi-session", "x-kpi-timer"
LARGEST_BODY = 25_000_000
ONCE_S = 60.0
SIGN_IN, PASSWORD, SIGN_OUT = "/auth/login", "/auth/password", "/auth/logout"
ME = "/api/me"  # asked by programs, whatever they accept: never led to a form
_READ, _BOTH = frozenset({"GET", "HEAD"}), frozenset({"GET", "HEAD", "POST"})
OPEN = {  # exact paths that answer without a sign-in, and how they may be asked
    "/healthz": _READ,
    "/_stcore/health": _READ,
    SIGN_IN: _BOTH,
    SIGN_OUT: _BOTH,
    "/auth/setup": _BOTH,
    PASSWORD: _BOTH,  # answers with the way to the sign-in
}
UNASKED = frozenset({"/healthz", "/_stcore/health"})  # they answer whoever it is, database or not
MACHINE = networks("loopback", LOOPBACK)


class Gate:
    """Pure ASGI, for it must see websockets too."""

    def __init__(self, app: ASGIApp, watch_s: float = WATCH_S) -> None:
        self.app, self.watch_s = app, watch_s
        self.asking = CapacityLimiter(16)  # apart from the pool that hashing and reading share
        self.told: dict[str, float] = {}  # when each kind of refusal was last written down

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a signed-in request through under its name; turn any other away."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        early = too_early(scope, headers)
        if early:
            await self._write_down("form", scope)
            return await early(scope, receive, send)
        here = await self._here(scope, headers)
        answer = turned_away(scope, headers, here)
        if answer:
            if here is None and presented(headers):
                await self._write_down("session", scope)
            return await answer(scope, receive, send)
        inside = {**scope, "headers": named(scope["headers"], here), "state": _state(scope, here)}
        if scope["type"] == "websocket" and here:
            alive = partial(self._alive, here)
            return await watched(self.app, inside, receive, send, alive, self.watch_s)
        await self._counted(inside, receive, send)

    async def _write_down(self, what: str, scope: Scope) -> None:
        """That something was turned away, once a minute at most: a line, not a flood of them."""
        now = monotonic()
        if now - self.told.get(what, -ONCE_S) < ONCE_S:
            return
        self.told[what] = now
        with suppress(KpiError):  # a refusal stands, whether or not it can be written down
            await to_thread.run_sync(
                signin.turned_away, start.store(), what, peer(scope), limiter=self.asking
            )

    async def _here(self, scope: Scope, headers: Headers) -> Here | None:
        """Who asks: by a trusted proxy's word, else by the cookie."""
        if path(scope) in UNASKED:
            return None
        store, settings = start.store(), start.configured()
        logins = headers.getlist(settings.sso_header) if settings.sso_header else []
        # of two names one is not the proxy's, so neither counts
        if len(logins) == 1 and within(peer(scope), settings.sso_from):
            return await to_thread.run_sync(signin.vouched, store, logins[0], limiter=self.asking)
        token = presented(headers)
        if not token:
            return None
        active = scope["type"] == "http" and is_deed(path(scope), headers)
        return await to_thread.run_sync(
            lambda: signin.recognised(store, token, active=active), limiter=self.asking
        )

    async def _alive(self, here: Here) -> bool:
        """Whether a sign-in still stands, with the same rights; asking is no activity."""
        now = await to_thread.run_sync(_again, here, limiter=self.asking)
        return now is not None and now.person == here.person

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
            await _status(413)(scope, receive, send)


class TooLarge(Exception):
    """A body over LARGEST_BODY."""


def too_early(scope: Scope, headers: Headers) -> ASGIApp | None:
    """What is refused whoever asks: a body too large, another site's form, a demo from afar."""
    if start.configured().demo and not is_local(scope, headers):
        return _refusal(scope, 403)
    if scope["type"] == "websocket":
        origin = headers.get("origin")
        return None if origin is None or is_host(origin, headers) else _refusal(scope, 403)
    if _announced(headers) > LARGEST_BODY:
        return _status(413)
    changing = scope["method"] not in READING or path(scope) == SIGN_OUT
    return _status(403) if changing and is_foreign(headers) else None


def turned_away(scope: Scope, headers: Headers, here: Here | None) -> ASGIApp | None:
    """What a request gets instead of the application; None lets it in."""
    asked = path(scope)
    if scope["type"] == "websocket":
        return None if here and not here.must_change else _refusal(scope, 403)
    if asked == PASSWORD and here is None and scope["method"] in _BOTH:
        return RedirectResponse(f"{SIGN_IN}?next={PASSWORD}", 303)
    if scope["method"] in OPEN.get(asked, ()) or (here and not here.must_change):
        return None
    reads = scope["method"] in _READ and asked != ME
    if not reads or "text/html" not in headers.get("accept", ""):
        return _status(401)
    if here:
        return RedirectResponse(PASSWORD, 303)
    query = scope["query_string"].decode("latin-1")
    back = quote(asked + (f"?{query}" if query else ""), safe="/")
    return RedirectResponse(f"{SIGN_IN}?next={back}", 303)


def path(scope: Scope) -> str:
    """The path as it was written: `/auth/%6Cogin` is not `/auth/login`."""
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    return raw.decode("latin-1").partition("?")[0]


def is_deed(asked: str, headers: Headers) -> bool:
    """Whether a request is somebody's doing: an open page asks by itself whether it still may, and
    Streamlit's own requests come before or after a run of a page, which counts.
    """
    return TIMER not in headers and not asked.startswith("/_stcore/")


def presented(headers: Headers) -> str:
    """The token that a request brought along."""
    return cookie_parser(headers.get("cookie", "")).get(COOKIE, "")


def is_local(scope: Scope, headers: Headers) -> bool:
    """Whether both the caller and the name he called belong to this machine.

    The name counts too: a page of another site may rebind its own name to 127.0.0.1, and the demo
    asks for no password.
    """
    client = scope.get("client")
    host = headers.get("host", "").lower()
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    near = client is not None and within(client[0], MACHINE)
    return near and (name == "localhost" or within(name, MACHINE))


def named(headers: Iterable[tuple[bytes, bytes]], here: Here | None) -> list[tuple[bytes, bytes]]:
    """The headers without any identity from outside, and with ours."""
    taken = {ACCOUNT, TICKET, start.configured().sso_header.encode()}
    kept = [(name, value) for name, value in headers if name.lower() not in taken]
    if here:
        kept.append((ACCOUNT, here.person.login.encode()))
    if here and here.ticket:
        kept.append((TICKET, here.ticket.encode()))
    return kept


def _again(here: Here) -> Here | None:
    store = start.store()
    if here.ticket:
        return signin.holding(store, here.ticket)
    return signin.vouched(store, here.person.login)


def _state(scope: Scope, here: Here | None) -> dict[str, Any]:
    return {**scope.get("state", {}), "here": here}


def _announced(headers: Headers) -> int:
    text = headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def _status(status: int) -> Response:
    return PlainTextResponse("", status)


def _refusal(scope: Scope, status: int) -> ASGIApp:
    """An answer, or for a websocket its close before it opened, which the browser sees as 403."""
    if scope["type"] == "http":
        return _status(status)

    async def closed(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "websocket.close", "code": 1008})

    return closed
