"""Who has no mouse, or reads at twice the size, finds the same pages."""

from itertools import pairwise
from typing import Any

import pytest
from seeing import enter, opened, settled, wider

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
TWICE = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2}  # 1280 at 200 %
FOCUS = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (!at || at === document.body) return null
  const box = at.getBoundingClientRect()
  const main = document.querySelector("[data-testid=stMain]")  // can be scrolled, so it is a stop
  const around = []  // Streamlit draws the ring of a field on its box
  for (let e = at; e && around.length < 6; e = e.parentElement) around.push(getComputedStyle(e))
  const name = at.getAttribute("aria-label") || at.innerText || at.value || at.tagName
  return {
    name: name.trim().slice(0, 60),
    main: main !== at && Boolean(main?.contains(at.getRootNode().host ?? at)),
    x: box.x, y: box.y + (main?.scrollTop ?? 0),
    seen: box.width > 0 && box.height > 0,
    ring: around.some(s => parseFloat(s.outlineWidth) >= 1 && s.outlineStyle !== "none"
      || s.boxShadow !== "none" || s.borderTopColor === "rgb(31, 78, 121)"),
  }
}"""
TEXTS = "[data-testid=stMain] :is(p, h1, h2, h3, li, button, label)"
CUT = f"""() => [...document.querySelectorAll("{TEXTS}")]
  .filter(e => e.offsetParent && e.innerText.trim())
  .filter(e => !["auto", "scroll"].includes(getComputedStyle(e).overflowX))
  .filter(e => getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.innerText.slice(0, 60))"""


def tabbed(page: Any, times: int) -> list[dict[str, Any]]:
    """Where the focus stands after each press of Tab."""
    stops = []
    for _press in range(times):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found is None:
            break
        stops.append(found)
    return stops


@pytest.mark.parametrize("place", ["", "board"])
def test_every_stop_of_the_keyboard_is_seen_and_follows_the_reading(
    page: Any, district: str, place: str
) -> None:
    enter(page.context, Role.PREPARER)
    opened(page, f"{district}/{place}?board=economy&period=2026-10")
    stops = tabbed(page, 40)
    within = [s for s in stops if s["main"] and s["seen"]]
    assert len(within) >= 6
    assert [s["name"] for s in within if not s["ring"]] == []
    # a column is read to its end before the one beside it, so the order goes down or to the right
    back = [
        (one["name"], other["name"])
        for one, other in pairwise(within)
        if other["y"] < one["y"] - 60 and other["x"] <= one["x"]
    ]
    assert back == []


def test_the_first_stop_leads_past_the_navigation(page: Any, district: str) -> None:
    enter(page.context, Role.PREPARER)
    opened(page, f"{district}/board")
    first = tabbed(page, 1)[0]
    assert "跳到正文" in first["name"]
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["main"]


@pytest.mark.parametrize("page", [TWICE], indirect=True, ids=["200%"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_twice_the_size_nothing_is_lost(page: Any, district: str, language: str) -> None:
    enter(page.context, Role.PREPARER)
    bad = {}
    for place in ("", "board", "unit?unit=J08", "indicator?indicator=fai", "upload", "study"):
        opened(page, f"{district}/{place}{'&' if '?' in place else '?'}lang={language}")
        settled(page)
        cut = page.evaluate(CUT)
        if wider(page) or cut:
            bad[place] = (wider(page), cut)
    assert bad == {}


@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": 390, "height": 844}}, {"viewport": {"width": 1440, "height": 900}}],
    indirect=True,
    ids=["390", "1440"],
)
def test_english_fits_where_chinese_does(page: Any, district: str) -> None:
    enter(page.context, Role.ADMIN)
    bad = {}
    for place in ("", "board", "unit?unit=J08", "indicator?indicator=fai", "publish", "setup"):
        opened(page, f"{district}/{place}{'&' if '?' in place else '?'}lang=en")
        cut = page.evaluate(CUT)
        if wider(page) or cut:
            bad[place] = (wider(page), cut)
    assert bad == {}
