"""A full disk or a failing database in the middle of storing: nothing is stored, a retry works."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import dump
import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from kpi.intake.catalog.workbook import read as read_catalog
from kpi.intake.read import read
from kpi.model.choice import Choice
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.model.upload import Plan
from kpi.service import export, upload
from kpi.store import catalog, engine, journal
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate

TODAY = date(2026, 11, 21)
NAMES = Path(__file__).parents[2] / "sample_spreadsheets" / "名录.xlsx"
FULL = "服务器磁盘已满，没有保存，数据没有改变。"
ROOM = 8 << 20


def known(store: Store) -> Store:
    setup, problems = read_catalog(read(NAMES.read_bytes(), NAMES.name).sheets)
    assert setup is not None, problems
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, setup)
    return store


@pytest.fixture
def district(store: Store) -> Store:
    """云川区 with its catalog and no values."""
    return known(store)


def planned(store: Store) -> Plan:
    lines = ["单位,报告期,固定资产投资累计（亿元）"]
    lines += [f"长安路街道,2026-{month:02},{month}.5" for month in range(2, 11)]
    return upload.preview(store, "\n".join(lines).encode(), "投资.csv", OPERATOR, today=TODAY)


def stored_by_a_retry(store: Store) -> bool:
    """The same file, handed in again, is stored whole."""
    receipt = upload.commit(store, planned(store), operator("D01"))
    stored = upload.values(store, OPERATOR, indicator="fai", measure="ytd")
    return receipt is not None and receipt.diff.new == len(stored) == 9


@contextmanager
def small_disk(place: Path) -> Iterator[None]:
    """A file system of its own; only root can make one."""
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    try:
        made = subprocess.run(words, capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        made = False
    if not made:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)  # noqa: S603, S607


@contextmanager
def filled(place: Path) -> Iterator[None]:
    """No room left where `place` lies, until the block ends."""
    ballast = place / "ballast"
    try:
        with ballast.open("wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
    except OSError:
        pass
    yield
    ballast.unlink()


def test_a_full_disk_stores_nothing_and_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk"):
        folder = tmp_path / "disk" / "data"
        store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
        migrate(store)
        plan = planned(known(store))
        before = dump.rows(store)
        with filled(tmp_path / "disk"):
            with pytest.raises(Refused) as refused:
                upload.commit(store, plan, operator("D01"))
            assert [p.text() for p in refused.value.problems] == [FULL]
            assert dump.rows(store) == before
        assert stored_by_a_retry(store)
        store.close()


def test_a_full_disk_of_originals_stores_nothing(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk"):
        store = engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path / "disk")
        migrate(store)
        plan = planned(known(store))
        before, originals = dump.rows(store), sorted((store.data / "files").iterdir())
        with filled(tmp_path / "disk"):
            with pytest.raises(Refused) as refused:
                upload.commit(store, plan, operator("D01"))
            assert [p.code for p in refused.value.problems] == ["NO_ROOM"]
            assert dump.rows(store) == before
            assert sorted((store.data / "files").iterdir()) == originals
        assert stored_by_a_retry(store)
        store.close()


def test_a_full_disk_gives_no_export_away_without_its_line(tmp_path: Path) -> None:
    asked = ("fai.ytd", Period.parse("2026-09"), Choice("xlsx"), OPERATOR)
    with small_disk(tmp_path / "disk"):
        folder = tmp_path / "disk" / "data"
        store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
        migrate(store)
        upload.commit(known(store), planned(store), operator("D01"))
        with filled(tmp_path / "disk"), pytest.raises(export.Unnoted) as refused:
            export.export(store, *asked, draft=True)
        assert str(refused.value) == (
            "服务器磁盘已满，这次导出记不进操作日志，文件没有给出。请管理员清理磁盘后再导出。"
        )
        assert export.export(store, *asked, draft=True).data[:2] == b"PK"
        with store.read() as tx:
            assert [x.act for x in journal.lines(tx)].count(Act.EXPORT) == 1
        store.close()


SPOILT = {  # what the database says to the fifth value of nine
    "sqlite": (
        "CREATE TRIGGER spoilt BEFORE INSERT ON observation "
        "WHEN NEW.period = '2026-06' AND NEW.measure = 'ytd' "
        "BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
    ),
    "postgresql": (
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.period = '2026-06' AND NEW.measure = 'ytd' THEN "
        "RAISE EXCEPTION 'spoilt' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER spoilt BEFORE INSERT ON observation FOR EACH ROW EXECUTE FUNCTION spoil()",
    ),
}


@contextmanager
def spoilt(database: Engine, code: str = "P0001") -> Iterator[None]:
    """A database that fails half-way through storing, until the block ends."""
    with database.begin() as con:
        for line in SPOILT[database.dialect.name]:
            con.exec_driver_sql(line.replace("{code}", code))
    yield
    with database.begin() as con:
        on = "" if database.dialect.name == "sqlite" else " ON observation"
        con.execute(text(f"DROP TRIGGER spoilt{on}"))


def test_a_database_that_fails_half_way_stores_nothing(district: Store) -> None:
    plan, before = planned(district), dump.rows(district)
    with spoilt(district.engine):
        with pytest.raises(DBAPIError, match="spoilt"):
            upload.commit(district, plan, operator("D01"))
        assert dump.rows(district) == before
    assert stored_by_a_retry(district)


@pytest.mark.parametrize("store", ["postgres"], indirect=True)
def test_a_database_whose_disk_is_full_half_way_stores_nothing(district: Store) -> None:
    plan, before = planned(district), dump.rows(district)
    with spoilt(district.engine, "53100"):
        with pytest.raises(Refused) as refused:
            upload.commit(district, plan, operator("D01"))
        assert [p.text() for p in refused.value.problems] == [FULL]
        assert dump.rows(district) == before
    assert stored_by_a_retry(district)
