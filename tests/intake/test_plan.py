"""What a file would change in the store."""

import pandas as pd
from office import DISTRICT, TODAY, october

from kpi.intake.check import check
from kpi.intake.match import match
from kpi.intake.plan import plan
from kpi.model import panel
from kpi.model.problem import problem
from kpi.model.sheet import Facts, Reading, Sheet
from kpi.model.upload import Diff, Plan

FACTS = Facts("0" * 64, "xlsx", 1)


def planned(sheet: Sheet, stored: pd.DataFrame) -> Plan:
    reading = Reading("十月.xlsx", b"x", FACTS, (sheet,))
    mapping = match(reading.sheets, DISTRICT, name=reading.name, hint=None, today=TODAY)
    found, problems, skipped = check(reading.sheets, mapping, DISTRICT, stored, today=TODAY)
    return plan(reading, found, problems, skipped, stored, mapping)


def store(*rows: tuple[str, float | None, int]) -> pd.DataFrame:
    """Stored 固投 of October: unit, value (None: not applicable), id."""
    return panel.of(
        {
            "unit": unit,
            "indicator": "fai",
            "period": "2026-10",
            "measure": "ytd",
            "value": value,
            "status": "reported" if value is not None else "not_applicable",
            "id": i,
        }
        for unit, value, i in rows
    )


def test_an_empty_store_makes_everything_new() -> None:
    made = planned(october(["单位", "固投"], ["东关街道", 9], ["西关街道", "—"]), panel.empty())
    assert (made.diff, made.periods) == (Diff(new=2), ("2026-10",))
    assert made.panel["change"].tolist() == ["new", "new"]
    assert made.shapes == (("数据", "wide"),)


def test_each_row_stands_beside_what_is_stored() -> None:
    stored = store(("U1", 9.0, 11), ("U2", 7.0, 12), ("U3", 6.0, 13), ("U4", 5.0, 14))
    made = planned(
        october(["单位", "固投"], ["东关街道", 9], ["西关街道", 8], ["南桥镇", "—"]), stored
    )
    assert made.panel["change"].tolist() == ["unchanged", "changed", "changed"]
    assert made.panel["old_value"].tolist() == [9.0, 7.0, 6.0]
    assert made.panel["old_id"].tolist() == [11, 12, 13]
    assert made.diff == Diff(new=0, changed=2, unchanged=1, absent=1)


def test_a_blank_keeps_the_stored_value_and_says_so() -> None:
    made = planned(
        october(["单位", "固投"], ["东关街道", None], ["西关街道", 8]), store(("U1", 9.0, 11))
    )
    assert made.panel["change"].tolist() == ["unchanged", "new"]
    (kept,) = [p for p in made.problems if p.code == "BLANK_KEEPS_OLD"]
    assert (str(kept.cell), dict(kept.details)["old"]) == ("数据!B3", "9")
    assert made.diff == Diff(new=1)


def test_the_same_not_applicable_again_changes_nothing() -> None:
    made = planned(october(["单位", "固投"], ["东关街道", "—"]), store(("U1", None, 11)))
    assert made.diff == Diff(unchanged=1)


def test_a_refused_file_keeps_its_one_reason() -> None:
    refusal = problem("ENCRYPTED")
    reading = Reading("锁.xlsx", b"x", FACTS, (), (refusal,))
    mapping = match((), DISTRICT, name="锁.xlsx", hint=None, today=TODAY)
    found, problems, skipped = check((), mapping, DISTRICT, panel.empty(), today=TODAY)
    made = plan(reading, found, problems, skipped, panel.empty(), mapping)
    assert (made.problems, made.outcome) == ((refusal,), "refuse")


def test_nothing_without_a_word_is_never_the_outcome() -> None:
    reading = Reading("空.xlsx", b"x", FACTS)
    mapping = match((), DISTRICT, name="空.xlsx", hint=None, today=TODAY)
    made = plan(reading, panel.empty(), (), (), panel.empty(), mapping)
    assert [p.code for p in made.problems] == ["NO_DATA"]


def test_a_fault_in_a_cell_rejects_the_file_and_lists_the_rest() -> None:
    made = planned(october(["单位", "固投"], ["东关街道", "错"], ["西关街道", 8]), panel.empty())
    assert (made.outcome, len(made.panel)) == ("reject", 1)
