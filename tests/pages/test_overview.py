"""总览: the verdict, the figures behind it, and every state that the page can be in."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kpi.model import person as people
from kpi.model.catalog import Indicator
from kpi.model.due import Due, State
from kpi.model.period import Period
from kpi.model.person import Person, Right, Role
from kpi.model.show import NO_BREAK
from kpi.service import admin, follow, publish, start
from pages.parts import tiles

Open = Any
Enter = Callable[[Person | None], None]
SEPTEMBER, OCTOBER = Period.parse("2026-09"), Period.parse("2026-10")
PUBLISHER = people.person("li", "李卫东", Role.PUBLISHER)
PREPARER = people.person("chen", "陈静", Role.PREPARER, "D01")
VIEWER = people.person("wang", "王建国", Role.VIEWER)
ADMIN = people.person("root", "管理", Role.ADMIN)
LIAISON = people.person("zhao", "赵联", Role.PREPARER, "J08")


def elements(seen: Any) -> list[dict[str, Any]]:
    return [json.loads(e.proto.json) for e in seen.at.get("bidi_component")]


def parts(seen: Any) -> list[dict[str, Any]]:
    return next(e["parts"] for e in elements(seen) if "parts" in e)


def told(seen: Any) -> dict[str, dict[str, Any]]:
    """The tiles by what they open, without unbreakable joints; a place by 上级位次."""
    rows = next(e["rows"] for e in elements(seen) if e.get("kind") == "tiles")
    plain = [{k: _plain(v) for k, v in row.items()} for row in rows]
    return {"上级位次" if "上级位次" in row["name"] else row["code"]: row for row in plain}


def _plain(value: Any) -> Any:
    return value.replace(NO_BREAK, "") if isinstance(value, str) else value


def put_out(code: str, period: Period) -> None:
    today = start.configured().today()
    publish.go(start.store(), code, period, PUBLISHER, reason="", today=today)


def test_red_black_and_the_others_are_one_element_in_the_order_of_the_question(
    opened: Open,
) -> None:
    seen = opened(board="economy", period="2026-10", group="街道")
    assert [p["side"] for p in parts(seen)] == ["red", "black", "all"]
    assert parts(seen)[2]["fold"] == "其余4个单位"
    assert parts(seen)[2]["peek"].count(" · ") == 3
    assert seen.listed("red")[0] == "J01"
    assert seen.listed("black")[-1] == "J08"


def test_the_finding_stands_above_what_it_is_said_of(opened: Open) -> None:
    said = opened(board="economy", period="2026-10", group="街道").at
    assert said.title[0].value.startswith("长安路街道居首")
    words = next(c.value for c in said.caption if c.value.startswith("试算 未签发"))
    assert words.split("　")[1:3] == ["主要经济指标红黑榜", "2026年10月"]


def test_an_amount_is_shown_against_its_target_and_the_time(opened: Open) -> None:
    """Sample October: the streets' 70.84 of 85.00 亿元 are 83.3 %, ten of twelve months too."""
    tile = told(opened(board="economy", period="2026-10", group="街道"))["fai"]
    assert (tile["name"], tile["value"]) == ("固定资产投资 1-10月", "70.84亿元")
    assert tile["words"] == "完成83.3%，序时83.3%，与序时持平"
    assert tile["change"] == "街道合计，全区同比+5.8%"
    assert (round(tile["done"], 1), round(tile["due"], 1)) == (83.3, 83.3)


def test_the_districts_own_rate_stands_where_it_is_known(opened: Open) -> None:
    """6.3 % after 5.9 % in September; the streets' ends stand beside it."""
    tile = told(opened(board="economy", period="2026-10", group="街道"))["industry_va"]
    assert tile["value"] == "+6.3%"
    assert tile["change"] == "本区，较上期+0.4个百分点，街道3.1%～8.9%"


def test_a_span_says_who_stands_at_its_ends(opened: Open) -> None:
    found = told(opened(board="service", period="2026-10", group="街道"))
    tile = next(row for row in found.values() if "～" in row["value"])
    assert tile["change"].startswith("最低")
    assert "，最高" in tile["change"]


def test_the_place_in_the_city_comes_with_its_movement_and_growth(opened: Open) -> None:
    """Third after fourth, with 5.8 % after 5.6 %; nobody has said among how many."""
    tile = told(opened(board="fai", period="2026-10", group="街道"))["上级位次"]
    assert (tile["value"], tile["change"]) == ("第3位", "较上期↑1")
    assert tile["words"] == "同比+5.8%，上期+5.6%"
    assert tile["href"].startswith("/indicator?")


def test_how_many_peers_there_are_is_said_when_the_house_knows(own: Open, signed_in: Enter) -> None:
    signed_in(ADMIN)
    seen = own("setup", part="house")
    asked = next(n for n in seen.at.number_input if n.label.startswith("上级对几个区县排位次"))
    asked.set_value(9)
    next(b for b in seen.at.button if b.label == "保存设置").click()
    seen.run()
    assert admin.house_rules(start.store()).peers == 9
    tile = told(own(board="fai", period="2026-10", group="街道"))["上级位次"]
    assert tile["change"] == "共9个区县，较上期↑1"


def test_a_reader_meets_the_place_that_an_edition_was_sealed_with(
    own: Open, signed_in: Enter
) -> None:
    """September's edition says the fourth place; October's third was never published."""
    own()
    put_out("fai", SEPTEMBER)
    signed_in(VIEWER)
    seen = own(board="fai", period="2026-09", group="街道")
    assert told(seen)["上级位次"]["value"] == "第4位"
    assert told(seen)["上级位次"]["words"] == "同比+5.6%"
    assert "第3位" not in json.dumps(told(seen), ensure_ascii=False)


def test_nobody_but_who_reports_or_decides_is_told_what_is_to_come_in(
    own: Open, signed_in: Enter
) -> None:
    own()
    put_out("fai", SEPTEMBER)
    shown = {}
    for who in (VIEWER, PUBLISHER, PREPARER, ADMIN):
        signed_in(who)
        found = told(own(board="fai", period="2026-09", group="街道"))
        shown[who] = [code for code in ("/upload", "/follow") if code in found]
    assert shown[VIEWER] == []
    assert shown[PUBLISHER] == shown[ADMIN] == ["/upload", "/follow"]
    assert shown[PREPARER] == ["/upload"]  # no unit of his waits for anything


def test_a_liaison_is_told_of_his_units_statement(own: Open, signed_in: Enter) -> None:
    own()
    put_out("fai", SEPTEMBER)
    waiting = [c for c in follow.find(start.store(), open_only=True) if c.unit == "J08"]
    signed_in(LIAISON)
    tile = told(own(board="fai", period="2026-09"))["/follow"]
    assert (tile["value"], tile["change"]) == (f"{len(waiting)}件待办", "没有逾期")
    assert tile["href"].startswith("/follow?")


def due(lead: str, state: State, late: bool = False) -> Due:
    return Due(Indicator("fai", "固定资产投资", "亿元", lead=lead), OCTOBER, None, state, late)


def test_who_reports_is_told_of_his_own_first() -> None:
    found = (
        due("D01", State.CAME),
        due("D01", State.OPEN, late=True),
        due("D02", State.CAME),
        due("D02", State.NOT_ASKED),
    )
    own = tiles.reporting(found, frozenset({"D01"}), OCTOBER)
    every = tiles.reporting(found, frozenset(), OCTOBER)
    assert own and every
    assert (own.value, own.change) == ("1/2", "本单位，还有1项，1项已过截止日，全区2/3")
    assert (every.value, every.change) == ("2/3", "还有1项，1项已过截止日")


def test_where_nothing_is_asked_for_there_is_no_tile() -> None:
    assert tiles.reporting((due("D01", State.NOT_ASKED),), frozenset(), OCTOBER) is None
    assert tiles.following((), date(2026, 11, 21)) is None


def test_every_tile_is_a_sentence_for_who_cannot_see_it(opened: Open) -> None:
    for tile in told(opened(board="economy", period="2026-10", group="街道")).values():
        assert tile["label"].startswith(tile["name"])
        assert tile["value"] in tile["label"]


# states


def test_an_empty_black_list_is_told_as_news(opened: Open) -> None:
    seen = opened(board="industry", period="2026-08", group="街道")
    black = parts(seen)[1]
    assert (black["rows"], black["empty"]) == ([], "本期无单位达到黑榜条件")


def test_a_group_too_small_has_its_figures_and_no_lists(opened: Open) -> None:
    seen = opened(board="economy", period="2026-10", group="镇")
    assert not [e for e in elements(seen) if "parts" in e]
    assert sorted(seen.listed("all")) == ["Z01", "Z02"]
    assert "不足4个" in seen.text.replace(NO_BREAK, "").replace(" ", "")


def test_a_month_without_an_edition_says_so_and_leads_to_the_newest(
    own: Open, signed_in: Enter
) -> None:
    own()
    put_out("fai", SEPTEMBER)
    signed_in(VIEWER)
    seen = own(board="fai", period="2026-10")
    assert seen.at.title[0].value == "本期尚未签发"
    assert seen.click("shown_newest").url["period"] == "2026-09"


def test_who_publishes_meets_the_live_board_and_the_way_to_sign_it(
    own: Open, signed_in: Enter
) -> None:
    own()
    put_out("fai", SEPTEMBER)
    for who, leads in ((PUBLISHER, True), (PREPARER, False)):
        signed_in(who)
        seen = own(board="fai", period="2026-10")
        assert "试算 未签发" in seen.text
        assert any("去签发" in e.proto.label for e in seen.at.get("page_link")) == leads


def test_a_link_to_an_older_edition_says_that_there_is_a_newer_one(
    own: Open, signed_in: Enter
) -> None:
    own()
    put_out("fai", SEPTEMBER)
    signed_in(VIEWER)
    assert own(board="fai", period="2026-09").button("home_newer") is None
    put_out("fai", OCTOBER)
    seen = own(board="fai", period="2026-09")
    assert seen.button("home_newer").label == "2026年10月已签发"
    assert seen.click("home_newer").url["period"] == "2026-10"


def test_a_withdrawn_edition_is_told_to_readers_and_to_who_drafts(
    own: Open, signed_in: Enter
) -> None:
    own()
    put_out("fai", SEPTEMBER)
    put_out("fai", OCTOBER)
    publish.withdraw(start.store(), "fai", OCTOBER, PUBLISHER, "数据有误")
    signed_in(VIEWER)
    seen = own(board="fai", period="2026-10")
    assert seen.at.title[0].value == "本期已撤回"
    assert "数据有误" in seen.text
    signed_in(PUBLISHER)
    seen = own(board="fai", period="2026-10")
    assert "试算 未签发" in seen.text
    assert "撤回了本期榜单。原因：数据有误" in seen.text.replace("\\", "")


@pytest.mark.parametrize("who", [ADMIN, PUBLISHER], ids=["admin", "publisher"])
def test_the_first_start_names_three_steps_and_opens_ones_own(
    bare: Open, signed_in: Enter, who: Person
) -> None:
    signed_in(who)
    seen = bare()
    assert [step in seen.text for step in ("导入名录", "报送", "签发")] == [True] * 3
    links = [e.proto.label for e in seen.at.get("page_link")]
    assert links == (["去导入名录"] if who.may(Right.CATALOG) else [])
    assert ("由有权限的同事办理" in seen.text) != who.may(Right.CATALOG)


def test_before_anything_was_published_a_reader_waits(bare: Open, signed_in: Enter) -> None:
    signed_in(VIEWER)
    seen = bare()
    assert "还没有签发过榜单" in seen.text
    assert seen.at.get("page_link") == []
