"""What a browser shows is in its reader's language: pages, forms, dialogs, Streamlit's words."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from seeing import enter, opened, settled

from kpi.model.period import Period
from kpi.model.person import OPERATOR, Role
from kpi.service import publish
from kpi.store import engine
from tests.papers import sentences
from tests.tongues import wrong

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
BOTH = pytest.mark.parametrize("language", ["en", "zh"])
# accounts and their names; who sent the sample, and the note beside it
TYPED = ("陈静", "the-", *Role, "sample", "样例数据")
READ = """() => {
  const found = [document.title]
  const visit = node => {
    if (node.nodeType === Node.TEXT_NODE) return void found.push(node.data)
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches("script, style, noscript, [translate=no]")) return
      for (const name of ["aria-label", "aria-description", "title", "placeholder", "alt"])
        found.push(node.getAttribute(name) ?? "")
      if (node.matches("input:is([type=text], :not([type])), textarea")) found.push(node.value)
      if (node.shadowRoot) visit(node.shadowRoot)
    }
    node.childNodes.forEach(visit)
  }
  visit(document.body)
  return found.map(text => text.trim()).filter(Boolean)
}"""
OPEN = """shut => {
  const found = [...document.querySelectorAll(shut)].filter(e => e.checkVisibility())
  found.forEach(e => e.click())
  return found.length
}"""
SHUT = "[data-testid=stExpander] details:not([open]) > summary"
ASIDE = {  # what opens over a page without a deed, and what it opens
    "[data-testid=stPopover] button:enabled": "[data-testid=stPopoverBody]",
    "[data-testid=stDateInputCalendarButton]:enabled": "[data-testid=stDateInputCalendar]",
    "[data-testid=stSelectbox] input:enabled": "[role=listbox]",
}
MENU = "[data-testid=stMainMenuPopover]"
SIDE_BY_SIDE = "board=fai&period=2026-09&vs=J03,J08"
WALK = (  # who looks where; what editions add is seen by the viewer, what drafts add by the others
    (
        Role.VIEWER,
        (
            *("", "board?board=fai", "duty", "duty?duty=inspection:第二督查组"),
            *("matrix?board=economy", f"matrix?{SIDE_BY_SIDE}"),
            *("unit?unit=J08", f"unit?unit=J08&{SIDE_BY_SIDE}&tab=places"),
            *("indicator?indicator=fai", "indicator?indicator=fai&vs=J03,J05&tab=units"),
            *("?present=1", "board?board=fai&present=1", "indicator?indicator=fai&present=1"),
        ),
    ),
    (
        Role.PREPARER,
        (
            *("upload?period=2026-10", "follow", "study", "board?board=economy&period=2026-10"),
            *(f"unit?unit=J08&tab={tab}" for tab in ("trend", "said", "gap", "working")),
            *(f"indicator?indicator=fai&tab={tab}" for tab in ("pull", "slope", "changes")),
        ),
    ),
    (
        Role.PUBLISHER,
        (
            *(f"publish?board=economy&period=2026-10&step={step}" for step in ("go", "paper")),
            *(f"publish?board=fai&period=2026-09&step={s}" for s in ("go", "rulings", "editions")),
        ),
    ),
    (Role.ADMIN, tuple(f"setup?tab={tab}" for tab in ("", "rules", "people", "record"))),
    (Role.AUDITOR, ("publish", "follow", "setup")),
)


@pytest.fixture(scope="module")
def district(apart: tuple[str, Path]) -> tuple[str, tuple[str, ...]]:
    """A district with editions of two boards: its URL, and what its newest paper says."""
    url, folder = apart
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    for code in ("economy", "fai"):
        publish.go(store, code, Period.parse("2026-09"), OPERATOR, today=date(2026, 11, 21))
    said = sentences(store, "economy", Period.parse("2026-10"))
    store.close()
    return url, said


@pytest.fixture
def told(district: tuple[str, tuple[str, ...]]) -> str:
    return district[0]


def read(page: Any) -> set[str]:
    """Every text of the document, shown or for screen readers, in shadows too."""
    return set(page.evaluate(READ))


def unfolded(page: Any) -> Iterator[str]:
    """The texts of a page while everything on it is opened that opens without a deed."""
    yield from read(page)
    _unfold(page, SHUT)
    yield from read(page)
    for shut, shown in ASIDE.items():
        for one in page.locator(shut).locator("visible=true").all()[:2]:
            one.scroll_into_view_if_needed()  # a list shuts when the page scrolls under it
            page.wait_for_timeout(300)
            one.click()
            yield from over(page, shown)


def _unfold(page: Any, shut: str) -> None:
    """Open all that is shut, and what is shut in those."""
    while page.evaluate(OPEN, shut):
        settled(page)


def over(page: Any, shown: str) -> set[str]:
    """The texts while something stands over the page; then it is closed."""
    page.locator(shown).first.wait_for()
    found = read(page)
    page.keyboard.press("Escape")
    page.locator(shown).first.wait_for(state="detached")
    return found


def walked(language: str, url: str) -> str:
    return url + ("&" if "?" in url else "?") + f"lang={language}"


@BOTH
@pytest.mark.parametrize(("role", "places"), WALK, ids=[str(role) for role, _places in WALK])
def test_pages_speak_their_readers_language(
    page: Any,
    district: tuple[str, tuple[str, ...]],
    role: Role,
    places: tuple[str, ...],
    language: str,
) -> None:
    url, said = district
    enter(page.context, role)
    found: dict[str, str] = {}
    for place in places:
        opened(page, walked(language, f"{url}/{place}"))
        typed = (*TYPED, *said) if "step=paper" in place else TYPED
        found |= dict.fromkeys(wrong(unfolded(page), language, typed), place)
    assert found == {}


@BOTH
def test_the_menu_speaks_its_readers_language(page: Any, told: str, language: str) -> None:
    opened(page, walked(language, f"{told}/board"))
    page.locator("[data-testid=stMainMenu] button").click()
    assert wrong(over(page, MENU), language, TYPED) == set()


@BOTH
@pytest.mark.parametrize("button", ["export_open", "remark_open"])
def test_dialogs_speak_their_readers_language(
    page: Any, told: str, language: str, button: str
) -> None:
    enter(page.context, Role.PUBLISHER)
    opened(page, walked(language, f"{told}/board?board=fai&period=2026-09"))
    if button == "remark_open":
        page.locator(".st-key-frame_person button").first.click()
    page.locator(f".st-key-{button} button").first.click()
    page.get_by_role("dialog").last.wait_for()
    settled(page)
    assert wrong(unfolded_dialog(page), language, TYPED) == set()


def unfolded_dialog(page: Any) -> set[str]:
    _unfold(page, "[role=dialog] details:not([open]) > summary")
    return read(page)


@BOTH
def test_the_drawer_of_a_row_speaks_its_readers_language(
    page: Any, told: str, language: str
) -> None:
    enter(page.context, Role.PREPARER)
    opened(page, walked(language, f"{told}/board?board=economy&period=2026-10&drawer=J08"))
    page.get_by_role("dialog").last.wait_for()
    settled(page)
    assert wrong(unfolded_dialog(page), language, TYPED) == set()


@BOTH
def test_a_file_with_errors_is_told_in_its_readers_language(
    page: Any, told: str, language: str
) -> None:
    enter(page.context, Role.PREPARER)
    opened(page, walked(language, f"{told}/upload?period=2026-10"))
    page.locator("input[type=file]").set_input_files(WRONG)
    page.wait_for_selector('[class*="st-key-upload_file_"]')
    settled(page)
    assert wrong(unfolded(page), language, (*TYPED, *written(WRONG))) == set()


def written(path: Path) -> set[str]:
    """Whatever stands in a workbook: sheets, headings, cells."""
    book = openpyxl.load_workbook(path)
    cells = {
        str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None
    }
    return {path.name, path.stem, *book.sheetnames, *cells}


@BOTH
@pytest.mark.parametrize("place", ["auth/login", "auth/password", "auth/setup", "board"])
def test_the_door_speaks_its_readers_language(
    page: Any, address: str, place: str, language: str
) -> None:
    enter(page.context, Role.VIEWER if place == "auth/password" else None)
    page.goto(walked(language, f"{address}/{place}"))
    assert page.evaluate("document.documentElement.lang")[:2] == language
    assert wrong(read(page), language, TYPED) == set()


@BOTH
def test_a_lost_connection_is_told_in_the_readers_language(
    page: Any, told: str, language: str
) -> None:
    enter(page.context, Role.VIEWER)
    opened(page, walked(language, told + "/"))
    page.context.set_offline(True)
    page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    page.wait_for_timeout(1500)
    assert wrong(read(page), language, TYPED) == set()


def test_a_planted_text_is_found_wherever_it_stands(page: Any, told: str) -> None:
    enter(page.context, Role.VIEWER)
    opened(page, walked("en", told + "/"))
    page.evaluate("""() => {
      const shade = document.body.appendChild(document.createElement("div"))
      shade.attachShadow({ mode: "open" }).append("影子里")
      shade.append("正文里")
      shade.setAttribute("aria-label", "读屏里")
      shade.appendChild(document.createElement("input")).placeholder = "提示里"
    }""")
    assert {"影子里", "正文里", "读屏里", "提示里"} <= wrong(read(page), "en", TYPED)


def test_the_switch_keeps_page_choices_and_what_was_typed(page: Any, told: str) -> None:
    enter(page.context, Role.PREPARER)
    opened(page, f"{told}/unit?unit=J08&period=2026-09&lang=zh")
    before = re.sub(r"lang=\w+", "", page.url)
    page.get_by_role("button", name="EN", exact=True).click()
    settled(page)
    assert re.sub(r"lang=\w+", "", page.url) == before
    assert "lang=en" in page.url
    assert page.evaluate("document.documentElement.lang") == "en"
    page.reload()
    settled(page)
    assert page.evaluate("document.documentElement.lang") == "en"
