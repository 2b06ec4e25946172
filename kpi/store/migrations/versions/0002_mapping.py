"""What people said the columns of a layout mean."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def text(length: int) -> sa.String:
    """Text in byte order on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """One more table."""
    op.create_table(
        "mapping",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("path", text(400), nullable=False),
        sa.Column("target", text(80), nullable=False),
        sa.Column("by", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", "path", name=op.f("pk_mapping")),
    )
