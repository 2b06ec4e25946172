"""What the list element is told."""

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi import i18n
from pages.parts import lists


@pytest.fixture(autouse=True)
def _chinese_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")


def page() -> None:
    from pages.parts.lists import Row, Tile, content, folded, show, tiles, together

    red = Row("J01", "1", "<b>云溪街道</b>", "92.40", strip=(True, False), spark=(1.0, None, 2.0))
    show([red], "red", key="red")
    show([], "black", key="black", empty="本期无单位达到黑榜条件。")
    show([Row("J02", "2", "青云街道", "0.0", value=0.0, target=83.3, side="black")], "all", key="a")
    figure = Tile("fai", "固定资产投资", "78.42亿元", done=83.2, due=83.3)
    tiles([figure, Tile("", "报送", "8/9", page="upload")], key="tiles")
    rest = folded(content([Row("J03", "3", "望江街道", "83.75")], "all"), "其余1个单位", "3 望江")
    together(content([red], "red"), rest, key="both")


@pytest.fixture(scope="module")
def shown() -> list[Any]:
    at = AppTest.from_function(page, default_timeout=30)
    at.query_params["board"] = "main"
    at.run()
    assert not at.exception
    return [json.loads(element.proto.json) for element in at.get("bidi_component")]


def test_a_list_says_its_mark_and_its_word(shown: list[Any]) -> None:
    assert [(s["mark"], s["title"]) for s in shown[:2]] == [("▲", "红榜"), ("▼", "黑榜")]


def test_a_row_links_to_its_unit_and_keeps_the_board(shown: list[Any]) -> None:
    assert shown[0]["rows"][0]["href"] == "/unit?board=main&unit=J01"
    assert shown[3]["rows"][0]["href"] == "/indicator?board=main&indicator=fai"


def test_missing_periods_stay_gaps_and_empty_fields_stay_away(shown: list[Any]) -> None:
    row = shown[0]["rows"][0]
    assert row["spark"] == [1.0, None, 2.0]
    assert {"reason", "badge", "value", "side"}.isdisjoint(row)


def test_a_tile_may_lead_to_a_page_of_its_own(shown: list[Any]) -> None:
    tile = shown[3]["rows"][1]
    assert (tile["code"], tile["href"]) == ("/upload", "/upload?board=main")
    assert "page" not in tile


def test_lists_that_stand_together_keep_their_rows_and_one_unfolds(shown: list[Any]) -> None:
    red, rest = shown[4]["parts"]
    assert (red["side"], red["rows"][0]["code"]) == ("red", "J01")
    assert (rest["fold"], rest["peek"], rest["unfolded"]) == ("其余1个单位", "3 望江", False)


def test_a_code_is_sent_once(shown: list[Any]) -> None:
    assert "unit" not in shown[0]["rows"][0]
    assert "indicator" not in shown[3]["rows"][0]


def test_zero_is_a_value(shown: list[Any]) -> None:
    assert shown[2]["rows"][0]["value"] == 0.0


def test_an_empty_list_has_its_sentence(shown: list[Any]) -> None:
    assert (shown[1]["rows"], shown[1]["empty"]) == ([], "本期无单位达到黑榜条件。")


def test_names_are_never_read_as_markup() -> None:
    scripts = sorted(Path(lists.__file__).parent.glob("*.js"))
    assert {"lists.js", "grid.js", "present.js"} <= {script.name for script in scripts}
    markup = ("innerHTML", "outerHTML", "insertAdjacent", "eval(")
    assert not [
        (script.name, word)
        for script in scripts
        for word in markup
        if word in script.read_text(encoding="utf-8")
    ]
