"""上榜统计: the year so far, a line per unit: its place and list of each period, and how often."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

from kpi.export import office
from kpi.export.book import pen
from kpi.i18n import _, speaking
from kpi.model import scope, show, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition, Mark
from kpi.model.look import BLACK_MARK, RED_MARK

KIND = "season"
FIRST = 4  # row of the headings, from 0
SIGNS = {"red": RED_MARK, "black": BLACK_MARK}


def season(edition: Edition, choice: Choice, mark: bytes | None = None) -> bytes:
    """One sheet from the marks of the edition; the same edition and choice give the same bytes.

    A period in which the unit had no place shows —. `mark` is a PNG that prints behind the cells.
    """
    with speaking(choice.lang):
        file = BytesIO()
        book = office.workbook(file)
        about = stamp.properties(edition, choice, KIND)
        book.set_properties(about | {"created": datetime.combine(office.day(edition), time())})
        _sheet(book, edition, choice, mark)
        book.close()
    return file.getvalue()


def of_year(edition: Edition, unit: str) -> tuple[Mark, ...]:
    """What the periods of the edition's year say of a unit, oldest first."""
    return tuple(m for m in edition.marks.get(unit, ()) if m.period.year == edition.period.year)


def _sheet(book: Any, edition: Edition, choice: Choice, mark: bytes | None) -> None:
    lined: dict[str, Any] = {"bottom": 4, "valign": "vcenter"}
    names, numbers = (book.add_format(lined | {"align": side}) for side in ("left", "right"))
    heading: dict[str, Any] = {"bold": True, "text_wrap": True, "bottom": 1}
    head_left, head_right = (book.add_format(heading | {"align": s}) for s in ("left", "right"))
    big = book.add_format({"bold": True, "font_size": 16})
    sheet = book.add_worksheet(_(stamp.KINDS[KIND])[:31])
    marks = {e.unit: of_year(edition, e.unit) for e in edition.board.entries}
    periods = sorted({m.period for own in marks.values() for m in own}, key=lambda p: p.last_day)
    count = len(periods)
    heads = [_("分组"), _("单位"), *(p.label() for p in periods)]
    heads += [_("红榜次数"), _("黑榜次数"), _("连续上榜")]
    sheet.write_string(0, 0, office.text(f"{edition.title} {_(stamp.KINDS[KIND])}"), big)
    sheet.write_string(1, 0, office.text(stamp.line(edition, choice)))
    sheet.write_string(2, 0, office.text(stamp.watermark(edition, choice)))
    for column, head in enumerate(heads):
        sheet.write_string(
            FIRST, column, office.text(head), head_right if column > 1 else head_left
        )
    row = FIRST
    for group in scope.scopes(edition):
        for entry in scope.members(edition, group):
            row += 1
            own = {m.period: m for m in marks[entry.unit]}
            told = [edition.catalog.said(entry.group or ""), edition.name(entry.unit)]
            told += [_place(own.get(p)) for p in periods]
            for column, text in enumerate(told):
                given = numbers if column > 1 else names
                sheet.write_string(row, column, office.text(text), given)
            for n, colour in enumerate(("red", "black")):
                times = sum(m.colour == colour for m in own.values())
                sheet.write_number(row, 2 + count + n, times, numbers)
            sheet.write_number(row, 4 + count, edition.streak(entry.unit), numbers)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 18)
    sheet.set_column(2, 4 + count, 10)
    sheet.freeze_panes(FIRST + 1, 2)
    sheet.repeat_rows(FIRST)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row, 4 + count)
    pen.marked(sheet, edition.title, stamp.watermark(edition, choice), mark)
    sheet.set_footer(pen.footer(stamp.line(edition, choice, source=False)))


def _place(mark: Mark | None) -> str:
    if mark is None or mark.rank is None:
        return show.NOT_APPLICABLE
    return f"{SIGNS.get(mark.colour or '', '')}{mark.rank}"
