"""Rules that governments published, as data: each with a small table and its lists by hand.

Units are invented; the shape of each rule is the published one (place, year and facts in the
name of the test). A scheme that sets its own bounds says so with max_share and min_group.
"""

import csv
import io

import pytest

from kpi.board.score import score_board
from kpi.model.rule import parse
from kpi.model.table import read_csv

SMALL = {"min_group": 1, "max_share": 1}


def judged(text, **rule):
    made = parse(rule)
    return score_board(read_csv(text, made), made)


def lists(board):
    """Red and black as texts of unit names, each in the order of places."""
    ranked = sorted((e for e in board.entries if e.rank), key=lambda e: (e.group or "", e.rank))
    return tuple("".join(e.unit for e in ranked if e.colour == c) for c in ("red", "black"))


def codes(board, unit):
    return [r.code for e in board.entries if e.unit == unit for r in e.reasons]


def ranks(board):
    return {e.unit: e.rank for e in board.entries}


# 绵阳 2022, quarterly: red = target exceeded AND first 5 (departments 4), black = target missed
# AND last 4 (3); who met the target, or is exempt by force majeure, is not black.
QUARTER = """unit,group,done
甲,县区园区,118
乙,县区园区,112
丙,县区园区,109
丁,县区园区,105
戊,县区园区,100
己,县区园区,99
庚,县区园区,101
辛,县区园区,97
壬,县区园区,92
癸,县区园区,88
子,部门国企,130
丑,部门国企,104
寅,部门国企,103
卯,部门国企,102
辰,部门国企,101
巳,部门国企,96
午,部门国企,95
未,部门国企,94
"""
TARGET_AND_PLACE = {
    "items": [{"item": "done", "method": "points"}],
    "red": {"n": 5, "when": [["done", ">", 100]]},
    "black": {"n": 4, "when": [["done", "<", 100]]},
    "groups": {"部门国企": {"red": {"n": 4}, "black": {"n": 3}}},
}


def test_mianyang_2022_wants_target_and_place_with_seats_of_its_own_for_departments():
    """Counties: 118 112 109 105 101 exceed and lead; last four 99 97 92 88 all missed.
    Departments: first four all exceed; last three 96 95 94 missed."""
    red, black = lists(judged(QUARTER, **TARGET_AND_PLACE))
    assert (red, black) == ("甲乙丙丁庚" + "子丑寅卯", "己辛壬癸" + "巳午未")


def test_mianyang_2022_has_a_black_list_shorter_than_its_seats():
    """己 at 106: of the last four, 100 97 92 88, 戊 met its target; three are listed."""
    better = QUARTER.replace("己,县区园区,99", "己,县区园区,106")
    board = judged(better, **TARGET_AND_PLACE)
    red, black = lists(board)
    assert (red, black) == ("甲乙丙己丁" + "子丑寅卯", "辛壬癸" + "巳午未")
    assert "gate_failed" in codes(board, "戊")


def test_mianyang_2022_exempts_by_document_and_passes_no_seat_on():
    exempt = [{"unit": "癸", "doc": "绵办函〔2022〕8号", "note": "force_majeure"}]
    board = judged(QUARTER, **TARGET_AND_PLACE, exemptions=exempt)
    assert lists(board)[1] == "己辛壬" + "巳午未"
    assert "exempt" in codes(board, "癸")


# 安庆 2018, monthly: red when at least two project rates, or at least three of seven economic
# indicators, are first; black by the same count of last places.
ITEMS = [{"item": f"e{n}", "method": "rank"} for n in range(1, 8)]
RED_BY_COUNT = {
    "items": ITEMS,
    "red": {"when": [{"any": [["firsts", ">=", 3], ["project", ">=", 2]]}]},
    "black": {"when": [["lasts", ">=", 3]]},
}
COUNTIES = """unit,e1,e2,e3,e4,e5,e6,e7,project
甲,9,9,9,1,5,5,5,0
乙,5,5,5,9,9,4,4,2
丙,1,1,4,5,5,1,4,0
丁,4,4,1,5,4,9,9,0
戊,4,4,4,4,1,4,1,1
"""


def test_anqing_2018_lists_by_the_number_of_first_places_with_alternatives():
    """甲 first in e1 e2 e3; 乙 in e4 e5 only, but with two project rates; 丙 last in e1 e2 e6."""
    board = judged(COUNTIES, **RED_BY_COUNT)
    assert set(lists(board)[0]) == {"甲", "乙"}
    assert lists(board)[1] == "丙"


def test_anqing_2018_counts_shared_first_places():
    """丁 shares the first place of e1 with 甲: e1 e6 e7 make three."""
    shared = COUNTIES.replace("丁,4,4,1", "丁,9,4,1")
    assert set(lists(judged(shared, **RED_BY_COUNT))[0]) == {"甲", "乙", "丁"}


def test_anqing_2023_gives_counties_two_red_seats_and_town_districts_one():
    text = "unit,group,a\n" + "".join(
        f"{u},{g},{v}\n"
        for u, g, v in zip(
            "甲乙丙丁戊己庚辛壬",
            ["县市"] * 6 + ["城区"] * 3,
            [6, 5, 4, 3, 2, 1, 9, 8, 7],
            strict=True,
        )
    )
    board = judged(
        text,
        items=[{"item": "a", "method": "points"}],
        red={"n": 2},
        black={"n": 1},
        groups={"城区": {"red": {"n": 1}, "min_group": 3}},
    )
    assert set(lists(board)[0]) == set("甲乙庚")
    assert set(lists(board)[1]) == set("己壬")


# 江门 2018, weekly: departments red first five, black last three; all tied are listed; who had no
# case that week is not ranked.
WEEK = "unit,rate\n" + "".join(
    f"{u},{v}\n"
    for u, v in zip(
        "甲乙丙丁戊己庚辛壬癸子丑寅卯",
        [
            100,
            99,
            98,
            97,
            96,
            96,
            95,
            94,
            93,
            92,
            91,
            90,
            90,
            "—",
        ],
        strict=True,
    )
)


def test_jiangmen_2018_lists_the_whole_tie_and_leaves_out_who_had_no_case():
    """Fifth place is shared by 戊 and 己: six red. Last: 丑 寅 share it, 子 before: three black."""
    rule = {"items": [{"item": "rate", "method": "points"}], "red": {"n": 5}, "black": {"n": 3}}
    board = judged(WEEK, **rule)
    assert lists(board) == ("甲乙丙丁己戊", "子丑寅")  # the two of a tie stand by code
    assert ranks(board)["卯"] is None
    assert codes(board, "卯") == ["not_applicable"]


def test_guangxi_2020_reports_indicators_that_rank_nobody():
    """22 ranked and 16 reported only: weight 0 is shown and moves no place."""
    text = "unit,a,b\n甲,3,0\n乙,2,99\n丙,1,50\n"
    items = [{"item": "a", "method": "points"}, {"item": "b", "method": "points", "weight": 0}]
    board = judged(text, items=items, red={"n": 1}, **SMALL)
    assert [(e.unit, e.score) for e in board.entries] == [("甲", 3), ("乙", 2), ("丙", 1)]
    assert [p.value for p in board.entries[1].parts] == [2, 99]
    assert lists(board) == ("甲", "")


def test_guangxi_2020_declares_a_quarter_not_ranked():
    text = "unit,a\n甲,3\n乙,2\n"
    rule = {"items": [{"item": "a", "method": "points"}], "red": {"n": 1}}
    board = judged(text, **rule, **SMALL, suspended={"doc": "桂统〔2020〕1号"})
    assert {e.rank for e in board.entries} == {None}
    assert {e.unit: e.score for e in board.entries} == {"甲": 3, "乙": 2}


def test_tianjin_2022_wants_plan_and_the_mean_of_the_city():
    """Green: growth ≥ plan and ≥ city mean (8+6+5+1−2 = 18, /5 = 3.6); red light: negative.
    丙 is above the mean and below its plan of 6; 丁 met its plan below the mean."""
    text = "unit,g,plan\n甲,8,6\n乙,6,6\n丙,5,6\n丁,1,1\n戊,-2,6\n"
    board = judged(
        text,
        items=[{"item": "g", "method": "points"}],
        red={"when": [["g", ">=", "plan"], ["g", ">=", "all_mean(g)"]]},
        black={"when": [["g", "<", 0]]},
    )
    assert lists(board) == ("甲乙", "戊")


@pytest.mark.parametrize(("done", "listed"), [(44.9, True), (45.0, False), (45.1, False)])
def test_wuhan_lists_projects_below_six_tenths_of_the_time_progress(done, listed):
    """60 % of 75 % is 45 %: exactly there is not below."""
    text = f"unit,c,progress\n甲,80,75\n乙,70,75\n丙,60,75\n丁,{done},75\n"
    gate = ["c", "<", {"fact": "progress", "times": 0.6}]
    rule = {"items": [{"item": "c", "method": "points"}], "black": {"when": [gate]}}
    assert lists(judged(text, **rule))[1] == ("丁" if listed else "")


def test_sanya_2022_turns_red_after_two_months_running():
    """Missed now and last month: 乙 only; 丙 missed now for the first time, 丁 last month only."""
    text = "unit,c,streak_black\n甲,100,0\n乙,80,1\n丙,90,0\n丁,101,1\n"
    gate = [["c", "<", 100], ["streak_black", ">=", 1]]
    rule = {"items": [{"item": "c", "method": "points"}], "black": {"when": gate}}
    assert lists(judged(text, **rule))[1] == "乙"


def test_jining_2015_shares_a_place_and_skips_the_next():
    """Places 9, 9, 11; days below standard, fewest first."""
    text = "unit,d\n" + "".join(
        f"{u},{v}\n"
        for u, v in zip("甲乙丙丁戊己庚辛壬癸子", [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 11], strict=True)
    )
    items = [{"item": "d", "method": "points", "direction": "lower"}]
    board = judged(text, items=items, best="low", black={"n": 2})
    found = ranks(board)
    assert [found[u] for u in "辛壬癸子"] == [8, 9, 9, 11]
    assert lists(board)[1] == "壬癸子"  # the last two: the tie at the line comes whole


def test_guangdong_2017_prints_two_decimals_and_ranks_what_is_printed():
    """2.878 and 2.881 both print 2.88: both 3rd, next 5th; unprinted they would differ."""
    text = "unit,aqi\n甲,2.50\n乙,2.70\n丙,2.878\n丁,2.881\n戊,2.95\n"
    items = [{"item": "aqi", "method": "points", "direction": "lower"}]
    board = judged(text, items=items, best="low", decimals={"aqi": 2}, score_decimals=2)
    assert ranks(board) == {"甲": 1, "乙": 2, "丙": 3, "丁": 3, "戊": 5}


def test_wenzhou_2012_gives_rank_points_from_600_to_500_times_difficulty():
    """Six towns: 600 580 560 540 520 500; the veto keeps a missed investment task off the list."""
    rows = csv.reader(io.StringIO("甲,60\n乙,50\n丙,40\n丁,30\n戊,20\n己,10\n"))
    text = "unit,a,missed\n" + "".join(f"{u},{v},{int(u == '甲')}\n" for u, v in rows)
    items = [{"item": "a", "method": "rank", "params": {"lo": 500, "hi": 600}}]
    veto = [{"when": [["missed", ">=", 1]], "effect": "no_red", "doc": "温委办〔2012〕1号"}]
    board = judged(text, items=items, red={"n": 2}, veto=veto)
    assert [e.score for e in board.entries] == [600, 580, 560, 540, 520, 500]
    assert lists(board) == ("乙", "")
    assert "veto" in codes(board, "甲")
