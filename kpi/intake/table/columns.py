"""What each column of a table is for: a label of its rows, values, or neither."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kpi.intake.table.layout import Area, Face, Says, period_like
from kpi.intake.table.lexicon import Lexicon, role
from kpi.model.sheet import Kind

Path = tuple[tuple[str, tuple[int, int]], ...]  # header texts top down, each with its cell
LABELS = ("unit", "indicator", "period", "year", "uom", "measure")


@dataclass(frozen=True, slots=True)
class Part:
    """The columns of one table, side by side tables parted: role of each sheet column."""

    roles: dict[int, str]

    def of(self, *wanted: str) -> list[int]:
        """Columns of a role, left to right."""
        return [c for c, r in self.roles.items() if r in wanted]


def parts(seen: Face, area: Area, paths: dict[int, Path], lexicon: Lexicon) -> list[Part]:
    """Columns with their roles; tables side by side each with its own unit column."""
    roles = {c: _role(seen, area, c, paths[c], lexicon) for c in paths}
    units = [c for c, r in roles.items() if r == "unit"]
    if not units:  # 单位代码 is passed over beside the names, but may be all there is
        coded = (c for c, r in roles.items() if r == "aside" and _texts(seen, area, c, Says.UNIT))
        units = [c for c in coded if role(paths[c][-1][0] if paths[c] else "") == "aside"][:1]
        roles |= dict.fromkeys(units, "unit")
    hits = {c: len(set(_texts(seen, area, c, Says.UNIT))) for c in units}
    best = max(units, key=lambda c: (hits[c], -c), default=None)
    if best is None:
        return [Part(roles)]
    starts = [min(roles)]
    for c in units:
        before = [x for x in roles if x < c and roles[x] in ("value", "unmapped")]
        alike = [text for text, _ in paths[c]] == [text for text, _ in paths[best]]
        many = hits[c] >= 2 and 2 * hits[c] >= hits[best]
        if c > best and before and (many or (hits[c] and alike and paths[c])):
            starts.append(max(before) + 1)
        elif c != best:
            roles[c] = "aside"
    ends = [s - 1 for s in starts[1:]] + [max(roles)]
    return [
        Part({c: r for c, r in roles.items() if first <= c <= last})
        for first, last in zip(starts, ends, strict=True)
    ]


def _texts(seen: Face, area: Area, column: int, says: Says) -> list[float]:
    rows = slice(area.rows[0], area.rows[1] + 1)
    at = seen.says[rows, column] == says
    found: list[float] = seen.sheet.grid.numbers[rows, column][at].tolist()
    return found


def _role(seen: Face, area: Area, column: int, path: Path, lexicon: Lexicon) -> str:
    line = seen.says[area.rows[0] : area.rows[1] + 1, column]
    count = {s: int((line == s).sum()) for s in Says}
    roles = [found for text, _ in reversed(path) if (found := role(text))]
    if not count[Says.UOM]:  # 计量单位 names the line of units of measure beside it, not a column
        roles = [found for found in roles if found != "uom"]
    announced = roles[0] if roles else ""
    if announced in ("unit", "indicator"):
        return _listed(announced, count)
    if announced == "measure":
        return "measure" if count[Says.MEASURE] > count[Says.NUMBER] else "aside"
    if announced == "aside" and len(path) > 1 and _meant(path, lexicon):
        announced = ""
    if announced in ("period", "year") and _meant(path, lexicon):
        announced = ""  # 固投 | 月份: the period words of a value column
    if announced:
        return announced
    if _meant(path, lexicon):
        return "value"
    return _by_content(seen, area, column, path, count)


def _listed(announced: str, count: dict[Says, int]) -> str:
    """A column headed 单位 may list units, units of measure, or indicators; its cells decide."""
    units, indicators = count[Says.UNIT], count[Says.INDICATOR]
    if count[Says.UOM] > units + indicators:
        return "uom"
    if units or indicators:
        return "unit" if units >= indicators else "indicator"
    return announced


def _meant(path: Path, lexicon: Lexicon) -> bool:
    """Whether a header says what its values are: an indicator, a measure, a period or a unit."""
    texts = tuple(text for text, _ in path)
    meaning = lexicon.names.read(texts)
    sign = meaning.signature
    return (
        bool(meaning.targets)
        or sign.basis is not None
        or sign.kind != "value"
        or any(lexicon.says(t) in (Says.PERIOD, Says.UNIT, Says.TOTAL) for t in texts)
    )


def _by_content(seen: Face, area: Area, column: int, path: Path, count: dict[Says, int]) -> str:
    valued = count[Says.NUMBER]
    for says, name in ((Says.UNIT, "unit"), (Says.INDICATOR, "indicator")):
        if count[says] and count[says] > valued:
            return name
    if count[Says.PERIOD] and count[Says.PERIOD] > valued:
        return "period"
    if count[Says.UOM] and count[Says.UOM] > valued:
        return "uom"
    if valued and not path and column == area.columns[0] and _periods(seen, area, column):
        return "period"
    if valued:
        return "unmapped" if path else "value"
    return "label" if count[Says.OTHER] + count[Says.TOTAL] else "aside"


def _periods(seen: Face, area: Area, column: int) -> bool:
    """Whether all numbers of a column are years or yyyymm, each once."""
    rows = slice(area.rows[0], area.rows[1] + 1)
    at = seen.sheet.grid.kinds[rows, column] == Kind.NUMBER
    numbers: NDArray[np.float64] = seen.sheet.grid.numbers[rows, column][at]
    return (
        len(numbers) > 1 and bool(period_like(numbers).all()) and len(set(numbers)) == len(numbers)
    )
