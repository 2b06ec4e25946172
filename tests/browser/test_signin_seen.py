"""Signing in, out, and being signed out, in a real browser."""

import re
from typing import Any

import pytest
from seeing import complaints, enter, foreign, opened, settled, wider

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_every_page_shows_who_is_signed_in_and_the_way_out(page: Any, district: str) -> None:
    opened(page, f"{district}/unit?unit=J02")
    name = page.locator(".st-key-frame_person button").first
    assert "陈静" in name.inner_text()
    name.click()
    page.get_by_text("填报 · the-preparer").wait_for()
    page.get_by_role("link", name="更改密码").click()
    page.wait_for_url(f"{district}/auth/password")
    assert "陈静" in page.locator("main").inner_text()


def test_a_deep_link_survives_the_sign_in_form(page: Any, district: str) -> None:
    enter(page.context, None)
    page.goto(f"{district}/unit?unit=J02&lang=zh")
    page.wait_for_url(re.compile(r"/auth/login\?next="))
    assert page.evaluate("document.activeElement.name") == "login"
    assert page.locator("[name=next]").get_attribute("value") == "/unit?unit=J02&lang=zh"
    page.get_by_label("账号").fill("nobody")
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录").click()
    assert page.get_by_role("alert").inner_text() == "账号或密码不正确。"
    assert page.locator("[name=next]").get_attribute("value") == "/unit?unit=J02&lang=zh"
    assert foreign(page, district) == []
    assert [c for c in complaints(page) if "401" not in c] == []


def test_a_page_that_is_no_longer_signed_in_leads_to_the_form_and_back(
    page: Any, district: str
) -> None:
    opened(page, f"{district}/unit?unit=J02")
    enter(page.context, None)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_url(re.compile(r"/auth/login\?next=%2Funit"))
    enter(page.context, Role.VIEWER)
    page.goto(f"{district}/unit?unit=J02")
    settled(page)
    assert "陈静" in page.locator(".st-key-frame_person").inner_text()


def test_the_next_click_on_a_page_whose_sign_in_ended_leads_to_the_form(
    page: Any, district: str
) -> None:
    opened(page, f"{district}/unit?unit=J02")
    with page.expect_response("**/api/me"):
        page.locator("h1").first.click()
    enter(page.context, None)
    page.wait_for_timeout(1500)
    page.locator("h1").first.click()
    page.wait_for_url(re.compile(r"/auth/login\?next=%2Funit"), timeout=3000)


def test_a_page_of_another_role_says_so_and_shows_nothing_else(page: Any, district: str) -> None:
    enter(page.context, Role.VIEWER)
    opened(page, f"{district}/setup")
    assert page.locator("h1").inner_text() == "没有权限"
    assert page.locator("[role=dialog]").count() == 0
    assert page.locator("[data-testid=stFileUploader], [role=tab]").count() == 0
    assert page.locator('a[href$="/setup"]').count() == 0


@pytest.mark.parametrize(
    "page",
    [PHONE, {"color_scheme": "dark"}, {**PHONE, "color_scheme": "dark"}],
    indirect=True,
    ids=["phone", "dark", "dark phone"],
)
def test_the_form_fits_every_screen(page: Any, district: str) -> None:
    page.goto(f"{district}/auth/login")
    assert not wider(page)
    colour = "getComputedStyle(document.querySelector('button')).backgroundColor"
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    assert page.evaluate(colour) == ("rgb(127, 178, 229)" if dark else "rgb(31, 78, 121)")
    assert complaints(page) == []
    assert foreign(page, district) == []


def test_signing_out_ends_in_the_form_and_the_way_back_is_closed(page: Any, address: str) -> None:
    enter(page.context, Role.AUDITOR)  # nobody else in these tests, for this session ends
    opened(page, address)
    page.locator(".st-key-frame_person button").first.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(f"{address}/auth/login")
    page.go_back()
    page.wait_for_url(re.compile("/auth/login"))
    assert page.locator("[data-testid=stApp]").count() == 0
