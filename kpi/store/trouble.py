"""What the surroundings do to a store, in a sentence: no permission, no connection, a torn file.

A full disk is `room`'s.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from kpi.i18n import N_, _
from kpi.model.problem import KpiError
from kpi.store import place

DISK = N_("磁盘读写出错，没有保存。请管理员检查磁盘的空间和状况。")
CLOSED = N_("数据库或数据目录不可写，没有保存，数据没有改变。请管理员检查权限。")
AWAY = N_("数据库连接不上，没有保存。请管理员检查数据库服务和KPI_DATABASE_URL。")
DAMAGED = N_("数据库文件已损坏。请管理员停止服务，用最近的备份恢复。")
FAR = N_("数据目录在网络共享上（{kind}），SQLite会丢数据。请改用本机磁盘，或使用PostgreSQL。")
_SQLITE = {
    "SQLITE_IOERR": DISK,
    "SQLITE_READONLY": CLOSED,
    "SQLITE_CANTOPEN": CLOSED,
    "SQLITE_PERM": CLOSED,
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_NOTADB": DAMAGED,
}
_POSTGRES = {"25006": CLOSED, "42501": CLOSED}
_SYSTEM = {
    errno.EIO: DISK,
    errno.EROFS: CLOSED,
    errno.EACCES: CLOSED,
    errno.EPERM: CLOSED,
    errno.ENOTDIR: CLOSED,
}


class Trouble(KpiError):
    """The surroundings did not let it happen; nothing was stored."""


class Torn(Trouble):
    """The database file itself is damaged."""


@contextmanager
def told() -> Iterator[None]:
    """Turn faults of disk, permission and connection into Trouble; every other one passes."""
    try:
        yield
    except (DBAPIError, OSError) as fault:
        if pattern := _pattern(fault):
            raise (Torn if pattern == DAMAGED else Trouble)(_(pattern)) from fault
        raise


def near(folder: Path) -> None:
    """Trouble where a SQLite database would lie on a network share: its log is lost there."""
    if kind := place.far(folder):
        raise Trouble(_(FAR).format(kind=kind))


def _pattern(fault: DBAPIError | OSError) -> str | None:
    if isinstance(fault, OSError):
        return _SYSTEM.get(fault.errno or 0)
    name = str(getattr(fault.orig, "sqlite_errorname", ""))
    if name:
        return _SQLITE.get("_".join(name.split("_")[:2]))
    state = getattr(fault.orig, "sqlstate", None)
    if state is None and fault.connection_invalidated:
        return AWAY
    if state is None and type(fault.orig).__name__ == "OperationalError":
        return AWAY  # refused, timed out, unknown host: there was no server to give a code
    return AWAY if str(state).startswith(("08", "57P")) else _POSTGRES.get(str(state))
