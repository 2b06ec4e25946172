"""What a catalog workbook would change: line by line, field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from kpi.i18n import N_
from kpi.model import canon
from kpi.model.catalog import BoardSpec, Catalog, Setup, Target
from kpi.model.rule import Rule

KINDS = {
    "unit": N_("单位"),
    "indicator": N_("指标"),
    "target": N_("目标"),
    "board": N_("榜单"),
    "alias": N_("别名"),
    "english": N_("译名"),
}
HOW = {"new": N_("新增"), "changed": N_("修改"), "missing": N_("名录中没有，保留")}
FIELDS = {
    "name": N_("名称"),
    "name_en": N_("英文名称"),
    "group": N_("分组"),
    "level": N_("层级"),
    "aliases": N_("别名"),
    "since": N_("启用自"),
    "until": N_("停用至"),
    "note": N_("备注"),
    "liaison": N_("联络单位"),
    "inspection": N_("督查组"),
    "english": N_("英文"),
    "memberships": N_("所属分组"),
    "uom": N_("计量单位"),
    "direction": N_("方向"),
    "freq": N_("频率"),
    "measure": N_("口径"),
    "basis": N_("增速口径"),
    "jan_feb_merged": N_("1-2月合并"),
    "decimals": N_("小数位"),
    "low": N_("下限"),
    "high": N_("上限"),
    "lead": N_("牵头单位"),
    "sponsor": N_("包抓领导"),
    "source": N_("数据来源"),
    "definition": N_("释义"),
    "ranked": N_("参与排名"),
    "min_base": N_("最小基数"),
    "category": N_("类别"),
    "due_day": N_("报送日"),
    "groups": N_("分组"),
    "audience": N_("发布范围"),
    "value": N_("目标值"),
    "document": N_("文号"),
    "code": N_("正式代码"),
    "items": N_("评分项"),
    "red": N_("红榜"),
    "black": N_("黑榜"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is new, changed, or stored and not in the workbook (then it stays).

    `fields` are (field, before, after) as short texts; empty for new and missing lines.
    """

    kind: Literal["unit", "indicator", "target", "board", "alias", "english"]
    code: str
    name: str
    how: Literal["new", "changed", "missing"]
    fields: tuple[tuple[str, str, str], ...] = ()


def differences(stored: Setup, given: Setup) -> tuple[Difference, ...]:
    """Every line that would change, in the workbook's order; targets that it lacks stay unsaid."""
    return (*_lines(stored.catalog, given.catalog), *_targets(stored, given))


def _lines(stored: Catalog, given: Catalog) -> Iterator[Difference]:
    old, new = keyed(stored), keyed(given)
    for (kind, code), line in new.items():
        before = old.get((kind, code))
        if before is None:
            yield Difference(kind, code, _name(line), "new")
        elif before != line:
            yield Difference(kind, code, _name(line), "changed", tuple(_fields(before, line)))
    for (kind, code), line in old.items():
        if (kind, code) not in new:
            yield Difference(kind, code, _name(line), "missing")


def keyed(catalog: Catalog) -> dict[tuple[Any, str], Any]:
    """Lines by kind and code; a unit is all of its memberships."""
    found: dict[tuple[Any, str], Any] = {}
    for u in catalog.units:
        found["unit", u.code] = (*found.get(("unit", u.code), ()), u)
    found |= {("indicator", i.code): i for i in catalog.indicators}
    found |= {("board", b.code): b for b in catalog.boards}
    found |= {("alias", f"{a.kind} {a.alias}"): a for a in catalog.aliases}
    return found | {("english", text): said for text, said in catalog.english}


def _targets(stored: Setup, given: Setup) -> Iterator[Difference]:
    names = {**stored.catalog.unit, **given.catalog.unit}
    old = {_goal(t): t for t in stored.targets}
    for t in given.targets:
        before = old.get(_goal(t))
        if before == t:
            continue
        unit = names[t.unit].name if t.unit in names else t.unit
        code = f"{t.indicator} {t.period}"
        told = tuple(_fields(before, t)) if before else (("value", "", _text(t.value)),)
        yield Difference("target", code, unit, "changed" if before else "new", told)


def _goal(t: Target) -> tuple[str, str, str, str]:
    return t.indicator, t.period, t.kind, t.unit


def _name(line: Any) -> str:
    if isinstance(line, str):
        return line  # the English of a text
    first = line[0] if isinstance(line, tuple) else line
    return str(getattr(first, "name", None) or getattr(first, "alias", ""))


def _fields(before: Any, after: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(after, str):
        yield "english", before, after
        return
    if isinstance(after, tuple):
        if len(before) == len(after) == 1:
            yield from _fields(before[0], after[0])
        else:
            yield "memberships", _text([u.group for u in before]), _text([u.group for u in after])
        return
    for f in fields(after):
        a, b = getattr(before, f.name), getattr(after, f.name)
        if isinstance(after, BoardSpec) and f.name == "rule":
            yield from _rule(a, b)
        elif a != b and f.compare:
            yield f.name, _text(a), _text(b)


def _rule(before: Rule, after: Rule) -> Iterator[tuple[str, str, str]]:
    old, new = before.to_json(), after.to_json()
    for name in new:
        if old[name] != new[name]:
            a, b = old[name], new[name]
            if name == "items":
                yield name, _moved(a, b), _moved(b, a)
            else:
                yield name, _text(a), _text(b)


def _moved(items: list[Mapping[str, Any]], others: list[Mapping[str, Any]]) -> str:
    """The items that the other side does not have like this, with their weights."""
    own = [i for i in items if i not in others]
    return "、".join(f"{i['item']} {i['weight']:g}" for i in own)


def _text(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, list | tuple) and all(isinstance(x, str) for x in value):
        return "、".join(value)
    return str(value) if not isinstance(value, dict | list | tuple) else canon.text(value)
