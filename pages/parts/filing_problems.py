"""What is wrong with a file, cell by cell, and what can be put right here with one click."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.problem import Problem, Refused, Severity
from kpi.model.repair import Repair
from kpi.model.sheet import Reading
from kpi.model.upload import Plan
from kpi.service import repairs, start
from kpi.service.offers import Offer, leaving_out
from pages.parts import cached, filing, filing_sheet, session, tables
from pages.parts.filing import Paper
from pages.parts.tables import Column

GRAVITY = {Severity.ERROR: "✕", Severity.WARNING: "!", Severity.INFO: "i"}
SHOWN = 200  # rows of a long list; the rest is counted
NAMELESS = "UNKNOWN_UNIT"
CLICKED = 12  # problems with buttons of their own; the others stand in the list


def show(paper: Paper, plan: Plan) -> None:
    """What was decided, what can be decided here, and the list of all that is left."""
    order = {s: n for n, s in enumerate(Severity)}
    found = sorted(plan.problems, key=lambda p: order[p.severity])
    offered = repairs.offers(start.store(), plan)
    clicked = [p for p in found if offered.get(p) or p.code == NAMELESS][:CLICKED]
    _decided(paper)
    if clicked:
        st.markdown(f"**{_('可以在这里点选修正')}**")
        keys: dict[str, Problem] = {}
        for one in clicked:  # a key by its place: a second click must not meet another problem
            name = f"{paper.key}_{one.code}_{one.cell or one.sheet}_{one.given}"
            if keys.setdefault(name, one) is one:
                _row(paper, one, offered.get(one, ()), name)
    listed = [p for p in found if p not in clicked]
    grave = [p for p in listed if p.severity is not Severity.INFO]
    calm = [p for p in listed if p.severity is Severity.INFO]
    if grave:
        if not session.narrow():
            st.caption(_("选中一行，看它在原表里的前后几行。"))
        _list(grave, paper.key, paper.reading)
    if calm:
        with st.expander(_("读取说明（{n}）").format(n=len(calm))):
            _list(calm, f"calm_{paper.key}", paper.reading)
    if not found:
        tables.note("done", _("没有发现问题。"))
    _good_rows(paper, plan)


def _row(paper: Paper, one: Problem, offers: tuple[Offer, ...], key: str) -> None:
    """✕ 固定资产投资!C7 “12,3亿”不是数字。 [按 12.3 读取] [记为未报]."""
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"upload_fix_{key}"
    ):
        st.markdown(
            f"{GRAVITY[one.severity]} {tables.plain(filing.said(one).text())}", width="stretch"
        )
        for n, offer in enumerate(offers):
            _button(paper, offer, offer.repairs, offer.label, f"do_{key}_{n}")
            if len(offer.alike) > len(offer.repairs):
                label = _("同类{n}处都这样：{label}").format(n=len(offer.alike), label=offer.label)
                _button(paper, offer, offer.alike, label, f"alike_{key}_{n}")
            if len(offer.column) > max(len(offer.alike), 1):
                label = _("整列{n}个数都这样：{label}").format(
                    n=len(offer.column), label=offer.label
                )
                _button(paper, offer, offer.column, label, f"whole_{key}_{n}")
        if one.code == NAMELESS:
            _unit(paper, one, key)


def _button(paper: Paper, offer: Offer, chosen: tuple[Repair, ...], label: str, key: str) -> None:
    st.button(label, key=f"upload_{key}", on_click=_apply, args=(paper, offer, chosen))


def _unit(paper: Paper, one: Problem, key: str) -> None:
    """The unit that a strange name stands for, out of all of them."""
    known = cached.catalog()
    names = {code: known.office(code) for code in known.unit}
    name = f"upload_unit_{key}"
    st.selectbox(
        _("是哪个单位"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("选择单位并记住"),
        label_visibility="collapsed",
        width=260,
        key=name,
        on_change=_adopt,
        args=(paper, one.given, name),
    )


def _adopt(paper: Paper, given: str, key: str) -> None:
    if unit := st.session_state[key]:
        _apply(paper, Offer("", (), learns=True), (Repair("learned", unit, given=given),))


def _apply(paper: Paper, offer: Offer, chosen: tuple[Repair, ...]) -> None:
    """Take an offer (a callback); one that learns is remembered for next time."""
    if not offer.learns:
        filing.repair(paper, *chosen)
        return
    try:
        learned = [repairs.adopt(start.store(), r.given, r.value, session.person()) for r in chosen]
    except Refused as refused:
        filing.say(*(p.text() for p in refused.problems))
    else:
        filing.repair(paper, *learned)


def _decided(paper: Paper) -> None:
    """What was clicked, each with the way back."""
    if not paper.repairs:
        return
    st.markdown(f"**{_('已作的处理（{n}）').format(n=len(paper.repairs))}**")
    said = repairs.sentences(start.store(), paper.repairs)
    for n, (one, sentence) in enumerate(zip(paper.repairs, said, strict=True)):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"✓ {tables.plain(sentence)}")
            st.button(
                _("取消"),
                type="tertiary",
                key=f"upload_undecide_{paper.key}_{n}",
                on_click=filing.unrepair,
                args=(paper, one),
            )


def _list(found: list[Problem], key: str, reading: Reading | None) -> None:
    if session.narrow():
        _stacked(found[:SHOWN])
    else:
        _table(found, key, reading)
    if len(found) > SHOWN:
        st.caption(_("另有{n}条未列出。").format(n=len(found) - SHOWN))


def _stacked(found: list[Problem]) -> None:
    """Place, problem and remedy one under the other: a phone has no room beside."""
    for one in map(_line, found):
        lines = [f"**{tables.plain(one['where'])}**", tables.plain(one["what"])]
        if one["do"]:
            lines.append(f":gray[{tables.plain(one['do'])}]")
        st.markdown("  \n".join(lines))


def _table(found: list[Problem], key: str, reading: Reading | None) -> None:
    """A line per problem; a chosen one shows its line of the sheet with the neighbours."""
    at = tables.table(
        [_line(p) for p in found[:SHOWN]],
        {
            "where": Column(_("位置"), pinned=True),
            "what": Column(_("问题"), width="large"),
            "do": Column(_("怎么办"), width="medium"),
        },
        key=f"upload_problems_{key}",
        alt=_("问题清单"),
        selectable=True,
    )
    cell = found[at].cell if at is not None and at < len(found) else None
    if cell and reading:
        filing_sheet.around(reading, cell, f"near_{key}")


def _line(found: Problem) -> dict[str, Any]:
    p = filing.said(found)
    return {
        "where": f"{GRAVITY[p.severity]} {p.cell or p.sheet or _('整个文件')}",
        "what": p.sentence(),
        "do": p.advice() or "",
    }


def _good_rows(paper: Paper, plan: Plan) -> None:
    """All or nothing is the rule; leaving the faulty rows out is a choice that names them."""
    if plan.left_out:
        st.markdown(f"**{_('不入库的内容（{n}处）').format(n=len(plan.left_out))}**")
        _list(list(plan.left_out), f"left_{paper.key}", paper.reading)
    elif choice := leaving_out(plan):
        st.button(
            choice.label,
            type="tertiary",
            icon=":material/filter_list:",
            key=f"upload_good_{paper.key}",
            on_click=filing.repair,
            args=(paper, *choice.repairs),
        )
