"""A district of 20 units and 10 indicators to measure with; an upload is a month of 200 values."""

from pathlib import Path

from kpi.model import canon, panel
from kpi.model.catalog import BoardSpec, Catalog, Indicator, Setup, Unit
from kpi.model.measure import Measure
from kpi.model.panel import Wanted
from kpi.model.period import Period
from kpi.model.rule import parse
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan
from kpi.store import catalog, engine, observations
from kpi.store.engine import Act, Store
from kpi.store.migrate import migrate

UNITS, INDICATORS = 20, 10
ROWS = UNITS * INDICATORS
FIRST = Period.parse("2010-01")
CODES = tuple(f"i{n:02d}" for n in range(INDICATORS))
RULE = {
    "code": "b",
    "basis": "云溪发〔2010〕1号",
    "items": [
        {"item": f"{c}.level", "method": "minmax", "weight": n + 1} for n, c in enumerate(CODES)
    ],
    "red": {"n": 3},
    "black": {"n": 3},
}


def made(url: str, folder: Path) -> Store:
    """A migrated store that knows the district and its board `b`."""
    store = engine.open(url, folder)
    migrate(store)
    named(store)
    return store


def named(store: Store) -> None:
    """Put the district's catalog into an empty store."""
    known = Catalog(
        tuple(Unit(f"U{n:02d}", f"单位{n}", "组") for n in range(UNITS)),
        tuple(Indicator(c, f"指标{c}", "%", measure=Measure.LEVEL, decimals=6) for c in CODES),
        (BoardSpec("b", "榜", "M", parse(RULE), audience="internal"),),
    )
    with store.write("admin", Act.CATALOG) as tx:
        catalog.write(tx, Setup(known))


def month(period: Period, value: float, name: str) -> Plan:
    """A file with `value` plus a little per unit for every cell of one month."""
    frame = panel.of(
        {
            "unit": f"U{u:02d}",
            "indicator": code,
            "period": str(period),
            "measure": "level",
            "value": value + u / 100,
            "sheet": "数据",
            "cell": f"C{3 + u}",
            "change": "new",
            "old_value": None,
            "old_status": None,
            "old_id": None,
        }
        for code in CODES
        for u in range(UNITS)
    )
    data = f"{name} {period} {value}".encode()
    facts = Facts(canon.sha256(data), "xlsx", len(data))
    return Plan(data, name, facts, frame, (), (), (str(period),), Diff(ROWS))


def sent(store: Store, plan: Plan, by: str) -> int:
    """Store a month as a confirmed preview would, over whatever stands; gives the upload."""
    with store.read() as tx:
        wanted = Wanted(periods=plan.periods, indicators=CODES)
        stands = dict(_owners(observations.read(tx, wanted)))
    keys = zip(plan.panel["unit"], plan.panel["indicator"], strict=True)
    seen = [stands.get(key) for key in keys]
    changes = ["new" if s is None else "changed" for s in seen]
    plan.panel["old_id"], plan.panel["change"] = seen, changes
    with store.write(by, Act.LOAD) as tx:
        return observations.write(tx, plan).upload


def _owners(frame: object) -> list[tuple[tuple[str, str], object]]:
    rows = frame.itertuples()  # type: ignore[attr-defined]
    return [((r.unit, r.indicator), r.id) for r in rows]
