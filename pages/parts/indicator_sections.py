"""What an indicator's page holds beneath its trend, one section at a time."""

from collections.abc import Callable

import streamlit as st

from kpi.figure.slope import slope
from kpi.figure.strip import strip
from kpi.figure.trend import trend
from kpi.figure.waterfall import waterfall
from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Basis, Catalog
from kpi.service.indicator import IndicatorView
from pages.parts import changes, charts, exporting, profiles, session, tables, tabs

FEWEST = 3  # periods that make a trend


def sections(
    view: IndicatorView, catalog: Catalog, which: str, name: str
) -> dict[str, tabs.Section]:
    """Code → name and what draws it; only what this indicator has."""
    many = len(view.units.labels) >= FEWEST and len(view.codes) > 1
    found: dict[str, tuple[str, Callable[[], None], bool]] = {
        "pull": (_("拉动"), lambda: _pull(view, name), view.fall is not None),
        "units": (_("各单位走势"), lambda: _units(view, name), many and view.total is not None),
        "places": (_("位次变化"), lambda: _places(view, name), _moved(view)),
        "slope": (_("两期对比"), lambda: _slope(view, name), view.slope is not None),
        "groups": (_("分布"), lambda: _groups(view, name), view.strips is not None),
        "changes": (_("数据修订"), lambda: _changes(view, catalog, which), True),
    }
    return {code: (title, draw) for code, (title, draw, there) in found.items() if there}


def first(view: IndicatorView, name: str) -> None:
    """The whole against target and last year; of a rate, which has no whole, the units' lines."""
    drawn = view.total or view.units
    known = max((sum(v is not None for v in line.values) for line in drawn.lines), default=0)
    if known < FEWEST:
        tables.note("info", _("不足三期，没有走势图；数值见数据表。"))
        return
    figure = trend(drawn, session.theme(), narrow=session.narrow())
    charts.draw(figure, f"{name}_{_('走势')}", key="indicator_total", twin=[drawn])
    if view.total is None:
        _picture(view, "trend")


def _picture(view: IndicatorView, kind: str) -> None:
    exporting.picture(view.edition, kind, f"{view.indicator.code}.{view.measure}", view.group)


def _moved(view: IndicatorView) -> bool:
    return bool(view.ranks.lines) and len(view.ranks.labels) > 1


def _pull(view: IndicatorView, name: str) -> None:
    fall = view.fall
    assert fall is not None  # noqa: S101 - the section is offered only then
    figure = waterfall(fall, session.theme(), narrow=session.narrow())
    rows = [
        {_("单位"): who, _("拉动（百分点）"): show.number(value, 2, sign=True)}
        for who, value in (*sorted(fall.parts, key=lambda part: -part[1]), fall.total)
    ]
    charts.draw(figure, f"{name}_{_('拉动')}", key="indicator_pull", rows=rows)
    _picture(view, "pull")
    if view.indicator.basis is not Basis.NOMINAL:
        note = _("按两年的上报数计算，各单位之和等于合计；与按统计口径公布的增速可能不同。")
        st.caption(note)


def _units(view: IndicatorView, name: str) -> None:
    figure = trend(view.units, session.theme(), narrow=session.narrow())
    charts.draw(figure, f"{name}_{_('各单位走势')}", key="indicator_units", twin=[view.units])
    _picture(view, "trend")


def _places(view: IndicatorView, name: str) -> None:
    figure = trend(view.ranks, session.theme(), narrow=session.narrow())
    charts.draw(figure, f"{name}_{_('位次变化')}", key="indicator_ranks", twin=[view.ranks])
    exporting.picture(view.edition, "places", view.group)


def _slope(view: IndicatorView, name: str) -> None:
    drawn = view.slope
    assert drawn is not None  # noqa: S101 - the section is offered only then
    st.caption(_("位次升降两位以上的着色。"))
    figure = slope(drawn, session.theme(), narrow=session.narrow())
    rows = [
        {
            _("单位"): row.name,
            drawn.periods[0]: show.number(row.before, drawn.decimals),
            drawn.periods[1]: show.number(row.now, drawn.decimals),
            _("位次升降"): show.moved(1, 1 + row.rise) if row.rise is not None else "",
        }
        for row in drawn.rows
    ]
    charts.draw(figure, f"{name}_{_('两期对比')}", key="indicator_slope", rows=rows)
    _picture(view, "slope")


def _groups(view: IndicatorView, name: str) -> None:
    drawn = view.strips
    assert drawn is not None  # noqa: S101 - the section is offered only then
    figure = strip(drawn, session.theme(), narrow=session.narrow())
    rows = [
        {
            _("单位"): dot.name,
            _("分组"): row.name,
            _("数值"): show.number(dot.value, drawn.decimals),
        }
        for row in drawn.rows
        for dot in sorted(row.dots, key=lambda dot: -dot.value)
    ]
    charts.draw(figure, f"{name}_{_('分布')}", key="indicator_groups_strip", rows=rows)


def _changes(view: IndicatorView, catalog: Catalog, which: str) -> None:
    year = view.period.year
    found = [
        one
        for one in profiles.revisions(which, year, indicator=view.indicator.code)
        if one.unit in view.codes
    ]
    changes.table(found, catalog, year, key=f"indicator_changes_{view.indicator.code}")
