"""Measure words of a header path (累计 同比 目标 位次 完成率) and what remains beside them."""

import re
from typing import Literal, TypeAlias

from kpi.intake.words.periods import PeriodToken, periods_in, without, year_in
from kpi.intake.words.tokens import plain
from kpi.model.measure import Measure

# 增减额 and 上年同期, like 完成率 and 进度差, are never stored: they check other figures
Meant: TypeAlias = Measure | Literal["change", "year_ago"]

_AGO = r"(?:上年|去年)(?:同期|同月)"
_YEAR = r"(?:年度|全年|年初|年)?"
_TASK = r"(?:目标任务|任务目标|计划任务|目标|计划|任务)"
_PCT = r"(?:\((?:±|\+-)?%\)|(?:±|\+-)?%|±)?"
_PLACED = r"(?:全区|全县|全市)?(?:位次|排名|名次)"
_AHEAD = (
    r"(?:与|较|比)(?:时间|时序|序时)(?:进度)?(?:相比|相差|差距|差)?±?(?:\((?:个?百分点|%)\))?"
    r"|(?:时间|时序|序时)?进度差(?:距)?(?:\((?:个?百分点|%)\))?"
)
_DONE = (
    rf"(?:占|完成){_YEAR}{_TASK}(?:数|的)?(?:比重|比例|百分比|进度|率)?{_PCT}"
    rf"|{_YEAR}{_TASK}?完成(?:率|比例|比|百分比|进度){_PCT}"
)
_CHANGED = rf"(?:同比|环比|[比较]{_AGO}|[比较]上年)?(?:增减|净增加?|增加)[额量](?!占)"
_GREW = (
    rf"(?:名义|可比)?(?:同比|[比较]{_AGO}|[比较](?:上年|去年)(?=增))"
    rf"(?:名义|可比)?(?:增长率?|增减|增速|增幅|增)?{_PCT}"
    rf"|(?:名义|可比)?(?:增速|增幅|增长率|增长速度){_PCT}|增[长减](?:\((?:±|\+-)?%\)|(?:±|\+-)?%)"
)
_ON_MONTH = rf"(?:环比|[比较]上月)(?:增长率?|增减|增速|增幅|增)?{_PCT}"
_PLANNED = rf"(?:年度|全年|年初|保底)+{_TASK}[数值额]?|{_TASK}[数值额]|目标任务|计划任务|^{_TASK}$"
_PATTERNS: tuple[tuple[Meant, str], ...] = (  # outermost first: 累计同比 is growth
    (Measure.RANK, _PLACED),
    (Measure.GAP, _AHEAD),
    (Measure.COMPLETION, _DONE),
    ("change", _CHANGED),
    (Measure.YOY, _GREW),
    (Measure.MOM, _ON_MONTH),
    ("year_ago", rf"{_AGO}(?:完成)?[数值额]?"),
    (Measure.STRETCH, r"奋斗目标[数值额]?"),
    (Measure.TARGET, _PLANNED),
    (
        Measure.YTD,  # 1—本月 is what official forms print over the year so far
        r"(?:[1一](?:月份?)?[-—–~至](?:本月|本季)(?:末|止)?|(?:截?[至止])?本月[末止]?|本年|自?年初|(?<![0-9])年)?"
        r"累计(?:完成(?!情况))?[数值额]?|年初(?:至今|以来)|[1一](?:月份?)?[-—–~至](?:本月|本季)(?:末|止)?",
    ),
    (Measure.MONTH, r"(?:当月|本月|当期)(?:完成)?[数值额]?"),
    (Measure.LEVEL, r"(?:期末|时点)(?:余额)?[数值额]?|余额"),
)
_WORDS = tuple((meant, re.compile(pattern)) for meant, pattern in _PATTERNS)


def measure_words(path: str) -> tuple[Meant | None, str]:
    """The outermost measure word of a header path and the path without it, in normal form.

    固投累计同比 gives yoy and 固投累计; asked again, that gives ytd and 固投. None: no measure
    word, so the indicator's own 口径. A name may hold such a word itself (贷款余额), so names
    are looked up before. Without a word a period speaks: 1-9月 ytd, 9月末 level, and 9月 month
    unless its year stands beside it (a column of a series says nothing of the 口径).
    """
    bare = plain(path[:200])
    for meant, pattern in _WORDS:
        if found := pattern.search(bare):
            return meant, _tidy(bare[: found.start()] + bare[found.end() :])
    spoken = [p for p in periods_in(bare, "M", year=2000) if isinstance(p, PeriodToken)]
    if len(spoken) != 1 or (spoken[0].kind == "month" and year_in(bare)):
        return None, _tidy(bare)
    by_period = {"month": Measure.MONTH, "cumulative": Measure.YTD, "level": Measure.LEVEL}
    return by_period.get(spoken[0].kind), _tidy(without(bare))


def all_measure_words(path: str) -> tuple[tuple[Meant, ...], str]:
    """Every measure word, outermost first, and the rest: 固投累计同比 gives (yoy, ytd) and 固投."""
    found: list[Meant] = []
    meant, rest = measure_words(path)
    while meant is not None:
        found.append(meant)
        meant, rest = measure_words(rest)
    return tuple(found), rest


def _tidy(bare: str) -> str:
    """Without the brackets and marks that a word taken out leaves empty."""
    bare = re.sub(r"([(\[])[、,/;|:·-]+|[、,/;|:·-]+(?=[)\]])", r"\1", bare)
    bare = re.sub(r"\(\)|\[\]", "", bare)
    return re.sub(r"([/|、,;-])[/|、,;-]+", r"\1", bare).strip("、,/;|:·-_")
