"""The workbook for those who check: lists, matrix, trends, charts, working, sources, terms."""

from datetime import datetime, time
from io import BytesIO

from kpi.export import office
from kpi.export.book import charts, courses, lists, matrix, sources, terms, working
from kpi.export.book.pen import Book
from kpi.i18n import speaking
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition

ITEMS = ("lists", "matrix", "courses", "charts", "working", "sources", "terms")


def book(edition: Edition, choice: Choice, mark: bytes | None = None) -> bytes:
    """The workbook of an edition; the same edition and choice give the same bytes.

    For the notice board (`choice.public`) there is one sheet with the listed columns only. `mark`
    is a PNG that prints behind the cells of every page; its words stand in the head anyway.
    """
    with speaking(choice.lang):
        file = BytesIO()
        made = office.workbook(file)
        made.set_properties(stamp.properties(edition, choice, "book") | _made(edition))
        paper = Book(made, edition, choice, mark)
        if choice.public:
            lists.write_public(paper)
        else:
            _sheets(paper, choice)
        made.close()
    return file.getvalue()


def _sheets(paper: Book, choice: Choice) -> None:
    """The sheets that were asked for; formulas point at the matrix where there is one."""
    where = None
    if choice.wants("lists"):
        lists.write(paper)
    if choice.wants("matrix"):
        where = matrix.write(paper)
    for item, write in (("courses", courses.write), ("charts", charts.write)):
        if choice.wants(item):
            write(paper)
    if choice.wants("working"):
        working.write(paper, where)
    for item, write in (("sources", sources.write), ("terms", terms.write)):
        if choice.wants(item):
            write(paper)


def _made(edition: Edition) -> dict[str, datetime]:
    """The day of the edition in place of the clock's."""
    return {"created": datetime.combine(office.day(edition), time())}
