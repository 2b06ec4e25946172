"""The working as a spreadsheet: every number that a score is made of, safe to open."""

import csv
from io import StringIO

import pandas as pd
import pytest

from kpi import i18n
from kpi.model import panel
from kpi.model.catalog import BoardSpec, Catalog, Direction, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service.trace import trace_csv

OCTOBER = Period.parse("2026-10")
DONE = {"item": "done", "column": "works.level", "weight": 3, "method": "minmax"}
DEBT = {"item": "debt", "column": "debt.level", "method": "minmax", "direction": "lower"}
RULE = {"code": "two", "items": [DONE, DEBT], "score_decimals": 1, "min_coverage": 0.7}
UNITS = (
    Unit("A", "=云溪街道", "街道"),
    Unit("B", "望江街道", "街道"),
    Unit("C", "@河湾镇", "镇"),
    Unit("D", "青云镇", "镇"),
)
CELLS = [("A", "works", 60), ("A", "debt", 7.5), ("B", "works", 20), ("B", "debt", -2.5)]
CELLS += [("C", "works", 40), ("C", "debt", 0)]


@pytest.fixture
def edition():
    board = BoardSpec("two", "两项榜", "M", parse(RULE))
    catalog = Catalog(
        units=UNITS,
        indicators=(
            Indicator("works", "在建项目", "个", measure=Measure.LEVEL, decimals=0),
            Indicator("debt", "欠款", "亿元", measure=Measure.LEVEL, direction=Direction.LOWER),
        ),
        boards=(board,),
    )
    found = [
        {"unit": u, "indicator": i, "period": str(OCTOBER), "measure": "level", "value": float(v)}
        for u, i, v in CELLS
    ]
    frame: pd.DataFrame = panel.of(found)
    return boards.edition(board, catalog, [OCTOBER], frame)


def lines(edition):
    return list(csv.reader(StringIO(trace_csv(edition).decode("utf-8-sig"), newline="")))


def test_every_unit_and_item_has_its_line_from_value_to_points(edition):
    # streets: A 60 and 7.5, B 20 and −2.5, so A is first in works, B in debt: 75 against 25
    assert [",".join(line) for line in lines(edition)[1:5]] == [
        "街道,1,A,'=云溪街道,debt,欠款,7.5,已报,-7.5,0.0,0.25,0.0,75.0",
        "街道,1,A,'=云溪街道,done,在建项目,60.0,已报,60.0,100.0,0.75,75.0,75.0",
        "街道,2,B,望江街道,debt,欠款,-2.5,已报,2.5,100.0,0.25,25.0,25.0",
        "街道,2,B,望江街道,done,在建项目,20.0,已报,20.0,0.0,0.75,0.0,25.0",
    ]


def test_a_unit_without_figures_is_listed_last_with_empty_numbers(edition):
    assert ",".join(lines(edition)[-1]) == "镇,,D,青云镇,done,在建项目,,未报,,,,,"


def test_nothing_that_is_little_when_good_becomes_minus_zero(edition):
    of_c = next(line for line in lines(edition) if line[2] == "C" and line[4] == "debt")
    assert (of_c[6], of_c[8]) == ("0.0", "0.0")


def test_names_are_never_run_and_numbers_stay_numbers(edition):
    for line in lines(edition)[1:]:
        assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in line)
        assert all(cell == "" or float(cell) is not None for cell in (line[6], *line[8:]))
    assert {line[3] for line in lines(edition)[1:]} == {
        "'=云溪街道",
        "望江街道",
        "'@河湾镇",
        "青云镇",
    }


def test_contributions_add_up_to_the_score(edition):
    for unit in "ABC":
        own = [line for line in lines(edition) if line[2] == unit]
        assert sum(float(line[11]) for line in own) == pytest.approx(float(own[0][12]))


def test_a_spreadsheet_program_sees_the_encoding(edition):
    assert trace_csv(edition).startswith(b"\xef\xbb\xbf" + "分组,".encode())
    assert trace_csv(edition).count(b"\r\n") == 1 + 4 * 2


def test_headings_and_names_are_in_the_readers_language(edition, monkeypatch):
    monkeypatch.setattr(i18n, "_asked", lambda: "en")
    assert lines(edition)[0][:2] == ["Group", "Place"]
