"""上榜统计: places, lists and counts of the year, from the marks of the edition."""

from dataclasses import replace
from io import BytesIO

import openpyxl
from papers import AUGUST, SEPTEMBER, issued, made

from kpi.export.season import season
from kpi.model.choice import Choice
from kpi.model.edition import Mark
from kpi.model.period import Period

CHOICE = Choice("xlsx", ("season",))


def rows(edition, choice=CHOICE) -> dict[str, tuple]:
    sheet = openpyxl.load_workbook(BytesIO(season(edition, choice))).active
    return {row[1]: row for row in sheet.iter_rows(min_row=5, values_only=True) if row[1]}


def marked():
    """长安路街道: red in August and September, and in December of the year before."""
    edition = issued(made())
    own = (
        Mark(Period.parse("2025-12"), 1, "red", 90.0),
        Mark(AUGUST, 2, "red", 91.0),
        Mark(SEPTEMBER, 1, "red", 92.0),
    )
    gone = (Mark(AUGUST, 8, "black", 50.0), Mark(SEPTEMBER, None, None, None))
    return replace(edition, marks=dict(edition.marks) | {"A": own, "H": gone})


def test_a_year_counts_its_own_periods_and_a_streak_runs_on() -> None:
    found = rows(marked())
    assert found["单位"][2:] == ("2026年8月", "2026年9月", "红榜次数", "黑榜次数", "连续上榜")
    assert found["长安路街道"][2:] == ("▲2", "▲1", 2, 0, 3)


def test_a_period_without_a_place_is_a_dash_and_counts_for_no_list() -> None:
    assert rows(marked())["柳林街道"][2:] == ("▼8", "—", 0, 1, 0)


def test_every_unit_of_the_board_has_a_line_in_either_language() -> None:
    edition = marked()
    assert len(rows(edition)) == len(edition.board.entries) + 1
    assert "A Road" in rows(edition, replace(CHOICE, lang="en"))


def test_the_same_edition_gives_the_same_bytes() -> None:
    edition = marked()
    assert season(edition, CHOICE) == season(edition, CHOICE)


def test_a_trial_says_so_on_the_sheet() -> None:
    sheet = openpyxl.load_workbook(BytesIO(season(made(), CHOICE))).active
    assert sheet["A3"].value == "试算" and "试算" in sheet["A2"].value
