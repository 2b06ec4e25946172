"""数据来源: every stored number behind the board, with file, sheet and cell of its origin."""

from kpi.export.book.pen import Book, bordered, digits
from kpi.i18n import N_, _
from kpi.model import scope, show
from kpi.model.edition import named
from kpi.settings import HERE

HEADINGS = (
    N_("单位"),
    N_("指标"),
    N_("口径"),
    N_("报告期"),
    N_("数值"),
    N_("计量单位"),
    N_("文件"),
    N_("工作表"),
    N_("单元格"),
    N_("报送人"),
    N_("报送时间"),
    N_("文件校验码"),
)


def write(book: Book) -> None:
    """The sheet; without evidence it says so."""
    edition, pen = book.edition, book.pen(_("数据来源"))
    cells = edition.evidence.cells
    title = _("数据来源：{count}个数值").format(count=len(cells))
    row = header = pen.head(title, [_(h) for h in HEADINGS]) - 1
    plain, middle = book.look(**bordered()), book.look(**bordered(align="center"))
    names = {u.code: edition.name(u.code) for u in edition.catalog.units}
    for cell in cells:
        own = edition.catalog.indicator[cell.indicator]
        row += 1
        pen.text(row, 0, names.get(cell.unit, cell.unit), plain)
        pen.text(row, 1, named(own.name, own.name_en), plain)
        pen.text(row, 2, show.measure_name(cell.measure), plain)
        pen.text(row, 3, str(cell.period), middle)
        look = book.look(**bordered(num_format=digits(own.digits(cell.measure)), align="right"))
        if cell.value is None:
            pen.text(row, 4, scope.status(cell.status), look)
        else:
            pen.number(row, 4, cell.value, look)
        pen.text(row, 5, _(scope.uom(own, cell.measure)), middle)
        when = cell.at.astimezone(HERE).strftime("%Y-%m-%d %H:%M")
        told = (cell.file, cell.sheet, cell.cell, cell.by, when, cell.sha256[:8])
        for column, given in enumerate(told, 6):
            pen.text(row, column, given or show.NOT_APPLICABLE, plain)
    if not cells:
        row += 1
        pen.text(row, 0, _("这一份没有附数据来源。"), book.look(), wide=False)
    pen.finish(header, row, len(HEADINGS), repeat=2)
