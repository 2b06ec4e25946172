"""The tables of publishing: rounds, rulings, editions and what units say of them."""

from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Named,
    SmallInteger,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from kpi.store.schema import CODE, HASH, METADATA, MICROS, NUMBER, PERIOD, WORD, Fixed, one_of, text


class board_period_cols(TypedColumns):
    """How far one board has come in one period; no row: values are being collected.

    `reopened` is a JSON list of indicators that may be sent again while the rest stands still;
    `corrects` the edition that this round will correct, `reason` why; `signed` what was signed,
    as JSON: the paper, the hashes of data and rule.
    """

    board: Named[str] = Column(CODE, ForeignKey("board.code"), primary_key=True)
    period: Named[str] = Column(PERIOD, primary_key=True)
    state: Named[str] = Column(WORD)
    feedback_until: Named[int | None] = Column(MICROS)
    reopened: Named[str] = Column(Text)
    corrects: Named[int | None] = Column(NUMBER, ForeignKey("edition.id"))
    reason: Named[str | None] = Column(Text)
    frozen_by: Named[str | None] = Column(CODE)
    moved_by: Named[str] = Column(CODE)
    moved_at: Named[int] = Column(MICROS)
    signed: Named[str | None] = Column(Text)


class paper_draft_cols(TypedColumns):
    """What was filled in and reworded on the paper of a board and period, as JSON; no row: nothing.

    Gone as soon as its edition is out.
    """

    board: Named[str] = Column(CODE, ForeignKey("board.code"), primary_key=True)
    period: Named[str] = Column(PERIOD, primary_key=True)
    body: Named[str] = Column(Text)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


class ruling_cols(TypedColumns):
    """A decision by document for one board and period; unit null: the whole board."""

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    board: Named[str] = Column(CODE, ForeignKey("board.code"))
    period: Named[str] = Column(PERIOD)
    kind: Named[str] = Column(WORD)
    unit: Named[str | None] = Column(CODE, ForeignKey("unit.code"))
    indicator: Named[str | None] = Column(CODE, ForeignKey("indicator.code"))
    body: Named[str] = Column(Text)
    document: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)
    lifted_by: Named[str | None] = Column(CODE)
    lifted_at: Named[int | None] = Column(MICROS)


class edition_cols(TypedColumns):
    """A published board, never changed: its snapshot, chained by hash to the one before."""

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    board: Named[str] = Column(CODE, ForeignKey("board.code"))
    period: Named[str] = Column(PERIOD)
    year: Named[int] = Column(SmallInteger)
    number: Named[int] = Column(SmallInteger)
    kind: Named[str] = Column(WORD)
    corrects: Named[int | None] = Column(NUMBER, ForeignKey("edition.id"))
    reason: Named[str | None] = Column(Text)
    snapshot: Named[str] = Column(Text)
    hash: Named[str] = Column(HASH, unique=True)
    previous_hash: Named[str] = Column(HASH)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


class edition_entry_cols(TypedColumns):
    """The lines of a snapshot again, for streaks, tallies and a unit's page."""

    edition: Named[int] = Column(NUMBER, ForeignKey("edition.id"), primary_key=True)
    unit: Named[str] = Column(CODE, ForeignKey("unit.code"), primary_key=True)
    group_name: Named[str | None] = Column(text(80))
    rank: Named[int | None] = Column(Integer)
    score: Named[Decimal | None] = Column(Fixed)
    colour: Named[str | None] = Column(WORD)


class case_file_cols(TypedColumns):
    """A unit's statement (情况说明), confirmation or appeal (申诉); `state` is where it stands."""

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    kind: Named[str] = Column(WORD)
    board: Named[str] = Column(CODE, ForeignKey("board.code"))
    period: Named[str] = Column(PERIOD)
    edition: Named[int | None] = Column(NUMBER, ForeignKey("edition.id"))
    unit: Named[str] = Column(CODE, ForeignKey("unit.code"))
    indicator: Named[str | None] = Column(CODE, ForeignKey("indicator.code"))
    state: Named[str] = Column(WORD)
    due_at: Named[int | None] = Column(MICROS)
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


class case_step_cols(TypedColumns):
    """One step of a case, never changed; `body` is JSON, `evidence` an original's SHA-256."""

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    case_file: Named[int] = Column(NUMBER, ForeignKey("case_file.id"), index=True)
    act: Named[str] = Column(WORD)
    body: Named[str] = Column(Text)
    evidence: Named[str | None] = Column(HASH, ForeignKey("file.sha256"))
    by: Named[str] = Column(CODE)
    at: Named[int] = Column(MICROS)


board_period = Table(
    "board_period",
    METADATA,
    board_period_cols,
    one_of("state", "collecting", "frozen", "trial", "feedback", "signed", "published", "archived"),
)
paper_draft = Table("paper_draft", METADATA, paper_draft_cols)
ruling = Table(
    "ruling",
    METADATA,
    ruling_cols,
    one_of("kind", "exempt", "veto", "not_ranked", "waive"),
    Index("ix_ruling_board", "board", "period"),
)
edition = Table(
    "edition",
    METADATA,
    edition_cols,
    one_of("kind", "issue", "correction", "withdrawal"),
    CheckConstraint("(corrects is null) = (kind = 'issue')", name="corrects"),
    UniqueConstraint("board", "year", "number"),
    Index("ix_edition_period", "board", "period"),
)
edition_entry = Table(
    "edition_entry",
    METADATA,
    edition_entry_cols,
    one_of("colour", "red", "black"),
    Index("ix_edition_entry_unit", "unit", "edition"),
)
case_file = Table(
    "case_file",
    METADATA,
    case_file_cols,
    one_of("kind", "statement", "confirm", "appeal", "repair"),
    Index("ix_case_file_board", "board", "period"),
    Index("ix_case_file_unit", "unit", "period"),
)
case_step = Table("case_step", METADATA, case_step_cols)
