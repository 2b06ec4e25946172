"""Values in, every version kept, and the way back."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cloud_brook import Rows, load, plan_of, values
from sqlalchemy import func, select

from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Setup, Unit
from kpi.model.panel import Wanted
from kpi.model.problem import Refused
from kpi.model.upload import Diff, Plan
from kpi.store import catalog, files, journal, observations, staging, uploads
from kpi.store.engine import Act, Store
from kpi.store.schema import SCALE, observation_history, upload

ALL = Wanted()


def test_what_is_written_is_read_again_with_its_place(district: Store) -> None:
    receipt = load(
        district,
        "十月.xlsx",
        [("J01", "fai", "2026-10", 12.3), ("J02", "fai", "2026-10", None)],
    )
    with district.read() as tx:
        frame = panel.check(observations.read(tx, Wanted(periods=("2026-10",))))
    first, second = frame.to_dict("records")
    assert (first["value"], first["status"], first["sheet"], first["cell"]) == (
        12.3,
        "reported",
        "数据",
        "C2",
    )
    assert first["upload"] == first["id"] == receipt.upload
    assert (second["unit"], second["status"]) == ("J02", "not_applicable")
    assert second["value"] != second["value"]  # NaN: no task, not zero
    assert (receipt.diff, receipt.by) == (Diff(new=2), "zhangsan")


@pytest.mark.parametrize("value", [0.1 + 0.2, 12345678901.23, -0.000001, 0.0, 8765432.1, 55.46])
def test_a_value_comes_back_as_it_was_given(district: Store, value: float) -> None:
    load(district, "十月.xlsx", [("J01", "fai", "2026-10", value)])
    with district.read() as tx:
        assert observations.read(tx, ALL)["value"].tolist() == [round(value, 6)]


def test_reading_asks_by_unit_indicator_period_and_measure(district: Store) -> None:
    rows: Rows = [(u, i, p, 1.0) for u in ("J01", "J02") for i in ("fai", "firms") for p in "ab"]
    load(district, "a.xlsx", [(u, i, f"2026-0{'ab'.index(p) + 1}", v) for u, i, p, v in rows])
    with district.read() as tx:
        wanted = Wanted(("J01",), ("firms",), ("2026-02",), ("ytd",))
        assert values(observations.read(tx, wanted)) == {("J01", "2026-02"): 1.0}
        assert len(observations.read(tx, ALL)) == 8
        nothing = observations.read(tx, Wanted(units=("J09",)))
        assert [*nothing.dtypes.astype("str")] == [*observations.read(tx, ALL).dtypes.astype("str")]


def test_equal_values_keep_the_upload_that_brought_them(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 12.3)])
    second = load(
        district, "b.xlsx", [("J01", "fai", "2026-10", 12.3), ("J02", "fai", "2026-10", 5)]
    )
    with district.read() as tx:
        frame = observations.read(tx, ALL)
    assert second.diff == Diff(new=1, unchanged=1)
    assert dict(zip(frame["unit"], frame["upload"], strict=True)) == {"J01": 1, "J02": 2}


def test_the_same_bytes_are_stored_once(district: Store) -> None:
    rows: Rows = [("J01", "fai", "2026-10", 12.3)]
    load(district, "a.xlsx", rows)
    before = district.data_version()
    with pytest.raises(Refused) as refused:
        load(district, "a.xlsx", rows)
    assert [p.code for p in refused.value.problems] == ["DUPLICATE_FILE"]
    assert "zhangsan" in refused.value.problems[0].sentence()
    assert district.data_version() == before


def test_data_that_moved_since_the_preview_stop_the_whole_upload(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    with district.read() as tx:
        late = plan_of(
            tx, "late.xlsx", [("J02", "fai", "2026-10", 9.0), ("J01", "fai", "2026-10", 2.0)]
        )
    with district.read() as tx:
        fast = plan_of(tx, "fast.xlsx", [("J01", "fai", "2026-10", 3.0)])
    with district.write("lisi", Act.LOAD) as tx:
        observations.write(tx, fast)
    with pytest.raises(Refused) as refused, district.write("zhangsan", Act.LOAD) as tx:
        observations.write(tx, late)
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.cell)) == ("DATA_CHANGED", "数据!C3")
    assert "lisi" in problem.sentence()
    with district.read() as tx:
        assert values(observations.read(tx, ALL)) == {("J01", "2026-10"): 3.0}
        assert len(uploads.list(tx)) == 2


def test_a_stale_copy_of_a_neighbours_value_does_not_overwrite_it(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0), ("J02", "fai", "2026-10", 1.0)])
    with district.read() as tx:
        whole = plan_of(
            tx, "b.xlsx", [("J01", "fai", "2026-10", 1.0), ("J02", "fai", "2026-10", 2.0)]
        )
    load(district, "c.xlsx", [("J01", "fai", "2026-10", 3.0)])
    with district.write("zhangsan", Act.LOAD) as tx:
        assert observations.write(tx, whole).diff == Diff(changed=1, unchanged=1)
    with district.read() as tx:
        found = values(observations.read(tx, ALL))
    assert found == {("J01", "2026-10"): 3.0, ("J02", "2026-10"): 2.0}


def test_a_number_that_no_column_holds_is_named_by_its_cell(district: Store) -> None:
    with pytest.raises(Refused) as refused:
        load(district, "a.xlsx", [("J01", "fai", "2026-10", 1e15)])
    assert [(p.code, str(p.cell)) for p in refused.value.problems] == [("OUT_OF_RANGE", "数据!C2")]


def test_a_value_that_appeared_or_went_since_the_preview_stops_it_too(district: Store) -> None:
    with district.read() as tx:
        two = [plan_of(tx, n, [("J01", "fai", "2026-10", 1.0)]) for n in ("a.xlsx", "b.xlsx")]
    with district.write("lisi", Act.LOAD) as tx:
        first = observations.write(tx, two[0])
    with pytest.raises(Refused, match="lisi"), district.write("zhangsan", Act.LOAD) as tx:
        observations.write(tx, two[1])
    with district.read() as tx:
        later = plan_of(tx, "c.xlsx", [("J01", "fai", "2026-10", 4.0)])
    with district.write("wangwu", Act.UNDO) as tx:
        observations.undo(tx, first.upload)
    with pytest.raises(Refused, match="wangwu"), district.write("zhangsan", Act.LOAD) as tx:
        observations.write(tx, later)


def test_a_failure_half_way_leaves_the_database_as_it_was(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    with district.read() as tx:
        good = plan_of(tx, "b.xlsx", [("J01", "fai", "2026-10", 2.0), ("J02", "fai", "2026-10", 3)])
        bad = plan_of(tx, "c.xlsx", [("B01", "fai", "2026-10", 4), ("J09", "fai", "2026-10", 5)])
    before = _everything(district)
    with pytest.raises(Exception, match=r"(?i)foreign key"), district.write("x", Act.LOAD) as tx:
        observations.write(tx, good)
        observations.write(tx, bad)  # no unit J09: the database itself says no
    assert _everything(district) == before


def _everything(store: Store) -> tuple[object, ...]:
    with store.read() as tx:
        every = observations.history(tx, ALL)
        return tx.version, every.to_csv(), uploads.list(tx), journal.chain(tx)


def test_of_two_writers_at_once_one_wins_and_the_other_is_told(district: Store) -> None:
    with district.read() as tx:
        plans = [
            plan_of(tx, n, [("J01", "fai", "2026-10", v)]) for n, v in (("a", 1.0), ("b", 2.0))
        ]
    start = Barrier(2)

    def send(plan: Plan) -> str:
        start.wait()
        try:
            with district.write(plan.name, Act.LOAD) as tx:
                return f"stored {observations.write(tx, plan).name}"
        except Refused as refused:
            return refused.problems[0].code

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(send, plans))
    assert said in (["DATA_CHANGED", "stored a"], ["DATA_CHANGED", "stored b"])
    with district.read() as tx:
        assert len(uploads.list(tx)) == len(observations.history(tx, ALL)) == 1
        assert journal.chain(tx).broken_at is None


def test_writers_of_different_values_do_not_disturb_each_other(district: Store) -> None:
    months = [f"2026-{n:02d}" for n in range(1, 9)]
    with district.read() as tx:
        plans = [plan_of(tx, m, [("J01", "fai", m, 1.0), ("J02", "fai", m, 2.0)]) for m in months]

    def send(plan: Plan) -> int:
        with district.write("zhangsan", Act.LOAD) as tx:
            return observations.write(tx, plan).diff.new

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(send, plans)) == 16
    with district.read() as tx:
        assert len(observations.read(tx, ALL)) == 16
        assert sorted(u.upload for u in uploads.list(tx)) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_history_keeps_every_version_with_its_cell(district: Store) -> None:
    for n, value in enumerate((1.0, 2.0, 3.0), 1):
        load(district, f"{n}.xlsx", [("J01", "fai", "2026-10", value)])
    with district.read() as tx:
        frame = observations.history(tx, Wanted(units=("J01",)))
    assert frame["value"].tolist() == [1.0, 2.0, 3.0]
    assert frame["rev"].tolist() == [1, 2, 3]
    assert frame["upload"].tolist() == [1, 2, 3]
    assert frame["replaced_by"].fillna(0).tolist() == [2, 3, 0]
    assert frame["cell"].tolist() == ["C2"] * 3


def test_undo_brings_the_replaced_version_back_with_its_own_place(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    second = load(
        district, "b.xlsx", [("J02", "fai", "2026-10", 5.0), ("J01", "fai", "2026-10", 2.0)]
    )
    with district.write("lisi", Act.UNDO) as tx:
        receipt = observations.undo(tx, second.upload)
    assert (receipt.upload, receipt.by, receipt.kept) == (2, "lisi", 0)
    assert receipt.diff == Diff(changed=1, absent=1)  # J01 back, J02 had nothing before
    with district.read() as tx:
        frame = observations.read(tx, ALL)
        assert values(frame) == {("J01", "2026-10"): 1.0}
        assert (frame["upload"].tolist(), frame["cell"].tolist()) == ([1], ["C2"])
        newest, oldest = uploads.list(tx)
        assert (newest.upload, newest.undone) == (2, receipt.at)
        assert (oldest.upload, oldest.undone) == (1, None)
        told = observations.history(tx, ALL)
    ends = told["replaced_by"].astype("object").where(told["replaced_by"].notna(), None)
    assert dict(zip(zip(told["unit"], told["upload"], strict=True), ends, strict=True)) == {
        ("J01", 1): None,
        ("J01", 2): 3,  # the undo is the third deed on values
        ("J02", 2): 3,
    }


def test_undo_keeps_and_counts_what_was_changed_later(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0), ("J02", "fai", "2026-10", 1)])
    load(district, "b.xlsx", [("J01", "fai", "2026-10", 2.0), ("J02", "fai", "2026-10", 2)])
    load(district, "c.xlsx", [("J01", "fai", "2026-10", 3.0)])
    with district.write("lisi", Act.UNDO) as tx:
        receipt = observations.undo(tx, 2)
    assert (receipt.diff, receipt.kept) == (Diff(changed=1), 1)
    with district.read() as tx:
        assert values(observations.read(tx, ALL)) == {
            ("J01", "2026-10"): 3.0,
            ("J02", "2026-10"): 1.0,
        }
    with district.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, 3)
    with district.read() as tx:  # the second upload is taken back, so the first stands again
        assert values(observations.read(tx, ALL))["J01", "2026-10"] == 1.0


def test_after_an_undo_the_same_file_may_be_sent_again(district: Store) -> None:
    rows: Rows = [("J01", "fai", "2026-10", 1.0)]
    first = load(district, "a.xlsx", rows)
    with district.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, first.upload)
    with district.read() as tx:
        assert observations.read(tx, ALL).empty
        assert uploads.find_by_sha(tx, uploads.list(tx)[0].sha256) is None
    again = load(district, "a.xlsx", rows)
    with district.read() as tx:
        assert values(observations.read(tx, ALL)) == {("J01", "2026-10"): 1.0}
        found = uploads.find_by_sha(tx, uploads.list(tx)[0].sha256)
        assert found is not None
        assert found.upload == again.upload


@pytest.mark.parametrize(("number", "code"), [(1, "UPLOAD_UNDONE"), (9, "UPLOAD_UNKNOWN")])
def test_an_upload_is_taken_back_once(district: Store, number: int, code: str) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0)])
    with district.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, 1)
    with pytest.raises(Refused) as refused, district.write("lisi", Act.UNDO) as tx:
        observations.undo(tx, number)
    assert [p.code for p in refused.value.problems] == [code]


def test_a_value_leads_to_file_and_cell(district: Store) -> None:
    load(district, "九月.xlsx", [("J01", "fai", "2026-10", 1.0)])
    load(district, "十月.xlsx", [("J01", "fai", "2026-10", 2.0)])
    with district.read() as tx:
        found = observations.origin(tx, "J01", "fai", "2026-10", "ytd")
        assert found is not None
        assert (found.upload, found.name, found.sheet, found.cell) == (2, "十月.xlsx", "数据", "C2")
        assert (found.by, found.versions) == ("zhangsan", 2)
        assert files.load(tx, found.sha256).startswith("十月.xlsx".encode())
        assert observations.origin(tx, "J02", "fai", "2026-10", "ytd") is None


def test_the_hash_of_an_upload_can_be_recomputed_from_its_rows(district: Store) -> None:
    load(district, "a.xlsx", [("J01", "fai", "2026-10", 1.0), ("J02", "fai", "2026-10", None)])
    load(district, "b.xlsx", [("J01", "fai", "2026-10", 2.0)])  # J01 moves to history
    with district.read() as tx:
        kept = tx.con.execute(select(upload.c.id, upload.c.rows_hash).order_by(upload.c.id))
        assert [row.rows_hash for row in kept] == [
            staging.digest(
                [
                    ["2026-10", "fai", "ytd", "J01", 1, 1 * SCALE, "reported", "数据", "C2", None],
                    ["2026-10", "fai", "ytd", "J02", 1, None, "not_applicable", "数据", "C3", None],
                ]
            ),
            staging.digest(
                [["2026-10", "fai", "ytd", "J01", 2, 2 * SCALE, "reported", "数据", "C2", None]]
            ),
        ]
        counted = select(func.count()).select_from(observation_history)
        assert tx.con.execute(counted).scalar_one() == 1


def test_twenty_thousand_values_are_stored_within_a_second(store: Store) -> None:
    units = tuple(Unit(f"J{n:03d}", f"云溪{n}街道", "街道") for n in range(100))
    indicators = tuple(Indicator(f"i{n:02d}", f"指标{n}", "亿元") for n in range(20))
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(Catalog(units, indicators)))
    months = [f"2026-{n:02d}" for n in range(1, 11)]
    rows: Rows = [(u.code, i.code, m, 12.34) for u in units for i in indicators for m in months]
    with store.read() as tx:
        plan = plan_of(tx, "全年.xlsx", rows)
    start = time.process_time() if store.sqlite else time.perf_counter()
    with store.write("zhangsan", Act.LOAD) as tx:
        assert observations.write(tx, plan).diff.new == 20_000
    spent = (time.process_time() if store.sqlite else time.perf_counter()) - start
    # the figure is SQLite's; PostgreSQL pays the wire and shares these cores with its own server
    assert spent < (1.0 if store.sqlite else 4.0)
