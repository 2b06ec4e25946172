"""Every page on the sample district: what a link opens, in both languages, without a fault."""

from typing import Any

import pytest
from october import OCTOBER, revised

from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.model.show import NO_BREAK
from kpi.service import admin, board, start, upload
from kpi.service import sample as samples

PAGES = ("home", "board", "unit", "indicator", "upload")
LOOKED_AT = ("home", "board", "unit", "indicator")

Open = Any


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_in_both_languages(opened: Open, page: str, lang: str) -> None:
    seen = opened(page, lang=lang)
    assert len(seen.at.title) == 1
    assert seen.url["lang"] == lang
    assert seen.button("frame_other").label == {"zh": "EN", "en": "中文"}[lang]


@pytest.mark.parametrize("page", LOOKED_AT)
def test_a_page_writes_what_it_shows_into_the_url(opened: Open, page: str) -> None:
    url = opened(page).url
    assert url["period"] == "2026-10"
    own = {"home": "board", "board": "board", "unit": "unit", "indicator": "indicator"}[page]
    assert url[own]


# 总览


def test_the_overview_shows_red_black_and_the_rest(opened: Open) -> None:
    seen = opened(board="fai", period="2026-10", group="街道")
    assert seen.listed("red") == ["J01", "J02"]
    assert seen.listed("black") == ["J07", "J08"]
    assert seen.listed("all") == ["J03", "J04", "J05", "J06"]


def test_the_overview_of_another_month_shows_that_month(opened: Open) -> None:
    seen = opened(board="fai", period="2026-08", group="街道")
    assert seen.listed("red") == ["J02", "J01", "J03"]  # a tie at the second seat
    assert seen.listed("black") == ["J08"]


def test_a_group_of_two_has_no_lists(opened: Open) -> None:
    seen = opened(board="fai", period="2026-10", group="镇")
    assert (seen.listed("red"), seen.listed("black")) == ([], [])
    assert seen.listed("all") == ["Z01", "Z02"]


def test_the_tiles_lead_to_the_indicators_of_the_board(opened: Open) -> None:
    assert "fai" in opened(board="economy", group="街道").listed("tiles")


@pytest.mark.parametrize("group", ["经济部门", "服务部门"])
def test_departments_have_their_own_board(opened: Open, group: str) -> None:
    seen = opened(board="service", group=group)
    named = {code for side in ("red", "black", "all") for code in seen.listed(side)}
    letter, n = {"经济部门": ("D", 6), "服务部门": ("S", 4)}[group]
    assert named == {f"{letter}0{k}" for k in range(1, n + 1)}


# 榜单


@pytest.mark.parametrize("code", ["economy", "fai", "industry", "retail", "project", "service"])
def test_every_board_opens_by_its_code(opened: Open, code: str) -> None:
    seen = opened("board", board=code, period="2026-10")
    assert seen.url["board"] == code
    assert len(seen.at.get("plotly_chart")) == 1


def test_a_board_lists_every_ranked_unit(opened: Open) -> None:
    seen = opened("board", board="fai", period="2026-10", group="街道")
    assert seen.shows("长安路街道", "桥西街道", "南湖街道")


def test_a_board_can_show_one_of_its_indicators(opened: Open) -> None:
    seen = opened("board", board="economy", period="2026-10", indicator="fai.completion")
    assert seen.url["indicator"] == "fai.completion"
    assert seen.shows("92.5")


def test_choosing_a_row_opens_the_working_with_its_cell(opened: Open) -> None:
    seen = opened("board", board="fai", period="2026-10", group="街道", drawer="J08")
    assert seen.shows("固定资产投资!C13", OCTOBER.name)


def test_a_board_of_several_items_says_how_firm_every_place_is(opened: Open) -> None:
    seen = opened("board", board="economy", period="2026-10", group="街道")
    assert {cells[-1] for cells in seen.table("ranks").values()} <= {"稳固", "较稳", "存疑"}
    alone = opened("board", board="fai", period="2026-10", group="街道")
    assert not alone.shows("稳固")


def test_the_drawer_says_how_firm_the_place_is_and_leads_to_other_methods(opened: Open) -> None:
    seen = opened("board", board="economy", period="2026-10", group="街道", drawer="J01")
    assert "稳健度 稳固（100.0%）" in seen.text.replace(NO_BREAK, "")
    link = next(e.proto for e in seen.at.get("page_link") if e.proto.label == "换个算法")
    assert (link.page, "board=economy" in link.query_string) == ("study", True)


def test_the_working_of_a_board_can_be_taken_along(opened: Open) -> None:
    seen = opened("board", board="economy", period="2026-10")
    assert [b.proto.label for b in seen.at.get("download_button")] == ["下载计算过程"]


def test_who_is_not_ranked_is_named_apart(opened: Open) -> None:
    seen = opened("board", board="industry", period="2026-10", group="街道")
    assert "南湖街道" in seen.text
    assert not seen.shows("南湖街道")


# 单位


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("code", ["J06", "J08", "Z02", "D02", "S04"])
def test_every_kind_of_unit_opens(opened: Open, code: str, lang: str) -> None:
    seen = opened("unit", unit=code, period="2026-10", lang=lang)
    assert seen.url["unit"] == code
    assert seen.at.selectbox(key=f"unit_{lang}").value == code


def test_a_unit_without_such_a_business_shows_a_dash_and_no_place(opened: Open) -> None:
    seen = opened("unit", unit="J06", period="2026-10")
    assert "—" in seen.cells
    assert "南湖街道" in seen.text


def test_a_black_listed_unit_carries_its_mark(opened: Open) -> None:
    seen = opened("unit", unit="J08", period="2026-10", tab="boards")
    assert seen.shows("▼黑榜")
    assert not seen.shows("▲红榜")


# 指标


@pytest.mark.parametrize("measure", ["ytd", "month", "yoy", "completion"])
def test_an_indicator_opens_in_each_of_its_measures(opened: Open, measure: str) -> None:
    seen = opened("indicator", indicator="fai", measure=measure, period="2026-10", group="街道")
    assert (seen.url["indicator"], seen.url["measure"]) == ("fai", measure)
    assert seen.at.get("plotly_chart")
    assert seen.shows("桥西街道")


@pytest.mark.parametrize(
    "code", ["industry_va", "retail", "cbec_trade", "new_enterprises", "time_cut", "good_rating"]
)
def test_every_kind_of_indicator_opens(opened: Open, code: str) -> None:
    assert opened("indicator", indicator=code, period="2026-10").url["indicator"] == code


@pytest.mark.parametrize("link", [("gdp", "2026-Q3"), ("gdp", "2026-10"), ("fai", "2026-Q3")])
def test_an_indicator_is_shown_at_a_period_of_its_own_kind(
    opened: Open, link: tuple[str, str]
) -> None:
    url = opened("indicator", indicator=link[0], period=link[1]).url
    indicator = board.known(start.store()).indicator[url["indicator"]]
    assert Period.parse(url["period"]).freq == indicator.freq


# links that name nothing


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("home", "board"),
        ("home", "period"),
        ("home", "group"),
        ("board", "board"),
        ("board", "period"),
        ("board", "group"),
        ("board", "indicator"),
        ("unit", "unit"),
        ("unit", "period"),
        ("indicator", "indicator"),
        ("indicator", "period"),
        ("indicator", "measure"),
        ("indicator", "group"),
    ],
)
def test_a_code_that_names_nothing_is_said_and_the_default_shown(
    opened: Open, page: str, key: str, lang: str
) -> None:
    seen = opened(page, **{key: "Nowhere7", "lang": lang})
    assert "Nowhere7" in seen.text
    assert seen.url[key] != "Nowhere7"
    assert len(seen.at.title) == 1


@pytest.mark.parametrize("page", PAGES)
def test_strange_words_in_a_link_do_no_harm(opened: Open, page: str) -> None:
    words = dict.fromkeys(("board", "period", "group", "unit", "measure"), "<b>'\"; --\x00](x)")
    assert len(opened(page, **words, indicator="fai.nothing").at.title) == 1


def test_the_district_itself_is_no_unit_to_compare(opened: Open) -> None:
    assert opened("unit", unit="Q01").url["unit"] != "Q01"


# the way from page to page


def test_board_period_and_group_go_along_to_the_next_page(opened: Open) -> None:
    seen = opened("home", board="retail", period="2026-08", group="镇")
    seen.at.switch_page("board.py")
    url = seen.run().url
    assert (url["board"], url["period"], url["group"]) == ("retail", "2026-08", "镇")


@pytest.mark.parametrize("page", LOOKED_AT)
def test_another_language_keeps_what_is_shown(opened: Open, page: str) -> None:
    chosen = {"board": "fai", "period": "2026-08", "unit": "J08", "indicator": "fai.completion"}
    if page == "indicator":
        chosen["indicator"] = "fai"
    before = opened(page, **chosen)
    kept = dict(before.url)
    after = before.click("frame_other").url
    assert after == {**kept, "lang": "en"}


@pytest.mark.parametrize("page", LOOKED_AT)
def test_figures_are_drawn_for_the_dark(opened: Open, page: str) -> None:
    light, dark = (opened(page, dark=d, unit="J08", board="fai") for d in (False, True))
    drawn = [[e.proto.spec for e in seen.at.get("plotly_chart")] for seen in (light, dark)]
    assert len(drawn[0]) == len(drawn[1])
    assert all(a != b for a, b in zip(*drawn, strict=True))


# the first start


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_without_a_catalog_every_page_says_what_to_do(bare: Open, page: str, lang: str) -> None:
    seen = bare(page, lang=lang)
    assert len(seen.at.title) == 1
    assert len(seen.at.markdown) >= 1
    assert not seen.at.dataframe


@pytest.mark.parametrize("page", LOOKED_AT)
def test_with_a_catalog_and_no_figures_a_page_leads_to_the_upload(bare: Open, page: str) -> None:
    bare()
    names = samples.FOLDER / samples.NAME
    assert admin.take_catalog(
        start.store(), names.read_bytes(), names.name, by=operator("admin")
    ).receipt
    seen = bare(page)
    links = [e.proto.page for e in seen.at.get("page_link")]
    assert "upload" in links
    assert not seen.at.get("plotly_chart")


# 填报


def test_after_an_upload_every_page_shows_the_new_figure(own: Open) -> None:
    before = own("board", board="fai", period="2026-10", group="街道")
    assert before.table("ranks")["J08"][2] == "70.6"
    plan = upload.preview(
        start.store(), revised(7.60), "十月改.xlsx", OPERATOR, today=start.configured().today()
    )
    assert upload.commit(start.store(), plan, operator("D01"), "revised") is not None
    after = before.run()
    done = [cells[2] for cells in after.table("ranks").values()]
    assert (done.count("76.0"), done.count("70.6")) == (2, 0)  # 柳林街道 has 3.80 of 5.00
