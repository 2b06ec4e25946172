"""The chain of deeds, and what breaks it."""

from sqlalchemy import delete, update
from tampering import tampering

from kpi.store import journal
from kpi.store.engine import Act, Store
from kpi.store.schema import journal as table


def deeds(store: Store, count: int) -> None:
    for n in range(count):
        with store.write("zhangsan", Act.LOAD, "10.0.0.7") as tx:
            tx.about(f"upload {n}", new=n)


def test_an_untouched_journal_is_whole(store: Store) -> None:
    deeds(store, 3)
    with store.read() as tx:
        whole = journal.chain(tx)
        assert (whole.rows, whole.broken_at) == (4, None)  # the migration and three deeds
        assert whole.head == [*journal.lines(tx)][-1].hash
        assert journal.anchored(tx) is None


def test_a_changed_name_breaks_the_chain_at_its_line(store: Store) -> None:
    deeds(store, 3)
    with tampering(store) as con:
        con.execute(update(table).where(table.c.n == 3).values(actor="lisi"))
    with store.read() as tx:
        assert journal.chain(tx).broken_at == 3


def test_a_line_cut_out_breaks_the_chain(store: Store) -> None:
    deeds(store, 3)
    with tampering(store) as con:
        con.execute(delete(table).where(table.c.n == 2))
    with store.read() as tx:
        assert journal.chain(tx).broken_at == 2


def test_a_line_cut_off_the_end_is_known_to_the_anchors(store: Store) -> None:
    deeds(store, 3)
    with tampering(store) as con:
        con.execute(delete(table).where(table.c.n == 4))
    with store.read() as tx:
        assert journal.chain(tx).broken_at is None
        assert journal.anchored(tx) == 4
