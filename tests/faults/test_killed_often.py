"""Kill -9 in loading and publishing: what was acknowledged stands, nothing is half."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import say
from sqlalchemy import make_url

from benchmarks import faults


@pytest.fixture(params=[("sqlite", 8), ("postgres", 4)], ids=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The URL of an empty database, and how often to kill there; `benchmarks.faults` does more."""
    engine, count = request.param
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path / 'kpi.db'}", count
        return
    server = request.getfixturevalue("postgres_url")
    say(server, "CREATE DATABASE killed")
    yield make_url(server).set(database="killed").render_as_string(False), count
    say(server, "DROP DATABASE killed WITH (FORCE)")


def test_nothing_acknowledged_is_lost_and_nothing_is_half(
    place: tuple[str, int], tmp_path: Path
) -> None:
    url, count = place
    told: list[str] = []
    acknowledged = faults.rounds(url, tmp_path, count, 7, told.append)
    assert len(told) == count
    assert acknowledged >= count  # the children did work before they died
