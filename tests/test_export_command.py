"""`export` as scripts see it: exit codes, one whole file or none, sentences on stderr."""

import errno
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kpi import i18n
from kpi.__main__ import main
from kpi.command import export as command
from kpi.service import export as exports
from kpi.service import start

NAME = "固定资产投资完成进度榜_2026-10_{issue}_数据表.xlsx"


@dataclass(frozen=True)
class Answer:
    code: int
    out: bytes
    err: str


@pytest.fixture
def kpi(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Iterator[Any]:
    """`kpi("fai", "2026-10", "--form", "xlsx", "-o", path)` on the sample district."""
    monkeypatch.setattr(i18n, "_asked", lambda: "zh")
    monkeypatch.setenv("KPI_DATA_DIR", str(sample_folder))
    monkeypatch.setenv("KPI_TODAY", "2026-11-21")
    monkeypatch.setenv("KPI_LANG", "zh")
    monkeypatch.delenv("KPI_DATABASE_URL", raising=False)
    exports.shelf.clear()

    def said(*words: object, command: str = "export") -> Answer:
        capfdbinary.readouterr()
        try:
            code = main([command, *map(str, words)])
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfdbinary.readouterr()
        return Answer(code, out, err.decode())

    start.configured.cache_clear()
    start.store.cache_clear()
    yield said
    start.store().close()
    start.configured.cache_clear()
    start.store.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to export to."""
    made = tmp_path / "out"
    made.mkdir()
    return made


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def draft(kpi: Any, *words: object) -> Answer:
    return kpi("fai", "2026-10", "--draft", *words)


def test_into_a_folder_a_file_goes_under_its_own_name(kpi: Any, folder: Path) -> None:
    answer = draft(kpi, "--form", "xlsx", "-o", folder)
    made = folder / NAME.format(issue="试算")
    assert answer.code == 0 and answer.out == b"" and made.is_file()
    assert f"已写入 {made}" in answer.err and "试算" in answer.err


def test_json_tells_name_size_and_hash_of_what_was_written(kpi: Any, folder: Path) -> None:
    assert kpi("fai", "2026-10", "--by", "wang", command="publish").code == 0
    place = folder / "榜.zip"
    answer = kpi("fai", "2026-10", "--form", "pack", "-o", place, "--json")
    told, data = json.loads(answer.out), place.read_bytes()
    assert answer.code == 0
    assert (told["bytes"], told["sha256"]) == (len(data), sha256(data).hexdigest())
    assert (told["edition"], told["form"], told["path"]) == ("第1期", "pack", str(place))
    with ZipFile(BytesIO(data)) as box:
        assert json.loads(box.read("manifest.json"))["left_out"] == []


def test_a_dash_writes_the_bytes_and_nothing_else_to_stdout(kpi: Any, folder: Path) -> None:
    place = folder / "a.xlsx"
    draft(kpi, "--form", "xlsx", "-o", place)
    answer = draft(kpi, "--form", "xlsx", "-o", "-")
    assert (answer.code, answer.err) == (0, "") and answer.out == place.read_bytes()


def test_what_lay_there_is_replaced_whole(kpi: Any, folder: Path) -> None:
    place = folder / "a.xlsx"
    place.write_bytes(b"old" * 1_000_000)
    assert draft(kpi, "--form", "xlsx", "-o", place).code == 0
    assert place.read_bytes().startswith(b"PK") and names(folder) == ["a.xlsx"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fai", "2026-13"), "“2026-13”不是报告期"),
        (("fai", "2026-10"), "fai 还没有签发过；试算件请加 --draft。"),
        (("nope", "2026-10"), "没有榜单“nope”。"),
        (("nope", "2026-10", "--draft"), "没有榜单“nope”。"),
        (("fai", "2026-10", "--draft", "--edition", "1"), "只能用一个"),
        (("fai", "2026-10", "--draft", "--template", "没有.pptx"), "不是 xlsx 的模板"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_2(kpi: Any, folder: Path, words, told) -> None:
    answer = kpi(*words, "--form", "xlsx", "-o", folder)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.err.startswith("error: ") and told in answer.err
    assert answer.err.count("\n") == 1 and names(folder) == []


def test_a_picture_or_template_that_is_none_is_exit_2(kpi: Any, folder: Path) -> None:
    answer = draft(kpi, "--form", "png", "--chart", "pie", "-o", folder)
    assert answer.code == 2 and "没有“pie”，可选：ranking、item" in answer.err
    template = folder / "模板.pptx"
    template.write_bytes(b"PK no")
    answer = draft(kpi, "--form", "pptx", "--template", template, "-o", folder / "a.pptx")
    assert answer.code == 2 and "模板打不开" in answer.err
    answer = draft(kpi, "--form", "pptx", "--template", folder / "b.pptx", "-o", folder)
    assert answer.code == 2 and "没有这个文件或文件夹" in answer.err
    assert names(folder) == [template.name]


def test_who_may_not_draft_is_refused_with_exit_1(kpi: Any, folder: Path) -> None:
    assert kpi("add", "liu", "--role", "viewer", command="user").code == 0
    answer = draft(kpi, "--form", "xlsx", "--by", "liu", "-o", folder)
    assert answer.code == 1 and names(folder) == []


def test_a_folder_that_is_not_there_is_told_before_anything_is_made(
    kpi: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "export", lambda *a, **k: pytest.fail("made in vain"))
    for place in (folder / "nix" / "a.xlsx", f"{folder}/nix/"):
        answer = draft(kpi, "--form", "xlsx", "-o", place)
        assert answer.code == 2 and "nix：没有这个文件夹。" in answer.err


def test_a_full_disk_leaves_the_old_file_and_no_half_one(
    kpi: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder / "a.xlsx"
    place.write_bytes(b"old")

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(command.os, "fsync", full)
    answer = draft(kpi, "--form", "xlsx", "-o", place)
    assert (answer.code, answer.err) == (2, f"error: {place}: 磁盘已满\n")
    assert place.read_bytes() == b"old" and names(folder) == ["a.xlsx"]


def test_a_folder_that_takes_no_files_is_told(kpi: Any) -> None:
    answer = draft(kpi, "--form", "xlsx", "-o", "/sys/a.xlsx")  # not even root writes there
    assert answer.code == 2 and answer.err.startswith("error: /sys/a.xlsx: ")
    assert "没有权限" in answer.err or "磁盘只读" in answer.err


def test_one_picture_is_named_by_what_it_is_about(kpi: Any, folder: Path) -> None:
    for words in (
        ("--chart", "shares", "--unit", "J08"),
        ("--chart", "item", "--indicator", "fai.completion", "--group", "街道"),
    ):
        assert draft(kpi, "--form", "svg", *words, "-o", folder).code == 0
    answer = draft(kpi, "--form", "pdf", "--items", "profile", "--unit", "J08", "-o", folder)
    assert answer.code == 0
    assert {n.partition("试算_")[2] for n in names(folder)} == {
        "单图_得分构成_桥西街道.svg",
        "单图_固定资产投资完成率_街道.svg",
        "单位体检表_桥西街道.pdf",
    }
