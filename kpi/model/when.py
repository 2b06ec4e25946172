"""Conditions (门槛) of a rule: `[fact, op, value]` and any/all of them, parsed with their paths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kpi.model.field import FACT, RuleError, array, choice, members, number

OPS = (">=", ">", "<=", "<", "==", "!=")
# Computed from the board or kept in reserved columns; every other fact is a column of the table.
COMPUTED = frozenset({"score", "rank", "rank_from_last", "ranked", "coverage", "firsts", "lasts"})
STREAKS = frozenset({"streak_red", "streak_black"})
_MEAN = re.compile(r"(?:group_mean|all_mean)\((.*)\)")


@dataclass(frozen=True, slots=True)
class Term:
    """times · fact + plus."""

    fact: str
    times: float = 1.0
    plus: float = 0.0


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: the fact compared with a number or a term."""

    fact: str
    op: str
    value: float | Term


@dataclass(frozen=True, slots=True)
class Several:
    """any: one of the conditions holds; all: every one does."""

    kind: Literal["any", "all"]
    of: tuple["Gate | Several", ...]


When: TypeAlias = tuple[Gate | Several, ...]


def parse(value: Any, path: str) -> When:
    """A list of conditions; raises RuleError at the place of the fault."""
    return tuple(_condition(c, f"{path}[{i}]") for i, c in enumerate(array(value, path)))


def plain(when: When) -> list[Any]:
    """JSON that parses back to the same conditions."""
    return [_plain(c) for c in when]


def gates(when: When) -> Iterator[Gate]:
    """Every single condition in it, in order."""
    for c in when:
        if isinstance(c, Gate):
            yield c
        else:
            yield from gates(c.of)


def uses(when: When, path: str) -> Iterator[tuple[str, str]]:
    """Every (path, column) that the conditions need of a table; streaks may be absent."""
    for i, c in enumerate(when):
        at = f"{path}[{i}]"
        if isinstance(c, Several):
            yield from uses(c.of, f"{at}.{c.kind}")
            continue
        facts = [(f"{at}[0]", c.fact)]
        if isinstance(c.value, Term):
            facts.append((f"{at}[2]", c.value.fact))
        yield from ((place, column) for place, f in facts if (column := column_of(f)))


def column_of(fact: str) -> str | None:
    """The column a fact is read from; None for computed facts and for streaks."""
    if fact in COMPUTED or fact in STREAKS:
        return None
    mean = _MEAN.fullmatch(fact)
    return mean[1] if mean else fact


def _condition(value: Any, path: str) -> Gate | Several:
    if isinstance(value, dict):
        found = members(value, path, ("any", "all"))
        if len(found) != 1:
            raise RuleError(path, "must have exactly one of any, all")
        kind: Literal["any", "all"] = "any" if "any" in found else "all"
        return Several(kind, parse(found[kind], f"{path}.{kind}"))
    parts = array(value, path)
    if len(parts) != 3:
        raise RuleError(path, "must be [fact, op, value]")
    return Gate(
        _fact(parts[0], f"{path}[0]"),
        choice(parts[1], f"{path}[1]", OPS),
        _value(parts[2], f"{path}[2]"),
    )


def _fact(value: Any, path: str) -> str:
    if not isinstance(value, str) or not FACT.fullmatch(value):
        raise RuleError(
            path, f"must be a fact like rank, fai.yoy or all_mean(fai.yoy), not {value!r}"
        )
    return value


def _value(value: Any, path: str) -> float | Term:
    if isinstance(value, str):
        return Term(_fact(value, path))
    if isinstance(value, dict):
        found = members(value, path, ("fact", "times", "plus"))
        if "fact" not in found:
            raise RuleError(f"{path}.fact", "is required")
        return Term(
            _fact(found["fact"], f"{path}.fact"),
            number(found.get("times", 1), f"{path}.times"),
            number(found.get("plus", 0), f"{path}.plus"),
        )
    return number(value, path)


def _plain(c: Gate | Several) -> Any:
    if isinstance(c, Several):
        return {c.kind: plain(c.of)}
    value: Any = c.value
    if isinstance(value, Term):
        value = {"fact": value.fact, "times": value.times, "plus": value.plus}
    return [c.fact, c.op, value]
