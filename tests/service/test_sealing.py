"""Snapshots: an edition through plain JSON and back, and the cells that it keeps."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from eight_units import AUGUST, CATALOG, PLACE_AND_GATE, SEPTEMBER, TWO, cells

from kpi.model import canon, panel, snapshot
from kpi.model.catalog import BoardSpec
from kpi.model.comparison import compared
from kpi.model.decision import Ruling
from kpi.model.edition import Edition
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.seal import ZERO, Issue, Seal, Sent, number_text, proof_code
from kpi.service import board as boards
from kpi.service import sealing
from kpi.service.document import as_json

AT = datetime(2026, 10, 15, 2, 0, 0, 120512, UTC)
DOC = "云办函〔2026〕18号"
RULING = Ruling(3, "two", SEPTEMBER, "exempt", "E", "", "black", "no_red", DOC, "洪灾", "wang", AT)
PAPER = Paper(
    "云督〔2026〕7号", "leaders", signer="周区长", issued=date(2026, 10, 15), words=(("a", "b"),)
)
BLOCKS = BoardSpec(
    "blocks",
    "分块榜",
    "M",
    parse(
        {
            "code": "blocks",
            "blocks": {"one": {"weight": 60}, "other": {"weight": 40}},
            "items": [
                {
                    "item": "fai.completion",
                    "block": "one",
                    "method": "ratio",
                    "params": {"target": "progress"},
                },
                {"item": "firms.yoy", "block": "other", "method": "minmax"},
            ],
            "red": {"n": 1},
            "black": {"n": 1},
        }
    ),
)


def seal(edition: Edition) -> Seal:
    issue = Issue(
        7, edition.spec.code, SEPTEMBER, 2026, 2, "correction", 6, "更正", "wang", AT, "", ""
    )
    sent = Sent(1, "九月.xlsx", "ab" * 32, "li", AT)
    return Seal(issue, "〔2026〕第1期", "kpi 0.1.0", "zhao", True, 1, (RULING,), (sent,))


def through(edition: Edition) -> Edition:
    plain = snapshot.sealed(edition, as_json(edition), [], seal(edition))
    return snapshot.rebuilt(json.loads(canon.text(plain)), "f" * 64, ZERO)


@pytest.mark.parametrize("board", [PLACE_AND_GATE, TWO, BLOCKS], ids=lambda b: b.code)
def test_an_edition_goes_through_json_and_comes_back_whole(board: BoardSpec) -> None:
    edition = boards.edition(board, CATALOG, [AUGUST, SEPTEMBER], cells(H=2.9), draws=20)
    back = through(replace(edition, paper=PAPER))
    assert back.spec == board
    assert back.board.entries == edition.board.entries
    assert back.board.groups == edition.board.groups
    assert (back.marks, back.tellings, back.exits) == (
        edition.marks,
        edition.tellings,
        edition.exits,
    )
    assert back.catalog.units == CATALOG.units
    assert back.paper == PAPER
    assert back.seal == replace(
        seal(edition), issue=replace(seal(edition).issue, hash="f" * 64, previous_hash=ZERO)
    )
    assert [back.sentence(u) for u in "DEH"] == [edition.sentence(u) for u in "DEH"]


def test_a_snapshot_of_an_earlier_version_is_read_with_defaults_for_what_it_lacks() -> None:
    edition = boards.edition(TWO, CATALOG, [SEPTEMBER], cells())
    plain = snapshot.sealed(edition, as_json(edition), [], seal(edition))
    del plain["paper"]["signer"]
    plain["catalog"]["units"][0]["colour_of_the_door"] = "green"
    back = snapshot.rebuilt(json.loads(canon.text(plain)), "f" * 64, ZERO)
    assert (back.paper.signer, back.catalog.units) == ("", CATALOG.units)


def test_the_number_stands_in_hexagonal_brackets_and_the_code_has_a_dash() -> None:
    assert number_text(2026, 10) == "〔2026〕第10期"
    assert proof_code("3f9c21ab" + "0" * 56) == "3f9c-21ab"


@pytest.mark.parametrize(
    ("period", "kept"),
    [
        ("2026-09", True),  # its own
        ("2025-09", True),  # the twelfth before
        ("2024-09", True),  # the year before that
        ("2024-08", False),
        ("2026-10", False),  # later
        ("2026-Q3", True),
        ("2026-Q4", False),
    ],
)
def test_cells_of_the_period_the_twelve_before_and_their_year_before_are_kept(
    period: str, kept: bool
) -> None:
    assert [row[0] for row in kept_rows("ytd", period)] == ([period] if kept else [])


@pytest.mark.parametrize(
    ("period", "kept"), [("2026", True), ("2025", True), ("2026-Q4", True), ("2024", False)]
)
def test_tasks_of_the_year_and_the_year_before_are_kept(period: str, kept: bool) -> None:
    assert bool(kept_rows("target", period)) is kept


def kept_rows(measure: str, period: str) -> list[list[object]]:
    frame = panel.of(
        [
            {"unit": unit, "indicator": "fai", "period": period, "measure": measure, "value": 1.5}
            for unit in ("A", "Z")  # Z is no unit of the board
        ]
    ).assign(upload=4, sheet="数据", cell="C2", document=None)
    part = snapshot.catalog_part(PLACE_AND_GATE, CATALOG, SEPTEMBER)
    return list(sealing.cells(frame, part, SEPTEMBER))


def test_a_kept_cell_knows_its_number_upload_and_address() -> None:
    (row,) = kept_rows("ytd", "2026-09")
    assert row == ["2026-09", "fai", "ytd", "A", 1.5, 4, "数据", "C2"]


def test_kept_cells_come_back_as_a_panel() -> None:
    rows = [
        ["2026", "fai", "target", "A", None, 3, "目标", "D4"],
        ["2026-09", "fai", "ytd", "A", 9.3, 4, "数据", "C2", "云调发〔2026〕3号"],
    ]
    frame = sealing.frame(rows)
    assert frame[["unit", "period", "status"]].to_dict("list") == {
        "unit": ["A", "A"],
        "period": ["2026", "2026-09"],
        "status": ["not_applicable", "reported"],
    }
    assert frame["value"].tolist()[1] == 9.3
    assert sealing.frame([]).empty


def test_a_yearly_board_keeps_the_twelve_years_before() -> None:
    year = Period(2026, 1, "Y")
    rows = [
        {"unit": "A", "indicator": "fai", "period": str(y), "measure": "ytd", "value": 1.0}
        for y in range(2010, 2028)
    ]
    frame = panel.of(rows).assign(upload=4, sheet="数据", cell="C2", document=None)
    part = snapshot.catalog_part(PLACE_AND_GATE, CATALOG, SEPTEMBER)
    kept = [row[0] for row in sealing.cells(frame, part, year)]
    assert (kept[0], kept[-1], len(kept)) == ("2013", "2026", 14)


def test_of_two_periods_only_cells_that_both_hold_are_compared() -> None:
    one = {"period": "2026-08", "rule": {}, "paper": {}, "catalog": EMPTY, "result": NOBODY}
    other = {**one, "period": "2026-09"}
    own = ["2026-09", "fai", "ytd", "A", 9.3, 1, "", ""]
    then, now = (["2026-08", "fai", "ytd", "A", x, 1, "", ""] for x in (8.0, 8.1))
    found = compared({**one, "cells": [then]}, {**other, "cells": [now, own]})
    assert [(c.period, c.old, c.new) for c in found.cells] == [("2026-08", 8.0, 8.1)]


def test_another_upload_of_the_same_number_is_no_difference() -> None:
    plain = {"period": "2026-09", "rule": {}, "paper": {}, "catalog": EMPTY, "result": NOBODY}
    one, other = (["2026-09", "fai", "ytd", "A", 9.3, n, "", ""] for n in (1, 2))
    assert compared({**plain, "cells": [one]}, {**plain, "cells": [other]}).empty


EMPTY: dict[str, object] = {"board": {}, "units": [], "indicators": []}
NOBODY: dict[str, object] = {"entries": [], "unranked": []}
