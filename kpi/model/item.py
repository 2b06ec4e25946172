"""Items and blocks of a rule: what is scored, with which weight and method."""

import math
from dataclasses import dataclass
from typing import Any

from kpi.model import when
from kpi.model.field import RuleError, choice, key, members, number, pair, text
from kpi.model.method import PARAMS, Params, params

AGGREGATES = ("arithmetic", "geometric", "harmonic", "sum", "rank_sum")


POLICIES = ("renormalise", "zero", "worst", "group_median", "exclude_unit")


RESERVED = {"unit", "group", "progress"} | when.COMPUTED | when.STREAKS


@dataclass(frozen=True, slots=True)
class Item:
    """One scored column. `params` are complete, as pairs in key order; `band` with target only."""

    item: str
    column: str
    weight: float
    direction: str
    method: str
    params: Params
    missing: str
    role: str = "score"
    block: str | None = None
    band: tuple[float, float] | None = None

    def param(self, name: str) -> Any:
        """One parameter of the method."""
        return dict(self.params)[name]

    @property
    def scored(self) -> bool:
        """Whether it counts in score, coverage and firsts: role score, weight above 0."""
        return self.role == "score" and self.weight > 0

    @property
    def target(self) -> str | None:
        """The column of its target; None where the target is a number or there is none."""
        target = dict(self.params).get("target")
        return target if isinstance(target, str) else None

    @property
    def higher(self) -> bool:
        """Whether more is better; a band is scored by the distance from it, less is better."""
        return self.direction == "higher"


@dataclass(frozen=True, slots=True)
class Block:
    """A category of items with a weight and an aggregate of its own."""

    code: str
    weight: float = 1.0
    aggregate: str = "arithmetic"
    name: str = ""


def item(value: Any, path: str, aggregate: str, best: str, missing: str) -> Item:
    """One item; `aggregate`, `best` and `missing` are those of the rule."""
    given = members(value, path, _ITEM)
    if "item" not in given:
        raise RuleError(f"{path}.item", "is required")
    code = key(given["item"], f"{path}.item")
    if code in RESERVED:
        raise RuleError(f"{path}.item", f"{code} is a reserved word")
    direction = choice(given.get("direction", "higher"), f"{path}.direction", _DIRECTIONS)
    role = choice(given.get("role", "score"), f"{path}.role", ("score", "bonus"))
    if "method" not in given and aggregate != "rank_sum":
        raise RuleError(f"{path}.method", "is required")
    method = choice(given.get("method", "rank"), f"{path}.method", PARAMS)
    if aggregate == "rank_sum" and role == "score" and method != "rank":
        raise RuleError(f"{path}.method", "must be rank with aggregate rank_sum")
    if aggregate != "rank_sum" and best == "low" and method != "points":
        raise RuleError(f"{path}.method", "must be points with best: low")
    if ("band" in given) is not (direction == "target"):
        raise RuleError(f"{path}.band", "stands with direction target, and only then")
    if direction == "target" and method in ("points", "ratio", "distance_to_target"):
        raise RuleError(f"{path}.method", f"{method} is not possible with direction target")
    policy = choice(given.get("missing", missing), f"{path}.missing", POLICIES)
    if policy == "zero" and best == "low":
        raise RuleError(f"{path}.missing", "zero is not possible with best: low")
    return Item(
        item=code,
        column=key(given.get("column", code), f"{path}.column"),
        weight=number(given.get("weight", 1), f"{path}.weight", at_least=0),
        direction=direction,
        method=method,
        params=params(
            method,
            "higher" if direction == "higher" else "lower",
            given.get("params", {}),
            f"{path}.params",
        ),
        missing=policy,
        role=role,
        block=key(given["block"], f"{path}.block") if "block" in given else None,
        band=pair(given["band"], f"{path}.band") if "band" in given else None,
    )


_ITEM = (
    *("item", "column", "weight", "direction", "band"),
    *("block", "role", "method", "params", "missing"),
)


_DIRECTIONS = ("higher", "lower", "target")


def blocks(value: Any, aggregate: str) -> tuple[Block, ...]:
    """The blocks of a rule, in key order."""
    given = members(value, "blocks")
    if given and aggregate == "rank_sum":
        raise RuleError("blocks", "are not possible with aggregate rank_sum")
    blocks = []
    for code in sorted(given):
        path = f"blocks.{code}"
        key(code, path)
        block = members(given[code], path, ("weight", "aggregate", "name"))
        blocks.append(
            Block(
                code,
                number(block.get("weight", 1), f"{path}.weight", above=0),
                choice(block.get("aggregate", "arithmetic"), f"{path}.aggregate", AGGREGATES[:4]),
                text(block.get("name", ""), f"{path}.name"),
            )
        )
    return tuple(blocks)


def check(items: list[Item], blocks: tuple[Block, ...]) -> None:
    """What the items owe each other and their blocks."""
    known = {b.code for b in blocks}
    seen: set[str] = set()
    for n, i in enumerate(items):
        if i.item in seen:
            raise RuleError(f"items[{n}].item", f"duplicate item key {i.item}")
        seen.add(i.item)
        if i.block is None and known and i.scored:
            raise RuleError(f"items[{n}].block", "is required, as the rule has blocks")
        if i.block is not None and i.block not in known:
            raise RuleError(f"items[{n}].block", f"{i.block} is not in blocks")
    if not any(i.scored for i in items):
        raise RuleError("items", "weights sum to 0")
    if not math.isfinite(sum(i.weight for i in items)):
        raise RuleError("items", "weights are too large")
    for code in sorted(known - {i.block for i in items if i.scored}):
        raise RuleError(f"blocks.{code}", "has no scored item")


def item_json(i: Item) -> dict[str, Any]:
    """JSON that parses back to the item; block and band are absent where there is none."""
    full = {k: [list(b) for b in v] if k == "bands" else v for k, v in i.params}
    return {
        "item": i.item,
        "column": i.column,
        "weight": i.weight,
        "direction": i.direction,
        "method": i.method,
        "params": full,
        "missing": i.missing,
        "role": i.role,
        **present(block=i.block, band=list(i.band) if i.band else None),
    }


def present(**fields: Any) -> dict[str, Any]:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}
