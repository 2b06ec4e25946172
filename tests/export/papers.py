"""Editions for papers: invented units of 云溪区, two indicators, a rule; as hostile as asked."""

from dataclasses import replace
from datetime import UTC, date, datetime

from kpi.model import panel
from kpi.model.catalog import Basis, BoardSpec, Catalog, Indicator, Unit
from kpi.model.edition import Edition
from kpi.model.evidence import Cell
from kpi.model.measure import Measure, Status
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.service import board as boards
from kpi.service import paper

AUGUST, SEPTEMBER = Period.parse("2026-08"), Period.parse("2026-09")
# target, cumulative investment now and in August (亿元), growth of industry (%)
EIGHT = {
    "A": (12.0, 9.3, 8.1, 8.9),
    "B": (8.0, 5.7, 5.0, 6.2),
    "C": (20.0, 13.6, 12.2, 4.0),
    "D": (5.0, 4.4, 3.6, 7.5),
    "E": (6.0, 3.9, 3.5, -2.1),
    "F": (15.0, 11.8, 10.0, 6.2),
    "G": (9.0, 6.9, 6.2, 5.5),
    "H": (3.0, 2.0, 1.8, 0.0),
}
NAMES = {
    "A": "长安路街道",
    "B": "青云街道",
    "C": "高新园街道",
    "D": "望江街道",
    "E": "桥西街道",
    "F": "东风街道",
    "G": "南湖街道",
    "H": "柳林街道",
}
RATIO = {
    "item": "fai.completion",
    "weight": 60,
    "method": "ratio",
    "params": {"target": "progress"},
}
GROWN = {"item": "industry.yoy", "weight": 40, "method": "efficacy"}
RULE = {
    "items": [RATIO, GROWN],
    "decimals": {"fai.completion": 1, "industry.yoy": 1, "progress": 1},
    "red": {"n": 2},
    "black": {"n": 2},
    "basis": "云溪调〔2026〕3号",
}


def made(rows=None, names=NAMES, periods=(AUGUST, SEPTEMBER), title="主要经济指标红黑榜", **rule):
    """A trial with evidence; `rows` give (target, now, August, growth), None is not reported."""
    rows = EIGHT if rows is None else rows
    given = {"code": "main", **RULE, **rule}
    spec = BoardSpec("main", title, "M", parse(given), name_en="Main board")
    catalog = Catalog(
        units=(
            *(Unit(u, names.get(u, f"{u}街道"), "街道", name_en=f"{u} Road") for u in rows),
            Unit("T01", "区统计局", "—"),
        ),
        indicators=(
            Indicator("fai", "固定资产投资", "亿元", lead="T01", sponsor="常务副区长"),
            Indicator(
                "industry",
                "规上工业增加值",
                "%",
                measure=Measure.YOY,
                basis=Basis.CONSTANT_PRICE,
                decimals=1,
                lead="T01",
                sponsor="分管工业副区长",
                definition="年主营业务收入2000万元及以上",
            ),
        ),
        boards=(spec,),
    )
    cells = []
    for unit, (goal, now, before, growth) in rows.items():
        for code, period, measure, value in (
            ("fai", "2026", "target", goal),
            ("fai", "2026-09", "ytd", now),
            ("fai", "2026-08", "ytd", before),
            ("industry", "2026-09", "yoy", growth),
            ("industry", "2026-08", "yoy", growth),
        ):
            row = {"unit": unit, "indicator": code, "period": period, "measure": measure}
            if value is not None and Period.parse(period) in (*periods, Period(2026, 1, "Y")):
                cells.append({**row, "value": value})
    frame = panel.of(cells)
    edition = boards.edition(spec, catalog, list(periods), frame)
    found = paper.evidence(edition, list(periods), frame)
    origins = tuple(
        Cell(
            row["unit"],
            row["indicator"],
            Measure(row["measure"]),
            Period.parse(row["period"]),
            row["value"],
            Status.REPORTED,
            "2026年9月报表.xlsx",
            "固定资产投资",
            f"C{n}",
            "统计员",
            datetime(2026, 10, 9, 2, 30, tzinfo=UTC),
            n,
            "3f9c21ab" * 8,
        )
        for n, row in enumerate(cells, 1)
    )
    return replace(edition, evidence=replace(found, cells=origins))


def issued(edition: Edition, **fields) -> Edition:
    """The same as a published edition."""
    given = Paper(
        document="云溪办发〔2026〕12号",
        audience="区级领导、各单位",
        office="云溪区经济运行调度办公室",
        issued=date(2026, 10, 12),
        until=date(2026, 10, 9),
        reply_days=5,
        reply_until=date(2026, 10, 19),
    )
    hash_ = "3f9c21ab" + "0" * 56
    return replace(edition, state="published", number=9, hash=hash_, paper=replace(given, **fields))


def crowd(count: int) -> dict[str, tuple[float | None, ...]]:
    """Many units, each other than the one before."""
    return {
        f"U{n:03d}": (10.0, 3.0 + n * 5.0 / count, 2.9, -3.0 + n * 12.0 / count)
        for n in range(count)
    }


HOSTILE = {
    "A": "=cmd|' /C calc'!A0",
    "B": "<b>粗</b>&P",
    "C": "\u202e道街反",
    "D": "退格\x08街道",
    "E": "<r><t>富</t></r>",
    "F": "😀街道\ud800",
    "G": "四十字" * 13 + "街",
    "H": "https://example.org/x",
}
STRANGE = {
    "hostile names": {"names": HOSTILE, "title": "=1+1<榜>&[1]:*?/\\"},
    "one unit": {"rows": {"A": EIGHT["A"]}},
    "two units": {"rows": {u: EIGHT[u] for u in "AB"}},
    "300 units": {"rows": crowd(300)},
    "all tied": {"rows": dict.fromkeys("ABCDEFGH", (10.0, 7.0, 6.0, 5.0))},
    "nobody black": {"black": {"when": [["fai.completion", "<", 1]]}},
    "no period before": {"periods": (SEPTEMBER,)},
    "nothing reported": {"rows": dict.fromkeys("ABCDEFGH", (10.0, None, 5.0, None))},
    "growth below zero": {
        "items": [{"item": "industry.yoy", "method": "points"}],
        "rows": {u: (*row[:3], row[3] - 10) for u, row in EIGHT.items()},
    },
    "target 0": {"rows": EIGHT | {"H": (0.0, 2.0, 1.8, 0.0)}},
    "some missing": {"rows": EIGHT | {"C": (20.0, None, 12.2, 4.0), "G": (None, 6.9, 6.2, None)}},
    "geometric": {"aggregate": "geometric", "items": [RATIO, GROWN]},
    "rank sum": {
        "aggregate": "rank_sum",
        "best": "low",
        "items": [{"item": "fai.completion"}, {"item": "industry.yoy"}],
    },
    "blocks": {
        "items": [RATIO | {"block": "invest"}, GROWN | {"block": "grow"}],
        "blocks": {"invest": {"weight": 3}, "grow": {"weight": 1, "aggregate": "sum"}},
    },
}
