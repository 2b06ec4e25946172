"""From the 计量单位 that a file states to the indicator's own, by stated words only."""

from kpi.intake.table.mapping import Uom
from kpi.intake.words.names import Target
from kpi.intake.words.tokens import factor, plain
from kpi.model.catalog import Indicator
from kpi.model.measure import PERCENT, Measure

PLACE = "位"


def canonical(indicator: Indicator, measure: Measure) -> str:
    """The 计量单位 in which a measure of an indicator is kept: growth in %, a place in 位."""
    if measure is Measure.RANK:
        return PLACE
    return "%" if measure in PERCENT and measure is not indicator.measure else indicator.uom


def between(given: str, wanted: str) -> float | None:
    """What a number in `given` is multiplied by; None where the two measure different things."""
    if plain(given) == plain(wanted) or wanted == PLACE:
        return 1.0
    return factor(given, wanted)


def stated(uom: Uom | None, wanted: str) -> tuple[float | None, str]:
    """Factor and word that apply; of several stated words the one of the same dimension.

    (None, word): the stated word does not fit. (1.0, ""): nothing is said of these values.
    """
    if uom is None:
        return 1.0, ""
    for word in uom.words:
        by = between(word, wanted)
        if by is not None:
            return by, word
    return (None, "、".join(uom.words)) if uom.strict else (1.0, "")


def wanted_of(targets: tuple[Target, ...], indicators: dict[str, Indicator]) -> tuple[str, ...]:
    """The canonical 计量单位 of each target."""
    return tuple(canonical(indicators[code], measure) for code, measure in targets)
