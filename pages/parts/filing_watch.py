"""What came, what is late, what is missing, per lead department; and the calendar of due dates."""

from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model import show
from kpi.model.catalog import Catalog
from kpi.model.due import STATES, Due, State
from kpi.model.edition import named
from kpi.model.period import Period
from kpi.service import due, start
from pages.parts import around, cached, filing_due, session, tables
from pages.parts.tables import Column

AHEAD = 3  # due dates to come that are named above the calendar


def reviewed(found: tuple[Due, ...], period: Period) -> None:
    """Owed figures first, then what came; what to say on the telephone stands below."""
    known = cached.catalog()
    asked = [d for d in found if d.period]
    order = {State.OPEN: 0, State.PART: 1, State.NOT_YET: 2, State.CAME: 3}
    asked.sort(key=lambda d: (not (d.late and d.wanting), order[d.state]))
    _counts(asked)
    if asked and session.narrow():
        _stacked(known, asked)
    elif asked:
        rows = [_row(known, d) for d in asked]
        tables.table(
            rows,
            {
                "lead": Column(_("牵头单位"), pinned=True),
                "indicator": Column(_("指标")),
                "state": Column(_("情况")),
                "count": Column(_("已报单位"), right=True),
                **(
                    {"lacks": Column(_("缺报单位"), width="large")}
                    if any(row["lacks"] for row in rows)
                    else {}
                ),
                "day": Column(_("截止日")),
                "at": Column(_("最近报送")),
                "upload": Column(_("回执号"), right=True),
                "file": Column(_("文件")),
            },
            key=f"upload_watch_{period}",
            alt=_("各部门报送情况"),
        )
    with st.container(horizontal=True):
        filing_due.template("", period)
        if any(d.wanting for d in asked):
            st.download_button(
                _("下载缺报清单（CSV）"),
                data=session.carried(lambda: due.missing_csv(known, asked)),
                file_name=_("缺报清单_{period}.csv").format(period=period),
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
                key=f"upload_missing_{period}",
            )
    if words := due.calls(known, asked):
        st.subheader(_("电话催报"))
        st.caption(_("一行一个部门，右上角可以复制。"))
        st.code(words, language=None, wrap_lines=True)
    st.caption(_("只按部门和指标列出报送情况，不统计个人。"))


def _stacked(known: Catalog, asked: Iterable[Due]) -> None:
    """The same on a phone: a few lines per indicator."""
    for row in (_row(known, one) for one in asked):
        lines = [f"**{tables.plain(row['indicator'])}**　{row['state']}　{row['count']}"]
        lines.append(f":gray[{tables.plain(row['lead'])}]")
        if row["lacks"]:
            lines.append(_("缺报：{units}").format(units=tables.plain(row["lacks"])))
        st.markdown("  \n".join(lines))


def _counts(asked: Iterable[Due]) -> None:
    """已报齐 8　逾期未报 2: how many indicators are in each state."""
    states: dict[str, int] = {}
    for one in asked:
        words = _(STATES[one.state, one.late])
        states[words] = states.get(words, 0) + 1
    st.markdown("　".join(f"{words} **{n}**" for words, n in states.items()))


def _row(known: Catalog, one: Due) -> dict[str, Any]:
    lacks = "" if one.state is State.NOT_YET else _lacks(known, one)
    return {
        "lead": around.office(known, one.indicator.lead),
        "indicator": named(one.indicator.name, one.indicator.name_en),
        "state": _(STATES[one.state, one.late]),
        "count": f"{one.reported}/{len(one.units)}",
        "lacks": lacks,
        "day": str(one.day),
        "at": session.local(one.last.at) if one.last else "",
        "upload": str(one.last.upload) if one.last else "",
        "file": one.last.name if one.last else "",
    }


def _lacks(known: Catalog, one: Due) -> str:
    if one.state is State.OPEN:
        return _("全部")
    return _("、").join(due.lacking(known, one, lack) for lack in one.lacks)


def calendar(year: Mapping[Period, tuple[Due, ...]]) -> None:
    """The year at a glance: a line per indicator, a column per month; the next dates above it."""
    known = cached.catalog()
    _ahead(known, year)
    months = list(year)
    rows = []
    for n, first in enumerate(year[months[0]]):
        row = {
            "lead": around.office(known, first.indicator.lead),
            "indicator": named(first.indicator.name, first.indicator.name_en),
        }
        rows.append(row | {str(p): _sign(year[p][n]) for p in months})
    tables.table(
        rows,
        {
            "indicator": Column(_("指标"), pinned=True),
            **({} if session.narrow() else {"lead": Column(_("牵头单位"))}),
            **{str(p): Column(p.short(), width=62) for p in months},
        },
        key=f"upload_calendar_{months[0].year}",
        alt=_("全年报送日历"),
    )
    st.caption(
        _(
            "✓ 已报齐　迟 截止日后报齐　8/10 已报单位数　缺 未报　! 已过截止日　"
            "日期为截止日　空白为本期不报。截止日按次月第几个工作日计，"
            "双休日顺延，法定节假日以通知为准。"
        )
    )


def _sign(one: Due) -> str:
    if one.state is State.NOT_ASKED or one.day is None:
        return ""
    if one.state is State.CAME:
        return _("✓迟") if one.late else "✓"
    if one.state is State.NOT_YET:
        return f"{one.day:%m-%d}"
    late = "!" if one.late else ""
    count = f"{one.reported}/{len(one.units)}"
    return late + (count if one.state is State.PART else _("缺"))


def _ahead(known: Catalog, year: Mapping[Period, tuple[Due, ...]]) -> None:
    """11月11日　2026年10月：区发展和改革局、区商务局."""
    today = start.configured().today()
    found: dict[Any, list[Due]] = {}
    for one in (d for period in year.values() for d in period):
        if one.day and one.day >= today and one.state is not State.CAME:
            found.setdefault((one.day, one.period), []).append(one)
    if not found:
        return
    st.subheader(_("接下来的截止日"))
    for (day, period), waiting in sorted(found.items(), key=lambda f: f[0][0])[:AHEAD]:
        names = dict.fromkeys(around.office(known, d.indicator.lead) for d in waiting)
        st.markdown(
            f"**{show.day(day)}**　"
            + tables.plain(
                _("{period}：{names}").format(period=period.label(), names=_("、").join(names))
            )
        )
