"""Fixtures that every room may use: an empty store on both engines, a PostgreSQL to have, and
the sample district, loaded once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp
from warnings import catch_warnings

import pytest
from sqlalchemy import create_engine, make_url, text

from kpi.service import sample
from kpi.store import engine
from kpi.store.engine import Store
from kpi.store.migrate import migrate

TODAY = date(2026, 11, 21)  # the day of the sample district
_START = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty database of a PostgreSQL that runs for this session, on a socket of its own.

    Run by root, the wheel makes a system user `pgserver` and runs the server as that one.
    """
    with catch_warnings(action="ignore"):  # it names a folder under /run that it does not use
        import pgserver
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
    with _fresh(request, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder (kpi.db and files) with the sample district on SQLite, only to be read."""
    folder = tmp_path_factory.mktemp("sample")
    opened = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(opened)
    sample.load(opened, today=TODAY, tell=lambda line: None)
    opened.close()
    return folder


@pytest.fixture
def sample_folder(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of it to write in."""
    return Path(copytree(sample_data, tmp_path / "district"))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def sample_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The sample district in a store; tests share it, so they leave it as it is."""
    with _fresh(request, tmp_path_factory.mktemp("sample_store")) as opened:
        sample.load(opened, today=TODAY, tell=lambda line: None)
        yield opened


@contextmanager
def _fresh(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    """An empty, migrated store on the engine that `request` asks for."""
    minutes = count()
    name = f"test_{folder.name}".lower()[:60]
    url = f"sqlite:///{folder / 'kpi.db'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        template = request.getfixturevalue("_postgres_template")
        _say(server, f'CREATE DATABASE "{name}" TEMPLATE {template}')
        url = make_url(server).set(database=name).render_as_string(False)
    opened = engine.open(url, folder / "data", lambda: _START + timedelta(minutes=next(minutes)))
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
