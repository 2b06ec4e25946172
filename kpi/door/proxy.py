"""Who calls, behind a proxy: X-Forwarded-For and -Proto count only from an address we trust.

`serve` tells uvicorn to leave both headers alone; where it has read them already, the result is
the same. The address of the socket itself is kept for the gate: single sign-on asks for it.
"""

from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kpi.service import start
from kpi.settings import is_address, within

PEER = "kpi.peer"
SCHEMES = {"http": {"http": "http", "https": "https"}, "websocket": {"http": "ws", "https": "wss"}}


class Proxied:
    """Outermost: puts the caller's address and the scheme he used where everybody looks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, seen as the proxy saw it."""
        if scope["type"] in SCHEMES:
            scope = seen(scope)
        await self.app(scope, receive, send)


def seen(scope: Scope) -> Scope:
    """The request as it reached the outermost of our proxies."""
    client = scope.get("client")
    peer = client[0] if client else ""
    known: dict[str, Any] = {**scope, PEER: peer}
    proxies = start.configured().proxies
    if not within(peer, proxies):
        return known
    headers = Headers(scope=scope)
    hops = [hop.strip() for line in headers.getlist("x-forwarded-for") for hop in line.split(",")]
    outside = next((hop for hop in reversed(hops) if not within(hop, proxies)), None)
    if outside and is_address(outside):
        known["client"] = (outside, 0)
    said = headers.get("x-forwarded-proto", "").strip().lower()
    if scheme := SCHEMES[scope["type"]].get(said):
        known["scheme"] = scheme
    return known


def peer(scope: Scope) -> str:
    """The address at the other end of the socket."""
    known: str = scope.get(PEER, "")
    return known
