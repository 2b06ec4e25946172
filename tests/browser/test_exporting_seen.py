"""The meeting's files, taken from a board in a real browser and opened."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pptx
import pytest
import reading
from seeing import enter, opened, settled, wider

from kpi.model.person import Role

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("default")]
FAI = "board=fai&period=2026-10&group=%E8%A1%97%E9%81%93"  # 街道
PHONE = {"viewport": {"width": 390, "height": 844}}


def panel(page: Any, district: str, where: str = "board") -> Any:
    opened(page, f"{district}/{where}?{FAI}")
    page.locator(".st-key-export_open button").click()
    settled(page)
    return page.get_by_role("dialog")


def taken(page: Any, key: str) -> tuple[str, bytes]:
    """Name and bytes of what one click brings."""
    with page.expect_download(timeout=60_000) as coming:
        page.locator(f".st-key-export_{key} button").click()
    return coming.value.suggested_filename, Path(coming.value.path()).read_bytes()


def test_pack_and_deck_come_by_one_click_each_and_open(page: Any, district: str) -> None:
    dialog = panel(page, district)
    assert "试算件" in dialog.inner_text()
    name, data = taken(page, "pack")
    assert name == "固定资产投资完成进度榜_2026-10_试算_会议材料包.zip"
    with ZipFile(BytesIO(data)) as box:
        assert box.testzip() is None
        told = json.loads(box.read("manifest.json"))
        assert told["left_out"] == [] and told["state"] == "trial"
        for file in told["files"]:
            assert sha256(box.read(file["name"])).hexdigest() == file["sha256"]
        endings = [n.rpartition(".")[2] for n in box.namelist()]
    assert endings[:6] == ["docx", "pdf", "pptx", "xlsx", "pdf", "png"]
    dialog.get_by_text(f"已生成：{name}").wait_for()
    again, deck = taken(page, "deck")
    assert again.endswith("_试算_演示.pptx")
    slides = pptx.Presentation(BytesIO(deck)).slides
    assert len(slides) >= 4 and "长安路街道" in reading.text(deck)


def test_a_template_that_is_none_is_told_and_nothing_is_downloaded(
    page: Any, district: str
) -> None:
    dialog = panel(page, district)
    dialog.get_by_text("导出选项").click()
    bad = {"name": "模板.pptx", "mimeType": "application/zip", "buffer": b"PK no deck"}
    page.locator(".st-key-export_template_pptx input[type=file]").set_input_files(bad)
    settled(page)
    came: list[str] = []
    page.on("download", lambda download: came.append(download.suggested_filename))
    page.locator(".st-key-export_deck button").click()
    dialog.get_by_text("没有生成文件。模板打不开：不是完好的Office文件。").wait_for()
    settled(page)
    assert came == []
    assert "Failed to generate" not in page.locator("body").inner_text()


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_the_panel_fits_a_phone_and_shows_the_first_page(page: Any, district: str) -> None:
    dialog = panel(page, district, "")
    assert not wider(page)
    dialog.get_by_text("预览第一页").click()
    picture = dialog.locator("img").first
    picture.wait_for(timeout=60_000)
    assert picture.evaluate("i => i.complete && i.naturalWidth") >= 500
    assert picture.bounding_box()["width"] <= 390


def test_a_viewer_finds_no_way_to_a_draft(page: Any, district: str) -> None:
    enter(page.context, Role.VIEWER)
    opened(page, f"{district}/board?{FAI}")
    assert page.locator(".st-key-export_open").count() == 0
