"""The lists of a rule: seats and conditions, their bounds, and what a group has of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpi.model import canon, when
from kpi.model.field import RuleError, choice, flag, integer, join, members, number
from kpi.model.when import When

SCOPED = ("red", "black", "min_group", "max_share", "min_coverage")


@dataclass(frozen=True, slots=True)
class Seats:
    """A list: n seats or a share of the ranked units, or neither and all that satisfy `when`."""

    n: int | None = None
    share: float | None = None
    when: When = ()
    cut: str = "include"
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What may differ by group: the lists, their bounds, the coverage floor."""

    red: Seats | None = None
    black: Seats | None = None
    min_group: int = 4
    max_share: float = 0.5
    min_coverage: float = 0.7


@dataclass(frozen=True, slots=True)
class Patch:
    """A group's own fields: `given` is the merge patch as canonical JSON, `scope` what results."""

    group: str
    given: str
    scope: Scope


def _seats(value: Any, path: str) -> Seats | None:
    if value is None:
        return None
    given = members(value, path, ("n", "share", "when", "cut", "fill"))
    n, share = given.get("n"), given.get("share")
    seats = Seats(
        None if n is None else integer(n, f"{path}.n", 0),
        None if share is None else number(share, f"{path}.share", above=0, at_most=1),
        when.parse(given.get("when", []), f"{path}.when"),
        choice(given.get("cut", "include"), f"{path}.cut", ("include", "exclude")),
        flag(given.get("fill", False), f"{path}.fill"),
    )
    if seats.n is not None and seats.share is not None:
        raise RuleError(path, "must not have both n and share")
    if seats.n is None and seats.share is None and not seats.when:
        raise RuleError(path, "must have n, share or when")
    return seats


def scope_of(given: Mapping[str, Any], path: str) -> Scope:
    """Lists and bounds of a rule or of one group, defaults filled in."""
    return Scope(
        _seats(given.get("red"), join(path, "red")),
        _seats(given.get("black"), join(path, "black")),
        integer(given.get("min_group", 4), join(path, "min_group"), 1),
        number(given.get("max_share", 0.5), join(path, "max_share"), above=0, at_most=1),
        number(given.get("min_coverage", 0.7), join(path, "min_coverage"), at_least=0, at_most=1),
    )


def groups(given: Mapping[str, Any], compare: str) -> tuple[Patch, ...]:
    """Each group with its patch merged over the rule, in order of names."""
    patches = members(given.get("groups", {}), "groups")
    if patches and compare == "across":
        raise RuleError("groups", "are not possible with compare: across")
    own = {name: given[name] for name in SCOPED if name in given}
    found = []
    for group in sorted(patches):
        path = f"groups.{group}"
        patch = members(patches[group], path, SCOPED)
        for name in ("red", "black"):
            if patch.get(name) is not None:
                members(patch[name], f"{path}.{name}", ("n", "share", "when", "cut", "fill"))
        scope = scope_of(_merged(own, patch), path)
        found.append(Patch(group, canon.text(_plain_patch(patch, scope)), scope))
    return tuple(found)


def _merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch, RFC 7396."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged(result.get(name), value)
    return result


def _plain_patch(patch: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The patch with its numbers and conditions written in the one canonical way."""
    full = scope_json(scope)
    return {
        name: value
        if value is None
        else {n: None if v is None else full[name][n] for n, v in value.items()}
        if isinstance(value, Mapping)
        else full[name]
        for name, value in patch.items()
    }


def _seats_json(seats: Seats | None) -> dict[str, Any] | None:
    if seats is None:
        return None
    return {
        "n": seats.n,
        "share": seats.share,
        "when": when.plain(seats.when),
        "cut": seats.cut,
        "fill": seats.fill,
    }


def scope_json(scope: Scope) -> dict[str, Any]:
    """JSON of lists and bounds, defaults filled in."""
    return {
        "red": _seats_json(scope.red),
        "black": _seats_json(scope.black),
        "min_group": scope.min_group,
        "max_share": scope.max_share,
        "min_coverage": scope.min_coverage,
    }
