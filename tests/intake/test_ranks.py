"""Given places against the values beside them (V15)."""

from dataclasses import replace
from typing import Any

import pandas as pd
from office import DISTRICT, october, places, read

from kpi.model import panel
from kpi.model.catalog import Catalog, Direction, Unit
from kpi.model.problem import Problem

UNITS = ("东关街道", "西关街道", "南桥镇", "北山镇")


def told(
    values: list[Any], given: list[Any], catalog: Catalog = DISTRICT, **known: Any
) -> list[tuple[str, str, str, Any]]:
    """Cell, severity, given and computed place of every mismatch."""
    lines = [[u, v, g] for u, v, g in zip(UNITS, values, given, strict=False)]
    _, problems = read(october(["单位", "固投", "固投位次"], *lines), catalog=catalog, **known)
    return [_flat(p) for p in problems if p.code == "RANK_MISMATCH"]


def _flat(p: Problem) -> tuple[str, str, str, Any]:
    assert p.cell
    return p.cell.address, str(p.severity), p.given, dict(p.details)["computed"]


def test_right_places_are_not_spoken_of() -> None:
    assert told([9, 8, 7, 6], [1, 2, 3, 4]) == []


def test_two_swapped_places_are_both_named() -> None:
    assert told([9, 8, 7, 6], [2, 1, 3, 4]) == [("C3", "info", "2", 1), ("C4", "info", "1", 2)]


def test_equal_printed_numbers_share_the_better_place() -> None:
    assert told([9, 8.001, 7.999, 6], [1, 2, 2, 4]) == []  # both are printed 8.00
    assert told([9, 8.001, 7.999, 6], [1, 2, 3, 4]) == [("C5", "info", "3", 2)]


def test_places_of_only_some_units_ask_for_a_confirmation() -> None:
    assert told([9, 8, 7, 6], [2, None, None, None]) == [("C3", "warning", "2", 1)]


def test_less_is_better_where_the_catalog_says_so() -> None:
    fai = replace(DISTRICT.indicator["fai"], direction=Direction.LOWER)
    catalog = Catalog(DISTRICT.units, (fai,))
    assert told([6, 7, 8, 9], [1, 2, 3, 4], catalog) == []


def test_a_unit_nobody_has_a_value_of_may_stand_anywhere() -> None:
    assert told([9, 8, 7], [1, 3, 4]) == []  # 北山镇 may be second
    assert told([9, 8, 7], [1, 1, 4]) == [("C4", "info", "1", 2)]  # 9 stands before 8


def test_a_unit_to_which_nothing_applies_has_no_place() -> None:
    assert told([9, 8, 7, "—"], [1, 2, 3, "—"]) == []
    assert told([9, 8, 7, "—"], [1, 2, 4, "—"]) == [("C5", "info", "4", 3)]


def test_places_over_all_groups_are_as_good_as_places_within() -> None:
    towns = tuple(replace(u, group="镇") if u.name.endswith("镇") else u for u in DISTRICT.units)
    catalog = Catalog(towns, DISTRICT.indicators)
    assert told([9, 8, 7, 6], [1, 2, 3, 4], catalog) == []  # over all
    assert told([9, 8, 7, 6], [1, 2, 1, 2], catalog) == []  # within
    assert told([9, 8, 7, 6], [1, 2, 2, 1], catalog) == [
        ("C5", "info", "2", 1),
        ("C6", "info", "1", 2),
    ]


def test_places_may_be_those_of_completion() -> None:
    tasks = panel.of(
        {"unit": u, "indicator": "fai", "period": "2026", "measure": "target", "value": t}
        for u, t in (("U1", 20.0), ("U2", 10.0), ("U3", 14.0), ("U4", 8.0))
    )  # 9/20 = 45 %, 8/10 = 80 %, 7/14 = 50 %, 6/8 = 75 %
    assert told([9, 8, 7, 6], [4, 1, 3, 2], stored=tasks) == []
    assert told([9, 8, 7, 6], [4, 1, 2, 3], stored=tasks) == [
        ("C5", "info", "2", 3),
        ("C6", "info", "3", 2),
    ]


def test_a_place_among_units_of_which_nothing_is_known_is_left_alone() -> None:
    peers = tuple(Unit(f"X{i}", f"第{i}区", "城区") for i in range(9))
    catalog = Catalog((*DISTRICT.units[:1], *peers), DISTRICT.indicators)
    found, problems = read(october(["单位", "固投", "固投位次"], ["第0区", 9, 3]), catalog=catalog)
    assert len(found) == 2
    assert places(problems, "RANK_MISMATCH") == []


def test_stored_values_of_the_group_count() -> None:
    stored = panel.of(
        {"unit": u, "indicator": "fai", "period": "2026-10", "measure": "ytd", "value": v}
        for u, v in (("U2", 10.0), ("U3", 7.0), ("U4", 6.0))
    )
    assert isinstance(stored, pd.DataFrame)
    assert told([9], [1], stored=stored) == [("C3", "warning", "1", 2)]
