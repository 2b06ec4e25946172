"""Numbers at the edge of what a computer holds are refused by name, never printed as infinite."""

import pytest
from small_boards import board, by_unit, points

from kpi.model.rule import RuleError


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"items": [{"item": "a", "method": "minmax"}]}, "item a: the values are too large"),
        (points(1, 1, aggregate="sum"), "aggregate: the score of 甲 is too large"),
        (points(1e308, 1e308), "items: weights are too large"),
    ],
)
def test_what_cannot_be_computed_is_refused_by_name(rule, text):
    with pytest.raises(RuleError, match=text):
        board("unit,a,b\n甲,1e308,1e308\n乙,-1e308,1\n", **rule)


def test_a_threshold_beyond_all_numbers_is_printed_as_the_largest():
    gate = ["a", "<", {"fact": "a", "times": -1e308, "plus": -1e308}]
    scored = board(
        "unit,a\n甲,2\n", **points(1, red={"n": 1, "when": [gate]}, min_group=1, max_share=1)
    )
    reason = by_unit(scored)["甲"].reasons[0]
    assert (reason.code, dict(reason.numbers)["value"]) == ("gate_failed", -1.7976931348623157e308)
