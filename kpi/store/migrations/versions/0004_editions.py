"""Rounds, rulings, editions and cases; what is history can only grow."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(length: int) -> sa.String:
    """Text in byte order on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Six tables, and guards on those that are history."""
    op.create_table(
        "edition",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("board", text(40), nullable=False),
        sa.Column("period", text(10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("corrects", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(corrects is null) = (kind = 'issue')", name=op.f("ck_edition_corrects")
        ),
        sa.CheckConstraint(
            "kind in ('issue', 'correction', 'withdrawal')", name=op.f("ck_edition_kind")
        ),
        sa.ForeignKeyConstraint(["board"], ["board.code"], name=op.f("fk_edition_board_board")),
        sa.ForeignKeyConstraint(
            ["corrects"], ["edition.id"], name=op.f("fk_edition_corrects_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("board", "year", "number", name=op.f("uq_edition_board_year_number")),
        sa.UniqueConstraint("hash", name=op.f("uq_edition_hash")),
    )
    op.create_index("ix_edition_period", "edition", ["board", "period"], unique=False)
    op.create_table(
        "edition_entry",
        sa.Column("edition", NUMBER, nullable=False),
        sa.Column("unit", text(40), nullable=False),
        sa.Column("group_name", text(80), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("colour", text(16), nullable=True),
        sa.CheckConstraint("colour in ('red', 'black')", name=op.f("ck_edition_entry_colour")),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.id"], name=op.f("fk_edition_entry_edition_edition")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_edition_entry_unit_unit")),
        sa.PrimaryKeyConstraint("edition", "unit", name=op.f("pk_edition_entry")),
    )
    op.create_index("ix_edition_entry_unit", "edition_entry", ["unit", "edition"], unique=False)
    op.create_table(
        "board_period",
        sa.Column("board", text(40), nullable=False),
        sa.Column("period", text(10), nullable=False),
        sa.Column("state", text(16), nullable=False),
        sa.Column("feedback_until", sa.BigInteger(), nullable=True),
        sa.Column("reopened", sa.Text(), nullable=False),
        sa.Column("corrects", NUMBER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("frozen_by", text(40), nullable=True),
        sa.Column("moved_by", text(40), nullable=False),
        sa.Column("moved_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state in ('collecting', 'frozen', 'trial', 'feedback', 'signed', "
            "'published', 'archived')",
            name=op.f("ck_board_period_state"),
        ),
        sa.ForeignKeyConstraint(
            ["board"], ["board.code"], name=op.f("fk_board_period_board_board")
        ),
        sa.ForeignKeyConstraint(
            ["corrects"], ["edition.id"], name=op.f("fk_board_period_corrects_edition")
        ),
        sa.PrimaryKeyConstraint("board", "period", name=op.f("pk_board_period")),
    )
    op.create_table(
        "ruling",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("board", text(40), nullable=False),
        sa.Column("period", text(10), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("unit", text(40), nullable=True),
        sa.Column("indicator", text(40), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("lifted_by", text(40), nullable=True),
        sa.Column("lifted_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "kind in ('exempt', 'veto', 'not_ranked', 'waive')", name=op.f("ck_ruling_kind")
        ),
        sa.ForeignKeyConstraint(["board"], ["board.code"], name=op.f("fk_ruling_board_board")),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_ruling_indicator_indicator")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_ruling_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index("ix_ruling_board", "ruling", ["board", "period"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("board", text(40), nullable=False),
        sa.Column("period", text(10), nullable=False),
        sa.Column("edition", NUMBER, nullable=True),
        sa.Column("unit", text(40), nullable=False),
        sa.Column("indicator", text(40), nullable=True),
        sa.Column("state", text(16), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind in ('statement', 'confirm', 'appeal', 'repair')", name=op.f("ck_case_file_kind")
        ),
        sa.ForeignKeyConstraint(["board"], ["board.code"], name=op.f("fk_case_file_board_board")),
        sa.ForeignKeyConstraint(
            ["edition"], ["edition.id"], name=op.f("fk_case_file_edition_edition")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_case_file_indicator_indicator")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_case_file_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_file")),
    )
    op.create_index("ix_case_file_board", "case_file", ["board", "period"], unique=False)
    op.create_index("ix_case_file_unit", "case_file", ["unit", "period"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("case_file", NUMBER, nullable=False),
        sa.Column("act", text(16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("evidence", sa.String(64), nullable=True),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_file"], ["case_file.id"], name=op.f("fk_case_step_case_file_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["evidence"], ["file.sha256"], name=op.f("fk_case_step_evidence_file")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_case_file"), "case_step", ["case_file"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    for name in ("journal", "rule", "edition", "edition_entry", "observation_history", "case_step"):
        _append_only(name)


def _append_only(name: str) -> None:
    """The database itself refuses to change or remove a row that is history."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()"
    )
