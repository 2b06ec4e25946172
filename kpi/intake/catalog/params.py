"""参数 cells: `target=progress; cap=120` ↔ named numbers, texts, lists, true, false, null."""

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from kpi.intake.catalog import conditions
from kpi.intake.catalog.sheets import column
from kpi.intake.catalog.table import Record, percent, refused
from kpi.model.problem import Refused

_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None}
_CONSTANTS |= {"是": True, "否": False, "无": None}
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?")


def split(board: Record) -> tuple[dict[str, Any], dict[str, Any]]:
    """The named parameters of a board, and what its `json=` says."""
    text, marked, rest = board["参数"].partition("json=")
    try:
        plain = json.loads(rest) if marked else {}
        if not isinstance(plain, dict):
            raise ValueError(rest)
    except ValueError:
        raise Refused(refused(board.at("参数"), column("榜单", "参数"), rest)) from None
    return parameters(board, text), plain


def parameters(row: Record, text: str) -> dict[str, Any]:
    """`target=progress; cap=120` as a dict of numbers, texts, lists, true, false and null."""
    found: dict[str, Any] = {}
    for part in re.split(r"[;\n]", unicodedata.normalize("NFKC", text)):
        if not part.strip():
            continue
        name, marked, value = part.partition("=")
        name = name.strip()
        if not marked or not name or name in found:
            sheet = "榜单指标" if "权重" in row.values else "榜单"
            raise Refused(refused(row.at("参数"), column(sheet, "参数"), part.strip()))
        if name == "note" or name.endswith(".label"):
            found[name] = value.strip()
        else:
            found[name] = _value(value.strip(), name)
    return found


def _value(text: str, name: str) -> Any:
    if name == "bands":
        pairs = [p.partition(":") for p in text.split(",")]
        return [[_scalar(edge) if edge.strip() else None, _scalar(s)] for edge, _c, s in pairs]
    if name == "max_share" and text.endswith("%"):
        return percent(text) / 100
    if "," in text:
        return [_scalar(x) for x in text.split(",")]
    return _scalar(text)


def _scalar(text: str) -> Any:
    word = text.strip()
    if word in _CONSTANTS:
        return _CONSTANTS[word]
    return float(word) if _NUMBER.fullmatch(word) else word


def written(said: Mapping[str, Any]) -> str:
    """The cell that reads as these parameters."""
    return "; ".join(f"{name}={_text(value, name)}" for name, value in said.items())


def _text(value: Any, name: str = "") -> str:
    if name == "bands":
        ends = (("" if edge is None else _text(edge), _text(score)) for edge, score in value)
        return ",".join(f"{edge}:{score}" for edge, score in ends)
    if isinstance(value, tuple | list):
        return ",".join(_text(x) for x in value)
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    return conditions.number(value) if isinstance(value, int | float) else str(value)
