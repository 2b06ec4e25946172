"""Live sign-ins; a session is known by the SHA-256 of its token, its ticket."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update

from kpi.store.people import Account, made
from kpi.store.schema_people import account, login_session
from kpi.store.tx import Tx, micros, moment

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Session:
    """A live one and whose it is; `at` is the sign-in, `seen_at` the last activity."""

    account: Account
    at: datetime
    seen_at: datetime


def open(tx: Tx, ticket: str, login: str, agent: str) -> None:
    """Begin one, from the address of the deed."""
    at = micros(tx.at)
    tx.con.execute(
        insert(login_session).values(
            token_hash=ticket,
            login=login,
            at=at,
            seen_at=at,
            ip=tx.ip[:45] or None,
            agent=agent[:200] or None,
        )
    )


def live(tx: Tx, ticket: str, now: datetime) -> Session | None:
    """The session of a ticket, while neither limit has passed and its account is active."""
    asked = (
        select(account, login_session.c.at.label("since"), login_session.c.seen_at)
        .join_from(login_session, account, login_session.c.login == account.c.login)
        .where(
            login_session.c.token_hash == ticket,
            login_session.c.seen_at > micros(now - IDLE),
            login_session.c.at > micros(now - ABSOLUTE),
            account.c.active,
        )
    )
    row = tx.con.execute(asked).first()
    return Session(made(row), moment(row.since), moment(row.seen_at)) if row else None


def seen(tx: Tx, ticket: str) -> None:
    """Somebody did something just now."""
    tx.con.execute(
        update(login_session)
        .where(login_session.c.token_hash == ticket)
        .values(seen_at=micros(tx.at))
    )


def end(tx: Tx, ticket: str) -> str | None:
    """End one; gives whose it was, None where there was none."""
    ended = delete(login_session).where(login_session.c.token_hash == ticket)
    return tx.con.execute(ended.returning(login_session.c.login)).scalar()


def end_all(tx: Tx, login: str, but: str = "") -> int:
    """End every session of a login, but for one ticket; gives how many."""
    mine = login_session.c.login == login, login_session.c.token_hash != but
    return tx.con.execute(delete(login_session).where(*mine)).rowcount


def sweep(tx: Tx) -> None:
    """Forget sessions that either limit has ended."""
    idle, absolute = micros(tx.at - IDLE), micros(tx.at - ABSOLUTE)
    old = (login_session.c.seen_at <= idle) | (login_session.c.at <= absolute)
    tx.con.execute(delete(login_session).where(old))
