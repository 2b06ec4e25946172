"""What a board compares: its items, its groups, their members, and the lines that name them."""

from collections.abc import Collection, Sequence

from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Entry, Part
from kpi.model.catalog import Direction, Indicator
from kpi.model.edition import Edition
from kpi.model.measure import PERCENT, Measure, Status
from kpi.model.rule import Item
from kpi.model.titles import Told


def items(edition: Edition) -> tuple[Item, ...]:
    """The scored items, heaviest first."""
    scored = (i for i in edition.spec.rule.items if i.scored)
    return tuple(sorted(scored, key=lambda i: (-i.weight, i.item)))


def single(edition: Edition) -> Item | None:
    """The only scored item of a board that has one; then its value is what is ranked."""
    scored = items(edition)
    return scored[0] if len(scored) == 1 else None


def scopes(edition: Edition) -> tuple[str | None, ...]:
    """What is ranked together: the board's groups, or all units at once (None)."""
    return (None,) if edition.spec.rule.compare == "across" else edition.groups


def group_name(edition: Edition, group: str | None) -> str:
    """What a group is called; boards across all groups have no group."""
    return edition.catalog.said(group) if group else _("全部单位")


def members(edition: Edition, group: str | None) -> tuple[Entry, ...]:
    """Ranked entries of a group, best first, then those without a place."""
    return (*edition.within(group), *edition.unranked(group))


def part(entry: Entry, code: str) -> Part | None:
    """The part of one item; None where the entry has none."""
    return next((p for p in entry.parts if p.item == code), None)


def better(own: Item, value: float) -> float:
    """The value with more = better; inside a band none is better than another."""
    if own.band:
        low, high = own.band
        return -max(0.0, low - value, value - high)
    return value if own.higher else -value


def contrasted(edition: Edition, own: Item, places: Collection[int]) -> bool:
    """Whether places in a column are coloured: its indicator has a direction, and its numbers are
    not all equal or one alone; else nobody is in front.
    """
    indicator = edition.indicator(own.column)
    aimless = indicator is not None and indicator.direction is Direction.NONE
    return not aimless and len(set(places)) > 1


def uom(own: Indicator | None, measure: Measure | None) -> str:
    """The unit of measure that a column of this measure is printed in."""
    if own is None or measure is None:
        return ""
    if measure is Measure.GAP:
        return "个百分点"
    return "%" if measure in PERCENT else own.uom


def headed(edition: Edition, key: str) -> str:
    """A column's heading: 固定资产投资完成率（%）."""
    own, measure = edition.indicator(key), edition.measure(key)
    name, unit = edition.item_name(key), uom(own, measure)
    return show.headed(name, unit)


def telling(uom: str, digits: int) -> Told:
    """How numbers of one column are told: 92.5%, 12.30亿元."""
    if uom == "个百分点":
        return lambda value: show.points(value, digits, sign=False)
    return lambda value: show.amount(value, uom, digits)


def period(edition: Edition) -> str:
    """2026年10月; of a board of one cumulative indicator 2026年1-10月."""
    own = edition.indicator(edition.spec.code)
    merged = bool(own and own.jan_feb_merged)
    return edition.period.label(cumulative=bool(own and own.cumulative), merged=merged)


def subtitle(edition: Edition, group: str | None, what: str, uom: str, count: int) -> str:
    """What, period, group and how many units."""
    head = show.headed(what, uom)
    units = _("{count}个单位").format(count=count)
    return " · ".join((head, period(edition), group_name(edition, group), units))


def status(of: str) -> str:
    """未报, or — where nothing is due."""
    return _("未报") if of == Status.NOT_REPORTED else show.NOT_APPLICABLE


def alt(title: str, told: Sequence[str]) -> str:
    """The headline and three numbers: first, middle, last."""
    few = told if len(told) <= 3 else (told[0], told[len(told) // 2], told[-1])
    return _("{title}：{numbers}").format(title=title, numbers=_("，").join(few)) if few else title
