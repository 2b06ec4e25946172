"""Sign-in on both engines: what is counted, what locks, when a session ends."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kpi.model.person import OPERATOR, Role
from kpi.model.problem import Refused
from kpi.service import passwords, people, signin
from kpi.service.signin import Caller, Outcome
from kpi.store import house, journal
from kpi.store.engine import Act, Store
from kpi.store.schema_people import account, login_attempt, login_session
from kpi.store.tx import micros

PASSWORD = "Bohe-Qinghe-27"  # noqa: S105 - made for these tests
OFFICE = Caller(ip="10.0.0.7", agent="a browser")
START = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
Move = Callable[..., None]


@pytest.fixture
def move(store: Store) -> Move:
    """The store's clock stands; `move(minutes=5)` moves it."""
    now = [START]
    store.clock = lambda: now[0]

    def moved(**by: int) -> None:
        now[0] += timedelta(**by)

    return moved


@pytest.fixture
def zhang(store: Store, move: Move) -> str:
    """A preparer with a password."""
    people.add(store, "zhangsan", Role.PREPARER, OPERATOR, name="张三", password=PASSWORD)
    return "zhangsan"


def tried(store: Store, login: str, password: str = PASSWORD, ip: str = OFFICE.ip) -> Outcome:
    return signin.sign_in(store, login, password, Caller(ip)).outcome


def token(store: Store, login: str) -> str:
    return signin.sign_in(store, login, PASSWORD, OFFICE).token


def acts(store: Store) -> list[tuple[str, str]]:
    with store.read() as tx:
        return [(line.act, line.object) for line in journal.lines(tx)]


def test_the_right_password_opens_a_session_of_43_characters(store: Store, zhang: str) -> None:
    opened = token(store, zhang)
    here = signin.recognised(store, opened)
    assert len(opened) == 43
    assert here is not None
    assert (here.person.login, here.person.role, here.must_change) == (zhang, Role.PREPARER, False)


def test_a_login_is_trimmed_and_lower_cased(store: Store, zhang: str) -> None:
    assert tried(store, "  ZhangSan ") is Outcome.IN


def test_only_the_tokens_hash_is_stored(store: Store, zhang: str) -> None:
    opened = token(store, zhang)
    with store.read() as tx:
        rows = repr([tuple(r) for t in (account, login_session) for r in tx.con.execute(select(t))])
    assert opened not in rows
    assert signin.ticket_of(opened) in rows
    assert PASSWORD not in rows
    assert "$argon2id$v=19$m=19456,t=2,p=1$" in rows


def test_wrong_unknown_and_disabled_are_told_the_same(store: Store, zhang: str) -> None:
    people.add(store, "lisi", Role.VIEWER, OPERATOR, password=PASSWORD)
    people.disable(store, "lisi", OPERATOR)
    people.add(store, "waits", Role.VIEWER, OPERATOR)
    said = [
        signin.sign_in(store, login, given, Caller(""))
        for login, given in (
            *((zhang, "wrong"), ("nobody", PASSWORD), ("lisi", PASSWORD), ("waits", PASSWORD)),
            *(("", ""), ("waits", ""), ("nobody\r\nadmin\x00", PASSWORD)),
        )
    ]
    assert {answer.outcome for answer in said} == {Outcome.WRONG}
    assert {answer.token for answer in said} == {""}


def test_an_unknown_login_costs_the_work_of_a_known_one(
    store: Store, zhang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = passwords._verified
    monkeypatch.setattr(passwords, "_verified", lambda h, p: looked.append(h) or real(h, p))
    for login in (zhang, "nobody"):
        tried(store, login, "wrong")
    parameters = [h.rsplit("$", 2)[0] for h in looked]
    assert len(looked) == 2
    assert parameters[0] == parameters[1]


def test_five_failures_lock_a_login_for_fifteen_minutes_even_for_the_right_password(
    store: Store, zhang: str, move: Move
) -> None:
    assert [tried(store, zhang, "wrong") for _ in range(5)] == [Outcome.WRONG] * 5
    locked = signin.sign_in(store, zhang, PASSWORD, OFFICE)
    assert (locked.outcome, locked.wait_s) == (Outcome.LOCKED, 900)
    move(minutes=14)
    assert signin.sign_in(store, zhang, PASSWORD, OFFICE).wait_s == 60
    move(minutes=1)
    assert tried(store, zhang) is Outcome.IN


def test_a_lock_is_one_line_of_the_journal_and_single_failures_are_none(
    store: Store, zhang: str
) -> None:
    for _ in range(7):
        tried(store, zhang, "wrong")
    assert [o for act, o in acts(store) if act == Act.LOCKED] == [zhang]


def test_a_lock_neither_ends_sessions_nor_touches_the_neighbour(store: Store, zhang: str) -> None:
    people.add(store, "lisi", Role.VIEWER, OPERATOR, password=PASSWORD)
    opened = token(store, zhang)
    for _ in range(6):
        tried(store, zhang, "wrong")
    assert signin.recognised(store, opened) is not None
    assert tried(store, "lisi") is Outcome.IN


def test_a_success_starts_the_count_anew(store: Store, zhang: str, move: Move) -> None:
    for _ in range(3):
        seen = [tried(store, zhang, "wrong") for _ in range(4)]
        move(seconds=1)
        assert (set(seen), tried(store, zhang)) == ({Outcome.WRONG}, Outcome.IN)


def test_a_hundred_failures_lock_an_address_for_everybody_and_no_other(
    store: Store, zhang: str
) -> None:
    with store.touch() as tx:
        at = micros(tx.at)
        rows = [{"login": f"l{n}", "ip": OFFICE.ip, "at": at, "ok": False} for n in range(100)]
        tx.con.execute(login_attempt.insert(), rows)
    assert tried(store, zhang) is Outcome.LOCKED
    assert tried(store, zhang, ip="10.0.0.8") is Outcome.IN


def test_thirty_guesses_at_once_share_one_count(
    store: Store, zhang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    real = passwords.fits
    monkeypatch.setattr(passwords, "fits", lambda h, p: looked.append(p) or real(h, p))
    with ThreadPoolExecutor(30) as pool:
        said = list(pool.map(lambda n: tried(store, zhang, f"guess {n}"), range(30)))
    assert len(looked) == 5
    assert (said.count(Outcome.WRONG), said.count(Outcome.LOCKED)) == (5, 25)


def test_a_login_is_written_down_on_one_line(store: Store, move: Move) -> None:
    for _ in range(5):
        tried(store, "x\r\n2026-11-10 sign_in admin" + "y" * 100, "wrong")
    with store.read() as tx:
        written = set(tx.con.execute(select(login_attempt.c.login)).scalars())
    locked = [o for act, o in acts(store) if act == Act.LOCKED]
    assert written == {"x??2026-11-10 sign_in admin" + "y" * 13}
    assert locked == [*written]


def test_a_session_ends_after_thirty_idle_minutes(store: Store, zhang: str, move: Move) -> None:
    opened = token(store, zhang)
    move(minutes=29)
    assert signin.recognised(store, opened) is not None
    move(minutes=29)
    assert signin.recognised(store, opened) is not None
    move(minutes=30)
    assert signin.recognised(store, opened) is None


def test_a_timers_question_keeps_nobody_signed_in(store: Store, zhang: str, move: Move) -> None:
    opened = token(store, zhang)
    ticket = signin.ticket_of(opened)
    for _ in range(29):
        move(minutes=1)
        assert signin.holding(store, ticket) is not None
        assert signin.recognised(store, opened, active=False) is not None
    move(minutes=1)
    assert signin.holding(store, ticket) is None


def test_a_session_ends_after_eight_hours_however_busy(
    store: Store, zhang: str, move: Move
) -> None:
    opened = token(store, zhang)
    for _ in range(23):
        move(minutes=20)
        assert signin.recognised(store, opened) is not None
    move(minutes=20)
    assert signin.recognised(store, opened) is None


def test_activity_is_written_down_once_a_minute(
    store: Store, zhang: str, move: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, written = token(store, zhang), []
    real = signin.sessions.seen
    monkeypatch.setattr(
        signin.sessions, "seen", lambda tx, ticket: written.append(1) or real(tx, ticket)
    )
    for _ in range(6):
        move(seconds=30)
        signin.recognised(store, opened)
    assert len(written) == 3


@pytest.mark.parametrize(
    "deed",
    [
        lambda store: people.disable(store, "zhangsan", OPERATOR),
        lambda store: people.change_role(store, "zhangsan", Role.VIEWER, OPERATOR),
        lambda store: people.end_sessions(store, "zhangsan", OPERATOR),
        lambda store: people.setup(
            store, people.link(store, "zhangsan", OPERATOR), "zhangsan", "", "Bohe-Qinghe-28"
        ),
    ],
    ids=["disabled", "another role", "ended", "password by link"],
)
def test_a_session_ends_at_once_with(store: Store, zhang: str, deed: Any) -> None:
    opened = token(store, zhang)
    deed(store)
    assert signin.recognised(store, opened) is None
    assert signin.live(store, zhang, signin.ticket_of(opened)) is None


def test_signing_in_again_ends_the_session_brought_along_and_no_other(
    store: Store, zhang: str
) -> None:
    first, second = token(store, zhang), token(store, zhang)
    third = signin.sign_in(store, zhang, PASSWORD, Caller("", "", first)).token
    assert [signin.recognised(store, t) is not None for t in (first, second, third)] == [
        *(False, True, True)
    ]


def test_a_presented_token_is_never_adopted(store: Store, zhang: str) -> None:
    chosen = "A" * 43
    given = signin.sign_in(store, zhang, PASSWORD, Caller("", "", chosen)).token
    assert given != chosen
    assert signin.recognised(store, chosen) is None


@pytest.mark.parametrize("token_", ["", "A" * 42, "A" * 44, "密" * 43, "' or 1=1 --".ljust(43)])
def test_what_is_no_token_is_nobody(store: Store, zhang: str, token_: str) -> None:
    assert signin.recognised(store, token_) is None


def test_signing_out_ends_one_session_and_is_written_down(store: Store, zhang: str) -> None:
    first, second = token(store, zhang), token(store, zhang)
    signin.sign_out(store, Caller("", "", first))
    signin.sign_out(store, Caller("", "", first))
    signin.sign_out(store, Caller("", "", "B" * 43))
    assert signin.recognised(store, first) is None
    assert signin.recognised(store, second) is not None
    assert acts(store).count((Act.SIGN_OUT, zhang)) == 1


def test_the_gates_word_is_worth_what_the_account_says_now(store: Store, zhang: str) -> None:
    ticket = signin.ticket_of(token(store, zhang))
    seen = signin.live(store, zhang, ticket)
    assert seen is not None
    assert seen.name == "张三"
    assert signin.live(store, "lisi", ticket) is None
    assert signin.live(store, zhang, "") is None
    assert signin.live(store, "", "") is None


def test_a_proxy_vouches_for_active_accounts_only_and_makes_none(store: Store, zhang: str) -> None:
    people.add(store, "lisi", Role.VIEWER, OPERATOR, password=PASSWORD)
    people.disable(store, "lisi", OPERATOR)
    here = signin.vouched(store, " ZhangSan")
    assert here is not None
    assert (here.person.login, here.ticket) == (zhang, "")
    assert signin.vouched(store, "lisi") is None
    assert signin.vouched(store, "stranger") is None
    assert signin.live(store, zhang, "", vouching=True) is not None
    assert signin.live(store, "lisi", "", vouching=True) is None
    assert [one.login for one in people.accounts(store, OPERATOR)] == ["lisi", zhang]


def test_a_password_of_ninety_days_must_be_changed_at_the_next_sign_in(
    store: Store, zhang: str, move: Move
) -> None:
    move(days=90)
    before = signin.sign_in(store, zhang, PASSWORD, OFFICE)
    move(minutes=1)
    after = signin.sign_in(store, zhang, PASSWORD, OFFICE)
    assert (before.must_change, after.must_change) == (False, True)
    seen = [signin.recognised(store, answer.token) for answer in (before, after)]
    assert [here and here.must_change for here in seen] == [False, True]
    assert signin.live(store, zhang, signin.ticket_of(after.token)) is None


def test_ten_days_before_it_is_said_how_long_a_password_lasts(
    store: Store, zhang: str, move: Move
) -> None:
    seen = [signin.days_left(store, zhang)]
    for days in (80, 1, 8, 1, 5):
        move(days=days)
        seen.append(signin.days_left(store, zhang))
    assert seen == [None, 10, 9, 1, 0, 0]
    assert signin.days_left(store, "nobody") is None


def test_by_the_other_standard_no_password_grows_old(store: Store, zhang: str, move: Move) -> None:
    with store.write("admin", Act.SETTINGS) as tx:
        house.change(tx, passwords="nist")
    move(days=900)
    assert signin.days_left(store, zhang) is None
    assert not signin.sign_in(store, zhang, PASSWORD, OFFICE).must_change


def test_a_changed_password_keeps_this_session_and_ends_the_others(
    store: Store, zhang: str, move: Move
) -> None:
    here, other = token(store, zhang), token(store, zhang)
    person = signin.recognised(store, here)
    assert person is not None
    done = signin.change_password(store, person, PASSWORD, "Bohe-Qinghe-28", OFFICE)
    assert done is Outcome.IN
    assert signin.recognised(store, here) is not None
    assert signin.recognised(store, other) is None
    assert tried(store, zhang) is Outcome.WRONG
    assert tried(store, zhang, "Bohe-Qinghe-28") is Outcome.IN


def test_a_wrong_old_password_counts_as_a_failed_sign_in(store: Store, zhang: str) -> None:
    here = signin.recognised(store, token(store, zhang))
    assert here is not None
    said = [
        signin.change_password(store, here, "wrong", "Bohe-Qinghe-28", OFFICE) for _ in range(6)
    ]
    assert said == [Outcome.WRONG] * 5 + [Outcome.LOCKED]


@pytest.mark.parametrize(
    ("new", "code"),
    [("short", "PASSWORD_SHORT"), (PASSWORD, "PASSWORD_SAME"), ("Zhangsan-99", "PASSWORD_NAMES")],
)
def test_a_weak_or_equal_new_password_changes_nothing(
    store: Store, zhang: str, new: str, code: str
) -> None:
    here = signin.recognised(store, token(store, zhang))
    assert here is not None
    with pytest.raises(Refused) as refused:
        signin.change_password(store, here, PASSWORD, new, OFFICE)
    assert [p.code for p in refused.value.problems] == [code]
    assert tried(store, zhang) is Outcome.IN


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(store: Store, zhang: str) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    with store.touch() as tx:
        signin.people.rehash(tx, zhang, weak)
    assert tried(store, zhang) is Outcome.IN
    with store.read() as tx:
        known = signin.people.account(tx, zhang)
    assert known is not None
    assert "m=19456,t=2,p=1" in (known.password or "")
    assert tried(store, zhang) is Outcome.IN


def test_sign_in_moves_no_cache_and_leaves_a_line(store: Store, zhang: str) -> None:
    before = store.data_version()
    token(store, zhang)
    assert store.data_version() == before
    assert acts(store)[-1] == (Act.SIGN_IN, zhang)
