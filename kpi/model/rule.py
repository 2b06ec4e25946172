"""What a board judges by: the rule as data, parsed with the path of every fault."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.model import canon, when
from kpi.model.field import (
    KEY,
    RuleError,
    array,
    choice,
    document,
    flag,
    integer,
    join,
    key,
    members,
    number,
    pair,
    text,
)
from kpi.model.method import PARAMS, Params, params
from kpi.model.when import Gate, Several, Term, When

__all__ = ["Block", "Exemption", "Gate", "Item", "Patch", "Rule", "RuleError", "Scope", "Seats"]
__all__ += ["Several", "Suspended", "Term", "Veto", "When", "parse"]

AGGREGATES = ("arithmetic", "geometric", "harmonic", "sum", "rank_sum")
POLICIES = ("renormalise", "zero", "worst", "group_median", "exclude_unit")
RESERVED = {"unit", "group", "progress"} | when.COMPUTED | when.STREAKS
SCOPED = ("red", "black", "min_group", "max_share", "min_coverage")


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


@dataclass(frozen=True, slots=True)
class Seats:
    """A list: n seats or a share of the ranked units, or neither and all that satisfy `when`."""

    n: int | None = None
    share: float | None = None
    when: When = ()
    cut: str = "include"
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """What may differ by group: the lists, their bounds, the coverage floor."""

    red: Seats | None = None
    black: Seats | None = None
    min_group: int = 4
    max_share: float = 0.5
    min_coverage: float = 0.7


@dataclass(frozen=True, slots=True)
class Patch:
    """A group's own fields: `given` is the merge patch as canonical JSON, `scope` what results."""

    group: str
    given: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Veto:
    """A document that keeps units off the red list, or puts them on the black one.

    `units` and `when` are None where not given; where both are, both must fit.
    """

    doc: str
    units: tuple[str, ...] | None = None
    when: When | None = None
    effect: str = "no_red"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Exemption:
    """A document keeping a unit off a list or unranked (`origin`: black, red, ranking)."""

    unit: str
    doc: str
    origin: str = "black"
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Suspended:
    """The document by which this period is scored but not ranked."""

    doc: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """Exactly the fields of a rule, defaults filled in; items in key order, weights as given."""

    items: tuple[Item, ...]
    scope: Scope
    code: str = ""
    name: str = ""
    basis: str = ""
    note: str = ""
    red_label: str = "红榜"
    black_label: str = "黑榜"
    blocks: tuple[Block, ...] = ()
    bonus_range: tuple[float, float] | None = None
    aggregate: str = "arithmetic"
    best: str = "high"
    missing: str = "renormalise"
    decimals: tuple[tuple[str, int], ...] = ()
    score_decimals: int = 2
    ties: str = "min"
    tie_breakers: tuple[str, ...] = ()
    compare: str = "within_group"
    reference: str = "group"
    groups: tuple[Patch, ...] = ()
    veto: tuple[Veto, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    suspended: Suspended | None = None
    draws: int = 1000
    noise: float = 0.25
    # (path, column) of every column named, with the paths of the file; not part of the rule itself.
    uses: tuple[tuple[str, str], ...] = field(default=(), compare=False, repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column the table must hold, in key order; streaks, which may be absent, not."""
        return tuple(sorted({column for _path, column in self.uses}))

    @property
    def red(self) -> Seats | None:
        """The red list where no group says otherwise."""
        return self.scope.red

    @property
    def black(self) -> Seats | None:
        """The black list where no group says otherwise."""
        return self.scope.black

    def within(self, group: str | None) -> Scope:
        """Lists and bounds of one group: its patch merged over the rule's own."""
        return next((p.scope for p in self.groups if p.group == group), self.scope)

    def item(self, code: str) -> Item:
        """The item with this key."""
        return next(i for i in self.items if i.item == code)

    def to_json(self) -> dict[str, Any]:
        """A plain object, all defaults filled in, that parses back to an equal rule."""
        return _rule_json(self)

    def canonical(self) -> str:
        """Canonical JSON: the text that is hashed, stored and compared."""
        return canon.text(self.to_json())

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical JSON; the order of items and fields does not move it."""
        return canon.sha256(self.canonical().encode())


def parse(obj: Any) -> Rule:
    """A rule from the object of RULE.json; raises RuleError(path, message) at the first fault."""
    given = members(obj, "", _FIELDS)
    if number(given.get("schema", 1), "schema") != 1:
        raise RuleError("schema", "must be 1")
    if "items" not in given:
        raise RuleError("items", "is required")
    aggregate = choice(given.get("aggregate", "arithmetic"), "aggregate", AGGREGATES)
    best = choice(given.get("best", "low" if aggregate == "rank_sum" else "high"), "best", _BEST)
    missing = choice(given.get("missing", "renormalise"), "missing", POLICIES)
    compare = choice(given.get("compare", "within_group"), "compare", ("within_group", "across"))
    reference = "all" if compare == "across" else "group"
    if aggregate == "rank_sum" and best == "high":
        raise RuleError("best", "must be low with aggregate rank_sum")
    if missing == "zero" and best == "low":
        raise RuleError("missing", "zero is not possible with best: low")

    blocks = _blocks(given.get("blocks", {}), aggregate)
    rows = array(given["items"], "items")
    if not rows:
        raise RuleError("items", "must have at least one item")
    items = [_item(x, f"items[{n}]", aggregate, best, missing) for n, x in enumerate(rows)]
    _check_items(items, blocks)

    code, name, basis, note = (text(given.get(f, ""), f) for f in _TEXTS)
    scope = _scope(given, "")
    bonus = given.get("bonus_range")
    labels = members(given.get("labels", {}), "labels", ("red", "black"))
    draws = members(given.get("robustness", {}), "robustness", ("draws", "noise"))
    rule = Rule(
        items=tuple(sorted(items, key=lambda i: i.item)),
        scope=scope,
        code=code,
        name=name,
        basis=basis,
        note=note,
        red_label=text(labels.get("red", "红榜"), "labels.red"),
        black_label=text(labels.get("black", "黑榜"), "labels.black"),
        blocks=blocks,
        bonus_range=None if bonus is None else pair(bonus, "bonus_range"),
        aggregate=aggregate,
        best=best,
        missing=missing,
        decimals=_decimals(given.get("decimals", {})),
        score_decimals=integer(given.get("score_decimals", 2), "score_decimals", 0, 12),
        ties=choice(given.get("ties", "min"), "ties", ("min", "dense")),
        tie_breakers=_breakers(given.get("tie_breakers", []), items),
        compare=compare,
        reference=choice(given.get("reference", reference), "reference", ("group", "all")),
        groups=_groups(given, compare),
        veto=tuple(_veto(x, f"veto[{n}]") for n, x in _rows(given, "veto")),
        exemptions=tuple(_exemption(x, f"exemptions[{n}]") for n, x in _rows(given, "exemptions")),
        suspended=_suspended(given.get("suspended")),
        draws=integer(draws.get("draws", 1000), "robustness.draws", 1),
        noise=number(draws.get("noise", 0.25), "robustness.noise", at_least=0, below=1),
    )
    object.__setattr__(rule, "uses", tuple(_uses(rule, items)))
    return rule


_BEST = ("high", "low")
_TEXTS = ("code", "name", "basis", "note")
_FIELDS = (
    *("schema", *_TEXTS, "labels", "items", "blocks", "bonus_range", "aggregate", "best"),
    *("missing", "decimals", "score_decimals", "ties", "tie_breakers", "compare", "reference"),
    *("groups", "veto", "exemptions", "suspended", "robustness", *SCOPED),
)
_ITEM = (
    *("item", "column", "weight", "direction", "band"),
    *("block", "role", "method", "params", "missing"),
)


def _rows(given: Mapping[str, Any], name: str) -> Iterator[tuple[int, Any]]:
    return enumerate(array(given.get(name, []), name))


def _item(value: Any, path: str, aggregate: str, best: str, missing: str) -> Item:
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


_DIRECTIONS = ("higher", "lower", "target")


def _blocks(value: Any, aggregate: str) -> tuple[Block, ...]:
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


def _check_items(items: list[Item], blocks: tuple[Block, ...]) -> None:
    known = {b.code for b in blocks}
    seen: set[str] = set()
    for n, i in enumerate(items):
        if i.item in seen:
            raise RuleError(f"items[{n}].item", f"{i.item} stands twice")
        seen.add(i.item)
        if i.block is None and known and i.scored:
            raise RuleError(f"items[{n}].block", "is required, as the rule has blocks")
        if i.block is not None and i.block not in known:
            raise RuleError(f"items[{n}].block", f"{i.block} is not in blocks")
    if not any(i.scored for i in items):
        raise RuleError("items", "weights sum to 0")
    for code in sorted(known - {i.block for i in items if i.scored}):
        raise RuleError(f"blocks.{code}", "has no scored item")


def _seats(value: Any, path: str) -> Seats | None:
    if value is None:
        return None
    given = members(value, path, ("n", "share", "when", "cut", "fill"))
    n, share = given.get("n"), given.get("share")
    seats = Seats(
        None if n is None else integer(n, f"{path}.n", 0),
        None if share is None else number(share, f"{path}.share", above=0, at_most=1),
        when.parse(given.get("when", []), f"{path}.when"),
        choice(given.get("cut", "include"), f"{path}.cut", ("include", "exclude")),
        flag(given.get("fill", False), f"{path}.fill"),
    )
    if seats.n is not None and seats.share is not None:
        raise RuleError(path, "must not have both n and share")
    if seats.n is None and seats.share is None and not seats.when:
        raise RuleError(path, "must have n, share or when")
    return seats


def _scope(given: Mapping[str, Any], path: str) -> Scope:
    return Scope(
        _seats(given.get("red"), join(path, "red")),
        _seats(given.get("black"), join(path, "black")),
        integer(given.get("min_group", 4), join(path, "min_group"), 1),
        number(given.get("max_share", 0.5), join(path, "max_share"), above=0, at_most=1),
        number(given.get("min_coverage", 0.7), join(path, "min_coverage"), at_least=0, at_most=1),
    )


def _groups(given: Mapping[str, Any], compare: str) -> tuple[Patch, ...]:
    patches = members(given.get("groups", {}), "groups")
    if patches and compare == "across":
        raise RuleError("groups", "are not possible with compare: across")
    own = {name: given[name] for name in SCOPED if name in given}
    found = []
    for group in sorted(patches):
        path = f"groups.{group}"
        patch = members(patches[group], path, SCOPED)
        for name in ("red", "black"):
            if patch.get(name) is not None:
                members(patch[name], f"{path}.{name}", ("n", "share", "when", "cut", "fill"))
        scope = _scope(_merged(own, patch), path)
        found.append(Patch(group, canon.text(_plain_patch(patch, scope)), scope))
    return tuple(found)


def _merged(target: Any, patch: Any) -> Any:
    """JSON Merge Patch, RFC 7396."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = _merged(result.get(name), value)
    return result


def _plain_patch(patch: Mapping[str, Any], scope: Scope) -> dict[str, Any]:
    """The patch with its numbers and conditions written in the one canonical way."""
    full = _scope_json(scope)
    return {
        name: value
        if value is None
        else {n: None if v is None else full[name][n] for n, v in value.items()}
        if isinstance(value, Mapping)
        else full[name]
        for name, value in patch.items()
    }


def _decimals(value: Any) -> tuple[tuple[str, int], ...]:
    given = members(value, "decimals")
    digits = []
    for column in sorted(given):
        if not KEY.fullmatch(column):
            raise RuleError(f"decimals.{column}", "must be a key like fai.completion")
        digits.append((column, integer(given[column], f"decimals.{column}", 0, 12)))
    return tuple(digits)


def _breakers(value: Any, items: list[Item]) -> tuple[str, ...]:
    known = {i.item for i in items}
    codes = [key(x, f"tie_breakers[{n}]") for n, x in enumerate(array(value, "tie_breakers"))]
    for n, code in enumerate(codes):
        if code not in known:
            raise RuleError(f"tie_breakers[{n}]", f"{code} is no item")
    return tuple(codes)


def _note(given: Mapping[str, Any], path: str) -> str | None:
    return text(given["note"], f"{path}.note") if "note" in given else None


def _doc(given: Mapping[str, Any], path: str) -> str:
    if "doc" not in given:
        raise RuleError(f"{path}.doc", "is required")
    return document(given["doc"], f"{path}.doc")


def _veto(value: Any, path: str) -> Veto:
    given = members(value, path, ("units", "when", "effect", "doc", "note"))
    doc = _doc(given, path)
    if "units" not in given and "when" not in given:
        raise RuleError(path, "must have units or when")
    units = None
    if "units" in given:
        rows = array(given["units"], f"{path}.units")
        units = tuple(text(x, f"{path}.units[{n}]") for n, x in enumerate(rows))
    return Veto(
        doc,
        units,
        when.parse(given["when"], f"{path}.when") if "when" in given else None,
        choice(given.get("effect", "no_red"), f"{path}.effect", ("no_red", "black")),
        _note(given, path),
    )


def _exemption(value: Any, path: str) -> Exemption:
    given = members(value, path, ("unit", "from", "doc", "note"))
    if "unit" not in given:
        raise RuleError(f"{path}.unit", "is required")
    origin = choice(given.get("from", "black"), f"{path}.from", ("black", "red", "ranking"))
    unit = text(given["unit"], f"{path}.unit")
    return Exemption(unit, _doc(given, path), origin, _note(given, path))


def _suspended(value: Any) -> Suspended | None:
    if value is None:
        return None
    given = members(value, "suspended", ("doc", "note"))
    return Suspended(_doc(given, "suspended"), _note(given, "suspended"))


def _uses(rule: Rule, items: list[Item]) -> Iterator[tuple[str, str]]:
    for n, i in enumerate(items):
        yield f"items[{n}].column" if i.column != i.item else f"items[{n}].item", i.column
        if i.target:
            yield f"items[{n}].params.target", i.target
    scopes = [("", rule.scope), *((f"groups.{p.group}", p.scope) for p in rule.groups)]
    for path, scope in scopes:
        for name, seats in (("red", scope.red), ("black", scope.black)):
            if seats:
                yield from when.uses(seats.when, join(path, f"{name}.when"))
    for n, v in enumerate(rule.veto):
        yield from when.uses(v.when or (), f"veto[{n}].when")


def _seats_json(seats: Seats | None) -> dict[str, Any] | None:
    if seats is None:
        return None
    return {
        "n": seats.n,
        "share": seats.share,
        "when": when.plain(seats.when),
        "cut": seats.cut,
        "fill": seats.fill,
    }


def _scope_json(scope: Scope) -> dict[str, Any]:
    return {
        "red": _seats_json(scope.red),
        "black": _seats_json(scope.black),
        "min_group": scope.min_group,
        "max_share": scope.max_share,
        "min_coverage": scope.min_coverage,
    }


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def _item_json(i: Item) -> dict[str, Any]:
    """Absent where there is none: block, band. Bands become lists again."""
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
        **_present(block=i.block, band=list(i.band) if i.band else None),
    }


def _rule_json(r: Rule) -> dict[str, Any]:
    return {
        "schema": 1,
        "code": r.code,
        "name": r.name,
        "basis": r.basis,
        "note": r.note,
        "labels": {"red": r.red_label, "black": r.black_label},
        "items": [_item_json(i) for i in r.items],
        "blocks": {
            b.code: {"weight": b.weight, "aggregate": b.aggregate, "name": b.name} for b in r.blocks
        },
        "bonus_range": list(r.bonus_range) if r.bonus_range else None,
        "aggregate": r.aggregate,
        "best": r.best,
        "missing": r.missing,
        "decimals": dict(r.decimals),
        "score_decimals": r.score_decimals,
        "ties": r.ties,
        "tie_breakers": list(r.tie_breakers),
        "compare": r.compare,
        "reference": r.reference,
        **_scope_json(r.scope),
        "groups": {p.group: json.loads(p.given) for p in r.groups},
        "veto": [
            {"doc": v.doc, "effect": v.effect}
            | _present(
                units=list(v.units) if v.units is not None else None,
                when=when.plain(v.when) if v.when is not None else None,
                note=v.note,
            )
            for v in r.veto
        ],
        "exemptions": [
            {"unit": e.unit, "doc": e.doc, "from": e.origin} | _present(note=e.note)
            for e in r.exemptions
        ],
        "suspended": None
        if r.suspended is None
        else {"doc": r.suspended.doc} | _present(note=r.suspended.note),
        "robustness": {"draws": r.draws, "noise": r.noise},
    }
