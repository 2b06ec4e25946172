"""The first tables: catalog, files, uploads, values with their history, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(length: int) -> sa.String:
    """Text in byte order on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """The first tables."""
    op.create_table(
        "alias",
        sa.Column("kind", text(16), nullable=False),
        sa.Column("alias", text(120), nullable=False),
        sa.Column("code", text(80), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('unit', 'indicator', 'uom', 'group')", name=op.f("ck_alias_kind")
        ),
        sa.PrimaryKeyConstraint("kind", "alias", name=op.f("pk_alias")),
    )
    op.create_table(
        "board",
        sa.Column("code", text(40), nullable=False),
        sa.Column("name", text(80), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("freq", text(1), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("audience", text(16), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_board")),
    )
    op.create_table(
        "file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file")),
    )
    op.create_table(
        "house",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("instance", sa.String(length=32), nullable=False),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_house_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house")),
    )
    op.create_table(
        "indicator",
        sa.Column("code", text(40), nullable=False),
        sa.Column("name", text(80), nullable=False),
        sa.Column("uom", text(32), nullable=False),
        sa.Column("direction", text(16), nullable=False),
        sa.Column("freq", text(1), nullable=False),
        sa.Column("measure", text(16), nullable=False),
        sa.Column("decimals", sa.SmallInteger(), nullable=False),
        sa.Column("lead", text(40), nullable=True),
        sa.Column("ranked", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction in ('higher', 'lower', 'target', 'none')",
            name=op.f("ck_indicator_direction"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_indicator")),
    )
    op.create_table(
        "journal",
        sa.Column("n", NUMBER, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", text(40), nullable=False),
        sa.Column("ip", sa.String(length=45), nullable=True),
        sa.Column("act", text(24), nullable=False),
        sa.Column("object", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_journal")),
    )
    op.create_index("ix_journal_actor", "journal", ["actor", "at"])
    op.create_index("ix_journal_at", "journal", ["at"])
    op.create_table(
        "observation_history",
        sa.Column("period", text(10), nullable=False),
        sa.Column("indicator", text(40), nullable=False),
        sa.Column("measure", text(16), nullable=False),
        sa.Column("unit", text(40), nullable=False),
        sa.Column("upload", NUMBER, autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("status", text(16), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", text(16), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint(
            "period", "indicator", "measure", "unit", "upload", name=op.f("pk_observation_history")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_observation_history_upload", "observation_history", ["upload"])
    op.create_table(
        "unit",
        sa.Column("code", text(40), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_unit")),
    )
    op.create_table(
        "upload",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", text(16), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("rows_hash", sa.String(length=64), nullable=False),
        sa.Column("undoes", NUMBER, nullable=True),
        sa.Column("live", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["undoes"], ["upload.id"], name=op.f("fk_upload_undoes_upload")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("live", name=op.f("uq_upload_live")),
        sa.UniqueConstraint("undoes", name=op.f("uq_upload_undoes")),
    )
    op.create_index("ix_upload_sha256", "upload", ["sha256"])
    op.create_table(
        "membership",
        sa.Column("unit", text(40), nullable=False),
        sa.Column("since", text(10), nullable=False),
        sa.Column("until", text(10), nullable=True),
        sa.Column("name", text(80), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("group_name", text(80), nullable=False),
        sa.Column("level", text(16), nullable=True),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_membership_unit_unit")),
        sa.PrimaryKeyConstraint("unit", "since", name=op.f("pk_membership")),
    )
    op.create_table(
        "observation",
        sa.Column("period", text(10), nullable=False),
        sa.Column("indicator", text(40), nullable=False),
        sa.Column("measure", text(16), nullable=False),
        sa.Column("unit", text(40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("status", text(16), nullable=False),
        sa.Column("upload", NUMBER, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", text(16), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(value is null) = (status = 'not_applicable')", name=op.f("ck_observation_value")
        ),
        sa.CheckConstraint(
            "measure in ('month', 'ytd', 'level', 'yoy', 'target', 'stretch', 'rank')",
            name=op.f("ck_observation_measure"),
        ),
        sa.CheckConstraint(
            "status in ('reported', 'not_applicable')", name=op.f("ck_observation_status")
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicator.code"], name=op.f("fk_observation_indicator_indicator")
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_observation_unit_unit")),
        sa.ForeignKeyConstraint(
            ["upload"], ["upload.id"], name=op.f("fk_observation_upload_upload")
        ),
        sa.PrimaryKeyConstraint(
            "period", "indicator", "measure", "unit", name=op.f("pk_observation")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_observation_series", "observation", ["indicator", "unit", "period"])
    op.create_index("ix_observation_upload", "observation", ["upload"])
    op.create_table(
        "rule",
        sa.Column("board", text(40), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.code"], name=op.f("fk_rule_board_board")),
        sa.PrimaryKeyConstraint("board", "version", name=op.f("pk_rule")),
    )
