"""Reporting periods (报告期): parse, shift, compare, name."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from kpi.i18n import N_, _

Freq = Literal["M", "Q", "H", "Y"]
_PER_YEAR: dict[Freq, int] = {"M": 12, "Q": 4, "H": 2, "Y": 1}
_FORMS: dict[Freq, re.Pattern[str]] = {
    "M": re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    "Q": re.compile(r"(\d{4})-Q([1-4])"),
    "H": re.compile(r"(\d{4})-H([12])"),
    "Y": re.compile(r"(\d{4})()"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A month, quarter, half-year or year; `2026-02` of a merged indicator is 1-2月."""

    year: int
    number: int = 1
    freq: Freq = "M"

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `2026-09`, `2026-Q3`, `2026-H1`, `2026`; anything else raises ValueError."""
        for freq, form in _FORMS.items():
            if found := form.fullmatch(text):
                return cls(int(found[1]), int(found[2] or 1), freq)
        raise ValueError(f"not a period: {text!r} (like 2026-09, 2026-Q3, 2026-H1, 2026)")

    @classmethod
    def of(cls, day: date, freq: Freq = "M") -> Self:
        """The period of `freq` that holds `day`."""
        return cls(day.year, (day.month - 1) * _PER_YEAR[freq] // 12 + 1, freq)

    def __str__(self) -> str:
        match self.freq:
            case "M":
                return f"{self.year}-{self.number:02d}"
            case "Y":
                return str(self.year)
            case _:
                return f"{self.year}-{self.freq}{self.number}"

    def shift(self, by: int) -> Self:
        """`by` periods later (earlier if negative)."""
        count = self.year * _PER_YEAR[self.freq] + self.number - 1 + by
        per = _PER_YEAR[self.freq]
        return type(self)(count // per, count % per + 1, self.freq)

    def year_ago(self) -> Self:
        """The same period of the year before."""
        return type(self)(self.year - 1, self.number, self.freq)

    @property
    def last_month(self) -> int:
        """Number of the month it ends with: 2026-Q3 gives 9."""
        return self.number * 12 // _PER_YEAR[self.freq]

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.last_month - 12 // _PER_YEAR[self.freq] + 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    def elapsed(self) -> float:
        """Time progress (序时进度) at its end, percent of the year: September gives 75.0."""
        return self.last_month / 12 * 100

    def within(self, freq: Freq) -> Self:
        """The period of `freq` that this one ends in: 2026-09 within Q is 2026-Q3."""
        return type(self).of(self.last_day, freq)

    def label(self, *, cumulative: bool = False, merged: bool = False) -> str:
        """As officials write it: 2026年10月, 2026年1-10月, 2026年1-2月, 2026年三季度, 2026年."""
        if self.freq == "M":
            if (cumulative and self.number > 1) or (merged and self.number == 2):
                return _(N_("{year}年1-{month}")).format(year=self.year, month=self._month())
            return _(N_("{year}年{month}")).format(year=self.year, month=self._month())
        if self.freq == "Q":
            if cumulative:
                return _(_QUARTERS_SO_FAR[self.number - 1]).format(year=self.year)
            return _(_QUARTERS[self.number - 1]).format(year=self.year)
        if self.freq == "H":
            return _(_HALVES[self.number - 1]).format(year=self.year)
        return _(N_("{year}年")).format(year=self.year)

    def short(self, *, cumulative: bool = False, merged: bool = False) -> str:
        """The label without its year, for an axis: 10月, 1-10月, 1-2月, 三季度; a year stays."""
        if self.freq == "M":
            if (cumulative and self.number > 1) or (merged and self.number == 2):
                return _(N_("1-{month}")).format(month=self._month())
            return self._month()
        if self.freq == "Y":
            return self.label()
        if self.freq == "Q" and cumulative:
            return _(_SO_FAR[self.number - 1])
        return _(_SHORT[self.freq][self.number - 1])

    def _month(self) -> str:
        return _(_MONTHS[self.number - 1])


_MONTHS = (
    *(N_("1月"), N_("2月"), N_("3月"), N_("4月"), N_("5月"), N_("6月")),
    *(N_("7月"), N_("8月"), N_("9月"), N_("10月"), N_("11月"), N_("12月")),
)
_QUARTERS = (N_("{year}年一季度"), N_("{year}年二季度"), N_("{year}年三季度"), N_("{year}年四季度"))
_QUARTERS_SO_FAR = (
    N_("{year}年一季度"),
    N_("{year}年上半年"),
    N_("{year}年前三季度"),
    N_("{year}年全年"),
)
_HALVES = (N_("{year}年上半年"), N_("{year}年下半年"))
_SO_FAR = (N_("一季度"), N_("上半年"), N_("前三季度"), N_("全年"))
_SHORT: dict[Freq, tuple[str, ...]] = {
    "Q": (N_("一季度"), N_("二季度"), N_("三季度"), N_("四季度")),
    "H": (N_("上半年"), N_("下半年")),
}


def between(first: Period, last: Period) -> tuple[Period, ...]:
    """Every period from `first` to `last`, both included; empty if `last` is earlier."""
    found = []
    while (first.year, first.number) <= (last.year, last.number):
        found.append(first)
        first = first.shift(1)
    return tuple(found)
