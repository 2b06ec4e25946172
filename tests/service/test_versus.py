"""Units side by side, worked by hand on the eight units: who leads, by how much, and why."""

import pytest
from eight_units import AUGUST, CATALOG, PLACE_AND_GATE, SEPTEMBER, TWO, cells

from kpi.model.catalog import BoardSpec
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service.versus import apportioned, fall, versus

FAI, FIRMS = "fai.completion", "firms.yoy"


def made(board=TWO, panel=None):
    panel = cells() if panel is None else panel
    return boards.edition(board, CATALOG, [AUGUST, SEPTEMBER], panel)


def ruled(**rule):
    items = [
        {"item": FAI, "weight": 60, "method": "ratio", "params": {"target": "progress"}},
        {"item": FIRMS, "weight": 40, "method": "goalposts", "params": {"bad": -10, "good": 70}},
    ]
    given = {"code": "two", "items": items, "decimals": {FAI: 1, FIRMS: 1}, **rule}
    return BoardSpec("two", "综合榜", "M", parse(given))


def plain(text: str) -> str:
    return text.replace("\u2060", "")


def test_what_separates_adds_up_to_the_difference_of_the_scores() -> None:
    """H 93.36 = 53.36 + 40.00; D 82.86 = 70.40 + 12.46."""
    (separation,) = versus(made(), ["D", "H"]).separations
    assert (separation.unit, separation.other, separation.points) == ("H", "D", 10.5)
    assert separation.shares == ((FIRMS, 27.54), (FAI, -17.04))


def test_the_sentence_names_the_item_that_made_the_difference() -> None:
    assert (
        versus(made(), ["D", "H"]).headline == "H街道比D街道高10.50分，主要差在新增注册企业同比增速"
    )


def test_units_stand_in_the_order_of_their_places() -> None:
    found = versus(made(), ["E", "B", "H"])
    assert found.units == ("H", "B", "E")
    assert [(s.unit, s.other) for s in found.separations] == [("H", "B"), ("H", "E")]


def test_a_lead_is_told_in_the_right_unit_of_measure() -> None:
    """88.0 % and 66.7 %; + 60.0 % and + 17.1 %: differences of percentages are points."""
    bouts = {b.item: b for b in versus(made(), ["D", "H"]).bouts}
    assert (bouts[FAI].leader, plain(bouts[FAI].by)) == ("D", "21.3个百分点")
    assert (bouts[FIRMS].leader, plain(bouts[FIRMS].by)) == ("H", "42.9个百分点")
    assert bouts[FAI].places == (7, 1)


def test_an_amount_leads_by_its_own_unit() -> None:
    board = BoardSpec(
        "sum",
        "累计榜",
        "M",
        parse({"code": "sum", "items": [{"item": "fai.ytd", "method": "points"}]}),
    )
    found = versus(made(board), ["C", "F"])
    assert plain(found.bouts[0].by) == "1.80亿元"  # 13.60 − 11.80
    assert plain(found.headline) == "C街道比F街道领先1.80亿元"


def test_wins_are_counted_and_a_level_item_counts_for_nobody() -> None:
    panel = cells()
    own = (panel["unit"] == "A") & (panel["period"] == "2026-09") & (panel["indicator"] == "fai")
    panel.loc[own, "value"] = 10.56  # 88.0 % of 12, as D
    found = versus(made(panel=panel), ["A", "D"])
    assert (found.wins, found.level) == ({"D": 1, "A": 0}, 1)


def test_of_three_the_leader_is_compared_with_the_next() -> None:
    """88.0, 78.7 and 65.0 %."""
    (bout,) = [b for b in versus(made(), ["E", "F", "D"]).bouts if b.item == FAI]
    assert (bout.leader, plain(bout.by)) == ("D", "9.3个百分点")


def test_equal_scores_say_so_with_the_count_of_items() -> None:
    panel = cells()
    for unit in "AB":
        for code, value in (("fai", 70.0), ("firms", 110.0)):
            own = (panel["unit"] == unit) & (panel["indicator"] == code)
            panel.loc[own & (panel["period"] == "2026-09"), "value"] = value
            panel.loc[own & panel["measure"].isin(["target"]), "value"] = 100.0
            panel.loc[own & (panel["period"] == "2025-09"), "value"] = 100.0
    found = versus(made(panel=panel), ["A", "B"])
    assert found.headline == "A街道与B街道得分相同，逐项0比0"
    assert found.separations[0].points == 0


def test_a_unit_that_lacks_an_item_is_named_and_no_item_is_blamed() -> None:
    panel = cells()
    gone = (panel["unit"] == "H") & (panel["indicator"] == "firms")
    edition = made(ruled(min_coverage=0.5), panel[~gone].reset_index(drop=True))
    found = versus(edition, ["D", "H"])
    (separation,) = found.separations
    assert separation.uneven == (FIRMS,)
    assert "主要" not in found.headline
    bout = next(b for b in found.bouts if b.item == FIRMS)
    assert (bout.leader, bout.values[found.units.index("H")]) == (None, "未报")
    assert sum(x for _item, x in separation.shares) == pytest.approx(separation.points)


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", "harmonic", "sum"])
@pytest.mark.parametrize("pair", ["HD", "AB", "CE", "FG"])
def test_the_parts_add_up_under_every_aggregate(aggregate: str, pair: str) -> None:
    found = versus(made(ruled(aggregate=aggregate)), list(pair))
    (separation,) = found.separations
    hundredths = [round(x * 100) for _item, x in separation.shares]
    assert sum(hundredths) == round(separation.points * 100)
    assert len(hundredths) == 2


def test_where_the_smaller_score_is_better_the_leader_has_less() -> None:
    rule = {"aggregate": "rank_sum", "items": [{"item": FAI}, {"item": FIRMS}], "best": "low"}
    found = versus(made(ruled(**rule)), ["D", "E"])  # places 1 + 2 against 8 + 7
    assert found.units == ("D", "E")
    assert found.headline.startswith("D街道比E街道低")
    assert found.separations[0].points < 0


def test_a_board_of_one_item_compares_its_values() -> None:
    found = versus(made(PLACE_AND_GATE), ["D", "E"])
    assert plain(found.headline) == "D街道比E街道领先23.0个百分点"


def test_one_unit_or_an_unknown_one_makes_no_duel() -> None:
    for codes in (["D"], ["D", "nobody"], []):
        found = versus(made(), codes)
        assert found.separations == ()
        assert found.headline == "选2～4个单位，逐项比一比"


def test_the_figure_draws_the_same_numbers() -> None:
    edition = made()
    drawn = fall(edition, versus(edition, ["D", "H"]).separations[0])
    assert drawn.total == ("合计", 10.5)
    assert [x for _name, x in drawn.parts] == [27.54, -17.04]


@pytest.mark.parametrize(
    ("parts", "total", "told"),
    [
        ((1.005, 1.005, 1.005), 3.02, (1.01, 1.01, 1.0)),
        ((0.333, 0.333, 0.334), 1.0, (0.33, 0.33, 0.34)),
        ((-0.005, 0.015), 0.01, (0.0, 0.01)),
        ((2.0, -1.0), 1.0, (2.0, -1.0)),
        ((), 0.0, ()),
    ],
)
def test_rounded_parts_add_up_by_the_largest_remainders(
    parts: tuple[float, ...], total: float, told: tuple[float, ...]
) -> None:
    assert apportioned(parts, total, 2) == told
    assert round(sum(told), 2) == total
