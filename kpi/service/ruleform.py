"""A rule as the fields of a form, and back: what has no field keeps its place in the rule."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.board.select import split
from kpi.model import show
from kpi.model.catalog import NEVER_RANKED, Catalog, Direction
from kpi.model.edition import named
from kpi.model.house import USUAL
from kpi.model.measure import Measure
from kpi.model.method import PARAMS, REQUIRED
from kpi.model.rule import Item, Rule, RuleError, Seats
from kpi.service import conditions

SIDES = ("red", "black")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class ItemForm:
    """One item: its key, and its fields as written; parameters by name."""

    item: str
    weight: float
    direction: str
    method: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListForm:
    """One list: seats (`2`, `20%` or empty), conditions as text; None keeps what is stored."""

    seats: str = ""
    when: str | None = ""
    cut: str = "include"
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """Everything that the rule editor asks for; `groups` are seats by group and side."""

    items: tuple[ItemForm, ...]
    red: ListForm
    black: ListForm
    aggregate: str = "arithmetic"
    missing: str = "renormalise"
    min_coverage: float = 70.0
    score_decimals: int = 2
    min_group: int = 4
    max_share: float = 50.0
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    red_label: str = "红榜"
    black_label: str = "黑榜"


def offered(catalog: Catalog, rule: Rule) -> tuple[str, ...]:
    """The column keys that a rule may score: its own first, then what the catalog can give."""
    found = [i.item for i in rule.items]
    for i in catalog.indicators:
        if i.ranked and i.direction is not Direction.NONE:
            measures = dict.fromkeys((i.measure, Measure.COMPLETION, Measure.YOY))
            found += [f"{i.code}.{m}" for m in measures]
    return tuple(dict.fromkeys(found))


def titles(catalog: Catalog, rule: Rule) -> dict[str, str]:
    """What a form may score, by key, with its name in the reader's language."""
    found = {}
    for key in offered(catalog, rule):
        own = split(key, catalog)
        if own is None:
            found[key] = key
            continue
        name = named(own[0].name, own[0].name_en)
        tail = "" if own[1] is own[0].measure else show.measure_name(own[1])
        glue = " " if tail and name != own[0].name else ""
        found[key] = name + glue + tail
    return found


def form(rule: Rule, groups: tuple[str, ...] = ()) -> Form:
    """The fields of a stored rule; `groups` are those whose seats the form asks for."""
    return Form(
        items=tuple(item_form(i) for i in rule.items),
        red=_list(rule.red),
        black=_list(rule.black),
        aggregate=rule.aggregate,
        missing=rule.missing,
        min_coverage=round(rule.scope.min_coverage * 100, 10),
        score_decimals=rule.score_decimals,
        min_group=rule.scope.min_group,
        max_share=round(rule.scope.max_share * 100, 10),
        groups={
            g: {"red": seats(rule.within(g).red), "black": seats(rule.within(g).black)}
            for g in groups
        },
        red_label=rule.red_label,
        black_label=rule.black_label,
    )


def item_form(item: Item) -> ItemForm:
    """The fields of one item."""
    texts = {name: text(item.param(name)) for name in PARAMS[item.method]}
    return ItemForm(item.item, item.weight, item.direction, item.method, texts)


def params(method: str) -> dict[str, str]:
    """The parameters of a method with their defaults as text; a required one is empty."""
    full: dict[str, Any] = {}
    for name, (_read, default) in PARAMS[method].items():
        full[name] = default(full) if callable(default) else default
    return {name: "" if value is REQUIRED else text(value) for name, value in full.items()}


def seats(own: Seats | None) -> str:
    """2, 20% or nothing."""
    if own is None or (own.n is None and own.share is None):
        return ""
    return str(own.n) if own.n is not None else f"{round((own.share or 0) * 100, 10):g}%"


def plain(filled: Form, rule: Rule, catalog: Catalog) -> dict[str, Any]:
    """The object of a rule from a form: `rule` is the stored one, whose other fields stay.

    Raises RuleError with the path of the field that cannot be read.
    """
    whole = rule.to_json()
    keys = tuple(i.item for i in filled.items)
    stored = {i["item"]: i for i in whole["items"]}
    whole["items"] = [
        _item(i, stored.get(i.item), f"items[{n}].params") for n, i in enumerate(filled.items)
    ]
    inside = {i.get("block") for i in whole["items"] if i["weight"] > 0}
    whole |= {
        "aggregate": filled.aggregate,
        "best": "low" if filled.aggregate == "rank_sum" else "high",
        "missing": filled.missing,
        "min_coverage": filled.min_coverage / 100,
        "score_decimals": filled.score_decimals,
        "min_group": filled.min_group,
        "max_share": filled.max_share / 100,
        "tie_breakers": [k for k in whole["tie_breakers"] if k in keys],
        "blocks": {code: b for code, b in whole["blocks"].items() if code in inside},
    }
    if rule.aggregate != "rank_sum" and filled.aggregate != "rank_sum":
        whole["best"] = rule.best
    for side, own in (("red", filled.red), ("black", filled.black)):
        whole[side] = _side(own, side, whole[side], catalog, keys)
    whole["labels"] = {
        side: given.strip() or usual
        for side, given, usual in (
            ("red", filled.red_label, USUAL[0]),
            ("black", filled.black_label, USUAL[1]),
        )
    }
    whole["groups"] = _groups(filled, whole, rule)
    whole["decimals"] |= _decimals(keys, whole["decimals"], catalog)
    return whole


def groups(catalog: Catalog, board: str) -> tuple[str, ...]:
    """The groups that a board ranks."""
    own = catalog.board[board].groups
    return own or tuple(g for g in catalog.groups if g != NEVER_RANKED)


def text(value: Any) -> str:
    """A parameter as written: 60, worst, 90:100,60:80,:0; none is empty."""
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return ",".join(f"{text(edge)}:{text(score)}" for edge, score in value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)


def value(name: str, written: str, path: str) -> Any:
    """The parameter that a text writes; empty is none."""
    bare = "".join(written.split()).replace("：", ":").replace("，", ",")
    if not bare:
        return None
    if name == "bands":
        pairs = [pair.partition(":") for pair in bare.split(",")]
        return [[value("", edge, path), value("", score, path)] for edge, _c, score in pairs]
    if bare.endswith("%") and _NUMBER.fullmatch(bare[:-1]):
        return float(bare[:-1])
    return float(bare) if _NUMBER.fullmatch(bare) else bare


def _list(own: Seats | None) -> ListForm:
    if own is None:
        return ListForm()
    return ListForm(seats(own), conditions.write(own.when), own.cut, own.fill)


def _item(own: ItemForm, stored: dict[str, Any] | None, path: str) -> dict[str, Any]:
    given = {n: value(n, t, f"{path}.{n}") for n, t in own.params.items()}
    kinds = PARAMS[own.method]
    required = {n for n, (_read, default) in kinds.items() if default is REQUIRED}
    known = {n: v for n, v in given.items() if n in kinds and not (v is None and n in required)}
    fields = {"item": own.item, "weight": own.weight, "direction": own.direction}
    return (stored or {}) | fields | {"method": own.method, "params": known}


def _side(
    own: ListForm, side: str, stored: Any, catalog: Catalog, keys: tuple[str, ...]
) -> dict[str, Any] | None:
    gates = (
        (stored or {}).get("when", [])
        if own.when is None
        else conditions.read(own.when, f"{side}.when", catalog, keys)
    )
    places = _seats(own.seats, side)
    if not places and not gates:
        return None
    return {**places, "when": gates, "cut": own.cut, "fill": own.fill}


def _seats(written: str, side: str) -> dict[str, Any]:
    bare = "".join(written.split()).replace("％", "%")
    if not bare:
        return {}
    number = bare.removesuffix("%")
    if not _NUMBER.fullmatch(number):
        raise RuleError(f"{side}.n", "must be a whole number >= 0")
    if bare.endswith("%"):
        return {"share": float(number) / 100}
    return {"n": float(number)}


def _groups(filled: Form, whole: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    """Patches as stored, with the seats of the form where they are others than the rule's."""
    patches: dict[str, Any] = {g: dict(p) for g, p in whole["groups"].items()}
    for group, written in filled.groups.items():
        patch = patches.setdefault(group, {})
        for side in SIDES:
            places = _seats(written[side], f"groups.{group}.{side}")
            if side in patch and written[side] == seats(getattr(rule.within(group), side)):
                continue  # untouched: it stays as it was written
            own = patch.get(side) or {}
            rest = {n: v for n, v in own.items() if n not in ("n", "share")}
            base = whole[side] or {}
            same = {n: base[n] for n in ("n", "share") if base.get(n) is not None} == places
            if places and not same:
                other = "share" if "n" in places else "n"
                rest |= places | ({other: None} if base.get(other) is not None else {})
            patch.pop(side, None)
            if rest:
                patch[side] = rest
    across = whole["compare"] == "across"
    return {} if across else {g: p for g, p in patches.items() if p}


def _decimals(keys: tuple[str, ...], known: Mapping[str, int], catalog: Catalog) -> dict[str, int]:
    """Printed decimals of columns that the rule did not name before."""
    found = {k: split(k, catalog) for k in keys if k not in known}
    return {k: own[0].digits(own[1]) for k, own in found.items() if own}
