"""The matrix and the duel in a real browser: links, arrow keys, the drawer in the URL, a phone."""

import re
from typing import Any

import pytest
from seeing import complaints, opened, settled, wider

ECONOMY = "board=economy&period=2026-10&group=%E8%A1%97%E9%81%93"  # 街道
CELLS = ".st-key-matrix_economy td.heat a"


def test_a_cell_opens_its_drawer_and_back_shuts_it(page: Any, district: str) -> None:
    opened(page, f"{district}/matrix?{ECONOMY}")
    page.locator(CELLS).first.click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("数据来源").wait_for()
    assert "drawer=J01%2Cfai.completion" in page.url
    page.go_back()
    drawer.wait_for(state="detached")
    assert "drawer" not in page.url
    assert complaints(page) == []


def test_shutting_the_drawer_takes_it_out_of_the_link(page: Any, district: str) -> None:
    opened(page, f"{district}/matrix?{ECONOMY}&drawer=J08")
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    settled(page)
    page.wait_for_url(lambda url: "drawer" not in url)


def test_names_and_items_lead_to_their_pages(page: Any, district: str) -> None:
    opened(page, f"{district}/matrix?{ECONOMY}")
    page.locator(".st-key-matrix_economy thead a").first.click()
    page.wait_for_url(re.compile(r"/board\?.*indicator=fai.completion"))
    page.go_back()
    page.wait_for_url(re.compile(r"/matrix\?"))
    settled(page)
    page.locator(".st-key-matrix_economy tbody th a").nth(7).click()
    page.wait_for_url(re.compile(r"/unit\?.*unit=J08"))


def test_a_column_sorts_by_a_click_and_back_undoes_it(page: Any, district: str) -> None:
    opened(page, f"{district}/matrix?{ECONOMY}")
    page.locator(".st-key-matrix_economy thead button").nth(1).click()
    page.wait_for_url(re.compile("sort=industry_va.yoy"))
    settled(page)
    first = page.locator(".st-key-matrix_economy tbody th a").first
    assert "高新园街道" in first.inner_text()
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.go_back()
    page.wait_for_url(lambda url: "sort=industry_va.yoy" not in url)
    settled(page)
    assert "长安路街道" in first.inner_text()


def test_arrows_go_from_cell_to_cell(page: Any, district: str) -> None:
    opened(page, f"{district}/matrix?{ECONOMY}")
    page.locator(CELLS).first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("drawer=J02%2Cindustry_va.yoy"))


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 390, "height": 844}}], indirect=True, ids=["390"]
)
def test_on_a_phone_every_unit_is_a_card_that_fits(page: Any, district: str) -> None:
    for query in (ECONOMY, f"{ECONOMY}&vs=J07,J08"):
        opened(page, f"{district}/matrix?{query}")
        assert not wider(page)
    opened(page, f"{district}/matrix?{ECONOMY}")
    assert page.locator(".st-key-matrix_economy thead").is_hidden()
    boxes = [cell.bounding_box() for cell in page.locator(CELLS).all()[:6]]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert all(box["height"] >= 28 for box in boxes)
