"""What only a browser shows of the frame: language, theme, deep links, nothing from outside."""

from typing import Any

import pytest
from seeing import PAGES, complaints, foreign, opened, settled, wider

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


@pytest.mark.parametrize("name", PAGES)
def test_a_deep_link_opens_its_page_and_asks_no_other_host(
    page: Any, address: str, name: str
) -> None:
    opened(page, f"{address}/{name}")
    assert foreign(page, address) == []
    assert complaints(page) == []
    assert page.locator("h1").count() == 1
    assert page.locator("[data-testid=stAlert]").count() == 0


def test_the_language_switch_reaches_url_page_and_streamlits_own_words(
    page: Any, address: str
) -> None:
    opened(page, address)
    seen = []
    for button in ("EN", "中文"):
        page.get_by_role("button", name=button, exact=True).click()
        settled(page)
        page.locator("[data-testid=stMainMenu] button").click()
        menu = page.locator("[data-testid=stMainMenuPopover]").inner_text()
        page.keyboard.press("Escape")
        lang = page.evaluate("document.documentElement.lang")
        seen.append((page.url.split("lang=")[1][:2], lang, "About" in menu, "关于" in menu))
    assert seen == [("en", "en", True, False), ("zh", "zh-CN", False, True)]


def test_another_theme_draws_the_page_anew(page: Any, address: str) -> None:
    opened(page, address)
    style = "getComputedStyle(document.querySelector('[data-testid=stHeader]')).borderBottomColor"
    before = page.evaluate(style)
    page.locator("[data-testid=stMainMenu] button").click()
    page.get_by_text("深色").click()
    settled(page)
    page.wait_for_timeout(1000)
    # the hairline is written by the frame's script in the theme it was run for
    assert (before, page.evaluate(style)) == ("rgb(227, 230, 233)", "rgb(54, 66, 78)")


def test_no_page_scrolls_sideways(page: Any, address: str) -> None:
    wide = []
    for name in PAGES:
        opened(page, f"{address}/{name}")
        for width in (1440, 820, 390):
            page.set_viewport_size({"width": width, "height": 844})
            settled(page)
            wide += [(name, width)] if wider(page) else []
    assert wide == []
