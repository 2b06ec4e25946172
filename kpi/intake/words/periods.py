"""Periods on paper: 2026年9月, 1-9月, 前三季度, Q3, 上半年, 202609, a date on the first."""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from kpi.i18n import N_
from kpi.intake.words import written
from kpi.intake.words.written import NotPeriod, Said
from kpi.model.period import Freq, Period

__all__ = [
    "Kind",
    "NotPeriod",
    "PeriodToken",
    "looks_like_period",
    "period",
    "periods_in",
    "without",
    "year_in",
]

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


_JAN_OR_OCT = N_("1月还是10月？请写成“2026年10月”。")
_SPAN_AS_DATE = N_("累计月份（如1-2月）被存成了日期？请写成“2026年1-2月”。")
_A_DAY = N_("这是某一天的日期，请写成“2026年10月”。")
_NEEDS_MONTH = N_("这是月度指标，请写到月。")
_NEEDS_QUARTER = N_("这是季度指标，只收3月、6月、9月、12月或季度。")
_NEEDS_HALF = N_("这是半年指标，只收上半年、下半年、6月或12月。")
_NEEDS_YEAR = N_("这是年度指标，只收全年。")

_NOTE = re.compile(r"(?:\((初步核算|初步|快报|修订|初核|预计)数?\)|(?<=[0-9年月度份])(r))$")
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
    bare = written.normal(_CLOCK.sub("", text))
    noted = _NOTE.search(bare)
    note = (noted[1] or noted[2]) if noted else ""
    bare = bare[: noted.start()] if noted else bare
    said = written.whole(bare)
    return _judge(said, freq, year, note) if said else None


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
        for form, said in written.mentions(text)
        if form not in ("date", "date8", "rolling") and (form != "year" or freq == "Y")
    )
    return tuple(dict.fromkeys(found))


def year_in(text: str) -> int | None:
    """The one year a title states, alone or within a period; None: no year, or several."""
    years = {
        said.year for _, said in written.mentions(text) if isinstance(said, Said) and said.year
    }
    return years.pop() if len(years) == 1 else None


def looks_like_period(text: str | float) -> bool:
    """Whether a header or cell is a period of any frequency, with its year or without."""
    judged = (period(text, freq, year=2000) for freq in ("M", "Q", "H", "Y"))
    return any(isinstance(one, PeriodToken) for one in judged)


def without(text: str) -> str:
    """`text` in normal form with its periods taken out: 2026年1-9月固投 gives 固投."""
    bare = written.normal(text[:200])
    return re.sub(r"\(\)|\[\]", "", "".join(bare[a:b] for a, b in written.gaps(bare)))


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


def _judge(
    said: Said | NotPeriod, freq: Freq, year: int | None, note: str
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


def _typed_span(year: int, said: Said) -> NotPeriod:
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
