"""What a reader sees in a real browser: nothing before the edition, the edition after it."""

import re
from pathlib import Path
from typing import Any

import pytest
from seeing import complaints, enter, opened, settled, wider

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
FAI = "board=fai&period=2026-10"
PAGES = ("", "board", "unit", "indicator")


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def test_a_reader_sees_a_board_when_its_publisher_has_published_it(
    page: Any, apart: tuple[str, Path]
) -> None:
    url, _folder = apart
    enter(page.context, Role.VIEWER)
    for name in PAGES:
        opened(page, f"{url}/{name}?{FAI}&unit=J08&indicator=fai&stand=live")
        assert "还没有签发过榜单" in page.locator("[data-testid=stMain]").inner_text()
        assert page.locator("a[href*='unit=J08']").count() == 0

    enter(page.context, Role.PUBLISHER)
    opened(page, f"{url}/?{FAI}")
    assert "试算 未签发" in page.locator("[data-testid=stMain]").inner_text()
    opened(page, f"{url}/publish?{FAI}")
    page.locator(".st-key-publish_go button").first.click()
    page.get_by_role("dialog").wait_for()
    page.locator(".st-key-publish_confirm button").click()
    page.locator("h1", has_text="第1期已签发").wait_for()

    enter(page.context, Role.VIEWER)
    opened(page, f"{url}/?{FAI}")
    shown = page.locator("[data-testid=stMain]").inner_text().replace("\u2060", "")
    assert "〔2026〕第1期" in shown
    assert re.search(r"存证码 [0-9a-f]{4}-[0-9a-f]{4}", shown)
    assert "试算" not in shown
    page.set_viewport_size({"width": 1440, "height": 900})
    first, last = (page.locator(f".st-key-home_lists .{side} a") for side in ("red", "black"))
    ends = [link.bounding_box() for link in (first.first, last.last)]
    assert ends[0]["y"] > 0
    assert ends[1]["y"] + ends[1]["height"] <= 900  # first and last place without scrolling
    last.last.click()
    page.wait_for_url(re.compile(r"/unit\?.*unit=J08"))
    settled(page)
    assert "桥西街道列第8位" in heading(page)
    said = page.locator(".st-key-head_finding").inner_text().replace("\u2060", "")
    assert "〔2026〕第1期" in said
    opened(page, f"{url}/board?{FAI}&group=%E8%A1%97%E9%81%93")
    page.locator('[class*="st-key-board_table"] tbody th a').nth(7).click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("算式").wait_for()
    assert "7.06 ÷ 10.00 = 70.6%" in drawer.inner_text().replace("\u2060", "")
    assert "换个算法" not in drawer.inner_text()
    assert complaints(page) == []


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 390, "height": 844}}], indirect=True, ids=["390"]
)
def test_the_pages_of_a_reader_fit_a_phone(page: Any, apart: tuple[str, Path]) -> None:
    url, _folder = apart
    enter(page.context, Role.VIEWER)
    for name in PAGES:
        opened(page, f"{url}/{name}?{FAI}")
        assert not wider(page)
    assert complaints(page) == []
