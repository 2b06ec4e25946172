"""What the office has on record, kept by the data version: cases, uploads, dues, settings."""

from collections.abc import Mapping
from datetime import date

from kpi import access
from kpi.model.case import Case
from kpi.model.due import Due
from kpi.model.edition import Edition
from kpi.model.house import House
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Right
from kpi.model.problem import Refused, problem
from kpi.model.standing import Standing
from kpi.model.upload import UploadRow
from kpi.service import admin, follow, ladder, receipt, start, upload
from kpi.service import due as filings
from kpi.service.upload import Change
from pages.parts import session
from pages.parts.stands import shared


@shared
def _season(version: int, code: str, year: int) -> Mapping[str, Standing]:
    return {s.unit: s for s in ladder.season(start.store(), code, year)}


def season(code: str, year: int) -> Mapping[str, Standing]:
    """What the published editions of a year say of each unit."""
    return _season(session.data_version(), code, year)


@shared
def _cases(version: int, code: str, period: Period) -> tuple[Case, ...]:
    return follow.find(start.store(), board=code, period=period)


def cases(edition: Edition, unit: str) -> tuple[Case, ...]:
    """What a unit said to a board, oldest first."""
    found = _cases(session.data_version(), edition.spec.code, edition.period)
    return tuple(c for c in found if c.unit == unit)


@shared
def _statements(version: int, unit: str) -> tuple[Case, ...]:
    return follow.find(start.store(), unit=unit, kind="statement")


def statements(unit: str, until: Period) -> tuple[Case, ...]:
    """What a unit was asked by editions of periods before `until`, and what it answered, newest
    first.
    """
    found = _statements(session.data_version(), unit)
    asked = [c for c in found if c.edition and c.period.last_day < until.first_day]
    return tuple(sorted(asked, key=lambda c: (c.period.last_day, c.id), reverse=True))


@shared
def _house(version: int) -> House:
    return admin.house_rules(start.store())


def house() -> House:
    """The settings of the house."""
    return _house(session.data_version())


@shared
def _dues(
    version: int, periods: tuple[Period, ...], today: date
) -> Mapping[Period, tuple[Due, ...]]:
    return filings.dues(start.store(), periods, today)


def dues(*periods: Period) -> Mapping[Period, tuple[Due, ...]]:
    """What is due in each period, and how far it has come today."""
    return _dues(session.data_version(), periods, start.configured().today())


@shared
def _waiting(version: int) -> tuple[Case, ...]:
    return follow.find(start.store(), open_only=True)


def waiting() -> tuple[Case, ...]:
    """The cases of all boards that wait for somebody, oldest first; for who deals with cases."""
    who = session.person()
    if not any(who.may(r) for r in (Right.SPEAK, Right.DECIDE, Right.CATALOG, Right.JOURNAL)):
        raise Refused(problem("NOT_ENTITLED", given=who.name))
    return _waiting(session.data_version())


@shared
def _uploads(version: int) -> tuple[UploadRow, ...]:
    return upload.history(start.store(), OPERATOR)  # `uploads` has asked for the right


def uploads() -> tuple[UploadRow, ...]:
    """All uploads, newest first; for those who may see drafts."""
    access.require(session.person(), Right.DRAFT)
    return _uploads(session.data_version())


@shared
def _changes(version: int, number: int) -> tuple[Change, ...]:
    row = next(r for r in _uploads(version) if r.upload == number)
    return receipt.changes(start.store(), row)


def changes(row: UploadRow) -> tuple[Change, ...]:
    """What a stored upload changed."""
    return _changes(session.data_version(), row.upload)
