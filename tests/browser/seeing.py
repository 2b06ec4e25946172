"""Waiting for a page, and reading what only the screen knows."""

from typing import Any

from kpi.model.person import Role

READY = "[data-testid=stApp][data-test-script-state=notRunning]"
PAGES = ("", "board", "unit", "indicator", "upload")
TOKENS = {role: f"{role:x<43}" for role in Role}  # of sessions that every test server knows
PROBES = ("/_stcore/health", "/_stcore/host-config")  # Streamlit asks them under every page's path


def enter(context: Any, role: Role | None) -> None:
    """Be somebody of this role from the next request on; None: nobody."""
    context.clear_cookies(name="kpi_session")
    if role:
        cookie = {"name": "kpi_session", "value": TOKENS[role], "domain": "127.0.0.1", "path": "/"}
        context.add_cookies([cookie])


def settled(page: Any) -> None:
    """Until the script has run and the browser has drawn."""
    page.wait_for_timeout(300)
    page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.wait_for_timeout(300)


def opened(page: Any, url: str) -> None:
    """Open a URL and wait for it."""
    page.goto(url)
    settled(page)


def complaints(page: Any) -> list[str]:
    """What the console calls an error, but for the two probes that want their 404."""
    return [text for text, url in page.complaints if not ("404" in text and url.endswith(PROBES))]


def foreign(page: Any, address: str) -> list[str]:
    """Requests and sockets that went to anybody but our own server."""
    own = (address, address.replace("http://", "ws://"), "data:", "blob:", "about:")
    return [url for url in page.requested if not url.startswith(own)]


def wider(page: Any) -> bool:
    """Whether the page can be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def theme(page: Any, name: str) -> None:
    """Choose 浅色 or 深色 in the menu."""
    page.locator("[data-testid=stMainMenu] button").click()
    page.locator("[data-testid=stMainMenuPopover]").get_by_text(name).click()
    page.keyboard.press("Escape")
    settled(page)
    page.wait_for_timeout(1000)


def cells(page: Any, within: str = "body") -> str:
    """The text of the tables on the screen: a grid draws on canvas and keeps a table in it."""
    found = page.locator(f"{within} [role=gridcell]").all_text_contents()
    return "\n".join(found).replace("\u2060", "")


def listed(page: Any, text: str, within: str = "body") -> bool:
    """Whether a text comes to stand in a table: a grid fills its cells after it appears."""
    for _try in range(60):
        if text in cells(page, within):
            return True
        page.wait_for_timeout(250)
    return False
