"""Our own routes beside Streamlit's, what happens once at the start, and a script's fault."""

import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kpi.door import signin
from kpi.i18n import _
from kpi.service import faults

HEAVY = ("pandas", "pyarrow", "plotly.graph_objects")
log = logging.getLogger("kpi.door")


@asynccontextmanager
async def lifespan(_app: object) -> AsyncIterator[None]:
    """Before the first request: open the store, import what is heavy, freeze what now lives.

    Streamlit collects garbage fully after every run; frozen objects are not walked again, which
    takes a rerun with charts from 120 to 34 ms of CPU.
    """
    await to_thread.run_sync(warm)
    yield


def warm() -> None:
    """Load the libraries, open the store, draw a board: the first visitor waits for nothing."""
    from kpi.service import board, start, upload

    for name in HEAVY:
        import_module(name)
    store = start.store()
    for known in board.known(store).boards[:1]:
        board.latest(store, known.code)
    upload.get_ready()
    gc.collect()
    gc.freeze()
    if address := os.environ.get("KPI_ADDRESS"):  # `serve` waits for this line
        sys.stderr.write(_("红黑榜已就绪：{address}").format(address=address) + "\n")


async def health(_request: Request) -> Response:
    """`/healthz`: 200 `ok` while the database answers, else 503; nothing else in it."""
    try:
        await to_thread.run_sync(_ask)
    except Exception as reason:  # any reason at all counts as unwell
        log.error("the database does not answer: %s", reason)
        return PlainTextResponse("unavailable", 503)
    return PlainTextResponse("ok")


def fault(show: Callable[[str], object]) -> Callable[[Exception], bool]:
    """Streamlit's handler for an uncaught exception of a page: numbered in the log, shown short."""

    def handle(error: Exception) -> bool:
        told = _("出了点问题，编号 {number}，已记录。").format(number=faults.noted(error))
        show(faults.sentence(error) + told)
        return True  # the default box with its English text stays away

    return handle


def _ask() -> None:
    from kpi.service import start

    start.store().data_version()


ALL: list[BaseRoute] = [Route("/healthz", health), *signin.ROUTES]
