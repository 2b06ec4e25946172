"""What papers print beside the board: the same from the live store and from a sealed edition."""

from datetime import date

import pytest

from kpi.export import xlsx
from kpi.model import bulletin, stamp
from kpi.model.choice import Choice
from kpi.model.period import Period
from kpi.service import board, paper

OCTOBER = Period.parse("2026-10")


@pytest.fixture(scope="module")
def edition(sample_store):
    return paper.paper(sample_store, "economy", OCTOBER)


def test_a_trial_knows_the_course_of_every_item(edition) -> None:
    course = edition.evidence.course["fai.completion"]
    assert str(course.periods[-1]) == "2026-10" and str(course.periods[0]) == "2025-01"
    assert course.at("J08", OCTOBER) == pytest.approx(70.6, abs=0.05)  # 7.06 of 10.00


def test_every_cell_behind_the_board_names_its_file_sheet_and_place(edition) -> None:
    cells = {(c.unit, c.indicator, c.measure): c for c in edition.evidence.cells}
    found = cells["J08", "fai", "ytd"]
    assert (found.value, found.sheet, found.cell) == (7.06, "固定资产投资", "C13")
    assert found.file == "2026年10月固定资产投资和重点项目.xlsx"
    assert cells["J08", "fai", "target"].value == 10.0


def test_black_units_have_their_ways_and_plans_and_others_none(edition) -> None:
    black = {e.unit for e in edition.black()}
    assert {w.unit for w in edition.evidence.whys} == black
    assert edition.evidence.why["J08"].plans
    text = "".join(p.text() for p in bulletin.listed(edition, "街道", "black"))
    # 10.00 − 7.06 = 2.94 in two months; to 83.3 %: 8.34 − 7.06, rounded up
    assert "今后2个月月均需完成1.47亿元" in text
    assert "固定资产投资到序时进度（83.3%）还差1.28亿元" in text


def test_the_stamp_of_a_trial_says_so_and_names_the_departments(edition) -> None:
    said = dict(stamp.fields(edition, Choice()))
    assert said["期次"] == "2026年10月 试算" and "校验码" not in said
    assert said["来源"] == "区发展和改革局、区统计局、区投资促进局等5个部门"
    assert date.fromisoformat(said["数据截至"]) >= date(2026, 11, 1)
    assert stamp.filename(edition, Choice(), "book", "xlsx") == (
        "主要经济指标红黑榜_2026-10_试算_数据表.xlsx"
    )


def test_the_sample_districts_workbook_is_made_twice_alike(edition, sample_store) -> None:
    again = paper.filled(sample_store, board.drawn(sample_store, "economy", OCTOBER))
    assert xlsx.book(again, Choice()) == xlsx.book(edition, Choice())
