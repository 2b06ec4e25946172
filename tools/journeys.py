"""Photographs three people at their work, step by step, so that somebody can look over shoulders.

    python -m tools.journeys build/journeys [--only official,publisher,leader] [--url URL]

Without --url it serves a demo of its own from an empty folder; with it the demo there is written
to: a file is sent, an edition published. FOLDER gets numbered pictures, the files that were handed
out on the way, and index.html. Layout faults (tools/layout.py) are printed beside the picture they
are in; the command ends with 1 when there are any.
"""

import argparse
import html
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import sync_playwright

from tools.layout import faults
from tools.screens import READY, ROOT, browser_path, demo, there

SAMPLES = ROOT / "sample_spreadsheets"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
OCTOBER = SAMPLES / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
DESK, PHONE = (1440, 900), (390, 844)
BOARD = "board=economy&period=2026-10"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Walk:
    """One person in one window; every step leaves a picture and a sentence."""

    def __init__(self, page: Any, url: str, folder: Path, name: str) -> None:
        self.page, self.url, self.folder, self.name = page, url, folder, name
        self.steps: list[tuple[str, str, list[str]]] = []

    def go(self, path: str) -> None:
        """Open an address."""
        self.page.goto(f"{self.url}/{path}")
        self.settle()

    def settle(self) -> None:
        """Until the script has run and the browser has drawn."""
        self.page.wait_for_timeout(700)
        self.page.wait_for_selector(READY, state="attached", timeout=120_000)
        self.page.wait_for_timeout(1500)

    def tap(self, target: Any) -> None:
        """Click and wait for what comes."""
        target.scroll_into_view_if_needed()
        target.click()
        self.settle()

    def key(self, name: str) -> Any:
        """The first button of an element by its key."""
        return self.page.locator(f'[class*="st-key-{name}"] button').first

    def step(self, told: str, at: Any = None, *, marked: bool = False) -> None:
        """Photograph what is on the screen now, with `at` in view; a screen `marked` all over by
        its watermark is cut at its edges by intent.
        """
        if at is not None:
            at.evaluate("node => node.scrollIntoView({block: 'center'})")
            self.page.wait_for_timeout(600)
        file = f"{self.name}_{len(self.steps) + 1:02d}.png"
        wrong = [] if marked else faults(self.page)
        self.page.screenshot(path=str(self.folder / file))
        self.steps.append((file, told, wrong))
        print(file, told, *(f"\n    {fault}" for fault in wrong), flush=True)

    def kept(self, click: Any) -> Path:
        """A click that hands out a file; where it lies now."""
        with self.page.expect_download(timeout=180_000) as coming:
            click.click()
        file = self.folder / f"{self.name}_{coming.value.suggested_filename}"
        coming.value.save_as(file)
        self.settle()
        return file

    def send(self, name: str, data: bytes) -> None:
        """Drop a workbook and wait for its card."""
        file = {"name": name, "mimeType": XLSX, "buffer": data}
        self.page.locator("input[type=file]").first.set_input_files(file)
        self.page.wait_for_selector('[class*="st-key-upload_file_"]')
        self.settle()


def corrected() -> bytes:
    """October's own workbook with one street's figure a little later: 17.10 becomes 17.20."""
    book = openpyxl.load_workbook(OCTOBER)
    cell = next(c for row in book.active.iter_rows() for c in row if c.value == 17.1)
    cell.value = 17.2
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def official(walk: Walk) -> None:
    """The 5th: a file with faults, its marked copy, the corrected file, the receipt."""
    page = walk.page
    walk.go("upload?period=2026-10")
    walk.step("What this office has to send, and by when")
    walk.send(WRONG.name, WRONG.read_bytes())
    walk.step("The file is read; nothing of it is stored", page.locator("h1"))
    card = page.locator('[class*="st-key-upload_file_"]').first
    walk.step("Every fault with its cell and what to do", card)
    marked = walk.kept(walk.key("upload_marked_"))
    walk.step(f"The same workbook comes back marked: {marked.name}", walk.key("upload_marked_"))
    walk.tap(walk.key("upload_drop_"))
    walk.send("2026年10月固定资产投资（改正）.xlsx", corrected())
    walk.step("The corrected file: what it would change", page.locator("h1"))
    for box in page.locator('[class*="st-key-upload_note_"] input').all():
        box.fill("核对台账后改正")
        box.press("Tab")
    walk.settle()
    commit = walk.key("upload_commit_")
    walk.step("The reason is given, the file can be stored", commit)
    commit.click()
    page.wait_for_url(re.compile("receipt="))
    walk.settle()
    walk.step("The receipt: what changed, and on which board", page.locator("h1"))


def publisher(walk: Walk) -> None:
    """Before the meeting: what is in the way, one sentence reworded, signed, the pack."""
    page = walk.page
    walk.go(f"publish?{BOARD}")
    walk.step("How far the edition is and what stands in its way")
    walk.go(f"publish?{BOARD}&step=paper")
    walk.step("The paper as the rule wrote it")
    opening = page.get_by_label("导语", exact=True)
    said = opening.input_value()
    opening.fill(f"10月，{said}" if not said.startswith("10月，") else said)
    opening.press("Tab")
    walk.settle()
    walk.step("One sentence reworded, the rule's beside it", page.locator(".st-key-publish_words"))
    walk.go(f"publish?{BOARD}&step=go")
    for deed in ("freeze", "trial"):
        if page.locator(f".st-key-publish_{deed} button").count():
            walk.tap(walk.key(f"publish_{deed}"))
    walk.step("Data stand still, the trial is computed")
    walk.key("publish_go").click()
    page.get_by_role("dialog").wait_for()
    walk.settle()
    walk.step("What is about to be sealed, once more")
    walk.key("publish_confirm").click()
    page.get_by_role("dialog").wait_for(state="detached")
    page.locator("h1", has_text="已签发").wait_for()
    walk.settle()
    walk.step("The edition is out")
    walk.key("export_open").click()
    page.get_by_role("dialog").wait_for()
    walk.settle()
    walk.step("The meeting's files")
    pack = walk.kept(walk.key("export_pack"))
    walk.step(f"The whole pack by one click: {pack.name}")


def leader(walk: Walk) -> None:
    """On a phone: who, why, the unit, who answers for it, the link for the meeting room."""
    page = walk.page
    walk.go("")
    walk.step("Who is first and who is last; what the page is for, once")
    walk.tap(page.locator(".st-key-hint button"))
    black = page.locator(".st-key-home_lists .black a.row").last
    walk.step("Why: the sentence beneath the name", black)
    walk.tap(black)
    walk.tap(page.locator(".st-key-hint button"))
    walk.step("The unit: what decided its place")
    walk.step("How it gets out, and whether its year will be met", page.locator(".st-key-now_unit"))
    walk.tap(page.locator(".st-key-sections").get_by_text("得分差距", exact=True))
    walk.step("Points lost, item by item", page.locator(".st-key-sections"))
    walk.tap(page.locator(".st-key-responsible_unit a").first)
    walk.tap(page.locator(".st-key-hint button"))
    walk.step("Who answers for it, and for what else")
    walk.step("Its units on the lists", page.locator(".st-key-duty_lines"))
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto("about:blank")  # another machine: nothing of the phone is remembered
    walk.go("?present=1")
    page.wait_for_timeout(2000)
    walk.step("The same board on the large screen, by its link", marked=True)


JOURNEYS: dict[str, tuple[str, tuple[int, int], Callable[[Walk], None]]] = {
    "official": ("preparer", DESK, official),
    "publisher": ("publisher", DESK, publisher),
    "leader": ("viewer", PHONE, leader),
}


def sheet(folder: Path, steps: list[tuple[str, str, list[str]]]) -> None:
    """index.html: every picture with what happens in it."""
    cards = "".join(
        f'<figure><a href="{file}"><img loading="lazy" src="{file}"></a><figcaption>{file}<br>'
        f"{html.escape(told)}{''.join('<br>' + html.escape(fault) for fault in wrong)}"
        "</figcaption></figure>"
        for file, told, wrong in steps
    )
    style = "body{font:14px sans-serif}figure{display:inline-block;vertical-align:top;margin:8px;"
    style += "width:420px}img{width:420px}"
    text = f'<!doctype html><meta charset="utf-8"><title>journeys</title><style>{style}</style>'
    (folder / "index.html").write_text(text + cards, encoding="utf-8")


def main() -> int:
    """Walk the journeys that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.journeys")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default=",".join(JOURNEYS))
    parser.add_argument("--url", help="a demo server that runs already")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    steps: list[tuple[str, str, list[str]]] = []
    with demo() if given.url is None else there(given.url) as url, sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path=browser_path(), args=flags)
        for name in given.only.split(","):
            role, (width, height), journey = JOURNEYS[name]
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="light"
            )
            context.set_default_timeout(60_000)
            walk = Walk(context.new_page(), url, given.folder, name)
            walk.page.goto(f"{url}/auth/login")
            walk.page.click(f"button[value={role}]")
            walk.page.wait_for_timeout(1500)
            journey(walk)
            steps += walk.steps
            context.close()
        browser.close()
    sheet(given.folder, steps)
    faulty = sum(1 for _file, _told, wrong in steps if wrong)
    print(f"{len(steps)} pictures, {faulty} with faults: {given.folder / 'index.html'}")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
