"""What a unit's profile holds beneath the first screen, one section at a time."""

from collections.abc import Callable
from urllib.parse import urlencode

import streamlit as st

from kpi.figure.bullet import bullet
from kpi.figure.trend import trend
from kpi.figure.unit import multiples
from kpi.i18n import _
from kpi.model import scope, show
from kpi.model.profile import Bullets
from kpi.service.trends import ranks
from kpi.service.unit import Standing, UnitView
from pages.parts import (
    cached,
    changes,
    charts,
    exporting,
    ledger,
    pickers,
    profiles,
    reading,
    records,
    session,
    spoken,
    steps,
    tables,
    tabs,
    why,
)
from pages.parts.tables import Column

_NONE = show.NOT_APPLICABLE


def sections(
    view: UnitView, at: Standing | None, which: str, vs: tuple[str, ...], name: str
) -> dict[str, tabs.Section]:
    """Code → name and what draws it; only what this unit has."""
    found: dict[str, tuple[str, Callable[[], None], bool]] = {
        "detail": (_("指标明细"), lambda: _detail(view, which), bool(view.rows)),
        "target": (_("年度目标"), lambda: _target(view, at, name), bool(view.bullets)),
        "trend": (_("走势"), lambda: _trend(view, name), True),
        "places": (_("位次变化"), lambda: _places(view, at, vs, name), at is not None),
        "boards": (_("各榜"), lambda: _boards(view, which), bool(view.standings)),
        "said": (_("情况说明"), lambda: _said(view), bool(view.standings)),
        "changes": (_("数据修订"), lambda: _changes(view, which), True),
        "gap": (_("得分差距"), lambda: _gap(view, at), _several(at)),
        "working": (_("计算过程"), lambda: _working(view, at), at is not None),
    }
    return {code: (title, draw) for code, (title, draw, there) in found.items() if there}


def _detail(view: UnitView, which: str) -> None:
    """The table of its indicators; a row leads to the indicator."""
    st.caption(_("选中一行，看这项指标的全部单位。"))
    names = [n for n in view.rows[0] if n != "code" and any(r[n] != _NONE for r in view.rows)]
    texts = (_("指标"), _("报告期"))
    chosen = reading.table(
        view.rows,
        {n: Column(n, pinned=n == texts[0], right=n not in texts) for n in names},
        key=f"unit_rows_{view.unit.code}_{view.period}_{which}",
        alt=_("各项指标的数值与组内位次"),
        href=lambda row: f"/indicator?{urlencode(_asked(view, row))}",
    )
    if chosen is not None:
        st.switch_page("indicator.py", query_params=_asked(view, chosen))


def _asked(view: UnitView, row: int) -> dict[str, str]:
    """The indicator in a row of the table, on its page."""
    own = view.owns[row]
    asked = pickers.here(indicator=own.indicator.code, period=str(own.at))
    asked.pop("tab", None)
    return asked


def _target(view: UnitView, at: Standing | None, name: str) -> None:
    """Tasks against the year's targets, and whether they will be met."""
    title = _("年度目标完成情况")
    figure = bullet(Bullets(title, view.bullets), session.theme(), narrow=session.narrow())
    rows = [
        {
            _("指标"): b.name,
            _("完成率"): show.amount(b.done, "%", 1),
            _("组平均"): show.amount(b.mean, "%", 1),
            _("序时进度"): show.amount(b.progress, "%", 1),
            _("按现速到年末"): show.amount(b.forecast, "%", 1),
        }
        for b in view.bullets
    ]
    charts.draw(figure, f"{name}_{title}", key="unit_target", rows=rows)
    if at:
        exporting.picture(at.edition, "tasks", view.unit.code)
    if view.outlooks:
        st.markdown("\n".join(f"- {tables.plain(ahead.told())}" for ahead in view.outlooks))


def _trend(view: UnitView, name: str) -> None:
    """Small panels over the same months; with fewer than three periods the table says it."""
    if not view.trends:
        tables.note("info", _("不足三期，没有走势图；数值见指标明细。"))
        return
    figure = multiples(view.trends, session.theme(), columns=1 if session.narrow() else 3)
    charts.draw(figure, f"{name}_{_('走势')}", key="unit_trends", twin=view.trends)


def _places(view: UnitView, at: Standing | None, vs: tuple[str, ...], name: str) -> None:
    """Places over the season: the unit and at most two others coloured."""
    assert at is not None  # noqa: S101 - the section is offered only then
    drawn = ranks(at.edition, list(view.members), view.unit.code, vs or _neighbours(view, at))
    if len(drawn.labels) < 2 or not drawn.lines:
        tables.note("info", _("只有一期，没有位次变化。"))
        return
    figure = trend(drawn, session.theme(), narrow=session.narrow())
    charts.draw(figure, f"{name}_{_('位次变化')}", key="unit_ranks", twin=[drawn])
    exporting.picture(at.edition, "places", view.unit.group)


def _neighbours(view: UnitView, at: Standing) -> tuple[str, ...]:
    order = [e.unit for e in at.edition.within(view.unit.group)]
    if view.unit.code not in order:
        return ()
    here = order.index(view.unit.code)
    return tuple(order[n] for n in (here - 1, here + 1) if 0 <= n < len(order))


def _boards(view: UnitView, which: str) -> None:
    """Every board that it stands on, with its finding."""
    told = ledger.boards(view)
    reading.table(
        [row | ledger.row(view, s) for row, s in zip(told, view.standings, strict=True)],
        {
            "board": Column(_("榜单"), pinned=True),
            "rank": Column(_("位次"), right=True),
            "score": Column(_("得分"), right=True),
            "moved": Column(_("升降")),
            "list": Column(_("名单")),
            "strip": Column(_("近12期")),
            "year": Column(_("本年上榜")),
            "issue": Column(_("期次")),
        },
        key=f"unit_boards_{view.unit.code}_{view.period}_{which}",
        alt=_("各榜的位次与名单"),
    )
    ledger.sentences(view)


def _said(view: UnitView) -> None:
    """What was asked of it and what it answered, on all of its boards."""
    boards = [s.edition for s in view.standings]
    if any(records.cases(edition, view.unit.code) for edition in boards):
        spoken.to(boards, view.unit.code)
    else:
        tables.note("info", _("本期没有要求情况说明，也没有申诉。"))
    spoken.before(view.unit.code, view.period)


def _changes(view: UnitView, which: str) -> None:
    year = view.period.year
    found = profiles.revisions(which, year, unit=view.unit.code)
    changes.table(found, cached.catalog(which), year, key=f"unit_changes_{view.unit.code}")


def _several(at: Standing | None) -> bool:
    """Whether the unit has a score that parts make up."""
    return at is not None and at.rank is not None and scope.single(at.edition) is None


def _gap(view: UnitView, at: Standing | None) -> None:
    """Where its points were gained and lost against the group's mean, and what lies between."""
    assert at is not None  # noqa: S101 - the section is offered only then
    found = cached.why(at.edition, view.unit.code)
    why.figure(at.edition, found)
    exporting.picture(at.edition, "distance", view.unit.code)
    why.rest(at.edition, found)


def _working(view: UnitView, at: Standing | None) -> None:
    assert at is not None  # noqa: S101 - the section is offered only then
    exporting.picture(at.edition, "shares", view.unit.code)
    steps.working(at.edition, view.unit.code)
