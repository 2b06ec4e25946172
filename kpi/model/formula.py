"""A method of scoring as a formula of a spreadsheet, beside its value by the same arithmetic.

A formula is only written where this value is the engine's own (within rounding of the last
digits); so nobody is shown a working that does not lead to the score.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isclose, sqrt
from typing import Any

from kpi.model.rule import Item


@dataclass(frozen=True, slots=True)
class Given:
    """What one cell is scored from: `x` and `goal` (the target) as values and as cell names, the
    ranked values of the scope as values and as a range (empty: not at hand).
    """

    item: Item
    agrees: bool
    x: float
    cell: str
    goal: float | None
    goal_cell: str
    values: Sequence[float]
    range: str


Made = tuple[str, float]  # formula without =, value


def points(given: Given) -> Made | None:
    """The formula of the points of a cell, floor and cap around it; None: no plain one."""
    if given.item.band:
        return None
    params = dict(given.item.params)
    needs = given.item.method in RELATIVE and not _fixed(params)
    if needs and (not given.range or len(given.values) < 2):
        return None
    try:
        made = METHODS[given.item.method](given, params)
    except ZeroDivisionError:
        return None  # all values equal: the method gives its middle, which no formula tells
    return _clipped(*made, params) if made else None


def same(a: float, b: float) -> bool:
    """Whether two numbers are one, up to the order of their additions."""
    return isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)


def n(value: float) -> str:
    """A constant in a formula: 0.4, 100."""
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def _clipped(formula: str, value: float, params: Mapping[str, Any]) -> Made:
    floor, cap = params.get("floor"), params.get("cap")
    if floor is not None:
        formula, value = f"MAX({formula},{n(floor)})", max(value, floor)
    if cap is not None:
        formula, value = f"MIN({formula},{n(cap)})", min(value, cap)
    return formula, value


def _points(g: Given, p: Mapping[str, Any]) -> Made:
    return (g.cell, g.x) if g.agrees else (f"-{g.cell}", -g.x)


def _ratio(g: Given, p: Mapping[str, Any]) -> Made | None:
    if g.goal is None:
        return None
    if g.item.higher:
        return f"100*{g.cell}/{g.goal_cell}", 100 * g.x / g.goal
    if p["lower_form"] == "mirror":
        return f"100*(2-{g.cell}/{g.goal_cell})", 100 * (2 - g.x / g.goal)
    if g.x <= 0:
        return None
    return f"100*{g.goal_cell}/{g.cell}", 100 * g.goal / g.x


def _minmax(g: Given, p: Mapping[str, Any]) -> Made:
    low, high, lo, width = min(g.values), max(g.values), p["lo"], p["hi"] - p["lo"]
    over, part = (f"{g.cell}-MIN({g.range})", g.x - low)
    if not g.item.higher:
        over, part = f"MAX({g.range})-{g.cell}", high - g.x
    spread = f"(MAX({g.range})-MIN({g.range}))"
    return f"{n(lo)}+{n(width)}*({over})/{spread}", lo + width * part / (high - low)


def _zscore(g: Given, p: Mapping[str, Any]) -> Made:
    mean = sum(g.values) / len(g.values)
    sigma = sqrt(sum((v - mean) ** 2 for v in g.values) / (len(g.values) - p["ddof"]))
    over, part = f"{g.cell}-AVERAGE({g.range})", g.x - mean
    if not g.item.higher:
        over, part = f"AVERAGE({g.range})-{g.cell}", mean - g.x
    name = "STDEV" if p["ddof"] else "STDEVP"
    return (
        f"{n(p['mean'])}+{n(p['sd'])}*({over})/{name}({g.range})",
        p["mean"] + p["sd"] * part / sigma,
    )


def _place(g: Given) -> int:
    return 1 + sum(v > g.x if g.item.higher else v < g.x for v in g.values)


def _rank(g: Given, p: Mapping[str, Any]) -> Made | None:
    if p["ties"] != "min":
        return None
    place, order = _place(g), 0 if g.item.higher else 1
    told = f"RANK({g.cell},{g.range},{order})"
    if p["step"] is not None:
        return f"{n(p['hi'])}-{n(p['step'])}*({told}-1)", p["hi"] - p["step"] * (place - 1)
    width, count = p["hi"] - p["lo"], len(g.values)
    if min(g.values) == max(g.values):
        return None
    return (
        f"{n(p['hi'])}-{n(width)}*({told}-1)/(COUNT({g.range})-1)",
        p["hi"] - width * (place - 1) / (count - 1),
    )


def _percentile(g: Given, p: Mapping[str, Any]) -> Made | None:
    if min(g.values) == max(g.values):
        return None
    sign = "<" if g.item.higher else ">"
    worse = sum(v < g.x if g.item.higher else v > g.x for v in g.values)
    equal, width = sum(v == g.x for v in g.values), p["hi"] - p["lo"]
    told = f"SUMPRODUCT(({g.range}{sign}{g.cell})*ISNUMBER({g.range}))"
    same_ones = f"SUMPRODUCT(({g.range}={g.cell})*1)"
    return (
        f"{n(p['lo'])}+{n(width)}*({told}+({same_ones}-1)/2)/(COUNT({g.range})-1)",
        p["lo"] + width * (worse + (equal - 1) / 2) / (len(g.values) - 1),
    )


def _goalposts(g: Given, p: Mapping[str, Any]) -> Made:
    width, apart = p["hi"] - p["lo"], p["good"] - p["bad"]
    return (
        f"{n(p['lo'])}+{n(width)}*({g.cell}-({n(p['bad'])}))/({n(p['good'])}-({n(p['bad'])}))",
        p["lo"] + width * (g.x - p["bad"]) / apart,
    )


def _efficacy(g: Given, p: Mapping[str, Any]) -> Made:
    (bad, low), (good, high) = (_anchor(g, p[name]) for name in ("bad", "good"))
    return (
        f"{n(p['base'])}+{n(p['span'])}*({g.cell}-({bad}))/({good}-({bad}))",
        p["base"] + p["span"] * (g.x - low) / (high - low),
    )


def _anchor(g: Given, at: float | str) -> Made:
    """worst, best, pNN or a number, on the scale of the values as they stand."""
    if isinstance(at, float | int):
        return n(at), at
    if at in ("worst", "best"):
        low = (at == "worst") is g.item.higher
        return (f"MIN({g.range})", min(g.values)) if low else (f"MAX({g.range})", max(g.values))
    share = int(at[1:]) / 100
    share = share if g.item.higher else 1 - share
    order, reach = sorted(g.values), (len(g.values) - 1) * share
    low_at = min(int(reach), len(order) - 1)
    high_at = min(low_at + 1, len(order) - 1)
    value = order[low_at] + (order[high_at] - order[low_at]) * (reach - low_at)
    return f"PERCENTILE({g.range},{n(share)})", value


def _distance(g: Given, p: Mapping[str, Any]) -> Made | None:
    if g.goal is None:
        return None
    low, high = min(g.values), max(g.values)
    if g.item.higher:
        return (
            f"100*({g.cell}-MIN({g.range}))/({g.goal_cell}-MIN({g.range}))",
            100 * (g.x - low) / (g.goal - low),
        )
    return (
        f"100*(MAX({g.range})-{g.cell})/(MAX({g.range})-{g.goal_cell})",
        100 * (high - g.x) / (high - g.goal),
    )


def _bands(g: Given, p: Mapping[str, Any]) -> Made | None:
    sign = ">=" if g.item.higher else "<="
    *steps, (_last, rest) = p["bands"]
    formula, value = n(rest), rest
    for edge, score in reversed(steps):
        formula = f"IF({g.cell}{sign}{n(edge)},{n(score)},{formula})"
        if g.x >= edge if g.item.higher else g.x <= edge:
            value = score
    return formula, value


METHODS: dict[str, Callable[[Given, Mapping[str, Any]], Made | None]] = {
    "points": _points,
    "ratio": _ratio,
    "minmax": _minmax,
    "zscore": _zscore,
    "rank": _rank,
    "percentile": _percentile,
    "goalposts": _goalposts,
    "efficacy": _efficacy,
    "distance_to_target": _distance,
    "bands": _bands,
}
RELATIVE = frozenset({"minmax", "zscore", "rank", "percentile", "efficacy", "distance_to_target"})


def _fixed(params: Mapping[str, Any]) -> bool:
    """Whether an efficacy's anchors are both numbers, so that no others' values are needed."""
    ends = [params.get("bad"), params.get("good")]
    return all(isinstance(end, float | int) for end in ends)
