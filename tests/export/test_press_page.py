"""The printed bulletin lies on the page of GB/T 9704-2012: measured in its text and in its ink."""

from functools import cache
from io import BytesIO
from itertools import pairwise

import numpy as np
import papers
import pytest
from PIL import Image
from pypdf import PdfReader

from kpi.export import typst
from kpi.export.press import bulletin, machine
from kpi.model.choice import Choice

MM = 72 / 25.4
PPI = 200


@cache
def edition():
    """Published, its first sentence 1,500 characters long, so that pages are full."""
    long = (("ranked.街道", "云" * 1500), ("ranked", "云" * 1500))
    return papers.issued(papers.made(), symbol="云经调办发", words=long)


@cache
def runs() -> list[list[tuple[float, float, str]]]:
    """Of every page its pieces of text: left edge and baseline in points from above, text."""
    found = []
    for page in PdfReader(BytesIO(typst.paper("bulletin", edition(), Choice(form="pdf")))).pages:
        pieces: list[tuple[float, float, str]] = []

        def keep(text, cm, tm, _font, _size, pieces=pieces) -> None:
            if text.strip():
                x = tm[4] * cm[0] + cm[4]
                y = tm[5] * cm[3] + cm[5]
                pieces.append((x, 297 * MM - y, text))

        page.extract_text(visitor_text=keep)
        found.append(pieces)
    return found


@cache
def ink(page: int) -> np.ndarray:
    """The page as pixels: rows × columns × red, green, blue."""
    data = bulletin.data(edition(), Choice(form="pdf"), None)
    pages = machine._run("bulletin", data, "png", PPI, None)
    return np.asarray(Image.open(BytesIO(pages[page])).convert("RGB")).astype(int)


def red(page: int) -> np.ndarray:
    """Which pixels are of the red of a head."""
    r, g, b = np.moveaxis(ink(page), 2, 0)
    return (r > 180) & (g < 80) & (b < 90)


def mm(pixels: int) -> float:
    return pixels / PPI * 25.4


def body(page: int) -> dict[float, str]:
    """Lines of body text by their baseline; of a full page the text area alone."""
    lines: dict[float, str] = {}
    for _x, y, text in runs()[page]:
        if 37 * MM < y < 262 * MM + 1:
            lines[round(y, 1)] = lines.get(round(y, 1), "") + text.strip()
    return lines


def test_the_paper_is_a4() -> None:
    for page in PdfReader(BytesIO(typst.paper("bulletin", edition(), Choice(form="pdf")))).pages:
        assert float(page.mediabox.width) == pytest.approx(210 * MM, abs=0.02)
        assert float(page.mediabox.height) == pytest.approx(297 * MM, abs=0.02)


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    lines = body(1)
    assert len(lines) == 22
    assert {len(text) for text in lines.values()} == {28}


def test_lines_stand_28_95_points_apart_and_fill_the_type_area() -> None:
    at = sorted(body(1))
    steps = [b - a for a, b in pairwise(at)]
    assert all(step == pytest.approx(28.95, abs=0.11) for step in steps)
    assert at[0] == pytest.approx(37 * MM + 0.88 * 16, abs=0.2)
    assert at[-1] + 0.12 * 16 <= 262 * MM


def test_text_begins_28_mm_from_the_binding_and_ends_26_mm_from_the_cut() -> None:
    area = ink(1)[int(40 / 25.4 * PPI) : int(255 / 25.4 * PPI)]
    dark = np.flatnonzero((area.sum(axis=2) < 300).any(axis=0))
    assert mm(dark[0]) == pytest.approx(28.0, abs=0.6)
    assert mm(dark[-1]) == pytest.approx(184.0, abs=0.6)


def test_the_mark_of_the_office_begins_35_mm_below_the_type_area() -> None:
    assert mm(np.flatnonzero(red(0).any(axis=1))[0]) == pytest.approx(37 + 35, abs=0.6)


def test_the_red_line_lies_4_mm_under_the_number_and_is_as_wide_as_the_text() -> None:
    found = red(0)
    full = np.flatnonzero(found.mean(axis=1) > 0.7)[0]
    across = np.flatnonzero(found[full])
    assert mm(across[-1] - across[0]) == pytest.approx(156, abs=0.3)
    number = np.flatnonzero((ink(0)[:full].sum(axis=2) < 150).any(axis=1))[-1]
    assert mm(full - number) == pytest.approx(4, abs=0.4)


def test_the_page_number_stands_outside_its_dash_7_mm_under_the_type_area() -> None:
    for page, odd in ((0, True), (1, False)):
        (x,) = {x for x, y, text in runs()[page] if text.strip()[:1] == "—" and y > 262 * MM}
        assert (x > 105 * MM) == odd
        edge = int(x / 72 * PPI)
        top = int(263 / 25.4 * PPI)
        band = ink(page)[top : int(276 / 25.4 * PPI), edge + 4 : edge + 16]
        dash = np.flatnonzero((band.sum(axis=2) < 300).any(axis=1))
        assert mm(top + dash[0]) == pytest.approx(262 + 7, abs=0.3)


def test_the_title_is_broken_between_its_parts_only() -> None:
    short = bulletin.data(papers.made(title="投资红黑榜"), Choice(form="pdf"), None)["heading"]
    long = bulletin.data(
        papers.made(title="主要经济指标和重点工作任务完成情况红黑榜"), Choice(form="pdf"), None
    )["heading"]
    assert short == ["关于2026年9月投资红黑榜的通报（试算）"]
    assert long == ["关于2026年9月", "主要经济指标和重点工作任务完成情况红黑榜的通报（试算）"]
