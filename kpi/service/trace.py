"""计算过程 as a spreadsheet: a line per unit and item, from the value to the points that it adds.

With it an office adds up a score again without this program.
"""

from collections.abc import Iterator

from kpi.board.answer import Judged
from kpi.board.gaps import oriented
from kpi.board.score import Answer
from kpi.i18n import N_, _
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.plainsheet import plainsheet, safe

HEADINGS = (
    N_("分组"),
    N_("位次"),
    N_("单位代码"),
    N_("单位名称"),
    N_("评分项代码"),
    N_("评分项"),
    N_("数值"),
    N_("报送状态"),
    N_("同向值"),
    N_("单项得分"),
    N_("实际权重"),
    N_("贡献"),
    N_("综合得分"),
)
STATUS = {
    "reported": N_("已报"),
    "not_applicable": N_("不适用"),
    "not_reported": N_("未报"),
    "invalid": N_("目标值无效"),
}


def trace_csv(edition: Edition, judged: Judged | None = None) -> bytes:
    """UTF-8 with byte-order mark; numbers in full, empty where there is none.

    The contributions of a unit add up to its score before rounding, as the contract says: under
    a geometric mean in logarithms, under a harmonic one in reciprocals. Of a published edition the
    oriented values are only there with its cells `judged` again.
    """
    lines = (line for entry in _ordered(edition) for line in _lines(edition, entry, judged))
    return plainsheet([[_(heading) for heading in HEADINGS], *lines])


def _ordered(edition: Edition) -> Iterator[Entry]:
    """By group as the catalog lists them, best first, units without a place last."""
    for group in edition.groups:
        yield from edition.within(group)
        yield from edition.unranked(group)


def _lines(edition: Edition, entry: Entry, judged: Judged | None) -> Iterator[list[str]]:
    board, rule = edition.board, edition.spec.rule
    if judged is None and isinstance(board, Answer):
        judged = board.judged
    turned = oriented(judged, entry.unit) if judged else {}
    for part in entry.parts:
        yield [
            safe(entry.group or ""),
            _number(entry.rank),
            safe(entry.unit),
            safe(edition.name(entry.unit)),
            safe(part.item),
            safe(edition.item_name(rule.item(part.item).column)),
            _number(part.value),
            _(STATUS[part.status]),
            _number(turned.get(part.item)),
            _number(part.normalised),
            _number(part.weight),
            _number(part.contribution),
            _number(entry.score),
        ]


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)
