"""Where a unit stands now: its place in the group per indicator, and what would change its list."""

import streamlit as st

from kpi.figure.spine import spine
from kpi.i18n import _
from kpi.model import show, told
from kpi.model.edition import Edition
from kpi.model.profile import Spine
from kpi.service.unit import Standing, UnitView
from pages.parts import cached, charts, ledger, session, spoken, tables, why

TOLD = 4  # tasks whose year is told beside the chart; all of them stand under 年度目标


def now(view: UnitView, at: Standing | None, name: str) -> None:
    """The spine beside the answers; on a phone one under the other."""
    if at is None:
        _spine(view, None, name)
        return
    with st.container(key="now_unit"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        _spine(view, at, name)
    with right:
        _answers(view, at)


def _spine(view: UnitView, at: Standing | None, name: str) -> None:
    if not view.positions:
        tables.note("info", _("没有可列出的数据。"))
        return
    entry = at.edition.entry(view.unit.code) if at else None
    drawn = Spine(_("指标在组内的位置"), name, view.positions, entry.colour if entry else None)
    figure = spine(drawn, session.theme(), narrow=session.narrow())
    rows = [
        {
            _("指标"): row.name,
            _("数值"): row.text or row.note,
            _("组内位次"): f"{row.rank}/{row.of}" if row.rank else show.NOT_APPLICABLE,
            _("组内中位"): row.median_text or show.NOT_APPLICABLE,
            **{ring.name: ring.text for ring in row.rings},
        }
        for row in view.positions
    ]
    charts.draw(figure, name, key="unit_spine", rows=rows)


def _answers(view: UnitView, at: Standing) -> None:
    edition, code = at.edition, view.unit.code
    entry = edition.entry(code)
    if entry and entry.rank:
        found = cached.why(edition, code)
        _exit(edition, code, list(told.exits(edition, found)))
        if entry.colour != "black":
            why.bounds(edition, found)
        moved = told.change(edition, found)
        if moved and edition.moved(code) != show.NOT_APPLICABLE:  # else the first line says it
            why.box(_("与上期对照"), [moved])
    _year(view)
    spoken.to([edition], code)


def _exit(edition: Edition, code: str, lines: list[str]) -> None:
    """怎样脱离黑榜（差10.10分）: the single moves or the cheapest combination, in units."""
    if not lines:
        return
    gap = edition.to_exit(code)
    title = _("怎样脱离{label}").format(label=edition.label("black"))
    by_score = gap is not None and any(i.method != "points" for i in edition.spec.rule.items)
    if by_score:
        points = show.number(gap, edition.spec.rule.score_decimals)
        title = _("{title}（差{points}分）").format(title=title, points=points)
    if rung := ledger.proposed(edition, code):
        lines = [*lines, ledger.step(rung)]
    why.box(title, lines)


def _year(view: UnitView) -> None:
    """Will the year's targets be met: one short line a task."""
    if view.outlooks:
        why.box(_("年底能否完成"), [ahead.brief() for ahead in view.outlooks[:TOLD]])
