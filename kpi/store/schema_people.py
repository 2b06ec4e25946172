"""The tables of people: who may sign in, who is signed in, who tried."""

from sqlalchemy import Column, ForeignKey, Index, Named, String, Table, Text, TypedColumns

from kpi.store.schema import CODE, FLAG, HASH, METADATA, MICROS, NUMBER, WORD, one_of, text


class account_cols(TypedColumns):
    """Who may sign in, in one role. `unit` is his office; `indicators` a JSON list, null: those
    that his office leads. No password yet: a setup link waits.
    """

    login: Named[str] = Column(CODE, primary_key=True)
    name: Named[str] = Column(text(80))
    role: Named[str] = Column(WORD)
    unit: Named[str | None] = Column(CODE, ForeignKey("unit.code"))
    indicators: Named[str | None] = Column(Text)
    password: Named[str | None] = Column(Text)
    password_at: Named[int | None] = Column(MICROS)
    active: Named[bool] = Column(FLAG)
    at: Named[int] = Column(MICROS)


class login_session_cols(TypedColumns):
    """A live sign-in; only the SHA-256 of its token is kept."""

    token_hash: Named[str] = Column(HASH, primary_key=True)
    login: Named[str] = Column(CODE, ForeignKey("account.login", ondelete="CASCADE"), index=True)
    at: Named[int] = Column(MICROS)
    seen_at: Named[int] = Column(MICROS)
    ip: Named[str | None] = Column(String(45))
    agent: Named[str | None] = Column(Text)


class login_attempt_cols(TypedColumns):
    """A try to sign in, counted before its password is looked at; pruned after 180 days."""

    id: Named[int] = Column(NUMBER, primary_key=True)
    login: Named[str] = Column(CODE)
    ip: Named[str | None] = Column(String(45))
    at: Named[int] = Column(MICROS)
    ok: Named[bool] = Column(FLAG)


class setup_link_cols(TypedColumns):
    """A one-time link, by the hash of its token; login null: it makes the first administrator."""

    token_hash: Named[str] = Column(HASH, primary_key=True)
    login: Named[str | None] = Column(CODE)
    expires_at: Named[int] = Column(MICROS)


class remark_cols(TypedColumns):
    """意见反馈: what a reader said of a page, and the answer; `login` outlives its account."""

    id: Named[int] = Column(NUMBER, primary_key=True, autoincrement=False)
    at: Named[int] = Column(MICROS)
    login: Named[str] = Column(CODE)
    page: Named[str] = Column(Text)
    text: Named[str] = Column(Text)
    answer: Named[str | None] = Column(Text)
    answered_by: Named[str | None] = Column(CODE)
    answered_at: Named[int | None] = Column(MICROS)


account = Table(
    "account",
    METADATA,
    account_cols,
    one_of("role", "admin", "publisher", "preparer", "viewer", "auditor"),
)
login_session = Table("login_session", METADATA, login_session_cols)
login_attempt = Table(
    "login_attempt",
    METADATA,
    login_attempt_cols,
    Index("ix_login_attempt_login", "login", "at"),
    Index("ix_login_attempt_ip", "ip", "at"),
)
setup_link = Table("setup_link", METADATA, setup_link_cols)
remark = Table("remark", METADATA, remark_cols, Index("ix_remark_login", "login", "at"))
