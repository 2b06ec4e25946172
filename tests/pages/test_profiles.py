"""单位 and 指标: what they answer first, one section at a time, all of it in the link."""

import json
from typing import Any
from urllib.parse import parse_qs

import pytest

from kpi.model import person as people
from kpi.model.period import Period
from kpi.model.person import OPERATOR, Role
from kpi.service import follow, publish, start

Open = Any
PUBLISHER = people.person("li", "李卫东", Role.PUBLISHER)
VIEWER = people.person("wang", "王建国", Role.VIEWER)


def figures(seen: Any) -> list[str]:
    """What each chart of the page draws, as text."""
    specs = (json.loads(e.proto.spec) for e in seen.at.get("plotly_chart"))
    return [json.dumps(spec, ensure_ascii=False) for spec in specs]


def test_a_black_unit_is_told_its_place_the_way_out_and_its_year(opened: Open) -> None:
    seen = opened("unit", unit="J08", board="economy", period="2026-10")
    (title,) = [t.value for t in seen.at.title]
    assert title.startswith("桥西街道6项指标")
    for answer in ("▼黑榜", "怎样脱离黑榜", "年底能否完成", "余下每月需"):
        assert answer in seen.text
    assert any("常务副区长" in e.proto.label for e in seen.at.get("page_link"))
    assert len(figures(seen)) == 1  # the spine; nothing else is made before it is asked for


@pytest.mark.parametrize(
    ("tab", "charts", "said"),
    [
        ("detail", 1, "年末预计"),
        ("target", 2, "要完成"),
        ("trend", 2, ""),
        ("places", 2, ""),
        ("boards", 1, "近12期"),
        ("said", 1, ""),
        ("changes", 1, ""),
        ("gap", 2, "差距"),
        ("working", 1, "算式"),
    ],
)
def test_one_section_is_made_at_a_time(opened: Open, tab: str, charts: int, said: str) -> None:
    seen = opened("unit", unit="J08", board="economy", period="2026-10", tab=tab)
    assert seen.url["tab"] == tab
    assert len(figures(seen)) == charts
    assert said in "\n".join((seen.text, *(title for table in seen.headings for title in table)))


def test_the_board_of_the_link_decides_what_is_told(opened: Open) -> None:
    seen = opened("unit", unit="J08", board="service", period="2026-10")
    assert seen.url["board"] == "service"
    assert "营商环境榜" in seen.text


def test_compared_units_ride_in_the_link_and_stand_as_rings(opened: Open) -> None:
    seen = opened("unit", unit="J08", period="2026-10", vs="J04,J05,J08,Z01")
    assert seen.url["vs"] == "J04,J05"  # of the same group, and another than itself
    assert "○望江街道  □东风街道" in figures(seen)[0]
    seen.at.session_state["unit_spine_twin"] = True
    assert {"望江街道", "东风街道"} <= {title for table in seen.run().headings for title in table}


def test_the_next_unit_by_place_is_one_click_away(opened: Open) -> None:
    seen = opened("unit", unit="J01", board="economy", period="2026-09")
    assert seen.button("unit_before") is None  # it leads
    after = seen.button("unit_after").label
    moved = seen.click("unit_after")
    assert moved.url["unit"] != "J01"
    name = moved.at.title[0].value[:4]
    assert name in after


def test_an_indicator_in_the_table_leads_to_its_page(opened: Open) -> None:
    seen = opened("unit", unit="J08", period="2026-10", tab="detail")
    page, _mark, asked = seen.links("facts")[1].partition("?")
    codes = parse_qs(asked)
    assert (page, codes["indicator"], codes["period"]) == ("/indicator", ["fai"], ["2026-10"])
    assert "tab" not in codes


def test_an_amount_is_told_with_its_pulls_its_target_and_its_year(opened: Open) -> None:
    seen = opened("indicator", indicator="fai", measure="ytd", period="2026-10", group="街道")
    assert "街道合计完成年度目标" in seen.at.title[0].value
    assert "拖累增速" in seen.at.title[0].value
    assert "年底能否完成" in seen.text
    assert len(figures(seen)) == 2  # the course and the pulls


def test_a_rate_has_no_whole_no_pull_and_no_outlook(opened: Open) -> None:
    seen = opened("indicator", indicator="industry_va", period="2026-10", group="街道")
    drawn = "\n".join(figures(seen))
    assert "上年同期" not in drawn
    assert "年底能否完成" not in seen.text
    assert seen.url["tab"] == "places"


def test_a_quarterly_indicator_in_a_month_shows_its_newest_quarter(opened: Open) -> None:
    seen = opened("indicator", indicator="gdp", period="2026-10")
    assert seen.url["period"] == "2026-Q3"
    assert "本月不报，显示最近一期" in seen.text.replace("\\", "")
    assert "链接中的" not in seen.text


def test_fewer_than_three_periods_are_a_table_and_no_line(opened: Open) -> None:
    seen = opened("indicator", indicator="fai", measure="ytd", period="2026-02", group="街道")
    assert "不足三期" in seen.text
    assert seen.shows("桥西街道")


@pytest.mark.parametrize("tab", ["pull", "units", "places", "slope", "groups", "changes"])
def test_each_section_of_an_indicator_opens(opened: Open, tab: str) -> None:
    link = {"measure": "ytd", "period": "2026-10", "group": "街道", "vs": "J01,J08"}
    seen = opened("indicator", indicator="fai", tab=tab, **link)
    assert (seen.url["tab"], seen.url["vs"]) == (tab, "J01,J08")
    assert len(figures(seen)) == 1 + (tab != "changes")


def test_what_was_asked_in_earlier_periods_stands_with_its_answer(
    own: Open, signed_in: Any
) -> None:
    own()  # opens the store
    store, today = start.store(), start.configured().today()
    for month in ("2026-08", "2026-09"):
        publish.go(store, "fai", Period.parse(month), PUBLISHER, today=today)
    (asked,) = follow.find(store, period=Period.parse("2026-08"), unit="J08", kind="statement")
    follow.write(store, asked.id, OPERATOR, "objective", "征地未完成", "月底前交地", today)
    signed_in(VIEWER)
    seen = own("unit", unit="J08", board="fai", period="2026-09", tab="said")
    assert seen.shows("2026年8月", "已提交", "客观原因，征地未完成", "月底前交地")
    assert not own("unit", unit="J08", period="2026-08", tab="said").shows("征地未完成")
