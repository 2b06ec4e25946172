"""The first walk: sample files into the store, and the boards that come out of it.

The numbers are worked by hand from the sheets as the offices filled them in.
"""

from datetime import date
from pathlib import Path

import dump
import pytest

from kpi.model.edition import Edition
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.service import board, sample, unit, upload, working
from kpi.service.stand import Live
from kpi.store import observations
from kpi.store.engine import Store

TODAY = date(2026, 11, 21)
SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
STREETS_OCTOBER = {  # 亿元 since January, from the October workbook
    "J01": 11.10,
    "J02": 8.10,
    "J03": 17.10,
    "J04": 12.45,
    "J05": 6.52,
    "J06": 4.71,
    "J07": 3.80,
    "J08": 7.06,
}
TOWNS_OCTOBER = {"Z01": 5.20, "Z02": 2.38}


def drawn(store: Store, code: str, period: str) -> Edition:
    return board.drawn(store, code, Period.parse(period))


def places(edition: Edition, group: str) -> list[tuple[str, int | None, float | None]]:
    return [(e.unit, e.rank, e.score) for e in edition.within(group)]


def colours(edition: Edition) -> dict[str, str]:
    return {e.unit: e.colour for e in edition.within(None) if e.colour}


def current(store: Store, **key: str) -> dict[str, float]:
    with store.read() as tx:
        found = observations.read(tx, Wanted(**{f"{k}s": (v,) for k, v in key.items()}))
    return dict(zip(found["unit"], found["value"], strict=True))


def test_octobers_investment_is_what_the_workbook_says(sample_store: Store) -> None:
    found = current(sample_store, indicator="fai", period="2026-10", measure="ytd")
    assert found == STREETS_OCTOBER | TOWNS_OCTOBER
    # 11.10+8.10+17.10+12.45+6.52+4.71+3.80+7.06 = 70.84, 5.20+2.38 = 7.58; together 78.42
    assert round(sum(found.values()), 2) == 78.42


def test_each_street_is_ranked_by_what_it_has_done_of_its_task(sample_store: Store) -> None:
    # 11.10/12, 8.10/9, 17.10/20, 12.45/15, 6.52/8, 4.71/6, 3.80/5, 7.06/10
    assert places(drawn(sample_store, "fai", "2026-10"), "街道") == [
        ("J01", 1, 92.5),
        ("J02", 2, 90.0),
        ("J03", 3, 85.5),
        ("J04", 4, 83.0),
        ("J05", 5, 81.5),
        ("J06", 6, 78.5),
        ("J07", 7, 76.0),
        ("J08", 8, 70.6),
    ]


def test_octobers_lists_hold_two_ahead_and_two_behind(sample_store: Store) -> None:
    assert colours(drawn(sample_store, "fai", "2026-10")) == {
        "J01": "red",
        "J02": "red",
        "J07": "black",  # 76.0 < 83.3 − 5
        "J08": "black",
    }


def test_two_towns_are_ranked_but_make_no_lists(sample_store: Store) -> None:
    edition = drawn(sample_store, "fai", "2026-10")
    assert places(edition, "镇") == [("Z01", 1, 83.9), ("Z02", 2, 79.3)]  # 5.20/6.2, 2.38/3
    assert {e.colour for e in edition.within("镇")} == {None}


def test_a_tie_at_the_last_seat_takes_both_in(sample_store: Store) -> None:
    edition = drawn(sample_store, "fai", "2026-08")
    assert places(edition, "街道")[:3] == [
        ("J02", 1, 75.2),  # 6.77/9
        ("J01", 2, 70.5),  # 8.46/12
        ("J03", 2, 70.5),  # 14.10/20
    ]
    assert [e.unit for e in edition.red("街道")] == ["J02", "J01", "J03"]


def test_two_streets_share_a_place_in_new_enterprises(sample_store: Store) -> None:
    # 902/1000 and 812/900 are both 90.2 %; 1180/1300 is 90.8 %
    edition = drawn(sample_store, "new_enterprises", "2026-10")
    assert places(edition, "街道")[:3] == [("J03", 1, 90.8), ("J01", 2, 90.2), ("J02", 2, 90.2)]


def test_a_revision_counts_and_the_first_figure_stays_readable(sample_store: Store) -> None:
    key = {"unit": "J08", "indicator": "fai", "period": "2026-08", "measure": "ytd"}
    versions = upload.values(sample_store, OPERATOR, **key, history=True)
    assert [(v["rev"], v["value"], v["cell"]) for v in versions] == [
        (1, 5.60, "C13"),
        (2, 5.52, "C13"),
    ]
    assert [v["replaced_by"] for v in versions] == [versions[1]["upload"], None]
    assert current(sample_store, **key) == {"J08": 5.52}
    last = drawn(sample_store, "fai", "2026-08").within("街道")[-1]
    assert (last.unit, last.score) == ("J08", 55.2)  # 5.52/10


def test_a_number_leads_to_its_file_and_cell(sample_store: Store) -> None:
    step = working.working(Live(sample_store), drawn(sample_store, "fai", "2026-10"), "J08")[0]
    given = {(str(s.measure), s.value, s.sheet, s.cell, s.file) for s in step.sources}
    assert (
        "ytd",
        7.06,
        "固定资产投资",
        "C13",
        "2026年10月固定资产投资和重点项目.xlsx",
    ) in given
    assert {(measure, value) for measure, value, *_ in given} == {("ytd", 7.06), ("target", 10.0)}


def test_what_a_unit_does_not_have_is_not_counted_against_it(sample_store: Store) -> None:
    # 南湖街道 has no industrial firm: seven streets are ranked, it stands apart
    edition = drawn(sample_store, "industry", "2026-10")
    assert [u for u, *_ in places(edition, "街道")] == [
        "J03",
        "J01",
        "J02",
        "J04",
        "J08",
        "J05",
        "J07",
    ]
    assert [e.unit for e in edition.unranked("街道")] == ["J06"]


def test_late_figures_are_there_in_the_end(sample_store: Store) -> None:
    found = current(sample_store, unit="S04", period="2026-08", indicator="time_cut")
    assert list(found) == ["S04"]


def test_gdp_is_kept_by_the_quarter(sample_store: Store) -> None:
    with sample_store.read() as tx:
        found = observations.read(tx, Wanted(indicators=("gdp",), measures=("ytd",)))
    assert found.set_index("period")["value"].to_dict() == {
        "2025-Q1": 112.43,
        "2025-Q2": 236.81,
        "2025-Q3": 362.54,
        "2025-Q4": 498.62,
        "2026-Q1": 118.92,
        "2026-Q2": 250.63,
        "2026-Q3": 384.15,
    }


def test_every_board_can_be_drawn_for_every_period_it_has(sample_store: Store) -> None:
    known = board.known(sample_store)
    newest = {b.code: board.periods(sample_store, b.code)[0] for b in known.boards}
    assert {str(p) for p in newest.values()} == {"2026-10"}
    for code, period in newest.items():
        edition = board.drawn(sample_store, code, period)
        listed = [e for e in edition.within(None) if e.colour]
        assert edition.within(None)
        assert {e.group for e in listed} <= set(edition.groups)


def test_a_unit_stands_on_every_board_of_its_group(sample_store: Store) -> None:
    view = unit.unit(Live(sample_store), "J08", Period.parse("2026-10"))
    assert {s.edition.spec.code: s.of for s in view.standings} == {
        "economy": 8,
        "fai": 8,
        "industry": 7,
        "retail": 8,
        "new_enterprises": 8,
        "domestic_capital": 8,
        "service": 8,
    }


def test_loading_the_sample_twice_changes_nothing(sample_store: Store) -> None:
    before = dump.rows(sample_store)
    assert sample.load(sample_store, today=TODAY, tell=lambda line: None) == 0
    assert dump.rows(sample_store) == before


@pytest.mark.parametrize(
    "file",
    ["2026年10月固定资产投资和重点项目.xlsx", "实际引进内资2026年1月.csv", "2026年三季度GDP.xls"],
)
def test_one_file_sent_twice_is_stored_once(sample_store: Store, file: str) -> None:
    data = (SAMPLES / "2026" / file).read_bytes()
    before = dump.rows(sample_store)
    plan = upload.preview(sample_store, data, file, OPERATOR, today=TODAY)
    assert [p.code for p in plan.problems if p.severity == "error"] == []
    assert "DUPLICATE_FILE" in {p.code for p in plan.problems}
    assert upload.commit(sample_store, plan, operator("D01")) is None
    assert dump.rows(sample_store) == before


def test_a_january_in_which_most_is_not_due_breaks_no_streak(sample_store: Store) -> None:
    streaks = [drawn(sample_store, "economy", p).streak("J07") for p in ("2025-12", "2026-02")]
    assert streaks == [11, 12]


def test_a_condition_without_its_figure_is_not_said_to_be_unmet(sample_store: Store) -> None:
    assert "无单位达到" not in drawn(sample_store, "economy", "2026-01").headline("街道")
