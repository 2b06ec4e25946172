"""An invented district's store and sheets typed as rows, for the tests of repairs and memory."""

import hashlib
from datetime import date
from typing import Any

from kpi.model.catalog import Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.person import OPERATOR
from kpi.model.repair import Repair
from kpi.model.sheet import Facts, Reading, Sheet, grid
from kpi.model.upload import Plan
from kpi.service import upload
from kpi.store import catalog
from kpi.store.engine import Act, Store

TODAY = date(2026, 11, 21)
UNITS = (
    Unit("J01", "云溪街道", "街道"),
    Unit("J02", "望江街道", "街道"),
    Unit("J03", "松林街道", "街道"),
)
INDICATORS = (
    Indicator("fai", "固定资产投资", "亿元", low=0, high=500),
    Indicator("retail", "社会消费品零售总额", "亿元"),
    Indicator("rate", "办件好评率", "%", measure=Measure.LEVEL, low=0, high=100, decimals=1),
)
KNOWN = Catalog(units=UNITS, indicators=INDICATORS)


def stock(store: Store, known: Catalog = KNOWN) -> Store:
    """The store with a catalog."""
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))
    return store


def reading(*rows: list[Any], name: str = "报表.xlsx", sheet: str = "数据") -> Reading:
    """One typed sheet as if it had been read from a file; the bytes are those of its rows."""
    return together(Sheet(sheet, grid(list(rows))), name=name, data=repr((name, rows)).encode())


def together(*sheets: Sheet, name: str = "报表.xlsx", data: bytes = b"typed") -> Reading:
    """Sheets as one file."""
    facts = Facts(hashlib.sha256(data).hexdigest(), "xlsx", len(data))
    return Reading(name, data, facts, sheets)


def plan(store: Store, read: Reading, *repairs: Repair, hint: Period | None = None) -> Plan:
    """What the file would change with these repairs."""
    return upload.judge(store, read, OPERATOR, today=TODAY, hint=hint, repairs=repairs)


def values(found: Plan) -> set[tuple[Any, ...]]:
    """unit, indicator.measure, period, value (None for —)."""
    rows = found.panel[found.panel["status"] != "not_reported"].to_dict("records")
    return {
        (
            r["unit"],
            f"{r['indicator']}.{r['measure']}",
            r["period"],
            r["value"] if r["status"] == "reported" else None,
        )
        for r in rows
    }


def codes(found: Plan, severity: str = "error") -> list[str]:
    """The codes of the problems of a severity, in their order."""
    return [p.code for p in found.problems if p.severity == severity]
