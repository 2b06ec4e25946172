"""A line of the journal in the words of the office: names for codes, no hashes, nothing twice.

What the line holds to the letter is `record.whole`; here is what a person wants to know of it.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from kpi.i18n import N_, _
from kpi.model.case import KINDS as CASES
from kpi.model.case import STATES as CASE_STATES
from kpi.model.catalog import Catalog
from kpi.model.decision import KINDS as RULINGS
from kpi.model.edition import named
from kpi.model.period import Period
from kpi.model.person import ROLE_NAMES
from kpi.model.problem import PATTERNS
from kpi.model.round import STATES
from kpi.store.journal import Line

NAMES = {  # in the order in which they are told
    "board": N_("榜单"),
    "period": N_("报告期"),
    "issue_no": N_("期次"),
    "unit": N_("单位"),
    "indicators": N_("指标"),
    "kind": N_("类别"),
    "state": N_("状态"),
    "role": N_("角色"),
    "before": N_("原为"),
    "new": N_("新增"),
    "changed": N_("修改"),
    "unchanged": N_("未变"),
    "restored": N_("恢复"),
    "targets": N_("目标"),
    "rules": N_("规则"),
    "version": N_("版本"),
    "document": N_("文号"),
    "reason": N_("原因"),
    "note": N_("说明"),
    "notes": N_("说明"),
    "codes": N_("缘由"),
    "of": N_("对象"),
    "name": N_("文件"),
    "form": N_("格式"),
    "columns": N_("表头"),
    "code": N_("代码"),
    "corrects": N_("更正自"),
    "undoes": N_("撤销"),
    "editions": N_("期次数"),
    "rows": N_("行数"),
    "ended": N_("已退出的登录"),
    "reopened": N_("退回采集"),
    "statements": N_("情况说明"),
    "demo": N_("演示数据"),
}
OBJECTS = {  # first word of the object → how the rest is told
    "upload": N_("第{rest}次报送"),
    "edition": N_("第{rest}号期次"),
    "ruling": N_("第{rest}号决定"),
    "case": N_("第{rest}号事项"),
    "remark": N_("第{rest}号意见"),
    "catalog": N_("名录 {rest}"),
    "rule": N_("规则 {rest}"),
    "round": "{rest}",
    "paper": N_("文稿 {rest}"),
    "mapping": N_("表头 {rest}"),
    "alias": N_("别名 {rest}"),
}
_ALONE = {"demo": N_("演示数据"), "settings": N_("设置")}
_PERIOD = re.compile(r"\d{4}(-\d{2}|-Q\d|-H\d)?")
_HOLE = re.compile(r"\{[^}]*\}")
_LONGEST = 60


def thing(line: Line, catalog: Catalog) -> str:
    """What the deed was done to: 第45次报送, 营商环境榜 2026年10月; as it stands where unknown."""
    kind, _blank, rest = line.object.partition(" ")
    if not rest:
        return _(_ALONE[kind]) if kind in _ALONE else kind
    if kind not in OBJECTS:
        return line.object
    words = [_name(word, catalog) for word in rest.split(" ")]
    pattern = OBJECTS[kind]
    return (_(pattern) if pattern != "{rest}" else pattern).format(rest=" ".join(words))


def told(line: Line, catalog: Catalog) -> str:
    """What the line says beyond its object: 新增16；修改1；原因：录入错误."""
    found = json.loads(line.detail)
    return _("；").join(
        _("{name}：{value}").format(name=_(name), value=text)
        for key, name in NAMES.items()
        if key in found and key not in _said_by(line)
        for text in [_value(key, found[key], catalog)]
        if text
    )


def _said_by(line: Line) -> tuple[str, ...]:
    """What the object says already."""
    return ("board", "period") if line.object.startswith(("round ", "paper ")) else ()


def _value(key: str, value: Any, catalog: Catalog) -> str:
    """One value in words; empty where there is nothing to say."""
    if value in (None, "", [], {}, 0, False):
        return ""
    if value is True:
        return _("是")
    if key in _WORDS and isinstance(value, str):
        return _WORDS[key](value)
    if key == "codes":
        return " ".join(_HOLE.sub("…", _(PATTERNS[c])) if c in PATTERNS else str(c) for c in value)
    if key in ("new", "changed", "rules", "statements") and isinstance(value, list):
        return str(len(value))
    if isinstance(value, Mapping):
        return _("、").join(
            f"{_(NAMES[k]) if k in NAMES else k} {v}" for k, v in value.items() if v
        )
    if isinstance(value, list):
        return _("、").join(_name(str(word), catalog) for word in value)
    return _short(_name(str(value), catalog))


def _name(word: str, catalog: Catalog) -> str:
    """The name behind a code; a period as officials write it; else the word."""
    if word in catalog.board:
        return named(catalog.board[word].name, catalog.board[word].name_en)
    if word in catalog.unit:
        return named(catalog.unit[word].name, catalog.unit[word].name_en)
    if word in catalog.indicator:
        return named(catalog.indicator[word].name, catalog.indicator[word].name_en)
    if _PERIOD.fullmatch(word):
        return Period.parse(word).label()
    return word


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _one_of(words: Mapping[Any, str]) -> Callable[[str], str]:
    return lambda value: _(words[value]) if value in words else value


_WORDS: dict[str, Callable[[str], str]] = {
    "state": _one_of({**{str(s): name for s, name in STATES.items()}, **CASE_STATES}),
    "role": _one_of({str(r): name for r, name in ROLE_NAMES.items()}),
    "kind": _one_of(
        {
            **CASES,
            **RULINGS,
            "issue": N_("签发"),
            "correction": N_("更正"),
            "withdrawal": N_("撤回"),
        }
    ),
}
