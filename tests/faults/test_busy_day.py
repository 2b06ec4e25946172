"""Many at once: everybody's file is in, nobody sees half of one, and the chain holds."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from benchmarks import district, load
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.service import upload
from kpi.store import engine, observations, uploads, verify
from kpi.store.engine import Act, Store

ROOT = Path(__file__).parents[2]
FAI = ROOT / "sample_spreadsheets" / "2026" / "2026年10月固定资产投资和重点项目.xlsx"
NAMES = ROOT / "sample_spreadsheets" / "名录.xlsx"


def test_four_people_send_five_files_each_while_ten_look(store: Store) -> None:
    district.named(store)
    found = load.day(store, writers=4, files=5, readers=10, pause=0.05)
    assert (found.acknowledged, found.torn) == (20, 0)
    assert len(found.reads) >= 10
    load.whole(store, 20)


def test_the_same_file_from_two_people_at_once_is_stored_once(store: Store) -> None:
    from kpi.service import admin

    admin.take_catalog(store, NAMES.read_bytes(), NAMES.name, by=operator("admin"))
    before = len(upload.history(store, OPERATOR))
    plans = [
        upload.preview(store, FAI.read_bytes(), FAI.name, OPERATOR, today=date(2026, 11, 21))
        for _ in range(2)
    ]
    with ThreadPoolExecutor(2) as pool:
        receipts = list(
            pool.map(lambda who: upload.commit(store, plans[who], operator(f"u{who}")), range(2))
        )
    assert sorted(r is None for r in receipts) == [False, True]  # the other: DUPLICATE_FILE
    assert len(upload.history(store, OPERATOR)) == before + 1
    again = upload.preview(store, FAI.read_bytes(), FAI.name, OPERATOR, today=date(2026, 11, 21))
    assert "DUPLICATE_FILE" in {p.code for p in again.problems}


def test_the_database_itself_refuses_the_second_of_two_equal_files(store: Store) -> None:
    district.named(store)
    plan = district.month(district.FIRST, 1.0, "a.xlsx")
    with store.write("zhang", Act.LOAD) as tx:
        observations.write(tx, plan)
    with pytest.raises(Refused) as refused, store.write("li", Act.LOAD) as tx:
        observations.write(tx, plan)
    assert [p.code for p in refused.value.problems] == ["DUPLICATE_FILE"]
    with store.read() as tx:
        assert len(uploads.list(tx)) == 1


def test_two_processes_that_write_at_once_wait_for_each_other(tmp_path: Path) -> None:
    first = district.made(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)
    second = engine.open(f"sqlite:///{tmp_path / 'kpi.db'}", tmp_path)  # its own lock and pool

    def send(who: int) -> None:
        for n in range(5):
            plan = district.month(district.FIRST.shift(who), float(n), f"{who}-{n}.xlsx")
            district.sent((first, second)[who % 2], plan, f"u{who}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(4)))
    load.whole(first, 20)
    assert verify.prove(second).ok
    first.close()
    second.close()
