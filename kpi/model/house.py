"""What the district decided for the whole house: days for feedback, two persons, the ladder."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kpi.i18n import N_
from kpi.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder: proposed after `at` editions in a row on the black list."""

    at: int
    name: str
    days: int = 0  # working days for what it asks for; 0: none set
    asks: str = ""


LADDER = (
    Rung(1, N_("提示函"), 3, N_("提交情况说明")),
    Rung(2, N_("约谈"), 15, N_("提交整改方案")),
    Rung(3, N_("督办"), 0, N_("在调度会上报告")),
)
USUAL = ("红榜", "黑榜")
STATEMENT_DAYS = 3
APPEAL_DAYS = 5


@dataclass(frozen=True, slots=True)
class House:
    """`feedback_days` working days before a board is signed (0: no feedback is asked for).

    `peers`: districts that the superior ranks, this one included (0: not told).
    `two_persons`: who froze the data does not publish them. `red_label` and `black_label` are what
    the lists are called where a rule does not say (红灰榜, 先进·待提升); empty: 红榜, 黑榜.
    """

    feedback_days: int = 0
    two_persons: bool = False
    statement_days: int = STATEMENT_DAYS
    appeal_days: int = APPEAL_DAYS
    red_label: str = ""
    black_label: str = ""
    peers: int = 0
    ladder: tuple[Rung, ...] = field(default=LADDER)

    def labelled(self, rule: Rule) -> Rule:
        """The rule with the house's names for its lists, unless it has names of its own."""
        red, black = rule.red_label, rule.black_label
        return replace(
            rule,
            red_label=self.red_label or red if red in USUAL else red,
            black_label=self.black_label or black if black in USUAL else black,
        )

    def rung(self, streak: int) -> Rung | None:
        """What the ladder proposes after so many editions in a row; None where it says nothing."""
        reached = [r for r in self.ladder if r.at <= streak]
        return max(reached, key=lambda r: r.at, default=None)


def of_json(plain: Mapping[str, Any]) -> House:
    """From the stored settings; what is not said has its default, what is not ours is left."""
    known = {name: plain[name] for name in _PLAIN if name in plain}
    if "ladder" in plain:
        known["ladder"] = tuple(Rung(**rung) for rung in plain["ladder"])
    return House(**known)


def as_json(house: House) -> dict[str, Any]:
    """The settings as they are stored."""
    plain: dict[str, Any] = {name: getattr(house, name) for name in _PLAIN}
    plain["ladder"] = [
        {"at": r.at, "name": r.name, "days": r.days, "asks": r.asks} for r in house.ladder
    ]
    return plain


_PLAIN = (
    *("feedback_days", "two_persons", "statement_days", "appeal_days"),
    *("red_label", "black_label", "peers"),
)
