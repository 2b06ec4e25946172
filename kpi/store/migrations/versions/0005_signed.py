"""A signed round remembers what was signed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """One more column."""
    op.add_column("board_period", sa.Column("signed", sa.Text(), nullable=True))
