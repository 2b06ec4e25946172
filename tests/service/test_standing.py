"""Values that stand still while a board is signed (V20), and after it was published (V24)."""

from datetime import date
from io import BytesIO

import pytest
import xlsxwriter

from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.model.problem import Refused
from kpi.model.round import Round, State
from kpi.model.rule import parse
from kpi.service import upload
from kpi.store import catalog, rounds
from kpi.store.engine import Act, Store

TODAY, OCTOBER = date(2026, 11, 21), Period.parse("2026-10")
RULE = {"schema": 1, "code": "main", "items": [{"item": "fai", "method": "points"}]}
CATALOG = Catalog(
    (Unit("J01", "云溪街道", "街道"), Unit("J02", "望江街道", "街道")),
    (Indicator("fai", "固定资产投资", "亿元"), Indicator("retail", "社会消费品零售总额", "亿元")),
    (BoardSpec("main", "固投榜", "M", parse(RULE)),),
)


def workbook(first: float, head: str = "固定资产投资") -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("十月")
        for row, line in enumerate([["2026年10月"], ["单位", head], ["云溪街道", first]]):
            sheet.write_row(row, 0, line)
        sheet.write_row(3, 0, ["望江街道", 8])
    return out.getvalue()


@pytest.fixture
def district(store: Store) -> Store:
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    upload.commit(store, plan(store, 9), operator("zhangsan"))
    return store


def plan(store: Store, first: float, head: str = "固定资产投资") -> upload.Plan:
    return upload.preview(store, workbook(first, head), "十月.xlsx", OPERATOR, today=TODAY)


def move(store: Store, state: State, *reopened: str) -> None:
    with store.write("lisi", Act.FREEZE) as tx:
        rounds.put(tx, Round("main", OCTOBER, state, reopened=reopened, frozen_by="lisi"))


def told(made: upload.Plan) -> list[tuple[str, str]]:
    codes = ("PERIOD_LOCKED", "REVISES_PUBLISHED")
    return [(str(p.cell), p.sentence()) for p in made.problems if p.code in codes]


def test_a_value_of_a_frozen_period_is_refused_at_its_cell(district: Store) -> None:
    move(district, State.FROZEN)
    made = plan(district, 9.5)
    assert told(made) == [("十月!B3", "2026-10已由lisi锁定。")]
    assert made.outcome == "reject"


def test_a_file_that_changes_nothing_of_it_is_not_refused(district: Store) -> None:
    move(district, State.FROZEN)
    assert told(plan(district, 9)) == []


def test_an_indicator_that_was_returned_is_open_again(district: Store) -> None:
    move(district, State.FROZEN, "fai")
    assert told(plan(district, 9.5)) == []


def test_an_indicator_of_no_frozen_board_is_open(district: Store) -> None:
    move(district, State.FROZEN)
    assert told(plan(district, 9.5, "社会消费品零售总额")) == []


def test_a_period_frozen_after_the_preview_is_refused_at_the_last_moment(district: Store) -> None:
    made = plan(district, 9.5)
    move(district, State.FROZEN)
    with pytest.raises(Refused) as caught:
        upload.commit(district, made, operator("zhangsan"))
    assert [p.code for p in caught.value.problems] == ["PERIOD_LOCKED"]
