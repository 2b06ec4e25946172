"""What a board judges by: the rule as data, parsed with the path of every fault."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kpi.model import canon, item, ruling, seats, when
from kpi.model.field import (
    KEY,
    RuleError,
    array,
    choice,
    integer,
    join,
    key,
    members,
    number,
    pair,
    text,
)
from kpi.model.item import AGGREGATES, POLICIES, RESERVED, Block, Item, present
from kpi.model.ruling import Exemption, Suspended, Veto
from kpi.model.seats import SCOPED, Patch, Scope, Seats
from kpi.model.when import Gate, Several, Term, When

__all__ = ["RESERVED", "Block", "Exemption", "Gate", "Item", "Patch", "Rule", "RuleError", "Scope"]
__all__ += ["Seats", "Several", "Suspended", "Term", "Veto", "When", "parse"]


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
    def streaks(self) -> tuple[str, ...]:
        """The reserved streak columns that its conditions ask for."""
        scopes = [self.scope, *(p.scope for p in self.groups)]
        lists = [own.when for s in scopes for own in (s.red, s.black) if own]
        asked = {
            fact
            for conditions in [*lists, *(v.when or () for v in self.veto)]
            for gate in when.gates(conditions)
            for fact in (gate.fact, gate.value.fact if isinstance(gate.value, Term) else "")
        }
        return tuple(sorted((asked | set(self.columns)) & when.STREAKS))

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

    blocks = item.blocks(given.get("blocks", {}), aggregate)
    rows = array(given["items"], "items")
    if not rows:
        raise RuleError("items", "must have at least one item")
    items = [item.item(x, f"items[{n}]", aggregate, best, missing) for n, x in enumerate(rows)]
    item.check(items, blocks)

    code, name, basis, note = (text(given.get(f, ""), f) for f in _TEXTS)
    scope = seats.scope_of(given, "")
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
        groups=seats.groups(given, compare),
        veto=tuple(ruling.veto(x, f"veto[{n}]") for n, x in _rows(given, "veto")),
        exemptions=tuple(
            ruling.exemption(x, f"exemptions[{n}]") for n, x in _rows(given, "exemptions")
        ),
        suspended=ruling.suspended(given.get("suspended")),
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


def _rows(given: Mapping[str, Any], name: str) -> Iterator[tuple[int, Any]]:
    return enumerate(array(given.get(name, []), name))


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


def _uses(rule: Rule, items: list[Item]) -> Iterator[tuple[str, str]]:
    for n, i in enumerate(items):
        yield f"items[{n}].column" if i.column != i.item else f"items[{n}].item", i.column
        if i.target:
            yield f"items[{n}].params.target", i.target
    scopes = [("", rule.scope), *((f"groups.{p.group}", p.scope) for p in rule.groups)]
    for path, scope in scopes:
        for name, own in (("red", scope.red), ("black", scope.black)):
            if own:
                yield from when.uses(own.when, join(path, f"{name}.when"))
    for n, v in enumerate(rule.veto):
        yield from when.uses(v.when or (), f"veto[{n}].when")


def _rule_json(r: Rule) -> dict[str, Any]:
    return {
        "schema": 1,
        "code": r.code,
        "name": r.name,
        "basis": r.basis,
        "note": r.note,
        "labels": {"red": r.red_label, "black": r.black_label},
        "items": [item.item_json(i) for i in r.items],
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
        **seats.scope_json(r.scope),
        "groups": {p.group: json.loads(p.given) for p in r.groups},
        "veto": [
            {"doc": v.doc, "effect": v.effect}
            | present(
                units=list(v.units) if v.units is not None else None,
                when=when.plain(v.when) if v.when is not None else None,
                note=v.note,
            )
            for v in r.veto
        ],
        "exemptions": [
            {"unit": e.unit, "doc": e.doc, "from": e.origin} | present(note=e.note)
            for e in r.exemptions
        ],
        "suspended": None
        if r.suspended is None
        else {"doc": r.suspended.doc} | present(note=r.suspended.note),
        "robustness": {"draws": r.draws, "noise": r.noise},
    }
