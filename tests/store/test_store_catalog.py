"""The catalog in the database."""

from dataclasses import replace

import pytest
from cloud_brook import CATALOG, FULL, GOALS, RULE, load, values
from sqlalchemy import func, select

from kpi.intake.catalog import workbook
from kpi.intake.read import read
from kpi.model.catalog import CatalogReceipt, Setup, Target
from kpi.model.panel import Wanted
from kpi.store import catalog, files, observations, uploads
from kpi.store.engine import Act, Store
from kpi.store.schema import rule as rule_table


def put(store: Store, setup: Setup) -> CatalogReceipt:
    with store.write("admin", Act.CATALOG) as tx:
        return catalog.write(tx, setup, data=b"workbook")


def test_what_is_written_is_read_again(store: Store) -> None:
    put(store, Setup(FULL, GOALS))
    with store.read() as tx:
        assert catalog.read(tx) == FULL
        assert set(catalog.targets(tx)) == set(GOALS)


LONG = "长" * 4000  # a definition may be longer than what an index of PostgreSQL takes
DUTIES = replace(
    FULL,
    units=(
        replace(FULL.units[0], sponsor="常务副区长", liaison="B01", inspection="第一督查组"),
        *FULL.units[1:],
    ),
    english=(("街道", "Sub-districts"), (LONG, "Long"), ("';--", '"quoted"')),
)


def test_who_answers_and_the_english_are_kept(store: Store) -> None:
    put(store, Setup(FULL))
    receipt = put(store, Setup(DUTIES))
    assert receipt.changed == (("unit", "J01"),)
    assert receipt.new == (("english", "街道"), ("english", LONG), ("english", "';--"))
    with store.read() as tx:
        assert catalog.read(tx) == DUTIES
    assert put(store, Setup(DUTIES)) == CatalogReceipt(None, unchanged=12)


def test_english_that_a_workbook_lacks_stays_and_is_named(store: Store) -> None:
    put(store, Setup(DUTIES))
    less = replace(DUTIES, english=(("街道", "Streets"),))
    receipt = put(store, Setup(less))
    assert (receipt.changed, receipt.missing) == (
        (("english", "街道"),),
        (("english", LONG), ("english", "';--")),
    )
    with store.read() as tx:
        assert catalog.read(tx).english == (("街道", "Streets"), *DUTIES.english[1:])


def test_importing_the_same_again_changes_nothing(store: Store) -> None:
    first = put(store, Setup(FULL, GOALS))
    assert (len(first.new), first.changed, first.missing, first.upload) == (9, (), (), 1)
    again = put(store, Setup(FULL, GOALS))
    assert again == CatalogReceipt(None, unchanged=9)
    with store.read() as tx:
        assert len(uploads.list(tx)) == 1
        assert tx.con.execute(select(func.count()).select_from(rule_table)).scalar_one() == 1


def test_a_missing_line_is_reported_and_stays(store: Store) -> None:
    put(store, Setup(FULL))
    less = replace(FULL, units=FULL.units[1:], aliases=(), indicators=FULL.indicators[:1])
    receipt = put(store, Setup(less))
    assert receipt.missing == (
        ("unit", "J01"),
        ("indicator", "firms"),
        ("alias", "indicator 固投"),
        ("alias", "group 街办"),
    )
    with store.read() as tx:
        kept = catalog.read(tx)
    assert {u.code for u in kept.units} == {"J01", "J02", "B01", "J03"}
    assert kept.aliases == FULL.aliases


def test_a_changed_line_is_named_and_the_old_dates_do_not_stay_beside_the_new(store: Store) -> None:
    put(store, Setup(FULL))
    moved = replace(FULL.units[0], since="2024-01")
    receipt = put(store, Setup(replace(FULL, units=(moved, *FULL.units[1:]))))
    assert (receipt.changed, receipt.new) == ((("unit", "J01"),), ())
    with store.read() as tx:
        assert [u for u in catalog.read(tx).units if u.code == "J01"] == [moved]


def test_a_changed_rule_becomes_a_new_version(store: Store) -> None:
    put(store, Setup(FULL))
    stricter = replace(RULE, score_decimals=1)
    receipt = put(store, Setup(replace(FULL, boards=(replace(FULL.boards[0], rule=stricter),))))
    assert receipt.changed == (("board", "invest"),)
    with store.read() as tx:
        rows = tx.con.execute(select(rule_table).order_by(rule_table.c.version)).all()
        assert [(r.version, r.hash) for r in rows] == [(1, RULE.hash), (2, stricter.hash)]
        assert catalog.read(tx).boards[0].rule == stricter


def test_targets_are_values_with_a_cell_in_the_workbook(store: Store) -> None:
    receipt = put(store, Setup(FULL, GOALS))
    with store.read() as tx:
        frame = observations.read(tx, Wanted(measures=("target", "stretch")))
        assert [(r.unit, r.measure, r.cell) for r in frame.itertuples()] == [
            ("J01", "stretch", "D3"),
            ("J01", "target", "D2"),
            ("J02", "target", "D4"),
        ]
        found = observations.origin(tx, "J01", "fai", "2026", "target")
        assert found is not None
        assert (found.upload, found.sheet, found.cell) == (receipt.upload, "目标", "D2")
        assert files.load(tx, found.sha256) == b"workbook"
        (row,) = uploads.list(tx)
        assert (row.kind, row.periods, row.diff.new) == ("catalog", ("2026",), 3)


def test_changed_targets_are_an_upload_that_can_be_taken_back(store: Store) -> None:
    put(store, Setup(FULL, GOALS))
    second = put(store, Setup(FULL, (replace(GOALS[0], value=70.0), *GOALS[1:])))
    assert second.upload == 2
    with store.write("admin", Act.UNDO) as tx:
        observations.undo(tx, 2)
    with store.read() as tx:
        assert set(catalog.targets(tx)) == set(GOALS)
    third = put(store, Setup(FULL, (replace(GOALS[0], value=70.0), *GOALS[1:])))
    assert third.upload == 4


def test_a_catalog_that_fails_half_way_leaves_nothing(store: Store) -> None:
    put(store, Setup(CATALOG))
    stray = Target("J99", "fai", "2026", 1.0)
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        put(store, Setup(FULL, (stray,)))
    with store.read() as tx:
        assert catalog.read(tx) == CATALOG


def test_a_new_catalog_leaves_values_alone(store: Store) -> None:
    put(store, Setup(CATALOG))
    load(store, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    put(store, Setup(FULL, GOALS))
    with store.read() as tx:
        frame = observations.read(tx, Wanted(measures=("ytd",)))
    assert values(frame) == {("J01", "2026-10"): 1.0}


def test_the_workbook_of_a_stored_catalog_imports_without_a_change(store: Store) -> None:
    put(store, Setup(FULL, GOALS))
    with store.read() as tx:
        stored = Setup(catalog.read(tx), catalog.targets(tx))
    found, problems = workbook.read(read(workbook.write(stored), "名录.xlsx").sheets)
    assert problems == ()
    assert found is not None
    receipt = put(store, found)
    assert receipt == CatalogReceipt(None, unchanged=9)
