"""The heat table of 对比矩阵: what each cell shows, in which order, on which page, as a file."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from kpi.figure.slope import slope
from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.edition import Edition
from kpi.model.look import BLACK_MARK, RED_MARK
from kpi.service import matrix as matrices
from kpi.service.matrix import Cell, Head, Line, Matrix
from pages.parts import charts, drawers, grid, pickers, session

PAGE = 50  # lines that are sent at once
SIDE_BY_SIDE = 24  # units that a slope holds
SHOWN = {
    "rank": N_("位次"),
    "value": N_("数值"),
    "completion": N_("完成率"),
    "score": N_("得分"),
}
T = TypeVar("T")
SINGLE = "_"  # the order of the board itself, in the URL


def shown() -> str:
    """Choose what a cell shows."""
    return pickers.linked(
        st.segmented_control,
        _("单元格"),
        matrices.SHOWN,
        "cell",
        names=lambda code: _(SHOWN[code]),
        default="rank",
        required=True,
        label_visibility="collapsed",
    )


def order(found: Matrix) -> str:
    """Choose the item to sort by; "" is the board's own order."""
    names = {SINGLE: _("综合得分")} | {head.item: head.name for head in found.heads}
    code = pickers.linked(
        st.selectbox,
        _("排序"),
        tuple(names),
        "sort",
        names=lambda code: _("按{name}排序").format(name=names[code]),
        default=SINGLE,
        label_visibility="collapsed",
        width=260,
    )
    return "" if code == SINGLE else code


def table(edition: Edition, found: Matrix, kind: str, sort: str) -> None:
    """The table, its links followed: a unit to 单位, an item to 榜单, a cell to its drawer."""
    lines = paged(found.sorted(sort))
    got = grid.show(
        _heads(edition, found.heads, kind),
        [_row(edition, line, kind) for line in lines],
        key=f"matrix_{edition.spec.code}",
        caption=found.headline,
        form="matrix",
        sort=sort or SINGLE,
        cells=f"{drawers.link('matrix')}&{drawers.KEY}=",
        legend=True,
        sorting=lambda code: pickers.turn("sort", code),
    )
    if got.open:
        st.switch_page("unit.py", query_params=drawers.codes(unit=str(got.open)))
    if got.head:
        st.switch_page(
            "board.py", query_params=drawers.codes(indicator=_column(found, str(got.head)))
        )
    if got.cell:
        drawers.ask(str(got.cell))


def shifted(edition: Edition, group: str) -> None:
    """The two last periods side by side, drawn when it is asked for; of many units only the table
    is of use.
    """
    drawn = matrices.shift(edition, group)
    if drawn is None or len(drawn.rows) > SIDE_BY_SIDE:
        return
    if (opened := st.expander(_("两期对比"), key="matrix_shift", on_change="rerun")).open:
        with opened:
            st.caption(_("位次升降两位以上的着色。"))
            figure = slope(drawn, session.theme(), narrow=session.narrow())
            charts.draw(figure, f"{edition.title}_{_('两期对比')}", key="matrix_slope")


def download(edition: Edition, found: Matrix, group: str) -> None:
    """Every number of the matrix as a spreadsheet, made when it is asked for."""
    st.download_button(
        _("下载对比矩阵"),
        session.carried(lambda: matrices.csv(found)),
        f"{edition.title}_{edition.period}_{group}_{_('对比矩阵')}.csv",
        on_click="ignore",
        icon=":material/download:",
        key="matrix_csv",
    )


def paged(lines: Sequence[T]) -> Sequence[T]:
    """The lines of the page chosen, where there are more than fit one."""
    if len(lines) <= PAGE:
        return lines
    starts = range(0, len(lines), PAGE)
    names = {str(n): f"{a + 1}–{min(a + PAGE, len(lines))}" for n, a in enumerate(starts, 1)}
    code = pickers.linked(
        st.segmented_control,
        _("第几页"),
        tuple(names),
        "page",
        names=names.__getitem__,
        default="1",
        required=True,
        label_visibility="collapsed",
    )
    first = (int(code) - 1) * PAGE
    return lines[first : first + PAGE]


def _heads(edition: Edition, heads: Sequence[Head], kind: str) -> list[grid.Head]:
    by = _("按{name}排序")
    return [
        grid.Head("rank", _("位次"), "rank"),
        grid.Head("name", _("单位"), "name"),
        *(
            grid.Head(
                head.item,
                breaking(edition, head.column),
                "heat",
                _uom(head.uoms[kind]),
                drawers.link("board", indicator=head.column),
                by.format(name=head.name),
            )
            for head in heads
        ),
        grid.Head(SINGLE, _("综合得分"), "score", sort=by.format(name=_("综合得分"))),
    ]


def breaking(edition: Edition, column: str) -> str:
    """固定资产投资|完成率: an item's name that may break before its measure and nowhere in it."""
    name, measure = edition.item_name(column), edition.measure(column)
    tail = show.measure_name(measure) if measure else ""
    head = name.removesuffix(tail)
    return f"{head}\u200b{tail}" if tail and head and head != name else name


def _uom(uom: str) -> str:
    return _(uom) if uom else ""


def _row(edition: Edition, line: Line, kind: str) -> grid.Row:
    badge = ""
    if line.colour:
        mark = RED_MARK if line.colour == "red" else BLACK_MARK
        badge = mark + edition.label(line.colour)
    return grid.Row(
        line.unit,
        drawers.link("unit", unit=line.unit),
        (
            str(line.rank or show.NOT_APPLICABLE),
            grid.Cell(line.name, b=badge),
            *(_cell(cell, kind) for cell in line.cells),
            line.score,
        ),
        line.colour or "",
    )


def _cell(cell: Cell, kind: str) -> grid.Cell:
    if cell.status == "not_reported":
        return grid.Cell(cell.texts[kind], k="missing")
    if cell.place is None or cell.numbers[kind] is None:
        return grid.Cell(cell.texts[kind], k="na")
    return grid.Cell(cell.texts[kind], s=cell.step)


def _column(found: Matrix, item: str) -> str:
    return next(head.column for head in found.heads if head.item == item)
