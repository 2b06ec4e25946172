"""`/auth/setup` and `/auth/password`, line by line of the contract."""

from typing import Any

import pytest
from sqlalchemy import delete
from visitors import PASSWORD, enter, later, tried

from kpi.model.person import OPERATOR, Role
from kpi.service import people
from kpi.store.engine import Store
from kpi.store.schema_people import account


@pytest.fixture
def first(house: Store) -> str:
    """A link's token while no account exists."""
    with house.touch() as tx:
        tx.con.execute(delete(account))
    token = people.first_link(house)
    assert token is not None
    return token


def sent(knock: Any, **fields: str) -> Any:
    given = {"login": "zhaoyun", "name": "赵云", "password": PASSWORD, **fields}
    return knock("/auth/setup", method="POST", data=given)


def test_a_good_link_shows_the_form_and_tells_nobody(knock: Any, first: str) -> None:
    answer = knock(f"/auth/setup?token={first}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    for field in ("token", "login", "name", "password"):
        assert f'name="{field}"' in answer.text


@pytest.mark.parametrize("query", ["", "?token=", "?token=" + "A" * 32, "?Token=x"])
def test_without_a_good_token_it_is_403(knock: Any, first: str, query: str) -> None:
    assert knock("/auth/setup" + query).status_code == 403
    assert sent(knock, token="A" * 32).status_code == 403


def test_the_first_account_administers_and_the_links_are_dead(
    knock: Any, first: str, house: Store
) -> None:
    other = people.first_link(house) or ""
    answer = sent(knock, token=first)
    assert (answer.status_code, answer.headers["location"]) == (303, "/auth/login")
    assert [(a.login, a.name, a.role) for a in people.accounts(house, OPERATOR)] == [
        ("zhaoyun", "赵云", Role.ADMIN)
    ]
    for token in (first, other):
        assert sent(knock, token=token, login="second").status_code == 403
        assert knock(f"/auth/setup?token={token}").status_code == 403
    assert tried(knock, "zhaoyun").status_code == 303


def test_a_form_in_plain_utf_8_keeps_its_characters(knock: Any, first: str, house: Store) -> None:
    form = f"token={first}&login=zhaoyun&name=赵云&password={PASSWORD}密码".encode()
    kind = {"content-type": "application/x-www-form-urlencoded"}
    answer = knock("/auth/setup", method="POST", content=form, headers=kind)
    assert answer.status_code == 303
    assert [a.name for a in people.accounts(house, OPERATOR)] == ["赵云"]
    assert tried(knock, "zhaoyun", PASSWORD + "密码").status_code == 303


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"password": "short"}, "密码至少 10 个字符。"),
        ({"password": "Zhaoyun-2026"}, "密码不能含有账号"),
        ({"login": "9x"}, "账号须为2～32个字符"),
        ({"login": ""}, "账号须为2～32个字符"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_stays_good(
    knock: Any, first: str, fields: dict[str, str], why: str
) -> None:
    answer = sent(knock, token=first, **fields)
    assert (answer.status_code, why in answer.text) == (400, True)
    assert PASSWORD not in answer.text
    assert sent(knock, token=first).status_code == 303


def test_what_was_typed_comes_back_escaped(knock: Any, first: str) -> None:
    answer = sent(knock, token=first, name='"><b>', password="short")  # noqa: S106
    assert "<b>" not in answer.text
    assert "&quot;&gt;&lt;b&gt;" in answer.text


def test_a_link_is_good_for_a_day(knock: Any, first: str, house: Store) -> None:
    later(house, hours=23)
    assert knock(f"/auth/setup?token={first}").status_code == 200
    later(house, hours=2)
    assert knock(f"/auth/setup?token={first}").status_code == 403
    assert sent(knock, token=first).status_code == 403


def test_a_link_for_a_login_sets_its_password_once(knock: Any, house: Store) -> None:
    token = people.link(house, "zhangsan", OPERATOR)
    old = enter(house, "zhangsan")
    form = knock(f"/auth/setup?token={token}").text
    assert 'value="zhangsan"' in form
    assert sent(knock, token=token, login="wangwu").status_code == 403
    new = "Bohe-Qinghe-28"
    assert sent(knock, token=token, login="zhangsan", password=new).status_code == 303
    assert sent(knock, token=token, login="zhangsan").status_code == 403
    assert knock("/api/me", headers={"cookie": f"kpi_session={old}"}).status_code == 401
    assert tried(knock, "zhangsan", new).status_code == 303
    assert {a.login: a.name for a in people.accounts(house, OPERATOR)}["zhangsan"] == "张三"


def test_a_setup_from_another_site_is_refused(knock: Any, first: str) -> None:
    answer = knock(
        "/auth/setup",
        method="POST",
        data={"token": first, "login": "evil", "name": "", "password": PASSWORD},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403
    assert sent(knock, token=first).status_code == 303


# another password


def changed(ask: Any, token: str, old: str = PASSWORD, new: str = "Bohe-Qinghe-28") -> Any:
    fields = {"old": old, "password": new}
    return ask("/auth/password", method="POST", token=token, data=fields)


def test_the_form_names_the_person(ask: Any, house: Store) -> None:
    form = ask("/auth/password", token=enter(house, "zhangsan")).text
    assert 'name="old"' in form
    assert 'name="password"' in form
    assert "张三" in form


def test_a_new_password_leads_home_and_ends_the_other_sessions(
    ask: Any, knock: Any, house: Store
) -> None:
    here, there = enter(house, "zhangsan"), enter(house, "zhangsan")
    answer = changed(ask, here)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert ask("/api/me", token=here).status_code == 200
    assert ask("/api/me", token=there).status_code == 401
    assert tried(knock, "zhangsan").status_code == 401
    assert tried(knock, "zhangsan", "Bohe-Qinghe-28").status_code == 303


def test_a_weak_or_equal_password_is_400_with_the_reason(ask: Any, house: Store) -> None:
    here = enter(house, "zhangsan")
    for new, why in (("short", "密码至少 10 个字符。"), (PASSWORD, "新密码与原密码相同")):
        answer = changed(ask, here, new=new)
        assert (answer.status_code, why in answer.text) == (400, True)


def test_a_wrong_old_password_is_401_and_counts(ask: Any, house: Store) -> None:
    here = enter(house, "zhangsan")
    later(house, seconds=1)
    said = [changed(ask, here, old="wrong").status_code for _ in range(6)]
    assert said == [401] * 5 + [429]


def test_a_changed_old_password_opens_the_pages_again(ask: Any, house: Store) -> None:
    later(house, days=91)
    here = enter(house, "zhangsan")
    assert ask("/api/me", token=here).status_code == 401
    assert changed(ask, here).status_code == 303
    assert ask("/api/me", token=here).status_code == 200
