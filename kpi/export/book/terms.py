"""口径说明: what is scored and how, the rule in sentences, what stands behind the edition."""

from collections.abc import Iterator
from math import ceil

from kpi.export.book.pen import Book, bordered
from kpi.i18n import N_, _
from kpi.model import scope, show, stamp, wording
from kpi.model.edition import Edition
from kpi.model.titles import length

HEADINGS = (
    N_("评分项"),
    N_("计量单位"),
    N_("方向"),
    N_("权重"),
    N_("占比%"),
    N_("计分方法"),
    N_("参数"),
    N_("缺报处理"),
    N_("牵头部门"),
    N_("责任领导"),
    N_("数据来源"),
    N_("指标解释"),
)
LIMITS = {0: 20.0, 6: 24.0, 7: 18.0, 8: 14.0, 9: 14.0, 10: 16.0, 11: 30.0}  # widths


def write(book: Book) -> None:
    """The sheet: a table of the items, then sentences."""
    edition, pen = book.edition, book.pen(_("口径说明"))
    header = (
        pen.head(_("口径说明：{board}").format(board=edition.title), [_(h) for h in HEADINGS]) - 1
    )
    row, scored, catalog = header, scope.items(edition), edition.catalog
    whole = sum(i.weight for i in scored)
    plain = book.look(**bordered(text_wrap=True))
    number = book.look(**bordered(num_format="#,##0.######", align="right"))
    share = book.look(**bordered(num_format="0.0", align="right"))
    for item in scored:
        row += 1
        own, measure = edition.indicator(item.column), edition.measure(item.column)
        lead = own.lead if own else ""
        texts = {
            0: edition.item_name(item.column),
            1: _(scope.uom(own, measure)),
            2: _(show.DIRECTIONS[item.direction]),
            5: _(wording.METHODS[item.method]),
            6: _params(item.params),
            7: _(wording.MISSING[item.missing]),
            8: edition.catalog.office(lead),
            9: catalog.said(own.sponsor) if own else "",
            10: catalog.said(own.source) if own else "",
            11: catalog.said(own.definition) if own else "",
        }
        for column, given in texts.items():
            pen.text(row, column, given or show.NOT_APPLICABLE, plain)
        pen.number(row, 3, item.weight, number)
        pen.number(row, 4, item.weight / whole * 100, share)
        tall = max(length(given) / LIMITS.get(column, 8.0) * 2 for column, given in texts.items())
        pen.sheet.set_row(row, 15 * max(1, ceil(tall)))
    last = row
    wrapped = book.look(text_wrap=True)
    for said in _sentences(edition, book):
        last += 1
        pen.sheet.merge_range(last + 1, 0, last + 1, len(HEADINGS) - 1, "", wrapped)
        pen.text(last + 1, 0, said, wrapped, wide=False)
        pen.sheet.set_row(last + 1, 16 * (1 + len(said) // 90))
    for column, width in LIMITS.items():
        pen.limit(column, width)
    pen.finish(header, row, len(HEADINGS), repeat=1)
    pen.paper(last + 1, len(HEADINGS))


def _params(params: tuple[tuple[str, object], ...]) -> str:
    """Parameters as the rule has them: cap=120, target=progress."""
    return ", ".join(f"{name}={value}" for name, value in params if value is not None)


def _sentences(edition: Edition, book: Book) -> Iterator[str]:
    yield from wording.sentences(edition)
    for note in edition.board.notes:
        yield edition.said(note)
    for group in edition.board.groups:
        for note in group.notes:
            yield _("{group}：{sentence}").format(
                group=scope.group_name(edition, group.group), sentence=edition.said(note)
            )
    yield _("“—”为不适用或未下达任务，“未报”为应报未报；两者都不是0。")
    for label, text in stamp.fields(edition, book.choice):
        yield _("{label}：{text}").format(label=label, text=text)
    full = edition.hash or _("试算，没有编号和校验值")
    yield _("版本校验值：{hash}").format(hash=full)
    rule, data = edition.board.rule_hash, edition.board.data_hash
    yield _("规则校验值：{rule}；数据校验值：{data}；{engine}").format(
        rule=rule, data=data, engine=edition.board.engine
    )
