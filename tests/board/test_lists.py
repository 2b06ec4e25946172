"""Red and black list: seats, gates, ties at the line, documents."""

import pytest
from small_boards import board, by_unit, codes, colours, column, points, ranks

EIGHT = """unit,fai.completion,fai.target,progress
和平街道,77.5,12,75
新安街道,71.25,8,75
云台街道,68,20,75
南屏镇,88,5,75
柳河镇,65,6,75
东关街道,78.6667,15,75
长岭镇,76.6667,9,75
青石镇,66.6667,3,75
"""


def test_eight_units_by_completion():
    scored = board(
        EIGHT,
        items=[{"item": "fai.completion", "method": "ratio", "params": {"target": "progress"}}],
        decimals={"fai.completion": 1},
        red={"n": 2, "when": [["fai.completion", ">=", "progress"]]},
        black={
            "n": 2,
            "when": [
                ["fai.completion", "<", {"fact": "progress", "plus": -5}],
                ["fai.target", ">=", 5],
            ],
        },
    )
    assert [(e.unit, e.rank, e.score, e.colour) for e in scored.entries] == [
        ("南屏镇", 1, 117.33, "red"),
        ("东关街道", 2, 104.93, "red"),
        ("和平街道", 3, 103.33, None),
        ("长岭镇", 4, 102.27, None),
        ("新安街道", 5, 95.07, None),
        ("云台街道", 6, 90.67, None),
        ("青石镇", 7, 88.93, None),
        ("柳河镇", 8, 86.67, "black"),
    ]
    reason = by_unit(scored)["青石镇"].reasons[0]
    assert reason.code == "gate_failed"
    assert dict(reason.numbers) == {
        "list": "black",
        "fact": "fai.target",
        "op": ">=",
        "value": 5.0,
        "actual": 3.0,
    }
    assert reason.text() == "不符合黑榜条件：fai.target为3，条件为不低于5。"
    assert by_unit(scored)["南屏镇"].reasons[0].text() == "列入红榜：8个单位中第1位。"
    assert by_unit(scored)["柳河镇"].reasons[0].text() == "列入黑榜：8个单位中倒数第1位。"


def test_a_tie_at_the_line_is_taken_whole():
    scored = board(column([9, 8, 8, 7, 6, 5]), **points(1, red={"n": 2}))
    assert colours(scored) == {"甲": "red", "乙": "red", "丙": "red"}
    assert by_unit(scored)["丙"].reasons[0].text() == "列入红榜：6个单位中第2位（并列，共2个）。"


def test_a_tie_at_the_line_is_left_out_whole_where_the_rule_cuts():
    scored = board(column([9, 8, 8, 7, 6, 5]), **points(1, red={"n": 2, "cut": "exclude"}))
    assert colours(scored) == {"甲": "red"}
    assert codes(scored, "乙") == codes(scored, "丙") == ["tie_cut"]


def test_a_tie_that_would_fill_more_than_the_bound_stays_out():
    scored = board(column([9, 8, 8, 8, 8, 5]), **points(1, red={"n": 2}, black={"n": 1}))
    assert colours(scored) == {"甲": "red", "己": "black"}
    assert dict(by_unit(scored)["乙"].reasons[0].numbers) == {"list": "red", "size": 4, "seats": 2}
    everyone = board(column([5, 5, 5, 5]), **points(1, red={"n": 1}, black={"n": 1}))
    assert codes(everyone, "甲") == ["tie_too_wide", "tie_too_wide"]


def test_seats_are_bounded_by_a_share_of_the_ranked():
    scored = board(column([5, 4, 3, 2, 1]), **points(1, black={"n": 3}))
    assert colours(scored) == {"丁": "black", "戊": "black"}
    note = scored.groups[0].notes[0]
    assert (note.code, note.numbers) == (
        "seats_reduced",
        (("list", "black"), ("asked", 3), ("given", 2)),
    )


def test_a_small_group_has_no_lists_but_a_veto_stands():
    rule = points(
        1, black={"n": 1}, veto=[{"units": ["甲"], "effect": "black", "doc": "安〔2026〕5号"}]
    )
    scored = board(column([3, 2, 1]), **rule)
    assert colours(scored) == {"甲": "black"}
    assert codes(scored, "甲") == ["listed", "veto"]
    assert [n.code for n in scored.groups[0].notes] == ["small_group"]


def test_freed_seats_are_passed_on_only_by_fill():
    red = {"n": 2, "when": [["b", ">=", 1]]}
    text = "unit,a,b\n甲,9,1\n乙,8,0\n丙,7,1\n丁,6,1\n"
    assert colours(board(text, **points(1, red=red))) == {"甲": "red"}
    filled = board(text, **points(1, red=red | {"fill": True}))
    assert colours(filled) == {"甲": "red", "丙": "red"}
    assert codes(filled, "乙") == []


def test_a_list_without_seats_takes_all_that_fit():
    scored = board(column([9, 8, 7, 1]), **points(1, red={"when": [["score", ">=", 7]]}))
    assert colours(scored) == {"甲": "red", "乙": "red", "丙": "red"}


def test_share_counts_whole_units():
    scored = board(column([9, 8, 7, 6, 5]), **points(1, red={"share": 0.4}, black={"share": 0.3}))
    assert colours(scored) == {"甲": "red", "乙": "red", "戊": "black"}


def test_a_unit_on_both_lists_is_on_neither():
    when = [["score", ">", 0]]
    scored = board(column([3, 2, 1, 0]), **points(1, red={"when": when}, black={"when": when}))
    assert colours(scored) == {}
    assert codes(scored, "甲") == ["both_lists"]


def test_nobody_is_black_for_a_number_nobody_has():
    text = "unit,a,b\n甲,4,1\n乙,3,1\n丙,2,\n丁,1,—\n"
    scored = board(text, **points(1, black={"n": 2, "when": [["b", "<", 5]]}))
    assert colours(scored) == {}
    assert codes(scored, "丙") == codes(scored, "丁") == ["fact_missing"]
    assert by_unit(scored)["丁"].reasons[0].text() == "黑榜条件无法判断：b没有数值。"


def test_a_document_keeps_a_unit_off_the_list_it_had_a_seat_on():
    rule = points(
        1, red={"n": 1}, black={"n": 1}, exemptions=[{"unit": "丁", "doc": "云办函〔2026〕18号"}]
    )
    rule["veto"] = [{"units": ["甲", "乙"], "doc": "安委〔2026〕5号"}]
    scored = board(column([4, 3, 2, 1]), **rule)
    assert colours(scored) == {}
    assert by_unit(scored)["甲"].reasons[0].text() == "按安委〔2026〕5号，不列入红榜。"
    assert by_unit(scored)["丁"].reasons[0].text() == "按云办函〔2026〕18号，不列入黑榜。"
    assert codes(scored, "乙") == []


def test_an_exemption_wins_over_a_veto_and_both_documents_are_named():
    rule = points(
        1,
        veto=[{"when": [["a", "<=", 1]], "effect": "black", "doc": "A"}],
        exemptions=[{"unit": "丁", "doc": "B"}],
    )
    scored = board(column([4, 3, 2, 1]), **rule)
    assert colours(scored) == {}
    assert codes(scored, "丁") == ["exempt", "veto"]


def test_a_veto_takes_a_unit_from_red_to_black():
    veto = [{"when": [["a", "==", 4]], "effect": "black", "doc": "A"}]
    scored = board(column([4, 3, 2, 1]), **points(1, red={"n": 1}, black={"n": 1}, veto=veto))
    assert colours(scored) == {"甲": "black", "丁": "black"}


def test_a_unit_exempt_from_ranking_takes_no_place():
    exempt = [{"unit": "甲", "from": "ranking", "doc": "A"}]
    scored = board(column([4, 3, 2, 1]), **points(1, exemptions=exempt))
    assert ranks(scored) == {"乙": 1, "丙": 2, "丁": 3, "甲": None}
    assert by_unit(scored)["甲"].reasons[0].text() == "按A，不参加排名。"


def test_a_group_can_have_its_own_seats():
    text = "unit,group,a\n" + "".join(
        f"{u},{'东' if n < 4 else '西'},{n}\n" for n, u in enumerate("甲乙丙丁戊己庚")
    )
    rule = points(1, red={"n": 2}, groups={"西": {"red": {"n": 1}, "min_group": 3}, "北": {}})
    assert colours(board(text, **rule)) == {"丙": "red", "丁": "red", "庚": "red"}


@pytest.mark.parametrize(
    ("when", "listed"),
    [
        ([["firsts", ">=", 2]], "甲"),
        ([["lasts", ">=", 1]], "丁"),
        ([["a", ">", "all_mean(a)"]], "甲乙"),
        ([["rank_from_last", "<=", 2]], "丙丁"),
        ([{"any": [["rank", "==", 1], ["rank", "==", 4]]}], "甲丁"),
        ([{"any": [["a", "<", 2], {"all": [["a", "<", 4], ["b", ">", 5]]}]}], "乙丁"),
        ([["ranked", "==", 4], ["coverage", ">=", 1], ["streak_red", "!=", 0]], ""),
        ([["a", ">=", {"fact": "b", "times": 0.5, "plus": -0.5}]], "甲乙丙丁"),
    ],
)
def test_conditions_ask_facts(when, listed):
    text = "unit,a,b\n甲,4,9\n乙,3,6\n丙,2,5\n丁,1,3\n"
    scored = board(text, **points(1, 1, red={"when": when}))
    assert "".join(sorted(colours(scored), key="甲乙丙丁".index)) == listed


def test_conditions_hold_within_a_billionth():
    scored = board(
        column([0.30000000000000004, 1, 2, 3]), **points(1, black={"when": [["a", "<=", 0.3]]})
    )
    assert colours(scored) == {"甲": "black"}
