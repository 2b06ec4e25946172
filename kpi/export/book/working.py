"""得分计算: a line per unit and item with plain formulas, to check a score by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log

from kpi.export.book.matrix import Matrix
from kpi.export.book.pen import Book, Pen, bordered, digits
from kpi.i18n import N_, _
from kpi.model import formula, scope, show
from kpi.model.board import Entry, Part
from kpi.model.chart import apart
from kpi.model.edition import Edition
from kpi.model.formula import Given, Made, same
from kpi.model.look import LIGHT
from kpi.model.rule import Item
from kpi.model.wording import AGGREGATES, METHODS

HEADINGS = (
    N_("分组"),
    N_("位次"),
    N_("单位"),
    N_("评分项"),
    N_("数值"),
    N_("参照值"),
    N_("单项得分"),
    N_("权重"),
    N_("实际权重"),
    N_("贡献"),
    N_("计分方法"),
)
GROUP, PLACE, UNIT, ITEM, VALUE, GOAL, POINTS, WEIGHT, SHARE, ADDS, METHOD = range(11)


@dataclass(frozen=True, slots=True)
class Peers:
    """The ranked units of one scope: their values by item, and where these stand."""

    matrix: Matrix | None
    group: str | None
    values: dict[str, tuple[float, ...]]

    def range(self, item: str) -> str:
        """The values as formulas name them; empty where the matrix was not asked for."""
        return self.matrix.ranked(self.group, item) if self.matrix else ""


def write(book: Book, matrix: Matrix | None) -> None:
    """The sheet; formulas that compare with others point at the matrix, where there is one."""
    edition, pen = book.edition, book.pen(_("得分计算"))
    rule = edition.spec.rule
    title = _("得分计算：{aggregate}，保留{digits}位小数").format(
        aggregate=_(AGGREGATES[rule.aggregate]), digits=rule.score_decimals
    )
    row = pen.head(title, [_(h) for h in HEADINGS])
    header = row - 1
    for group in scope.scopes(edition):
        values = {
            i.item: tuple(
                p.value
                for e in edition.within(group)
                if (p := scope.part(e, i.item)) and p.value is not None
            )
            for i in rule.items
        }
        peers = Peers(matrix, group, values)
        for entry in scope.members(edition, group):
            row = _unit(pen, row, edition, entry, peers)
    pen.finish(header, row - 1, len(HEADINGS), repeat=ITEM + 1)


def _unit(pen: Pen, row: int, edition: Edition, entry: Entry, peers: Peers) -> int:
    """The lines of one unit, its sum and its score; gives the row below."""
    items = sorted(edition.spec.rule.items, key=lambda i: (not i.scored, -i.weight, i.item))
    parts = [(i, p) for i in items if (p := scope.part(entry, i.item))]
    scored = sum(i.scored for i, _part in parts)
    for at, (item, part) in enumerate(parts):
        _names(pen, row + at, edition, entry)
        _line(pen, row + at, edition, entry.unit, item, part, peers)
        _weight(pen, row + at, item, part, (row, row + scored - 1), parts[:scored])
        _adds(pen, row + at, edition, part)
    last = row + len(parts) - 1
    if entry.score_raw is None or entry.score is None:
        _names(pen, last + 1, edition, entry)
        look = pen.book.look(**bordered(font_color=LIGHT.subtitle))
        pen.text(last + 1, ITEM, apart(entry), look)
        for column in range(VALUE, METHOD + 1):
            pen.sheet.write_blank(last + 1, column, None, look)
        return last + 2
    _sums(pen, row, last, edition, entry, [p for _item, p in parts])
    return last + 3


def _names(pen: Pen, row: int, edition: Edition, entry: Entry) -> None:
    plain = pen.book.look(**bordered())
    pen.text(row, GROUP, edition.catalog.said(entry.group or ""), plain)
    place = edition.place(entry)
    middle = pen.book.look(**bordered(num_format="0", align="center"))
    if place is None:
        pen.text(row, PLACE, show.NOT_APPLICABLE, middle)
    else:
        pen.number(row, PLACE, place, middle, 5)
    pen.text(row, UNIT, edition.name(entry.unit), plain)


def _line(
    pen: Pen, row: int, edition: Edition, unit: str, item: Item, part: Part, peers: Peers
) -> None:
    """Value, what it is measured by, and the points that it gives."""
    book, own = pen.book, edition.indicator(item.column)
    measure = edition.measure(item.column)
    decimals = own.digits(measure) if own and measure else 2
    value = book.look(**bordered(num_format=digits(decimals), align="right"))
    number = book.look(**bordered(num_format=digits(4), align="right"))
    pen.text(row, ITEM, edition.item_name(item.column), book.look(**bordered()))
    pen.text(row, METHOD, _(METHODS[item.method]), book.look(**bordered(indent=1)))
    if part.value is None:
        pen.text(row, VALUE, scope.status(part.status), value)
    else:
        pen.number(row, VALUE, part.value, value)
    goal, made = _points(edition, unit, item, part, row, peers)
    if goal is None:
        pen.text(row, GOAL, show.NOT_APPLICABLE, number)
    else:
        pen.number(row, GOAL, goal, book.look(**bordered(num_format="#,##0.00##", align="right")))
    if part.normalised is None:
        pen.text(row, POINTS, show.NOT_APPLICABLE, number)
    elif made is None:
        pen.number(row, POINTS, part.normalised, number)
    else:
        pen.formula(row, POINTS, f"={made}", part.normalised, number)


def _points(
    edition: Edition, unit: str, item: Item, part: Part, row: int, peers: Peers
) -> tuple[float | None, str | None]:
    """The target that the points were made with, and their formula; None where not at hand."""
    if part.value is None or part.normalised is None:
        return None, None
    agrees = item.higher is (edition.spec.rule.best == "high")
    for goal in _goals(edition, item, unit):
        given = Given(
            item,
            agrees,
            part.value,
            _cell(row, VALUE),
            goal,
            _cell(row, GOAL),
            peers.values[item.item],
            peers.range(item.item),
        )
        made = formula.points(given)
        if made and same(made[1], part.normalised):
            return goal, made[0]
    return None, None


def _goals(edition: Edition, item: Item, unit: str) -> Iterator[float | None]:
    """What the item may be measured by, at the rule's decimals: its number, the unit's own plan,
    the share of the year that is over, another column; None where it needs nothing.
    """
    target = dict(item.params).get("target")
    if isinstance(target, float | int):
        yield float(target)
        return
    if not isinstance(target, str):
        yield None
        return
    own = edition.indicator(item.column)
    key = f"{own.code}.{target}" if own and target == "progress" else target
    course = edition.evidence.course.get(key)
    planned = course.of(unit)[-1] if course else None
    decimals = dict(edition.spec.rule.decimals).get(target)
    for goal in (edition.period.elapsed() if target == "progress" else None, planned):
        if goal is not None:
            yield goal if decimals is None else show.rounded(goal, decimals)


def _weight(
    pen: Pen,
    row: int,
    item: Item,
    part: Part,
    rows: tuple[int, int],
    scored: Sequence[tuple[Item, Part]],
) -> None:
    """The rule's weight, and its share among the items that count for this unit."""
    number = pen.book.look(**bordered(num_format="#,##0.######", align="right"))
    share = pen.book.look(**bordered(num_format="0.0000", align="right"))
    if part.weight:
        pen.number(row, WEIGHT, item.weight, number)
    else:
        said = _("{weight}（不计）").format(weight=show.number(item.weight, 0))
        pen.text(row, WEIGHT, said, number)
    if part.weight is None:
        pen.text(row, SHARE, show.NOT_APPLICABLE, share)
        return
    total = sum(i.weight for i, p in scored if p.weight)
    if item.scored and part.weight and same(item.weight / total, part.weight):
        first, last = (_fixed(at, WEIGHT) for at in rows)
        made = f"={_cell(row, WEIGHT)}/SUM({first}:{last})"
        pen.formula(row, SHARE, made, part.weight, share)
    else:
        pen.number(row, SHARE, part.weight, share)


def _adds(pen: Pen, row: int, edition: Edition, part: Part) -> None:
    """What the item adds to the score, under the rule's kind of mean."""
    number = pen.book.look(**bordered(num_format=digits(4), align="right"))
    if part.contribution is None:
        pen.text(row, ADDS, show.NOT_APPLICABLE, number)
        return
    made = next(
        (
            f"={told}"
            for told, value in _added(edition, row, part)
            if same(value, part.contribution)
        ),
        None,
    )
    if made:
        pen.formula(row, ADDS, made, part.contribution, number)
    else:
        pen.number(row, ADDS, part.contribution, number)


def _added(edition: Edition, row: int, part: Part) -> Iterator[Made]:
    points, share = _cell(row, POINTS), _cell(row, SHARE)
    if part.normalised is None or not part.weight:
        return
    kind = edition.spec.rule.aggregate
    if kind == "geometric" and part.normalised > 0:
        yield f"LN({points})*{share}", log(part.normalised) * part.weight
    elif kind == "harmonic" and part.normalised:
        yield f"{share}/{points}", part.weight / part.normalised
    else:
        yield f"{points}*{share}", part.normalised * part.weight
        whole = sum(i.weight for i in edition.spec.rule.items if i.scored)
        yield (
            f"{points}*{share}*{formula.n(whole)}",
            part.normalised * part.weight * whole,
        )


def _sums(
    pen: Pen, first: int, last: int, edition: Edition, entry: Entry, parts: Sequence[Part]
) -> None:
    """The sum of the contributions, and the score as it was ranked."""
    if entry.score is None or entry.score_raw is None:
        return
    decimals = edition.spec.rule.score_decimals
    bold = pen.book.look(**bordered(bold=True, bg_color=LIGHT.paper))
    total = pen.book.look(
        **bordered(bold=True, bg_color=LIGHT.paper, num_format=digits(max(4, decimals + 2)))
    )
    printed = pen.book.look(
        **bordered(bold=True, bg_color=LIGHT.paper, num_format=digits(decimals))
    )
    names = (_("合计"), _("得分（保留{digits}位小数）").format(digits=decimals))
    for row, name in zip((last + 1, last + 2), names, strict=True):
        _names(pen, row, edition, entry)
        for column in range(ITEM, METHOD + 1):
            pen.sheet.write_blank(row, column, None, bold)
        pen.text(row, ITEM, name, bold)
    made = _total(edition, entry, parts, f"{_cell(first, ADDS)}:{_cell(last, ADDS)}")
    if made:
        pen.formula(last + 1, ADDS, f"={made}", entry.score_raw, total)
    else:
        pen.number(last + 1, ADDS, entry.score_raw, total)
    if show.rounded(entry.score_raw, decimals) == entry.score:
        told = f"=ROUND({_cell(last + 1, ADDS)},{decimals})"
        pen.formula(last + 2, ADDS, told, entry.score, printed)
    else:
        pen.number(last + 2, ADDS, entry.score, printed)


def _total(edition: Edition, entry: Entry, parts: Sequence[Part], cells: str) -> str | None:
    """The mean's own way back from the sum; None where a 0 or a block's mean breaks it."""
    given = [p.contribution for p in parts if p.contribution is not None]
    whole, kind = sum(given), edition.spec.rule.aggregate
    if not given or entry.score_raw is None:
        return None
    if kind == "geometric":
        return f"EXP(SUM({cells}))" if same(exp(whole), entry.score_raw) else None
    if kind == "harmonic":
        fits = whole != 0 and same(1 / whole, entry.score_raw)
        return f"1/SUM({cells})" if fits else None
    return f"SUM({cells})" if same(whole, entry.score_raw) else None


def _cell(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJK'[column]}{row + 1}"


def _fixed(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJK'[column]}${row + 1}"
