"""A stored upload looked at again, on both databases."""

from datetime import date

import pytest

from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.model.rule import parse
from kpi.model.upload import UploadRow
from kpi.service import board, receipt, upload
from kpi.service.receipt import Moves
from kpi.service.upload import Change
from kpi.store import catalog
from kpi.store.engine import Act, Store

RULE = parse(
    {
        "code": "fai",
        "items": [{"item": "fai.ytd", "method": "points"}],
        "red": {"n": 1},
        "black": {"n": 1},
    }
)
CATALOG = Catalog(
    units=tuple(
        Unit(f"J0{n}", name, "街道")
        for n, name in enumerate(["云溪街道", "望江街道", "柳林街道", "桥西街道"], 1)
    ),
    indicators=(
        Indicator("fai", "固定资产投资", "亿元", lead="J01"),
        Indicator("firms", "新增企业", "户", lead="J01"),
    ),
    boards=(BoardSpec("fai", "投资榜", "M", RULE),),
)
FIRST = ("云溪街道,9", "望江街道,7", "柳林街道,5", "桥西街道,3")


@pytest.fixture
def district(store: Store) -> Store:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    return store


def send(store: Store, *lines: str, period: str = "2026年10月") -> UploadRow:
    rows = [f"{unit},固定资产投资,{period},{v}" for unit, v in (s.split(",") for s in lines)]
    data = "\n".join(["单位,指标,报告期,数值", *rows]).encode()
    plan = upload.preview(store, data, "十月.csv", OPERATOR, today=date(2026, 11, 21))
    assert upload.commit(store, plan, operator("zhang"), "核对无误") is not None
    return upload.history(store, OPERATOR)[0]


def told(store: Store, row: UploadRow) -> list[tuple[str, str, str, str]]:
    return [(c.unit, c.old, c.new, c.cell) for c in receipt.changes(store, row)]


def test_changed_values_stand_before_new_ones(district: Store) -> None:
    first = send(district, "桥西街道,3")
    second = send(district, "云溪街道,9", "桥西街道,3.5")
    assert told(district, first) == [("J04", "", "3", "D2")]
    assert told(district, second) == [("J04", "3", "3.5", "D3"), ("J01", "", "9", "D2")]


def test_not_applicable_is_a_value_that_was_there(district: Store) -> None:
    send(district, "桥西街道,—")
    assert told(district, send(district, "桥西街道,4")) == [("J04", "—", "4", "D2")]


def test_the_old_value_is_the_last_one_that_nobody_took_back(district: Store) -> None:
    send(district, "桥西街道,3")
    wrong = send(district, "桥西街道,30")
    upload.undo(district, wrong.upload, operator("zhang"))
    right = send(district, "桥西街道,3.5")
    assert told(district, right) == [("J04", "3", "3.5", "D2")]
    assert told(district, wrong) == [("J04", "3", "30", "D2")]  # what it did is still told


def test_a_later_upload_does_not_change_the_receipt(district: Store) -> None:
    first = send(district, "桥西街道,3")
    send(district, "桥西街道,4")
    assert told(district, first) == [("J04", "", "3", "D2")]


def change(indicator: str, period: str) -> Change:
    return Change("J01", indicator, period, "ytd", "", "1", "", "")


def test_a_board_is_concerned_by_its_own_indicators_in_the_newest_period() -> None:
    found = [change("fai", "2026-09"), change("fai", "2026-10"), change("firms", "2026-11")]
    assert receipt.boards(CATALOG, found) == (("fai", Period(2026, 10)),)
    assert receipt.boards(CATALOG, [change("firms", "2026-11")]) == ()


def test_what_moved_is_told_unit_by_unit(district: Store) -> None:
    send(district, *FIRST)
    before = board.drawn(district, "fai", Period(2026, 10))
    send(district, "桥西街道,6")
    now = board.drawn(district, "fai", Period(2026, 10))
    moves = receipt.moves(before, now)
    assert sorted(moves.places) == [("J03", 3, 4), ("J04", 4, 3)]
    assert (moves.came, moves.went) == ((("black", "J03"),), (("black", "J04"),))
    assert receipt.moves(now, now) == Moves()
    assert Moves().none
