"""What differs between two editions: cells, rule, catalog, paper, lines, each with old and new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Plain: TypeAlias = Mapping[str, Any]
Key: TypeAlias = tuple[str, str, str, str]  # period, indicator, measure, unit
_ABSENT: tuple[str, None, int, str, str] = ("not_reported", None, 0, "", "")

_EMPTY: tuple[Any, ...] = (None, "", [])  # a snapshot older than a field says nothing of it


@dataclass(frozen=True, slots=True)
class CellChange:
    """One stored number that differs. A status is reported, not_applicable or not_reported;
    `sheet` and `cell` say where the new one came from (the old one, where it is gone).
    """

    period: str
    indicator: str
    measure: str
    unit: str
    old: float | None
    old_status: str
    new: float | None
    new_status: str
    upload: int
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Change:
    """A named thing that differs: `where` like `items.fai.completion.weight`; None: not there."""

    where: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Line:
    """What an edition says of a unit; all None for a unit that it does not name."""

    rank: int | None = None
    score: float | None = None
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class LineChange:
    """One unit whose place, score or list differs."""

    unit: str
    name: str
    group: str | None
    old: Line
    new: Line


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs, in a fixed order."""

    cells: tuple[CellChange, ...] = ()
    rule: tuple[Change, ...] = ()
    catalog: tuple[Change, ...] = ()
    paper: tuple[Change, ...] = ()
    lines: tuple[LineChange, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.cells or self.rule or self.catalog or self.paper or self.lines)


def compared(old: Plain, new: Plain) -> Comparison:
    """The differences between two snapshots; of two periods only cells that both hold."""
    same = old["period"] == new["period"]
    return Comparison(
        cells=tuple(_cells(old["cells"], new["cells"], all_of_them=same)),
        rule=tuple(_changes(old["rule"], new["rule"])),
        catalog=tuple(_changes(_catalog(old["catalog"]), _catalog(new["catalog"]))),
        paper=tuple(_changes(old["paper"], new["paper"])),
        lines=tuple(_lines(old, new)),
    )


def _cells(old: list[Any], new: list[Any], *, all_of_them: bool) -> Iterator[CellChange]:
    """Cells whose number or status differs; another upload of the same number is no difference."""
    before, after = _keyed(old), _keyed(new)
    keys = before.keys() | after.keys() if all_of_them else before.keys() & after.keys()
    for key in sorted(keys):
        was, now = before.get(key, _ABSENT), after.get(key, _ABSENT)
        if was[:2] != now[:2]:
            upload, sheet, cell = (now if key in after else was)[2:]
            yield CellChange(*key, was[1], was[0], now[1], now[0], upload, sheet, cell)


def _keyed(rows: list[Any]) -> dict[Key, tuple[str, float | None, int, str, str]]:
    found = {}
    for period, indicator, measure, unit, value, upload, sheet, cell, *_document in rows:
        status = "not_applicable" if value is None else "reported"
        found[period, indicator, measure, unit] = (status, value, upload, sheet or "", cell or "")
    return found


def _catalog(plain: Plain) -> Plain:
    """By code, so that a line more does not move all the others."""
    units = {f"{u['code']} {u['since']}".strip(): u for u in plain["units"]}
    return {
        "board": plain["board"],
        "unit": units,
        "indicator": {i["code"]: i for i in plain["indicators"]},
    }


def _changes(old: Any, new: Any) -> Iterator[Change]:
    before, after = dict(_leaves(old)), dict(_leaves(new))
    for where in sorted(before.keys() | after.keys()):
        was, now = before.get(where), after.get(where)
        if was != now and not (was in _EMPTY and now in _EMPTY):  # a field that is younger
            yield Change(where, was, now)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value with its path; rows that name their item go by that name."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list) and value and all(isinstance(x, Mapping) for x in value):
        for n, inner in enumerate(value):
            yield from _leaves(inner, f"{path}.{inner.get('item', n)}")
    else:
        yield path, value


def _lines(old: Plain, new: Plain) -> Iterator[LineChange]:
    before, after = _entries(old), _entries(new)
    for unit in dict.fromkeys([*after, *before]):
        was, now = before.get(unit), after.get(unit)
        one, two = (Line(*r[2:]) if r else Line() for r in (was, now))
        if one != two or (was is None) != (now is None):
            name, group = (now or was or ("", None))[:2]
            yield LineChange(unit, name, group, one, two)


def _entries(plain: Plain) -> dict[str, tuple[Any, ...]]:
    result = plain["result"]
    ranked = {
        e["unit"]: (e["name"], e["group"], e["rank"], e["score"], e["colour"])
        for e in result["entries"]
    }
    apart = {u["unit"]: (u["name"], u["group"], None, None, None) for u in result["unranked"]}
    return ranked | apart
