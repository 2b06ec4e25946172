"""What people do with the sample district, in a real browser."""

import re
from pathlib import Path
from typing import Any

import pytest
from seeing import PAGES, complaints, foreign, opened, settled, theme, wider

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
OCTOBER = SAMPLES / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
FAI = "board=fai&period=2026-10&group=%E8%A1%97%E9%81%93"  # 街道
EVERYTHING = {
    "": FAI,
    "board": FAI,
    "unit": "unit=J08&period=2026-10",
    "indicator": "indicator=fai&period=2026-10&measure=ytd",
    "upload": "",
}


def pick(page: Any, table: str, row: int) -> None:
    """Choose one row of an own table."""
    page.locator(f'[class*="st-key-{table}"] tbody tr').nth(row).locator("th a").click()
    settled(page)


def test_from_the_red_list_to_the_unit_and_back(page: Any, district: str) -> None:
    opened(page, f"{district}/?{FAI}")
    link = page.locator(".st-key-home_lists .red a").first
    assert "长安路街道" in link.inner_text()
    link.click()
    page.wait_for_url(re.compile(r"/unit\?.*unit=J01"))
    settled(page)
    assert "长安路街道" in page.locator("h1").inner_text()
    assert "period=2026-10" in page.url
    page.go_back()
    page.wait_for_url(re.compile(r"/\?.*board=fai"))
    settled(page)
    assert "长安路街道" in page.locator(".st-key-home_lists .red a").first.inner_text()


def test_a_number_leads_from_its_row_to_file_and_cell(page: Any, district: str) -> None:
    opened(page, f"{district}/board?{FAI}")
    pick(page, "board_table", 7)
    drawer = page.get_by_role("dialog")
    drawer.wait_for()
    assert "桥西街道" in drawer.inner_text()
    for said in ("固定资产投资!C13", OCTOBER.name, "7.06"):
        drawer.get_by_text(said).first.wait_for()


def test_another_language_keeps_board_period_and_unit(page: Any, district: str) -> None:
    opened(page, f"{district}/?board=fai&period=2026-08&lang=zh")
    page.locator(".st-key-home_lists .black a").first.click()
    page.wait_for_url(re.compile("unit=J08"))
    settled(page)
    page.get_by_role("button", name="EN", exact=True).click()
    page.wait_for_url(re.compile("lang=en"))
    settled(page)
    for code in ("unit=J08", "period=2026-08", "board=fai"):
        assert code in page.url
    assert page.evaluate("document.documentElement.lang") == "en"
    page.locator('a[href$="/board"]').first.click()
    page.wait_for_url(re.compile("/board"))
    settled(page)
    for code in ("board=fai", "period=2026-08", "lang=en"):
        assert code in page.url


@pytest.mark.parametrize("name", ["board", "unit", "indicator"])
def test_figures_follow_a_change_to_the_dark(page: Any, district: str, name: str) -> None:
    colours = """[...document.querySelectorAll('.js-plotly-plot')].map(
        plot => [...new Set([...plot.querySelectorAll('text')].map(t => t.style.fill))].join())"""
    opened(page, f"{district}/{name}?{EVERYTHING[name]}")
    page.wait_for_selector(".js-plotly-plot text")
    light = page.evaluate(colours)
    theme(page, "深色")
    dark = page.evaluate(colours)
    assert len(light) == len(dark) > 0
    assert [(a, b) for a, b in zip(light, dark, strict=True) if a == b] == []
    paper = page.evaluate(
        """[...document.querySelectorAll('.js-plotly-plot .main-svg')].map(
            svg => getComputedStyle(svg).backgroundColor)"""
    )
    assert not {"rgb(255, 255, 255)"} & set(paper)


@pytest.mark.parametrize(
    "page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True, ids=str
)
def test_no_page_asks_another_host_or_complains(page: Any, district: str) -> None:
    seen = []
    for name in PAGES:
        opened(page, f"{district}/{name}?{EVERYTHING[name]}")
        seen.append(
            (name, page.locator("h1").count(), page.locator("[data-testid=stException]").count())
        )
    assert foreign(page, district) == []
    assert complaints(page) == []
    assert seen == [(name, 1, 0) for name in PAGES]


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}],
    indirect=True,
    ids=["390"],
)
def test_a_phone_shows_the_lists_and_never_scrolls_sideways(page: Any, district: str) -> None:
    wide = []
    for name in PAGES:
        opened(page, f"{district}/{name}?{EVERYTHING[name]}")
        wide.append((name, wider(page)))
        if name == "":
            for side, unit in (("red", "长安路街道"), ("black", "柳林街道")):
                first = page.locator(f".st-key-home_lists .{side} a").first
                box = first.bounding_box()
                assert unit in first.inner_text()
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= 390
    assert wide == [(name, False) for name in PAGES]
