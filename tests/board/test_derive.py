import numpy as np
import pytest

from kpi.board.derive import Slices, column, due, progress, sources
from kpi.model import panel
from kpi.model.catalog import Basis, Indicator
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.model.table import NOT_APPLICABLE, NOT_REPORTED, REPORTED

FAI = Indicator("fai", "固定资产投资", "亿元", jan_feb_merged=True)
FIRMS = Indicator("firms", "新增注册企业", "户", basis=Basis.NOMINAL, decimals=0)
MARCH, SEPTEMBER = Period.parse("2026-03"), Period.parse("2026-09")


def slices(*rows: tuple[str, str, str, str, float | None]) -> Slices:
    """Cells (unit, indicator, measure, period, value); None is `—`."""
    frame = panel.of(
        {
            "unit": unit,
            "indicator": code,
            "measure": measure,
            "period": period,
            "value": value,
            "status": "not_applicable" if value is None else "reported",
        }
        for unit, code, measure, period, value in rows
    )
    return Slices(frame, ["A", "B"])


def test_completion_is_of_the_annual_target() -> None:
    cells = slices(("A", "fai", "ytd", "2026-09", 9.3), ("A", "fai", "target", "2026", 12.0))
    found = column(cells, FAI, Measure.COMPLETION, SEPTEMBER)
    assert found.value[0] == pytest.approx(77.5)


def test_a_unit_without_a_target_has_no_completion_rather_than_a_missing_one() -> None:
    cells = slices(("A", "fai", "ytd", "2026-09", 9.3), ("B", "fai", "ytd", "2026-09", 5.7))
    found = column(cells, FAI, Measure.COMPLETION, SEPTEMBER)
    assert found.status.tolist() == [NOT_APPLICABLE, NOT_APPLICABLE]


def test_a_unit_with_a_target_that_did_not_report_is_not_reported() -> None:
    cells = slices(("A", "fai", "target", "2026", 12.0), ("B", "fai", "ytd", "2026-09", 5.7))
    assert column(cells, FAI, Measure.COMPLETION, SEPTEMBER).status[0] == NOT_REPORTED


def test_only_a_stretch_target_counts_where_there_is_no_baseline() -> None:
    cells = slices(
        ("A", "fai", "ytd", "2026-09", 9.0),
        ("A", "fai", "target", "2026", 12.0),
        ("A", "fai", "stretch", "2026", 15.0),
        ("B", "fai", "ytd", "2026-09", 9.0),
        ("B", "fai", "stretch", "2026", 15.0),
    )
    assert column(cells, FAI, Measure.COMPLETION, SEPTEMBER).value.tolist() == [75.0, 60.0]


def test_a_month_is_the_difference_of_two_cumulative_values() -> None:
    cells = slices(("A", "fai", "ytd", "2026-02", 1.5), ("A", "fai", "ytd", "2026-03", 2.0))
    assert column(cells, FAI, Measure.MONTH, MARCH).value[0] == pytest.approx(0.5)


def test_february_of_a_merged_indicator_has_no_month_value() -> None:
    cells = slices(("A", "fai", "ytd", "2026-02", 1.5))
    assert np.isnan(column(cells, FAI, Measure.MONTH, Period.parse("2026-02")).value[0])


def test_growth_is_computed_for_a_nominal_basis_only() -> None:
    rows = [("2026-09", 108.1), ("2025-09", 100.0)]
    cells = slices(
        *[("A", "firms", "ytd", p, v) for p, v in rows],
        *[("A", "fai", "ytd", p, v) for p, v in rows],
    )
    assert column(cells, FIRMS, Measure.YOY, SEPTEMBER).value[0] == pytest.approx(8.1)
    assert column(cells, FAI, Measure.YOY, SEPTEMBER).status[0] == NOT_REPORTED


def test_a_given_growth_wins_over_the_computed_one() -> None:
    cells = slices(
        ("A", "firms", "ytd", "2026-09", 108.1),
        ("A", "firms", "ytd", "2025-09", 100.0),
        ("A", "firms", "yoy", "2026-09", 7.9),
    )
    assert column(cells, FIRMS, Measure.YOY, SEPTEMBER).value[0] == 7.9


def test_the_gap_is_completion_minus_time_progress_as_printed() -> None:
    cells = slices(("A", "fai", "ytd", "2026-09", 5.7), ("A", "fai", "target", "2026", 8.0))
    assert column(cells, FAI, Measure.GAP, SEPTEMBER).value[0] == -3.7


def test_a_plan_to_date_replaces_the_share_of_the_year() -> None:
    cells = slices(("A", "fai", "target", "2026", 12.0), ("A", "fai", "target", "2026-09", 8.4))
    assert progress(cells, FAI, SEPTEMBER).value.tolist() == pytest.approx([70.0, 75.0])


def test_not_applicable_stays_so_in_what_is_derived() -> None:
    cells = slices(("A", "fai", "ytd", "2026-09", None), ("A", "fai", "target", "2026", 8.0))
    assert column(cells, FAI, Measure.COMPLETION, SEPTEMBER).status[0] == NOT_APPLICABLE


def test_a_quarterly_indicator_is_due_only_at_the_end_of_a_quarter() -> None:
    gdp = Indicator("gdp", "地区生产总值", "亿元", freq="Q")
    assert [str(due(gdp, Period.parse(p))) for p in ("2026-08", "2026-09")] == ["None", "2026-Q3"]


def test_a_derived_number_names_the_cells_it_stands_on() -> None:
    found = sources(FAI, Measure.COMPLETION, SEPTEMBER)
    assert [(str(m), str(p)) for m, p in found] == [("ytd", "2026-09"), ("target", "2026")]


def test_a_stored_value_is_reported_and_an_absent_one_is_not() -> None:
    found = slices(("A", "fai", "ytd", "2026-09", 9.3)).stored("fai", "ytd", SEPTEMBER)
    assert found.status.tolist() == [REPORTED, NOT_REPORTED]


def test_a_replaced_cell_moves_what_is_derived_from_it_and_nothing_else() -> None:
    cells = slices(
        ("A", "fai", "ytd", "2026-09", 9.3),
        ("B", "fai", "ytd", "2026-09", 3.9),
        ("A", "fai", "target", "2026", 12.0),
        ("B", "fai", "target", "2026", 6.0),
    )
    other = cells.replaced("fai", "ytd", SEPTEMBER, "B", 4.5)
    assert column(other, FAI, Measure.COMPLETION, SEPTEMBER).value.tolist() == [77.5, 75.0]
    assert column(cells, FAI, Measure.COMPLETION, SEPTEMBER).value.tolist() == [77.5, 65.0]
