"""Accounts and one-time links: who may sign in is decided here, in whose name, and written down."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import replace

from kpi.model.person import OPERATOR, Person, Right, Role, operator
from kpi.model.problem import Refused, problem
from kpi.service import deeds, passwords
from kpi.service.signin import forbidden, profile, ticket_of
from kpi.store import attempts, links, people, sessions
from kpi.store.engine import Act, Store, Tx
from kpi.store.people import Account

__all__ = ["Account"]
LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,31}")


def accounts(store: Store, by: Person) -> tuple[Account, ...]:
    """All accounts, by login."""
    deeds.require(store, by, Right.PEOPLE)
    with store.read() as tx:
        return people.accounts(tx)


def acting(store: Store, login: str) -> Person:
    """Who a command acts for: the operator himself; any name while there is no account at all;
    then an active account, with its rights and its scope. Anybody else is refused (NOT_ENTITLED).
    """
    with store.read() as tx:
        known = people.account(tx, login)
        if known is None and (login == OPERATOR.login or not people.anybody(tx)):
            return operator(login)
    if known and known.active:
        return known.person()
    with deeds.noting(store, Person(login, "", frozenset()), "command"):
        raise Refused(problem("NOT_ENTITLED", given=login))


def anybody(store: Store) -> bool:
    """Whether an account exists: without one, nobody can sign in and a link is printed."""
    with store.read() as tx:
        return people.anybody(tx)


def sends(store: Store, person: Person) -> list[str]:
    """The indicators that a person may send, by code; none for who is no preparer."""
    if not person.may(Right.UPLOAD):
        return []
    if person.indicators is not None:
        return sorted(person.indicators)
    with store.read() as tx:
        return people.led(tx, person.unit) if person.unit else []


def first_link(store: Store) -> str | None:
    """The token of a link to the first administrator; None once an account exists."""
    token = secrets.token_urlsafe(24)
    with store.touch() as tx:
        if people.anybody(tx):
            return None
        links.add(tx, ticket_of(token), None)
    return token


def add(
    store: Store,
    login: str,
    role: Role,
    by: Person,
    *,
    name: str = "",
    unit: str = "",
    indicators: Iterable[str] | None = None,
    password: str | None = None,
) -> str | None:
    """A new account. Without a password: the token of its one-time link.

    A malformed or taken login, an unknown office or indicator, a weak password: Refused.
    """
    deeds.require(store, by, Right.PEOPLE, Act.USER_ADD)
    own = None if indicators is None else frozenset(indicators)
    one = Account(_well_formed(login), name.strip() or login, role, unit, own)
    with store.read() as tx:
        _free(tx, one)
        _known(tx, one)
    if password is not None:
        _strong(store, one, password)
        one = replace(one, password=passwords.hashed(password))
    token = None if password is not None else secrets.token_urlsafe(24)
    with store.write(by.login, Act.USER_ADD) as tx:
        _free(tx, one)
        people.add(tx, one)
        links.drop(tx, None)
        if token:
            links.add(tx, ticket_of(token), one.login)
        listed = None if own is None else sorted(own)
        tx.about(one.login, role=role, unit=unit or None, indicators=listed)
    return token


def change_role(store: Store, login: str, role: Role, by: Person) -> None:
    """Another role; whoever is signed in under it is signed out."""
    with deeds.doing(store, by, Right.PEOPLE, Act.USER_ROLE, login) as tx:
        one = _other(tx, login, by)
        if role is not Role.ADMIN:
            _not_the_last(tx, one, by)
        people.change_role(tx, login, role)
        ended = sessions.end_all(tx, login)
        tx.about(login, role=role, before=one.role, ended=ended)


def disable(store: Store, login: str, by: Person) -> None:
    """No longer let in; its sessions and links end at once."""
    with deeds.doing(store, by, Right.PEOPLE, Act.USER_DISABLE, login) as tx:
        one = _other(tx, login, by)
        _not_the_last(tx, one, by)
        people.set_active(tx, login, False)
        links.drop(tx, login)
        tx.about(login, role=one.role, ended=sessions.end_all(tx, login))


def enable(store: Store, login: str, by: Person) -> None:
    """Let in again, with the password it had."""
    with deeds.doing(store, by, Right.PEOPLE, Act.USER_ENABLE, login) as tx:
        one = _existing(tx, login)
        people.set_active(tx, login, True)
        tx.about(login, role=one.role)


def link(store: Store, login: str, by: Person) -> str:
    """The token of a new one-time link to set a password; older ones of this login are dead."""
    token = secrets.token_urlsafe(24)
    with deeds.doing(store, by, Right.PEOPLE, Act.USER_LINK, login) as tx:
        _existing(tx, login)
        links.drop(tx, login)
        links.add(tx, ticket_of(token), login)
        tx.about(login)
    return token


def end_sessions(store: Store, login: str, by: Person) -> int:
    """Sign a login out everywhere; gives how many sessions ended. One's own needs no right."""
    if by.login != login:
        deeds.require(store, by, Right.PEOPLE, Act.USER_END)
    with store.write(by.login, Act.USER_END) as tx:
        _existing(tx, login)
        ended = sessions.end_all(tx, login)
        tx.about(login, ended=ended)
    return ended


def invited(store: Store, token: str) -> Account | None:
    """Whom a link is for (an account without login: the first administrator); None: dead."""
    with store.read() as tx:
        return _invited(tx, store, token)


def setup(store: Store, token: str, login: str, name: str, password: str, ip: str = "") -> None:
    """Use a link: make the first administrator, or set the password of its login.

    LINK_DEAD where the link is wrong, used, expired or another's; otherwise Refused says what is
    to be done better, and the link stays good. Of several at once exactly one wins.
    """
    with store.read() as tx:
        waiting = _invited(tx, store, token)
        if waiting is None or (waiting.login and login.strip().lower() not in ("", waiting.login)):
            raise Refused(problem("LINK_DEAD"))
    first = not waiting.login
    own = _well_formed(login.strip().lower()) if first else waiting.login
    one = replace(waiting, login=own, name=name.strip()[:80] or own) if first else waiting
    _strong(store, one, password)
    one = replace(one, password=passwords.hashed(password))
    with store.write(own, Act.SETUP, ip) as tx:
        if not links.use(tx, ticket_of(token)) or (first and people.anybody(tx)):
            raise Refused(problem("LINK_DEAD"))
        if first:
            people.add(tx, one)
            links.drop(tx, None)
        else:
            people.set_password(tx, own, one.password or "")
            sessions.end_all(tx, own)
            attempts.forgive(tx, own)
        tx.about(own, role=one.role)


def _invited(tx: Tx, store: Store, token: str) -> Account | None:
    found = links.find(tx, ticket_of(token), store.clock())
    if found is None:
        return None
    if found[0] is None:
        return None if people.anybody(tx) else Account("", "", Role.ADMIN)
    known = people.account(tx, found[0])
    return known if known and known.active else None


def _well_formed(login: str) -> str:
    if not LOGIN.fullmatch(login):
        raise Refused(problem("LOGIN_MALFORMED", given=login))
    return login


def _free(tx: Tx, one: Account) -> None:
    if people.account(tx, one.login):
        raise Refused(problem("LOGIN_TAKEN", given=one.login))


def _known(tx: Tx, one: Account) -> None:
    """The office and the indicators stand in the catalog."""
    if one.unit and not people.has_unit(tx, one.unit):
        raise Refused(problem("UNKNOWN_UNIT", given=one.unit))
    if foreign := people.unknown(tx, one.indicators or ()):
        raise Refused(problem("INDICATOR_UNKNOWN", given="、".join(foreign)))


def _strong(store: Store, one: Account, password: str) -> None:
    with store.read() as tx:
        weak = passwords.weakness(password, profile(tx), forbidden(tx, one))
    if weak:
        raise Refused(weak)


def _existing(tx: Tx, login: str) -> Account:
    one = people.account(tx, login)
    if one is None:
        raise Refused(problem("LOGIN_UNKNOWN", given=login))
    return one


def _other(tx: Tx, login: str, by: Person) -> Account:
    """Another's account: nobody raises or disables himself."""
    if login == by.login:
        raise Refused(problem("OWN_ACCOUNT"))
    return _existing(tx, login)


def _not_the_last(tx: Tx, one: Account, by: Person) -> None:
    """An instance keeps an administrator; who runs commands on the machine may do without."""
    last = one.active and one.role is Role.ADMIN and people.administrators(tx) == 1
    if last and by.role is not None:
        raise Refused(problem("LAST_ADMIN"))
