"""The open cases: whole files against the values, outcomes and problems they must give."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kpi.intake.catalog import workbook as catalogs
from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.plan import plan
from kpi.intake.read import read
from kpi.model import panel
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.upload import Plan

CASES = Path(__file__).parents[2].parent / "shared" / "cases"
INTAKE = CASES / "intake"
TODAY = date(2026, 11, 21)
pytestmark = pytest.mark.skipif(not INTAKE.exists(), reason="the open cases are not here")


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def open_catalog() -> Catalog:
    path = INTAKE / "名录.xlsx"
    setup, problems = catalogs.read(read(path.read_bytes(), path.name).sheets)
    assert setup is not None, problems
    return setup.catalog


def planned(path: Path, known: Catalog) -> Plan:
    reading = read(path.read_bytes(), path.name)
    stored = panel.empty()
    mapping = match(reading.sheets, known, name=path.name, hint=None, today=TODAY)
    found, problems, skipped = check(reading.sheets, mapping, known, stored, today=TODAY)
    return plan(reading, found, problems, skipped, stored, mapping)


LAYOUTS = sorted((INTAKE / "layouts").glob("*.json"))


@pytest.mark.parametrize("about", LAYOUTS, ids=lambda p: p.stem)
def test_a_layout_gives_exactly_its_values_and_messages(about: Path) -> None:
    told: dict[str, Any] = json.loads(about.read_text("utf-8"))
    made = planned(about.with_name(told["file"]), open_catalog())
    wanted = {
        (r["unit_code"], r["indicator_code"], r["period"], r["sheet"], r["cell"]): float(
            r["value"] or "nan"
        )
        for r in rows(about.with_name(f"{about.stem}.expected.csv"))
    }
    names = ["unit", "indicator", "period", "sheet", "cell"]
    keys = list(made.panel[names].itertuples(index=False, name=None))
    found = dict(zip(keys, made.panel["value"].tolist(), strict=True))
    assert found == pytest.approx(wanted, abs=1e-6, nan_ok=True)
    said = {
        (p.code, p.cell.sheet if p.cell else p.sheet, p.cell.address if p.cell else None)
        for p in made.problems
    }
    expected = told["expect"]
    assert {(m["code"], m["sheet"], m["cell"]) for m in expected["messages"]} <= said
    assert made.outcome == expected["outcome"]


FILES = [r for r in rows(INTAKE / "cases.csv") if r["outcome"] in ("accept", "reject_cells")]


@pytest.mark.parametrize("case", FILES, ids=lambda r: r["file"])
def test_a_file_gives_its_outcome_and_names_its_cells(case: dict[str, str]) -> None:
    made = planned(INTAKE / "files" / case["file"], open_catalog())
    errors = sorted(f"{p.cell}:{p.code}" for p in made.problems if p.severity == "error")
    assert errors == sorted(filter(None, case["cells"].split(";")))
    assert (made.panel["status"] == "reported").sum() == int(case["n_values"])
    assert {p.code for p in made.problems} >= set(filter(None, [case["codes"]]))
    assert made.outcome == case["outcome"].partition("_")[0]


REAL = sorted(p for p in (CASES / "real").glob("*") if p.name != "SOURCES.csv")


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name)
def test_a_strange_file_ends_in_a_plain_problem(path: Path) -> None:
    made = planned(path, open_catalog())
    assert (len(made.panel), made.outcome) == (0, "refuse")
    assert {p.code for p in made.problems if p.severity == "error"} == {"HEADER_NOT_FOUND"}


def test_a_statistics_export_loads_with_a_catalog_that_knows_it() -> None:
    path = next(p for p in REAL if "分省年度数据" in p.name)
    sheet = read(path.read_bytes(), path.name).sheets[0]
    names = [sheet[r, 0].text for r in range(4, 35)]
    units = tuple(Unit(f"P{i}", name, "省") for i, name in enumerate(names))
    known = Catalog(units, (Indicator("gdp", "地区生产总值", "亿元", freq="Y"),))
    made = planned(path, known)
    assert (made.outcome, len(made.panel)) == ("accept", 31 * 5)
    first = made.panel.iloc[0]
    assert (first["period"], first["value"], first["cell"]) == ("2019", 35371.28, "B5")
