"""Photographs every page of the demo district, so that people can look at them.

    python -m tools.screens build/screens [--pages board,unit] [--widths 390,1440]
                                          [--themes light] [--languages zh] [--url URL]

Without --url it serves a demo of its own from an empty folder. Every page is opened as a role that
has it, at every width, in both themes and languages, down to its end. FOLDER gets the pictures
and index.html, a sheet of all of them. Layout faults (tools/layout.py) are printed beside the name
of their picture; the command ends with 1 when there are any.
"""

import argparse
import html
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tools.layout import faults

ROOT = Path(__file__).resolve().parents[1]
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
WIDTHS = {390: 844, 820: 1180, 1440: 900, 1920: 1080}
PAGES = {  # name of the picture → role, address
    "home": ("viewer", ""),
    "board": ("viewer", "board"),
    "board-fai": ("viewer", "board?board=fai"),
    "board-growth": ("viewer", "board?board=retail"),
    "matrix": ("viewer", "matrix"),
    "versus": ("viewer", "matrix?vs=J01,J08"),
    "unit-red": ("viewer", "unit?unit=J01"),
    "unit-black": ("viewer", "unit?unit=J08"),
    "indicator": ("viewer", "indicator?indicator=fai"),
    "indicator-growth": ("viewer", "indicator?indicator=industry_va"),
    "duty": ("viewer", "duty"),
    "live": ("publisher", "?stand=live&period=2026-10"),
    "upload": ("preparer", "upload"),
    "publish": ("publisher", "publish"),
    "follow": ("publisher", "follow"),
    "study": ("publisher", "study"),
    "setup": ("admin", "setup"),
    "signin": ("", "auth/login"),
}


@contextmanager
def demo() -> Iterator[str]:
    """A demo server on loopback; the address."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {**os.environ, "KPI_DATA_DIR": folder, "KPI_TODAY": "2026-11-21"}
        command = [sys.executable, "-m", "kpi", "serve", "--demo", "--port", str(port)]
        process = subprocess.Popen(  # noqa: S603 - our own program, no outside text
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        url = f"http://127.0.0.1:{port}"
        for _ in range(240):
            with suppress(OSError), urllib.request.urlopen(f"{url}/healthz"):  # noqa: S310
                break
            time.sleep(0.5)
        yield url
        process.terminate()
        process.wait(20)


def browser_path() -> str:
    """The machine's own Chromium: KPI_CHROMIUM, or the first of the usual names on the path."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("KPI_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit("No Chromium here: `apt-get install chromium`, or name one in KPI_CHROMIUM.")
    return found


def open_page(page: Any, url: str) -> None:
    """Go there and wait until the script has run and the browser has drawn."""
    page.goto(url)
    if "/auth/" not in url:
        page.wait_for_timeout(700)
        page.wait_for_selector(READY, state="attached", timeout=60_000)
    page.wait_for_timeout(1200)


def photograph(page: Any, width: int, file: Path) -> list[str]:
    """The whole page as a picture; what is wrong with its layout at the window's own size."""
    found = faults(page)
    end = page.evaluate(
        "(document.querySelector('[data-testid=stMain]') || document.body).scrollHeight"
    )
    page.set_viewport_size({"width": width, "height": min(max(end + 40, WIDTHS[width]), 6000)})
    page.wait_for_timeout(700)
    page.screenshot(path=str(file))
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    return found


def sheet(folder: Path, shown: list[tuple[str, list[str]]]) -> None:
    """index.html: every picture with its name and faults."""
    cards = "".join(
        f'<figure><a href="{name}"><img loading="lazy" src="{name}"></a><figcaption>{name}'
        f"{'<br>'.join(['', *map(html.escape, found)])}</figcaption></figure>"
        for name, found in shown
    )
    style = "body{font:14px sans-serif}figure{display:inline-block;vertical-align:top;margin:8px}"
    style += "img{width:320px;max-height:480px;object-fit:cover;object-position:top}"
    text = f'<!doctype html><meta charset="utf-8"><title>screens</title><style>{style}</style>'
    (folder / "index.html").write_text(text + cards, encoding="utf-8")


def main() -> int:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.screens")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--widths", default=",".join(map(str, WIDTHS)))
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--languages", default="zh,en")
    parser.add_argument("--url", help="a demo server that runs already")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    shown: list[tuple[str, list[str]]] = []
    with demo() if given.url is None else there(given.url) as url, sync_playwright() as play:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = play.chromium.launch(executable_path=browser_path(), args=flags)
        for width in map(int, given.widths.split(",")):
            for theme in given.themes.split(","):
                for role, pages in _by_role(given.pages.split(",")).items():
                    context = browser.new_context(
                        viewport={"width": width, "height": WIDTHS[width]}, color_scheme=theme
                    )
                    page = context.new_page()
                    if role:
                        page.goto(f"{url}/auth/login")
                        page.click(f"button[value={role}]")
                        page.wait_for_timeout(1000)
                    for language in given.languages.split(","):
                        for name in pages:
                            address = PAGES[name][1]
                            mark = "&" if "?" in address else "?"
                            open_page(page, f"{url}/{address}{mark}lang={language}")
                            file = f"{name}_{width}_{theme}_{language}.png"
                            wrong = photograph(page, width, given.folder / file)
                            shown.append((file, wrong))
                            print(file, *(f"\n    {fault}" for fault in wrong), sep="", flush=True)
                    context.close()
        browser.close()
    sheet(given.folder, shown)
    faulty = sum(1 for _name, wrong in shown if wrong)
    print(f"{len(shown)} pictures, {faulty} with faults: {given.folder / 'index.html'}")
    return 1 if faulty else 0


def _by_role(names: list[str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for name in names:
        roles.setdefault(PAGES[name][0], []).append(name)
    return roles


@contextmanager
def there(url: str) -> Iterator[str]:
    """A server that somebody else runs."""
    yield url.rstrip("/")


if __name__ == "__main__":
    sys.exit(main())
