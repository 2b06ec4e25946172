"""The catalog workbook tried before it is taken, on both databases."""

import io
from dataclasses import replace

import openpyxl
import pytest
from cloud_brook import FULL, GOALS

from kpi.intake.catalog import workbook
from kpi.model.catalog import Setup
from kpi.model.person import OPERATOR, operator
from kpi.service import admin
from kpi.store import catalog
from kpi.store.engine import Act, Store


@pytest.fixture
def known(store: Store) -> Store:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(FULL, GOALS))
    return store


def test_what_is_exported_changes_nothing(known: Store) -> None:
    tried = admin.try_catalog(known, admin.catalog_book(known), "名录.xlsx", OPERATOR)
    assert (tried.read, tried.fits, tried.differences) == (True, True, ())


def test_a_trial_says_what_taking_does_and_stores_nothing(known: Store) -> None:
    units = (replace(FULL.units[0], name="长安街道"), *FULL.units[1:])
    goals = (replace(GOALS[0], value=70.0), *GOALS[1:])
    book = workbook.write(Setup(replace(FULL, units=units), goals))
    version = known.data_version()
    tried = admin.try_catalog(known, book, "名录.xlsx", OPERATOR)
    assert known.data_version() == version
    assert [(d.kind, d.code, d.how, d.fields) for d in tried.differences] == [
        ("unit", "J01", "changed", (("name", "长安路街道", "长安街道"),)),
        ("target", "fai 2026", "changed", (("value", "60.5", "70"),)),
    ]
    receipt = admin.take_catalog(known, book, "名录.xlsx", operator("admin")).receipt
    assert receipt is not None
    assert receipt.changed == (("unit", "J01"),)
    assert receipt.upload is not None


def test_a_line_that_the_workbook_lacks_stays_and_is_named(known: Store) -> None:
    book = workbook.write(Setup(replace(FULL, aliases=FULL.aliases[:1]), GOALS))
    tried = admin.try_catalog(known, book, "名录.xlsx", OPERATOR)
    assert [(d.kind, d.code, d.how) for d in tried.differences] == [
        ("alias", "group 街办", "missing")
    ]


def test_a_workbook_with_a_fault_does_not_fit(known: Store) -> None:
    book = openpyxl.load_workbook(io.BytesIO(admin.catalog_book(known)))
    book["单位"]["A2"].value = "不是代码"
    kept = io.BytesIO()
    book.save(kept)
    tried = admin.try_catalog(known, kept.getvalue(), "名录.xlsx", OPERATOR)
    assert (tried.read, tried.fits, tried.differences) == (True, False, ())
    assert tried.problems


def test_what_is_no_workbook_is_not_read(known: Store) -> None:
    assert not admin.try_catalog(known, b"\x89PNG\r\n\x1a\n", "名录.xlsx", OPERATOR).read
