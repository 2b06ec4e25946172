"""The eight units with two boards, their people and their figures, ready to be published.

Cumulative investment (亿元) of July and August stands at 7/9 and 8/9 of September's, so places are
the same every month; `E` and `H` are black, `D` and `F` red (see eight_units).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from eight_units import CATALOG, EIGHT

from kpi.model import canon, panel
from kpi.model.catalog import Catalog, Setup
from kpi.model.period import Period
from kpi.model.person import Person, Role, person
from kpi.model.problem import Problem
from kpi.model.rule import parse
from kpi.model.sheet import Facts
from kpi.model.upload import Diff, Plan, Receipt
from kpi.service import publish
from kpi.store import catalog, observations
from kpi.store.engine import Act, Store

JULY, AUGUST, SEPTEMBER = (Period.parse(f"2026-0{n}") for n in (7, 8, 9))
TODAY = date(2026, 10, 15)
WANG = person("wang", "王审", Role.PUBLISHER)
ZHAO = person("zhao", "赵签", Role.PUBLISHER)
LI = person("li", "李报", Role.PREPARER, "B01", frozenset({"fai", "firms"}))
CHEN = person("chen", "陈联", Role.PREPARER, "E")  # the liaison of unit E
ROOT = person("root", "管理", Role.ADMIN)
LOOKER = person("liu", "刘看", Role.VIEWER)
GOAL = 0  # of the columns of EIGHT
Cell = tuple[str, str, str, str, float | None]  # unit, indicator, period, measure, value


def known(**rule: object) -> Catalog:
    """The catalog with a document behind both rules; `rule` replaces fields of board `fai`."""
    told = {"basis": "云调发〔2026〕3号"}
    boards = tuple(
        replace(b, rule=parse(b.rule.to_json() | told | (rule if b.code == "fai" else {})))
        for b in CATALOG.boards
    )
    return replace(CATALOG, boards=boards)


def rows(*months: str) -> list[Cell]:
    """Tasks and cumulative investment of these months, new enterprises of September."""
    found: list[Cell] = [(u, "fai", "2026", "target", float(EIGHT[u][GOAL])) for u in EIGHT]
    for month in months:
        share = int(month[-2:]) / 9
        found += [(u, "fai", month, "ytd", row[1] * share) for u, row in EIGHT.items()]
        if month == "2026-09":
            found += [(u, "firms", month, "ytd", float(row[3])) for u, row in EIGHT.items()]
            found += [(u, "firms", "2025-09", "ytd", float(row[4])) for u, row in EIGHT.items()]
    return found


def without(*units: str) -> list[Cell]:
    """September's figures, where these units have sent no investment."""
    return [r for r in rows("2026-09") if not (r[0] in units and r[1] == "fai" and r[3] == "ytd")]


def load(
    store: Store,
    cells: list[Cell],
    by: str = "li",
    name: str = "报表.xlsx",
    problems: tuple[Problem, ...] = (),
    notes: Mapping[str, str] | None = None,
) -> Receipt:
    """Store cells as an upload; their addresses are C2, C3, … of its sheet 数据."""
    frame = panel.of(
        {
            "unit": unit,
            "indicator": indicator,
            "period": period,
            "measure": measure,
            "value": value,
            "status": "not_applicable" if value is None else "reported",
            "sheet": "数据",
            "cell": f"C{n}",
        }
        for n, (unit, indicator, period, measure, value) in enumerate(cells, 2)
    )
    with store.read() as tx:
        stored = observations.read(tx, panel.Wanted())[[*panel.KEYS, "id"]]
    frame = frame.merge(stored.rename(columns={"id": "old_id"}), how="left", on=panel.KEYS)
    frame = frame.assign(change=frame["old_id"].notna().map({True: "changed", False: "new"}))
    frame["old_id"] = frame["old_id"].astype("object").where(frame["old_id"].notna(), None)
    data = f"{name} {cells!r}".encode()
    facts = Facts(canon.sha256(data), "xlsx", len(data))
    plan = Plan(data, name, facts, frame, problems, (), ("2026-09",), Diff())
    with store.write(by, Act.LOAD) as tx:
        return observations.write(tx, plan, notes=notes)


def teach(store: Store, setup: Catalog) -> None:
    """Take a catalog in."""
    with store.write("root", Act.CATALOG) as tx:
        catalog.write(tx, Setup(setup))


def filled(store: Store, *months: str, **rule: object) -> Store:
    """The district with figures of these months (September alone by default)."""
    teach(store, known(**rule))
    load(store, rows(*(months or ("2026-09",))))
    return store


def out(store: Store, period: Period = SEPTEMBER, reason: str = "", by: Person = WANG) -> int:
    """Publish board `fai` in one go; gives the edition's id."""
    made = publish.go(store, "fai", period, by, reason=reason, today=TODAY)
    assert made.seal is not None
    return made.seal.issue.edition


def codes(found: Iterable[Any]) -> list[str]:
    """The codes of obstacles or problems."""
    return [one.code for one in found]
