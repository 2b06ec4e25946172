"""Formulas of the ten methods: each beside its value, which is the engine's."""

import papers
import pytest

from kpi.model import formula, scope
from kpi.model.formula import Given
from kpi.model.rule import parse

METHODS = {
    "points": {"method": "points"},
    "ratio": {"method": "ratio"},
    "ratio to a number": {"method": "ratio", "params": {"target": 80}},
    "minmax": {"method": "minmax"},
    "zscore": {"method": "zscore"},
    "zscore of all": {"method": "zscore", "params": {"ddof": 0}},
    "rank": {"method": "rank"},
    "rank by steps": {"method": "rank", "params": {"step": 5}},
    "percentile": {"method": "percentile"},
    "goalposts": {"method": "goalposts", "params": {"bad": 50, "good": 90}},
    "efficacy": {"method": "efficacy"},
    "efficacy by ends": {"method": "efficacy", "params": {"bad": "worst", "good": "best"}},
    "distance": {"method": "distance_to_target", "params": {"target": 95}},
    "bands": {"method": "bands", "params": {"bands": [[85, 100], [70, 60], [None, 20]]}},
}
TURNED = {  # of methods whose parameters have a direction
    "goalposts": {"method": "goalposts", "params": {"bad": 90, "good": 50}},
    "distance": {"method": "distance_to_target", "params": {"target": 60}},
    "bands": {"method": "bands", "params": {"bands": [[70, 100], [80, 60], [None, 20]]}},
}


@pytest.mark.parametrize("direction", ["higher", "lower"])
@pytest.mark.parametrize("name", METHODS)
def test_each_method_has_a_formula_whose_value_is_the_engines(name: str, direction: str) -> None:
    how = METHODS[name] if direction == "higher" else TURNED.get(name, METHODS[name])
    own = {"item": "fai.completion", "direction": direction, **how}
    edition = papers.made(items=[own], decimals={"fai.completion": 1})
    item = edition.spec.rule.item("fai.completion")
    parts = {e.unit: scope.part(e, item.item) for e in edition.within("街道")}
    values = [p.value for p in parts.values()]
    assert len(values) == 8
    goal = dict(item.params).get("target")
    for part in parts.values():
        given = Given(item, item.higher, part.value, "E5", goal, "F5", values, "D5:D12")
        told, value = formula.points(given)
        assert formula.same(value, part.normalised)
        assert "E5" in told


def given(method: str, x: float, **more) -> Given:
    item = parse({"items": [{"item": "a.level", "method": method, **more}]}).items[0]
    return Given(item, item.higher, x, "E5", None, "F5", (1.0, 3.0, 5.0), "D1:D3")


def test_a_formula_reads_as_it_would_be_written_by_hand() -> None:
    assert formula.points(given("minmax", 4.0)) == (
        "0+100*(E5-MIN(D1:D3))/(MAX(D1:D3)-MIN(D1:D3))",
        75.0,  # (4 − 1) of (5 − 1)
    )
    assert formula.points(given("rank", 3.0))[0] == "100-100*(RANK(E5,D1:D3,0)-1)/(COUNT(D1:D3)-1)"
    bands = {"bands": [[4, 100], [None, 0]]}
    assert formula.points(given("bands", 4.5, params=bands)) == ("IF(E5>=4,100,0)", 100.0)


def test_a_band_and_equal_values_have_no_plain_formula() -> None:
    assert formula.points(given("minmax", 3.0, direction="target", band=[2, 4])) is None
    item = parse({"items": [{"item": "a.level", "method": "minmax"}]}).items[0]
    level = Given(item, True, 3.0, "E5", None, "F5", (3.0, 3.0), "D1:D2")
    assert formula.points(level) is None
