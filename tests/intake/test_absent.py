"""One definition of absent: what UNITS_ABSENT names is what `diff.absent` counts values of."""

from dataclasses import replace
from typing import Any

import pandas as pd
from office import DISTRICT, TODAY, october

from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.plan import plan
from kpi.model import panel
from kpi.model.catalog import Catalog
from kpi.model.sheet import Facts, Reading, Sheet

FACTS = Facts("0" * 64, "xlsx", 1)
TOWNS = tuple(replace(u, group="镇") if u.name.endswith("镇") else u for u in DISTRICT.units)
GROUPED = Catalog(TOWNS, DISTRICT.indicators)


def store(*units: str, period: str = "2026-10") -> pd.DataFrame:
    return panel.of(
        {"unit": u, "indicator": "fai", "period": period, "measure": "ytd", "value": 5.0 + i}
        for i, u in enumerate(units)
    )


def told(sheet: Sheet, stored: pd.DataFrame, catalog: Catalog = DISTRICT) -> tuple[list[Any], int]:
    """The names of UNITS_ABSENT, and what the diff counts."""
    reading = Reading("十月.xlsx", b"x", FACTS, (sheet,))
    mapping = match(reading.sheets, catalog, name=reading.name, hint=None, today=TODAY)
    found, problems, skipped = check(reading.sheets, mapping, catalog, stored, today=TODAY)
    made = plan(reading, found, problems, skipped, stored, mapping, catalog=catalog)
    names = [dict(p.details)["names"] for p in made.problems if p.code == "UNITS_ABSENT"]
    return names, made.diff.absent


def test_an_absent_unit_is_named_and_its_stored_value_counted() -> None:
    rows = [["单位", "固投"], ["东关街道", 9], ["西关街道", 8], ["南桥镇", 7]]
    assert told(october(*rows), store("U1", "U2", "U3", "U4")) == (["北山镇"], 1)


def test_an_absent_unit_without_a_stored_value_is_named_only() -> None:
    rows = [["单位", "固投"], ["东关街道", 9], ["西关街道", 8], ["南桥镇", 7]]
    assert told(october(*rows), store("U1")) == (["北山镇"], 0)


def test_a_unit_with_a_faulty_value_or_a_blank_is_not_absent() -> None:
    rows = [
        ["单位", "固投"],
        ["东关街道", 9],
        ["西关街道", "错"],
        ["南桥镇", None],
        ["北山镇", "—"],
    ]
    assert told(october(*rows), store("U1", "U2", "U3", "U4")) == ([], 0)


def test_a_file_of_the_streets_does_not_lack_the_towns() -> None:
    rows = [["单位", "固投"], ["东关街道", 9], ["西关街道", 8]]
    assert told(october(*rows), store("U1", "U2", "U3", "U4"), GROUPED) == ([], 0)


def test_a_unit_whose_time_is_over_is_not_absent() -> None:
    ended = (*DISTRICT.units[:3], replace(DISTRICT.units[3], until="2026-06"))
    rows = [["单位", "固投"], ["东关街道", 9], ["西关街道", 8], ["南桥镇", 7]]
    known = Catalog(ended, DISTRICT.indicators)
    assert told(october(*rows), store("U1", "U2", "U3", "U4"), known) == ([], 0)


def test_another_period_does_not_count() -> None:
    rows = [["单位", "固投"], ["东关街道", 9], ["西关街道", 8], ["南桥镇", 7]]
    assert told(october(*rows), store("U4", period="2026-09")) == (["北山镇"], 0)
