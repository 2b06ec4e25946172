"""Whether the database itself is whole: its pages, its references, the guards of its history."""

from collections.abc import Iterator

from sqlalchemy import (
    Column,
    Connection,
    ForeignKeyConstraint,
    Table,
    and_,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError

from kpi.store.schema import METADATA

GUARDED = ("journal", "rule", "edition", "edition_entry", "observation_history", "case_step")


def torn(con: Connection) -> Iterator[tuple[str, str]]:
    """Damage of the file that makes every other look at it worthless (SQLite only)."""
    if con.dialect.name != "sqlite":
        return
    try:
        lines = con.execute(text("PRAGMA integrity_check(3)")).scalars().all()
    except DatabaseError as fault:  # so torn that even the check cannot go on
        lines = [str(fault.orig)]
    for line in lines:
        if line != "ok":
            yield "file", str(line)


def loose(con: Connection) -> Iterator[tuple[str, str]]:
    """Rows that refer to nothing, tables without their guard: the table, and what is wrong."""
    there = set(inspect(con).get_table_names())
    for table in METADATA.sorted_tables:
        if table.name in there and any(_orphans(con, table, key) for key in _keys(table)):
            yield table.name, "reference"
    held = _guards(con)
    for name in GUARDED:
        if name in there and name not in held:
            yield name, "guard"


def _keys(table: Table) -> list[ForeignKeyConstraint]:
    return [c for c in table.constraints if isinstance(c, ForeignKeyConstraint)]


def _orphans(con: Connection, table: Table, key: ForeignKeyConstraint) -> int:
    mine: list[Column[object]] = list(key.columns)
    parent = key.referred_table.alias("parent")
    theirs = [parent.c[e.column.name] for e in key.elements]
    match = and_(*(m == t for m, t in zip(mine, theirs, strict=True)))
    lost = (
        select(func.count())
        .select_from(table.outerjoin(parent, match))
        .where(theirs[0].is_(None), *(m.is_not(None) for m in mine))
    )
    return con.execute(lost).scalar_one()


def _guards(con: Connection) -> set[str]:
    """The tables whose guards stand and are in force."""
    if con.dialect.name == "sqlite":
        rows = con.execute(
            text(
                "SELECT tbl_name, count(*) FROM sqlite_master WHERE type = 'trigger' "
                "AND sql LIKE '%RAISE(ABORT%' GROUP BY tbl_name"
            )
        )
        return {name for name, n in rows if n >= 2}  # one against UPDATE, one against DELETE
    rows = con.execute(
        text(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal "
            "AND p.proname = 'append_only' AND t.tgenabled IN ('O', 'A')"
        )
    )
    return set(rows.scalars())
