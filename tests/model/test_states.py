"""What is said above a ranking: equal scores, a tie over the cut, no period before."""

import pytest
from eight_units import AUGUST, CATALOG, PLACE_AND_GATE, SEPTEMBER, cells

from kpi.model.catalog import BoardSpec
from kpi.model.rule import parse
from kpi.model.states import states
from kpi.service import board as boards

FAI = "fai.completion"


def said(board=PLACE_AND_GATE, having=(AUGUST, SEPTEMBER), **done):
    """The sentences of the example; `done` replaces investment, of a target of 100."""
    panel = cells()
    for unit, value in done.items():
        own = (panel["unit"] == unit) & (panel["indicator"] == "fai")
        panel.loc[own & (panel["measure"] == "target"), "value"] = 100.0
        panel.loc[own & (panel["period"] == "2026-09"), "value"] = float(value)
    return states(boards.edition(board, CATALOG, list(having), panel), "街道")


def seats(**lists):
    rule = {"code": "fai", "items": [{"item": FAI, "method": "points"}], "decimals": {FAI: 1}}
    return BoardSpec("fai", "投资完成进度榜", "M", parse({**rule, "score_decimals": 1, **lists}))


def test_a_usual_board_says_nothing() -> None:
    assert said() == ()


def test_units_that_are_all_equal_are_not_told_apart() -> None:
    assert said(seats(red={"n": 2}), **dict.fromkeys("ABCDEFGH", 70)) == (
        "8个单位得分相同，不分先后，不列榜。",
    )
    assert said(seats(), **dict.fromkeys("ABCDEFGH", 70)) == ("8个单位得分相同，不分先后。",)


def test_a_tie_over_the_cut_is_told_once() -> None:
    """88, 88 and 88 for two seats: nobody of the three is taken."""
    board = seats(red={"n": 2, "cut": "exclude"})
    (text,) = said(board, A=88, D=88, F=88)
    assert text == "红榜名额2个，名额线上3个单位得分相同，均不列入。"


@pytest.mark.parametrize("having", [(SEPTEMBER,)])
def test_the_first_period_of_all_has_nothing_to_compare(having: tuple) -> None:
    assert said(having=having) == ("没有上一期可比，不列升降。",)
