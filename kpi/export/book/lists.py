"""榜单: every unit with its place, movement, score, list, streak and the finding behind it."""

from math import ceil

from kpi.export.book.pen import MOVED, Book, Pen, bordered, digits
from kpi.i18n import N_, _
from kpi.model import scope, show, titles
from kpi.model.board import Entry
from kpi.model.chart import apart
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, LIGHT, RED_MARK

HEADINGS = (
    N_("分组"),
    N_("位次"),
    N_("较上期"),
    N_("单位"),
    N_("综合得分"),
    N_("榜单"),
    N_("连续期数"),
    N_("脱榜差距"),
    N_("说明"),
)
PUBLIC = (N_("分组"), N_("位次"), N_("单位"), N_("综合得分"), N_("榜单"))
REASONS = 60  # width of the column of sentences
GROUP, PLACE, MOVE, UNIT, SCORE, LIST, STREAK, EXIT, REASON = range(9)


def write(book: Book) -> None:
    """The sheet."""
    edition, pen = book.edition, book.pen(_("榜单"))
    headings = [_(h) for h in HEADINGS]
    only = scope.single(edition)
    if only:
        headings[SCORE] = scope.headed(edition, only.column)
    row = header = pen.head(heading(edition), headings) - 1
    for group in scope.scopes(edition):
        first = row + 1
        for entry in scope.members(edition, group):
            row += 1
            _line(pen, row, edition, entry)
        _bars(book, pen, first, first + len(edition.within(group)) - 1)
    _colours(book, pen, header + 1, row, LIST)
    pen.finish(header, row, len(HEADINGS), repeat=UNIT + 1)
    pen.sheet.set_column(REASON, REASON, REASONS)


def write_public(book: Book) -> None:
    """The sheet for the notice board: place, unit, score, list; nothing of persons or reasons."""
    edition, pen = book.edition, book.pen(_("榜单"))
    headings = [_(h) for h in PUBLIC]
    only = scope.single(edition)
    if only:
        headings[3] = scope.headed(edition, only.column)
    row = header = pen.head(heading(edition), headings) - 1
    plain = book.look(**bordered())
    for group in scope.scopes(edition):
        for entry in scope.members(edition, group):
            row += 1
            pen.text(row, 0, edition.catalog.said(entry.group or ""), plain)
            _place(pen, row, 1, edition, entry)
            pen.text(row, 2, edition.name(entry.unit), plain)
            _score(pen, row, 3, edition, entry)
            pen.text(row, 4, word(edition, entry), book.look(**bordered(align="center")))
    _colours(book, pen, header + 1, row, 4)
    pen.finish(header, row, len(PUBLIC))


def heading(edition: Edition) -> str:
    """主要经济指标红黑榜 2026年10月：the finding of the first group, of a board of several none."""
    scopes = scope.scopes(edition)
    name = f"{edition.title} {scope.period(edition)}"
    if len(scopes) != 1:
        return name
    return _("{board}：{finding}").format(board=name, finding=titles.board(edition, scopes[0]))


def word(edition: Edition, entry: Entry) -> str:
    """▲红榜, ▼黑榜; off the lists the dash."""
    if entry.colour is None:
        return show.NOT_APPLICABLE
    mark = RED_MARK if entry.colour == "red" else BLACK_MARK
    return mark + edition.label(entry.colour)


def _line(pen: Pen, row: int, edition: Edition, entry: Entry) -> None:
    book = pen.book
    plain, middle = book.look(**bordered()), book.look(**bordered(align="center"))
    pen.text(row, GROUP, edition.catalog.said(entry.group or ""), plain)
    _place(pen, row, PLACE, edition, entry)
    _move(pen, row, edition, entry)
    pen.text(row, UNIT, edition.name(entry.unit), plain)
    _score(pen, row, SCORE, edition, entry)
    pen.text(row, LIST, word(edition, entry), middle)
    streak, gap = edition.streak(entry.unit), edition.to_exit(entry.unit)
    if streak:
        pen.number(row, STREAK, streak, book.look(**bordered(num_format="0", align="center")))
    else:
        pen.text(row, STREAK, show.NOT_APPLICABLE, middle)
    decimals = edition.spec.rule.score_decimals
    if gap is not None:
        pen.number(row, EXIT, gap, book.look(**bordered(num_format=digits(decimals))))
    else:
        pen.text(row, EXIT, show.NOT_APPLICABLE, middle)
    wrapped = book.look(**bordered(text_wrap=True, font_size=9, indent=1))
    said = edition.sentence(entry.unit)
    pen.text(row, REASON, said, wrapped, wide=False)
    pen.sheet.set_row(row, 15 * max(1, ceil(titles.length(said) / (REASONS * 0.56))))


def _place(pen: Pen, row: int, column: int, edition: Edition, entry: Entry) -> None:
    how = pen.book.look(**bordered(num_format="0", align="center", bold=True))
    place = edition.place(entry)
    if place is None:
        pen.text(row, column, show.NOT_APPLICABLE, how)
    else:
        pen.number(row, column, place, how, 5)


def _move(pen: Pen, row: int, edition: Edition, entry: Entry) -> None:
    before, how = edition.previous(entry.unit), bordered(num_format=MOVED, align="center")
    look = pen.book.look(**how)
    if entry.rank is None or before is None or before.rank is None:
        pen.text(row, MOVE, edition.moved(entry.unit) or show.NOT_APPLICABLE, look)
    else:
        pen.number(row, MOVE, before.rank - entry.rank, look, 6)


def _score(pen: Pen, row: int, column: int, edition: Edition, entry: Entry) -> None:
    decimals = edition.spec.rule.score_decimals
    if entry.score is None:
        how = pen.book.look(**bordered(align="right", font_color=LIGHT.subtitle))
        pen.text(row, column, apart(entry), how)
        return
    pen.number(row, column, entry.score, pen.book.look(**bordered(num_format=digits(decimals))))


def _bars(book: Book, pen: Pen, first: int, last: int) -> None:
    """Data bars from zero behind the scores of one group."""
    if last < first:
        return
    bar = {
        "type": "data_bar",
        "bar_solid": True,
        "bar_color": LIGHT.border,
        "min_type": "num",
        "min_value": 0,
        "bar_negative_color": LIGHT.border,
    }
    if min(e.score or 0.0 for e in book.edition.board.entries) < 0:
        del bar["min_type"], bar["min_value"]
    pen.sheet.conditional_format(first, SCORE, last, SCORE, bar)


def _colours(book: Book, pen: Pen, first: int, last: int, column: int) -> None:
    """Red solid, black hatched ink: by rule, so that a corrected cell changes its colour."""
    if last < first:
        return
    red = {"bg_color": LIGHT.red, "font_color": LIGHT.background, "bold": True}
    ink = {"bg_color": LIGHT.ink, "font_color": LIGHT.background, "bold": True}
    for mark, how in ((RED_MARK, red), (BLACK_MARK, ink)):
        begins = {"type": "text", "criteria": "begins with", "value": mark}
        look = book.made.add_format(how)
        pen.sheet.conditional_format(first, column, last, column, begins | {"format": look})
