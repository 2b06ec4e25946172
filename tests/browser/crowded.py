"""A district with forty units in one group, some with long names: what a screen must hold."""

from pathlib import Path

from kpi.model import panel
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan
from kpi.store import catalog, engine, observations
from kpi.store.engine import Act
from kpi.store.migrate import migrate

UNITS = 40
ITEMS = {"speed": "办理时限压缩率", "praise": "好评率", "online": "一网通办率"}
RULE = {
    "code": "forty",
    "basis": "云溪发〔2026〕1号",
    "items": [{"item": f"{code}.level", "method": "minmax", "weight": 1} for code in ITEMS],
    "red": {"n": 8},
    "black": {"n": 8},
}


def name(n: int) -> str:
    """Every fourth unit has the longest name that an office of a district has."""
    return f"区人力资源和社会保障局{n}所" if n % 4 == 0 else f"云溪{n}街道"


def fill(folder: Path) -> None:
    """Put the district into an empty folder: three months, unit 1 leads and unit 40 is last."""
    store = engine.open(f"sqlite:///{folder / 'kpi.db'}", folder)
    migrate(store)
    known = Catalog(
        tuple(Unit(f"U{n:02d}", name(n), "服务窗口") for n in range(1, UNITS + 1)),
        tuple(Indicator(c, n, "%", measure=Measure.LEVEL) for c, n in ITEMS.items()),
        (BoardSpec("forty", "政务服务红黑榜", "M", parse(RULE)),),
    )
    with store.write("tests", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))
    rows = panel.of(
        {
            "unit": f"U{n:02d}",
            "indicator": code,
            "period": str(Period.parse("2026-10").shift(-back)),
            "measure": "level",
            "value": 99.0 - n - back / 10,
            "sheet": "表",
            "cell": f"C{n + 2}",
            "change": "new",
            "old_value": None,
            "old_status": None,
            "old_id": None,
        }
        for n in range(1, UNITS + 1)
        for code in ITEMS
        for back in range(3)
    )
    facts = Facts("0" * 64, "xlsx", 5)
    plan = Plan(b"forty", "十月.xlsx", facts, rows, (), diff=Diff(len(rows)))
    with store.write("tests", Act.LOAD) as tx:
        observations.write(tx, plan)
    store.close()
