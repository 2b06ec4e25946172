"""The working of a score: from the cell in the file to the points, one line a part."""

import streamlit as st

from kpi.i18n import _
from kpi.model import show, sums
from kpi.model.edition import Edition
from kpi.model.measure import Measure
from kpi.model.why import Trace, Why
from kpi.model.wording import METHODS
from kpi.model.yardstick import yardstick
from kpi.service import editions, start, trace
from kpi.service.working import Source, Step, formula
from pages.parts import cached, firmness, grid, pickers, reading, session, spoken, tables, why
from pages.parts.tables import Column


def drawer(edition: Edition, unit: str) -> None:
    """Open the working of one unit's place as a drawer at the right."""

    @st.dialog(
        _("{name}：计算过程").format(name=edition.name(unit)), width="large", position="right"
    )
    def opened() -> None:
        entry = edition.entry(unit)
        found = cached.why(edition, unit) if entry and entry.rank else None
        working(edition, unit, found, linked=session.drafts())

    opened()


def working(edition: Edition, unit: str, found: Why | None = None, *, linked: bool = False) -> None:
    """Sentence, how firm the place is, parts with points gained and lost, the cells they come from.

    With `found` also what would change the list, the parts as a figure and the gaps; `linked`
    leads to 推演 with the same board.
    """
    entry = edition.entry(unit)
    if entry is None:
        tables.note("info", _("该单位不在本榜单。"))
        return
    place, score = show.place(edition.place(entry)), edition.score(entry.score)
    st.markdown(f"**{place}**　{score}　{edition.sentence(unit)}")
    _firm(edition, unit, linked)
    spoken.to([edition], unit)
    if found:
        why.summary(edition, found)
        why.figure(edition, found)
    steps = cached.steps(edition, unit)
    _trace(edition, unit, steps, found)
    if found:
        why.rest(edition, found)
    _sums(edition, unit, steps)
    st.markdown(f"**{_('数据来源')}**")
    sources([s for step in steps for s in step.sources], edition)


def _sums(edition: Edition, unit: str, steps: tuple[Step, ...]) -> None:
    """Item by item the arithmetic from the reported numbers to the points, in one line each."""
    lines, entry, rule = [], edition.entry(unit), edition.spec.rule
    for step in steps if entry else ():
        item = rule.item(step.part.item)
        value, points = formula(edition, step), sums.line(edition, entry, item.item)
        method = _("{method}：{sum}").format(method=_(METHODS[item.method]), sum=points)
        measured = yardstick(edition, entry, item.item)
        said = _("；").join(x for x in (value, measured, method if points else "") if x)
        if said:
            lines.append(f"- {tables.plain(edition.item_name(item.column))}　{tables.plain(said)}")
    if lines:
        st.markdown(f"**{_('算式')}**")
        st.markdown("\n".join(lines))


def _firm(edition: Edition, unit: str, linked: bool) -> None:
    """How firm the place is under other weights, and the way to try them."""
    said = firmness.chip(edition, unit) if several(edition) else ""
    if not said:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(said, width="content")
        if linked:
            st.page_link(
                "study.py",
                label=_("换个算法"),
                icon=":material/tune:",
                query_params=pickers.here(),
            )


def download(edition: Edition) -> None:
    """The working of every unit of the board as a spreadsheet, made when it is asked for."""
    st.download_button(
        _("下载计算过程"),
        session.carried(lambda: _traced(edition)),
        f"{edition.title}_{edition.period}_{_('计算过程')}.csv",
        on_click="ignore",
        icon=":material/download:",
        key="board_trace",
    )


def _traced(edition: Edition) -> bytes:
    again = editions.judged(start.store(), edition) if edition.seal else None
    return trace.trace_csv(edition, again)


def several(edition: Edition) -> bool:
    """Whether there are weights to move: a board of one item is as firm as its numbers."""
    return sum(i.scored for i in edition.spec.rule.items) > 1


def _trace(edition: Edition, unit: str, steps: tuple[Step, ...], found: Why | None) -> None:
    """Every part from its value to its points, and what it gains against mean and line."""
    traced = {t.item: t for t in found.trace} if found else {}
    turned = any(not i.higher for i in edition.spec.rule.items)
    line = edition.name(found.line.unit) if found and found.line and found.line.unit else ""
    reading.table(
        [_line(edition, step, traced.get(step.part.item)) for step in steps],
        {
            "item": Column(_("评分项"), pinned=True),
            "value": Column(_("数值"), right=True),
            **(
                {"oriented": Column(_("同向值"), 2, help=_("换成越大越好之后的数值。"))}
                if turned and found
                else {}
            ),
            "points": Column(_("得分"), 2),
            "mean": Column(_("组均分"), 2),
            "weight": Column(_("权重（%）"), 1),
            "contribution": Column(_("贡献"), 2),
            **({"with_mean": Column(_("比组均"), 2, signed=True)} if found else {}),
            **(
                {"with_line": Column(_("比{unit}").format(unit=line), 2, signed=True)}
                if line
                else {}
            ),
        },
        key=f"steps_{unit}",
        alt=_("得分构成"),
    )
    tables.note(
        "info", _("贡献＝得分×权重，各项贡献之和为综合得分。未报项目不计，权重由其余项目分摊。")
    )


def sources(found: list[Source], edition: Edition) -> None:
    """Every stored number with its file, sheet and cell."""
    heads = [
        grid.Head("what", _("数据")),
        grid.Head("value", _("数值"), "num"),
        grid.Head("cell", _("单元格")),
        grid.Head("file", _("文件")),
        grid.Head("by", _("报送")),
        grid.Head("at", _("时间")),
        grid.Head("versions", _("版本数"), "num"),
    ]
    rows = [
        grid.Row(str(n), "", _sent(edition, source))
        for n, source in enumerate(dict.fromkeys(found))
    ]
    if not rows:
        tables.note("info", _("没有可列出的数据。"))
        return
    key = f"sources_{hash(tuple(found))}"
    grid.show(heads, rows, key=key, caption=_("每个数的来源"), form="plain")


def _sent(edition: Edition, source: Source) -> tuple[str, ...]:
    """One stored number: what it is, its value, where it stands, who sent it and when."""
    return (
        _what(source),
        _value(source),
        f"{source.sheet}!{source.cell}",
        source.file,
        edition.catalog.office(source.by),
        session.local(source.at),
        str(source.versions),
    )


def _what(source: Source) -> str:
    own, running = source.indicator, source.measure in (Measure.YTD, Measure.YOY)
    when = source.period.label(
        cumulative=running and own.cumulative, merged=running and own.jan_feb_merged
    )
    return f"{source.name} {when} {show.measure_name(source.measure)}"


def _value(source: Source) -> str:
    own = source.indicator
    return show.measured(source.value, source.measure, own.uom, own.digits(source.measure))


def _line(edition: Edition, step: Step, trace: Trace | None) -> dict[str, object]:
    part = step.part
    missing = part.status == "not_reported"
    return {
        "item": edition.item_name(part.item),
        "value": _("未报") if missing else edition.item_value(part.item, part.value),
        "oriented": trace.oriented if trace else None,
        "points": part.normalised,
        "mean": step.mean,
        "weight": (part.weight or 0.0) * 100,
        "contribution": part.contribution,
        "with_mean": _points(trace.against_mean) if trace else None,
        "with_line": _points(trace.against_line) if trace else None,
    }


def _points(value: float | None) -> float | None:
    """Points as every text prints them: a table rounds halves its own way."""
    return None if value is None else show.rounded(value, 2)
