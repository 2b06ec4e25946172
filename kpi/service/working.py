"""How a place came about: every part from the cell in the file to the points."""

from dataclasses import dataclass

from kpi.board.derive import due, sources
from kpi.i18n import _
from kpi.model import show
from kpi.model.board import Part
from kpi.model.catalog import Indicator
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.period import Period
from kpi.service.origins import Find, Source
from kpi.service.stand import Stand

__all__ = ["Find", "Source", "Step", "behind", "formula", "working"]


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a score with the numbers under it; `mean` is the group's mean of `normalised`."""

    part: Part
    mean: float | None
    sources: tuple[Source, ...]


def working(stand: Stand, edition: Edition, unit: str) -> tuple[Step, ...]:
    """The parts of one unit's score, heaviest first, each with its cells."""
    entry = edition.entry(unit)
    if entry is None:
        return ()
    peers = edition.within(entry.group)
    with stand.finding(edition) as find:
        return tuple(
            Step(
                part,
                _mean([p for e in peers for p in e.parts if p.item == part.item]),
                tuple(_sources(find, edition, unit, part.item)),
            )
            for part in sorted(entry.parts, key=lambda p: (-(p.weight or 0), p.item))
        )


def _mean(parts: list[Part]) -> float | None:
    values = [p.normalised for p in parts if p.normalised is not None]
    return sum(values) / len(values) if values else None


def _sources(find: Find, edition: Edition, unit: str, item: str) -> list[Source]:
    column = edition.spec.rule.item(item).column
    indicator, measure = edition.indicator(column), edition.measure(column)
    if indicator is None or measure is None:
        return []
    period = due(indicator, edition.period)
    return behind(find, unit, indicator, measure, period) if period else []


def behind(
    find: Find, unit: str, indicator: Indicator, measure: Measure, period: Period
) -> list[Source]:
    """The cells behind one number: its own where it was given, else those it was derived from."""
    given = _origin(find, unit, indicator, measure, period)
    if given:
        return [given]
    below = (_origin(find, unit, indicator, m, p) for m, p in sources(indicator, measure, period))
    return [source for source in below if source]


def _origin(
    find: Find, unit: str, indicator: Indicator, measure: Measure, period: Period
) -> Source | None:
    found = find(unit, indicator, measure, period)
    if found is None and measure is Measure.TARGET:
        return find(unit, indicator, Measure.STRETCH, period)
    return found


def formula(edition: Edition, step: Step) -> str:
    """The arithmetic in one line: 7.06 ÷ 10.00 = 70.6%; empty where the number is given."""
    indicator, measure = edition.indicator(step.part.item), edition.measure(step.part.item)
    if indicator is None or len(step.sources) < 2 or step.part.value is None:
        return ""
    first, second = (show.number(s.value, indicator.decimals) for s in step.sources[:2])
    value = edition.item_value(step.part.item, step.part.value)
    match measure:
        case Measure.COMPLETION:
            return _("{first} ÷ {second} = {value}").format(first=first, second=second, value=value)
        case Measure.YOY:
            return _("{first} ÷ {second} − 1 = {value}").format(
                first=first, second=second, value=value
            )
        case Measure.MONTH:
            return _("{first} − {second} = {value}").format(first=first, second=second, value=value)
    return ""
