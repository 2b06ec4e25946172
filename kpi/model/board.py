"""What the engine answers: entry, part, reason, note. A reason is code and numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from kpi.i18n import N_, _

Colour: TypeAlias = Literal["red", "black"]
Numbers: TypeAlias = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an entry is as it is; `numbers` fill the sentence and are printed as fields."""

    code: str
    numbers: Numbers = ()

    def text(self) -> str:
        """One neutral sentence in the reader's language."""
        return _told(REASONS, self.code, dict(self.numbers))


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about a scope or a board as a whole."""

    code: str
    numbers: Numbers = ()

    def text(self) -> str:
        """One neutral sentence in the reader's language."""
        return _told(NOTES, self.code, dict(self.numbers))


@dataclass(frozen=True, slots=True)
class Part:
    """One item of an entry: raw value, points, effective weight w̃, what it adds to the score.

    None where there is nothing: no number in the cell, a unit that is not ranked, and for
    `contribution` also a score that a 0 forces to 0.
    """

    item: str
    value: float | None
    status: str
    normalised: float | None = None
    weight: float | None = None
    contribution: float | None = None


@dataclass(frozen=True, slots=True)
class BlockPart:
    """One block of an entry: its own score, weight and what it adds."""

    block: str
    value: float | None
    weight: float
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Robustness:
    """Share of draws on each list, and the ranks that 90 % of the draws stay within."""

    p_red: float
    p_black: float
    rank_low: int
    rank_high: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One unit on the board. `rank` None: not ranked, with a reason; never “last”."""

    unit: str
    group: str | None
    score: float | None
    score_raw: float | None
    rank: int | None
    rank_from_last: int | None
    tied: int | None
    colour: Colour | None
    coverage: float | None
    bonus: float = 0.0
    blocks: tuple[BlockPart, ...] = ()
    parts: tuple[Part, ...] = ()
    reasons: tuple[Reason, ...] = ()
    robustness: Robustness | None = None


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """One scope of comparison: how many units, ranked, red and black, and its notes."""

    group: str | None
    units: int
    ranked: int
    red: int
    black: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Board:
    """The whole answer: entries by group, rank (unranked last), unit; scopes by name.

    The engine's own boards make hashes, entries and summaries when they are first read.
    """

    rule_hash: str
    data_hash: str
    engine: str
    entries: tuple[Entry, ...]
    groups: tuple[GroupSummary, ...] = ()
    notes: tuple[Note, ...] = ()


LISTS = {"red": N_("红榜"), "black": N_("黑榜"), "ranking": N_("排名")}

FACTS = {
    "score": N_("得分"),
    "rank": N_("位次"),
    "rank_from_last": N_("倒数位次"),
    "ranked": N_("排名单位数"),
    "coverage": N_("指标覆盖率"),
    "firsts": N_("第1项数"),
    "lasts": N_("末位项数"),
    "streak_red": N_("连续列入红榜期数"),
    "streak_black": N_("连续列入黑榜期数"),
    "progress": N_("时间进度"),
}

OPS = {
    ">=": N_("不低于{value}"),
    ">": N_("高于{value}"),
    "<=": N_("不高于{value}"),
    "<": N_("低于{value}"),
    "==": N_("等于{value}"),
    "!=": N_("不等于{value}"),
}

POLICY = {
    "zero": N_("按0分计"),
    "worst": N_("按最低得分计"),
    "group_median": N_("按本组得分中位数计"),
}

REASONS = {
    "listed": N_("列入{list}：{ranked}个单位中第{rank}位。"),
    "listed_last": N_("列入{list}：{ranked}个单位中倒数第{rank_from_last}位。"),
    "listed_tied": N_("列入{list}：{ranked}个单位中第{rank}位（并列，共{together}个）。"),
    "listed_last_tied": N_(
        "列入{list}：{ranked}个单位中倒数第{rank_from_last}位（并列，共{together}个）。"
    ),
    "gate_failed": N_("不符合{list}条件：{fact}为{actual}，条件为{wanted}。"),
    "fact_missing": N_("{list}条件无法判断：{fact}没有数值。"),
    "exempt": N_("按{doc}，不列入{list}。"),
    "exempt_ranking": N_("按{doc}，不参加排名。"),
    "veto_no_red": N_("按{doc}，不列入红榜。"),
    "veto_black": N_("按{doc}，列入黑榜。"),
    "tie_cut": N_("{list}名额{seats}个，名额线上{size}个单位得分相同，均不列入。"),
    "tie_too_wide": N_("{size}个单位得分相同，超出{list}上限，均不列入。"),
    "both_lists": N_("同时符合红榜和黑榜，均不列入。"),
    "not_applicable": N_("本期无对应业务或未下达目标，不参加排名。"),
    "missing_item": N_("{item}未报，不参加排名。"),
    "no_data": N_("本期未报数据，不参加排名。"),
    "low_coverage": N_("指标覆盖率{coverage}，低于{min}，不参加排名。"),
    "bad_target": N_("{item}的目标值不大于0，不计完成率。"),
    "imputed": N_("{item}未报，{policy}。"),
    "suspended": N_("按{doc}，本期不排名。"),
}

NOTES = {
    "small_group": N_("参加排名的单位{ranked}个，不足{min}个，不列榜。"),
    "seats_reduced": N_("{list}名额{asked}个，按上限列{given}个。"),
    "column_empty": N_("{item}：各单位均无数值，不计入。"),
    "column_all_equal": N_("{item}：各单位数值相同。"),
    "suspended": N_("按{doc}，本期不排名。"),
}


def _told(patterns: Mapping[str, str], code: str, numbers: Mapping[str, Any]) -> str:
    shown: dict[str, Any] = {name: _number(value) for name, value in numbers.items()}
    if code == "listed":
        code += "_last" if numbers["list"] == "black" else ""
        code += "_tied" if numbers["tied"] else ""
        shown["together"] = numbers["tied"] + 1
    elif code == "exempt" and numbers.get("list") == "ranking":
        code = "exempt_ranking"
    elif code == "veto":
        code = f"veto_{numbers['effect']}"
    if "list" in numbers:
        shown["list"] = _(LISTS[numbers["list"]])
    if "fact" in numbers:
        shown["fact"] = _fact(numbers["fact"])
    if "op" in numbers:
        shown["wanted"] = _(OPS[numbers["op"]]).format(value=shown["value"])
    if "policy" in numbers:
        shown["policy"] = _(POLICY[numbers["policy"]])
    if "coverage" in numbers:
        shown |= {name: _percent(numbers[name]) for name in ("coverage", "min")}
    return _(patterns[code]).format(**shown)


def _fact(fact: str) -> str:
    if fact.startswith("group_mean("):
        return _("{column}的本组平均值").format(column=fact[11:-1])
    if fact.startswith("all_mean("):
        return _("{column}的全部平均值").format(column=fact[9:-1])
    return _(FACTS[fact]) if fact in FACTS else fact


def _number(value: Any) -> str:
    """At most 4 decimals, no trailing zeros; texts stay."""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)


def _percent(share: float) -> str:
    return f"{_number(round(share * 100, 2))}%"
