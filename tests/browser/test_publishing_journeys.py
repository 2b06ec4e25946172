"""A month of publishing in a real browser, and a new colleague who sends his own figures alone."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from seeing import complaints, enter, listed, opened, settled, wider

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Role
from kpi.service import editions, follow, people, publish, signin, upload
from kpi.service.signin import Caller
from kpi.store import engine
from kpi.store.engine import Store

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
PASSWORD = "Yunchuan-2026-autumn"  # noqa: S105 - of invented accounts
OCTOBER = Period.parse("2026-10")
FAI = "board=fai&period=2026-10"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@contextmanager
def stored(folder: Path) -> Iterator[Store]:
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    yield store
    store.close()


def signed(page: Any, url: str, folder: Path, login: str, role: Role, unit: str = "") -> None:
    """Let an account of the district in, a new one where there is none."""
    with stored(folder) as store:
        if login not in {a.login for a in people.accounts(store, OPERATOR)}:
            people.add(store, login, role, OPERATOR, unit=unit, password=PASSWORD)
        token = signin.sign_in(store, login, PASSWORD, Caller("127.0.0.1", "test")).token
    page.context.clear_cookies(name="kpi_session")
    page.context.add_cookies([{"name": "kpi_session", "value": token, "url": url}])


def said(page: Any, words: str, within: str = "[data-testid=stMain]") -> None:
    """Until the screen says so."""
    page.locator(within, has_text=words).first.wait_for()


def press(page: Any, key: str) -> None:
    page.locator(f".st-key-{key} button").first.click()
    settled(page)


def confirmed(page: Any, opens: str, yes: str, why: str = "") -> None:
    """Open the dialog of a deed, say why where it asks, and mean it."""
    page.locator(f".st-key-{opens} button").first.click()
    page.get_by_role("dialog").wait_for()
    if why:
        box = page.get_by_role("dialog").locator("textarea")
        box.fill(why)
        box.press("Tab")
    page.locator(f".st-key-{yes} button").click()
    page.get_by_role("dialog").wait_for(state="detached")
    settled(page)


def pick(page: Any, table: str, row: int) -> None:
    """Tick one row of a grid."""
    grid = page.locator(f'[class*="st-key-{table}"] .stDataFrameGlideDataEditor').first
    grid.evaluate("grid => { grid.style.scrollMarginTop = '9rem'; grid.scrollIntoView() }")
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 36 + 36 * row + 18)
    settled(page)


def test_a_period_is_published_appealed_against_and_corrected(
    page: Any, apart: tuple[str, Path]
) -> None:
    url, folder = apart
    signed(page, url, folder, "wang", Role.PUBLISHER)
    opened(page, f"{url}/publish?{FAI}")
    assert page.locator("h1").inner_text() == "可以签发"
    for step, here in (("freeze", "锁定"), ("trial", "试算"), ("sign", "审签")):
        press(page, f"publish_{step}")
        page.locator("[aria-current=step]", has_text=here).wait_for()
    confirmed(page, "publish_go", "publish_confirm")
    said(page, "第1期已签发", "h1")

    signed(page, url, folder, "qiao", Role.PREPARER, "J08")
    opened(page, f"{url}/follow")
    assert listed(page, "桥西街道")
    page.get_by_role("button", name="提出申诉").first.click()
    page.get_by_label("理由").fill("漏报一个项目，应为8.06亿元")
    page.locator('[data-testid="stFormSubmitButton"] button', has_text="提出申诉").click()
    settled(page)
    said(page, "申诉已提交，并留痕。")

    signed(page, url, folder, "wang", Role.PUBLISHER)
    opened(page, f"{url}/follow")
    pick(page, "follow_open", 0)
    with stored(folder) as store:
        (appeal,) = follow.find(store, board="fai", kind="appeal")
    box = page.locator(f".st-key-follow_why_{appeal.id} textarea")
    box.fill("核实，补计该项目")
    box.press("Tab")
    settled(page)
    press(page, f"follow_yes_{appeal.id}")
    said(page, "已裁定更正，相关数据可以重新报送。")

    line = "单位,指标,报告期,数值\n桥西街道,固定资产投资,2026年10月,8.06\n"
    signed(page, url, folder, "chen", Role.PREPARER, "D01")
    opened(page, f"{url}/upload?period=2026-10")
    file = {"name": "更正.csv", "mimeType": "text/csv", "buffer": line.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_selector('[class*="st-key-upload_file_"]')
    settled(page)
    for note in page.locator('[class*="st-key-upload_note_"] input').all():
        note.fill("按裁定补计")
        note.press("Tab")
    page.locator('[class*="st-key-upload_commit_"] button').click()
    page.wait_for_url(re.compile("receipt="))
    settled(page)

    signed(page, url, folder, "wang", Role.PUBLISHER)
    opened(page, f"{url}/publish?{FAI}")
    said(page, "可以签发对〔2026〕第1期的更正", "h1")
    said(page, "正在更正，原因：核实，补计该项目")
    assert listed(page, "8.06")
    confirmed(page, "publish_go", "publish_confirm")
    said(page, "第2期已签发", "h1")
    with stored(folder) as store:
        first, second = editions.issues(store, "fai", OCTOBER)
        assert (second.kind, second.corrects) == ("correction", first.edition)
        assert second.reason == "核实，补计该项目"
        assert publish.round_of(store, "fai", OCTOBER).corrects is None
    assert complaints(page) == []


def test_a_new_preparer_gets_a_link_signs_in_and_sends_his_indicator_alone(
    page: Any, apart: tuple[str, Path]
) -> None:
    url, folder = apart
    enter(page.context, Role.ADMIN)
    opened(page, f"{url}/setup?part=people")
    page.locator("[data-testid=stExpander]", has_text="新建账号").locator("summary").click()
    page.get_by_label("账号（小写字母开头，2—32位）").fill("zhao")
    page.get_by_label("姓名").fill("赵商务")
    for label, choice in (("角色", "填报"), ("单位", "区商务局")):
        settled(page)  # while the form still unfolds, a list that opens is closed again
        field = page.locator("[data-testid=stExpander]").get_by_label(label).first
        field.click()
        page.get_by_role("listbox").wait_for()
        field.fill(choice)  # a long list draws only its beginning
        page.get_by_role("option", name=choice, exact=True).click()
    page.get_by_role("button", name="新建并生成链接").click()
    settled(page)
    link = page.locator("[data-testid=stCode]").inner_text().strip()
    assert link.startswith(f"{url}/auth/setup?token=")
    with stored(folder) as store:
        mine = people.sends(
            store, next(a for a in people.accounts(store, OPERATOR) if a.login == "zhao").person()
        )
    assert "retail" in mine and "fai" not in mine

    enter(page.context, None)
    page.goto(link)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button").first.click()
    page.wait_for_url(re.compile("/auth/login"))
    page.fill("input[name=login]", "zhao")
    page.fill("input[name=password]", PASSWORD)
    page.locator("form button").first.click()
    settled(page)
    opened(page, f"{url}/upload?period=2026-10")
    said(page, "赵商务", ".st-key-frame_person")

    text = "单位,指标,报告期,数值\n桥西街道,固定资产投资,2026年10月,99\n"
    file = {"name": "别人的.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_selector('[class*="st-key-upload_file_"]')
    settled(page)
    not_his = "“固定资产投资”由区发展和改革局报送，未导入。"
    assert listed(page, not_his)
    assert page.locator('[class*="st-key-upload_commit_"]').count() == 0
    with stored(folder) as store:
        asked = {"unit": "J08", "indicator": "fai", "period": "2026-10", "measure": "ytd"}
        assert upload.values(store, OPERATOR, **asked)[0]["value"] != 99
    assert complaints(page) == []


@pytest.mark.parametrize(
    "page",
    [PHONE, PHONE | {"color_scheme": "dark"}, {"color_scheme": "dark"}],
    indirect=True,
    ids=["phone", "dark phone", "dark"],
)
def test_the_pages_of_publishing_fit_and_complain_of_nothing(
    page: Any, apart: tuple[str, Path]
) -> None:
    url, _folder = apart
    seen = []
    for role, paths in (
        (Role.PUBLISHER, ("publish", "publish?step=rulings", "publish?step=editions", "follow")),
        (Role.ADMIN, ("setup?part=people", "setup?part=house", "setup?part=copies")),
        (Role.AUDITOR, ("publish", "setup?part=record", "setup?part=proof")),
    ):
        enter(page.context, role)
        for path in paths:
            opened(page, f"{url}/{path}")
            faults = page.locator("[data-testid=stException]").count()
            if wider(page) or faults or page.locator("h1").count() != 1:
                seen.append((role, path))
    assert seen == []
    assert complaints(page) == []
