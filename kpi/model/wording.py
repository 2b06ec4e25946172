"""A rule in plain sentences: what is scored, how, who gets on which list."""

from collections.abc import Iterator

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.edition import Edition
from kpi.model.rule import Item, Seats
from kpi.model.when import Gate, Several, Term

METHODS = {
    "points": N_("按原值"),
    "ratio": N_("按与目标之比"),
    "minmax": N_("按组内极差"),
    "zscore": N_("按标准分"),
    "rank": N_("按位次赋分"),
    "percentile": N_("按百分位"),
    "goalposts": N_("按固定区间"),
    "efficacy": N_("按功效系数"),
    "distance_to_target": N_("按目标距离"),
    "bands": N_("按分档"),
}
AGGREGATES = {
    "arithmetic": N_("加权平均"),
    "geometric": N_("几何平均"),
    "harmonic": N_("调和平均"),
    "sum": N_("加权求和"),
    "rank_sum": N_("位次和"),
}
MISSING = {
    "renormalise": N_("未报项目不计，权重由已报项目分摊"),
    "zero": N_("未报项目记零分"),
    "worst": N_("未报项目记组内最差"),
    "group_median": N_("未报项目记组内中位"),
    "exclude_unit": N_("有未报项目的不参评"),
}
FACTS = {
    "rank": N_("位次"),
    "rank_from_last": N_("倒数位次"),
    "ranked": N_("参评数"),
    "score": N_("得分"),
    "coverage": N_("覆盖率"),
    "progress": N_("序时进度"),
    "firsts": N_("居首项数"),
    "lasts": N_("居末项数"),
    "streak_red": N_("连续红榜期数"),
    "streak_black": N_("连续黑榜期数"),
}
OPS = {"==": N_("＝"), "!=": "≠", ">=": "≥", "<=": "≤", ">": N_("＞"), "<": N_("＜")}


def sentences(edition: Edition) -> tuple[str, ...]:
    """The rule of an edition, a sentence each: items, aggregate, lists, what happens to gaps."""
    return tuple(_sentences(edition))


def _sentences(edition: Edition) -> Iterator[str]:
    rule = edition.spec.rule
    scored = sorted((i for i in rule.items if i.scored), key=lambda i: (-i.weight, i.item))
    total = sum(i.weight for i in scored)
    if len(scored) == 1:
        yield _("依据{item}排名。").format(item=_scored(edition, scored[0]))
    else:
        parts = (
            _("{item}占{share}").format(
                item=_scored(edition, i), share=show.amount(i.weight / total * 100, "%", 0)
            )
            for i in scored
        )
        yield _("{parts}；{aggregate}得总分，保留{digits}位小数。").format(
            parts=_("，").join(parts),
            aggregate=_(AGGREGATES[rule.aggregate]),
            digits=rule.score_decimals,
        )
    for colour, seats in (("red", rule.red), ("black", rule.black)):
        if seats:
            yield _listed(edition, colour, seats)
    for patch in rule.groups:
        for colour, seats in (("red", patch.scope.red), ("black", patch.scope.black)):
            own = rule.red if colour == "red" else rule.black
            if seats and seats != own:
                yield _("{group}：{sentence}").format(
                    group=edition.catalog.said(patch.group),
                    sentence=_listed(edition, colour, seats),
                )
    yield _(
        "{missing}；覆盖率低于{floor}的不参评；参评不足{least}个的分组不列榜；并列整体进出。"
    ).format(
        missing=_(MISSING[rule.missing]),
        floor=show.amount(rule.scope.min_coverage * 100, "%", 0),
        least=rule.scope.min_group,
    )


def _scored(edition: Edition, item: Item) -> str:
    return _("{name}（{method}）").format(
        name=edition.item_name(item.column), method=_(METHODS[item.method])
    )


def _listed(edition: Edition, colour: str, seats: Seats) -> str:
    label = edition.label(colour)
    end = _("前") if colour == "red" else _("后")
    if seats.n is not None:
        place = _("{end}{n}名").format(end=end, n=seats.n)
    elif seats.share is not None:
        share = show.amount(seats.share * 100, "%", 0)
        place = _("{end}{share}").format(end=end, share=share)
    else:
        place = ""
    gates = _("，且").join(condition(edition, test) for test in seats.when)
    if place and gates:
        return _("{place}且{gates}的列{label}。").format(place=place, gates=gates, label=label)
    return _("{which}的列{label}。").format(which=place or gates, label=label)


def condition(edition: Edition, test: Gate | Several) -> str:
    """One condition in words: 完成率 ＜ 序时进度 − 5."""
    if isinstance(test, Several):
        glue = _("，或") if test.kind == "any" else _("，且")
        return _("（{tests}）").format(tests=glue.join(condition(edition, t) for t in test.of))
    return f"{_fact(edition, test.fact)} {_(OPS[test.op])} {_right(edition, test.value)}"


def _right(edition: Edition, right: float | Term) -> str:
    if not isinstance(right, Term):
        return f"{right:g}"
    text = _fact(edition, right.fact)
    if right.times != 1:
        text = f"{right.times:g} × {text}"
    if right.plus:
        text += f" {'+' if right.plus > 0 else show.MINUS} {abs(right.plus):g}"
    return text


def _fact(edition: Edition, fact: str) -> str:
    for name, pattern in (("group_mean", _("组均{fact}")), ("all_mean", _("总均{fact}"))):
        if fact.startswith(f"{name}("):
            return pattern.format(fact=_fact(edition, fact[len(name) + 1 : -1]))
    return _(FACTS[fact]) if fact in FACTS else edition.item_name(fact)
