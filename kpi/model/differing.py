"""What differs between two editions, told in the words of the field rather than by its path."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.comparison import Change
from kpi.model.edition import Edition, named
from kpi.model.paper import LABELS
from kpi.model.rulefault import FIELDS

CATALOG = {
    "aliases": N_("别名"),
    "audience": N_("发布范围"),
    "basis": N_("增速口径"),
    "category": N_("类别"),
    "code": N_("代码"),
    "decimals": N_("小数位数"),
    "definition": N_("口径说明"),
    "direction": N_("方向"),
    "due_day": N_("报送日"),
    "freq": N_("频率"),
    "group": N_("分组"),
    "groups": N_("分组"),
    "inspection": N_("督查组"),
    "jan_feb_merged": N_("1-2月合并"),
    "lead": N_("牵头部门"),
    "level": N_("层级"),
    "liaison": N_("联络单位"),
    "measure": N_("口径"),
    "min_base": N_("最低基数"),
    "name": N_("名称"),
    "name_en": N_("英文名称"),
    "note": N_("备注"),
    "part_of": N_("上级指标"),
    "ranked": N_("参加排名"),
    "since": N_("起始"),
    "source": N_("数据来源"),
    "sponsor": N_("包抓领导"),
    "uom": N_("计量单位"),
    "until": N_("截止"),
}
WORDED = N_("改写的句子")
_LABEL = {"labels.red": N_("红榜名称"), "labels.black": N_("黑榜名称"), "words": WORDED}


def rows(found: Iterable[Change], edition: Edition) -> Iterator[tuple[str, str, str]]:
    """(where, before, after) of differences; a unit or indicator that came or went is one row."""
    for owner, own in groupby(found, _owner):
        changes = list(own)
        whole = next((c for c in changes if c.where == f"{owner}.code"), None) if owner else None
        if whole:
            name = _named(owner, changes, edition)
            came = whole.old is None
            yield name, "" if came else _("有"), _("新增") if came else _("已删去")
            continue
        for change in changes:
            yield _where(change.where, edition), _text(change.old), _text(change.new)


def _owner(change: Change) -> str:
    """unit.J08 of unit.J08.sponsor; empty for what belongs to neither unit nor indicator."""
    kind, _dot, rest = change.where.partition(".")
    if kind not in ("unit", "indicator"):
        return ""
    return f"{kind}.{rest.rpartition('.')[0]}"


def _named(owner: str, changes: Iterable[Change], edition: Edition) -> str:
    names = [c.new or c.old for c in changes if c.where == f"{owner}.name"]
    return str(names[0]) if names else _who(owner, edition)


def _who(owner: str, edition: Edition) -> str:
    kind, _dot, code = owner.partition(".")
    code = code.partition(" ")[0]  # of a unit since a day
    known = edition.catalog.unit if kind == "unit" else edition.catalog.indicator
    own = known.get(code)
    return named(own.name, own.name_en) if own else code


def _where(path: str, edition: Edition) -> str:
    kind, _dot, rest = path.partition(".")
    leaf = path.rpartition(".")[2]
    if kind in ("unit", "indicator"):
        field = CATALOG.get(leaf)
        return _both(_who(path.rpartition(".")[0], edition), _(field) if field else leaf)
    if kind == "board":
        field = CATALOG.get(leaf)
        return _both(_("榜单"), _(field) if field else leaf)
    if path in _LABEL:
        return _(_LABEL[path])
    if path in LABELS:
        return _(LABELS[path])
    item = next((i for i in edition.spec.rule.items if rest.startswith(f"{i.item}.")), None)
    parts = (rest.removeprefix(f"{item.item}.") if item else path).split(".")
    known = [_(FIELDS[p]) for p in parts if p in FIELDS]
    last = " ".join(known) or re.sub(r"[._]", " ", ".".join(parts))
    return _both(edition.item_name(item.column) if item else _("规则"), last)


def _both(what: str, field: str) -> str:
    return _("{what} · {field}").format(what=what, field=field)


def _text(value: Any) -> str:
    if value in (None, "", [], ()):
        return show.NOT_APPLICABLE
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list | tuple):
        return _("、").join(_text(x[-1] if isinstance(x, list | tuple) else x) for x in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
