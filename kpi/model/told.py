"""A Why in sentences: neutral, with the numbers that offices report in."""

from collections.abc import Iterator

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.board import FACTS
from kpi.model.edition import Edition, named
from kpi.model.measure import PERCENT, Measure
from kpi.model.why import Barrier, Change, Move, Plan, Way, Why

FEW = 3  # ways that are told; the others stand in no sentence

UP = {
    "done": N_("再完成{name}{by}"),
    "more": N_("{name}再增加{by}"),
    "points": N_("{name}再提高{by}"),
}
DOWN = {
    "done": N_("{name}再降{by}"),
    "more": N_("{name}再减少{by}"),
    "points": N_("{name}再降{by}"),
}
CAUSES = {
    "new": N_("本期新参加排名，没有上期位次可比"),
    "unranked": N_("两期中有一期未排名，位次不可比"),
    "rule": N_("规则已改，位次变动不作分解"),
    "units": N_("参加排名的单位有变，位次变动不作分解"),
}


def exits(edition: Edition, why: Why) -> Iterator[str]:
    """Off the black list: the single moves, or the cheapest combination."""
    label = edition.label("black")
    for way in why.ways[:FEW]:
        yield _("{moves}可脱离{label}{place}。").format(
            moves=moves(edition, why, way), label=label, place=_place(way)
        )
    if why.together:
        yield _("单项都不够；最省的组合：{moves}，可脱离{label}{place}。").format(
            moves=moves(edition, why, why.together), label=label, place=_place(why.together)
        )
    elif why.colour == "black" and not why.ways:
        yield _("按本期其他单位的数据，单项和组合都不能脱离{label}。").format(label=label)


def holds(edition: Edition, why: Why) -> Iterator[str]:
    """How little loses the red seat."""
    for way in why.margins[:FEW]:
        yield _("{moves}将失去{label}。").format(
            moves=moves(edition, why, way), label=edition.label("red")
        )


def moves(edition: Edition, why: Why, way: Way) -> str:
    """再完成固定资产投资1.10亿元（到序时进度）, several joined by 、."""
    return _("、").join(_move(edition, why, move) for move in way.moves)


def _move(edition: Edition, why: Why, move: Move) -> str:
    indicator, measure = edition.indicator(move.key), edition.measure(move.key)
    if indicator is None or measure is None:
        name, by = move.key, show.number(show.enough(abs(move.by), 2), 2)
        return _((UP if move.by > 0 else DOWN)["more"]).format(name=name, by=by)
    digits = indicator.digits(measure)
    name, kind = edition.item_name(move.key), "more"
    need = show.enough(abs(move.by), digits)
    if measure in PERCENT or measure is Measure.GAP or indicator.uom == "%":
        kind, by = "points", show.points(need, digits, sign=False)
    else:
        by = show.amount(need, indicator.uom, digits)
        if measure in (Measure.YTD, Measure.MONTH):
            kind = "done"
    text = _((UP if move.by > 0 else DOWN)[kind]).format(name=name, by=by)
    plan = next((p for p in why.plans if p.indicator == indicator.code), None)
    if plan and move.by > 0 and kind == "done" and abs(move.by - plan.now) < 1e-9:
        return text + _("（到序时进度）")
    if move.by > 0:
        return text + _("（到{value}）").format(
            value=show.measured(move.then, measure, indicator.uom, digits)
        )
    return text


def _place(way: Way) -> str:
    return _("，列{place}").format(place=show.place(way.rank)) if way.rank else ""


def barriers(edition: Edition, why: Why) -> Iterator[str]:
    """What each condition lacks: 固定资产投资完成率65.0%，门槛70.0%，还差0.30亿元."""
    for barrier in why.barriers:
        yield _barrier(edition, why, barrier)


def _barrier(edition: Edition, why: Why, b: Barrier) -> str:
    pattern = {
        "black": _("{label}条件：{fact}为{actual}，界线{value}，还差{lacks}。"),
        "red": _("{label}条件：{fact}为{actual}，要求{value}，还差{lacks}。"),
    }[b.colour]
    indicator, measure = edition.indicator(b.fact), edition.measure(b.fact)
    if indicator is None or measure is None:
        fact = _(FACTS[b.fact]) if b.fact in FACTS else b.fact
        digits = edition.spec.rule.score_decimals if b.fact == "score" else 0
        need = show.enough(abs(b.lacks), digits, beyond=b.strict)
        actual, value, lacks = (show.number(x, digits) for x in (b.actual, b.value, need))
        lacks = _("{points}分").format(points=lacks) if b.fact == "score" else lacks
    else:
        fact = edition.item_name(b.fact)
        actual, value = (edition.item_value(b.fact, x) for x in (b.actual, b.value))
        lacks = _lacks(edition, why, b)
    return pattern.format(
        label=edition.label(b.colour), fact=fact, actual=actual, value=value, lacks=lacks
    )


def _lacks(edition: Edition, why: Why, b: Barrier) -> str:
    """The distance in raw units: of a completion by its target."""
    indicator, measure = edition.indicator(b.fact), edition.measure(b.fact)
    if indicator is None or measure is None:
        return ""
    plan = next((p for p in why.plans if p.indicator == indicator.code), None)
    if plan and measure in (Measure.COMPLETION, Measure.GAP):
        amount = abs(b.lacks) * plan.target / 100
        need = show.enough(amount, indicator.decimals, beyond=b.strict)
        return show.amount(need, indicator.uom, indicator.decimals)
    digits = indicator.digits(measure)
    need = show.enough(abs(b.lacks), digits, beyond=b.strict)
    if measure in PERCENT or measure is Measure.GAP or indicator.uom == "%":
        return show.points(need, digits, sign=False)
    return show.amount(need, indicator.uom, digits)


def distances(edition: Edition, why: Why) -> Iterator[str]:
    """The line and the neighbours by place, in printed scores."""
    if why.line and why.line.unit and why.to_line is not None:
        pattern = {
            "black": _("距脱离{label}的得分线{points}（{unit}）。"),
            "red": _("距失去{label}的得分线{points}（其后为{unit}）。"),
        }.get(why.colour or "", _("距{label}得分线{points}（{unit}）。"))
        yield pattern.format(
            label=edition.label("black" if why.colour == "black" else "red"),
            points=_points(edition, why.to_line, suffices=True),
            unit=edition.name(why.line.unit),
        )
    beside = (
        (_("前一位{unit}，相差{points}"), why.ahead),
        (_("后一位{unit}，相差{points}"), why.behind),
    )
    told = [
        text.format(unit=edition.name(step.unit), points=_points(edition, step.points))
        for text, step in beside
        if step
    ]
    if told:
        yield _("；").join(told) + _("。")


def _points(edition: Edition, value: float, *, suffices: bool = False) -> str:
    """A difference of scores; of a one-item board of values in their unit. With `suffices` it is
    a way to go: never rounded down to a tie.
    """
    items = edition.spec.rule.items
    if len(items) == 1 and items[0].method == "points":
        indicator, measure = edition.indicator(items[0].column), edition.measure(items[0].column)
        digits = indicator.digits(measure) if indicator and measure else 2
        value = show.enough(value, digits) if suffices else value
        if indicator and measure and (measure in PERCENT or indicator.uom == "%"):
            return show.points(value, digits, sign=False)
        return edition.item_value(items[0].column, value)
    return _("{points}分").format(points=show.number(value, edition.spec.rule.score_decimals))


def plans(edition: Edition, why: Why) -> Iterator[str]:
    """固定资产投资到序时进度还差0.60亿元，到10月底还差1.10亿元: only what is behind."""
    for plan in why.plans:
        if text := _plan(edition, why, plan):
            yield text


def _plan(edition: Edition, why: Why, plan: Plan) -> str:
    indicator = edition.catalog.indicator[plan.indicator]
    name = named(indicator.name, indicator.name_en)
    if plan.now <= 0:
        return ""
    parts = [
        _("{name}到序时进度（{progress}）还差{amount}").format(
            name=name,
            progress=show.amount(plan.progress, "%", 1),
            amount=show.amount(plan.now, indicator.uom, indicator.decimals),
        )
    ]
    if plan.next is not None:
        parts.append(
            _("到{period}底（{progress}）还差{amount}").format(
                period=edition.period.within(indicator.freq).shift(1).short(cumulative=False),
                progress=show.amount(plan.next_progress, "%", 1),
                amount=show.amount(plan.next, indicator.uom, indicator.decimals),
            )
        )
    alone = sum(i.scored for i in edition.spec.rule.items) == 1
    if alone and plan.level and why.line and why.line.unit:
        parts.append(
            _("追平{unit}还差{amount}").format(
                unit=edition.name(why.line.unit),
                amount=show.amount(plan.level, indicator.uom, indicator.decimals),
            )
        )
    return _("，").join(parts) + _("。")


def change(edition: Edition, why: Why) -> str:
    """位次较上期下降2位：自身变化−1.5，他人变化−0.5; + is up. Empty without an earlier place."""
    moved = why.change
    if moved is None:
        return ""
    if moved.before is None or moved.now is None:
        return _(CAUSES[moved.cause]) + _("。") if moved.cause else ""
    text = _direction(moved.before - moved.now)
    if moved.cause:
        return text + _("；") + _(CAUSES[moved.cause]) + _("。")
    if not (moved.own or moved.others):
        return text + _("。")
    text += _("：自身变化{own}，他人变化{others}").format(
        own=show.number(-(moved.own or 0.0), 1, sign=True),
        others=show.number(-(moved.others or 0.0), 1, sign=True),
    )
    return text + _main(edition, moved) + _("。")


def _direction(up: int) -> str:
    if not up:
        return _("位次与上期相同")
    pattern = _("位次较上期上升{n}位") if up > 0 else _("位次较上期下降{n}位")
    return pattern.format(n=abs(up))


def _main(edition: Edition, moved: Change) -> str:
    """The item that the own part is mostly made of, where there are several."""
    if len(moved.shares) < 2 or not moved.own:
        return ""
    main = max(moved.shares, key=lambda s: s.points / (moved.own or 1.0))
    return _("；自身变化主要来自{item}").format(item=edition.item_name(main.item))


def flips(edition: Edition, why: Why) -> Iterator[str]:
    """The weight at which the order would turn: the nearest one."""
    for flip in why.flips[:1]:
        whole = sum(i.weight for i in edition.spec.rule.items if i.scored)
        now = edition.spec.rule.item(flip.item).weight
        yield _("{item}的权重若由{now}调到{then}，得分与{unit}相同。").format(
            item=edition.item_name(flip.item),
            now=show.amount(now / whole * 100, "%", 1),
            then=show.amount(flip.weight / (whole - now + flip.weight) * 100, "%", 1),
            unit=edition.name(flip.unit),
        )
