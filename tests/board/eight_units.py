"""The eight units of the domain: their catalog, two boards, two months of figures."""

import pandas as pd

from kpi.model import panel
from kpi.model.catalog import Basis, BoardSpec, Catalog, Indicator, Unit
from kpi.model.period import Period
from kpi.model.rule import parse

# unit: target, cumulative investment now and a year ago (亿元), new enterprises now and then
EIGHT = {
    "A": (12, 9.3, 8.6, 820, 760),
    "B": (8, 5.7, 5.6, 640, 655),
    "C": (20, 13.6, 13.9, 1310, 1180),
    "D": (5, 4.4, 3.3, 410, 350),
    "E": (6, 3.9, 3.9, 365, 372),
    "F": (15, 11.8, 10.6, 980, 915),
    "G": (9, 6.9, 6.6, 700, 690),
    "H": (3, 2.0, 1.2, 96, 60),
}
SEPTEMBER, AUGUST = Period.parse("2026-09"), Period.parse("2026-08")
PLACE_AND_GATE = BoardSpec(
    "fai",
    "投资完成进度榜",
    "M",
    parse(
        {
            "code": "fai",
            "items": [{"item": "fai.completion", "method": "points"}],
            "decimals": {"fai.completion": 1},
            "score_decimals": 1,
            "red": {"n": 2, "when": [["fai.completion", ">=", "progress"]]},
            "black": {
                "n": 2,
                "when": [["fai.completion", "<", {"fact": "progress", "plus": -5}]],
            },
        }
    ),
)
TWO = BoardSpec(
    "two",
    "综合榜",
    "M",
    parse(
        {
            "code": "two",
            "items": [
                {
                    "item": "fai.completion",
                    "weight": 60,
                    "method": "ratio",
                    "params": {"target": "progress"},
                },
                {"item": "firms.yoy", "weight": 40, "method": "minmax"},
            ],
            "decimals": {"fai.completion": 1, "firms.yoy": 1},
            "red": {"n": 1},
            "black": {"n": 1},
        }
    ),
)
CATALOG = Catalog(
    units=tuple(Unit(u, f"{u}街道", "街道") for u in EIGHT),
    indicators=(
        Indicator("fai", "固定资产投资", "亿元", jan_feb_merged=True),
        Indicator("firms", "新增注册企业", "户", basis=Basis.NOMINAL, decimals=0),
    ),
    boards=(PLACE_AND_GATE, TWO),
)


def cells(**changed: float) -> pd.DataFrame:
    """The example's panel for August and September; `changed` replaces August's values."""
    rows = []
    for unit, (goal, now, then, firms, firms_then) in EIGHT.items():
        for code, period, measure, value in [
            ("fai", "2026-09", "ytd", now),
            ("fai", "2026-08", "ytd", changed.get(unit, now * 8 / 9)),
            ("fai", "2025-09", "ytd", then),
            ("fai", "2026", "target", goal),
            ("firms", "2026-09", "ytd", firms),
            ("firms", "2025-09", "ytd", firms_then),
        ]:
            rows.append(
                {
                    "unit": unit,
                    "indicator": code,
                    "period": period,
                    "measure": measure,
                    "value": float(value),
                }
            )
    return panel.of(rows)
