"""A board is told when it is read, and says the same whoever reads it."""

import pickle

import pytest
from small_boards import UNITS, board, by_unit, points

from kpi.board import normalise, robust
from kpi.model.board import Board

TEXT = "unit,group,a,b\n甲,东,9,1\n乙,东,6,\n丙,东,5,8\n丁,西,2,3\n戊,西,1,—\n己,西,7,7\n"
RULE = {
    "items": [
        {"item": "a", "method": "minmax", "weight": 2},
        {"item": "b", "method": "percentile"},
    ],
    "red": {"n": 1},
    "black": {"n": 1},
    "min_group": 1,
    "min_coverage": 0,
}


def test_entries_are_told_once_and_only_when_they_are_read():
    scored = board(TEXT, **RULE)
    assert "entries" not in vars(scored) and "data_hash" not in vars(scored)
    assert scored.entries is scored.entries


def test_a_board_survives_pickling_read_or_unread():
    unread, read = board(TEXT, **RULE), board(TEXT, **RULE)
    assert len(read.entries) == 6
    assert pickle.loads(pickle.dumps(unread)) == pickle.loads(pickle.dumps(read)) == read  # noqa: S301


def test_a_board_is_a_board_of_plain_values_too():
    scored = board(TEXT, **RULE)
    again = Board(
        scored.rule_hash,
        scored.data_hash,
        scored.engine,
        scored.entries,
        scored.groups,
        scored.notes,
    )
    assert (again.entries, again.groups) == (scored.entries, scored.groups)


def test_a_score_does_not_depend_on_how_many_other_groups_there_are():
    rule = RULE | {"items": [{"item": c, "method": "minmax", "weight": 1 / 3} for c in "ab"]}
    alone = TEXT.replace("丁", "#").partition("#")[0]
    few, many = by_unit(board(alone, **rule)), by_unit(board(TEXT, **rule))
    assert {u: few[u].score_raw for u in few} == {u: many[u].score_raw for u in few}


@pytest.mark.parametrize("size", [1, 7, 13])
def test_work_done_in_small_blocks_gives_the_same_board(monkeypatch, size):
    whole = board(TEXT, draws=30, **RULE)
    monkeypatch.setattr(normalise, "CACHED", size)
    monkeypatch.setattr(robust, "CACHED", size)
    monkeypatch.setattr(robust, "HELD", 2 * size)
    assert board(TEXT, draws=30, **RULE) == whole


def test_a_group_is_counted_by_who_is_ranked_and_listed():
    scored = board(TEXT, **RULE | {"min_coverage": 0.8})
    assert [(g.group, g.units, g.ranked, g.red, g.black) for g in scored.groups] == [
        ("东", 3, 2, 1, 1),  # 乙 has two thirds of its weight
        ("西", 3, 3, 1, 1),
    ]


def test_a_suspended_board_counts_nobody_as_ranked():
    text = "unit,a\n" + "".join(f"{u},{n}\n" for n, u in enumerate(UNITS))
    scored = board(text, **points(1, suspended={"doc": "文1"}))
    assert [(g.ranked, g.red, g.black) for g in scored.groups] == [(0, 0, 0)]
    assert [n.code for n in scored.notes] == ["suspended"]
