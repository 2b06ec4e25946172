"""Accounts and one-time links on both engines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from kpi.model.person import OPERATOR, Role, person
from kpi.model.problem import Refused
from kpi.service import people, signin
from kpi.service.signin import Caller, Outcome
from kpi.store import journal
from kpi.store.engine import Store
from kpi.store.schema_people import setup_link

PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
ADMIN = person("zhou", "周敏", Role.ADMIN)


def code(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [p.code for p in refused.value.problems]


def first(store: Store) -> str:
    token = people.first_link(store)
    assert token is not None
    return token


def tried(store: Store, login: str, password: str = PASSWORD) -> Outcome:
    return signin.sign_in(store, login, password, Caller()).outcome


def test_an_empty_instance_has_no_account_at_all(store: Store) -> None:
    assert people.accounts(store, OPERATOR) == ()
    for login, password in (("admin", "admin"), ("root", "root"), ("admin", ""), ("kpi", "kpi")):
        assert tried(store, login, password) is Outcome.WRONG


def test_the_first_link_makes_an_administrator_and_then_all_are_dead(store: Store) -> None:
    used, other = first(store), first(store)
    people.setup(store, used, " Zhou ", "周敏", PASSWORD)
    assert [(a.login, a.name, a.role) for a in people.accounts(store, OPERATOR)] == [
        ("zhou", "周敏", Role.ADMIN)
    ]
    assert people.first_link(store) is None
    assert [people.invited(store, token) for token in (used, other)] == [None, None]
    assert tried(store, "zhou") is Outcome.IN


def test_a_first_link_is_good_for_a_day(store: Store) -> None:
    token, now = first(store), store.clock()
    store.clock = lambda: now + timedelta(hours=23)
    assert people.invited(store, token) is not None
    store.clock = lambda: now + timedelta(hours=25)
    assert people.invited(store, token) is None
    with pytest.raises(Refused) as refused:
        people.setup(store, token, "zhou", "", PASSWORD)
    assert code(refused) == ["LINK_DEAD"]


def test_of_eight_at_once_one_becomes_the_administrator(store: Store) -> None:
    token = first(store)

    def race(n: int) -> str:
        try:
            people.setup(store, token, f"racer{n}", "", PASSWORD)
        except Refused as refused:
            return refused.problems[0].code
        return "made"

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(race, range(8)))
    assert said == ["LINK_DEAD"] * 7 + ["made"]
    assert len(people.accounts(store, OPERATOR)) == 1


def test_two_links_make_one_administrator(store: Store) -> None:
    tokens = [first(store), first(store)]
    with ThreadPoolExecutor(2) as pool:
        done = [
            pool.submit(people.setup, store, t, f"racer{n}", "", PASSWORD)
            for n, t in enumerate(tokens)
        ]
    assert sum(d.exception() is None for d in done) == 1
    assert len(people.accounts(store, OPERATOR)) == 1


def test_a_refused_setup_leaves_the_link_good(store: Store) -> None:
    token = first(store)
    for login, password, why in (
        ("zhou", "short", "PASSWORD_SHORT"),
        ("zhou", "zhouzhouzhou", "PASSWORD_KINDS"),
        ("zhou", "Zhou-2026-x", "PASSWORD_NAMES"),
        ("zhou", "Password@2026", "PASSWORD_COMMON"),
        ("z", PASSWORD, "LOGIN_MALFORMED"),
        ("9zhou", PASSWORD, "LOGIN_MALFORMED"),
        ("zhou\r\nx", PASSWORD, "LOGIN_MALFORMED"),
        ("周敏", PASSWORD, "LOGIN_MALFORMED"),
        ("z" * 33, PASSWORD, "LOGIN_MALFORMED"),
    ):
        with pytest.raises(Refused) as refused:
            people.setup(store, token, login, "", password)
        assert code(refused) == [why], login
    people.setup(store, token, "zhou", "", PASSWORD)
    assert [a.name for a in people.accounts(store, OPERATOR)] == ["zhou"]


def test_a_new_account_without_password_gets_a_link_for_its_login_alone(store: Store) -> None:
    token = people.add(store, "lisi", Role.PREPARER, ADMIN, name="李四")
    assert token is not None
    assert tried(store, "lisi", "") is Outcome.WRONG
    with pytest.raises(Refused) as refused:
        people.setup(store, token, "wangwu", "", PASSWORD)
    assert code(refused) == ["LINK_DEAD"]
    people.setup(store, token, "lisi", "another name", PASSWORD)
    with pytest.raises(Refused):
        people.setup(store, token, "lisi", "", PASSWORD)
    assert [(a.login, a.name, a.role) for a in people.accounts(store, OPERATOR)] == [
        ("lisi", "李四", Role.PREPARER)
    ]
    assert tried(store, "lisi") is Outcome.IN


def test_a_new_link_kills_the_one_before_and_opens_a_locked_login(store: Store) -> None:
    people.add(store, "lisi", Role.VIEWER, ADMIN, password=PASSWORD)
    old, new = people.link(store, "lisi", ADMIN), people.link(store, "lisi", ADMIN)
    now = store.clock()
    store.clock = lambda: now
    for _ in range(5):
        tried(store, "lisi", "wrong")
    assert people.invited(store, old) is None
    people.setup(store, new, "lisi", "", "Bohe-Qinghe-28")
    assert tried(store, "lisi", "Bohe-Qinghe-28") is Outcome.IN


def test_a_disabled_accounts_link_is_dead(store: Store) -> None:
    token = people.add(store, "lisi", Role.VIEWER, ADMIN)
    assert token is not None
    people.disable(store, "lisi", ADMIN)
    assert people.invited(store, token) is None
    again = people.link(store, "lisi", ADMIN)
    assert people.invited(store, again) is None
    people.enable(store, "lisi", ADMIN)
    assert people.invited(store, again) is not None


def test_a_taken_login_is_refused(store: Store) -> None:
    people.add(store, "lisi", Role.VIEWER, ADMIN, password=PASSWORD)
    with pytest.raises(Refused) as refused:
        people.add(store, "lisi", Role.ADMIN, ADMIN, password=PASSWORD)
    assert code(refused) == ["LOGIN_TAKEN"]
    assert [a.role for a in people.accounts(store, OPERATOR)] == [Role.VIEWER]


def test_an_unknown_office_or_indicator_is_named(store: Store) -> None:
    for more, why in (
        ({"unit": "X9"}, "UNKNOWN_UNIT"),
        ({"indicators": ["nix"]}, "INDICATOR_UNKNOWN"),
    ):
        with pytest.raises(Refused) as refused:
            people.add(store, "lisi", Role.PREPARER, ADMIN, **more)  # type: ignore[arg-type]
        assert code(refused) == [why]
        assert next(iter(refused.value.problems)).given in ("X9", "nix")


@pytest.mark.parametrize("role", [Role.PUBLISHER, Role.PREPARER, Role.VIEWER, Role.AUDITOR])
def test_only_an_administrator_keeps_accounts(store: Store, role: Role) -> None:
    people.add(store, "lisi", Role.VIEWER, ADMIN, password=PASSWORD)
    other, before = person("wu", "吴", role), people.accounts(store, OPERATOR)
    for deed in (
        lambda: people.add(store, "new", Role.ADMIN, other),
        lambda: people.change_role(store, "lisi", Role.ADMIN, other),
        lambda: people.disable(store, "lisi", other),
        lambda: people.enable(store, "lisi", other),
        lambda: people.link(store, "lisi", other),
        lambda: people.end_sessions(store, "lisi", other),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert code(refused) == ["NOT_ENTITLED"]
    assert people.accounts(store, OPERATOR) == before


def test_nobody_changes_his_own_role_or_disables_himself(store: Store) -> None:
    people.add(store, "zhou", Role.ADMIN, OPERATOR, password=PASSWORD)
    for deed in (
        lambda: people.change_role(store, "zhou", Role.PUBLISHER, ADMIN),
        lambda: people.disable(store, "zhou", ADMIN),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert code(refused) == ["OWN_ACCOUNT"]


def test_the_last_administrator_stays_but_for_the_command(store: Store) -> None:
    people.add(store, "lisi", Role.ADMIN, OPERATOR, password=PASSWORD)
    for deed in (
        lambda: people.change_role(store, "lisi", Role.VIEWER, ADMIN),
        lambda: people.disable(store, "lisi", ADMIN),
    ):
        with pytest.raises(Refused) as refused:
            deed()
        assert code(refused) == ["LAST_ADMIN"]
    people.disable(store, "lisi", OPERATOR)
    assert [a.active for a in people.accounts(store, OPERATOR)] == [False]


def test_no_token_and_no_password_is_written_down_anywhere(store: Store) -> None:
    token = people.add(store, "lisi", Role.VIEWER, ADMIN)
    assert token is not None
    with store.read() as tx:
        rows = repr([tuple(r) for r in tx.con.execute(select(setup_link))])
        rows += repr([(line.object, line.detail) for line in journal.lines(tx)])
    assert token not in rows
    assert signin.ticket_of(token) in rows


def test_every_deed_on_an_account_is_a_line_with_its_role(store: Store) -> None:
    people.add(store, "lisi", Role.VIEWER, ADMIN, password=PASSWORD)
    people.change_role(store, "lisi", Role.AUDITOR, ADMIN)
    people.disable(store, "lisi", ADMIN)
    people.enable(store, "lisi", ADMIN)
    people.link(store, "lisi", ADMIN)
    with store.read() as tx:
        lines = [
            (line.act, line.actor, line.object, journal.detail(line).get("role"))
            for line in journal.lines(tx)
            if line.act.startswith("user.")
        ]
    assert lines == [
        ("user.add", "zhou", "lisi", "viewer"),
        ("user.role", "zhou", "lisi", "auditor"),
        ("user.disable", "zhou", "lisi", "auditor"),
        ("user.enable", "zhou", "lisi", "auditor"),
        ("user.link", "zhou", "lisi", None),
    ]
