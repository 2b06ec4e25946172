"""What came, what is late and what is missing, from stored uploads, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from kpi.model.catalog import Catalog, Indicator, Setup, Unit
from kpi.model.due import Due, State
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.service import due, upload
from kpi.store import catalog
from kpi.store.engine import Act, Store

CATALOG = Catalog(
    units=(
        Unit("J01", "云溪街道", "街道"),
        Unit("J02", "望江街道", "街道"),
        Unit("B01", "发展改革局", "—"),
        Unit("B02", "商务局", "—"),
    ),
    indicators=(
        Indicator("fai", "固定资产投资", "亿元", lead="B01"),
        Indicator("online", "网上零售额", "亿元", lead="B02", due_day=5),
    ),
)
OCTOBER = Period(2026, 10)
TODAY = date(2026, 11, 21)
Send = Callable[..., int]


@pytest.fixture
def district(store: Store) -> Store:
    """Its clock stands at 2026-11-10 in China."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(CATALOG))
    return store


def send(store: Store, *lines: str) -> int:
    data = "\n".join(["单位,指标,报告期,数值", *lines]).encode()
    plan = upload.preview(store, data, f"{len(data)}.csv", OPERATOR, today=TODAY)
    receipt = upload.commit(store, plan, operator("zhang"), "核对无误")
    assert receipt is not None
    return receipt.upload


def of(store: Store, code: str, today: date = TODAY) -> Due:
    found = due.dues(store, [OCTOBER], today)[OCTOBER]
    return next(d for d in found if d.indicator.code == code)


def test_figures_come_unit_by_unit(district: Store) -> None:
    assert (of(district, "fai").state, of(district, "fai").late) == (State.OPEN, True)
    send(district, "云溪街道,固定资产投资,2026年10月,3")
    assert (of(district, "fai").state, of(district, "fai").reported) == (State.PART, 1)
    last = send(district, "望江街道,固定资产投资,2026年10月,—")
    fai = of(district, "fai")
    assert (fai.state, fai.late, fai.reported) == (State.CAME, False, 2)
    assert fai.last is not None
    assert fai.last.upload == last


def test_a_revision_later_does_not_make_figures_late(district: Store) -> None:
    first = send(
        district, "云溪街道,固定资产投资,2026年10月,3", "望江街道,固定资产投资,2026年10月,4"
    )
    send(district, "云溪街道,固定资产投资,2026年10月,3.5")
    fai = of(district, "fai")
    assert fai.last is not None
    assert fai.last.upload == first


def test_what_was_taken_back_never_came(district: Store) -> None:
    first = send(district, "云溪街道,固定资产投资,2026年10月,3")
    second = send(district, "云溪街道,固定资产投资,2026年10月,3.5")
    upload.undo(district, first, operator("zhang"))
    only = of(district, "fai").last
    assert only is not None
    assert only.upload == second
    upload.undo(district, second, operator("zhang"))
    assert (of(district, "fai").reported, of(district, "fai").last) == (0, None)


def test_figures_of_its_own_day_count(district: Store) -> None:
    send(
        district, "云溪街道,网上零售额,2026年9月,1", "望江街道,网上零售额,2026年9月,1"
    )  # the board begins on 10 November
    send(district, "云溪街道,网上零售额,2026年10月,1", "望江街道,网上零售额,2026年10月,1")
    online = of(district, "online")
    assert online.day == date(2026, 11, 6)
    assert (online.state, online.late) == (State.CAME, False)  # begun after that day


def test_the_calls_name_what_each_office_owes(district: Store) -> None:
    send(district, "云溪街道,固定资产投资,2026年10月,3")
    found = due.dues(district, [OCTOBER], TODAY)[OCTOBER]
    assert due.calls(CATALOG, found) == (
        "发展改革局：固定资产投资缺望江街道\n商务局：网上零售额全部未报（2个单位）"
    )
    told = due.missing_csv(CATALOG, found).decode("utf-8-sig").splitlines()
    assert told == [
        "牵头单位,指标,报告期,截止日,未报单位,口径",
        "发展改革局,固定资产投资,2026-10,2026-11-11,望江街道,累计",
        "商务局,网上零售额,2026-10,2026-11-06,云溪街道,累计",
        "商务局,网上零售额,2026-10,2026-11-06,望江街道,累计",
    ]


def test_a_cell_that_a_spreadsheet_would_run_stays_text(district: Store) -> None:
    units = (replace(CATALOG.units[0], name="=云溪"), *CATALOG.units[1:])
    found = due.dues(district, [OCTOBER], TODAY)[OCTOBER]
    assert "'=云溪" in due.missing_csv(replace(CATALOG, units=units), found).decode()


def test_own_offices_stand_first(district: Store) -> None:
    found = due.dues(district, [OCTOBER], TODAY)[OCTOBER]
    assert list(due.by_lead(found)) == ["B01", "B02"]
    assert list(due.by_lead(found, ["B02"])) == ["B02", "B01"]
