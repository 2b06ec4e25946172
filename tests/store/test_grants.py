"""The database role of the server on PostgreSQL: what docs/operations.md grants is enough to work
with and not enough to change history.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cloud_brook import FULL, GOALS, load
from servers import say
from sqlalchemy import make_url, text

from kpi.model.catalog import Setup
from kpi.model.person import OPERATOR, Role
from kpi.service import people, safety
from kpi.store import catalog, engine, observations, verify
from kpi.store.engine import Act, Store
from kpi.store.integrity import GUARDED
from kpi.store.migrate import migrate
from kpi.store.trouble import Trouble

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


def statements(heading: str) -> list[str]:
    """The SQL of the block that follows a line of the handbook."""
    text = OPERATIONS.read_text(encoding="utf-8")
    found = re.search(rf"{re.escape(heading)}.*?```sql\n(.*?)```", text, re.DOTALL)
    assert found is not None, heading
    return [s.strip() for s in found[1].split(";") if s.strip()]


@pytest.fixture
def served(postgres_url: str, tmp_path: Path) -> Iterator[Store]:
    """The district as the server's own role sees it, its tables made by the owner's role."""
    say(postgres_url, *statements("### The database and its two roles"))
    owner = make_url(postgres_url).set(database="kpi", username="kpi_owner")
    first = engine.open(owner.render_as_string(False), tmp_path)
    migrate(first)
    first.close()
    say(owner.render_as_string(False), *statements("### What the server may do"))
    url = owner.set(username="kpi_server").render_as_string(False)
    opened = engine.open(url, tmp_path)
    yield opened
    opened.close()
    say(
        postgres_url,
        "DROP DATABASE kpi WITH (FORCE)",
        "DROP ROLE kpi_server",
        "DROP ROLE kpi_owner",
    )


def test_the_servers_role_can_work_and_cannot_change_history(served: Store, tmp_path: Path) -> None:
    assert migrate(served) is False  # the start of a server: nothing to do, no right needed
    with served.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    load(served, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    load(served, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])
    with served.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, 3)
    people.add(served, "wang", Role.ADMIN, OPERATOR, password="Red-Black 2026 board")  # noqa: S106
    assert verify.prove(served).ok
    safety.backup(served, tmp_path / "all.zip", OPERATOR)
    for table in GUARDED:
        for deed in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"DROP TABLE {table}"):  # noqa: S608
            with pytest.raises(Trouble), served.turn() as con:
                con.execute(text(deed))
        with pytest.raises(Trouble), served.turn() as con:
            con.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
    with pytest.raises(Trouble), served.turn() as con:
        con.execute(text("UPDATE journal SET actor = 'lisi'"))
    with pytest.raises(Trouble), served.turn() as con:
        con.execute(text("CREATE TABLE mine (n int)"))
