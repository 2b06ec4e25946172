"""Documents that move a list: vetoes, exemptions, a period that is not ranked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpi.model import when
from kpi.model.field import RuleError, array, choice, document, members, text
from kpi.model.when import When


@dataclass(frozen=True, slots=True)
class Veto:
    """A document that keeps units off the red list, or puts them on the black one.

    `units` and `when` are None where not given; where both are, both must fit.
    """

    doc: str
    units: tuple[str, ...] | None = None
    when: When | None = None
    effect: str = "no_red"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A document keeping a unit off a list or unranked (`origin`: black, red, ranking)."""

    unit: str
    doc: str
    origin: str = "black"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Suspended:
    """The document by which this period is scored but not ranked."""

    doc: str
    note: str | None = None


def veto(value: Any, path: str) -> Veto:
    """One veto."""
    given = members(value, path, ("units", "when", "effect", "doc", "note"))
    doc = _doc(given, path)
    if "units" not in given and "when" not in given:
        raise RuleError(path, "must have units or when")
    units = None
    if "units" in given:
        rows = array(given["units"], f"{path}.units")
        units = tuple(text(x, f"{path}.units[{n}]") for n, x in enumerate(rows))
    return Veto(
        doc,
        units,
        when.parse(given["when"], f"{path}.when") if "when" in given else None,
        choice(given.get("effect", "no_red"), f"{path}.effect", ("no_red", "black")),
        _note(given, path),
    )


def exemption(value: Any, path: str) -> Exemption:
    """One exemption."""
    given = members(value, path, ("unit", "from", "doc", "note"))
    if "unit" not in given:
        raise RuleError(f"{path}.unit", "is required")
    origin = choice(given.get("from", "black"), f"{path}.from", ("black", "red", "ranking"))
    unit = text(given["unit"], f"{path}.unit")
    return Exemption(unit, _doc(given, path), origin, _note(given, path))


def suspended(value: Any) -> Suspended | None:
    """The suspension of a period, if there is one."""
    if value is None:
        return None
    given = members(value, "suspended", ("doc", "note"))
    return Suspended(_doc(given, "suspended"), _note(given, "suspended"))


def _note(given: Mapping[str, Any], path: str) -> str | None:
    return text(given["note"], f"{path}.note") if "note" in given else None


def _doc(given: Mapping[str, Any], path: str) -> str:
    if "doc" not in given:
        raise RuleError(f"{path}.doc", "is required")
    return document(given["doc"], f"{path}.doc")
