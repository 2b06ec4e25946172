"""Somebody with the database's password, and a published board."""

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from servers import say
from sqlalchemy import Connection, delete, insert, make_url, select, update
from tampering import tampering

from benchmarks import district
from kpi.model import canon
from kpi.model.person import Role, person
from kpi.model.seal import chained
from kpi.service import editions, publish, safety
from kpi.store import verify
from kpi.store.engine import Store
from kpi.store.schema_editions import edition, edition_entry
from kpi.store.tx import Tx

WANG = person("wang", "王", Role.PUBLISHER)
AUDITOR = person("shen", "审", Role.AUDITOR)
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Editions 1, 2 and 3 of board b, January to March 2010; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("published")
    url = f"sqlite:///{folder / 'kpi.db'}"
    if request.param == "postgres":
        server = request.getfixturevalue("postgres_url")
        say(server, "CREATE DATABASE published")
        url = make_url(server).set(database="published").render_as_string(False)
    store = district.made(url, folder)
    for n in range(3):
        period = district.FIRST.shift(n)
        district.sent(store, district.month(period, n + 1.0, f"{n}.xlsx"), "zhang")
        publish.go(store, "b", period, WANG, today=TODAY)
    yield store
    store.close()


def _resealed(con: Connection, number: int) -> None:
    """A score in a snapshot changed, its hash made to fit, the next one chained to it."""
    row = con.execute(select(edition).where(edition.c.id == number)).one()
    plain = json.loads(row.snapshot)
    plain["reason"] = "a better one"
    plain_text = canon.text(plain)
    mine = chained(row.previous_hash, plain_text)
    con.execute(
        update(edition)
        .where(edition.c.id == number)
        .values(snapshot=plain_text, hash=mine, reason="a better one")
    )
    following = con.execute(select(edition).where(edition.c.id == number + 1)).first()
    if following:
        con.execute(
            update(edition)
            .where(edition.c.id == number + 1)
            .values(previous_hash=mine, hash=chained(mine, following.snapshot))
        )


def _added(con: Connection) -> None:
    """A fourth edition, made like the third and chained to it."""
    row = con.execute(select(edition).where(edition.c.id == 3)).one()
    plain = json.loads(row.snapshot) | {"edition": 4, "number": 4, "kind": "correction"}
    plain |= {"corrects": 3, "reason": "x"}
    plain_text = canon.text(plain)
    values = row._asdict() | {"id": 4, "number": 4, "kind": "correction", "corrects": 3}
    values |= {"reason": "x", "snapshot": plain_text, "previous_hash": row.hash}
    con.execute(insert(edition), values | {"hash": chained(row.hash, plain_text)})
    lines = con.execute(select(edition_entry).where(edition_entry.c.edition == 3)).all()
    con.execute(insert(edition_entry), [line._asdict() | {"edition": 4} for line in lines])


def _removed(con: Connection, number: int) -> None:
    con.execute(delete(edition_entry).where(edition_entry.c.edition == number))
    con.execute(delete(edition).where(edition.c.id == number))


def _set(which: int, /, **values: object) -> Callable[[Connection], object]:
    return lambda con: con.execute(update(edition).where(edition.c.id == which).values(**values))


def _line(**values: object) -> Callable[[Connection], object]:
    one = (edition_entry.c.edition == 2) & (edition_entry.c.unit == "U03")
    return lambda con: con.execute(update(edition_entry).where(one).values(**values))


TAMPERINGS: dict[str, tuple[Callable[[Connection], object], list[tuple[str, str]]]] = {
    "nothing": (lambda con: None, []),
    "a snapshot": (_set(2, snapshot="{}"), [("2", "hash"), ("2", "columns")]),
    "a snapshot whose hash was made to fit": (
        lambda con: _resealed(con, 3),
        [("3", "journal")],
    ),
    "a snapshot with all that follows": (
        lambda con: _resealed(con, 2),
        [("2", "journal"), ("3", "journal")],
    ),
    "a colour": (_line(colour="red"), [("2", "lines")]),
    "a place": (_line(rank=1), [("2", "lines")]),
    "a score": (_line(score=99), [("2", "lines")]),
    "a line removed": (
        lambda con: con.execute(
            delete(edition_entry).where(
                (edition_entry.c.edition == 2) & (edition_entry.c.unit == "U03")
            )
        ),
        [("2", "lines")],
    ),
    "who published": (_set(2, by="li"), [("2", "columns"), ("2", "journal")]),
    "when it was published": (_set(2, at=5), [("2", "columns")]),
    "its number": (_set(2, number=9), [("2", "columns")]),
    "its period, to what is none": (_set(2, period="2010-02x"), [("2", "columns")]),
    "its reason": (_set(2, reason="another"), [("2", "columns")]),
    "an edition removed": (
        lambda con: _removed(con, 2),
        [("3", "chain"), ("2", "missing")],
    ),
    "the last edition removed": (lambda con: _removed(con, 3), [("3", "missing")]),
    "an edition added": (_added, [("4", "journal")]),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_tampering_with_what_was_published_is_named(published: Store, what: str) -> None:
    tamper, expected = TAMPERINGS[what]
    with tampering(published, keep=False) as con:
        tamper(con)
        found = verify.breaks(Tx(con, 0, published.data))
    mine = [b for b in found if b.where == "edition"]
    assert [(b.id, b.what) for b in mine] == expected


def test_a_published_board_in_honest_use_holds_and_scores_the_same_again(published: Store) -> None:
    proof = safety.verify(published, AUDITOR, replay=True)
    assert (proof.ok, proof.editions, proof.breaks) == (True, 3, ())


def test_what_is_no_longer_what_was_published_is_not_scored_again(published: Store) -> None:
    assert editions.replay(published, but={2}) == ((1, True), (3, True))
