"""Numbers as officials read them: 12.3亿元, +2.5个百分点, ↑2. Same number, same text everywhere."""

import re
import unicodedata
from datetime import date
from math import ceil, floor

from kpi.i18n import N_, _, language
from kpi.model.measure import PERCENT, Measure, half_up

MINUS = "\u2212"
NO_BREAK = "\u2060"  # keeps a number and its unit of measure on one line
NOT_APPLICABLE = "—"
_HIDDEN = re.compile(  # controls but tab and newline, surrogates, bidi marks, no characters
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def number(value: float | None, decimals: int, *, sign: bool = False) -> str:
    """1,234.50 with U+2212 for minus; `sign` writes + too; None is the dash."""
    if value is None or value != value:
        return NOT_APPLICABLE
    shown = float(half_up(value, decimals))
    text = f"{abs(shown):,.{decimals}f}"
    if shown < 0:
        return MINUS + text
    return "+" + text if sign and shown > 0 else text


def amount(value: float | None, uom: str, decimals: int, *, sign: bool = False) -> str:
    """A number with its unit of measure, never split over lines: 12.30亿元, 52.3%."""
    if value is None or value != value:
        return NOT_APPLICABLE
    unit = uom if language() == "zh" or uom == "%" else f" {_(uom)}"
    return number(value, decimals, sign=sign) + NO_BREAK + unit


def headed(what: str, uom: str) -> str:
    """A heading with its unit of measure: 固定资产投资（亿元）; the name alone without one."""
    if not uom:
        return what
    return _(N_("{what}（{uom}）")).format(what=what, uom=_(uom).strip("()"))


def enough(lack: float, decimals: int, *, beyond: bool = False) -> float:
    """What is lacking at `decimals` digits, rounded away from zero so that reaching it suffices:
    4.01 is 4.1. With `beyond` always more than the lack: of what must be exceeded a tie is not
    enough.
    """
    steps = round(abs(lack) * 10.0**decimals, 6)  # 0.1 + 0.2 is 0.3
    whole = floor(steps) + 1 if beyond else ceil(steps)
    return (whole if lack >= 0 else -whole) / 10.0**decimals


def spread(low: str, high: str) -> str:
    """From the least to the most, both as printed: 3.1%～8.9%; one text where they are equal."""
    return low if low == high else _(N_("{low}～{high}")).format(low=low, high=high)


def points(value: float | None, decimals: int = 1, *, sign: bool = True) -> str:
    """A difference of percentages: +2.5个百分点."""
    if value is None or value != value:
        return NOT_APPLICABLE
    return number(value, decimals, sign=sign) + NO_BREAK + _(N_("个百分点"))


def measured(value: float | None, measure: Measure | str, uom: str, decimals: int) -> str:
    """A value of any measure with its own unit: percent, percentage points, place or `uom`."""
    if measure == Measure.GAP:
        return points(value)
    if measure in PERCENT:
        return amount(value, "%", 1 if uom != "%" else decimals, sign=measure == Measure.YOY)
    if measure == Measure.RANK:
        return place(None if value is None else int(value))
    return amount(value, uom, decimals)


def day(when: date) -> str:
    """11月11日; in English as every day of a page, 2026-11-11."""
    if language() == "en":
        return when.isoformat()
    return _(N_("{month}月{day}日")).format(month=when.month, day=when.day)


def place(rank: int | None) -> str:
    """第3位; None is the dash."""
    return NOT_APPLICABLE if rank is None else _(N_("第{rank}位")).format(rank=rank)


def moved(rank: int | None, before: int | None) -> str:
    """Movement against the period before: ↑2, ↓1, — (stayed), 新 (had no place)."""
    if rank is None:
        return ""
    if before is None:
        return _(N_("新"))
    if rank == before:
        return NOT_APPLICABLE
    return f"↑{before - rank}" if rank < before else f"↓{rank - before}"


def measure_name(measure: Measure | str) -> str:
    """The measure's name for a reader: 累计, 同比增速, 完成率."""
    return _(MEASURES[Measure(measure)])


MEASURES: dict[Measure, str] = {
    Measure.MONTH: N_("当月"),
    Measure.YTD: N_("累计"),
    Measure.LEVEL: N_("时点"),
    Measure.YOY: N_("同比增速"),
    Measure.TARGET: N_("目标"),
    Measure.STRETCH: N_("奋斗目标"),
    Measure.RANK: N_("位次"),
    Measure.COMPLETION: N_("完成率"),
    Measure.GAP: N_("进度差"),
    Measure.MOM: N_("环比"),
    Measure.RUN_RATE: N_("年末预计"),
    Measure.PROGRESS: N_("序时进度"),
}

UOMS = (  # in English the digits stay and the unit stands in brackets: 11.10 (100m CNY)
    *(
        N_("元"),
        N_("千元"),
        N_("万元"),
        N_("百万元"),
        N_("千万元"),
        N_("亿元"),
        N_("万美元"),
        N_("亿美元"),
    ),
    *(N_("户"), N_("家"), N_("个"), N_("件"), N_("项"), N_("次"), N_("份"), N_("人"), N_("人次")),
    *(
        N_("天"),
        N_("日"),
        N_("工作日"),
        N_("平方米"),
        N_("亩"),
        N_("公顷"),
        N_("吨"),
        N_("万吨"),
        N_("位"),
    ),
)
DIRECTIONS: dict[str, str] = {
    "higher": N_("越高越好"),
    "lower": N_("越低越好"),
    "target": N_("接近目标"),
    "none": N_("不评价"),
}
FREQUENCIES: dict[str, str] = {"M": N_("月报"), "Q": N_("季报"), "H": N_("半年报"), "Y": N_("年报")}
BASES: dict[str, str] = {
    "nominal": N_("名义"),
    "constant_price": N_("不变价"),
    "comparable_scope": N_("可比口径"),
}


def plain(text: str) -> str:
    """`text` as any file can hold it: composed (NFC), no controls but tab and newline, nothing
    that turns the direction of writing, no half characters; no word joiner, which many faces of
    an office draw as a box.
    """
    return unicodedata.normalize("NFC", _HIDDEN.sub("", text)).replace(NO_BREAK, "")


def clipped(text: str, longest: int) -> str:
    """`text` of at most `longest` characters; what is cut off ends in …."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def rounded(value: float, decimals: int) -> float:
    """A number as it is printed, to be compared or written where a number must stay a number."""
    return float(half_up(value, decimals))
