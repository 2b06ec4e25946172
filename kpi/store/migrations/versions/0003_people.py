"""Accounts, sessions, attempts to sign in and one-time links."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(length: int) -> sa.String:
    """Text in byte order on both engines."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Four tables."""
    op.create_table(
        "account",
        sa.Column("login", text(40), nullable=False),
        sa.Column("name", text(80), nullable=False),
        sa.Column("role", text(16), nullable=False),
        sa.Column("unit", text(40), nullable=True),
        sa.Column("indicators", sa.Text(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("password_at", sa.BigInteger(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "role in ('admin', 'publisher', 'preparer', 'viewer', 'auditor')",
            name=op.f("ck_account_role"),
        ),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_account_unit_unit")),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_account")),
    )
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("login", text(40), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ip", sa.String(45), nullable=True),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["login"],
            ["account.login"],
            name=op.f("fk_login_session_login_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    op.create_index(op.f("ix_login_session_login"), "login_session", ["login"], unique=False)
    op.create_table(
        "login_attempt",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("login", text(40), nullable=False),
        sa.Column("ip", sa.String(45), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_attempt")),
    )
    op.create_index("ix_login_attempt_ip", "login_attempt", ["ip", "at"], unique=False)
    op.create_index("ix_login_attempt_login", "login_attempt", ["login", "at"], unique=False)
    op.create_table(
        "setup_link",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("login", text(40), nullable=True),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_setup_link")),
    )
