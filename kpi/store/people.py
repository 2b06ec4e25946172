"""Accounts: who may sign in, as what, for which office."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from kpi.model.person import Person, Role, person
from kpi.store.schema import indicator, membership, unit
from kpi.store.schema_people import account as table
from kpi.store.tx import Tx, micros, moment


@dataclass(frozen=True, slots=True)
class Account:
    """One row. `indicators` None: those that the office `unit` leads. `password` is a hash, or
    None while a one-time link waits; `password_at` says how old it is.
    """

    login: str
    name: str
    role: Role
    unit: str = ""
    indicators: frozenset[str] | None = None
    active: bool = True
    password: str | None = None
    password_at: datetime | None = None

    def person(self) -> Person:
        """This account at the keyboard."""
        return person(self.login, self.name, self.role, self.unit, self.indicators)


def account(tx: Tx, login: str) -> Account | None:
    """The account of a login, active or not."""
    row = tx.con.execute(select(table).where(table.c.login == login)).first()
    return made(row) if row else None


def accounts(tx: Tx) -> tuple[Account, ...]:
    """All, by login."""
    return tuple(map(made, tx.con.execute(select(table).order_by(table.c.login))))


def anybody(tx: Tx) -> bool:
    """Whether an account exists, active or not."""
    return tx.con.execute(select(func.count()).select_from(table)).scalar_one() > 0


def administrators(tx: Tx) -> int:
    """How many active accounts administer."""
    admins = select(func.count()).where(table.c.role == str(Role.ADMIN), table.c.active)
    return tx.con.execute(admins).scalar_one()


def add(tx: Tx, one: Account) -> None:
    """A new account; the login must be free."""
    tx.con.execute(
        insert(table).values(
            login=one.login,
            name=one.name,
            role=str(one.role),
            unit=one.unit or None,
            indicators=None if one.indicators is None else json.dumps(sorted(one.indicators)),
            active=one.active,
            password=one.password,
            password_at=micros(tx.at) if one.password else None,
            at=micros(tx.at),
        )
    )


def change_role(tx: Tx, login: str, role: Role) -> None:
    """Another role; what the account may do follows at once."""
    _set(tx, login, role=str(role))


def set_active(tx: Tx, login: str, active: bool) -> None:
    """Let in again, or no longer."""
    _set(tx, login, active=active)


def set_password(tx: Tx, login: str, hashed: str) -> None:
    """A new password, as old as this deed."""
    _set(tx, login, password=hashed, password_at=micros(tx.at))


def rehash(tx: Tx, login: str, hashed: str) -> None:
    """The same password under newer parameters; it does not become younger."""
    _set(tx, login, password=hashed)


def led(tx: Tx, unit: str) -> list[str]:
    """The indicators that an office leads, by code."""
    found = select(indicator.c.code).where(indicator.c.lead == unit).order_by(indicator.c.code)
    return list(tx.con.execute(found).scalars())


def unknown(tx: Tx, codes: Iterable[str]) -> list[str]:
    """Those of `codes` that are no indicators."""
    known = set(tx.con.execute(select(indicator.c.code)).scalars())
    return sorted(set(codes) - known)


def unit_names(tx: Tx) -> list[str]:
    """What the units are or were called."""
    return list(tx.con.execute(select(membership.c.name).distinct()).scalars())


def has_unit(tx: Tx, code: str) -> bool:
    """Whether the catalog knows an office."""
    return tx.con.execute(select(unit.c.code).where(unit.c.code == code)).first() is not None


def made(row: Row[Any]) -> Account:
    """An account from a row that holds the table's columns."""
    return Account(
        login=row.login,
        name=row.name,
        role=Role(row.role),
        unit=row.unit or "",
        indicators=None if row.indicators is None else frozenset(json.loads(row.indicators)),
        active=row.active,
        password=row.password,
        password_at=None if row.password_at is None else moment(row.password_at),
    )


def _set(tx: Tx, login: str, **values: Any) -> None:
    tx.con.execute(update(table).where(table.c.login == login).values(**values))
