"""One board's lines to its rule: every fault at its cell, the last word to the rule's own check."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kpi.intake.catalog import conditions
from kpi.intake.catalog.params import parameters, split
from kpi.intake.catalog.sheets import column
from kpi.intake.catalog.table import Record, refused
from kpi.model.catalog import Direction, Indicator
from kpi.model.measure import Measure
from kpi.model.problem import Problem, Refused, problem
from kpi.model.rule import Rule, RuleError, parse

Find = Callable[[str], Indicator | None]  # by code, name or alias
SIDES = {"red": "红榜", "black": "黑榜"}
_OWN = ("missing", "role", "block", "band")  # fields of an item that stand among its parameters
_HIGHER = {Measure.COMPLETION, Measure.GAP}


def rule_of(board: Record, items: list[Record], groups: list[Record], find: Find) -> Rule:
    """The parsed rule of a board; raises Refused with the faults at their cells."""
    given, rest = split(board)
    faults: list[Problem] = []
    made = []
    for r in items:
        try:
            made.append((r, _item(r, board, find)))
        except Refused as refusal:
            faults += refusal.problems
    faults += twice([r for r, _i in made], "指标", lambda r: _key(r, find))
    if faults:
        raise Refused(*faults)
    plain: dict[str, Any] = {
        "code": board["代码"],
        "name": board["名称"],
        "basis": board["依据文件"],
        "aggregate": board["汇总方法"],
        "missing": board["缺报处理"],
        "min_coverage": board["最低覆盖率"] / 100,
        "score_decimals": board["得分小数位"],
        "items": [i for _r, i in made],
        **dict.fromkeys(SIDES),
    }
    indicators = {i["item"].partition(".")[0] for _r, i in made}
    column_of = _column(find, indicators)
    for side, word in SIDES.items():
        seats = _seats(board[f"{word}名额"])
        try:
            gates = conditions.read(board[f"{word}条件"], column_of)
        except conditions.SyntaxFault as fault:
            at = board.at(f"{word}条件")
            faults.append(problem("RULE_SYNTAX", at, fault.given, n=fault.n))
            continue
        if seats or gates:
            plain[side] = {**seats, "when": gates}
    if faults:
        raise Refused(*faults)
    _apply(plain, given, board, column_of)
    if patches := {r["分组"]: p for r in groups if (p := _patch(r, plain))}:
        plain["groups"] = patches
    try:
        plain["decimals"] = _decimals(parse(plain | rest), find)
        return parse(plain | rest)
    except RuleError as error:
        at, given_there, name = _place(error, board, [r for r, _i in made])
        allowed = error.message
        raise Refused(
            problem("CATALOG_VALUE", at, given_there, column=name, allowed=allowed)
        ) from None


def _decimals(rule: Rule, find: Find) -> dict[str, int]:
    """小数位 of the indicator for values, 1 for percentages, of every column the rule names."""
    digits = {"progress": 1} if "progress" in rule.columns else {}
    for name in rule.columns:
        code, _dot, measure = name.partition(".")
        indicator = find(code)
        if indicator and measure in set(Measure):
            digits[name] = indicator.digits(Measure(measure))
    return digits


def _place(error: RuleError, board: Record, items: list[Record]) -> tuple[Any, str, str]:
    """The cell of a fault that the rule found in itself."""
    found = re.match(r"items\[(\d+)\]\.(\w+)", error.path)
    if found and int(found[1]) < len(items):
        row = items[int(found[1])]
        name = {"direction": "方向", "weight": "权重", "method": "计分方法"}.get(found[2], "参数")
        return row.at(name), str(row[name]), name
    name = {"red": "红榜名额", "black": "黑榜名额", "missing": "缺报处理"}.get(
        error.path.split(".")[0], "参数"
    )
    name = "代码" if error.path == "items" else name
    return board.at(name), str(board[name]), name


def _key(row: Record, find: Find) -> str:
    indicator = find(row["指标"])
    if indicator is None:
        raise Refused(problem("CATALOG_REFERENCE", row.at("指标"), row["指标"]))
    return f"{indicator.code}.{row['口径'] or indicator.measure}"


def _item(row: Record, board: Record, find: Find) -> dict[str, Any]:
    key = _key(row, find)
    indicator = find(row["指标"])
    assert indicator is not None  # noqa: S101 - _key refused it
    params = parameters(row, row["参数"])
    implied = "rank" if board["汇总方法"] == "rank_sum" else "points"
    method = row["计分方法"] or implied
    measure = Measure(key.partition(".")[2])
    own = Direction.HIGHER if measure in _HIGHER else indicator.direction
    direction = row["方向"] or str(own)
    banded = "band" in params
    if direction == "none":
        raise Refused(refused(row.at("指标"), column("榜单指标", "方向"), row["指标"]))
    if direction == "target" and not banded:
        # towards a target from below: its distance or steps, both of which read "higher"
        if method not in ("distance_to_target", "bands"):
            raise Refused(refused(row.at("计分方法"), column("榜单指标", "计分方法"), method))
        direction = "higher"
    extra = {k: params.pop(k) for k in _OWN if k in params}
    if isinstance(params.get("target"), str):
        named = conditions.fact(params["target"], _column(find, {indicator.code}))
        params["target"] = named or params["target"]
    return {
        "item": key,
        "weight": row["权重"],
        "direction": direction,
        "method": method,
        "params": params,
        **extra,
    }


def _column(find: Find, indicators: set[str]) -> conditions.Columns:
    """A measure without indicator means the only one there is."""

    def column_of(word: str | None, measure: str) -> str | None:
        if word is None:
            return f"{next(iter(indicators))}.{measure}" if len(indicators) == 1 else None
        found = find(word)
        return f"{found.code}.{measure}" if found else None

    return column_of


def _seats(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if text.endswith("%"):
        return {"share": float(text[:-1]) / 100}
    return {"n": int(float(text))}


def _patch(row: Record, plain: Mapping[str, Any]) -> dict[str, Any]:
    """What a group's seats change; a share gives way to a number and the reverse."""
    patch = {}
    for side, word in SIDES.items():
        if seats := _seats(row[f"{word}名额"]):
            other = "share" if "n" in seats else "n"
            own = plain[side] or {}
            patch[side] = seats | ({other: None} if own.get(other) is not None else {})
    return patch


_WORDS = ("ties", "best", "compare", "reference", "note", "min_group", "max_share", "bonus_range")
_LISTS = ("fill", "cut", "label")


def _apply(
    plain: dict[str, Any], given: dict[str, Any], board: Record, column_of: conditions.Columns
) -> None:
    """Put a board's parameters where the rule has them."""
    for name, value in given.items():
        side, _dot, part = name.partition(".")
        if name in _WORDS:
            plain[name] = value
        elif name == "tie_breakers":
            words = value if isinstance(value, list) else [value]
            plain[name] = [conditions.fact(str(w), column_of) or str(w) for w in words]
        elif name in ("draws", "noise"):
            plain.setdefault("robustness", {})[name] = value
        elif side in SIDES and part == "label":
            plain.setdefault("labels", {})[side] = str(value)
        elif side in SIDES and part in _LISTS and plain[side]:
            plain[side][part] = value
        else:
            raise Refused(refused(board.at("参数"), column("榜单", "参数"), name))


def twice(rows: list[Record], name: str, key: Callable[[Record], Any]) -> list[Problem]:
    """CATALOG_DUPLICATE for every line whose key stood in a line before."""
    seen: set[Any] = set()
    faults = []
    for r in rows:
        if key(r) in seen:
            faults.append(problem("CATALOG_DUPLICATE", r.at(name), r[name]))
        seen.add(key(r))
    return faults
