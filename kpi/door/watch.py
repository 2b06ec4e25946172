"""An open page lives no longer than its sign-in: a websocket keeps its first headers for days."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

WATCH_S = 10.0  # an idle page is cut off within 20 s
LAST_WORDS_S = 5.0
CLOSED = {"type": "websocket.close", "code": 1008}


async def watched(
    app: ASGIApp,
    scope: Scope,
    receive: Receive,
    send: Send,
    alive: Callable[[], Awaitable[bool]],
    every_s: float = WATCH_S,
) -> None:
    """Run a websocket while `alive()`: asked before everything that the browser sends, whatever
    part of a page it is for, and now and then while it is silent.
    """

    async def heard() -> Message:
        message = await receive()
        if message["type"] != "websocket.receive" or await alive():
            return message
        await _close(send)
        return {"type": "websocket.disconnect", "code": 1008}

    async def ended() -> None:
        while await alive():
            await asyncio.sleep(every_s)

    serving = asyncio.ensure_future(app(scope, heard, send))
    watching = asyncio.ensure_future(ended())
    try:
        await asyncio.wait({serving, watching}, return_when=asyncio.FIRST_COMPLETED)
        if not serving.done():
            watching.result()
            await _close(send)
            await asyncio.wait({serving}, timeout=LAST_WORDS_S)
    finally:
        for task in (serving, watching):
            task.cancel()
        await asyncio.gather(serving, watching, return_exceptions=True)
    if not serving.cancelled():
        serving.result()


async def _close(send: Send) -> None:
    with suppress(RuntimeError):  # the other side has closed it just now
        await send(CLOSED)
