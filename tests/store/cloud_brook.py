"""云溪区, a small invented district, and uploads for it."""

from dataclasses import replace
from typing import Any

import pandas as pd

from kpi.model import canon, panel
from kpi.model.catalog import Alias, Basis, BoardSpec, Catalog, Indicator, Target, Unit
from kpi.model.measure import Measure, Status
from kpi.model.rule import parse
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan, Receipt
from kpi.store import observations
from kpi.store.engine import Act, Store, Tx

CATALOG = Catalog(
    units=(
        Unit("J01", "长安路街道", "街道", "街道"),
        Unit("J02", "望江街道", "街道", "街道"),
        Unit("B01", "区发展和改革局", "部门", "部门"),
    ),
    indicators=(
        Indicator("fai", "固定资产投资", "亿元", lead="B01"),
        Indicator("firms", "新增注册企业", "户", measure=Measure.MONTH, decimals=0, lead="B01"),
    ),
)
RULE = parse(
    {
        "code": "invest",
        "items": [{"item": "fai.completion", "method": "ratio"}],
        "red": {"n": 2, "when": [["fai.completion", ">=", "progress"]]},
        "groups": {"街道": {"red": {"n": 1}}},
    }
)
FAI, FIRMS = CATALOG.indicators
FULL = Catalog(
    units=(
        *CATALOG.units,
        Unit("J03", "柳林镇", "镇", "镇", "Liulin", ("柳林", "柳林乡"), "", "2025-12", "撤镇"),
        Unit("J03", "柳林街道", "街道", "街道", since="2026-01"),
    ),
    indicators=(
        replace(FAI, basis=Basis.NOMINAL, low=0.0, high=500.5, jan_feb_merged=True, lead="B01"),
        replace(
            FIRMS,
            measure=Measure.YOY,
            monthly_growth=True,
            aliases=("新设企业",),
            category="营商",
            ranked=False,
        ),
    ),
    boards=(BoardSpec("invest", "投资榜", "M", RULE, ("街道",), "leaders", "Investment"),),
    aliases=(Alias("indicator", "固投", "fai"), Alias("group", "街办", "街道")),
)
GOALS = (
    Target("J01", "fai", "2026", 60.5, document="云溪发〔2026〕3号", sheet="目标", cell="D2"),
    Target("J01", "fai", "2026", 66.0, "stretch", sheet="目标", cell="D3"),
    Target("J02", "fai", "2026", None, sheet="目标", cell="D4"),
)
Rows = list[tuple[str, str, str, float | None]]


def plan_of(tx: Tx, name: str, rows: Rows, measure: str = "ytd") -> Plan:
    """What a preview would say of a file with these rows: unit, indicator, period, value or None
    for `—`. Cells are C2, C3, … of its sheet 数据.
    """
    frame = panel.of(
        {
            "unit": unit,
            "indicator": indicator,
            "period": period,
            "measure": measure,
            "value": value,
            "status": str(Status.NOT_APPLICABLE if value is None else Status.REPORTED),
            "sheet": "数据",
            "cell": f"C{n}",
        }
        for n, (unit, indicator, period, value) in enumerate(rows, 2)
    )
    stored = observations.read(tx, panel.Wanted())[[*panel.KEYS, "id", "value", "status"]]
    old: dict[str, Any] = {"id": "old_id", "value": "old_value", "status": "old_status"}
    frame = frame.merge(stored.rename(columns=old), how="left", on=panel.KEYS)
    same = (frame["value"] == frame["old_value"]) | frame["value"].isna()
    same &= frame["status"] == frame["old_status"]
    change = same.map({True: "unchanged", False: "changed"}).where(frame["old_id"].notna(), "new")
    frame = frame.assign(change=change)
    data = f"{name} {rows!r}".encode()
    periods = tuple(sorted(set(frame["period"])))
    facts = Facts(canon.sha256(data), "xlsx", len(data))
    return Plan(data, name, facts, frame, (), (), periods, Diff())


def values(frame: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Value by unit and period."""
    return {(r.unit, r.period): r.value for r in frame.itertuples()}


def load(store: Store, name: str, rows: Rows, measure: str = "ytd") -> Receipt:
    """Preview and store at once, in the name of zhangsan."""
    with store.read() as tx:
        plan = plan_of(tx, name, rows, measure)
    with store.write("zhangsan", Act.LOAD) as tx:
        return observations.write(tx, plan)
