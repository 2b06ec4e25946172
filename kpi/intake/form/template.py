"""The workbook that officials fill in for a period: what is asked is known, only values are open.

It is a Chinese form like 名录.xlsx, whatever language the reader of the pages has chosen. It can be
read without its mark too: title, names, 口径 and 计量单位 say all that the hidden codes say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
from xlsxwriter import Workbook

from kpi.intake.form import stamp as marks
from kpi.intake.form import words
from kpi.intake.form.look import VALUE_WIDTH, Look, lines_of, width_of
from kpi.intake.form.stamp import (
    CODE_ROW,
    FIRST,
    MEASURES,
    NAMES,
    OFFICE,
    TITLE,
    UNIT_CODE,
    UNIT_NAME,
)
from kpi.model import due, panel, show
from kpi.model.catalog import Catalog, Indicator, Unit
from kpi.model.measure import Measure, Status
from kpi.model.period import Period

_BORN = datetime(2026, 1, 1)  # noqa: DTZ001 - xlsxwriter writes it as it is; fixed: same bytes
_FAR = 10**12  # a bound for indicators without 下限 and 上限, so that text is still noticed
_WIDE, _LONG = 16, 30  # columns and units that still can be read on one page


@dataclass(frozen=True, slots=True)
class Field:
    """One column to fill in: an indicator's own measure, or its growth where that is given."""

    indicator: Indicator
    measure: Measure
    period: Period  # of the indicator's own frequency
    groups: frozenset[str]  # peer groups that it is asked of

    @property
    def code(self) -> str:
        """fai.ytd."""
        return f"{self.indicator.code}.{self.measure}"

    @property
    def own(self) -> bool:
        """Whether it is the indicator's own measure."""
        return self.measure is self.indicator.measure


@dataclass(frozen=True, slots=True)
class Past:
    """What is stored from before: values by (unit, indicator, period, measure); None is `—`."""

    values: dict[tuple[str, str, str, str], float | None] = field(default_factory=dict)
    units: dict[str, frozenset[str]] = field(default_factory=dict)  # with a value or task, by code


def template(
    catalog: Catalog,
    period: Period,
    indicators: tuple[Indicator, ...],
    last: pd.DataFrame,
    stamp: str,
) -> bytes:
    """An xlsx with one sheet per lead department; equal arguments give equal bytes.

    `last` is the panel of the periods before, targets too; it may be empty. An indicator is asked
    of the peer groups that have had a value or a target of it, of all where none ever has.
    """
    past = _past(last)
    fields = [f for i in indicators for f in _fields(i, period, catalog, past)]
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"created": _BORN, "title": words.title(period, fields_of(fields))})
        book.set_custom_property("kpi-redblack", stamp)
        look = Look(book)
        taken: set[str] = set()
        for lead in dict.fromkeys(f.indicator.lead for f in fields):
            office = catalog.unit[lead].name if lead in catalog.unit else lead
            asked = [f for f in fields if f.indicator.lead == lead]
            sheet = book.add_worksheet(words.sheet_name(office, taken))
            _sheet(sheet, look, office, period, asked, _units(catalog, period, asked), past)
        _marked(book, stamp, catalog.active(period), fields)
    return out.getvalue()


def fields_of(fields: Iterable[Field]) -> tuple[Indicator, ...]:
    """The indicators of some fields, each once."""
    return tuple(dict.fromkeys(f.indicator for f in fields))


def _past(last: pd.DataFrame) -> Past:
    values: dict[tuple[str, str, str, str], float | None] = {}
    units: dict[str, set[str]] = {}
    for row in panel.records(last[panel.COLUMNS]):
        values[row["unit"], row["indicator"], row["period"], row["measure"]] = row["value"]
        if row["status"] == Status.REPORTED:
            units.setdefault(row["indicator"], set()).add(row["unit"])
    return Past(values, {code: frozenset(known) for code, known in units.items()})


def _fields(
    indicator: Indicator, period: Period, catalog: Catalog, past: Past
) -> tuple[Field, ...]:
    asked = due.asked_units(catalog, period, past.units.get(indicator.code, ()))
    groups, own = frozenset(u.group for u in asked), period.within(indicator.freq)
    return tuple(Field(indicator, m, own, groups) for m in due.asked_measures(indicator))


def _units(catalog: Catalog, period: Period, fields: list[Field]) -> list[Unit]:
    groups = frozenset().union(*(f.groups for f in fields))
    return [u for u in catalog.active(period) if u.group in groups]


def _sheet(
    sheet: Any,
    look: Look,
    office: str,
    period: Period,
    fields: list[Field],
    units: list[Unit],
    past: Past,
) -> None:
    end = UNIT_NAME + 2 * len(fields)
    _page(sheet, end, len(units))
    sheet.merge_range(TITLE, UNIT_NAME, TITLE, end, "", look.title)
    sheet.write_string(TITLE, UNIT_NAME, words.title(period, fields_of(fields)), look.title)
    sheet.set_row(TITLE, 30)
    sheet.set_row(OFFICE, 22)
    first = f"填报单位：{office}"
    sheet.write_string(OFFICE, UNIT_NAME, first, look.office)
    sheet.write_string(OFFICE, UNIT_NAME + 1, "联系人：", look.contact)
    sheet.write_blank(OFFICE, UNIT_NAME + 2, None, look.fill_in)
    sheet.set_column(UNIT_CODE, UNIT_CODE, None, None, {"hidden": True})
    named = max(width_of(t) for t in (first, *(u.name for u in units)))
    sheet.set_column(UNIT_NAME, UNIT_NAME, min(max(named + 2, 16), 40))
    sheet.write_string(NAMES, UNIT_CODE, "单位", look.head)
    sheet.merge_range(NAMES, UNIT_NAME, MEASURES, UNIT_NAME, "", look.head)
    sheet.write_string(NAMES, UNIT_NAME, "单位名称", look.head)
    sheet.write_string(CODE_ROW, UNIT_CODE, marks.CODES, look.head)
    for r, unit in enumerate(units, FIRST):
        sheet.write_string(r, UNIT_CODE, unit.code, look.unit)
        sheet.write_string(r, UNIT_NAME, unit.name, look.unit)
    for n, one in enumerate(fields):
        _column(sheet, look, UNIT_NAME + 1 + 2 * n, one, units, past)
    tallest = max(lines_of(words.heading(f.indicator, f.measure)) for f in fields)
    sheet.set_row(NAMES, 17 * tallest + 4)
    sheet.set_row(MEASURES, 32)
    sheet.set_row(CODE_ROW, None, None, {"hidden": True})
    foot = FIRST + len(units) + 1
    sheet.merge_range(foot, UNIT_NAME, foot, end, "", look.note)
    sheet.write_string(foot, UNIT_NAME, words.NOTE, look.note)
    sheet.set_row(foot, 48 if end < 6 else 32)


def _page(sheet: Any, end: int, units: int) -> None:
    """Protected against slips, not against people: there is no password."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.freeze_panes(FIRST, UNIT_NAME + 1)
    sheet.set_default_row(18)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.repeat_rows(NAMES, CODE_ROW)
    sheet.set_footer("&C&P / &N")
    if end <= _WIDE:
        sheet.fit_to_pages(1, 1 if units <= _LONG else 0)
    else:
        sheet.repeat_columns(UNIT_NAME, UNIT_NAME)


def _column(sheet: Any, look: Look, column: int, one: Field, units: list[Unit], past: Past) -> None:
    """A column to fill in and, locked beside it, the values of the period before."""
    beside = column + 1
    name = words.heading(one.indicator, one.measure)
    sheet.set_column(column, beside, VALUE_WIDTH)
    sheet.merge_range(NAMES, column, NAMES, beside, "", look.head)
    sheet.write_string(NAMES, column, name, look.head)
    basis = words.basis(one.indicator, one.measure).replace("（", "\n（")
    sheet.write_string(MEASURES, column, basis, look.head)
    sheet.write_string(MEASURES, beside, words.BEFORE, look.head_before)
    sheet.write_string(CODE_ROW, column, one.code, look.head)
    before = one.period.shift(-1)
    digits = one.indicator.digits(one.measure)
    percent = one.measure is Measure.YOY or one.indicator.uom == "%"
    for r, unit in enumerate(units, FIRST):
        asked = unit.group in one.groups
        sheet.write_blank(r, column, None, look.value(digits, percent) if asked else look.barred)
        key = (unit.code, one.indicator.code, str(before), str(one.measure))
        value = past.values.get(key)
        if value is not None:
            sheet.write_number(r, beside, value, look.before(digits))
        elif key in past.values:
            sheet.write_string(r, beside, show.NOT_APPLICABLE, look.before(digits))
        else:
            sheet.write_blank(r, beside, None, look.before(digits))
    for first, until in _runs([u.group in one.groups for u in units]):
        checked = _validation(one, before)
        sheet.data_validation(FIRST + first, column, FIRST + until, column, checked)


def _runs(asked: list[bool]) -> list[tuple[int, int]]:
    """First and last position of every unbroken run of True."""
    edges = [i for i, on in enumerate(asked) if on and not (i and asked[i - 1])]
    ends = [i for i, on in enumerate(asked) if on and not (i + 1 < len(asked) and asked[i + 1])]
    return list(zip(edges, ends, strict=True))


def _validation(one: Field, before: Period) -> dict[str, Any]:
    """A number within 下限 and 上限. It warns and does not bar: `—` is text and must pass."""
    low, high = (one.indicator.low, one.indicator.high) if one.own else (None, None)
    digits = one.indicator.digits(one.measure)
    return {
        "validate": "decimal" if digits else "integer",
        "criteria": "between",
        "minimum": -_FAR if low is None else words.plain(low),
        "maximum": _FAR if high is None else words.plain(high),
        "error_type": "warning",
        "error_title": "请核对",
        "error_message": words.complaint(low, high, digits),
        "input_title": one.indicator.name[:32],
        "input_message": words.prompt(one.indicator, one.measure, one.period, before),
    }


def _marked(book: Any, stamp: str, units: tuple[Unit, ...], fields: list[Field]) -> None:
    """The mark, and the lists that names point to."""
    sheet = book.add_worksheet(marks.SHEET)
    sheet.very_hidden()
    sheet.write_string(0, 0, stamp)
    for r, unit in enumerate(units, 1):
        sheet.write_string(r, 0, unit.code)
        sheet.write_string(r, 1, unit.name)
    for r, one in enumerate(fields, 1):
        sheet.write_string(r, 2, one.code)
        sheet.write_string(r, 3, words.heading(one.indicator, one.measure))
    for name, column, count in (
        ("KPI_UNITS", "A", len(units)),
        ("KPI_INDICATORS", "C", len(fields)),
    ):
        book.define_name(name, f"={marks.SHEET}!${column}$2:${column}${count + 1}")
