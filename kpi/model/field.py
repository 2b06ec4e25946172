"""One field of a JSON object at a time: checked, converted, or refused with its path."""

import math
import re
from collections.abc import Collection, Mapping
from typing import Any

KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[a-z_]+)?", re.ASCII)
FACT = re.compile(rf"{KEY.pattern}|(group_mean|all_mean)\({KEY.pattern}\)", re.ASCII)


class RuleError(ValueError):
    """A rule that cannot be used: `path` of the field, what it must be (`items[1].weight: …`)."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path, self.message = path, message


def join(path: str, name: str) -> str:
    """The path of field `name` inside `path`."""
    return f"{path}.{name}" if path else name


def members(value: Any, path: str, fields: Collection[str] | None = None) -> dict[str, Any]:
    """`value` as an object that has no other fields than `fields` (None: any text key)."""
    if not isinstance(value, Mapping):
        raise RuleError(path or "rule", "must be an object")
    for name in value:
        if not isinstance(name, str):
            raise RuleError(join(path, str(name)), "must be a text")
        if fields is not None and name not in fields:
            raise RuleError(join(path, name), "unknown field")
    return dict(value)


def array(value: Any, path: str) -> list[Any]:
    """`value` as a list."""
    if not isinstance(value, list | tuple):
        raise RuleError(path, "must be a list")
    return list(value)


def pair(value: Any, path: str) -> tuple[float, float]:
    """[low, high], both finite, in that order."""
    ends = array(value, path)
    if len(ends) != 2:
        raise RuleError(path, "must be [low, high]")
    low, high = (number(x, f"{path}[{i}]") for i, x in enumerate(ends))
    if low > high:
        raise RuleError(path, "low must not be above high")
    return low, high


def number(
    value: Any,
    path: str,
    *,
    at_least: float | None = None,
    above: float | None = None,
    at_most: float | None = None,
    below: float | None = None,
) -> float:
    """A finite number within its bounds; true and false are no numbers."""
    bounds = [(">=", at_least), (">", above), ("<=", at_most), ("<", below)]
    wanted = " and ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)
    x = _finite(value)
    if (
        x is None
        or (at_least is not None and x < at_least)
        or (above is not None and x <= above)
        or (at_most is not None and x > at_most)
        or (below is not None and x >= below)
    ):
        raise RuleError(path, f"must be a number {wanted}".rstrip())
    return x + 0.0


def integer(value: Any, path: str, low: int, high: int | None = None) -> int:
    """A whole number from `low` to `high`; 2.0 is one."""
    x = _finite(value)
    if x is None or not x.is_integer() or x < low or (high is not None and x > high):
        upto = "" if high is None else f" and <= {high}"
        raise RuleError(path, f"must be a whole number >= {low}{upto}")
    return int(value)


def flag(value: Any, path: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RuleError(path, "must be true or false")
    return value


def text(value: Any, path: str) -> str:
    """Any text."""
    if not isinstance(value, str):
        raise RuleError(path, "must be a text")
    return value


def document(value: Any, path: str) -> str:
    """A document number: a text that is not blank."""
    if not isinstance(value, str) or not value.strip():
        raise RuleError(path, "must be a document number, not empty")
    return value


def key(value: Any, path: str) -> str:
    """A column key such as fai.completion."""
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise RuleError(path, f"must be a key like fai.completion, not {value!r}")
    return value


def choice(value: Any, path: str, allowed: Collection[str]) -> str:
    """One of the words allowed here."""
    if not isinstance(value, str) or value not in allowed:
        raise RuleError(path, f"must be one of {', '.join(allowed)}")
    return value


def _finite(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        x = float(value)
    except OverflowError:
        return None
    return x if math.isfinite(x) else None
