"""The two doors: snapshot and deed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from kpi.store import engine, journal
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate
from kpi.store.schema import house


class Slip(Exception):
    pass


def test_a_deed_moves_the_data_version_and_leaves_a_line(store: Store) -> None:
    before = store.data_version()
    with store.write("zhangsan", Act.LOAD) as tx:
        tx.about("upload 1", new=3)
    with store.read() as tx:
        last = [*journal.lines(tx)][-1]
        assert (last.actor, last.act, last.object) == ("zhangsan", "load", "upload 1")
        assert journal.detail(last) == {"new": 3}
        assert tx.version == before + 1


def test_an_export_leaves_a_line_and_keeps_the_caches(store: Store) -> None:
    before = store.data_version()
    with store.write("zhangsan", Act.EXPORT):
        pass
    assert store.data_version() == before
    with store.read() as tx:
        assert [line.act for line in journal.lines(tx)] == ["migrate", "export"]


def test_a_deed_that_fails_leaves_neither_line_nor_version(store: Store) -> None:
    before = store.data_version()
    with pytest.raises(Slip), store.write("zhangsan", Act.LOAD):
        raise Slip
    with store.read() as tx:
        assert tx.version == before
        assert journal.chain(tx).rows == 1  # the line of the migration alone


def test_a_reader_sees_one_moment(store: Store) -> None:
    with store.read() as tx:
        with store.write("zhangsan", Act.LOAD):
            pass
        assert tx.con.execute(select(house.c.data_version)).scalar_one() == tx.version


def test_writers_at_once_queue_and_the_chain_stays_whole(store: Store) -> None:
    before = store.data_version()

    def deeds(who: str) -> None:
        for n in range(10):
            try:
                with store.write(who, Act.LOAD):
                    if n == 5:
                        raise Slip
            except Slip:
                pass

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(deeds, ["a", "b", "c", "d"]))
    with store.read() as tx:
        assert journal.chain(tx).broken_at is None
        assert journal.chain(tx).rows == 1 + 4 * 9
        assert tx.version == before + 4 * 9
        assert journal.anchored(tx) is None


def test_a_new_database_and_its_log_are_for_the_servers_user_only(tmp_path: Path) -> None:
    store = engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)
    migrate(store)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.glob("kpi.db*")}
    store.close()
    assert modes == dict.fromkeys(("kpi.db", "kpi.db-wal", "kpi.db-shm"), 0o600)
