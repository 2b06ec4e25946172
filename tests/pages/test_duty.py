"""分管: what a post, an office or an inspection group answers for; the filter by responsibility."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kpi import i18n
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.period import Period
from kpi.model.person import Person, Role, operator, person
from kpi.model.show import NO_BREAK
from kpi.service import admin, follow, publish, start
from pages.parts import responsible

SEPTEMBER = Period.parse("2026-09")
PUBLISHER = person("li", "李卫东", Role.PUBLISHER)
VIEWER = person("wang", "王建国", Role.VIEWER)
AUDITOR = person("zhou", "周审", Role.AUDITOR)
BRIDGE = person("qiao", "桥联", Role.PREPARER, "J08")
Enter = Callable[[Person | None], None]
DEPUTY = "sponsor:常务副区长"


def grids(seen: Any) -> dict[str, list[list[str]]]:
    """The cells of each own table by its caption, as they are read."""
    told = _told(seen)
    return {
        e["caption"]: [
            [c if isinstance(c, str) else c["t"] for c in row["cells"]] for row in e["rows"]
        ]
        for e in told
        if "caption" in e
    }


def _told(seen: Any) -> list[dict[str, Any]]:
    """What the elements are told, without the screen's unbreakable joints."""
    sent = seen.at.get("bidi_component")
    return [json.loads(e.proto.json.replace("\\u2060", "").replace(NO_BREAK, "")) for e in sent]


def tiles(seen: Any) -> list[dict[str, Any]]:
    return [row for e in _told(seen) if e.get("kind") == "tiles" for row in e["rows"]]


def test_without_a_choice_every_field_stands_in_the_order_of_the_catalog(opened: Any) -> None:
    seen = opened("duty", period="2026-10")
    assert seen.at.title[0].value == "包抓领导6位、牵头单位11个、督查组4个"
    found = grids(seen)
    assert [row[0] for row in found["包抓领导"]][:2] == ["常务副区长", "分管工业副区长"]
    (deputy,) = [row for row in found["包抓领导"] if row[0] == "常务副区长"]
    assert deputy == [
        "常务副区长",
        "3",
        "3",
        "▼\u00a0柳林街道、桥西街道",
        "▲\u00a0区发展和改革局",
        "0",
        "0",
    ]
    assert "不给领导和部门排名" in seen.text


def test_a_field_shows_its_indicators_over_the_district_against_time(opened: Any) -> None:
    seen = opened("duty", duty=DEPUTY, period="2026-10")
    title = seen.at.title[0].value
    assert title == "常务副区长包抓3项指标、3个单位，2个单位列黑榜，1个单位列红榜"
    figures = {row["code"]: row for row in tiles(seen)}
    assert set(figures) == {"gdp", "fai", "project_district"}
    assert figures["fai"]["value"].startswith("78.42")
    assert "完成83.2%，序时83.3%" in figures["fai"]["words"]


def test_units_are_listed_with_board_true_place_and_since_when(opened: Any) -> None:
    seen = opened("duty", duty=DEPUTY, period="2026-10")
    lines = grids(seen)["分管单位上榜情况"]
    (bridge,) = [
        row for row in lines if row[0] == "桥西街道" and row[2] == "固定资产投资完成进度榜"
    ]
    assert bridge[1] == "▼ 黑榜"
    assert bridge[3] == "8/8"
    assert bridge[4] == "连续4期，自2026年7月"
    assert "落后序时进度12.7个百分点" in bridge[5]


def test_the_link_of_a_view_opens_the_newest_period(opened: Any) -> None:
    seen = opened("duty", duty="lead:D01", period="2026-05")
    (link,) = [c.value for c in seen.at.code]
    assert link.endswith("/duty?duty=lead%3AD01")
    assert opened("duty", duty="lead:D01").url["period"] == "2026-10"


def test_a_code_that_names_nobody_is_said_and_everything_is_shown(opened: Any) -> None:
    for code in ("sponsor:没有这个人", "nonsense", "lead:", "::"):
        seen = opened("duty", duty=code)
        assert "不存在或不可查看" in seen.text
        assert "包抓领导" in grids(seen)


def test_english_names_posts_offices_and_groups(opened: Any) -> None:
    seen = opened("duty", lang="en", period="2026-10")
    names = {row[0] for rows in grids(seen).values() for row in rows}
    assert {"Executive deputy district head", "Inspection group 2", "Commerce Bureau"} <= names
    i18n.follow(lambda: "zh")


@pytest.fixture
def issued(own: Any) -> Any:
    """September's investment board is published, with a statement to be written; October is not."""
    own()
    publish.go(start.store(), "fai", SEPTEMBER, PUBLISHER, today=start.configured().today())
    return own


@pytest.mark.parametrize("who", [VIEWER, AUDITOR], ids=lambda who: who.role)
def test_a_reader_sees_published_lists_and_what_was_asked_but_not_who_is_late(
    issued: Any, signed_in: Enter, who: Person
) -> None:
    signed_in(who)
    seen = issued("duty", duty=DEPUTY)
    assert seen.url["period"] == "2026-09"
    assert {row[2] for row in grids(seen)["分管单位上榜情况"]} == {"固定资产投资完成进度榜"}
    assert {row["code"] for row in tiles(seen)} == {"fai"}
    asked = grids(seen)["分管单位的说明和整改"]
    assert [row[:2] + row[3:5] for row in asked] == [
        ["桥西街道", "情况说明", "待提交", "2026-11-25"],
        ["柳林街道", "情况说明", "待提交", "2026-11-25"],
    ]
    assert "未报送" not in [s.value for s in seen.at.subheader]
    assert "未报指标" not in str([e.proto.json for e in issued("duty").at.get("bidi_component")])


def test_who_drafts_sees_who_has_not_reported(issued: Any, signed_in: Enter) -> None:
    signed_in(PUBLISHER)
    seen = issued("duty", duty=DEPUTY, period="2026-10")
    assert "未报送" in [s.value for s in seen.at.subheader]


def test_what_a_unit_promised_stands_beside_what_was_asked(issued: Any, signed_in: Enter) -> None:
    store, today = start.store(), start.configured().today()
    (own,) = follow.find(store, board="fai", period=SEPTEMBER, unit="J08", kind="statement")
    promise = "<b>十二月底前</b>开工两个项目"
    follow.write(store, own.id, BRIDGE, "objective", "征地延期", promise, today)
    signed_in(VIEWER)
    asked = grids(issued("duty", duty=DEPUTY))["分管单位的说明和整改"]
    assert [row[0] for row in asked] == ["柳林街道", "桥西街道"]  # open ones first
    assert asked[1][3:] == ["已提交", "—", f"{promise}；承诺2026-11-21前完成"]


def test_before_the_first_edition_a_reader_is_told_so(own: Any, signed_in: Enter) -> None:
    signed_in(VIEWER)
    assert "还没有签发过榜单" in own("duty", duty=DEPUTY).text


HOSTILE = '<img src=x onerror="alert(1)"> [点](javascript:alert(1)) **粗** :red[红] & ? # % :'


def test_hostile_names_stay_texts_and_their_links_work(own: Any) -> None:
    own()
    store = start.store()
    book = admin.catalog_book(store)
    book = _replaced(book, "第二督查组", HOSTILE)
    assert admin.take_catalog(store, book, "名录.xlsx", operator("admin")).receipt is not None
    seen = own("duty", duty=f"inspection:{HOSTILE}", period="2026-10")
    assert "不存在" not in seen.text
    assert seen.at.title[0].value.startswith("\\<img")
    assert HOSTILE not in seen.text
    assert "<img" not in "".join(c.value for c in seen.at.code)
    assert [row[0] for row in grids(own("duty"))["督查组"]][1] == HOSTILE


def _replaced(book: bytes, old: str, new: str) -> bytes:
    from io import BytesIO

    from openpyxl import load_workbook

    opened = load_workbook(BytesIO(book))
    for row in opened["单位"].iter_rows():
        for cell in row:
            if cell.value == old:
                cell.value = new
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def links() -> None:
    from kpi.model.catalog import Catalog, Indicator, Unit
    from pages.parts import responsible

    known = Catalog(
        (
            Unit("J01", "云溪街道", "街道", sponsor="常务副区长", liaison="B01"),
            Unit("J02", "望江街道", "街道", liaison="联络站 <b>一</b>"),
            Unit("J03", "青云街道", "街道"),
            Unit("B01", "区发展和改革局", "—"),
        ),
        (Indicator("fai", "固定资产投资", "亿元", lead="B01"),),
    )
    for code in ("J02", "J03", "gone"):
        responsible.unit(known, code)
    assert responsible.words(known, "J01") == ["包抓：常务副区长", "联络：区发展和改革局"]


def test_free_text_is_no_link_and_nobody_named_is_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    at = AppTest.from_function(links, default_timeout=30).run()
    assert [e.value for e in at.exception] == []
    assert [c.value for c in at.caption] == ["联络：联络站 \\<b\\>一\\</b\\>"]


def test_a_narrowed_list_keeps_places_and_a_field_of_indicators_leaves_all_units() -> None:
    from kpi.model.board import Entry
    from kpi.model.duty import Duty

    ranked = [
        Entry(u, "街道", 1.0, 1.0, n, 4 - n, 1, None, 1.0)
        for n, u in enumerate(("J01", "J02", "J08"), 1)
    ]
    own = Duty("sponsor", "常务副区长", ("J08",), ("fai",))
    assert [(e.unit, e.rank) for e in responsible.narrow(ranked, own)] == [("J08", 3)]
    assert len(responsible.narrow(ranked, Duty("lead", "B01", (), ("fai",)))) == 3
    assert len(responsible.narrow(ranked, None)) == 3


def names(seen: Any) -> list[tuple[str, str]]:
    """Place and unit of every row of the list elements, the parts of one element in a row."""
    found = []
    for e in _told(seen):
        for part in e.get("parts", [e]):
            if part.get("kind") in ("list", "ranking"):
                found += [(row["rank"], row["code"]) for row in part["rows"]]
    return found


def test_the_overview_of_a_field_lists_its_units_with_their_places_among_all(opened: Any) -> None:
    asked = {"board": "fai", "period": "2026-10", "group": "街道"}
    everyone = {code: rank for rank, code in names(opened("home", **asked))}
    assert len(everyone) == 8
    seen = opened("home", **asked, duty="inspection:第二督查组")
    assert sorted(names(seen)) == [("5", "J05"), ("6", "J06"), ("7", "J07"), ("8", "J08")]
    assert all(everyone[code] == rank for rank, code in names(seen))
    assert "只列第二督查组的4个单位，共8个；位次按全组排定" in seen.text.replace("\\", "")
    assert "所选责任的单位未列红榜" in str(_told(seen))


def test_the_filter_goes_away_at_one_click_and_stays_between_pages(opened: Any) -> None:
    seen = opened("home", board="fai", period="2026-10", duty="inspection:第二督查组")
    seen.at.switch_page("matrix.py")
    assert seen.run().url["duty"] == "inspection:第二督查组"
    assert [row[1] for row in next(iter(grids(seen).values()))] != []
    assert seen.click("responsible_all").url["duty"] == ""


def test_the_matrix_of_a_field_keeps_places(opened: Any) -> None:
    asked = {"board": "economy", "period": "2026-10", "group": "街道"}
    whole = next(iter(grids(opened("matrix", **asked)).values()))
    own = next(iter(grids(opened("matrix", **asked, duty=DEPUTY)).values()))
    assert [row[1] for row in own] == ["柳林街道", "桥西街道"]
    assert own == [row for row in whole if row[1] in ("柳林街道", "桥西街道")]


def test_an_office_that_only_leads_leaves_every_unit_and_its_indicators(opened: Any) -> None:
    asked = {"board": "economy", "period": "2026-10", "group": "街道"}
    seen = opened("home", **asked, duty="lead:T01")
    assert len(names(seen)) == 8
    assert {row["code"] for row in tiles(seen) if row["code"] in ("fai", "industry_va")} == {
        "industry_va"
    }


def test_a_unit_says_who_answers_for_it_and_leads_there(opened: Any) -> None:
    seen = opened("unit", unit="J08", period="2026-10")
    links = {link.label: link.page for link in seen.at.get("page_link")}
    for label in ("包抓：常务副区长", "联络：区发展和改革局", "督查：第二督查组"):
        assert label in [key.replace("\\", "") for key in links]


def test_where_the_catalog_names_no_post_and_no_group_there_is_no_filter() -> None:
    bare = Catalog(
        (Unit("J01", "云溪街道", "街道"), Unit("B01", "区发展和改革局", "—")),
        (Indicator("fai", "固定资产投资", "亿元", lead="B01"),),
    )
    assert responsible.duties(bare)[0].way == "lead"
    assert responsible.choose(bare) is None


def test_the_ranking_of_a_field_keeps_places_and_offers_its_indicators(opened: Any) -> None:
    asked = {"board": "economy", "period": "2026-10", "group": "街道"}
    seen = opened("board", **asked, duty=DEPUTY)
    (rows,) = [r for r in grids(seen).values() if any("桥西街道" in row for row in r)]
    assert [row[0] for row in rows] == ["7", "8"]
    (items,) = [s for s in seen.at.selectbox if s.label == "指标"]
    assert all("固定资产投资" in o for o in items.options if o != "综合得分")
    kept = opened("board", **asked, duty=DEPUTY, indicator="retail.yoy")
    assert kept.url["indicator"] == "retail.yoy"  # what a link asks for stays
    assert "不存在" not in kept.text
