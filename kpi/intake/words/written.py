"""Periods as they are written, whatever the frequency: the forms, and what each says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kpi.i18n import N_
from kpi.intake.words.guess import chinese
from kpi.intake.words.tokens import plain
from kpi.model.period import Period


@dataclass(frozen=True, slots=True)
class NotPeriod:
    """Speaks of a period and gives none: BAD_PERIOD, PERIOD_NO_YEAR or PERIOD_BASIS.

    `hint` is a message to translate, `meant` the periods it may have been meant for.
    """

    code: Literal["BAD_PERIOD", "PERIOD_NO_YEAR", "PERIOD_BASIS"]
    hint: str = ""
    meant: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What was written: `way` of saying it, up to month `last`; `day` where a whole date stands."""

    year: int | None
    way: Literal["month", "end", "span", "quarter", "quarters", "half", "whole", "year"]
    last: int
    day: int = 1


_IMPOSSIBLE = N_("没有这样的年份或月份。")
_NOT_FROM_JANUARY = N_("累计应从1月起。")
_ROLLING = N_("请写明起止，如“2026年1-9月”。")

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
_DASHES = str.maketrans(dict.fromkeys("−–—‐‒―", "-"))
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SPELLED = re.compile("[一二][九〇○零0][〇○零一二三四五六七八九0-9]{2}(?=年)")


def normal(text: str) -> str:
    """Normal form with one kind of dash and years in digits: 二〇二六年 is 2026年."""
    bare = plain(text).translate(_DASHES)
    return _SPELLED.sub(lambda found: found[0].translate(_YEAR_DIGITS), bare)


def whole(bare: str) -> Said | NotPeriod | None:
    """What a text in normal form says that is nothing but a period."""
    for form, pattern in _FORMS:
        if found := pattern.fullmatch(bare):
            return _said(form, found)
    return None


def gaps(bare: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text in normal form between its periods."""
    last = 0
    for start, end, _, _ in _spans(bare):
        yield last, start
        last = end
    yield last, len(bare)


def mentions(text: str) -> Iterator[tuple[str, Said | NotPeriod]]:
    """Every period inside a text with its form, left to right."""
    for _, _, form, said in _spans(normal(text[:200])):
        yield form, said


def _spans(bare: str) -> list[tuple[int, int, str, Said | NotPeriod]]:
    taken: list[tuple[int, int, str, Said | NotPeriod]] = []
    for form, pattern in _FORMS:  # the fuller form first: 1-9月 before 9月
        for found in pattern.finditer(bare):
            start, end = found.span()
            if all(end <= a or start >= b for a, b, _, _ in taken):
                taken.append((start, end, form, _said(form, found)))
    return sorted(taken, key=lambda one: one[0])


def _said(form: str, found: re.Match[str]) -> Said | NotPeriod:
    part = found.groupdict()
    year = _year(part.get("y") or part.get("y4"))
    if form == "rolling":
        return NotPeriod("BAD_PERIOD", _ROLLING)
    if year is not None and not 1949 <= year <= 2099:
        return NotPeriod("BAD_PERIOD", _IMPOSSIBLE)
    sofar = bool(part.get("sofar") or part.get("until") or part.get("so"))
    match form:
        case "whole":
            return Said(year, "whole", 12)
        case "year":
            return Said(year, "whole" if part["whole"] else "year", 12)
        case "half" | "h":
            half = {"上": 1, "下": 2, "1": 1, "2": 2}.get(part["h"])
            return Said(year, "half", 6 * half) if half else _NONE_SUCH
        case "quarter" | "quarters" | "q":
            quarter = _count(part["q"])
            together = sofar or form == "quarters"
            said = Said(year, "quarters" if together else "quarter", 3 * quarter)
            return said if 1 <= quarter <= 4 else _NONE_SUCH
    month = _count(part["m"])
    if not 1 <= month <= 12:
        return _NONE_SUCH
    if form in ("span", "span6"):
        return _span(part, year, month)
    if sofar:
        return Said(year, "span", month)
    if form in ("date", "date8"):
        day = int(part["d"])
        return Said(year, "month", month, day) if 1 <= day <= 31 else _NONE_SUCH
    return Said(year, "end" if part.get("end") else "month", month)


def _span(part: dict[str, str], year: int | None, last: int) -> Said | NotPeriod:
    first, other = _count(part["a"]), _year(part.get("y2"))
    if not 1 <= first <= last or other not in (None, year):
        return _NONE_SUCH
    if first == 1:
        return Said(year, "span", last)
    if (first, last) == (7, 12):
        return Said(year, "half", last)
    if last == first + 2 and last % 3 == 0:
        return Said(year, "quarter", last)
    return NotPeriod("BAD_PERIOD", _NOT_FROM_JANUARY)


_NONE_SUCH = NotPeriod("BAD_PERIOD", _IMPOSSIBLE)


def _year(text: str | None) -> int | None:
    return (int(text) if len(text) == 4 else 2000 + int(text)) if text else None


def _count(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isdigit() else chinese(text) or 0
