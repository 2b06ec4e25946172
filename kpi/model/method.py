"""Parameters of the ten scoring methods: their kinds, defaults and what contradicts itself."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any, TypeAlias

from kpi.model.field import RuleError, array, choice, join, key, members, number

Params: TypeAlias = tuple[tuple[str, Any], ...]
REQUIRED = object()
_ANCHOR = re.compile(r"worst|best|p(\d{1,2}|100)", re.ASCII)


def params(method: str, direction: str, value: Any, path: str) -> Params:
    """All parameters of `method`, defaults filled in, as pairs in key order.

    `direction` as scored: higher or lower (a target band is scored by its distance, lower).
    """
    kinds = PARAMS[method]
    given = members(value, path, kinds)
    full: dict[str, Any] = {}
    for name, (read, default) in kinds.items():
        if name in given:
            full[name] = read(given[name], join(path, name))
        elif default is REQUIRED:
            raise RuleError(join(path, name), "is required")
        else:
            full[name] = default(full) if callable(default) else default
    _agree(method, direction, full, path)
    return tuple(sorted(full.items()))


def _agree(method: str, direction: str, full: dict[str, Any], path: str) -> None:
    bad, good = full.get("bad"), full.get("good")
    if isinstance(bad, float) and isinstance(good, float):
        if bad == good:
            raise RuleError(join(path, "good"), "must differ from bad")
        if (good > bad) is not (direction == "higher"):
            raise RuleError(join(path, "good"), f"must be on the better side of bad ({direction})")
    if method == "ratio" and full["lower_form"] == "inverse" and full["cap"] is None:
        raise RuleError(join(path, "cap"), "must be a number with lower_form inverse")
    if method == "bands":
        _ordered([edge for edge, _score in full["bands"]], direction, join(path, "bands"))


def _ordered(edges: list[float | None], direction: str, path: str) -> None:
    *inner, last = edges
    if last is not None:
        raise RuleError(path, "must end with a null edge")
    for i, edge in enumerate(inner):
        if edge is None:
            raise RuleError(f"{path}[{i}][0]", "only the last edge may be null")
    whole = [edge for edge in inner if edge is not None]
    for i, (a, b) in enumerate(pairwise(whole), 1):
        if b >= a if direction == "higher" else b <= a:
            order = "fall" if direction == "higher" else "rise"
            raise RuleError(f"{path}[{i}][0]", f"edges must {order} ({direction})")


def _clip(value: Any, path: str) -> float | None:
    return None if value is None else number(value, path)


def _target(value: Any, path: str) -> float | str:
    return key(value, path) if isinstance(value, str) else number(value, path)


def _anchor(value: Any, path: str) -> float | str:
    if isinstance(value, str) and _ANCHOR.fullmatch(value):
        return value
    if isinstance(value, str):
        raise RuleError(path, f"must be a number, worst, best or p0 to p100, not {value!r}")
    return number(value, path)


def _ddof(value: Any, path: str) -> int:
    x = number(value, path)
    if x not in (0, 1):
        raise RuleError(path, "must be 0 or 1")
    return int(x)


def _bands(value: Any, path: str) -> tuple[tuple[float | None, float], ...]:
    rows = []
    for i, band in enumerate(array(value, path)):
        at = f"{path}[{i}]"
        ends = array(band, at)
        if len(ends) != 2:
            raise RuleError(at, "must be [edge, score]")
        rows.append((_clip(ends[0], f"{at}[0]"), number(ends[1], f"{at}[1]")))
    if not rows:
        raise RuleError(path, "must have at least one band")
    return tuple(rows)


def _word(*allowed: str) -> Callable[[Any, str], str]:
    return lambda value, path: choice(value, path, allowed)


Kind: TypeAlias = tuple[Callable[[Any, str], Any], Any]
_number: Callable[[Any, str], float] = number
_SCALE: dict[str, Kind] = {"lo": (_number, 0.0), "hi": (_number, 100.0)}
_FREE: dict[str, Kind] = {"floor": (_clip, None), "cap": (_clip, None)}

# name: (reader, default); a default that is a function is given the parameters before it.
PARAMS: dict[str, dict[str, Kind]] = {
    "points": _FREE,
    "ratio": {
        "target": (_target, 100.0),
        "lower_form": (_word("mirror", "inverse"), "mirror"),
        "floor": (_clip, 0.0),
        "cap": (_clip, 120.0),
    },
    "minmax": _SCALE | _FREE,
    "zscore": {"mean": (_number, 50.0), "sd": (_number, 10.0), "ddof": (_ddof, 1)} | _FREE,
    "rank": _SCALE
    | {"step": (_clip, None), "ties": (_word("min", "max", "average", "dense"), "min")}
    | _FREE,
    "percentile": _SCALE | _FREE,
    "goalposts": {"bad": (_number, REQUIRED), "good": (_number, REQUIRED)}
    | _SCALE
    | {"floor": (_clip, lambda p: p["lo"]), "cap": (_clip, lambda p: p["hi"])},
    "efficacy": {
        "bad": (_anchor, "p10"),
        "good": (_anchor, "p90"),
        "base": (_number, 60.0),
        "span": (_number, 40.0),
        "floor": (_clip, 0.0),
        "cap": (_clip, lambda p: p["base"] + p["span"]),
    },
    "distance_to_target": {
        "target": (_target, REQUIRED),
        "floor": (_clip, 0.0),
        "cap": (_clip, 100.0),
    },
    "bands": {"bands": (_bands, REQUIRED)},
}
