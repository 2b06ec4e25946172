"""Sign in, stay signed in, sign out: who is behind a request.

A token is known to the browser alone. The server keeps its SHA-256, the ticket: it opens nothing.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kpi.model.canon import sha256
from kpi.model.person import Person, Role
from kpi.model.problem import Refused, problem
from kpi.service import deeds, passwords
from kpi.service.passwords import PROFILES, SHORTEST_LIFE, Profile
from kpi.store import attempts, house, people, sessions
from kpi.store.engine import Act, Store, Tx
from kpi.store.people import Account

TRIES, TRIES_FROM = 5, 100  # an office shares one address: its limit is wide
SEEN = timedelta(minutes=1)  # how exactly activity is known: not a write a request
TOKEN = 43
NOBODY = "?"
NEAR = timedelta(days=10)  # from here on every page reminds of an old password


class Outcome(StrEnum):
    """How an attempt ended."""

    IN = "in"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request comes from; `token` is the session it brought along."""

    ip: str = ""
    agent: str = ""
    token: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`token` where it was right, `must_change` if that is too old; `wait_s` where it is locked."""

    outcome: Outcome
    token: str = ""
    must_change: bool = False
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class Here:
    """Who is signed in. `ticket` is empty where a proxy vouches for him."""

    person: Person
    ticket: str = ""
    must_change: bool = False


def sign_in(store: Store, login: str, password: str, caller: Caller) -> Answer:
    """Try a login. Wrong, unknown and disabled take the same work and get the same answer."""
    tried = _tried(store, cleaned(login), password, caller)
    if tried.account is None:
        return Answer(tried.outcome, wait_s=tried.wait_s)
    known, token = tried.account, secrets.token_urlsafe(32)
    renewed = passwords.hashed(password) if passwords.outdated(known.password or "") else None
    with store.write(known.login, Act.SIGN_IN, caller.ip) as tx:
        now = people.account(tx, known.login)
        if now is None or not now.active or now.password != known.password:
            tx.act = Act.REFUSED  # disabled, or another password, while this one was looked at
            tx.about(known.login)
            return Answer(Outcome.WRONG)
        attempts.succeed(tx, tried.number)
        if renewed:
            people.rehash(tx, known.login, renewed)
        _open(tx, known.login, token, caller)
        must_change = _aged(tx, now, tx.at)
    return Answer(Outcome.IN, token, must_change)


def demo(store: Store, role: Role, caller: Caller) -> str:
    """A token for the demo's account of a role, without password; on the demo's own database."""
    token = secrets.token_urlsafe(32)
    with store.read() as tx:
        known = people.account(tx, str(role))
        if not house.settings(tx).get("demo") or known is None or known.role is not role:
            raise Refused(problem("NOT_ENTITLED", given=role))
    with store.write(known.login, Act.SIGN_IN, caller.ip) as tx:
        _open(tx, known.login, token, caller)
    return token


def recognised(store: Store, token: str, *, active: bool = True) -> Here | None:
    """Who holds a token, while his session lives; asking counts as activity unless told not to."""
    if len(token) != TOKEN or not token.isascii():
        return None
    return _found(store, ticket_of(token), active)


def holding(store: Store, ticket: str) -> Here | None:
    """Whose session a ticket is, while it lives; asking is no activity."""
    return _found(store, ticket, active=False)


def vouched(store: Store, login: str) -> Here | None:
    """Who a trusted proxy says is there: an active account, never made by this."""
    with store.read() as tx:
        known = people.account(tx, cleaned(login))
    return Here(known.person()) if known and known.active else None


def live(store: Store, login: str, ticket: str, *, vouching: bool = False) -> Person | None:
    """The person whom the gate announced, as his account stands now; None when he is gone.

    Without a ticket only where a proxy vouches (`vouching`). Asking is activity.
    """
    if not ticket:
        here = vouched(store, login) if vouching and login else None
    else:
        here = _found(store, ticket, active=True)
    if here is None or here.must_change or here.person.login != login:
        return None
    return here.person


def turned_away(store: Store, what: str, ip: str) -> None:
    """Write down that the gate turned something away: a form of another site, or a session that
    is none (forged, ended, used again). Nobody is named: who it was is not known.
    """
    deeds.note(store, NOBODY, what, "NOT_ENTITLED", ip=ip)


def sign_out(store: Store, caller: Caller) -> None:
    """End the session that the caller brought along, if it is one."""
    here = recognised(store, caller.token, active=False)
    if here is None:
        return
    with store.write(here.person.login, Act.SIGN_OUT, caller.ip) as tx:
        sessions.end(tx, here.ticket)
        tx.about(here.person.login)


def change_password(store: Store, here: Here, old: str, new: str, caller: Caller) -> Outcome:
    """Another password for oneself; the other sessions of the account end.

    A wrong `old` counts as a failed sign-in; a weak `new` raises Refused and changes nothing.
    """
    tried = _tried(store, here.person.login, old, caller)
    if tried.account is None:
        return tried.outcome
    with store.read() as tx:
        weak = passwords.weakness(new, profile(tx), forbidden(tx, tried.account))
    if weak or old == new:
        with store.touch() as tx:
            attempts.succeed(tx, tried.number)
        raise Refused(weak or problem("PASSWORD_SAME"))
    hashed = passwords.hashed(new)
    with store.write(here.person.login, Act.USER_PASSWORD, caller.ip) as tx:
        attempts.succeed(tx, tried.number)
        people.set_password(tx, here.person.login, hashed)
        ended = sessions.end_all(tx, here.person.login, but=here.ticket)
        tx.about(here.person.login, ended=ended)
    return Outcome.IN


def days_left(store: Store, login: str) -> int | None:
    """Days until a password must be changed, once that is near; None: there is time, or no rule."""
    with store.read() as tx:
        known, life = people.account(tx, login), profile(tx).life
    if life is None or known is None or known.password is None or known.password_at is None:
        return None
    left = life - (store.clock() - known.password_at)
    return max(0, left.days) if left <= NEAR else None


def locked_for(store: Store, login: str, ip: str) -> int:
    """Seconds until this login may try again from this address; 0: now."""
    with store.read() as tx:
        return _locked(tx, cleaned(login), ip, store.clock())


def forbidden(tx: Tx, one: Account) -> list[str]:
    """The names that may not stand in this account's password."""
    return [one.login, one.name, *people.unit_names(tx)]


def profile(tx: Tx) -> Profile:
    """The standard that this site answers to."""
    return PROFILES[house.settings(tx).get("passwords", "mlps")]


def ticket_of(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode())


def cleaned(login: str) -> str:
    """A login as it is compared and written down: trimmed, lower case, one short line."""
    plain = "".join(c if c.isprintable() else "?" for c in login.strip().lower())
    return plain[:40]


@dataclass(frozen=True, slots=True)
class _Try:
    outcome: Outcome
    account: Account | None = None
    number: int = 0
    wait_s: int = 0


def _tried(store: Store, login: str, password: str, caller: Caller) -> _Try:
    """Count the attempt, then look at the password: parallel guesses share one count."""
    with store.touch() as tx:
        if wait := _locked(tx, login, caller.ip, tx.at):
            return _Try(Outcome.LOCKED, wait_s=wait)
        before = len(attempts.failures(tx, login)), len(attempts.failures_from(tx, caller.ip))
        number = attempts.begin(tx, login, caller.ip)
        known = people.account(tx, login)
    good = known is not None and known.active and known.password is not None
    if passwords.fits(known.password if known and good else None, password):
        return _Try(Outcome.IN, known, number)
    if before[0] == TRIES - 1 or before[1] == TRIES_FROM - 1:  # single failures are not journalled
        with store.write(login or "?", Act.LOCKED, caller.ip) as tx:
            tx.about(login)
    return _Try(Outcome.WRONG)


def _locked(tx: Tx, login: str, ip: str, now: datetime) -> int:
    """Seconds until enough failures have left the window; 0 where it is not locked."""
    full = ((attempts.failures(tx, login), TRIES), (attempts.failures_from(tx, ip), TRIES_FROM))
    ends = [failed[tries - 1] + attempts.WINDOW for failed, tries in full if len(failed) >= tries]
    return max([0, *(max(1, round((end - now).total_seconds())) for end in ends)])


def _open(tx: Tx, login: str, token: str, caller: Caller) -> None:
    """A new session in the open deed; the one that was brought along ends."""
    if caller.token:
        sessions.end(tx, ticket_of(caller.token))
    sessions.sweep(tx)
    attempts.sweep(tx)
    sessions.open(tx, ticket_of(token), login, caller.agent)
    tx.about(login)


def _found(store: Store, ticket: str, active: bool) -> Here | None:
    now = store.clock()
    with store.read() as tx:
        session = sessions.live(tx, ticket, now)
        if session is None:
            return None
        old = _aged(tx, session.account, session.at)
    if active and now - session.seen_at >= SEEN:
        with store.touch() as tx:
            sessions.seen(tx, ticket)
    return Here(session.account.person(), ticket, old)


def _aged(tx: Tx, known: Account, at: datetime) -> bool:
    """Whether the password was too old at a sign-in; later it does not cut off a day's work."""
    if known.password is None or known.password_at is None:
        return False
    age = at - known.password_at
    if age <= SHORTEST_LIFE:  # asked at every request: the settings are read for old ones only
        return False
    life = profile(tx).life
    return life is not None and age > life
