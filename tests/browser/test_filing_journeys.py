"""A month of reporting in a real browser: wrong, put right, stored, undone; asked, remembered."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from seeing import complaints, listed, opened, settled, wider

from kpi.model import person as people_of
from kpi.model.person import OPERATOR, Role
from kpi.service import people, signin, upload
from kpi.store import engine

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
PASSWORD = "Yunchuan-2026-autumn"  # noqa: S105 - of an invented account
UNITS = ("长安路街道", "青云街道", "高新园街道", "望江街道", "东风街道", "南湖街道", "柳林街道")
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def signed(page: Any, url: str, folder: Path, login: str, role: Role, unit: str = "") -> None:
    """Let a new account of the district in."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    if login not in {a.login for a in people.accounts(store, OPERATOR)}:
        people.add(store, login, role, people_of.OPERATOR, unit=unit, password=PASSWORD)
    token = signin.sign_in(store, login, PASSWORD, signin.Caller("127.0.0.1", "test")).token
    store.close()
    page.context.add_cookies([{"name": "kpi_session", "value": token, "url": url}])


def stored(folder: Path, unit: str, period: str = "2026-10") -> float:
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    found = upload.values(store, OPERATOR, unit=unit, indicator="fai", period=period, measure="ytd")
    store.close()
    return float(found[0]["value"])


def send(page: Any, name: str, data: bytes) -> None:
    """Drop a file and wait for its card."""
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_selector('[class*="st-key-upload_file_"]')
    settled(page)


def commit(page: Any) -> None:
    """Give a reason for every doubt, and store."""
    for box in page.locator('[class*="st-key-upload_note_"] input').all():
        box.fill("统计口径调整")
        box.press("Tab")
    page.locator('[class*="st-key-upload_commit_"] button').click()
    page.wait_for_url(re.compile("receipt="))
    settled(page)


def test_a_wrong_file_is_named_put_right_by_a_click_stored_and_taken_back(
    page: Any, district: str, folder: Path
) -> None:
    signed(page, district, folder, "li", Role.PREPARER, "D01")
    opened(page, f"{district}/upload")
    assert "区发展和改革局" in page.locator(".st-key-upload_due_D01").inner_text()
    send(page, WRONG.name, WRONG.read_bytes())
    assert listed(page, "固定资产投资!C7")
    assert page.locator('[class*="st-key-upload_commit_"]').count() == 0
    assert page.locator('[class*="st-key-upload_marked_"] button').count() == 1
    page.locator('[class*="st-key-upload_drop_"] button').click()
    settled(page)

    line = "单位,指标,报告期,数值\n高新区街道,固定资产投资,2026年10月,17.20\n"
    send(page, "十月.csv", line.encode())
    page.get_by_role("button", name="采用“高新园街道”并记住").click()
    settled(page)
    assert stored(folder, "J03") == 17.1
    commit(page)
    assert stored(folder, "J03") == 17.2
    receipt = page.locator('[class*="st-key-upload_receipt_"]')
    assert "榜单上的变化" in receipt.inner_text()

    page.reload()
    settled(page)
    assert "十月.csv" in receipt.inner_text()
    page.locator('[class*="st-key-upload_undo_"] button').first.click()
    page.locator(".st-key-upload_undo_confirm button").click()
    page.get_by_role("dialog").wait_for(state="detached")
    settled(page)
    assert stored(folder, "J03") == 17.1
    assert complaints(page) == []


def layout(month: int, value: float) -> bytes:
    """Figures under a heading that the catalog does not know."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"2026年{month}月街道情况"])
    sheet.append(["单位", "完成情况"])
    for n, unit in enumerate(UNITS):
        sheet.append([unit, value + n])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_a_column_means_is_asked_once_and_known_next_month(
    page: Any, district: str, folder: Path
) -> None:
    signed(page, district, folder, "li", Role.PREPARER, "D01")
    opened(page, f"{district}/upload")
    send(page, "九月.xlsx", layout(9, 5.5))
    card = page.locator('[class*="st-key-upload_file_"]')
    assert "待确认识别" in card.inner_text()
    box = page.locator('[class*="st-key-upload_column_"] input')
    box.click()
    box.fill("固定资产投资 累计")
    page.keyboard.press("Enter")
    settled(page)
    page.locator('[class*="st-key-upload_remember_"] button').click()
    settled(page)

    opened(page, f"{district}/upload")
    send(page, "十月.xlsx", layout(10, 6.5))
    assert "待确认识别" not in card.inner_text()
    assert page.locator('[class*="st-key-upload_column_"]').count() == 0
    assert page.locator('[class*="st-key-upload_commit_"] button').count() == 1


def test_the_reviewer_sees_who_owes_what(page: Any, district: str, folder: Path) -> None:
    signed(page, district, folder, "wang", Role.PUBLISHER)
    opened(page, f"{district}/upload?period=2024-12")
    assert "没有报齐" in page.locator("h1").inner_text()
    assert page.locator("input[type=file]").count() == 0
    for said in ("区市场监督管理局", "新增注册企业", "逾期未报", "2025-01-10"):
        assert listed(page, said)
    calls = page.locator("[data-testid=stCode]").inner_text()
    assert "区市场监督管理局：新增注册企业全部未报（10个单位）" in calls
    with page.expect_download() as got:
        page.locator('[class*="st-key-upload_missing_"] button').click()
    assert got.value.suggested_filename == "缺报清单_2024-12.csv"
    assert "新增注册企业" in Path(got.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_text("日历", exact=True).click()
    settled(page)
    assert "tab=calendar" in page.url
    assert complaints(page) == []


@pytest.mark.parametrize("page", [PHONE], indirect=True, ids=["390"])
def test_the_four_steps_fit_a_phone(page: Any, district: str, folder: Path) -> None:
    signed(page, district, folder, "li", Role.PREPARER, "D01")
    opened(page, f"{district}/upload")
    wide = [wider(page)]
    send(page, WRONG.name, WRONG.read_bytes())
    wide.append(wider(page))
    for tab in ("came", "calendar"):
        opened(page, f"{district}/upload?tab={tab}")
        wide.append(wider(page))
    assert wide == [False] * 4
