"""意见反馈 in a real browser: from the page one is on, and its answer where it was sent."""

from typing import Any

import pytest
from seeing import complaints, enter, opened, settled

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]


def write(page: Any) -> Any:
    page.locator(".st-key-frame_person button").click()
    page.locator(".st-key-remark_open button").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("哪里不便、哪里不对，请直说").wait_for()
    return dialog


def test_a_remark_goes_to_the_administrator_and_its_answer_comes_back(
    page: Any, apart: tuple[str, Any]
) -> None:
    url, _folder = apart
    opened(page, f"{url}/board?board=fai&period=2026-10")
    dialog = write(page)
    dialog.get_by_role("button", name="发送").click()
    dialog.get_by_text("还没有写内容。").wait_for()
    dialog.locator("textarea").fill("表太宽")
    dialog.get_by_role("button", name="发送").click()
    dialog.get_by_text("已发送").wait_for()

    enter(page.context, Role.ADMIN)
    opened(page, f"{url}/setup?part=remarks")
    assert "board=fai" in page.locator("[data-testid=stMain]").inner_text()
    page.get_by_role("button", name="答复").click()
    page.locator("textarea").fill("下一版改。")
    page.get_by_role("button", name="发送").click()
    page.locator("[data-testid=stText]", has_text="下一版改。").wait_for()

    enter(page.context, Role.PREPARER)
    opened(page, f"{url}/board?board=fai&period=2026-10")
    write(page).get_by_text("下一版改。").wait_for()
    settled(page)
    assert complaints(page) == []
