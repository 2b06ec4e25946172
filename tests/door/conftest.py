"""The whole application behind its door, started once, with people who may sign in."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy import delete
from visitors import PASSWORD, PEOPLE, enter

from kpi.model.person import OPERATOR
from kpi.service import passwords, people, start
from kpi.store.engine import Store
from kpi.store.migrate import migrate
from kpi.store.schema_people import account, login_attempt, setup_link

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.delenv("KPI_DATABASE_URL", raising=False)
        patch.setattr(passwords, "hashed", _hashed())
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


@pytest.fixture
def house(_running: Ask) -> Iterator[Store]:
    """The application's store, in which these people and nobody else may sign in."""
    store = start.store()
    clock = store.clock
    with store.touch() as tx:
        for table in (account, login_attempt, setup_link):  # sessions go with their accounts
            tx.con.execute(delete(table))
    for login, (name, role) in PEOPLE.items():
        people.add(store, login, role, OPERATOR, name=name, password=PASSWORD)
    yield store
    store.clock = clock


@pytest.fixture
def knock(_running: Ask, house: Store) -> Ask:
    """`knock("/unit", method="HEAD", headers={…}, client=…)`: somebody who is not signed in."""
    return _running


@pytest.fixture
def ask(_running: Ask, house: Store) -> Ask:
    """The same, signed in as an administrator (or as `token` says)."""
    mine = enter(house, "zhoumin")

    def asked(path: str, method: str = "GET", token: str = mine, **more: Any) -> httpx.Response:
        headers = dict(more.pop("headers", {}))
        own = f"kpi_session={token}"
        headers["cookie"] = f"{own}; {headers['cookie']}" if "cookie" in headers else own
        return _running(path, method, headers=headers, **more)

    return asked


def _hashed() -> Callable[[str], str]:
    """Hash a password once and remember it: fifty tests sign in with the same."""
    known, real = {}, passwords.hashed

    def hashed(password: str) -> str:
        if password not in known:
            known[password] = real(password)
        return known[password]

    return hashed


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
