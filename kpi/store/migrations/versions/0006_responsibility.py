"""Who answers for a unit, and the English of the catalog's texts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Three more columns and a table."""
    for name in ("sponsor", "liaison", "inspection"):
        op.add_column("membership", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "english",
        sa.Column("sort", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sort", name=op.f("pk_english")),
    )
