"""Red and black are never said by colour alone: wherever a list is shown, its mark and its word."""

import json
from typing import Any

import pytest

ELEMENTS = ("red", "black")
MARKS = {"red": "▲", "black": "▼"}
WORDS = {"zh": {"red": "红榜", "black": "黑榜"}, "en": {"red": "Red list", "black": "Black list"}}
BOTH = pytest.mark.parametrize("language", WORDS)


def elements(seen: Any) -> list[dict[str, Any]]:
    told = (json.loads(e.proto.json) for e in seen.at.get("bidi_component"))
    return [part for e in told for part in e.get("parts", [e]) if part.get("side")]


@BOTH
def test_each_list_has_its_mark_and_its_word_over_it(opened: Any, language: str) -> None:
    lists = [e for e in elements(opened("home", lang=language)) if e["side"] in ELEMENTS]
    assert {e["side"] for e in lists} == set(ELEMENTS)
    assert {(e["side"], e["mark"], e["title"]) for e in lists} == {
        (side, MARKS[side], WORDS[language][side]) for side in ELEMENTS
    }


@BOTH
def test_a_screen_reader_hears_the_list_in_every_row(opened: Any, language: str) -> None:
    rows = [(e["side"], r) for e in elements(opened("home", lang=language)) for r in e["rows"]]
    listed = [(side, row["label"]) for side, row in rows if side in ELEMENTS]
    assert listed
    assert [label for side, label in listed if WORDS[language][side] not in label] == []


@BOTH
def test_a_ranking_has_the_marks_and_words_of_its_coloured_rows(opened: Any, language: str) -> None:
    rankings = [e for e in elements(opened("home", lang=language)) if e["side"] == "all"]
    assert rankings
    said = {side: f"{MARKS[side]} {WORDS[language][side]}" for side in ELEMENTS}
    assert [e["marks"] for e in rankings if e["marks"] != said] == []


@BOTH
def test_a_table_says_the_list_by_mark_and_word(opened: Any, language: str) -> None:
    cells = [c for c in opened("board", lang=language).cells if c[:1] in MARKS.values()]
    for side in ELEMENTS:
        mine = [c for c in cells if c[0] == MARKS[side]]
        assert mine
        assert [c for c in mine if not c[1:].startswith(WORDS[language][side])] == []


@BOTH
def test_a_chart_says_the_list_by_mark_and_word(opened: Any, language: str) -> None:
    (chart,) = opened("board", lang=language).at.get("plotly_chart")
    drawn = json.dumps(json.loads(chart.proto.spec), ensure_ascii=False)
    for side in ELEMENTS:
        assert MARKS[side] in drawn
        assert WORDS[language][side] in drawn
