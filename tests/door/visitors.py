"""Who comes to the door, and with what in his hands."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx

from kpi.model.person import Role
from kpi.service import signin
from kpi.service.signin import Caller
from kpi.store.engine import Store

Ask = Callable[..., httpx.Response]
HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
PEOPLE = {
    "zhoumin": ("周敏", Role.ADMIN),
    "zhangsan": ("张三", Role.PREPARER),
    "wangwu": ("王五", Role.VIEWER),
}


def enter(store: Store, login: str) -> str:
    """A new session's token."""
    return signin.sign_in(store, login, PASSWORD, Caller("10.0.0.9", "tests")).token


def later(store: Store, **by: int) -> None:
    """Move the store's clock on."""
    now = store.clock() + timedelta(**by)
    store.clock = lambda: now


def tried(ask: Ask, login: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
    """The sign-in form, filled in; `more` are other fields, headers or a client."""
    fields = {"login": login, "password": password}
    fields |= {k: more.pop(k) for k in ("next", "demo") if k in more}
    return ask("/auth/login", method="POST", data=fields, **more)


def token_of(answer: httpx.Response) -> str:
    """The token that an answer hands out."""
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
