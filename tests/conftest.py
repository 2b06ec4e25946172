"""Fixtures that every room may use: an empty store on both engines, and a PostgreSQL to have."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, make_url, text

from kpi.store import engine
from kpi.store.engine import Store
from kpi.store.migrate import migrate

_START = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty database of a PostgreSQL that runs for this session, on a socket of its own.

    Run by root, the wheel makes a system user `pgserver` and runs the server as that one.
    """
    pgserver = pytest.importorskip("pgserver")
    # not in pytest's folder: a second run shuts that to all but root, and the server stops
    folder = mkdtemp(prefix="kpi-postgres-")
    server = pgserver.get_server(folder, cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg", password=None)
    yield url.render_as_string(hide_password=False)
    server.cleanup()


@pytest.fixture(scope="session")
def _postgres_template(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database to copy: a copy takes a tenth of the migration's time."""
    url = make_url(postgres_url).set(database="template_kpi").render_as_string(False)
    _say(postgres_url, "CREATE DATABASE template_kpi")
    first = engine.open(url, tmp_path_factory.mktemp("template"))
    migrate(first)
    first.close()
    return "template_kpi"


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store; its clock starts at 2026-11-10 02:00 UTC and moves a minute per deed."""
    minutes = count()
    name = f"test_{tmp_path.name}".lower()[:60]
    url = f"sqlite:///{tmp_path / 'kpi.db'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        template = request.getfixturevalue("_postgres_template")
        _say(server, f'CREATE DATABASE "{name}" TEMPLATE {template}')
        url = make_url(server).set(database=name).render_as_string(False)
    opened = engine.open(url, tmp_path / "data", lambda: _START + timedelta(minutes=next(minutes)))
    migrate(opened)
    yield opened
    opened.close()
    if request.param == "postgres":
        _say(server, f'DROP DATABASE "{name}"')


def _say(url: str, statement: str) -> None:
    server = create_engine(url, isolation_level="AUTOCOMMIT")
    with server.connect() as con:
        con.execute(text(statement))
    server.dispose()
