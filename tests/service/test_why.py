"""Why a unit stands where it stands, in reported figures; the eight-unit example worked by hand."""

import pandas as pd
import pytest
from eight_units import AUGUST, EIGHT, SEPTEMBER

from kpi.model import panel, told
from kpi.model.catalog import Basis, BoardSpec, Catalog, Indicator, Unit
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service import why as reasons

DONE = {"item": "fai.completion", "weight": 50, "method": "points"}
GROWN = {"item": "fai.yoy", "weight": 25, "method": "efficacy", "params": {"bad": -5, "good": 70}}
DIGITS = {"fai.completion": 1, "fai.yoy": 1, "fai.gap": 1, "firms.yoy": 1}


def spec(items=(DONE,), **lists):
    given = {"code": "fai", "items": list(items), "decimals": DIGITS, "score_decimals": 1, **lists}
    return BoardSpec("fai", "投资完成进度榜", "M", parse(given))


def catalog(board):
    return Catalog(
        units=tuple(Unit(u, f"{u}街道", "街道") for u in EIGHT),
        indicators=(
            Indicator("fai", "固定资产投资", "亿元", basis=Basis.NOMINAL),
            Indicator("firms", "新增注册企业", "户", basis=Basis.NOMINAL, decimals=0),
        ),
        boards=(board,),
    )


def cells(august=None, **september) -> pd.DataFrame:
    """The example's panel; `september` replaces cumulative investment, `august` that of August."""
    rows = []
    for unit, (goal, now, then, firms, firms_then) in EIGHT.items():
        for code, period, measure, value in [
            ("fai", "2026-09", "ytd", september.get(unit, now)),
            ("fai", "2026-08", "ytd", (august or {}).get(unit, now * 8 / 9)),
            ("fai", "2025-09", "ytd", then),
            ("fai", "2026", "target", goal),
            ("firms", "2026-09", "ytd", firms),
            ("firms", "2025-09", "ytd", firms_then),
        ]:
            row = {"unit": unit, "indicator": code, "period": period, "measure": measure}
            rows.append({**row, "value": float(value)})
    return panel.of(rows)


def asked(board, unit, frame=None):
    """The edition and the reasons of one unit."""
    known, frame = catalog(board), cells() if frame is None else frame
    having = [AUGUST, SEPTEMBER]
    rounds = list(boards.season(board, known, having, frame))
    edition = boards.edition(board, known, having, frame)
    return edition, reasons.told(rounds, board, known, unit)


def said(texts):
    """Without the mark that keeps a number and its unit of measure on one line."""
    return [text.replace("\u2060", "") for text in texts]


BY_PLACE = spec(red={"n": 2}, black={"n": 2})
BEHIND = ["fai.completion", "<", {"fact": "progress", "plus": -5}]
BY_GATE = spec(
    red={"n": 2, "when": [["fai.completion", ">=", "progress"]]},
    black={"n": 2, "when": [BEHIND]},
)


def test_the_gaps_of_e_are_those_worked_by_hand():
    edition, why = asked(BY_PLACE, "E")
    plan = why.plans[0]
    assert plan.now == 0.6  # 6 · 75 % − 3.9
    assert plan.next == 1.1  # to plan by the end of October: 6 · 83.33 % − 3.9
    assert plan.level == 0.18  # (68.0 − 65.0) · 6 / 100: to reach C
    assert why.line.unit == "C"
    assert said(told.plans(edition, why)) == [
        "固定资产投资到序时进度（75.0%）还差0.60亿元，到10月底（83.3%）还差1.10亿元，"
        "追平C街道还差0.18亿元。"
    ]


def test_one_printed_digit_more_than_the_line_leaves_the_list():
    # 68.1 prints from 68.05 % of 6 亿元 = 4.083, so 4.09: 0.19 more than 3.90
    edition, why = asked(BY_PLACE, "E")
    assert [(m.key, m.then) for w in why.ways for m in w.moves] == [("fai.ytd", 4.09)]
    assert said(told.exits(edition, why)) == [
        "再完成固定资产投资0.19亿元（到4.09亿元）可脱离黑榜，列第6位。"
    ]


def test_a_condition_that_is_nearer_than_the_next_place_is_enough():
    # 70.0 prints from 69.95 % of 3 亿元 = 2.0985, so 2.10; the next place begins at 68.1
    edition, why = asked(BY_GATE, "E")
    assert said(told.exits(edition, why))[0] == (
        "再完成固定资产投资0.19亿元（到4.09亿元）可脱离黑榜，列第6位。"
    )
    lines = said(told.barriers(edition, why))
    assert lines == ["黑榜条件：固定资产投资完成率为65.0%，界线70.0%，还差0.30亿元。"]


def test_reaching_time_progress_is_called_so():
    # all behind plan are black; 75.0 prints from 74.95 % of 6 亿元 = 4.497, so 4.50: 0.60 more
    board = spec(black={"when": [["fai.completion", "<", "progress"]]})
    edition, why = asked(board, "E")
    assert said(told.exits(edition, why)) == [
        "再完成固定资产投资0.60亿元（到序时进度）可脱离黑榜，列第5位。"
    ]


def test_a_stored_figure_moves_completion_and_growth_together():
    board = spec([DONE, GROWN], black={"n": 1})
    edition, why = asked(board, "E")
    assert [m.key for w in why.ways for m in w.moves] == ["fai.ytd"]
    then = why.ways[0].moves[0].then
    after, _why = asked(board, "E", cells(E=then))
    short, _why = asked(board, "E", cells(E=round(then - 0.01, 2)))
    assert edition.entry("E").colour == "black"
    assert after.entry("E").colour is None
    assert short.entry("E").colour == "black"


def test_every_stated_way_holds_when_it_is_put_into_the_data():
    for board in (BY_PLACE, BY_GATE, spec([DONE, GROWN], black={"n": 2})):
        edition = asked(board, "E")[0]
        for unit in [e.unit for e in edition.black()]:
            for way in asked(board, unit)[1].ways:
                after = asked(board, unit, cells(**{unit: way.moves[0].then}))[0]
                assert after.entry(unit).colour is None


def test_a_red_unit_is_told_how_little_loses_its_seat():
    # D 88.0 and F 78.7 are red, A has 77.5: F leaves at 77.4, which 77.45 % of 15 = 11.6175 bounds
    edition, why = asked(BY_PLACE, "F")
    assert why.margins[0].moves[0].then == 11.61
    assert said(told.holds(edition, why)) == ["固定资产投资再降0.19亿元将失去红榜。"]


def test_a_unit_on_neither_list_is_told_what_it_lacks_for_red():
    edition, why = asked(BY_GATE, "C")
    assert said(told.barriers(edition, why)) == [
        "红榜条件：固定资产投资完成率为68.0%，要求75.0%，还差1.40亿元。"
    ]
    assert why.line.unit == "F"


def test_a_movement_says_what_the_unit_and_what_the_others_did():
    # in August D leads with 4.3 of 5 (86 %), then F; H had 2.0 of 3 and is passed by C
    edition, why = asked(BY_PLACE, "H", cells(august={"H": 2.0}))
    found = why.change
    assert found.own + found.others == found.now - found.before
    assert said([told.change(edition, why)])[0].startswith("位次较上期下降")


def test_who_was_not_ranked_before_has_no_movement_to_part():
    frame = cells()
    gone = frame[~((frame["unit"] == "H") & (frame["period"] == "2026-08"))]
    edition, why = asked(BY_PLACE, "H", panel.of(gone.to_dict("records")))
    assert why.change.cause == "unranked"
    assert told.change(edition, why) == "两期中有一期未排名，位次不可比。"


def test_one_period_alone_says_that_the_unit_is_new():
    known = catalog(BY_PLACE)
    rounds = list(boards.season(BY_PLACE, known, [SEPTEMBER], cells()))
    why = reasons.told(rounds, BY_PLACE, known, "E")
    assert why.change.cause == "new"


def test_where_no_figure_alone_is_enough_the_cheapest_combination_is_told():
    # 69.95 % of 6 亿元 = 4.197, so 4.20; 2.0 % prints from 1.95 % more than 372 = 379.3, so 380
    either = {"any": [["fai.completion", "<", 70], ["firms.yoy", "<", 2]]}
    edition, why = asked(spec(black={"when": [either]}), "E")
    assert why.ways == ()
    assert said(told.exits(edition, why)) == [
        "单项都不够；最省的组合：再完成固定资产投资0.30亿元（到4.20亿元）、"
        "再完成新增注册企业15户（到380户），可脱离黑榜，列第6位。"
    ]


def test_parts_against_the_mean_add_up_to_the_distance():
    _edition, why = asked(spec([DONE, GROWN], black={"n": 1}), "E")
    assert sum(s.points for s in why.mean.shares) == pytest.approx(why.mean.points)
    assert {t.item for t in why.trace} == {"fai.completion", "fai.yoy"}


def test_an_unranked_unit_has_nothing_to_explain():
    frame = cells()
    gone = frame[~((frame["unit"] == "E") & (frame["measure"] == "ytd"))]
    _edition, why = asked(BY_PLACE, "E", panel.of(gone.to_dict("records")))
    assert (why.colour, why.ways, why.mean) == (None, (), None)


def test_a_group_too_small_for_lists_is_not_told_of_conditions():
    board = spec(red={"n": 2, "when": [["fai.completion", ">=", 99]]}, min_group=9)
    edition, why = asked(board, "E")
    assert list(told.barriers(edition, why)) == []
