"""榜单, 榜单指标, 榜单分组 of 名录.xlsx ↔ boards with their rules; the rule checks itself.

What the columns cannot say stands as `json={…}` at the end of a board's 参数, so that every rule
survives export and import.
"""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, cast

from kpi.intake.catalog import conditions
from kpi.intake.catalog.params import written
from kpi.intake.catalog.rules import SIDES, Find, rule_of, twice
from kpi.intake.catalog.table import Record
from kpi.model import canon
from kpi.model.catalog import BoardSpec
from kpi.model.method import PARAMS, REQUIRED
from kpi.model.period import Freq
from kpi.model.problem import Problem, Refused, problem
from kpi.model.rule import Item, Rule, Seats

Row = dict[str, Any]  # one line to write, by column name


def read(
    boards: Iterable[Record],
    items: Iterable[Record],
    groups: Iterable[Record],
    peer_groups: Iterable[str],
    find: Find,
    faulty: frozenset[str],
) -> tuple[tuple[BoardSpec, ...], list[Problem]]:
    """Boards with parsed rules, and every fault at its cell.

    A board that a `faulty` line of another sheet may belong to is not judged by the rest.
    """
    boards, items, groups = [*boards], [*items], [*groups]
    faults = twice(boards, "代码", lambda r: r["代码"]) + twice(boards, "名称", lambda r: r["名称"])
    codes = {name: r["代码"] for r in boards for name in (r["名称"], r["代码"])}
    faults += [
        problem("CATALOG_REFERENCE", r.at("榜单代码"), r["榜单代码"])
        for r in (*items, *groups)
        if r["榜单代码"] not in codes
    ]
    known = set(peer_groups)
    faults += [
        problem("CATALOG_REFERENCE", r.at("分组"), r["分组"])
        for r in groups
        if r["分组"] not in known
    ]
    faults += twice(groups, "分组", lambda r: (codes.get(r["榜单代码"]), r["分组"]))
    found = []
    for board in boards:
        if {board["代码"], board["名称"]} & faulty:
            continue
        own_items = [r for r in items if codes.get(r["榜单代码"]) == board["代码"]]
        own_groups = [r for r in groups if codes.get(r["榜单代码"]) == board["代码"]]
        try:
            rule = rule_of(board, own_items, own_groups, find)
        except Refused as refusal:
            faults += refusal.problems
            continue
        found.append(
            BoardSpec(
                code=board["代码"],
                name=board["名称"],
                freq=cast(Freq, board["频率"]),
                rule=rule,
                groups=tuple(r["分组"] for r in own_groups),
                audience=board["发布范围"],
                name_en=board["英文名称"],
            )
        )
    return tuple(found), faults


def write(board: BoardSpec, find: Find) -> tuple[Row, list[Row], list[Row]]:
    """A board as its line, its items' lines and its groups' lines."""
    rule = board.rule
    row: Row = {
        "代码": board.code,
        "名称": board.name,
        "频率": board.freq,
        "汇总方法": rule.aggregate,
        "缺报处理": rule.missing,
        "最低覆盖率": round(rule.scope.min_coverage * 100, 10),
        "得分小数位": rule.score_decimals,
        "红榜名额": _places(rule.red),
        "黑榜名额": _places(rule.black),
        "红榜条件": _gate(rule.red),
        "黑榜条件": _gate(rule.black),
        "依据文件": rule.basis,
        "发布范围": board.audience,
        "参数": written(_options(rule)),
        "英文名称": board.name_en,
    }
    fitting = [i for i in rule.items if find(i.item.partition(".")[0]) and "." in i.item]
    items = [_item_row(board.code, i, rule) for i in fitting]
    patches = {p.group: json.loads(p.given) for p in rule.groups}
    groups: list[Row] = [
        {
            "榜单代码": board.code,
            "分组": g,
            "红榜名额": _patched(patches.get(g, {}).get("red")),
            "黑榜名额": _patched(patches.get(g, {}).get("black")),
        }
        for g in board.groups
    ]
    if rest := _unsaid(rule, row, items, groups, find):
        row["参数"] = _joined(row["参数"], rest)
    return row, items, groups


def _places(seats: Seats | None) -> str:
    if seats is None:
        return ""
    return _patched({"n": seats.n, "share": seats.share})


def _patched(seats: Mapping[str, Any] | None) -> str:
    if not seats:
        return ""
    if seats.get("n") is not None:
        return str(seats["n"])
    share = seats.get("share")
    return "" if share is None else f"{conditions.number(round(share * 100, 10))}%"


def _gate(seats: Seats | None) -> str:
    return (conditions.write(seats.when) or "") if seats else ""


def _options(rule: Rule) -> dict[str, Any]:
    """A board's parameters as far as they are not the default."""
    said: dict[str, Any] = {}
    default: dict[str, Any] = {
        "best": "low" if rule.aggregate == "rank_sum" else "high",
        "ties": "min",
    }
    default |= {"compare": "within_group", "draws": 1000, "noise": 0.25}
    default |= {"reference": "all" if rule.compare == "across" else "group"}
    said |= {k: getattr(rule, k) for k, v in default.items() if getattr(rule, k) != v}
    if rule.note and _tellable(rule.note):
        said["note"] = rule.note
    if rule.scope.min_group != 4:
        said["min_group"] = rule.scope.min_group
    if rule.scope.max_share != 0.5:
        said["max_share"] = rule.scope.max_share
    if rule.bonus_range:
        said["bonus_range"] = rule.bonus_range
    if rule.tie_breakers:
        said["tie_breakers"] = rule.tie_breakers
    for side, label, seats in (
        ("red", rule.red_label, rule.red),
        ("black", rule.black_label, rule.black),
    ):
        if label != SIDES[side] and _tellable(label):
            said[f"{side}.label"] = label
        if seats and seats.fill:
            said[f"{side}.fill"] = True
        if seats and seats.cut != "include":
            said[f"{side}.cut"] = seats.cut
    return said


def _tellable(text: str) -> bool:
    """Whether a text reads the same from a list of parameters."""
    same = unicodedata.normalize("NFKC", text).strip() == text
    return same and not {";", "\n"} & set(text) and "json=" not in text


def _item_row(board: str, item: Item, rule: Rule) -> Row:
    indicator, _dot, measure = item.item.partition(".")
    full = dict(item.params)
    said = {
        name: full[name]
        for name, (_read, default) in PARAMS[item.method].items()
        if default is REQUIRED or full[name] != (default(full) if callable(default) else default)
    }
    own = {
        "missing": None if item.missing == rule.missing else item.missing,
        "role": None if item.role == "score" else item.role,
        "block": item.block,
        "band": item.band,
    }
    return {
        "榜单代码": board,
        "指标": indicator,
        "口径": measure,
        "方向": item.direction,
        "权重": item.weight,
        "计分方法": item.method,
        "参数": written(said | {k: v for k, v in own.items() if v is not None}),
    }


def _unsaid(
    rule: Rule, row: Row, items: list[Row], groups: list[Row], find: Find
) -> dict[str, Any]:
    """The fields of a rule that its lines do not give back."""
    wanted = rule.to_json()
    never = {name: wanted[name] for name in _NO_COLUMN if wanted[name]}
    row = row | {"参数": _joined(row["参数"], never)}
    try:
        said = rule_of(
            Record("榜单", 0, row, {}),
            [Record("榜单指标", 0, r, {}) for r in items],
            [Record("榜单分组", 0, r, {}) for r in groups],
            find,
        ).to_json()
    except Refused:
        return wanted
    return never | {name: value for name, value in wanted.items() if said[name] != value}


_NO_COLUMN = ("blocks", "veto", "exemptions", "suspended")


def _joined(options: str, rest: Mapping[str, Any]) -> str:
    return "; ".join(x for x in (options, f"json={canon.text(rest)}" if rest else "") if x)
