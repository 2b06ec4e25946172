"""Which doors open to whom: the table of the contract, line by line, against the application."""

import asyncio
from typing import Any

import pytest
from visitors import HTML, enter, later

from kpi.door import front
from kpi.model.person import OPERATOR, Role
from kpi.service import people
from kpi.store.engine import Store

CLOSED = (
    *("/", "/unit", "/no/such/page", "/_stcore/metrics", "/_stcore/host-config", "/media/x"),
    *("/_stcore/stream", "/_stcore/upload_file/a/b", "/_stcore/agent/interact", "/api"),
    *("/static/js/none.js", "/app/static/favicon.png", "/component/x", "/auth/", "/auth/none"),
    *("/auth/login/", "/AUTH/LOGIN", "/auth/login.", "/healthz/", "/_stcore/health/"),
    *("/unit/_stcore/health", "/unit/_stcore/host-config", "/_stcore/script-health-check"),
)


def raw(app_path: bytes, *, scheme: str = "http", **headers: str) -> int:
    """The status of a path sent exactly as written, which no client library would send."""
    from app import app

    told: list[int] = []

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    from urllib.parse import unquote_to_bytes

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme,
        "path": unquote_to_bytes(app_path).decode(),
        "raw_path": app_path,
        "query_string": b"",
        "headers": [
            (b"host", b"localhost"),
            *((k.encode(), v.encode()) for k, v in headers.items()),
        ],
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 80),
    }
    asyncio.run(app(scope, receive, send))
    return told[0]


@pytest.mark.parametrize("path", CLOSED)
def test_without_a_session_nothing_but_the_open_doors_answers(knock: Any, path: str) -> None:
    assert knock(path).status_code == 401
    assert knock(path, headers=HTML).status_code == 303


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
)
@pytest.mark.parametrize("path", ["/", "/unit", "/_stcore/upload_file/a/b", "/api/me"])
def test_without_a_session_no_other_method_answers(knock: Any, method: str, path: str) -> None:
    assert knock(path, method=method, headers=HTML).status_code == 401


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_an_open_door_is_open_for_its_own_methods_only(knock: Any, method: str) -> None:
    for path in ("/auth/login", "/auth/logout", "/auth/setup", "/healthz"):
        assert knock(path, method=method).status_code == 401
    assert knock("/healthz", method="POST").status_code == 401


def test_no_asset_of_the_framework_answers_without_a_session(knock: Any, ask: Any) -> None:
    for path in sorted(front.assets())[:3]:
        assert (knock(path).status_code, ask(path).status_code) == (401, 200)


@pytest.mark.parametrize(
    "path",
    [
        *(b"/auth/../api/me", b"/auth/./login", b"//auth/login", b"/auth//login", b"/auth/%6Cogin"),
        *(b"/healthz%00", b"/auth/login%2f..%2f..", b"/auth/login;x", b"/%61uth/setup"),
        *(b"/auth/login/../../unit", b"/_stcore/health/../metrics", b"\\auth\\login"),
    ],
)
def test_a_path_is_compared_as_it_was_written(knock: Any, path: bytes) -> None:
    assert raw(path) == 401
    assert raw(path, accept="text/html") == 303


def test_a_page_leads_to_the_sign_in_and_back(knock: Any) -> None:
    answer = knock("/unit?unit=J02&group=街道", headers=HTML)
    where = "/auth/login?next=/unit%3Funit%3DJ02%26group%3D%25E8%25A1%2597%25E9%2581%2593"
    assert (answer.status_code, answer.headers["location"]) == (303, where)
    form = knock(answer.headers["location"]).text
    assert 'name="next" value="/unit?unit=J02&amp;group=%E8%A1%97%E9%81%93"' in form


def test_the_open_doors_answer_anybody(knock: Any, ask: Any) -> None:
    for visitor in (knock, ask):
        health = visitor("/healthz")
        assert (health.status_code, health.text) == (200, "ok")
        assert visitor("/_stcore/health").status_code == 200
        form = visitor("/auth/login?next=/unit")
        assert form.status_code == 200
        assert form.headers["cache-control"] == "no-store"
        assert form.headers["content-type"].startswith("text/html")
        for field in ('name="login"', 'name="password"', 'name="next" value="/unit"'):
            assert field in form.text


def test_the_password_form_leads_a_stranger_to_the_sign_in(knock: Any) -> None:
    for method in ("GET", "POST"):
        answer = knock("/auth/password", method=method)
        assert answer.status_code == 303
        assert answer.headers["location"] == "/auth/login?next=/auth/password"


def test_with_a_session_pages_and_assets_answer_and_nothing_is_404(ask: Any) -> None:
    assert ask("/", headers=HTML).status_code == 200
    assert ask("/unit?unit=J02").status_code == 200
    assert ask("/app/static/favicon.png").status_code == 200
    for path in ("/api/none", "/auth/none", "/auth/login/", "/media/none", "/unit/_stcore/health"):
        assert ask(path).status_code == 404


def test_who_am_i(ask: Any, knock: Any, house: Store) -> None:
    with house.touch():
        pass
    answer = ask("/api/me", token=enter(house, "zhangsan"))
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == {
        "login": "zhangsan",
        "name": "张三",
        "role": "preparer",
        "indicators": [],
    }


@pytest.mark.parametrize("headers", [{}, HTML])
def test_who_is_nobody_is_told_so_whatever_he_reads(knock: Any, headers: dict[str, str]) -> None:
    for method in ("GET", "HEAD"):
        assert knock("/api/me", method=method, headers=headers).status_code == 401


def test_the_sign_out_ends_the_session_at_once(ask: Any, house: Store) -> None:
    for method in ("GET", "POST"):
        token = enter(house, "zhangsan")
        answer = ask("/auth/logout", method=method, token=token)
        assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login")
        cleared = answer.headers["set-cookie"]
        assert cleared == "kpi_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        assert ask("/api/me", token=token).status_code == 401
        assert ask("/", token=token, headers=HTML).status_code == 303


def test_the_sign_out_of_nobody_leads_to_the_sign_in(knock: Any) -> None:
    answer = knock("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login")


def test_a_disabled_account_is_out_at_once(ask: Any, house: Store) -> None:
    token = enter(house, "zhangsan")
    people.disable(house, "zhangsan", OPERATOR)
    assert ask("/api/me", token=token).status_code == 401


def test_a_session_is_idle_for_thirty_minutes_at_most(ask: Any, house: Store) -> None:
    token = enter(house, "zhangsan")
    for _ in range(3):
        later(house, minutes=29)
        assert ask("/api/me", token=token).status_code == 200
    later(house, minutes=31)
    assert ask("/api/me", token=token).status_code == 401


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/api/me", {"x-kpi-timer": "1"}), ("/_stcore/host-config", {}), ("/_stcore/health", {})],
)
def test_what_an_open_page_asks_by_itself_is_no_activity(
    ask: Any, house: Store, path: str, headers: dict[str, str]
) -> None:
    token = enter(house, "zhangsan")
    later(house, minutes=29)
    assert ask(path, token=token, headers=headers).status_code == 200
    later(house, minutes=2)
    assert ask("/api/me", token=token).status_code == 401


def test_a_cookie_among_strange_ones_is_found(ask: Any, knock: Any, house: Store) -> None:
    token = enter(house, "zhangsan")
    cookie = f'a b=c; "x; kpi_lang=zh; kpi_session={token}; y'
    assert knock("/api/me", headers={"cookie": cookie}).status_code == 200
    for wrong in ("kpi_session=", "kpi_session", f"xkpi_session={token}", f"kpi_session={token}a"):
        assert knock("/api/me", headers={"cookie": wrong}).status_code == 401


def test_an_old_password_opens_nothing_but_its_own_change(ask: Any, house: Store) -> None:
    later(house, days=91)
    token = enter(house, "zhangsan")
    page = ask("/unit", token=token, headers=HTML)
    assert (page.status_code, page.headers["location"]) == (303, "/auth/password")
    for path in ("/api/me", "/app/static/favicon.png", "/_stcore/host-config"):
        assert ask(path, token=token).status_code == 401
    assert ask("/auth/password", token=token).status_code == 200


def test_another_role_counts_from_the_next_request(ask: Any, house: Store) -> None:
    people.change_role(house, "zhangsan", Role.AUDITOR, OPERATOR)
    assert ask("/api/me", token=enter(house, "zhangsan")).json()["role"] == "auditor"
