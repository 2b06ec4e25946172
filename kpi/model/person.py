"""Who is at the keyboard: a role, an office, and what the role entitles to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi.i18n import N_, _


class Role(StrEnum):
    """One per account and exclusive: who changes data, who issues and who audits are three."""

    ADMIN = "admin"
    PUBLISHER = "publisher"
    PREPARER = "preparer"
    VIEWER = "viewer"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a page or a deed asks for."""

    READ = "read"  # editions, profiles, their exports
    DRAFT = "draft"  # live boards (试算) and the values of every unit
    UPLOAD = "upload"  # own indicators in, undo own, confirm, teach a name or a mapping
    SPEAK = "speak"  # for the own unit: statement, appeal, confirm in feedback
    OPINION = "opinion"  # on an appeal against an indicator that the own office leads
    PUBLISH = "publish"  # return, freeze, move, rule, sign, publish, correct, withdraw
    DECIDE = "decide"  # an appeal
    CATALOG = "catalog"  # catalog, rules, labels, calendar, settings
    PEOPLE = "people"  # accounts, links, roles, sessions
    BACKUP = "backup"
    JOURNAL = "journal"  # the record of deeds, attempts to sign in
    VERIFY = "verify"


_READER = frozenset({Right.READ})
_INSIDE = _READER | {Right.DRAFT}
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.ADMIN: _INSIDE | {Right.CATALOG, Right.PEOPLE, Right.BACKUP, Right.VERIFY},
    Role.PUBLISHER: _INSIDE | {Right.PUBLISH, Right.DECIDE},
    Role.PREPARER: _INSIDE | {Right.UPLOAD, Right.SPEAK, Right.OPINION},
    Role.VIEWER: _READER,
    Role.AUDITOR: _READER | {Right.JOURNAL, Right.VERIFY},
}
ROLE_NAMES = {
    Role.ADMIN: N_("系统管理"),
    Role.PUBLISHER: N_("审核发布"),
    Role.PREPARER: N_("填报"),
    Role.VIEWER: N_("领导查看"),
    Role.AUDITOR: N_("审计"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """A login with its rights; `name` is shown on the pages and empty for nobody in particular.

    `unit` is the office. `indicators` are those a preparer may send: None means those that his
    office leads, and for the operator, who has neither role nor office, all of them.
    """

    login: str
    name: str
    rights: frozenset[Right]
    role: Role | None = None
    unit: str = ""
    indicators: frozenset[str] | None = None

    def may(self, right: Right) -> bool:
        """Whether this person holds `right`."""
        return right in self.rights

    def sends(self, indicator: str, lead: str) -> bool:
        """Whether he may send the values of an indicator that the office `lead` leads."""
        if not self.may(Right.UPLOAD):
            return False
        if self.indicators is not None:
            return indicator in self.indicators
        return self.role is None or (self.unit != "" and self.unit == lead)

    @property
    def role_name(self) -> str:
        """填报, 审核发布 … in the reader's language; empty for the operator."""
        return _(ROLE_NAMES[self.role]) if self.role else ""


def person(
    login: str,
    name: str,
    role: Role,
    unit: str = "",
    indicators: frozenset[str] | None = None,
) -> Person:
    """A person with the rights of his role."""
    return Person(login, name, RIGHTS[role], role, unit, indicators)


def operator(login: str) -> Person:
    """Whoever runs a command on this machine, under this name: he could read and write the files
    themselves.
    """
    return Person(login, "", frozenset(Right))


OPERATOR = operator("local")
