"""The sum behind the points of one item in one line of numbers: 100 × 70.6 ÷ 83.3 = 84.75.

The formula is the one that the workbook writes; its line is only given where it leads to the
engine's own points.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import fmean, pstdev, stdev

from kpi.i18n import _
from kpi.model import formula, scope, show
from kpi.model.board import Entry, Part
from kpi.model.edition import Edition
from kpi.model.formula import Given
from kpi.model.rule import Item

PEERS = "PEERS"  # stands for the values of the others where a sheet has a range
_CALL = re.compile(r"(MIN|MAX|AVERAGE|STDEVP?|COUNT)\(PEERS\)")
_SHARE = re.compile(r"PERCENTILE\(PEERS,([0-9.]+)\)")
_PLACE = re.compile(r"RANK\([^,]*,PEERS,[01]\)")
_SIGNS = {"*": " × ", "/": " ÷ "}
CALLS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "MIN": min,
    "MAX": max,
    "AVERAGE": fmean,
    "STDEV": stdev,
    "STDEVP": pstdev,
    "COUNT": len,
}


def line(edition: Edition, entry: Entry, code: str) -> str:
    """The sum of one item's points; empty where the value is its own points, is missing, or no
    plain sum gives them.
    """
    item, part = edition.spec.rule.item(code), scope.part(entry, code)
    if part is None or part.value is None or part.normalised is None or item.method == "points":
        return ""
    values = peers(edition, entry, code)
    agrees = item.higher is (edition.spec.rule.best == "high")
    for goal in goals(edition, item, entry):
        x, told = _number(edition, item, part.value), "" if goal is None else _text(goal)
        given = Given(item, agrees, part.value, x, goal, told, values, PEERS)
        if text := _made(given, part, edition.spec.rule.item(code)):
            return text
    return ""


def _made(given: Given, part: Part, item: Item) -> str:
    clipped = formula.points(given)
    if clipped is None or part.normalised is None or not formula.same(clipped[1], part.normalised):
        return ""
    plain = formula.METHODS[item.method](given, dict(item.params))
    if plain is None or "IF(" in plain[0] or "SUMPRODUCT" in plain[0]:
        return ""
    text, value = _spelled(plain[0], given), plain[1]
    said = _("{sum} = {points}").format(sum=text, points=show.number(value, 2))
    if not formula.same(value, clipped[1]):
        pattern = _("{said}，最多{points}") if value > clipped[1] else _("{said}，最少{points}")
        said = pattern.format(said=said, points=show.number(clipped[1], 2))
    return said


def _spelled(text: str, given: Given) -> str:
    """The formula with numbers in place of what a sheet would look up, in the signs of paper."""
    values = given.values
    text = _CALL.sub(lambda m: _signed(CALLS[m[1]](values)), text)
    text = _SHARE.sub(lambda m: _signed(quantile(values, float(m[1]))), text)
    better = [v > given.x if given.item.higher else v < given.x for v in values]
    text = _PLACE.sub(str(1 + sum(better)), text)
    text = re.sub(r"(?<=[0-9)])-", " - ", text.removeprefix("0+")).replace("+", " + ")
    text = re.sub(r"\(\((-[0-9.]+)\)\)", r"(\1)", text)
    text = re.sub(r"\(([0-9.]+)\)", r"\1", text).replace("-", "−")
    return "".join(_SIGNS.get(letter, letter) for letter in text)


def goals(edition: Edition, item: Item, entry: Entry) -> Iterator[float | None]:
    """What the item may be measured by, at the rule's decimals: its number, the share of the year
    that is over, another column of the unit; None where it needs nothing.
    """
    target = dict(item.params).get("target")
    if not isinstance(target, str):
        yield float(target) if isinstance(target, float | int) else None
        return
    decimals = dict(edition.spec.rule.decimals).get(target)
    mine = [p.value for p in entry.parts if p.item == target or _column(edition, p) == target]
    for goal in (edition.period.elapsed() if target == "progress" else None, *mine):
        if goal is not None:
            yield goal if decimals is None else show.rounded(goal, decimals)
            yield goal


def peers(edition: Edition, entry: Entry, code: str) -> Sequence[float]:
    """The item's values of all that are ranked together with the unit."""
    group = None if edition.spec.rule.compare == "across" else entry.group
    parts = (scope.part(e, code) for e in edition.within(group))
    return tuple(p.value for p in parts if p and p.value is not None)


def _column(edition: Edition, part: Part) -> str:
    return edition.spec.rule.item(part.item).column


def _number(edition: Edition, item: Item, value: float) -> str:
    own, measure = edition.indicator(item.column), edition.measure(item.column)
    return f"{value:.{own.digits(measure)}f}" if own and measure else _text(value)


def _text(value: float) -> str:
    """A number as a sum says it: up to four decimals, no zeros behind."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _signed(value: float) -> str:
    """The same where it follows a sign: what lies below 0 in brackets."""
    return f"({_text(value)})" if value < 0 else _text(value)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the others lies, straight between two of them."""
    order, reach = sorted(values), (len(values) - 1) * share
    low = min(int(reach), len(order) - 1)
    high = min(low + 1, len(order) - 1)
    return order[low] + (order[high] - order[low]) * (reach - low)
