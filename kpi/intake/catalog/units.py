"""Units of 名录.xlsx, and who is meant by a name: codes, names and aliases are interchangeable."""

from collections.abc import Callable
from dataclasses import replace

from kpi.intake.catalog.sheets import column
from kpi.intake.catalog.table import Record, refused
from kpi.intake.words import tokens
from kpi.model.catalog import NEVER_RANKED, Unit
from kpi.model.measure import Measure
from kpi.model.problem import Problem, problem
from kpi.model.sheet import CellRef

_NORMAL: dict[str, Callable[[str], str]] = {"unit": tokens.name}  # J01-东风街办 is 东风街道
_LEVELS = {
    "街道": ("街道", "街道办", "街办", "办事处"),
    "镇": ("镇",),
    "乡": ("乡",),
    "社区": ("社区",),
    "村": ("村",),
    "园区": ("园区", "开发区", "高新区", "工业园", "产业园"),
    "部门": ("局", "委", "办", "部", "厅", "处", "中心", "公司", "院"),
    "区": ("区", "县", "市"),
}


class Names:
    """Who is meant by a word, per kind of thing: unit, indicator, uom, group."""

    def __init__(self) -> None:
        self._owner: dict[tuple[str, str], tuple[str, str]] = {}

    def add_unit(self, code: str, at: CellRef, name: str, faults: list[Problem]) -> None:
        """A unit's code and name; a name that another unit has is a fault."""
        self._add("unit", code, at, name, faults)

    def add_indicator(self, code: str, at: CellRef, name: str, faults: list[Problem]) -> None:
        """An indicator's code and name; a name that another one has is a fault."""
        self._add("indicator", code, at, name, faults)

    def learn(self, kind: str, at: CellRef, alias: str, code: str, faults: list[Problem]) -> bool:
        """Take an alias; ALIAS_CLASH, and False, if the word means something else already."""
        owner, shown = self._owner.setdefault((kind, _normal(kind, alias)), (code, code))
        if owner != code:
            faults.append(problem("ALIAS_CLASH", at, alias, unit=shown))
        return owner == code

    def unit(self, word: str) -> str | None:
        """The code of a unit."""
        return self._found("unit", word)

    def indicator(self, word: str) -> str | None:
        """The code of an indicator; `fai.yoy` and what stands for it keep their measure."""
        if found := self._found("indicator", word):
            return found
        head, _dot, measure = word.rpartition(".")
        code = self._found("indicator", head) if measure in set(Measure) else None
        return f"{code}.{measure}" if code else None

    def _add(self, kind: str, code: str, at: CellRef, name: str, faults: list[Problem]) -> None:
        self._owner.setdefault((kind, code), (code, name))
        owner, _shown = self._owner.setdefault((kind, _normal(kind, name)), (code, name))
        if owner != code:
            faults.append(problem("CATALOG_DUPLICATE", at, name))

    def _found(self, kind: str, word: str) -> str | None:
        plain = self._owner.get((kind, word)) or self._owner.get((kind, _normal(kind, word)))
        return plain[0] if plain else None


def units(rows: list[Record], names: Names, faults: list[Problem]) -> tuple[Unit, ...]:
    """Memberships in the order of the lines; a code may stand twice in dates that do not meet."""
    found = [(r, _unit(r)) for r in rows]
    for r, u in found:
        names.add_unit(u.code, r.at("名称"), u.name, faults)
        if u.since and u.until and _span(u)[0] > _span(u)[1]:
            faults.append(refused(r.at("停用至"), column("单位", "停用至"), u.until))
    by_code: dict[str, list[Unit]] = {}
    for r, u in found:
        others = by_code.setdefault(u.code, [])
        if any(_meet(u, other) for other in others):
            faults.append(problem("CATALOG_DUPLICATE", r.at("代码"), u.code))
        others.append(u)
    for r, u in found:
        for other in u.aliases:
            names.learn("unit", r.at("别名"), other, u.code, faults)
    return tuple(replace(u, liaison=names.unit(u.liaison) or u.liaison) for _r, u in found)


def _unit(r: Record) -> Unit:
    group = NEVER_RANKED if set(r["分组"]) <= set("—－-–") else r["分组"]
    return Unit(
        code=r["代码"],
        name=r["名称"],
        group=group,
        level=r["层级"] or _level(r["名称"]),
        name_en=r["英文名称"],
        aliases=r["别名"],
        since=r["启用自"],
        until=r["停用至"],
        note=r["备注"],
        sponsor=r["包抓领导"],
        liaison=r["联络单位"],
        inspection=r["督查组"],
    )


def _level(name: str) -> str:
    """The level that a name's ending tells; empty where it tells none."""
    endings = {e: level for level, found in _LEVELS.items() for e in found}
    fits = [e for e in endings if name.endswith(e)]
    return endings[max(fits, key=len)] if fits else ""


def _meet(a: Unit, b: Unit) -> bool:
    return _span(a)[0] <= _span(b)[1] and _span(b)[0] <= _span(a)[1]


def _span(u: Unit) -> tuple[str, str]:
    """First and last day as texts that compare; the last of a month is -99."""
    return u.since.ljust(4, "0"), (u.until or "9999") + "-99-99"


def _normal(kind: str, word: str) -> str:
    return _NORMAL.get(kind, tokens.plain)(word)
