"""Step ①: what is due in the period, until when, what has come, and the template for it."""

from collections.abc import Callable, Iterable, Mapping

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.due import STATES, Due, State, asked_period
from kpi.model.edition import named
from kpi.model.period import Period
from kpi.model.show import day as said
from kpi.service import due, start, upload
from pages.parts import around, cached, session, tables

MONTHS = 24  # periods to choose from, the present month first
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WEEKDAYS = (
    *(N_("周一"), N_("周二"), N_("周三"), N_("周四")),
    *(N_("周五"), N_("周六"), N_("周日")),
)
_MARKS = {State.CAME: "✓", State.PART: "◐", State.OPEN: "○", State.NOT_YET: "○"}
_LATE = "!"


def periods() -> tuple[Period, ...]:
    """Months that can be reported, newest first; the second one is usually being reported."""
    this = Period.of(start.configured().today())
    return tuple(this.shift(-n) for n in range(MONTHS))


def usual() -> Period:
    """The month that is usually being reported now: the last one that is over."""
    return Period.of(start.configured().today()).shift(-1)


def offices() -> frozenset[str]:
    """The lead departments that the person reports for; none of whoever reports for all."""
    who = session.person()
    if who.role is None:
        return frozenset()
    known = cached.catalog().indicators
    return frozenset(i.lead for i in known if who.sends(i.code, i.lead))


def headline(found: Iterable[Due], period: Period) -> str:
    """The finding: how many indicators have come, and what that means today."""
    asked = [d for d in found if d.state is not State.NOT_ASKED]
    if not asked:
        return _("{period}没有要报的指标").format(period=period.label())
    came = sum(d.state is State.CAME for d in asked)
    late = sum(d.late and d.wanting for d in asked)
    if came == len(asked):
        return _("{period}：{n}项指标已全部报齐").format(period=period.label(), n=came)
    if asked[0].state is State.NOT_YET:
        first = min(d.day for d in asked if d.day)
        return _("{period}：{n}项指标{day}前报送").format(
            period=period.label(), n=len(asked), day=said(first)
        )
    if late:
        return _("{period}：还有{left}项指标没有报齐，其中{late}项已过截止日").format(
            period=period.label(), left=len(asked) - came, late=late
        )
    return _("{period}：还有{left}项指标没有报齐").format(
        period=period.label(), left=len(asked) - came
    )


def deadline(found: Iterable[Due]) -> str:
    """截止11月11日周三，还剩3天; several days where indicators have different ones."""
    waiting = [d for d in found if d.day]
    days = sorted({d.day for d in waiting if d.day})
    if not days:
        return ""
    if all(d.state is State.CAME for d in waiting):
        return _("截止{days}").format(days=_("、").join(map(said, days)))
    left = (days[0] - start.configured().today()).days
    pattern = (
        _("截止{days}{weekday}，还剩{n}天")
        if left > 0
        else _("截止{days}{weekday}，就是今天")
        if left == 0
        else _("截止{days}{weekday}，已过{n}天")
    )
    weekday = _(_WEEKDAYS[days[0].weekday()]) if len(days) == 1 else ""
    return pattern.format(days=_("、").join(map(said, days)), weekday=weekday, n=abs(left))


def show(found: tuple[Due, ...], period: Period) -> None:
    """A card per lead department, one's own first; the others are one click away."""
    own = offices()
    leads = due.by_lead((d for d in found if d.period), own)
    if not leads:
        tables.note("info", _("{period}没有要报的指标。").format(period=period.label()))
        return
    mine = {lead: asked for lead, asked in leads.items() if lead in own}
    others = {lead: asked for lead, asked in leads.items() if lead not in own}
    if mine:
        _cards(mine, period)
        if others:
            with st.expander(_("其他部门（{n}）").format(n=len(others))):
                _cards(others, period)
    else:
        _cards(others, period)
    rest = [named(d.indicator.name, d.indicator.name_en) for d in found if not d.period]
    if rest:
        st.caption(_("本期不报：{names}").format(names=_("、").join(rest)))


def _cards(leads: Mapping[str, tuple[Due, ...]], period: Period) -> None:
    known = cached.catalog()
    with st.grid(min_column_width=340):
        for lead, asked in leads.items():
            with st.container(border=True, key=f"upload_due_{lead}", height="stretch"):
                st.markdown(f"**{tables.plain(around.office(known, lead))}**")
                st.caption(deadline(asked))
                st.markdown("  \n".join(_line(d) for d in asked))
                template(lead, period)


def _line(one: Due) -> str:
    """✓ 固定资产投资　10/10　11-22 11:15 第45号."""
    mark = _LATE if one.late and one.wanting else _MARKS[one.state]
    name = tables.plain(named(one.indicator.name, one.indicator.name_en))
    words = [f"{mark} {name}", f"{one.reported}/{len(one.units)}"]
    if one.state is not State.CAME or one.late:
        words.append(_(STATES[one.state, one.late]))
    if one.last is not None:
        words.append(
            ":gray["
            + tables.plain(
                _("{at} 第{n}号").format(at=session.local(one.last.at)[5:], n=one.last.upload)
            )
            + "]"
        )
    return "　".join(words)


def template(lead: str, period: Period) -> None:
    """The button for the workbook of one department and period; `lead` "" is for all of them."""
    codes = tuple(
        i.code
        for i in cached.catalog().indicators
        if lead in ("", i.lead) and asked_period(i, period)
    )
    office = around.office(cached.catalog(), lead) if lead else _("全部")
    name = _("报送模板_{period}_{office}.xlsx").format(period=period, office=office)
    st.download_button(
        _("下载模板") if lead else _("下载全部模板"),
        data=session.carried(_maker(period, codes)),
        file_name=name,
        mime=XLSX,
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        key=f"upload_template_{lead}_{period}",
    )


def _maker(period: Period, codes: tuple[str, ...]) -> Callable[[], bytes]:
    today, who = start.configured().today(), session.person()
    return lambda: upload.template(start.store(), period, who, codes, today=today)
