"""Two invented years of 云川区: every number the sample spreadsheets carry.

A cumulative value is target · (time progress + gap) with the gap in percentage points running
straight between hand-set anchors, a season, and a small wobble drawn from a hash, so that every
machine draws the same. Amounts are in 亿元, counts in 户, rates in percent.
"""

import hashlib
from collections.abc import Sequence

from sample_spreadsheets import anchors as a


def wobble(*key: object) -> float:
    """A number in −1…1 that depends on the key alone."""
    text = "/".join(map(str, key)).encode()
    return int.from_bytes(hashlib.sha256(text).digest()[:4]) / 2**31 - 1


def between(anchors: a.Anchors, at: int) -> float:
    """The straight line through the anchors, level before the first and after the last."""
    before = [m for m in anchors if m <= at]
    after = [m for m in anchors if m >= at]
    if not before or not after:
        return anchors[min(anchors) if not before else max(anchors)]
    a, b = max(before), min(after)
    return anchors[a] if a == b else anchors[a] + (anchors[b] - anchors[a]) * (at - a) / (b - a)


def fai(unit: str, year: int, month: int) -> float:
    """Investment since January as it stands in the end (revised)."""
    if (unit, year, month) == a.REVISED[:3]:
        return a.REVISED[4]
    if year == 2026 and month == 8 and unit in a.FAI_AUGUST:
        return a.FAI_AUGUST[unit]
    if month == 10:
        now = a.FAI_OCTOBER[unit]
        growth = a.FAI_GROWTH_OCTOBER[unit] - a.FAI_SCOPE.get(unit, 0)
        return now if year == 2026 else round(now / (1 + growth / 100), 2)
    gaps = dict(a.FAI_GAP[year][unit])
    if year == 2025:
        gaps[10] = fai(unit, 2025, 10) / a.FAI_TARGET[2025][unit] * 100 - 1000 / 12
    gap = between(gaps, month) + a.SEASON.get(month, 0) + 0.25 * wobble("fai", unit, year, month)
    return round(a.FAI_TARGET[year][unit] * (month / 12 + gap / 100), 2)


def fai_growth(unit: str, year: int, month: int, value: float | None = None) -> float:
    """Growth of investment as the office gives it: comparable scope, not always the ratio."""
    if year == 2025:
        shake = 1.6 * wobble("fai yoy", unit, month) * (1.3 - month / 12)
        return round(a.FAI_GROWTH_2025[unit] + shake, 1)
    if month == 10:
        return a.FAI_GROWTH_OCTOBER[unit]
    now = fai(unit, year, month) if value is None else value
    ratio = now / fai(unit, 2025, month) * 100 - 100
    return round(ratio + a.FAI_SCOPE.get(unit, 0), 1) + 0.0


def fai_growth_district(month: int) -> float:
    """Growth of the whole district in 2026, from the sums."""
    now, ago = (sum(fai(u, year, month) for u in a.PLACES) for year in (2026, 2025))
    return round(now / ago * 100 - 100, 1)


def retail(unit: str, year: int, month: int) -> float:
    """Retail sales since January in 亿元, to the 万元."""
    shift = 0.12 * wobble("retail", unit, month) if month < 12 else 0.0
    base = a.RETAIL_2025[unit] * (a.RETAIL_SHARE[month - 1] + shift) / 100
    if year == 2025:
        return round(base, 4)
    shake = 0.0 if month == 10 else 0.25 * wobble("retail growth", unit, month)
    growth = between(a.RETAIL_GROWTH[unit], month) + shake - a.RETAIL_SCOPE.get(unit, 0)
    return round(base * (1 + growth / 100), 4)


def retail_growth(unit: str, year: int, month: int) -> float:
    """Growth of retail sales as given."""
    if year == 2025:
        return round(a.RETAIL_GROWTH_2025[unit] + 0.6 * wobble("retail yoy", unit, month), 1)
    ratio = retail(unit, 2026, month) / retail(unit, 2025, month) * 100 - 100
    return round(ratio + a.RETAIL_SCOPE.get(unit, 0), 1) + 0.0


def trade(unit: str, year: int, month: int) -> float | None:
    """Cross-border e-commerce since January; None where the unit has none."""
    if unit not in a.TRADE_2025:
        return None
    shift = 0.3 * wobble("trade", unit, month) if month < 12 else 0.0
    base = a.TRADE_2025[unit] * (a.RETAIL_SHARE[month - 1] + shift) / 100
    growth = between(a.TRADE_GROWTH[unit], month) if year == 2026 else 0.0
    return round(base * (1 + growth / 100), 2)


def industry(unit: str, year: int, month: int) -> float | None:
    """Growth of industrial value added since January; None where the unit has no such firm."""
    at = month + 12 * (year - 2025)
    if unit not in a.INDUSTRY:
        return None
    shake = 0.0 if at in a.INDUSTRY[unit] else 0.35 * wobble("industry", unit, at)
    return round(between(a.INDUSTRY[unit], at) + shake, 1)


def capital(unit: str, year: int, month: int) -> float | None:
    """Domestic capital in place since January in 亿元, to the 万元; None where no task is set."""
    if unit not in a.CAPITAL_BASE:
        return None
    october = (a.CAPITAL_OCTOBER if year == 2026 else a.CAPITAL_BASE)[unit]
    if month == 10:
        return october
    target = a.CAPITAL_TARGET[year][unit]
    gap = october / target * 100 - 1000 / 12
    shake = 0.3 * wobble("capital", unit, year, month)
    return round(target * (month / 12 + (gap * min(month, 10) / 10 + shake) / 100), 4)


def capital_growth(unit: str, year: int, month: int) -> float | None:
    """Nominal growth: the ratio of the levels."""
    now, ago = capital(unit, year, month), capital(unit, 2025, month)
    if now is None or ago is None:
        return None
    if year == 2025:
        return round(a.CAPITAL_GROWTH_2025[unit] + 0.8 * wobble("capital yoy", unit, month), 1)
    return round(now / ago * 100 - 100, 1) + 0.0


def project(unit: str, year: int, month: int) -> float:
    """Investment in the district's key projects since January."""
    gap = between(a.PROJECT_GAP[year][unit], month) + a.SEASON.get(month, 0)
    shake = 0.3 * wobble("project", unit, year, month)
    return round(a.PROJECT_TARGET[year][unit] * (month / 12 + (gap + shake) / 100), 2)


def firms(unit: str, year: int, month: int) -> int:
    """Newly registered enterprises since January."""
    share = a.FIRMS_SHARE[month - 1]
    if month != 10:
        share *= 1 + 0.012 * wobble("firms", unit, year, month)
    if (unit, year) == ("J08", 2026) and month < 10:
        share *= 1 + 0.012 * (10 - month)  # a good start that fades
    return round(a.FIRMS[year][unit] * share / 100)


def service(unit: str, year: int, month: int) -> tuple[float, float, float]:
    """Time cut and online rate at the month's end, good ratings of the month."""
    ago = 22 - (month + 12 * (year - 2025))
    slope = 0.28 + 0.1 * wobble("service", unit)
    if unit == "J08":
        slope = 0.12  # others improve, it stands
    shake = [0.0 if ago == 0 else wobble(what, unit, ago) for what in ("cut", "online", "good")]
    cut, online, good = a.SERVICE_OCTOBER[unit]
    return (
        round(cut - slope * ago + 0.15 * shake[0], 1),
        round(online - 0.7 * slope * ago + 0.12 * shake[1], 1),
        round(min(good + 0.7 * shake[2], 99.9), 1),
    )


def months(year: int, first: int = 1) -> Sequence[int]:
    """The months of a year that the sample covers."""
    return range(first, a.LAST_MONTH[year] + 1)
