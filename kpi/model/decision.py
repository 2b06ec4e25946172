"""A decision by document for one board and period (豁免, 一票否决, 不排名, 缺报核准)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kpi.i18n import N_
from kpi.model.period import Period
from kpi.model.rule import Rule, parse

Kind = Literal["exempt", "veto", "not_ranked", "waive"]
KINDS = {
    "exempt": N_("豁免"),
    "veto": N_("一票否决"),
    "not_ranked": N_("不参加排名"),
    "waive": N_("缺报核准"),
}
ORIGINS = ("black", "red", "ranking")
EFFECTS = ("no_red", "black")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision. `unit` empty: the whole board, `indicator` empty: all of its indicators.

    `origin` is what an exemption keeps the unit from, `effect` what a veto does to it.
    """

    id: int
    board: str
    period: Period
    kind: Kind
    unit: str
    indicator: str
    origin: str
    effect: str
    document: str
    reason: str
    by: str
    at: datetime
    lifted_by: str = ""
    lifted_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Whether nobody lifted it."""
        return self.lifted_at is None

    def waives(self, unit: str, indicator: str) -> bool:
        """Whether it lets this report be missing."""
        mine = self.kind == "waive" and self.stands
        return mine and self.unit in ("", unit) and self.indicator in ("", indicator)


def ruled(rule: Rule, rulings: Iterable[Ruling]) -> Rule:
    """The rule of the period: the board's own with every decision that stands."""
    plain = rule.to_json()
    standing = [r for r in rulings if r.stands and r.kind != "waive"]
    if not standing:
        return rule
    for r in standing:
        words = {"doc": r.document, "note": r.reason}
        if r.kind == "veto":
            plain["veto"].append(words | {"units": [r.unit], "effect": r.effect})
        elif r.kind == "exempt":
            plain["exemptions"].append(words | {"unit": r.unit, "from": r.origin})
        elif r.unit:
            plain["exemptions"].append(words | {"unit": r.unit, "from": "ranking"})
        else:
            plain["suspended"] = words
    return parse(plain)
