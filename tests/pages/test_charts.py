"""Every chart has a sentence for those who do not see it, and its numbers in a table beside it."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from kpi.model.show import NO_BREAK

FAI = {"board": "fai", "unit": "J08"}
OPENED = [
    *((page, url) for page in ("board", "unit", "indicator", "study") for url in ({}, FAI)),
    ("matrix", {"board": "fai", "period": "2026-10", "vs": "J03,J08"}),
]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MONTHS = ["1-2月", *(f"{month}月" for month in range(3, 11))]
LEAST = 3  # numbers that a chart's sentence holds


def charts(seen: Any) -> list[Any]:
    return [element.proto for element in seen.at.get("plotly_chart")]


def figures(text: str) -> list[str]:
    return NUMBER.findall(text.replace(NO_BREAK, ""))


def unfolded(seen: Any) -> Any:
    """The page with the tables under its charts open."""
    for chart in charts(seen):
        seen.at.session_state[f"{key(chart)}_twin"] = True
    return seen.run()


def key(chart: Any) -> str:
    return str(chart.id).split("-", 2)[2]


@pytest.mark.parametrize(("page", "url"), OPENED)
def test_a_chart_is_told_in_a_sentence_with_three_numbers(
    opened: Callable[..., Any], page: str, url: dict[str, str]
) -> None:
    found = charts(opened(page, **url))
    assert found
    assert [key(c) for c in found if len(figures(c.alt)) < LEAST] == []


@pytest.mark.parametrize(("page", "url"), OPENED)
def test_the_numbers_of_a_charts_sentence_stand_in_a_table_of_the_page(
    opened: Callable[..., Any], page: str, url: dict[str, str]
) -> None:
    seen = unfolded(opened(page, **url))
    assert charts(seen)
    told = {n for cell in seen.cells for n in figures(cell)}
    heads = {n for table in seen.headings for title in table for n in figures(title)}
    lost = {key(c): set(figures(c.alt)) - told - heads for c in charts(seen)}
    assert {name: numbers for name, numbers in lost.items() if len(numbers) > 1} == {}


def test_a_chart_of_lines_has_a_table_with_a_column_for_each_period(
    opened: Callable[..., Any],
) -> None:
    seen = unfolded(opened("indicator", indicator="fai", period="2026-10"))
    assert ["名称", *MONTHS] in seen.headings
