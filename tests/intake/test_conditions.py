"""Conditions of a list: text of a cell to `when` and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.intake.catalog import conditions
from kpi.intake.catalog.conditions import SyntaxFault
from kpi.model import when
from kpi.model.when import Gate, Several, Term

NAMES = {"fai": "fai", "固定资产投资": "fai", "task": "task"}


def column(word: str | None, measure: str) -> str | None:
    code = "fai" if word is None else NAMES.get(word)
    return f"{code}.{measure}" if code else None


def no_single_indicator(word: str | None, measure: str) -> str | None:
    return None if word is None else column(word, measure)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("rank <= 5", [["rank", "<=", 5.0]]),
        ("位次≤5；得分＞60", [["rank", "<=", 5.0], ["score", ">", 60.0]]),
        ("rank = 1", [["rank", "==", 1.0]]),
        (
            "completion >= progress",
            [["fai.completion", ">=", {"fact": "progress", "times": 1.0, "plus": 0.0}]],
        ),
        (
            "完成率 < 0.9 * 序时进度 - 5",
            [["fai.completion", "<", {"fact": "progress", "times": 0.9, "plus": -5.0}]],
        ),
        ("task.completion > 100%", [["task.completion", ">", 100.0]]),
        ("coverage >= 80%", [["coverage", ">=", 0.8]]),
        ("同比增速 >= mean", [["fai.yoy", ">=", "group_mean(fai.yoy)"]]),
        ("固定资产投资.进度差 >= all_mean", [["fai.gap", ">=", "all_mean(fai.gap)"]]),
        (
            "firsts >= 3\nfai.gap >= 0; rank <= 5",
            [
                {
                    "any": [
                        {"all": [["firsts", ">=", 3.0]]},
                        {"all": [["fai.gap", ">=", 0.0], ["rank", "<=", 5.0]]},
                    ]
                }
            ],
        ),
        ("", []),
        (" ;\n ", []),
    ],
)
def test_a_cell_reads_as_conditions(cell: str, expected: list[object]) -> None:
    assert conditions.read(cell, column) == expected


@pytest.mark.parametrize(
    ("cell", "n", "given"),
    [
        ("rank <= 5; 名次好", 2, "名次好"),
        ("rank =< 5", 1, "rank =< 5"),
        ("rank <= five", 1, "rank <= five"),
        ("retail.yoy > 3", 1, "retail.yoy > 3"),  # no such indicator
        ("rank >= mean", 1, "rank >= mean"),  # the mean of places says nothing
        ("rank <= 5 or 1", 1, "rank <= 5 or 1"),
        ("__import__('os') > 1", 1, "__import__('os') > 1"),
        ("\n".join(["rank <= 5"] * 9), 9, "rank <= 5"),  # eight tests at most
    ],
)
def test_a_test_that_is_written_wrong_is_named(cell: str, n: int, given: str) -> None:
    with pytest.raises(SyntaxFault) as fault:
        conditions.read(cell, column)
    assert (fault.value.n, fault.value.given) == (n, given)


def test_a_measure_alone_needs_a_board_of_one_indicator() -> None:
    with pytest.raises(SyntaxFault):
        conditions.read("completion >= 50", no_single_indicator)
    assert conditions.read("task.completion >= 50", no_single_indicator)


def test_a_cell_of_endless_text_is_refused_at_once() -> None:
    with pytest.raises(SyntaxFault):
        conditions.read("a" * 30_000 + " > 1", column)


facts = st.sampled_from(
    ["rank", "score", "progress", "streak_red", "fai.yoy", "task.gap", "group_mean(task.yoy)"]
)
numbers = st.integers(-10_000, 10_000).map(lambda n: n / 100)
terms = st.builds(Term, facts, numbers, numbers)
gates = st.builds(Gate, facts, st.sampled_from(when.OPS), numbers | terms)
lines = st.lists(gates, min_size=1, max_size=4)
alternatives = st.lists(lines.map(lambda g: Several("all", tuple(g))), min_size=2, max_size=2)


@given(lines.map(tuple) | alternatives.map(lambda a: (Several("any", tuple(a)),)))
def test_what_is_written_reads_as_the_same_conditions(conditions_: when.When) -> None:
    cell = conditions.write(conditions_)
    assert cell is not None
    assert when.parse(conditions.read(cell, column), "") == conditions_


def test_conditions_without_a_form_in_a_cell_say_so() -> None:
    nested = Several("all", (Gate("rank", "<=", 5.0),))
    assert conditions.write((nested,)) is None
