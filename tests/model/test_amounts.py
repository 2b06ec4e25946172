"""Pulls, two periods, tasks: pictures of the amounts behind a board, worked by hand."""

from dataclasses import replace

import papers
import pytest

from kpi.i18n import speaking
from kpi.model import amounts, show
from kpi.model.evidence import Course
from kpi.model.measure import Status
from kpi.model.period import Period

YEARS = (Period.parse("2025-09"), Period.parse("2026-09"))
NOW = {"A": 12.0, "B": 9.0, "C": 20.0, "D": 4.0, "E": 3.0, "F": 6.0, "G": 7.0, "H": 8.0}
BEFORE = {"A": 10.0, "B": 10.0, "C": 18.0, "D": 4.0, "E": 3.0, "F": 5.0, "G": 7.0, "H": 7.0}


def edition(before=BEFORE, now=NOW):
    """The usual one, with investment of this year and the last."""
    made = papers.made()
    units = tuple(NOW)
    values = tuple((before[u], now[u]) for u in units)
    statuses = ((Status.REPORTED,) * 2,) * len(units)
    course = Course("fai.ytd", YEARS, units, values, statuses)
    others = (c for c in made.evidence.courses if c.key != course.key)
    return replace(made, evidence=replace(made.evidence, courses=(course, *others)))


def test_pulls_add_up_to_the_growth_of_the_whole_and_the_drag_is_named() -> None:
    with speaking("zh"):
        found = amounts.pull(edition(), "fai.ytd", "街道")
    assert found is not None
    parts = dict(found.parts)  # 64 before, 69 now
    assert parts["长安路街道"] == pytest.approx(2 / 64 * 100)
    assert found.parts[-1] == ("青云街道", pytest.approx(-1 / 64 * 100))
    assert found.total == pytest.approx(5 / 64 * 100) == sum(parts.values())
    assert show.plain(found.title) == "青云街道拖累增速1.6个百分点"


def test_there_is_no_pull_where_a_unit_has_one_year_alone() -> None:
    assert amounts.pull(edition(BEFORE | {"B": None}), "fai.ytd", "街道") is None
    assert amounts.pull(edition(dict.fromkeys(NOW, 0.0)), "fai.ytd", "街道") is None
    assert amounts.pull(edition(), "industry.yoy", "街道") is None  # rates have no whole


def test_two_periods_stand_side_by_side_and_who_moved_two_places_is_coloured() -> None:
    with speaking("zh"):
        found = amounts.slope(edition(now=NOW | {"H": 11.5}), "fai.ytd", "街道")
    assert found is not None and found.periods == ("25年9月", "26年9月")
    # before C 18, A and B 10, G and H 7; now C 20, A 12, H 11.5, B 9: H 4 → 3, B 2 → 4
    roles = {line.name: line.role for line in found.series}
    assert roles["青云街道"] == "own" and roles["柳林街道"] == "other"
    assert roles["高新园街道"] == "other"
    assert found.title == "柳林街道上升1位，青云街道下降2位"
    values = {line.name: line.values for line in found.series}
    assert values["青云街道"] == (10.0, 9.0)


def test_a_units_tasks_stand_against_time_progress() -> None:
    with speaking("zh"):
        late, done = (amounts.tasks(papers.made(), unit) for unit in "EA")
    assert late is not None and done is not None
    (row,) = late.rows
    assert (row.name, row.value, row.target) == ("固定资产投资", pytest.approx(65.0), 75.0)
    assert late.title == "桥西街道1项任务落后序时进度" and late.mark == 75.0
    assert done.title == "长安路街道达到序时进度"
    growth = [{"item": "industry.yoy", "method": "points"}]
    assert amounts.tasks(papers.made(items=growth), "A") is None
