"""Conditions of a list (红榜条件, 黑榜条件): one cell of text ↔ `when` of a rule. Nothing is run.

cell = line {line break line}      one of the lines: {"any": [{"all": …}, …]}
line = test {";" test}             all must hold
test = fact op right               >= > <= < == !=, also = ≥ ≤ ＞ ＜ ＝
right = number ["%"] | [number "*"] fact [("+" | "-") number] | mean | all_mean
fact = [indicator "."] measure | entry fact | group_mean(fact) | all_mean(fact)
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from kpi.model.measure import Measure
from kpi.model.when import COMPUTED, STREAKS, Gate, Several, Term, When

MOST = 8
ENTRY: dict[str, str] = {
    "位次": "rank",
    "倒数位次": "rank_from_last",
    "参评数": "ranked",
    "得分": "score",
    "覆盖率": "coverage",
    "序时进度": "progress",
    "第一个数": "firsts",
    "末位个数": "lasts",
    "连续红榜": "streak_red",
    "连续黑榜": "streak_black",
}
MEASURES: dict[str, str] = {
    "当月": "month",
    "累计": "ytd",
    "时点": "level",
    "同比": "yoy",
    "同比增速": "yoy",
    "增速": "yoy",
    "目标": "target",
    "奋斗目标": "stretch",
    "完成率": "completion",
    "进度差": "gap",
    "环比": "mom",
    "年末预计": "run_rate",
}
_FACTS = COMPUTED | STREAKS | {"progress"}
_MEANS = {"mean": "group_mean", "平均": "group_mean", "均值": "group_mean", "全区均值": "all_mean"}
_MEANS |= {"group_mean": "group_mean", "all_mean": "all_mean"}

_SIGNS = str.maketrans({"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "−": "-", "–": "-", "；": ";"})
_TEST = re.compile(r"([^<>=!]{1,120}?)(>=|<=|==|!=|=|>|<)([^<>=!]{1,120})")
_NUMBER = r"[+-]?\d{1,15}(?:\.\d{1,12})?"
_PLUS = r"([+-])(\d{1,15}(?:\.\d{1,12})?)"
_RIGHT = re.compile(rf"(?:({_NUMBER})\*)?([^\d+\-*%][^+*]*?)(?:{_PLUS})?")
_MEAN = re.compile(r"(group_mean|all_mean|mean)\((.+)\)")

Columns = Callable[[str | None, str], str | None]  # indicator as written (None: none), measure


class SyntaxFault(ValueError):
    """The `n`th test of a cell, as `given`, is not written as it should be."""

    def __init__(self, n: int, given: str) -> None:
        super().__init__(f"{n}: {given}")
        self.n, self.given = n, given


def read(text: str, column: Columns) -> list[Any]:
    """`when` of a cell; `column` gives `fai.completion` for an indicator's word and a measure, or
    None if there is no such indicator. Raises SyntaxFault.
    """
    written = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    lines = [[t for t in line.split(";") if t.strip()] for line in written.splitlines()]
    lines = [line for line in lines if line]
    tests = [t for line in lines for t in line]
    if len(tests) > MOST:
        raise SyntaxFault(MOST + 1, tests[MOST].strip())
    found = iter([_test(n, t, column) for n, t in enumerate(tests, 1)])
    alternatives = [[next(found) for _ in line] for line in lines]
    if len(alternatives) < 2:
        return alternatives[0] if alternatives else []
    return [{"any": [{"all": line} for line in alternatives]}]


def write(when: When) -> str | None:
    """The cell that reads as `when`, in codes; None if these conditions have no such form."""
    if all(isinstance(c, Gate) for c in when):
        return "; ".join(_written(c) for c in when if isinstance(c, Gate))
    if len(when) != 1 or not isinstance(when[0], Several) or when[0].kind != "any":
        return None
    lines = []
    for line in when[0].of:
        if not isinstance(line, Several) or line.kind != "all" or not line.of:
            return None
        if not all(isinstance(c, Gate) for c in line.of):
            return None
        lines.append("; ".join(_written(c) for c in line.of if isinstance(c, Gate)))
    return "\n".join(lines) if len(lines) > 1 else None


def fact(text: str, column: Columns) -> str | None:
    """The fact that a word or code names (位次: rank, 固投.完成率: fai.completion), or None."""
    word = text.strip()
    if mean := _MEAN.fullmatch(word):
        inner = fact(mean[2], column)
        return f"{_MEANS[mean[1]]}({inner})" if inner and inner not in COMPUTED | STREAKS else None
    if word in _FACTS or word in ENTRY:
        return ENTRY.get(word, word)
    indicator, dot, measure = word.rpartition(".")
    code = MEASURES.get(measure.strip(), measure.strip())
    if code not in set(Measure):
        return None
    return column(indicator.strip() if dot else None, code)


def _test(n: int, text: str, column: Columns) -> list[Any]:
    parts = _TEST.fullmatch(text.strip()) if len(text) <= 200 else None
    left = fact(parts[1], column) if parts else None
    value = _value(left, parts[3].strip(), column) if parts and left else None
    if parts is None or left is None or value is None:
        raise SyntaxFault(n, text.strip())
    return [left, "==" if parts[2] == "=" else parts[2], value]


def _value(left: str, text: str, column: Columns) -> Any:
    """A number, a fact or times · fact + plus; None if it is none of them."""
    bare = "".join(text.split())
    if plain := re.fullmatch(rf"({_NUMBER})(%?)", bare):
        # coverage counts from 0 to 1, every other percentage as percent
        return float(plain[1]) / (100 if plain[2] and left == "coverage" else 1)
    if bare in _MEANS:
        return None if left in COMPUTED | STREAKS else f"{_MEANS[bare]}({left})"
    parts = _RIGHT.fullmatch(bare)
    named = fact(parts[2], column) if parts else None
    if parts is None or named is None:
        return None
    times = float(parts[1]) if parts[1] else 1.0
    plus = float(parts[3] + parts[4]) if parts[3] else 0.0
    return {"fact": named, "times": times, "plus": plus}


def _written(gate: Gate) -> str:
    return f"{gate.fact} {gate.op} {_right(gate)}"


def _right(gate: Gate) -> str:
    value = gate.value
    if not isinstance(value, Term):
        return number(value)
    plain = value.times == 1 and value.plus == 0
    if plain and value.fact in (f"group_mean({gate.fact})", f"all_mean({gate.fact})"):
        return "mean" if value.fact.startswith("group") else "all_mean"
    times = "" if value.times == 1 else f"{number(value.times)} * "
    sign = "-" if value.plus < 0 else "+"
    plus = f" {sign} {number(abs(value.plus))}" if value.plus else ""
    return f"{times}{value.fact}{plus}"


def number(value: float) -> str:
    """A number as people write it: 5, not 5.0; no exponent."""
    return f"{value:.12f}".rstrip("0").rstrip(".")
