"""Differences are told in words: whose field, before and after."""

import pytest
from papers import made

from kpi.i18n import speaking
from kpi.model import differing
from kpi.model.comparison import Change, compared


@pytest.fixture
def told():
    edition = made()

    def say(*found: Change) -> list[tuple[str, str, str]]:
        with speaking("zh"):
            return list(differing.rows(found, edition))

    return say


def test_a_field_of_a_unit_or_indicator_is_named_by_both(told) -> None:
    unit = made().board.entries[0].unit
    name = made().name(unit)
    assert told(Change(f"unit.{unit}.sponsor", None, "常务副区长")) == [
        (f"{name} · 包抓领导", "—", "常务副区长")
    ]


def test_a_unit_that_came_is_one_row_with_its_name(told) -> None:
    came = [
        Change("unit.Z09.aliases", None, []),
        Change("unit.Z09.code", None, "Z09"),
        Change("unit.Z09.name", None, "新城街道"),
    ]
    assert told(*came) == [("新城街道", "", "新增")]


def test_a_weight_of_the_rule_is_named_by_its_item(told) -> None:
    item = made().spec.rule.items[0]
    name = made().item_name(item.column)
    assert told(Change(f"items.{item.item}.weight", 40.0, 30.5)) == [
        (f"{name} · 权重", "40", "30.5")
    ]


def test_the_paper_and_the_names_of_the_lists_have_their_own_words(told) -> None:
    assert told(
        Change("brief", False, True),
        Change("labels.black", "黑榜", "待提升"),
        Change("words", [], [["black.E", "E单位居末。"]]),
    ) == [
        ("版式", "否", "是"),
        ("黑榜名称", "黑榜", "待提升"),
        ("改写的句子", "—", "E单位居末。"),
    ]


def test_a_field_that_an_older_edition_does_not_have_is_no_difference_while_empty() -> None:
    old = {
        "period": "2026-09",
        "cells": [],
        "rule": {},
        "catalog": {"board": {}, "units": [], "indicators": []},
        "paper": {"office": "区办"},
        "result": {"entries": [], "unranked": []},
    }
    new = old | {"paper": {"office": "区办", "copied_to": "", "words": []}}
    assert compared(old, new).empty
    assert not compared(old, new | {"paper": {"office": "区府办"}}).empty
