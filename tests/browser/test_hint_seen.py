"""The sentence of a first visit: there once, gone when closed, each page its own."""

from typing import Any

import pytest
from seeing import complaints, opened

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
BOARD = "board?board=fai&period=2026-10"


def test_a_first_visit_has_a_hint_until_it_is_closed(page: Any, district: str) -> None:
    hint = page.locator(".st-key-hint")
    opened(page, f"{district}/{BOARD}")
    hint.get_by_text("选中一行").wait_for()
    hint.get_by_role("button", name="知道了").click()
    hint.wait_for(state="hidden")
    opened(page, f"{district}/{BOARD}")
    page.locator("h1").wait_for()
    assert not hint.is_visible()
    opened(page, f"{district}/")
    hint.get_by_text("先看谁上红榜").wait_for()
    assert complaints(page) == []


def test_a_closed_hint_leaves_no_gap(page: Any, district: str) -> None:
    opened(page, f"{district}/{BOARD}")
    button = page.locator(".st-key-hint").get_by_role("button", name="知道了")
    button.wait_for()
    before = page.locator("h1").bounding_box()["y"]
    button.click()
    page.locator(".st-key-hint").wait_for(state="hidden")
    assert before - page.locator("h1").bounding_box()["y"] > 40
