"""The tables: typed Core, one MetaData for SQLite and PostgreSQL.

Natural text keys, so a panel is read without a join; times are microseconds since 1970 in UTC.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    SmallInteger,
    String,
    Table,
    Text,
    TypedColumns,
    TypeDecorator,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
SCALE = 1_000_000


def micro(value: float | Decimal) -> int:
    """A value in millionths, half away from zero, of the shortest decimal that reads as `value`."""
    return int((Decimal(str(value)) * SCALE).to_integral_value(ROUND_HALF_UP))


class Fixed(TypeDecorator[Decimal]):
    """Exact decimal of six places as BIGINT: same number, order and equality on every engine.

    SQLite's NUMERIC gives 123456789012.345673 back for …345678: wrong ties in a ranking.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(  # noqa: D102 - SQLAlchemy's name
        self, value: Any, dialect: Any
    ) -> int | None:
        return None if value is None else micro(value)

    def process_result_value(  # noqa: D102 - SQLAlchemy's name
        self, value: Any, dialect: Any
    ) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-6)


def text(length: int) -> String:
    """Text in byte order on both engines, whatever the server's locale."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


CODE, PERIOD, HASH, WORD, MICROS = text(40), text(10), String(64), text(16), BigInteger
NUMBER = BigInteger().with_variant(Integer, "sqlite")  # Integer: there it becomes the rowid
FLAG = Boolean(create_constraint=False)


def one_of(column: str, *words: str) -> CheckConstraint:
    """A closed list of words, guarded by the database too."""
    return CheckConstraint(f"{column} in ({', '.join(map(repr, words))})", name=column)


class house_cols(TypedColumns):
    """One row: who this database is, and the version of its data (the cache key)."""

    id: Named[int] = Column(SmallInteger, primary_key=True, autoincrement=False)
    instance: Named[str] = Column(String(32))
    data_version: Named[int] = Column(BigInteger)
    settings: Named[str] = Column(Text)


class file_cols(TypedColumns):
    """An original; its bytes lie in `files/<sha256>` of the data folder."""

    sha256: Named[str] = Column(HASH, primary_key=True)
    size: Named[int] = Column(BigInteger)
    name: Named[str] = Column(Text)
    at: Named[int] = Column(MICROS)


class unit_cols(TypedColumns):
    """A unit's code, which never changes, and its place in the catalog."""

    code: Named[str] = Column(CODE, primary_key=True)
    sort: Named[int] = Column(Integer)


class membership_cols(TypedColumns):
    """A unit in one peer group from `since` (0000: always) until `until` (null: open)."""

    unit: Named[str] = Column(CODE, ForeignKey("unit.code"), primary_key=True)
    since: Named[str] = Column(PERIOD, primary_key=True)
    until: Named[str | None] = Column(PERIOD)
    name: Named[str] = Column(text(80))
    name_en: Named[str | None] = Column(Text)
    group_name: Named[str] = Column(text(80))
    level: Named[str | None] = Column(WORD)
    aliases: Named[str] = Column(Text)
    note: Named[str | None] = Column(Text)
    sort: Named[int] = Column(Integer)
    sponsor: Named[str | None] = Column(Text)
    liaison: Named[str | None] = Column(Text)
    inspection: Named[str | None] = Column(Text)


class indicator_cols(TypedColumns):
    """An indicator as the catalog defines it; `body` holds what no query asks for, as JSON."""

    code: Named[str] = Column(CODE, primary_key=True)
    name: Named[str] = Column(text(80))
    uom: Named[str] = Column(text(32))
    direction: Named[str] = Column(WORD)
    freq: Named[str] = Column(text(1))
    measure: Named[str] = Column(WORD)
    decimals: Named[int] = Column(SmallInteger)
    lead: Named[str | None] = Column(CODE)
    ranked: Named[bool] = Column(FLAG)
    body: Named[str] = Column(Text)
    sort: Named[int] = Column(Integer)


class alias_cols(TypedColumns):
    """Another name for a unit, indicator, unit of measure or group."""

    kind: Named[str] = Column(WORD, primary_key=True)
    alias: Named[str] = Column(text(120), primary_key=True)
    code: Named[str] = Column(text(80))
    sort: Named[int] = Column(Integer)


class english_cols(TypedColumns):
    """The English of a text of the catalog; its place is the key, for a definition may be longer
    than an index takes.
    """

    sort: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    text: Named[str] = Column(Text)
    said: Named[str] = Column(Text)


class board_cols(TypedColumns):
    """A board; what it judges by is the newest version in `rule`."""

    code: Named[str] = Column(CODE, primary_key=True)
    name: Named[str] = Column(text(80))
    name_en: Named[str | None] = Column(Text)
    freq: Named[str] = Column(text(1))
    groups: Named[str] = Column(Text)
    audience: Named[str] = Column(WORD)
    sort: Named[int] = Column(Integer)


class rule_cols(TypedColumns):
    """Every version of a board's rule, canonical JSON; never updated."""

    board: Named[str] = Column(CODE, ForeignKey("board.code"), primary_key=True)
    version: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    body: Named[str] = Column(Text)
    hash: Named[str] = Column(HASH)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


class upload_cols(TypedColumns):
    """One deed on values. `live` is the sha256 while a file's values stand: the same file
    twice at once stores once, on every engine. `undoes` names the upload that was taken back.
    """

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    sha256: Named[str] = Column(HASH, index=True)
    name: Named[str] = Column(Text)
    kind: Named[str] = Column(WORD)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)
    note: Named[str | None] = Column(Text)
    report: Named[str] = Column(Text)
    rows_hash: Named[str] = Column(HASH)
    undoes: Named[int | None] = Column(NUMBER, ForeignKey("upload.id"), unique=True)
    live: Named[str | None] = Column(HASH, unique=True)


class observation_cols(TypedColumns):
    """The values that stand now; `not_reported` is the absence of a row."""

    period: Named[str] = Column(PERIOD, primary_key=True)
    indicator: Named[str] = Column(CODE, ForeignKey("indicator.code"), primary_key=True)
    measure: Named[str] = Column(WORD, primary_key=True)
    unit: Named[str] = Column(CODE, ForeignKey("unit.code"), primary_key=True)
    value: Named[Decimal | None] = Column(Fixed)
    status: Named[str] = Column(WORD)
    upload: Named[int] = Column(NUMBER, ForeignKey("upload.id"), index=True)
    sheet: Named[str | None] = Column(Text)
    cell: Named[str | None] = Column(text(16))
    document: Named[str | None] = Column(Text)


class observation_history_cols(TypedColumns):
    """Every version that was once current and is not: a version is a key and its upload."""

    period: Named[str] = Column(PERIOD, primary_key=True)
    indicator: Named[str] = Column(CODE, primary_key=True)
    measure: Named[str] = Column(WORD, primary_key=True)
    unit: Named[str] = Column(CODE, primary_key=True)
    upload: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    value: Named[Decimal | None] = Column(Fixed)
    status: Named[str] = Column(WORD)
    sheet: Named[str | None] = Column(Text)
    cell: Named[str | None] = Column(text(16))
    document: Named[str | None] = Column(Text)


class mapping_cols(TypedColumns):
    """What a person said a column of a layout means: its header path as JSON → target."""

    fingerprint: Named[str] = Column(HASH, primary_key=True)
    path: Named[str] = Column(text(400), primary_key=True)
    target: Named[str] = Column(text(80))
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


class journal_cols(TypedColumns):
    """Who did what when (留痕), each line chained to the one before by its hash."""

    n: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    at: Named[int] = Column(MICROS)
    actor: Named[str] = Column(CODE)
    ip: Named[str | None] = Column(String(45))
    act: Named[str] = Column(text(24))
    object: Named[str | None] = Column(Text)
    detail: Named[str] = Column(Text)
    hash: Named[str] = Column(HASH)


house = Table("house", METADATA, house_cols, CheckConstraint("id = 1", name="single"))
file = Table("file", METADATA, file_cols)
unit = Table("unit", METADATA, unit_cols)
membership = Table("membership", METADATA, membership_cols)
indicator = Table(
    "indicator", METADATA, indicator_cols, one_of("direction", "higher", "lower", "target", "none")
)
alias = Table("alias", METADATA, alias_cols, one_of("kind", "unit", "indicator", "uom", "group"))
english = Table("english", METADATA, english_cols)
board = Table("board", METADATA, board_cols)
rule = Table("rule", METADATA, rule_cols)
upload = Table("upload", METADATA, upload_cols)
observation = Table(
    "observation",
    METADATA,
    observation_cols,
    one_of("measure", "month", "ytd", "level", "yoy", "target", "stretch", "rank"),
    one_of("status", "reported", "not_applicable"),
    CheckConstraint("(value is null) = (status = 'not_applicable')", name="value"),
    Index("ix_observation_series", "indicator", "unit", "period"),
    sqlite_with_rowid=False,
)
observation_history = Table(
    "observation_history",
    METADATA,
    observation_history_cols,
    Index("ix_observation_history_upload", "upload"),
    sqlite_with_rowid=False,
)
mapping = Table("mapping", METADATA, mapping_cols)
journal = Table(
    "journal",
    METADATA,
    journal_cols,
    Index("ix_journal_at", "at"),
    Index("ix_journal_actor", "actor", "at"),
)
