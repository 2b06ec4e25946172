"""A plain spreadsheet that leaves the house: nothing in it is run, every program reads it alike."""

import pytest

from kpi.model.plainsheet import plainsheet, safe


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_name_that_a_program_would_run_becomes_a_text(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["桥西街道", "", "1-2月", "J08", " =1"])
def test_any_other_name_stays_as_it_stands(text: str) -> None:
    assert safe(text) == text


def test_rows_are_written_with_mark_windows_ends_and_empty_cells() -> None:
    told = plainsheet([["单位", "数值"], ["东关,街道", None], ['"西"', -0.5]])
    assert told == '\ufeff单位,数值\r\n"东关,街道",\r\n"""西""",-0.5\r\n'.encode()
