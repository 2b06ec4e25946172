"""`verify`, `backup`, `restore`, `migrate` as scripts see them."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FAI = ROOT / "sample_spreadsheets" / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
Kpi = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kpi(tmp_path: Path) -> Kpi:
    """`kpi("verify")` in a process of its own, on the data folder `data` or another one."""

    def said(*words: object, data: Path | None = None) -> subprocess.CompletedProcess[str]:
        folder = data or tmp_path / "data"
        own = {"KPI_DATA_DIR": str(folder), "KPI_TODAY": "2026-11-21", "KPI_LANG": "zh"}
        kept = {k: v for k, v in os.environ.items() if k != "KPI_DATABASE_URL"}
        return subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "kpi", *map(str, words)],
            cwd=ROOT,
            env=kept | own,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return said


@pytest.fixture
def district(kpi: Kpi, sample_folder: Path) -> Path:
    """The data folder of the sample district."""
    return sample_folder


def test_the_sample_district_holds(kpi: Kpi, district: Path) -> None:
    done = kpi("verify", "--json", "--replay", data=district)
    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"], told["breaks"]) == (0, True, [])
    assert set(told) == {"ok", "journal", "editions", "uploads", "breaks"}
    assert told["uploads"] > 40 and told["journal"]["rows"] > told["uploads"]


def test_a_break_is_named_and_exits_with_one(kpi: Kpi, district: Path) -> None:
    with sqlite3.connect(district / "kpi.db") as con:
        con.execute("UPDATE observation SET value = value + 1 WHERE upload = 20")
    con.close()
    done = kpi("verify", "--json", data=district)
    assert done.returncode == 1
    assert json.loads(done.stdout)["breaks"] == [{"where": "upload", "id": "20", "what": "rows"}]
    told = kpi("verify", data=district)
    assert (told.returncode, told.stdout) == (1, "")
    assert "第20号报送：数值与入库时不同" in told.stderr


def test_a_database_file_that_is_none_is_a_break(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "kpi.db").write_bytes(b"no database at all" * 500)
    done = kpi("verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["breaks"][0]["where"] == "database"
    done = kpi("uploads")
    assert (done.returncode, done.stdout) == (2, "")
    assert "用最近的备份恢复" in done.stderr


def test_a_machine_that_was_lost_comes_back_whole(kpi: Kpi, district: Path, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy.zip", tmp_path / "new"
    done = kpi("backup", copy, data=district)
    assert (done.returncode, done.stdout) == (0, "")
    before = kpi("board", "economy", "2026-10", "--json", data=district)
    assert before.returncode == 0
    done = kpi("restore", copy, data=new)
    assert done.returncode == 0, done.stderr
    assert kpi("board", "economy", "2026-10", "--json", data=new).stdout == before.stdout
    assert kpi("verify", data=new).returncode == 0
    assert kpi("load", FAI, data=new).returncode == 0  # the same bytes: known to be stored


def test_a_used_database_is_left_as_it_is(kpi: Kpi, district: Path, tmp_path: Path) -> None:
    kpi("backup", tmp_path / "copy.zip", data=district)
    before = (district / "anchors.log").read_bytes()
    done = kpi("restore", tmp_path / "copy.zip", data=district)
    assert done.returncode == 1 and "已在使用" in done.stderr
    assert (district / "anchors.log").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half of it", b"a letter"])
def test_what_is_no_backup_exits_with_two(kpi: Kpi, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "copy.zip.part").write_bytes(content)
    done = kpi("restore", tmp_path / "copy.zip.part")
    assert done.returncode == 2 and "损坏" in done.stderr
    assert kpi("restore", tmp_path / "nowhere.zip").returncode == 2


def test_a_backup_without_a_name_goes_to_the_data_folder(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("init").returncode == 0
    assert kpi("backup").returncode == 0
    (kept,) = (tmp_path / "data" / "backups").iterdir()
    assert kept.name.startswith("kpi-") and kept.suffix == ".zip"


def test_a_backup_to_a_disk_that_is_not_there_exits_with_two(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("init").returncode == 0
    assert kpi("backup", tmp_path / "usb" / "copy.zip").returncode == 2
    assert not (tmp_path / "usb").exists()


def test_a_newer_database_is_refused_in_a_sentence(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("init").returncode == 0
    with sqlite3.connect(tmp_path / "data" / "kpi.db") as con:
        con.execute("UPDATE alembic_version SET version_num = '9999'")
    con.close()
    for words in (("migrate",), ("uploads",), ("verify",)):
        done = kpi(*words)
        assert (done.returncode, done.stdout) == (2, "")
        assert "数据库比程序新（9999）" in done.stderr
