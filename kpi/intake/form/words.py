"""What the template says: title, headings, prompts, complaints. Always Chinese, as the form is."""

import re
from collections.abc import Iterable

from kpi.model import show
from kpi.model.catalog import Indicator
from kpi.model.measure import Measure
from kpi.model.period import Period

BEFORE = "上期值（参考）"
NOTE = (
    "填报说明：白色格填本期数，只填数字，不带计量单位；未报留空，本期不适用填“—”。"
    "浅灰格为上期值，仅供参考；深灰格不需填报。"
)
_LONGEST = 255  # characters of a prompt or an error text; Excel takes no more
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
_SO_FAR = ("一季度", "上半年", "前三季度", "全年")


def title(period: Period, indicators: Iterable[Indicator]) -> str:
    """2026年10月主要指标报送表. The month stands for all where quarters and months meet."""
    alike = all(i.freq == period.freq for i in indicators)
    named = period if alike else Period.of(period.last_day)
    return f"{label(named)}主要指标报送表"


def label(period: Period, *, cumulative: bool = False, merged: bool = False) -> str:
    """As officials write a period: 2026年10月, 2026年1-10月, 2026年前三季度."""
    year = f"{period.year}年"
    match period.freq:
        case "M":
            span = period.number > 1 and (cumulative or (merged and period.number == 2))
            return f"{year}{'1-' if span else ''}{period.number}月"
        case "Q":
            return year + (_SO_FAR if cumulative else _QUARTERS)[period.number - 1]
        case "H":
            return year + (
                "全年" if cumulative and period.number == 2 else "上下"[period.number - 1] + "半年"
            )
        case _:
            return year


def heading(indicator: Indicator, measure: Measure) -> str:
    """The indicator's name, with the measure where it is not the indicator's own."""
    own = measure is indicator.measure
    return indicator.name if own else indicator.name + show.MEASURES[measure]


def basis(indicator: Indicator, measure: Measure) -> str:
    """口径 and 计量单位: 累计（亿元）, 当月同比增速（%）."""
    if measure is not Measure.YOY:
        return f"{show.MEASURES[measure]}（{indicator.uom}）"
    single = indicator.monthly_growth or indicator.measure is Measure.MONTH
    grown = indicator.measure is Measure.YOY
    so_far = show.MEASURES[Measure.MONTH if single else Measure.YTD]
    if indicator.measure is Measure.LEVEL:
        so_far = show.MEASURES[Measure.LEVEL]
    return f"{so_far}{'同比增速' if grown else ''}（{indicator.uom if grown else '%'}）"


def prompt(indicator: Indicator, measure: Measure, period: Period, before: Period) -> str:
    """What to fill in, what 上期 is, and the 释义."""
    merged = indicator.jan_feb_merged and indicator.measure is not Measure.LEVEL

    def said(one: Period) -> str:
        return label(one, cumulative=indicator.cumulative, merged=merged)

    asked = f"填{said(period)}，{basis(indicator, measure)}。上期：{said(before)}。"
    return _cut(f"{asked}\n{indicator.definition}" if indicator.definition else asked)


def complaint(low: float | None, high: float | None, digits: int) -> str:
    """What an entry should be like; whoever means it may keep it."""
    bounds = {
        (True, True): "",
        (False, True): f"不小于{plain(low or 0)}的",
        (True, False): f"不大于{plain(high or 0)}的",
        (False, False): f"{plain(low or 0)}至{plain(high or 0)}之间的",
    }[low is None, high is None]
    kind = f"数，小数不超过{digits}位" if digits else "整数"
    return _cut(f"应为{bounds}{kind}，不带计量单位。本期不适用填“—”；核对无误可以保留。")


def plain(number: float) -> float:
    """A whole number without its .0."""
    return int(number) if float(number).is_integer() else number


def sheet_name(office: str, taken: set[str]) -> str:
    """A name that Excel takes and that no sheet has yet; `taken` learns it."""
    base = re.sub(r"[\[\]:*?/\\]", " ", office).strip(" '")[:28] or "指标"
    names = (base if n == 1 else f"{base} {n}" for n in range(1, 100))
    name = next(n for n in names if n.lower() not in taken)
    taken.add(name.lower())
    return name


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
