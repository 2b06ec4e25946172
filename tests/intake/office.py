"""An invented district's catalog and sheets typed as rows, for the tests of match and check."""

from datetime import date
from typing import Any

import pandas as pd

from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.table.mapping import Mapping
from kpi.model import panel
from kpi.model.catalog import Basis, Catalog, Indicator, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.problem import Problem
from kpi.model.sheet import Sheet, grid

TODAY = date(2026, 11, 21)
DISTRICT = Catalog(
    units=(
        Unit("U1", "东关街道", "镇街", aliases=("东关",)),
        Unit("U2", "西关街道", "镇街"),
        Unit("U3", "南桥镇", "镇街"),
        Unit("U4", "北山镇", "镇街"),
    ),
    indicators=(
        Indicator(
            "fai", "固定资产投资", "亿元", low=0, high=500, basis=Basis.NOMINAL, aliases=("固投",)
        ),
        Indicator("retail", "社会消费品零售总额", "亿元", aliases=("社零",), jan_feb_merged=True),
        Indicator(
            "firms", "新增注册企业", "户", measure=Measure.MONTH, decimals=0, aliases=("新增企业",)
        ),
        Indicator("industry", "规上工业增加值增速", "%", measure=Measure.YOY, decimals=1, high=300),
        Indicator("online", "一网通办率", "%", measure=Measure.LEVEL, low=0, high=100, decimals=1),
        Indicator("gdp", "地区生产总值", "亿元", freq="Q"),
    ),
)


def sheet(rows: list[list[Any]], name: str = "数据", **facts: Any) -> Sheet:
    """A sheet from typed rows; `facts` are merges, hidden rows and the like."""
    return Sheet(name, grid(rows), **facts)


def mapped(*sheets: Sheet, name: str = "x.xlsx", hint: Period | None = None) -> Mapping:
    """What match makes of the sheets with the invented catalog."""
    return match(sheets, DISTRICT, name=name, hint=hint, today=TODAY)


def read(
    *sheets: Sheet,
    name: str = "x.xlsx",
    hint: Period | None = None,
    stored: pd.DataFrame | None = None,
    catalog: Catalog = DISTRICT,
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Panel and problems of the sheets."""
    mapping = match(sheets, catalog, name=name, hint=hint, today=TODAY)
    known = panel.empty() if stored is None else stored
    found, problems, _ = check(sheets, mapping, catalog, known, today=TODAY)
    return found, problems


def values(found: pd.DataFrame) -> set[tuple[Any, ...]]:
    """The rows flat: unit, indicator, measure, period, value, cell."""
    columns = ["unit", "indicator", "measure", "period", "value", "cell"]
    return set(found[columns].itertuples(index=False, name=None))


def places(problems: tuple[Problem, ...], *codes: str) -> list[tuple[str, str]]:
    """Cell (or sheet) and code of each problem, of these codes if any are named."""
    return [
        (p.cell.address if p.cell else p.sheet or "", p.code)
        for p in problems
        if not codes or p.code in codes
    ]


def october(*rows: list[Any]) -> Sheet:
    """A sheet with the title of October 2026 above its rows."""
    return sheet([["云溪区2026年10月主要指标"], *rows])
