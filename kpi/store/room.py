"""A full disk is told in a sentence: what was to be stored is not, and can be tried again."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from kpi.model.problem import Refused, problem

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DISK_FULL = "53100"  # PostgreSQL's word for it


@contextmanager
def needed() -> Iterator[None]:
    """Refused with NO_ROOM where the disk of the files or of the database has no room left."""
    try:
        yield
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        raise Refused(problem("NO_ROOM")) from fault
    except DBAPIError as fault:
        if not _is_full(fault.orig):
            raise
        raise Refused(problem("NO_ROOM")) from fault


def _is_full(fault: BaseException | None) -> bool:
    if isinstance(fault, sqlite3.Error):
        return getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(fault, "sqlstate", None) == _DISK_FULL
