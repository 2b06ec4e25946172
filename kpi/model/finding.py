"""What a rule leaves open: findings of the linter, as codes with numbers, and their sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isinf
from typing import Any

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.board import LISTS, Numbers
from kpi.model.when import Gate, Term
from kpi.model.wording import AGGREGATES, FACTS, OPS

Title = Callable[[str], str]  # the name behind the code of a unit or of a column

FINDINGS = {
    "gap": N_("{scope}{fact}在{low}与{high}之间，红榜和黑榜条件都不符合。"),
    "overlap": N_("{scope}{fact}在{low}与{high}之间，红榜和黑榜条件同时符合。"),
    "both_possible": N_(
        "{scope}红榜和黑榜都只看条件，且条件互不排斥：同时符合的单位两榜都不列入。"
    ),
    "never": N_("{list}条件不可能成立：{gates}。"),
    "no_gate": N_("{scope}黑榜只按名次，没有条件：即使全部完成任务，也总有单位上榜。"),
    "seats_over": N_("{group}：{list}名额{asked}个，{ranked}个单位最多列{limit}个。"),
    "seats_cover": N_("{group}：红榜{red}个、黑榜{black}个，{ranked}个单位全部上榜。"),
    "many_items": N_("计分指标{count}项，超过{most}项：每一项的分量都很小，不易说明。"),
    "activity": N_("“{item}”是过程性指标，不建议排名。"),
    "weights": N_("规则称百分制，权重合计为{total}。"),
    "bands_turn": N_("{item}的分档：达到{edge}得{score}分，低于更差一档的{worse}分。"),
    "outlier": N_("{item}按极差计分，{unit}一个单位的数值使其余单位挤在{share}的分数段内。"),
    "zero_kills": N_("{item}可能得0分，按{aggregate}，一项为0则总分为0。"),
    "few_reported": N_("{item}只有{reported}/{of}个单位报送。"),
    "streak_echo": N_(
        "条件中的“{fact}”按期连续计算，而{item}是累计数：年初落后会延续到年末，宜按季计算。"
    ),
    "exempt_and_veto": N_("{unit}同时被列入黑榜（{veto}）和豁免黑榜（{exempt}），以豁免为准。"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning about a rule, never a refusal; `numbers` fill the sentence."""

    code: str
    numbers: Numbers = ()

    def text(self, title: Title = str) -> str:
        """One neutral sentence in the reader's language; `title` names units and columns."""
        shown = {name: _shown(name, value, title) for name, value in self.numbers}
        if shown.get("scope"):
            shown["scope"] = _("{group}：").format(group=shown["scope"])
        return _(FINDINGS[self.code]).format(**shown)


@dataclass(frozen=True, slots=True)
class Bound:
    """One end of a range: a number, or times · other + number."""

    value: float
    other: str = ""
    times: float = 0.0


def gate_text(gate: Gate, title: Title) -> str:
    """One condition: 固定资产投资完成率 ＜ 序时进度 − 5."""
    if not isinstance(gate.value, Term):
        return f"{fact_text(gate.fact, title)} {OPS[gate.op]} {gate.value:g}"
    own = gate.value
    right = _right(own.fact, own.times, own.plus, title)
    return f"{fact_text(gate.fact, title)} {OPS[gate.op]} {right}"


def fact_text(fact: str, title: Title) -> str:
    """A fact by its name; a column by the title of its code."""
    for name, pattern in (("group_mean", N_("组均{fact}")), ("all_mean", N_("总均{fact}"))):
        if fact.startswith(f"{name}("):
            return _(pattern).format(fact=title(fact[len(name) + 1 : -1]))
    return _(FACTS[fact]) if fact in FACTS else title(fact)


def _right(fact: str, times: float, plus: float, title: Title) -> str:
    text = fact_text(fact, title)
    if times != 1:
        text = f"{times:g} × {text}"
    sign = "+" if plus > 0 else show.MINUS
    return f"{text} {sign} {abs(plus):g}" if plus else text


def _end(end: Bound, title: Title) -> str:
    if isinf(end.value):
        return "∞" if end.value > 0 else f"{show.MINUS}∞"
    return _right(end.other, end.times, end.value, title) if end.other else f"{end.value:g}"


def _shown(name: str, value: Any, title: Title) -> str:
    if isinstance(value, Bound):
        return _end(value, title)
    if name == "gates":
        return _("，且").join(gate_text(gate, title) for gate in value)
    if name == "list":
        return _(LISTS[value])
    if name == "aggregate":
        return _(AGGREGATES[value])
    if name in ("item", "unit"):
        return title(value)
    if name == "fact":
        return fact_text(value, title)
    if name == "share":
        return show.amount(value * 100, "%", 0)
    if name == "group" and value is None:
        return _("全部单位")
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)
