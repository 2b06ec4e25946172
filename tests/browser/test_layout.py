"""No page overlaps, cuts off, scrolls sideways or prints too small, and the check sees it."""

from typing import Any

import pytest
from seeing import enter, opened

from kpi.model.person import Role
from tools.layout import faults

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]

READER = (
    "?{b}",
    "board?{b}",
    "board?board=fai&period=2026-10",
    "board?board=retail&period=2026-10",
    "matrix?{b}",
    "unit?unit=J01&period=2026-10",
    "unit?unit=J08&period=2026-10",
    "indicator?indicator=fai&period=2026-10",
    "indicator?indicator=industry_va&period=2026-10",
    "duty?{b}",
)
PAGES = {
    Role.PREPARER: (*READER, "upload"),
    Role.PUBLISHER: ("publish?{b}", "follow", "study?{b}"),
    Role.ADMIN: ("setup",),
}
WINDOWS = {390: 844, 820: 1180, 1440: 900, 1920: 1080}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "page",
    [{"viewport": {"width": w, "height": h}} for w, h in WINDOWS.items()],
    indirect=True,
    ids=map(str, WINDOWS),
)
def test_every_page_lies_well_in_its_window(page: Any, district: str, language: str) -> None:
    found = {}
    for role, pages in PAGES.items():
        enter(page.context, role)
        for path in pages:
            address = path.format(b="board=economy&period=2026-10")
            opened(page, f"{district}/{address}{'&' if '?' in address else '?'}lang={language}")
            for _try in range(4):  # a narrow window is drawn anew once the server knows of it
                page.wait_for_timeout(700)
                if not (wrong := faults(page)):
                    break
            if wrong:
                found[address] = wrong
    assert found == {}


GOOD = "<main style='width:300px'><p>长安路街道</p><p>桥西街道</p></main>"
PLANTED = {
    "wider than the window": "<p style='width:3000px'>长安路街道</p>",
    "smaller than 12 px": "<p style='font-size:10px'>长安路街道</p>",
    "cut off": "<p style='width:30px;overflow:hidden;white-space:nowrap'>长安路街道</p>",
    "outside of the window": "<p style='position:absolute;left:-40px'>长安路街道</p>",
    "overlap": "<p style='margin:0'>长安路街道</p><p style='margin-top:-16px'>桥西街道</p>",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_the_check_names_a_planted_fault(chromium: Any, fault: str) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.set_content(GOOD)
    assert faults(page) == []
    page.set_content(GOOD + PLANTED[fault])
    assert [line for line in faults(page) if line.startswith(fault)]
    context.close()


def test_the_check_reads_drawn_texts_and_shadow_trees(chromium: Any) -> None:
    page = chromium.new_page()
    two = "<text y='20' font-size='14'>甲乙丙</text><text y='24' font-size='14'>丁戊己</text>"
    page.set_content(f"<svg width='200' height='60'>{two}</svg>")
    assert faults(page) == ["overlap: 甲乙丙 | 丁戊己"]
    page.set_content("<div></div>")
    page.evaluate("""() => {
      const tree = document.querySelector("div").attachShadow({ mode: "open" });
      tree.innerHTML = "<p style='font-size:9px'>小字</p>";
    }""")
    assert faults(page) == ["smaller than 12 px (9px): 小字"]
    page.close()
