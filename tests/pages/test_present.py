"""会议模式 without a browser: which scene a link opens, in which order, and for whom."""

import json
from typing import Any

import pytest

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Person, Role, person
from kpi.service import publish, start
from pages.parts import present, present_scenes

Open = Any
Seen = Any


def stage(seen: Seen) -> dict[str, Any] | None:
    """What the large screen was told; None: the page stands in its usual form."""
    told = (json.loads(e.proto.json) for e in seen.at.get("bidi_component"))
    return next((d for d in told if "scenes" in d), None)


def test_a_link_shows_the_scene_of_its_page_without_its_tables(opened: Open) -> None:
    for page in ("home", "board", "indicator", "unit"):
        seen = opened(page, present="1")
        assert stage(seen)["scene"] == page
        assert (seen.at.title.len, seen.at.dataframe.len) == (0, 0)


def test_the_scenes_of_a_meeting_have_an_order(opened: Open) -> None:
    told = stage(opened(present="1"))
    order = [name for name, _label in told["scenes"]]
    assert order == ["home", "board", "red", "black", "indicator", "unit"]
    assert order == list(present_scenes.SCENES)


def test_a_scene_of_another_page_is_not_shown_under_this_one(opened: Open) -> None:
    assert stage(opened("board", present="1", scene="red"))["scene"] == "board"
    assert stage(opened("home", present="1", scene="black"))["scene"] == "black"
    assert stage(opened("home", present="1", scene="nonsense"))["scene"] == "home"


def test_the_black_scene_lists_the_black_units_alone(opened: Open) -> None:
    told = stage(opened(present="1", scene="black", period="2026-10", group="街道"))
    (pane,) = told["body"]["panes"]
    assert (pane["side"], [row["code"] for row in pane["rows"]]) == ("black", ["J07", "J08"])


def test_a_group_without_lists_shows_its_ranking(opened: Open) -> None:
    told = stage(opened(present="1", group="镇"))
    assert [pane["kind"] for pane in told["body"]["panes"]] == ["ranking"]


def test_the_screen_steps_through_what_the_page_offers(opened: Open) -> None:
    told = {page: stage(opened(page, present="1")) for page in ("home", "board", "unit")}
    assert told["home"]["stops"] == told["home"]["groups"]
    assert (told["board"]["at"], len(told["board"]["stops"])) == ("", 7)
    assert "J08" in told["unit"]["stops"]


def test_codes_of_the_link_choose_the_scene_and_stay(opened: Open) -> None:
    seen = opened("board", present="1", indicator="fai.completion", period="2026-09", group="街道")
    told = stage(seen)
    assert (told["at"], told["group"]) == ("fai.completion", "街道")
    assert "2026年9月" in told["head"]
    kept = {k: v for k, v in seen.url.items() if k in ("indicator", "period", "group", "present")}
    assert [str(*v) if isinstance(v, list) else v for v in kept.values()] == [
        "1",
        "fai.completion",
        "2026-09",
        "街道",
    ]


def test_a_code_that_does_not_exist_is_named_on_the_screen(opened: Open) -> None:
    told = stage(opened("unit", present="1", unit="X99"))
    assert any("X99" in note for note in told["notes"])
    assert told["at"] == told["stops"][0]


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("15", 15), ("1", 5), ("99999", 600), ("0", 0), ("x", 0), ("-3", 0), ("9" * 5000, 0)],
    ids=lambda v: str(v)[:6],
)
def test_a_rotation_is_neither_hectic_nor_asleep(opened: Open, asked: str, seconds: int) -> None:
    assert stage(opened(present="1", rotate=asked))["rotate"] == seconds


def test_a_trial_says_so_behind_the_text(opened: Open) -> None:
    for scene in present_scenes.SCENES:
        page = present_scenes.SCENES[scene][0]
        told = stage(opened(page, present="1", scene=scene))
        assert "试算 未签发" in told["mark"], scene
        assert any("2026-11-21" in text for text in told["foot"]), scene


def test_a_reader_sees_no_live_board_by_a_link(opened: Open, signed_in: Any) -> None:
    signed_in(person("zhang", "张主任", Role.VIEWER))
    for page in ("home", "board", "indicator", "unit"):
        seen = opened(page, present="1", stand="live", period="2026-10")
        assert stage(seen) is None
        assert "present" not in seen.url


def test_who_may_not_read_is_shown_nothing(own: Open, signed_in: Any) -> None:
    signed_in(Person("nobody", "", frozenset()))
    seen = own(present="1")  # that he asked is written down: not into the data that all share
    assert stage(seen) is None


def test_an_empty_instance_says_what_to_do_first_instead(bare: Open) -> None:
    seen = bare(present="1", rotate="15")
    assert stage(seen) is None
    assert {"present", "rotate"} & set(seen.url) == set()


def test_a_page_without_a_scene_stays_as_it_is(opened: Open) -> None:
    assert stage(opened("upload", present="1")) is None


def test_the_way_in_stands_in_the_head_of_a_page_with_a_scene(opened: Open) -> None:
    seen = opened()
    assert seen.button("present_enter").label == "会议模式"
    assert stage(seen.click("present_enter"))["scene"] == "home"


def test_every_scene_has_a_name(opened: Open) -> None:
    assert set(present.NAMES) == set(present_scenes.SCENES)


def test_a_published_board_bears_its_issue_and_a_reader_meets_it_alone(
    own: Open, signed_in: Any
) -> None:
    own()
    today = start.configured().today()
    publish.go(start.store(), "fai", Period.parse("2026-09"), OPERATOR, today=today)
    signed_in(person("zhang", "张主任", Role.VIEWER))
    told = stage(own(present="1", board="fai", period="2026-09"))
    assert ("第1期" in told["mark"], "试算" in told["mark"]) == (True, False)
    told = stage(own(present="1", board="fai", period="2026-10", stand="live"))
    assert (told["headline"], told["body"]) == ("本期尚未签发", {})
