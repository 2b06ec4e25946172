"""The sum behind an item's points: one line of numbers that gives them, or no line."""

from typing import Any

import papers
import pytest

from kpi.model import sums
from kpi.model.show import NO_BREAK

GROWTH = {"item": "industry.yoy"}


def line(unit: str, code: str = "industry.yoy", **rule: Any) -> str:
    edition = papers.made(**rule)
    entry = edition.entry(unit)
    assert entry is not None
    return sums.line(edition, entry, code).replace(NO_BREAK, "")


def only(**how: Any) -> list[dict[str, Any]]:
    return [GROWTH | how]


def test_a_completion_is_divided_by_the_share_of_the_year() -> None:
    """3.9 of 6 亿元 are 65.0 %, three quarters of the year are 75 %."""
    assert line("E", "fai.completion") == "100 × 65.0 ÷ 75 = 86.67"


def test_the_anchors_of_an_efficacy_stand_as_numbers() -> None:
    """−2.1, 0.0, 4.0, 5.5, 6.2, 6.2, 7.5, 8.9: p10 = −2.1 + 0.7 × 2.1, p90 = 7.5 + 0.3 × 1.4."""
    assert line("E") == "60 + 40 × (−2.1 − (−0.63)) ÷ (7.92 − (−0.63)) = 53.12"


def test_the_spread_of_the_group_stands_as_numbers() -> None:
    assert line("D", items=only(method="minmax")) == (
        "100 × (7.5 − (−2.1)) ÷ (8.9 − (−2.1)) = 87.27"
    )


def test_a_place_stands_as_a_number() -> None:
    """Sixth of eight: two are worse, five better."""
    rule = {"method": "rank", "params": {"step": 5}}
    assert line("C", items=only(**rule)) == "100 − 5 × (6 − 1) = 75.00"


def test_a_sum_beyond_the_cap_says_where_it_ends() -> None:
    """4.4 of 5 亿元 are 88.0 %, more than the year's three quarters by a sixth."""
    own = {
        "item": "fai.completion",
        "method": "ratio",
        "params": {"target": "progress", "cap": 110},
    }
    assert line("D", "fai.completion", items=[own]) == "100 × 88.0 ÷ 75 = 117.33，最多110.00"


@pytest.mark.parametrize(
    "how",
    [
        {"method": "points"},
        {"method": "percentile"},
        {"method": "bands", "params": {"bands": [[5, 100], [None, 20]]}},
    ],
    ids=lambda how: how["method"],
)
def test_without_a_plain_sum_there_is_no_line(how: dict[str, Any]) -> None:
    assert line("E", items=only(**how)) == ""


def test_what_was_not_reported_has_no_sum() -> None:
    rows = papers.EIGHT | {"E": (6.0, 3.9, 3.5, None)}
    assert line("E", rows=rows) == ""
