"""What can be wrong around the product: each is told in a sentence, with its exit code."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from benchmarks import district
from kpi.model.person import OPERATOR
from kpi.model.problem import Refused
from kpi.service import safety
from kpi.store import engine, files, journal, uploads, verify
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate

ROOT = Path(__file__).parents[2]
Kpi = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def kpi(tmp_path: Path) -> Kpi:
    """`kpi("uploads", KPI_DATA_DIR=…)` in a process of its own."""

    def said(*words: object, **env: str) -> subprocess.CompletedProcess[str]:
        own = {"KPI_DATA_DIR": str(tmp_path / "data"), "KPI_LANG": "zh"}
        kept = {k: v for k, v in os.environ.items() if k != "KPI_DATABASE_URL"}
        return subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "kpi", *map(str, words)],
            cwd=ROOT,
            env=kept | own | env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return said


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB; only root can make one."""
    place = tmp_path / "disk"
    place.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)):
        pytest.skip("a file system of one's own needs root")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S603, S607


def _mount(*words: str) -> bool:
    done = subprocess.run(["mount", *words], capture_output=True, check=False)  # noqa: S603, S607
    return done.returncode == 0


def test_a_data_folder_that_cannot_be_written_is_told(kpi: Kpi, disk: Path) -> None:
    assert kpi("init", KPI_DATA_DIR=str(disk)).returncode == 0
    assert _mount("-o", "remount,ro", str(disk))
    for words in (("uploads",), ("verify",), ("backup",)):
        done = kpi(*words, KPI_DATA_DIR=str(disk))
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert "不可写" in done.stderr
        assert "Traceback" not in done.stderr
    assert _mount("-o", "remount,rw", str(disk))
    assert kpi("verify", KPI_DATA_DIR=str(disk)).returncode == 0


def test_a_place_where_no_folder_can_be_made_is_told(kpi: Kpi, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = kpi("init", KPI_DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_database_server_that_is_away_is_told(kpi: Kpi) -> None:
    url = "postgresql+psycopg://kpi:secret@127.0.0.1:1/kpi"
    done = kpi("uploads", KPI_DATABASE_URL=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert "数据库连接不上" in done.stderr
    assert "secret" not in done.stderr


def test_a_full_disk_takes_no_half_backup(disk: Path, store: Store) -> None:
    district.named(store)
    with store.write("zhang", Act.LOAD) as tx:
        files.keep(tx, os.urandom(5_000_000), "big.xlsx")
    with pytest.raises(Refused) as refused:
        safety.backup(store, disk / "all.zip", OPERATOR)
    assert [p.code for p in refused.value.problems] == ["NO_ROOM"]
    assert [*disk.iterdir()] == []
    with store.read() as tx:
        assert "backup" not in {line.act for line in journal.lines(tx)}


def test_a_full_disk_loses_no_earlier_backup(disk: Path, store: Store) -> None:
    safety.backup(store, disk / "all.zip", OPERATOR)
    before = (disk / "all.zip").read_bytes()
    with store.write("zhang", Act.LOAD) as tx:
        files.keep(tx, os.urandom(5_000_000), "big.xlsx")
    with pytest.raises(Refused):
        safety.backup(store, disk / "all.zip", OPERATOR)
    assert (disk / "all.zip").read_bytes() == before


def test_a_missing_original_is_named_and_the_rest_is_backed_up(kpi: Kpi, tmp_path: Path) -> None:
    data = tmp_path / "data"
    store = district.made(f"sqlite:///{data / 'kpi.db'}", data)
    district.sent(store, district.month(district.FIRST, 1.0, "a.xlsx"), "zhang")
    with store.read() as tx:
        lost = uploads.list(tx)[0].sha256
    store.close()
    files.path(data, lost).unlink()
    done = kpi("verify", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["breaks"] == [
        {"where": "original", "id": lost, "what": "missing"}
    ]
    done = kpi("backup", tmp_path / "all.zip")
    assert done.returncode == 0
    assert f"原件缺失，没有备份进去：{lost}" in done.stderr


def test_a_file_half_written_when_the_power_went_is_in_nobodys_way(tmp_path: Path) -> None:
    store = district.made(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)
    plan = district.month(district.FIRST, 1.0, "a.xlsx")
    half = files.path(tmp_path, f"{plan.facts.sha256}.4711.part")
    half.parent.mkdir()
    half.write_bytes(plan.data[:7])
    district.sent(store, plan, "zhang")
    assert verify.prove(store).ok
    store.close()


def test_a_clock_set_back_is_told_and_stops_nobody(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 21, 4, 0, tzinfo=UTC)]
    store = engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path, lambda: now[0])
    migrate(store)
    assert safety.behind(store) == ""
    now[0] = datetime(2020, 1, 1, tzinfo=UTC)
    assert "系统时间2020-01-01 08:00早于最后一条留痕2026-11-21 12:00" in safety.behind(store)
    with store.write("zhang", Act.EXPORT):
        pass
    assert verify.prove(store).ok
    store.close()


def test_a_table_that_is_gone_is_a_fault_with_a_number(kpi: Kpi, tmp_path: Path) -> None:
    assert kpi("init").returncode == 0
    with sqlite3.connect(tmp_path / "data" / "kpi.db") as con:
        con.execute("DROP TABLE observation")
    con.close()
    done = kpi("values")
    assert (done.returncode, done.stdout) == (3, "")
    assert "编号" in done.stderr and "observation" not in done.stderr


def test_faults_of_the_surroundings_tell_no_parameters(store: Store) -> None:
    with pytest.raises(DBAPIError) as fault, store.turn() as con:
        con.execute(text("SELECT no_such_column, :value"), {"value": "12,3亿"})
    assert "12,3亿" not in str(fault.value)
