"""Beside the problems of a file stands the way to get it back with its cells marked."""

from pathlib import Path
from typing import Any

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_spreadsheets"
WRONG = SAMPLES / "问题样例" / "2026年10月固定资产投资（问题样例）.xlsx"
CALM = SAMPLES / "2026" / "实际引进内资2026年10月.csv"


def offered(seen: Any, name: str, data: bytes) -> list[str]:
    """The label of every download of a marked copy."""
    seen.at.file_uploader[0].upload(name, data)
    seen.run()
    found = [b for b in seen.at.get("download_button") if "upload_marked" in b.proto.id]
    return [b.proto.label for b in found]


def test_a_file_with_problems_is_offered_back_marked(opened: Any) -> None:
    assert offered(opened("upload"), WRONG.name, WRONG.read_bytes()) == ["下载标红的原文件"]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", CALM.read_bytes()], ids=["no table", "stored already"]
)
def test_without_a_cell_to_mark_nothing_is_offered(opened: Any, data: bytes) -> None:
    assert offered(opened("upload"), "十月.csv", data) == []
