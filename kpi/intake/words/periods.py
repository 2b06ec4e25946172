"""Periods on paper: 2026年9月, 1-9月, 前三季度, Q3, 上半年, 202609, a date on the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from kpi.i18n import N_
from kpi.intake.words.guess import chinese
from kpi.intake.words.tokens import plain
from kpi.model.period import Freq, Period

Kind = Literal["month", "cumulative", "level", "quarter", "half", "year"]


@dataclass(frozen=True, slots=True)
class PeriodToken:
    """A period as stated, of the frequency asked for.

    `kind` says how: 9月 month, 1-9月, 前三季度 and 全年 of a month indicator cumulative, 9月末
    level, Q3 quarter, 上半年 half, 2026年 year. A cumulative one for a 当月 indicator is
    PERIOD_BASIS for the caller to say. `note` is a suffix taken off: r, 初步, 快报.
    """

    period: Period
    kind: Kind
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotPeriod:
    """Speaks of a period and gives none: BAD_PERIOD, PERIOD_NO_YEAR or PERIOD_BASIS.

    `hint` is a message to translate, `meant` the periods it may have been meant for.
    """

    code: Literal["BAD_PERIOD", "PERIOD_NO_YEAR", "PERIOD_BASIS"]
    hint: str = ""
    meant: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """What was written: `way` of saying it, up to month `last`; `day` where a whole date stands."""

    year: int | None
    way: Literal["month", "end", "span", "quarter", "quarters", "half", "whole", "year"]
    last: int
    day: int = 1


_JAN_OR_OCT = N_("1月还是10月？请写成“2026年10月”。")
_SPAN_AS_DATE = N_("累计月份（如1-2月）被存成了日期？请写成“2026年1-2月”。")
_A_DAY = N_("这是某一天的日期，请写成“2026年10月”。")
_IMPOSSIBLE = N_("没有这样的年份或月份。")
_NOT_FROM_JANUARY = N_("累计应从1月起。")
_ROLLING = N_("请写明起止，如“2026年1-9月”。")
_NEEDS_MONTH = N_("这是月度指标，请写到月。")
_NEEDS_QUARTER = N_("这是季度指标，只收3月、6月、9月、12月或季度。")
_NEEDS_HALF = N_("这是半年指标，只收上半年、下半年、6月或12月。")
_NEEDS_YEAR = N_("这是年度指标，只收全年。")

_Y = r"(?P<y>(?<![0-9])[0-9]{4}|(?<![0-9])[0-9]{2}(?=年))"
_BEFORE_DIGIT = rf"(?:{_Y}(?:年|[./-]))?"  # a year before digits needs a mark between
_BEFORE_WORD = rf"(?:{_Y}(?:年度?|[./-])?)?"
_MONTH = r"[0-9]{1,2}|十[一二]?|[一二三四五六七八九元]"
_TO = r"[-~至到]"
_OF = r"(?:份|\(份\))?"
_SO_FAR = r"(?P<sofar>累计|\(累计\)|止累计|止)?"
_UNTIL = r"(?P<until>截至|截止到?|年初至|至)?"
_AT_END = r"(?P<end>末|底)?"
_QUARTER = r"(?P<q>[1-9一二三四五六七八九])季(?:度|$)(?:末|底)?"
_FORMS = tuple(
    (form, re.compile(pattern, re.IGNORECASE))
    for form, pattern in {
        "date": (
            rf"{_UNTIL}(?P<y>(?<![0-9])[0-9]{{4}})(?:年|[./-])(?P<m>[0-9]{{1,2}})(?:月|[./-])(?P<d>[0-9]{{1,2}})"
            r"(?![0-9]|月|[-./][0-9])日?"
        ),
        "date8": r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])",
        "span": (
            rf"{_BEFORE_DIGIT}(?<![0-9])(?P<a>{_MONTH})(?:月{_OF})?{_TO}"
            rf"(?:(?P<y2>[0-9]{{4}}|[0-9]{{2}}(?=年))(?:年|[./-]))?(?P<m>{_MONTH})月{_OF}{_AT_END}{_SO_FAR}"
        ),
        "span6": (
            r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2})[./-]?(?P<a>[0-9]{2})[-~至]"
            r"(?P<y2>(?:19|20)[0-9]{2})[./-]?(?P<m>[0-9]{2})(?![0-9])"
        ),
        "quarters": rf"{_BEFORE_DIGIT}第?[1一]{_TO}第?{_QUARTER}{_SO_FAR}",
        "quarter": (rf"{_BEFORE_WORD}(?:(?P<so>前)|第)?(?<![0-9]){_QUARTER}{_SO_FAR}"),
        "q": rf"(?<![A-Za-z]){_BEFORE_WORD}Q(?P<q>[0-9])(?![0-9A-Za-z])",
        "half": rf"{_BEFORE_WORD}(?P<h>上|下)半年{_SO_FAR}",
        "h": r"(?<![0-9])(?P<y>[0-9]{4})-?H(?P<h>[0-9])(?![0-9A-Za-z])",
        "whole": rf"(?:{_Y}年?)?全年度?(?!目标|任务|计划|预期)",
        "rolling": r"(?:最近|近|过去)?[0-9]{1,3}个月",
        "month": (
            rf"{_UNTIL}{_BEFORE_DIGIT}(?<![0-9])(?P<m>{_MONTH})月{_OF}{_AT_END}{_SO_FAR}(?:当月|\(当月\))?(?![0-9])"
        ),
        "month4": (
            r"(?<![0-9.])(?P<y>(?:19|20)[0-9]{2})[./-](?P<m>[0-9]{1,2})(?![0-9]|[./-][0-9])"
        ),
        "month6": r"(?<![0-9.])(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?![0-9]|\.[0-9])",
        "year": (
            r"(?<![0-9.])(?:(?P<y>[0-9]{4})年(?P<whole>度)?|(?P<y4>(?:19|20)[0-9]{2})(?![0-9]|\.[0-9]))"
        ),
    }.items()
)
_NOTE = re.compile(r"(?:\((初步核算|初步|快报|修订|初核|预计)数?\)|(?<=[0-9年月度份])(r))$")
_DASHES = str.maketrans(dict.fromkeys("−–—‐‒―", "-"))
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELLED = re.compile("[一二][九〇○零0][〇○零一二三四五六七八九0-9]{2}(?=年)")
_CLOCK = re.compile(r"[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?\s*$")


def period(
    text: str | float, freq: Freq, *, year: int | None = None
) -> PeriodToken | NotPeriod | None:
    """The period of `freq` that a cell or header is; `year` is what title or form say.

    None: it does not speak of a period at all. 2026.1 as a number may be 2026.10, as text it is
    January.
    """
    if not isinstance(text, str):
        return _of_number(text, freq, year)
    if len(text) > 200:
        return None
    bare = _plain(_CLOCK.sub("", text))
    noted = _NOTE.search(bare)
    note = (noted[1] or noted[2]) if noted else ""
    bare = bare[: noted.start()] if noted else bare
    for form, pattern in _FORMS:
        if found := pattern.fullmatch(bare):
            return _judge(_said(form, found), freq, year, note)
    return None


def periods_in(
    text: str, freq: Freq, *, year: int | None = None
) -> tuple[PeriodToken | NotPeriod, ...]:
    """Every period inside a title, sheet name or file name, left to right, each once.

    A month without year takes `year`, else the one year that stands in the text itself. Whole
    dates (a day of filling in) are passed over; so is a year alone, unless `freq` is Y.
    """
    known = year_in(text) if year is None else year
    found = (
        _judge(said, freq, known, "")
        for form, said in _mentions(text)
        if form not in ("date", "date8", "rolling") and (form != "year" or freq == "Y")
    )
    return tuple(dict.fromkeys(found))


def year_in(text: str) -> int | None:
    """The one year a title states, alone or within a period; None: no year, or several."""
    years = {said.year for _, said in _mentions(text) if isinstance(said, _Said) and said.year}
    return years.pop() if len(years) == 1 else None


def looks_like_period(text: str | float) -> bool:
    """Whether a header or cell is a period of any frequency, with its year or without."""
    judged = (period(text, freq, year=2000) for freq in ("M", "Q", "H", "Y"))
    return any(isinstance(one, PeriodToken) for one in judged)


def without(text: str) -> str:
    """`text` in normal form with its periods taken out: 2026年1-9月固投 gives 固投."""
    bare = _plain(text[:200])
    return re.sub(r"\(\)|\[\]", "", "".join(bare[a:b] for a, b in _gaps(bare)))


def _plain(text: str) -> str:
    """Normal form with one kind of dash and years in digits: 二〇二六年 is 2026年."""
    bare = plain(text).translate(_DASHES)
    return _SPELLED.sub(lambda found: found[0].translate(_YEAR_DIGITS), bare)


def _gaps(bare: str) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end, _, _ in _spans(bare):
        yield last, start
        last = end
    yield last, len(bare)


def _mentions(text: str) -> Iterator[tuple[str, "_Said | NotPeriod"]]:
    for _, _, form, said in _spans(_plain(text[:200])):
        yield form, said


def _spans(bare: str) -> list[tuple[int, int, str, "_Said | NotPeriod"]]:
    taken: list[tuple[int, int, str, _Said | NotPeriod]] = []
    for form, pattern in _FORMS:  # the fuller form first: 1-9月 before 9月
        for found in pattern.finditer(bare):
            start, end = found.span()
            if all(end <= a or start >= b for a, b, _, _ in taken):
                taken.append((start, end, form, _said(form, found)))
    return sorted(taken, key=lambda one: one[0])


def _of_number(value: float, freq: Freq, year: int | None) -> PeriodToken | NotPeriod | None:
    if not isfinite(value):
        return None
    written = str(int(value)) if float(value).is_integer() else repr(float(value))
    if re.fullmatch(r"(?:19|20)[0-9]{2}\.1", written):
        y = int(written[:4])
        return NotPeriod("BAD_PERIOD", _JAN_OR_OCT, (Period(y, 1), Period(y, 10)))
    if re.fullmatch(r"(?:19|20)[0-9]{2}(?:\.?[0-9]{1,2}|[0-9]{4})?", written):
        return period(written, freq, year=year)
    return None


def _said(form: str, found: re.Match[str]) -> "_Said | NotPeriod":
    part = found.groupdict()
    year = _year(part.get("y") or part.get("y4"))
    if form == "rolling":
        return NotPeriod("BAD_PERIOD", _ROLLING)
    if year is not None and not 1949 <= year <= 2099:
        return NotPeriod("BAD_PERIOD", _IMPOSSIBLE)
    sofar = bool(part.get("sofar") or part.get("until") or part.get("so"))
    match form:
        case "whole":
            return _Said(year, "whole", 12)
        case "year":
            return _Said(year, "whole" if part["whole"] else "year", 12)
        case "half" | "h":
            half = {"上": 1, "下": 2, "1": 1, "2": 2}.get(part["h"])
            return _Said(year, "half", 6 * half) if half else _NONE_SUCH
        case "quarter" | "quarters" | "q":
            quarter = _count(part["q"])
            together = sofar or form == "quarters"
            said = _Said(year, "quarters" if together else "quarter", 3 * quarter)
            return said if 1 <= quarter <= 4 else _NONE_SUCH
    month = _count(part["m"])
    if not 1 <= month <= 12:
        return _NONE_SUCH
    if form in ("span", "span6"):
        return _span(part, year, month)
    if sofar:
        return _Said(year, "span", month)
    if form in ("date", "date8"):
        day = int(part["d"])
        return _Said(year, "month", month, day) if 1 <= day <= 31 else _NONE_SUCH
    return _Said(year, "end" if part.get("end") else "month", month)


def _span(part: dict[str, str], year: int | None, last: int) -> "_Said | NotPeriod":
    first, other = _count(part["a"]), _year(part.get("y2"))
    if not 1 <= first <= last or other not in (None, year):
        return _NONE_SUCH
    if first == 1:
        return _Said(year, "span", last)
    if (first, last) == (7, 12):
        return _Said(year, "half", last)
    if last == first + 2 and last % 3 == 0:
        return _Said(year, "quarter", last)
    return NotPeriod("BAD_PERIOD", _NOT_FROM_JANUARY)


_NONE_SUCH = NotPeriod("BAD_PERIOD", _IMPOSSIBLE)


def _year(text: str | None) -> int | None:
    return (int(text) if len(text) == 4 else 2000 + int(text)) if text else None


def _count(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isdigit() else chinese(text) or 0


def _judge(
    said: "_Said | NotPeriod", freq: Freq, year: int | None, note: str
) -> PeriodToken | NotPeriod:
    if isinstance(said, NotPeriod):
        return said
    known = said.year or year
    if known is None:
        return NotPeriod("PERIOD_NO_YEAR")
    if said.day != 1:
        return _typed_span(known, said)
    kind = _KINDS[freq].get(said.way)
    second_half = said.way == "half" and said.last == 12 and freq != "H"  # no cumulative figure
    if kind is None or second_half or said.last % _MONTHS[freq]:
        return NotPeriod("PERIOD_BASIS", _NEEDS[freq])
    return PeriodToken(Period(known, said.last // _MONTHS[freq], freq), kind, note)


def _typed_span(year: int, said: _Said) -> NotPeriod:
    """A date not on the first: 1-2月 typed as 1-2 is kept by spreadsheets as 2 January."""
    if said.last == 1 and said.day <= 12:
        return NotPeriod("BAD_PERIOD", _SPAN_AS_DATE, (Period(year, said.day),))
    return NotPeriod("BAD_PERIOD", _A_DAY, (Period(year, said.last),))


_MONTHS: dict[Freq, int] = {"M": 1, "Q": 3, "H": 6, "Y": 12}
_NEEDS: dict[Freq, str] = {
    "M": _NEEDS_MONTH,
    "Q": _NEEDS_QUARTER,
    "H": _NEEDS_HALF,
    "Y": _NEEDS_YEAR,
}
_MONTHLY: dict[str, Kind] = {"month": "month", "end": "level", "span": "cumulative"}
_KINDS: dict[Freq, dict[str, Kind]] = {  # which way of saying gives which kind; others do not fit
    "M": _MONTHLY | {"half": "cumulative", "whole": "cumulative"},
    "Q": _MONTHLY
    | {"quarter": "quarter", "quarters": "cumulative", "half": "cumulative", "whole": "cumulative"},
    "H": _MONTHLY | {"half": "half", "quarters": "cumulative", "whole": "cumulative"},
    "Y": _MONTHLY | {"quarters": "cumulative", "whole": "year", "year": "year"},
}
