"""会议模式 as a room sees it: nothing cut, nothing scrolls, and the keys lead."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import crowded
import pytest
from conftest import _served as served
from seeing import complaints, enter, opened, settled

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
SCENES = ("", "board", "?scene=red", "?scene=black", "indicator", "unit")
SCREENS = ((1920, 1080, 18), (1366, 768, 15), (1024, 768, 15))  # and the least type in pixels
WIDE = {"viewport": {"width": 1366, "height": 768}}
# texts that do not lie whole in the window, sizes of type below the least, ways to scroll
LAID = """least => {
  const host = [...document.querySelectorAll('*')].find(e => e.shadowRoot?.querySelector('.stage'))
  const root = host.shadowRoot.querySelector('.stage')
  const found = []
  for (const node of root.querySelectorAll('*')) {
    if (node.closest('.marks') || !node.getClientRects().length) continue
    const text = [...node.childNodes].find(n => n.nodeType === 3 && n.textContent.trim())
    if (!text) continue
    const range = document.createRange() // a space that hangs behind a line is not cut
    range.setStart(text, 0)
    range.setEnd(text, text.textContent.trimEnd().length)
    const at = range.getBoundingClientRect(), size = parseFloat(getComputedStyle(node).fontSize)
    const cut = at.right > innerWidth + 1 || at.bottom > innerHeight + 1 || at.left < 0
    const pane = node.closest('.pane')?.getBoundingClientRect()
    const hid = pane && (at.bottom > pane.bottom + 2 || at.right > pane.right + 2)
    if (cut || hid || size < least) found.push([node.className, node.textContent, size])
  }
  const page = document.documentElement, main = document.querySelector('[data-testid=stMain]')
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) found.push(['page'])
  if (main.scrollHeight > innerHeight + 1) found.push(['main', main.scrollHeight])
  return found
}"""


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The root URL of a server with forty units in one group."""
    data = tmp_path_factory.mktemp("forty")
    crowded.fill(data)
    with served(data) as url:
        yield url


def shown(page: Any, url: str, **codes: str) -> None:
    """Open a link in meeting mode and wait until the scene is laid out."""
    glue = "&" if "?" in url else "?"
    more = "".join(f"&{name}={code}" for name, code in codes.items())
    opened(page, f"{url}{glue}present=1{more}")
    page.wait_for_selector(".stage .said")
    page.wait_for_timeout(300)


def pressed(page: Any, *keys: str) -> None:
    """Press keys one after another as fast as they come, and wait for the answer."""
    for key in keys:
        page.keyboard.press(key)
    settled(page)
    page.wait_for_timeout(300)


def said(page: Any) -> dict[str, str]:
    """The codes in the URL, with the page under `page`."""
    parts = urlsplit(page.url)
    return {"page": parts.path.strip("/")} | {k: v[0] for k, v in parse_qs(parts.query).items()}


def place(page: Any) -> str:
    """2 / 7, as on the top line."""
    return str(page.locator(".stage .place").text_content())


def _kept(page: Any, name: str) -> None:
    """Leave a picture for the eye where KPI_SHOTS names a folder."""
    if folder := os.environ.get("KPI_SHOTS"):
        page.screenshot(path=str(Path(folder) / f"meeting_{name}.png"))


@pytest.mark.parametrize(
    ("page", "lang"),
    [(WIDE, "zh"), (WIDE | {"color_scheme": "dark"}, "en")],
    indirect=["page"],
    ids=["zh-light", "en-dark"],
)
def test_every_scene_fits_every_screen_without_scrolling(
    page: Any, district: str, lang: str
) -> None:
    wrong = {}
    for scene in SCENES:
        shown(page, f"{district}/{scene}", lang=lang)
        for width, height, least in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)
            if scene == "indicator":  # its figure is drawn anew for its room
                settled(page)
            _kept(page, f"{scene.strip('?') or 'home'}_{width}_{lang}")
            if found := page.evaluate(LAID, least):
                wrong[scene, width] = found
    assert wrong == {}
    assert complaints(page) == []


@pytest.mark.parametrize("page", [WIDE], indirect=True, ids=["1366"])
def test_of_forty_units_both_ends_stay_and_the_middle_is_counted(page: Any, forty: str) -> None:
    wrong, ends = {}, []
    for scene in SCENES:
        shown(page, f"{forty}/{scene}")
        for width, height, least in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(400)
            _kept(page, f"forty_{scene.strip('?') or 'home'}_{width}")
            if found := page.evaluate(LAID, least):
                wrong[scene, width] = found
            if scene == "board":
                rows = page.locator(".stage .ranked:visible .name").all_text_contents()
                gap = page.locator(".stage .gap").text_content()
                ends.append((rows[0], rows[-1], f"… 其余{40 - len(rows)}个" == gap))
    assert wrong == {}
    assert ends == [(crowded.name(1), crowded.name(40), True)] * 3


def test_arrows_turn_the_picker_of_the_page_and_no_press_is_lost(page: Any, district: str) -> None:
    shown(page, f"{district}/board")
    seen = [(place(page), said(page).get("indicator", ""))]
    for keys in (("ArrowRight",), ("ArrowRight",) * 3, ("ArrowLeft",), ("End",), ("Home",)):
        pressed(page, *keys)
        seen.append((place(page), said(page).get("indicator", "")))
    assert [s[0] for s in seen] == ["1 / 7", "2 / 7", "5 / 7", "4 / 7", "7 / 7", "1 / 7"]
    assert len({s[1] for s in seen}) == 5
    before = page.locator(".stage .where").text_content()
    pressed(page, "ArrowDown")
    assert page.locator(".stage .where").text_content() != before


def test_page_keys_go_through_the_scenes_of_a_meeting_and_back(page: Any, district: str) -> None:
    shown(page, district)
    seen = []
    for key in ["PageDown"] * 5 + ["PageUp"]:
        pressed(page, key)
        seen.append((said(page)["page"], said(page)["scene"]))
    assert seen == [
        ("board", "board"),
        ("", "red"),
        ("", "black"),
        ("indicator", "indicator"),
        ("unit", "unit"),
        ("indicator", "indicator"),
    ]
    page.go_back()
    settled(page)
    assert said(page)["scene"] == "unit"


def test_escape_leaves_to_the_same_board_and_the_keys_stay_behind(page: Any, district: str) -> None:
    shown(page, f"{district}/board", indicator="fai.completion")
    pressed(page, "Escape")
    page.wait_for_selector("[data-testid=stHeader]", state="visible")
    left = said(page)
    assert (left["page"], left["indicator"]) == ("board", "fai.completion")
    assert {"present", "scene", "rotate"} & set(left) == set()
    assert page.locator(".stage").count() == 0
    pressed(page, "PageDown", "ArrowRight")
    assert said(page) == left


def test_a_link_opens_the_same_scene_for_another_reader(page: Any, district: str) -> None:
    shown(page, f"{district}/?scene=black", board="main", period="2026-09", group="街道")
    headline = page.locator(".stage .said").text_content()
    link = page.url
    page.goto("about:blank")
    opened(page, link)
    page.wait_for_selector(".stage .said")
    assert page.locator(".stage .said").text_content() == headline
    assert page.locator(".stage .pane").count() == 1
    assert "2026年9月" in page.locator(".stage .where").text_content()


def test_a_trial_says_so_behind_every_scene(page: Any, district: str) -> None:
    told = []
    for scene in SCENES:
        shown(page, f"{district}/{scene}")
        marks = page.locator(".stage .marks span")
        told.append((marks.count(), "试算 未签发" in marks.first.text_content()))
        behind = "getComputedStyle(document.body).pointerEvents"
        assert page.evaluate(behind) != "none"
    assert told == [(6, True)] * len(SCENES)


def test_a_reader_never_meets_a_live_board_by_a_link(page: Any, district: str) -> None:
    enter(page.context, Role.VIEWER)
    opened(page, f"{district}/?present=1&stand=live")
    assert page.locator(".stage").count() == 0
    assert page.get_by_text("还没有签发过榜单").count() == 1


def test_rotation_steps_by_itself_and_space_holds_it(page: Any, district: str) -> None:
    shown(page, f"{district}/board", rotate="5")
    assert page.locator(".stage .hair").count() == 1
    page.wait_for_function(
        "() => [...document.querySelectorAll('*')].some(e =>"
        " e.shadowRoot?.querySelector('.place')?.textContent === '2 / 7')",
        timeout=12_000,
    )
    settled(page)
    page.keyboard.press(" ")
    held = place(page)
    page.wait_for_timeout(7000)
    assert (place(page), page.locator(".stage .hair").count()) == (held, 0)


def test_a_rotation_begins_the_next_scene_at_its_first_item(page: Any, district: str) -> None:
    shown(page, f"{district}/board", group="街道", rotate="5")
    pressed(page, "End")
    last = place(page)
    page.wait_for_url("**/?*scene=red*", timeout=15_000)
    settled(page)
    page.keyboard.press(" ")
    pressed(page, "PageUp")
    assert (last[0], place(page)) == ("7", "1 / 7")


def test_a_lost_connection_is_said_and_the_scene_stays(page: Any, district: str) -> None:
    shown(page, f"{district}/board", rotate="5")
    state = "document.querySelector('[data-testid=stApp]').dataset.testConnectionState"
    before = (place(page), page.locator(".stage .said").text_content())
    page.evaluate(f"{state} = 'PINGING_SERVER'")
    page.wait_for_selector(".stage .away")
    page.wait_for_timeout(6000)
    assert "正在重连" in page.locator(".stage .away").text_content()
    assert (place(page), page.locator(".stage .said").text_content()) == before
    assert page.evaluate(LAID, 15) == []
    page.evaluate(f"{state} = 'CONNECTED'")
    page.wait_for_selector(".stage .away", state="detached")


def test_a_screen_whose_sign_in_ended_shows_the_form_and_comes_back(
    page: Any, district: str
) -> None:
    shown(page, f"{district}/?scene=black", rotate="15")
    enter(page.context, None)
    page.mouse.click(600, 60)
    page.wait_for_url(lambda url: "/auth/login" in url, timeout=20_000)
    assert "present%3D1" in page.url and "scene%3Dblack" in page.url


def test_the_pointer_and_the_buttons_go_when_nobody_moves(page: Any, district: str) -> None:
    shown(page, f"{district}/board")
    cursor = "getComputedStyle(document.documentElement).cursor"
    page.mouse.move(300, 300)
    page.wait_for_timeout(200)
    assert page.locator(".stage .leave").is_visible()
    page.wait_for_timeout(4200)
    assert (page.evaluate(cursor), page.locator(".stage .leave").is_visible()) == ("none", False)
    page.mouse.move(320, 320)
    page.locator(".stage .leave").click()
    settled(page)
    assert page.locator(".stage").count() == 0
    assert page.evaluate(cursor) != "none"


def test_a_button_in_the_head_opens_the_screen_and_f_fills_it(page: Any, district: str) -> None:
    opened(page, f"{district}/board")
    page.get_by_role("button", name="会议模式").click()
    page.wait_for_selector(".stage .said")
    assert said(page)["present"] == "1"
    page.keyboard.press("f")
    page.wait_for_timeout(600)
    assert page.evaluate("Boolean(document.fullscreenElement)")


def test_a_row_leads_to_its_unit_and_back(page: Any, district: str) -> None:
    shown(page, f"{district}/board")
    name = page.locator(".stage .ranked .name").first.text_content()
    page.locator(".stage .ranked").first.click()
    settled(page)
    page.wait_for_timeout(300)
    assert said(page)["scene"] == "unit"
    assert name in page.locator(".stage .said").text_content()
    page.go_back()
    settled(page)
    assert said(page)["scene"] == "board"


@pytest.mark.parametrize(
    "page", [{"viewport": {"width": 390, "height": 844}}], indirect=True, ids=["390"]
)
def test_a_phone_leaves_for_the_page_itself(page: Any, district: str) -> None:
    opened(page, f"{district}/board?present=1&rotate=15")
    page.wait_for_selector("[data-testid=stHeader]", state="visible")
    settled(page)
    assert page.locator(".stage").count() == 0
    assert {"present", "scene", "rotate"} & set(said(page)) == set()
    assert page.get_by_text("会议模式需要较宽的屏幕").count() == 1
    assert page.locator("h1").count() == 1
