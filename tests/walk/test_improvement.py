"""A stated improvement is put into the data as an office would, and the unit leaves the list."""

from datetime import date
from pathlib import Path

import pytest

from kpi.model import told
from kpi.model.period import Period
from kpi.model.person import OPERATOR, operator
from kpi.service import board, upload
from kpi.service.stand import Live
from kpi.service.why import why
from kpi.store import engine

OCTOBER, TODAY = Period.parse("2026-10"), date(2026, 11, 21)
HEADINGS = {
    "fai.ytd": "固定资产投资累计(亿元)",
    "industry_va.yoy": "规上工业增加值同比增速(%)",
}


@pytest.fixture
def district(sample_folder: Path):
    opened = engine.open(f"sqlite:///{sample_folder / 'kpi.db'}", sample_folder)
    yield opened
    opened.close()


def report(store, name: str, key: str, value: float) -> None:
    """One corrected figure of October, as a file that an office sends."""
    text = f"云川区2026年1-10月补报表,\n统计期：,202610\n单位名称,{HEADINGS[key]}\n{name},{value}\n"
    plan = upload.preview(store, text.encode(), "补报.csv", OPERATOR, today=TODAY)
    assert [p.code for p in plan.problems if p.severity == "error"] == []
    assert upload.commit(store, plan, operator("D01")) is not None


def test_a_street_leaves_the_black_list_by_the_sum_that_its_drawer_names(district) -> None:
    # 桥西街道: 7.06 of 10.00; the line is 83.3 − 5 = 78.3 %, so 7.83 and 0.77 亿元 more
    edition = board.drawn(district, "fai", OCTOBER)
    found = why(Live(district), edition, "J08")
    assert [text.replace("\u2060", "") for text in told.exits(edition, found)] == [
        "再完成固定资产投资0.77亿元（到7.83亿元）可脱离黑榜，列第7位。"
    ]
    report(district, "桥西街道", "fai.ytd", 7.82)
    assert "J08" in {e.unit for e in board.drawn(district, "fai", OCTOBER).black()}
    report(district, "桥西街道", "fai.ytd", 7.83)
    after = board.drawn(district, "fai", OCTOBER)
    assert "J08" not in {e.unit for e in after.black()}
    assert after.entry("J08").rank == 7


@pytest.mark.parametrize("way", [0, 1])
def test_each_way_off_a_composite_list_holds_with_live_anchors(district, way: int) -> None:
    edition = board.drawn(district, "economy", OCTOBER)
    assert "J07" in {e.unit for e in edition.black()}
    found = why(Live(district), edition, "J07").ways[way]
    move = found.moves[0]
    report(district, edition.name("J07"), move.key, move.then)
    after = board.drawn(district, "economy", OCTOBER)
    assert "J07" not in {e.unit for e in after.black()}
    assert after.entry("J07").rank == found.rank
