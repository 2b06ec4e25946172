"""One cell of a board on its way: the number in the file, what it is measured by, its points."""

from collections.abc import Iterator

import streamlit as st

from kpi.i18n import _
from kpi.model import show, sums
from kpi.model.board import Entry
from kpi.model.edition import Edition
from kpi.model.why import Trace
from kpi.model.wording import METHODS
from kpi.model.yardstick import yardstick
from kpi.service.working import Step, formula
from pages.parts import cached, responsible, steps, tables


def item(edition: Edition, unit: str, code: str) -> None:
    """The place of one number, each step to its points in a line, who answers for it, its cells."""
    entry = edition.entry(unit)
    step = next((s for s in cached.steps(edition, unit) if s.part.item == code), None)
    if entry is None or step is None:
        tables.note("info", _("该单位不在本榜单。"))
        return
    found = cached.matrix(edition, entry.group or "")
    at = next((n for n, head in enumerate(found.heads) if head.item == code), None)
    cells = next((line.cells for line in found.lines if line.unit == unit), ())
    cell = cells[at] if at is not None and cells else None
    why = cached.why(edition, unit) if entry.rank else None
    trace = next((t for t in why.trace if t.item == code), None) if why else None
    place = show.place(cell.place if cell else None)
    of = _("共{count}个").format(count=cell.of) if cell and cell.place else ""
    st.markdown(f"**{tables.plain(_value(edition, step))}**　{place}　{of}")
    line = edition.name(why.line.unit) if why and why.line and why.line.unit else ""
    lines = [
        f"- {name}　{tables.plain(said)}"
        for name, said in _lines(edition, entry, step, trace, line)
        if said
    ]
    if lines:
        st.markdown("\n".join(lines))
    answerable(edition, unit, code)
    st.markdown(f"**{_('数据来源')}**")
    steps.sources(list(step.sources), edition)


def answerable(edition: Edition, unit: str, code: str = "") -> None:
    """Who answers for the unit and, of one item, for its indicator."""
    words = responsible.words(edition.catalog, unit)
    indicator = edition.indicator(code) if code else None
    if indicator and indicator.lead:
        lead = edition.catalog.office(indicator.lead)
        words.append(_("{what}：{who}").format(what=_("牵头单位"), who=lead))
    if words:
        st.caption("　".join(words))


def _value(edition: Edition, step: Step) -> str:
    return _("未报") if step.part.status == "not_reported" else _plain(edition, step)


def _plain(edition: Edition, step: Step) -> str:
    return edition.item_value(step.part.item, step.part.value)


def _lines(
    edition: Edition, entry: Entry, step: Step, trace: Trace | None, line: str
) -> Iterator[tuple[str, str]]:
    """原始数, 同向值, 对照, 得分, 贡献, 比组均 and 比 the unit at the line, each with its sum."""
    part = step.part
    item = edition.spec.rule.item(part.item)
    yield _("原始数"), formula(edition, step)
    if not item.higher and trace and trace.oriented is not None:
        yield _("同向值"), show.number(trace.oriented, 2)
    yield _("对照"), yardstick(edition, entry, part.item)
    if part.normalised is None:
        return
    method, sum_ = _(METHODS[item.method]), sums.line(edition, entry, part.item)
    points = sum_ or show.number(part.normalised, 2)
    yield _("得分"), _("{method}：{sum}").format(method=method, sum=points)
    if part.weight is not None and part.contribution is not None and not _single(edition):
        yield (
            _("贡献"),
            _("{points} × 权重{weight} = {contribution}").format(
                points=show.number(part.normalised, 2),
                weight=show.amount(part.weight * 100, "%", 1),
                contribution=show.number(part.contribution, 2),
            ),
        )
    if trace and trace.against_mean is not None and step.mean is not None:
        yield (
            _("比组均"),
            _("组均得分{mean}；计入综合得分后{by}分").format(
                mean=show.number(step.mean, 2), by=show.number(trace.against_mean, 2, sign=True)
            ),
        )
    if trace and trace.against_line is not None and line:
        by = show.number(trace.against_line, 2, sign=True)
        yield _("比{unit}").format(unit=line), _("计入综合得分后{by}分").format(by=by)


def _single(edition: Edition) -> bool:
    return not steps.several(edition)
