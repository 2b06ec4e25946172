"""Versions of a rule on both databases."""

from dataclasses import replace

import pytest
from cloud_brook import FULL, RULE
from sqlalchemy import select

from kpi.model.catalog import Setup
from kpi.store import catalog, rules, verify
from kpi.store.engine import Act, Store
from kpi.store.schema import journal


@pytest.fixture
def ruled(store: Store) -> Store:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL))
    return store


def test_a_saved_rule_is_the_next_version_and_the_one_in_force(ruled: Store) -> None:
    stricter = replace(RULE, score_decimals=1)
    with ruled.write("wangwu", Act.RULE) as tx:
        assert rules.add(tx, "invest", stricter, "云溪发〔2026〕9号") == 2
    with ruled.read() as tx:
        assert catalog.read(tx).board["invest"].rule == stricter
        told = rules.versions(tx, "invest")
        assert [(v.version, v.hash, v.by) for v in told] == [
            (2, stricter.hash, "wangwu"),
            (1, RULE.hash, "admin"),
        ]
        assert told[0].at > told[1].at
        assert verify.breaks(tx) == ()


def test_the_journal_names_the_document(ruled: Store) -> None:
    with ruled.write("wangwu", Act.RULE) as tx:
        rules.add(tx, "invest", replace(RULE, score_decimals=1), "云溪发〔2026〕9号", "按会议意见")
    with ruled.read() as tx:
        line = tx.con.execute(select(journal).order_by(journal.c.n.desc())).first()
    assert line is not None
    assert (line.act, line.object) == ("rule.save", "rule invest")
    assert "云溪发〔2026〕9号" in line.detail


def test_a_board_that_nobody_knows_has_no_versions(ruled: Store) -> None:
    with ruled.read() as tx:
        assert rules.versions(tx, "nonsense") == ()


def test_a_rule_without_a_board_is_refused_by_the_database(ruled: Store) -> None:
    with (
        pytest.raises(Exception, match=r"(?i)foreign key"),
        ruled.write("wangwu", Act.RULE) as tx,
    ):
        rules.add(tx, "nonsense", RULE, "云溪发〔2026〕9号")
