"""What a number is measured by on its way to points: time progress, the two anchors, the group.

Named so that who reads 70.6% and 84.75 points sees the 83.3 between them. Nothing is said where
the engine's points do not come out of these numbers (`model/sums`).
"""

from collections.abc import Sequence

from kpi.i18n import N_, _
from kpi.model import show, sums
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.rule import Item

ENDS = {"worst": N_("组内最差"), "best": N_("组内最好")}


def yardstick(edition: Edition, entry: Entry, code: str) -> str:
    """序时进度83.3%；60分对应−1.53%（第10百分位），100分对应9.34%（第90百分位）."""
    if not sums.line(edition, entry, code):
        return ""
    item = edition.spec.rule.item(code)
    values = sums.peers(edition, entry, code)
    match item.method:
        case "ratio" | "distance_to_target":
            goal = next(sums.goals(edition, item, entry), None)
            return "" if goal is None else _goal(edition, item, goal)
        case "efficacy" | "goalposts":
            return _anchors(edition, item, values)
        case "minmax":
            ends = (min(values), max(values))
            low, high = (_value(edition, item, x) for x in (ends if item.higher else ends[::-1]))
            return _("组内最差{low}，最好{high}").format(low=low, high=high)
        case "zscore":
            mean = _value(edition, item, sums.CALLS["AVERAGE"](values))
            return _("组均{mean}").format(mean=mean)
        case "rank" | "percentile":
            return _("组内{count}个单位的位次").format(count=len(values))
    return ""


def _goal(edition: Edition, item: Item, goal: float) -> str:
    """The number that the value is divided by, with the name of where it comes from."""
    target = dict(item.params).get("target")
    if target == "progress":
        name = _("序时进度")
        return _("{name}{value}").format(name=name, value=show.amount(goal, "%", 1))
    if isinstance(target, str):
        return _("{name}{value}").format(
            name=edition.item_name(target), value=edition.item_value(target, goal)
        )
    return _("目标{value}").format(value=_value(edition, item, goal))


def _anchors(edition: Edition, item: Item, values: Sequence[float]) -> str:
    """The two values between which the points run straight."""
    params = dict(item.params)
    if item.method == "goalposts":
        points = params["lo"], params["hi"]
    else:
        points = params["base"], params["base"] + params["span"]
    told = (
        _("{points}分对应{anchor}").format(
            points=f"{at:g}", anchor=_anchor(edition, item, params[name], values)
        )
        for at, name in zip(points, ("bad", "good"), strict=True)
    )
    return _("，").join(told)


def _anchor(edition: Edition, item: Item, at: float | str, values: Sequence[float]) -> str:
    if not isinstance(at, str):
        return _value(edition, item, at)
    if at in ENDS:
        worst = (at == "worst") is item.higher
        value, name = min(values) if worst else max(values), _(ENDS[at])
    else:
        share = int(at[1:]) / 100
        value = sums.quantile(values, share if item.higher else 1 - share)
        name = _("第{n}百分位").format(n=int(at[1:]))
    return _("{value}（{name}）").format(value=_value(edition, item, value), name=name)


def _value(edition: Edition, item: Item, value: float) -> str:
    """With one decimal more than the values have: a percentile lies between two of them."""
    own, measure = edition.indicator(item.column), edition.measure(item.column)
    digits = own.digits(measure) + 1 if own and measure else 2
    if show.rounded(value, digits) == show.rounded(value, digits - 1):
        digits -= 1
    return show.number(value, digits) + (
        "%" if edition.item_value(item.column, 1.0).endswith("%") else ""
    )
