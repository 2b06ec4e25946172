"""What publishers write on a paper before it is signed."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def text(length: int) -> sa.String:
    """Text in byte order on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """One table; what is signed stands elsewhere."""
    op.create_table(
        "paper_draft",
        sa.Column("board", text(40), nullable=False),
        sa.Column("period", text(10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.code"], name=op.f("fk_paper_draft_board_board")),
        sa.PrimaryKeyConstraint("board", "period", name=op.f("pk_paper_draft")),
    )
