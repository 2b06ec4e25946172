"""Conditions as ranges: what a list of conditions allows of each fact, and what it cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import inf
from typing import TypeAlias

from kpi.model.finding import Bound
from kpi.model.when import Gate, Term, When

MOST = 256  # alternatives of one list that are looked at
Key: TypeAlias = tuple[str, str, float]  # fact, the fact it is measured against, times
Box: TypeAlias = Mapping[Key, "Span"]


@dataclass(frozen=True, slots=True)
class Span:
    """Numbers from `low` to `high`; an open end is itself not in it."""

    low: float = -inf
    high: float = inf
    low_open: bool = True
    high_open: bool = True

    @property
    def empty(self) -> bool:
        """Whether no number is in it."""
        at_one = self.low == self.high and (self.low_open or self.high_open)
        return self.low > self.high or at_one

    def meet(self, other: "Span") -> "Span":
        """What is in both."""
        low = max(self.low, other.low)
        high = min(self.high, other.high)
        return Span(
            low,
            high,
            any(s.low_open for s in (self, other) if s.low == low),
            any(s.high_open for s in (self, other) if s.high == high),
        )


_FROM_ONE, _FROM_ZERO = Span(1, inf, False, True), Span(0, inf, False, True)
_POSSIBLE: dict[str, Span] = {
    **dict.fromkeys(("rank", "rank_from_last", "ranked"), _FROM_ONE),
    **dict.fromkeys(("firsts", "lasts", "streak_red", "streak_black", "progress"), _FROM_ZERO),
    "coverage": Span(0, 1, False, False),
}


def alternatives(when: When) -> Iterator[tuple[Gate, ...]]:
    """The ways in which the conditions can hold: in each, all of its gates do."""
    yield from _alternatives(when)[:MOST]


def _alternatives(when: When) -> list[tuple[Gate, ...]]:
    parts: list[list[tuple[Gate, ...]]] = []
    for c in when:
        if isinstance(c, Gate):
            parts.append([(c,)])
        elif c.kind == "all":
            parts.append(_alternatives(c.of))
        else:
            parts.append([way for one in c.of for way in _alternatives((one,))])
    return [
        tuple(g for way in ways for g in way)
        for ways, _n in zip(product(*parts), range(MOST), strict=False)
    ]


def key_of(gate: Gate) -> tuple[Key, float]:
    """What a gate measures, and the number it compares with; X.gap is X.completion − progress."""
    if isinstance(gate.value, Term) and gate.value.times:
        return (gate.fact, gate.value.fact, gate.value.times), gate.value.plus
    value = gate.value.plus if isinstance(gate.value, Term) else gate.value
    if gate.fact.endswith(".gap"):
        return (gate.fact.removesuffix("gap") + "completion", "progress", 1.0), value
    return (gate.fact, "", 0.0), value


def span_of(gate: Gate) -> Span:
    """The numbers for which a gate holds."""
    _key, at = key_of(gate)
    match gate.op:
        case ">=" | ">":
            return Span(at, inf, gate.op == ">", True)
        case "<=" | "<":
            return Span(-inf, at, True, gate.op == "<")
        case "==":
            return Span(at, at, False, False)
        case _:
            return Span()


def box(gates: tuple[Gate, ...]) -> dict[Key, Span]:
    """The range of every fact when all of the gates hold."""
    found: dict[Key, Span] = {}
    for gate in gates:
        key, _at = key_of(gate)
        possible = _POSSIBLE.get(key[0], Span()) if not key[1] else Span()
        found[key] = found.get(key, possible).meet(span_of(gate))
    return found


def boxes(when: When) -> list[dict[Key, Span]]:
    """The ranges of every way in which the conditions can hold; impossible ways are left out."""
    found = [box(gates) for gates in alternatives(when)]
    return [b for b in found if not any(s.empty for s in b.values())]


def bound(key: Key, value: float) -> Bound:
    """An end of a range, to be told."""
    return Bound(value + 0.0, key[1], key[2])
