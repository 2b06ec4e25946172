"""The merge: many values against the stored ones in a handful of statements, never row by row.

Values are staged in a temporary table; SQL then says what is new, what differs, what somebody
else changed meanwhile, moves old versions to the history and puts the new ones in.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Select,
    Table,
    and_,
    func,
    insert,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.dialects import postgresql, sqlite

from kpi.model import canon
from kpi.model.upload import Diff
from kpi.store.schema import NUMBER, observation, observation_history

KEY = ("period", "indicator", "measure", "unit")
VERSION = (*KEY, "upload", "value", "status", "sheet", "cell", "document")
_STAGED = (*KEY, "value", "status", "sheet", "cell", "document")

_staging = Table(
    "staging",
    MetaData(),
    *(Column(k, observation.c[k].type, primary_key=True) for k in KEY),
    Column("value", BigInteger),  # in millionths, ready to compare
    *(Column(k, observation.c[k].type) for k in ("status", "sheet", "cell", "document")),
    Column("seen", NUMBER),  # the upload that owned the stored row when the person looked
    prefixes=["TEMPORARY"],
)
_match = and_(*(observation.c[k] == _staging.c[k] for k in KEY))
_both = _staging.outerjoin(observation, _match)
_moved = or_(
    type_coerce(observation.c.value, BigInteger).is_distinct_from(_staging.c.value),
    observation.c.status != _staging.c.status,
)


class Staged(NamedTuple):
    """One value to store: `value` in millionths, `seen` the upload that owned it at preview."""

    period: str
    indicator: str
    measure: str
    unit: str
    value: int | None
    status: str
    sheet: str | None
    cell: str | None
    document: str | None
    seen: int | None


@contextmanager
def staged(con: Connection, rows: Sequence[Staged]) -> Iterator[None]:
    """The rows in the temporary table, for as long as the block runs."""
    _staging.create(con)
    if con.dialect.name == "postgresql":
        driver: Any = con.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY staging FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        con.exec_driver_sql("ANALYZE staging")
    elif rows:
        con.execute(insert(_staging), [row._asdict() for row in rows])
    yield
    _staging.drop(con)


def diff(con: Connection) -> Diff:
    """How many staged values are new, changed, the same as stored."""
    new = func.count().filter(observation.c.unit.is_(None))
    changed = func.count().filter(observation.c.unit.is_not(None), _moved)
    found = con.execute(select(new, changed, func.count()).select_from(_both)).one()
    return Diff(found[0], found[1], found[2] - found[0] - found[1])


def overtaken(con: Connection) -> Any:
    """The first staged row whose stored row is no longer the one that was seen; None if all are.

    It has sheet, cell, and `now`: the upload that owns the stored row, null where it is gone.
    """
    return con.execute(
        select(_staging.c.sheet, _staging.c.cell, observation.c.upload.label("now"))
        .select_from(_both)
        .where(observation.c.upload.is_distinct_from(_staging.c.seen))
        .order_by(*(_staging.c[k] for k in KEY))
        .limit(1)
    ).first()


def rows_hash(con: Connection, upload: int) -> str:
    """SHA-256 over what `upload` is about to own, in key order."""
    return digest(con.execute(_news(upload).order_by(*(_staging.c[k] for k in KEY))))


def digest(rows: Iterable[Sequence[Any]]) -> str:
    """SHA-256 of rows as canonical JSON lines."""
    whole = hashlib.sha256()
    for row in rows:
        whole.update((canon.text([*row]) + "\n").encode())
    return whole.hexdigest()


def merge(con: Connection, upload: int) -> None:
    """Old versions to the history, staged ones in; what is the same as stored is not touched."""
    old = [observation.c[k] for k in VERSION]
    remember(con, select(*old).join_from(observation, _staging, _match).where(_moved))
    put(con, _news(upload))


def remember(con: Connection, versions: Select[Any]) -> None:
    """Copy versions to the history; one that an undo had brought back is there already."""
    statement = _insert(con, observation_history).from_select(VERSION, versions)
    con.execute(statement.on_conflict_do_nothing())


def put(con: Connection, versions: Select[Any]) -> None:
    """Make these versions the current ones."""
    statement = _insert(con, observation).from_select(VERSION, versions)
    rest = {k: statement.excluded[k] for k in VERSION[len(KEY) :]}
    con.execute(statement.on_conflict_do_update(index_elements=KEY, set_=rest))


def _news(upload: int) -> Select[Any]:
    """The staged rows that are new or differ, with the upload that is to own them."""
    staged = {k: _staging.c[k] for k in _STAGED} | {"upload": literal(upload).label("upload")}
    return (
        select(*(staged[k] for k in VERSION))
        .select_from(_both)
        .where(or_(observation.c.unit.is_(None), _moved))
    )


def _insert(con: Connection, table: Table[Any]) -> Any:
    """An INSERT that knows conflicts; both dialects spell it the same."""
    return (sqlite if con.dialect.name == "sqlite" else postgresql).insert(table)
