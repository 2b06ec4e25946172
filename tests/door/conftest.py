"""The whole application behind its door, started once, and a client that sits at this machine."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest

from kpi.service import start
from kpi.store.migrate import migrate

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """`ask("/unit", method="HEAD", headers={…}, client=…)` against the real application."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.delenv("KPI_DATABASE_URL", raising=False)
        start.configured.cache_clear()
        start.store.cache_clear()
        migrate(start.store())
        from app import app

        with asyncio.Runner() as runner:
            running = runner.run(_started(app))

            def asked(path: str, method: str = "GET", **more: Any) -> httpx.Response:
                return runner.run(_sent(app, path, method, **more))

            yield asked
            runner.run(running())
        start.store().close()
        start.configured.cache_clear()
        start.store.cache_clear()


async def _sent(
    app: Any,
    path: str,
    method: str,
    client: tuple[str, int] = ("127.0.0.1", 50000),
    host: str = "localhost",
    **more: Any,
) -> httpx.Response:
    transport = httpx.ASGITransport(app, client=client)
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as browser:
        return await browser.request(method, path, **more)


async def _started(app: Any) -> Callable[[], Any]:
    """Run the lifespan protocol's start; gives what stops it again."""
    inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    outbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    task = asyncio.create_task(app({"type": "lifespan"}, inbox.get, outbox.put))
    await inbox.put({"type": "lifespan.startup"})
    assert (await outbox.get())["type"] == "lifespan.startup.complete"

    async def stop() -> None:
        await inbox.put({"type": "lifespan.shutdown"})
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(task, 10)

    return stop
