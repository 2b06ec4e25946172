"""The eight-unit example of the domain, from panel to edition."""

import pytest
from eight_units import AUGUST, CATALOG, PLACE_AND_GATE, SEPTEMBER, TWO, cells

from kpi.model.catalog import BoardSpec, Catalog
from kpi.model.edition import Edition
from kpi.service import board as boards


def drawn(board: BoardSpec = PLACE_AND_GATE, **changed: float) -> Edition:
    return boards.edition(board, CATALOG, [AUGUST, SEPTEMBER], cells(**changed))


def test_red_leads_and_is_on_plan_and_black_trails_and_is_five_points_behind() -> None:
    edition = drawn()
    assert [e.unit for e in edition.red()] == ["D", "F"]
    assert [e.unit for e in edition.black()] == ["H", "E"]


def test_the_score_of_a_completion_board_is_the_printed_completion() -> None:
    assert {e.unit: e.score for e in drawn().within("街道")} == {
        "D": 88.0,
        "F": 78.7,
        "A": 77.5,
        "G": 76.7,
        "B": 71.3,
        "C": 68.0,
        "H": 66.7,
        "E": 65.0,
    }


def test_movement_is_against_the_period_before() -> None:
    edition = drawn(E=5.9)  # August's leader by far: 98.3 %
    assert (edition.moved("E"), edition.moved("D")) == ("↓7", "↑1")


def test_a_streak_counts_consecutive_periods_on_the_same_list() -> None:
    edition = drawn(H=2.9)
    assert {u: edition.streak(u) for u in "DHE"} == {"D": 2, "H": 1, "E": 2}
    assert (edition.badge("D"), edition.badge("H"), edition.badge("A")) == (
        "连续2期",
        "本期新列",
        "",
    )


def test_the_headline_names_who_leads_and_who_is_new_on_the_black_list() -> None:
    assert drawn(H=2.9).headline("街道") == "D街道居首，H街道新列黑榜"


def test_the_sentence_of_a_place_carries_its_numbers() -> None:
    told = drawn().sentence("E").replace("\u2060", "")
    assert told == "固定资产投资完成率65.0%，落后序时进度10.0个百分点。"


def test_firsts_and_lasts_are_counted_over_several_items() -> None:
    edition = drawn(TWO)
    told = edition.tellings
    assert [(u, told[u].firsts, told[u].lasts) for u in "DHBE"] == [
        ("D", 1, 0),
        ("H", 1, 0),
        ("B", 0, 1),
        ("E", 0, 1),
    ]


def test_the_way_off_the_black_list_is_the_worst_safe_place_and_one_digit() -> None:
    assert drawn().to_exit("E") == pytest.approx(68.0 + 0.1 - 65.0)


def test_a_column_that_no_board_has_is_ranked_without_lists() -> None:
    spec = boards.spec(CATALOG, "firms.yoy")
    edition = boards.edition(spec, CATALOG, [SEPTEMBER], cells())
    assert [e.unit for e in edition.within("街道")][:2] == ["H", "D"]
    assert edition.red() + edition.black() == ()


def test_a_column_with_a_board_of_its_own_is_that_board() -> None:
    assert boards.spec(CATALOG, "fai.completion") is PLACE_AND_GATE


def test_an_unknown_board_is_refused_by_name() -> None:
    with pytest.raises(boards.Unknown, match="nonsense"):
        boards.spec(CATALOG, "nonsense")


def test_a_group_below_four_shows_places_and_no_lists() -> None:
    few = Catalog(CATALOG.units[:3], CATALOG.indicators, CATALOG.boards)
    edition = boards.edition(PLACE_AND_GATE, few, [SEPTEMBER], cells())
    assert len(edition.within("街道")) == 3
    assert edition.red() + edition.black() == ()


def test_a_unit_that_did_not_report_is_not_ranked_and_says_why() -> None:
    told = cells()
    silent = told[~((told["unit"] == "C") & (told["measure"] == "ytd"))]
    edition = boards.edition(PLACE_AND_GATE, CATALOG, [SEPTEMBER], silent)
    assert [(e.unit, e.rank) for e in edition.unranked()] == [("C", None)]
    assert "未报" in edition.sentence("C")
