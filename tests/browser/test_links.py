"""Every choice rides in the address: a link opens the same screen, Back undoes one step."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from seeing import complaints, enter, opened, settled

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
PICKERS = (
    *("board", "period", "group", "unit", "indicator", "measure", "duty", "vs"),
    *("tab", "sort", "cell", "stand"),
)
SWITCHES = frozenset({"group", "measure", "tab", "cell", "stand"})  # the others are lists
STEPS: dict[str, tuple[tuple[str, str], ...]] = {  # page → picker and what is chosen in it
    "": (
        ("board", "固定资产投资完成进度榜"),
        ("period", "2026年9月"),
        ("duty", "常务副区长"),
        ("group", "镇"),
        ("period", "2026年8月"),
    ),
    "board": (
        ("period", "2026年9月"),
        ("duty", "常务副区长"),
        ("indicator", "固定资产投资完成率"),
        ("vs", "桥西街道"),
        ("board", "营商环境榜"),
    ),
    "unit": (
        ("unit", "柳林街道"),
        ("period", "2026年9月"),
        ("board", "固定资产投资完成进度榜"),
        ("vs", "望江街道"),
        ("tab", "走势"),
    ),
    "indicator": (
        ("indicator", "实际引进内资"),
        ("period", "2026年9月"),
        ("measure", "完成率"),
        ("vs", "望江街道"),
        ("tab", "数据修订"),
    ),
    "matrix": (
        ("period", "2026年9月"),
        ("cell", "数值"),
        ("sort", "按实际引进内资完成率排序"),
        ("duty", "常务副区长"),
        ("group", "镇"),
    ),
    "duty": (
        ("period", "2026年9月"),
        ("duty", "包抓 常务副区长"),
        ("period", "2026年8月"),
        ("duty", "牵头 区发展和改革局"),
        ("period", "2026年10月"),
    ),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """What somebody has before his eyes: the finding, what it is said of, what is chosen."""

    heading: str
    subtitle: str
    chosen: tuple[tuple[str, str], ...]


def screen(page: Any) -> Screen:
    found = []
    for name in PICKERS:
        for language in ("zh", "en"):
            box = page.locator(f".st-key-{name}_{language}")
            if box.count():
                found.append((name, _shown(box.first)))
    said = page.locator(".st-key-head_finding [data-testid=stCaptionContainer]").first
    return Screen(page.locator("h1").inner_text(), said.inner_text(), tuple(found))


def _shown(box: Any) -> str:
    on = box.locator("[aria-checked=true]")
    tags = box.locator("[data-tag]")
    if on.count() or tags.count():
        return " ".join(part.inner_text() for part in (*on.all(), *tags.all()))
    return str(box.locator("input").first.input_value()) if box.locator("input").count() else ""


def choose(page: Any, picker: str, name: str) -> None:
    box = page.locator(f".st-key-{picker}_zh").first
    box.wait_for()
    if picker in SWITCHES:
        box.locator("[aria-checked]", has_text=name).first.click()
    else:
        field = box.locator("input").first
        field.scroll_into_view_if_needed()
        field.click()
        if page.get_by_role("listbox").count() == 0:
            field.press("ArrowDown")  # a click into a field of several does not always open it
        page.get_by_role("listbox").wait_for()
        page.get_by_role("option", name=name).first.click()
    if picker == "vs":
        page.keyboard.press("Escape")  # a list of several stays open
    rested(page)


def chosen(page: Any, picker: str, name: str) -> Screen:
    """The screen after the choice; a list of several that shut under the pointer is opened anew."""
    for _try in range(3):
        choose(page, picker, name)
        now = screen(page)
        if name.split()[-1] in dict(now.chosen)[picker]:
            break
    return now


def rested(page: Any) -> None:
    """Until nothing on the screen or in the address moves any more."""
    before = None
    for _try in range(40):
        settled(page)
        now = (page.url, screen(page) if page.locator("h1").count() else None)
        if now == before and now[1] is not None:
            return
        before = now


@contextmanager
def fresh(page: Any, role: Role) -> Iterator[Any]:
    """Somebody else's window with nothing chosen in it."""
    context = page.context.browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(60_000)
    enter(context, role)
    yield context.new_page()
    context.close()


def same_elsewhere(page: Any, role: Role) -> None:
    """The address alone gives the same screen in another window."""
    with fresh(page, role) as other:
        opened(other, page.url)
        rested(other)
        assert screen(other) == screen(page)
        assert other.url == page.url


@pytest.mark.parametrize("name", STEPS)
def test_a_link_opens_the_same_screen_and_back_undoes_one_step(
    name: str, page: Any, published: str
) -> None:
    enter(page.context, Role.VIEWER)
    page.context.set_default_timeout(60_000)
    opened(page, f"{published}/{name}")
    rested(page)
    seen = [(page.url, screen(page))]
    for picker, choice in STEPS[name]:
        now = chosen(page, picker, choice)
        assert choice.split()[-1] in dict(now.chosen)[picker]
        seen.append((page.url, now))
    assert len({url for url, _screen in seen}) == len(seen)
    same_elsewhere(page, Role.VIEWER)
    for move, passed in ((page.go_back, seen[-2::-1]), (page.go_forward, seen[1:])):
        for url, before in passed:
            move()
            rested(page)
            assert (page.url, screen(page)) == (url, before)
    page.locator(".st-key-frame_other button").click()
    page.wait_for_url("**lang=en**")
    rested(page)
    same_elsewhere(page, Role.VIEWER)
    assert complaints(page) == []


def test_a_link_keeps_the_live_board_that_a_publisher_looks_at(page: Any, published: str) -> None:
    enter(page.context, Role.PUBLISHER)
    page.context.set_default_timeout(60_000)
    for name in ("", "board", "unit", "indicator"):
        opened(page, f"{published}/{name}")
        rested(page)
        choose(page, "stand", "试算")
        assert "stand=live" in page.url
        assert "试算" in screen(page).subtitle
        same_elsewhere(page, Role.PUBLISHER)
