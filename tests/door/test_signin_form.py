"""`POST /auth/login` and the cookie, line by line of the contract."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from visitors import PASSWORD, enter, later, token_of, tried

from kpi.model.person import OPERATOR
from kpi.service import demo, people, start
from kpi.store import house as settled
from kpi.store import journal
from kpi.store.engine import Act, Store


def test_the_right_password_leads_on_with_a_cookie(knock: Any) -> None:
    answer = tried(knock, "zhangsan", next="/unit?unit=J02")
    assert (answer.status_code, answer.headers["location"]) == (303, "/unit?unit=J02")
    cookie = answer.headers["set-cookie"]
    assert re.fullmatch(r"kpi_session=[\w-]{43}; Path=/; HttpOnly; SameSite=Lax", cookie)
    assert knock("/api/me", headers={"cookie": cookie.partition(";")[0]}).status_code == 200


def test_the_login_is_trimmed_and_lower_cased_the_password_is_not(knock: Any) -> None:
    assert tried(knock, " ZhangSan ").status_code == 303
    assert tried(knock, "zhangsan", PASSWORD + " ").status_code == 401


def test_the_cookie_is_secure_behind_tls(knock: Any) -> None:
    https = {"x-forwarded-proto": "https"}
    assert tried(knock, "zhangsan", headers=https).headers["set-cookie"].endswith("; Secure")
    answer = tried(knock, "zhangsan", headers=https, client=("10.0.0.7", 5))
    assert "Secure" not in answer.headers["set-cookie"]
    assert "strict-transport-security" not in answer.headers


def test_hsts_is_said_behind_tls_only(knock: Any) -> None:
    answer = knock("/auth/login", headers={"x-forwarded-proto": "https"})
    assert "max-age" in answer.headers["strict-transport-security"]
    assert "strict-transport-security" not in knock("/auth/login").headers


HERE = ("/", "/unit", "/unit?unit=J02&vs=J01", "/a/b#c", "/unit?next=https://x.example/")
ELSEWHERE = (
    *("//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example", "evil", ""),
    *("/\t/evil.example", "\t//evil.example", "/\n/evil.example", "/unit\r\nset-cookie: a=b"),
    *("javascript:alert(1)", "/unit\x00", "/unit\x7f", "http:/evil.example", "/un\\it", " //evil"),
    *("///evil.example", "/\u2028/evil.example", "data:text/html,x"),
)


@pytest.mark.parametrize("target", HERE)
def test_a_path_of_this_origin_is_where_it_leads(knock: Any, target: str) -> None:
    assert tried(knock, "zhangsan", next=target).headers["location"] == target


@pytest.mark.parametrize("target", ELSEWHERE, ids=ascii)
def test_it_leads_nowhere_else(knock: Any, target: str) -> None:
    answer = tried(knock, "zhangsan", next=target)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers.get_list("set-cookie") == [answer.headers["set-cookie"]]


def test_the_form_carries_no_foreign_way_and_no_markup(knock: Any) -> None:
    form = knock("/auth/login", params={"next": '/"><script>alert(1)</script>'}).text
    assert "<script" not in form
    assert "&lt;script&gt;" in form
    assert 'name="next" value="/"' in knock("/auth/login?next=//evil.example").text


def test_wrong_unknown_disabled_and_empty_get_one_answer(knock: Any, house: Store) -> None:
    people.disable(house, "wangwu", OPERATOR)
    said = [
        tried(knock, login, password)
        for login, password in (
            *(("zhangsan", "wrong"), ("nobody", PASSWORD), ("wangwu", PASSWORD)),
            *(("", ""), ("zhangsan", ""), ("x" * 5000, "y"), ("a\r\nb", "c"), ("周敏", "密码")),
        )
    ]
    assert {answer.status_code for answer in said} == {401}
    assert len({answer.text for answer in said}) == 1
    assert "账号或密码不正确。" in said[0].text
    assert not any("set-cookie" in answer.headers for answer in said)


def test_a_form_without_fields_or_of_another_kind_is_a_wrong_one(knock: Any) -> None:
    json = {"login": "zhangsan", "password": PASSWORD}
    for more in ({}, {"content": b"%%%"}, {"json": json}, {"files": {"login": b"zhangsan"}}):
        assert knock("/auth/login", method="POST", **more).status_code == 401


def test_the_usual_pairs_open_nothing(knock: Any) -> None:
    for pair in ("admin/admin", "root/root", "admin/password", "kpi/kpi", "admin/", "demo/demo"):
        assert tried(knock, *pair.split("/")).status_code == 401


def test_a_long_form_is_cut_off(knock: Any) -> None:
    assert tried(knock, "zhangsan", "x" * 63_000).status_code == 401
    assert tried(knock, "zhangsan", "x" * 64_000).status_code == 413


def test_after_five_failures_even_the_right_password_waits(knock: Any, house: Store) -> None:
    opened = token_of(tried(knock, "zhangsan"))
    later(house, seconds=1)
    assert [tried(knock, "zhangsan", "wrong").status_code for _ in range(5)] == [401] * 5
    answer = tried(knock, "zhangsan")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert 'name="password"' in answer.text
    assert tried(knock, "wangwu").status_code == 303
    session = {"cookie": f"kpi_session={opened}"}
    assert knock("/api/me", headers=session).status_code == 200
    later(house, minutes=15)
    assert tried(knock, "zhangsan").status_code == 303


def test_a_hundred_failures_lock_the_address_that_the_proxy_names(knock: Any, house: Store) -> None:
    later(house, seconds=0)
    office = {"x-forwarded-for": "203.0.113.9"}
    said = [tried(knock, f"l{n}", "x", headers=office).status_code for n in range(100)]
    assert set(said) == {401}
    assert tried(knock, "wangwu", headers=office).status_code == 429
    assert tried(knock, "wangwu", headers={"x-forwarded-for": "203.0.113.10"}).status_code == 303
    forged = {"x-forwarded-for": "203.0.113.77, 203.0.113.9"}  # the last hop is the proxy's word
    assert tried(knock, "wangwu", headers=forged).status_code == 429


@pytest.mark.parametrize("hop", ["unknown", "<b>", "203.0.113.9:5", "a" * 999])
def test_what_is_no_address_is_not_taken_for_one(knock: Any, house: Store, hop: str) -> None:
    tried(knock, "zhangsan", headers={"x-forwarded-for": hop})
    with house.read() as tx:
        assert [line.act for line in journal.lines(tx)][-1] == Act.SIGN_IN


def test_a_form_of_another_site_signs_nobody_in(knock: Any) -> None:
    for headers in (
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
    ):
        answer = tried(knock, "zhangsan", headers=headers)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


def test_the_session_brought_along_ends_and_its_token_is_never_adopted(
    knock: Any, house: Store
) -> None:
    old = enter(house, "wangwu")
    fixed = "F" * 43
    for brought in (old, fixed):
        session = {"cookie": f"kpi_session={brought}"}
        answer = tried(knock, "zhangsan", headers=session)
        assert token_of(answer) not in (brought, "")
        assert knock("/api/me", headers=session).status_code == 401


def test_an_old_password_leads_to_its_change(knock: Any, house: Store) -> None:
    later(house, days=91)
    answer = tried(knock, "zhangsan", next="/unit")
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/password")


def test_no_line_of_a_journal_or_log_can_be_forged(
    knock: Any, house: Store, caplog: pytest.LogCaptureFixture
) -> None:
    later(house, seconds=0)
    for _ in range(5):
        tried(knock, "x\r\nsign_in admin", "secret-guess")
    with house.read() as tx:
        locked = [line for line in journal.lines(tx) if line.act == Act.LOCKED]
    assert [line.object for line in locked][-1] == "x??sign_in admin"
    assert "secret-guess" not in caplog.text + repr(locked)


def test_the_form_speaks_the_language_of_the_link_that_led_to_it(knock: Any) -> None:
    link = "/auth/login?next=/board%3Fboard%3Dfai%26lang%3Den"
    assert '<html lang="en">' in knock(link).text
    assert '<html lang="zh-CN">' in knock(f"{link}&lang=zh").text
    assert '<html lang="zh-CN">' in knock("/auth/login?next=/board%3Flang%3Dxx").text


def test_the_form_speaks_the_readers_language_and_keeps_it(knock: Any) -> None:
    answer = knock("/auth/login?lang=en&next=/unit")
    assert '<html lang="en">' in answer.text
    assert answer.headers["set-cookie"].startswith("kpi_lang=en; Path=/;")
    assert '<html lang="en">' in knock("/auth/login", headers={"cookie": "kpi_lang=en"}).text
    assert '<html lang="zh-CN">' in knock("/auth/login").text
    assert "?next=%2Funit&amp;lang=zh" in answer.text


def test_the_form_has_no_script_and_asks_no_other_host(knock: Any) -> None:
    form = knock("/auth/login").text
    assert "<script" not in form
    assert not re.findall(r"https?://|url\(|@import|\son\w+=", form)
    assert "autofocus" in form


def test_elsewhere_than_in_the_demo_its_field_is_refused(knock: Any) -> None:
    assert tried(knock, "zhangsan", demo="admin").status_code == 403


@pytest.fixture
def showing(house: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demo, as `serve --demo` runs it, with its four accounts."""
    from dataclasses import replace

    chosen = replace(start.configured(), demo=True)
    monkeypatch.setattr(start, "configured", lambda: chosen)
    monkeypatch.setattr(demo.sample, "load", lambda *given, **more: 0)
    monkeypatch.setattr(demo, "_OFFICE", "")  # without the district it leads nothing
    with house.write("system", Act.SETTINGS) as tx:
        settled.change(tx, demo=True)
    demo.begin(house, today=chosen.today(), tell=lambda line: None)
    yield house
    with house.write("system", Act.SETTINGS) as tx:
        settled.change(tx, demo=False)


@pytest.mark.parametrize("role", ["admin", "publisher", "preparer", "viewer"])
def test_the_demo_lets_in_by_one_click(knock: Any, showing: Store, role: str) -> None:
    assert f'name="demo" value="{role}"' in knock("/auth/login").text
    answer = knock("/auth/login", method="POST", data={"demo": role, "next": "/unit"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/unit")
    session = {"cookie": f"kpi_session={token_of(answer)}"}
    assert knock("/api/me", headers=session).json()["role"] == role


def test_the_demo_has_no_other_role_and_no_password(knock: Any, showing: Store) -> None:
    assert knock("/auth/login", method="POST", data={"demo": "root"}).status_code == 403
    assert tried(knock, "admin", "").status_code == 401


def test_the_demos_accounts_open_nothing_elsewhere(
    knock: Any, showing: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with showing.write("system", Act.SETTINGS) as tx:
        settled.change(tx, demo=False)
    assert knock("/auth/login", method="POST", data={"demo": "admin"}).status_code == 403


def test_thirty_guesses_at_once_share_one_count(house: Store) -> None:
    from kpi.service import signin

    with ThreadPoolExecutor(30) as pool:
        guess = lambda n: signin.sign_in(house, "zhangsan", str(n), signin.Caller()).outcome  # noqa: E731
        said = list(pool.map(guess, range(30)))
    assert (said.count("wrong"), said.count("locked")) == (5, 25)
