"""Statements and appeals on screen: the list, one case with its steps, what one may do to it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import show
from kpi.model.case import AGAINST, LONGEST, REASONS, Case, Step
from kpi.model.catalog import Catalog
from kpi.model.edition import named
from kpi.model.person import Person, Right
from kpi.model.problem import Refused
from kpi.service import follow, start
from pages.parts import around, cached, session, tables
from pages.parts.tables import Column

ACTS = {
    "write": N_("提交情况说明"),
    "confirm": N_("确认无误"),
    "appeal": N_("提出申诉"),
    "opinion": N_("牵头单位意见"),
    "decide": N_("裁定"),
    "take_back": N_("撤回申诉"),
}


def mine(every: Iterable[Case], who: Person) -> tuple[Case, ...]:
    """A unit's liaison sees his unit's; an office also appeals against what it leads."""
    if not who.may(Right.SPEAK) or who.role is None:
        return tuple(every)
    catalog = cached.catalog()
    leads = {i.code for i in catalog.indicators if who.sends(i.code, i.lead)}

    def concerns(c: Case) -> bool:
        if c.unit == who.unit:
            return True
        items = {i.column.partition(".")[0] for i in catalog.board[c.board].rule.items}
        return c.kind == "appeal" and bool(leads & ({c.indicator} if c.indicator else items))

    return tuple(c for c in every if concerns(c))


def headline(every: Sequence[Case], today: date) -> str:
    """3 件待办，其中 1 件逾期."""
    waiting = [c for c in every if c.open]
    late = [c for c in waiting if c.overdue(today)]
    if not waiting:
        return _("没有待办的说明和申诉")
    if late:
        return _("{n}件待办，其中{late}件逾期").format(n=len(waiting), late=len(late))
    return _("{n}件待办").format(n=len(waiting))


def told() -> None:
    """What the last deed did or why it was refused, said once."""
    for kind, sentence in st.session_state.pop("follow_told", []):
        tables.note(kind, sentence)


def table(found: Sequence[Case], today: date, *, key: str) -> Case | None:
    """The cases, newest first; gives the chosen one."""
    catalog = cached.catalog()
    if not found:
        tables.note("info", _("没有事项：签发后，列黑榜的单位在这里提交情况说明。"))
        return None
    at = tables.table(
        [
            {
                "id": c.id,
                "unit": _name(c.unit),
                "kind": c.kind_label,
                "board": _board(catalog, c.board),
                "period": c.period.label(),
                "state": c.state_label + (_("（逾期）") if c.overdue(today) else ""),
                "due": c.due.isoformat() if c.due else show.NOT_APPLICABLE,
            }
            for c in found
        ],
        {
            "id": Column(_("编号"), 0, width=60),
            "unit": Column(_("单位"), pinned=True),
            "kind": Column(_("事项")),
            "state": Column(_("状态")),
            "due": Column(_("办理期限")),
            "board": Column(_("榜单")),
            "period": Column(_("报告期")),
        },
        key=key,
        alt=_("说明和申诉"),
        selectable=True,
    )
    return None if at is None else found[at]


def detail(case: Case, who: Person, today: date) -> None:
    """One case: its steps, oldest first, and what this person may do."""
    with st.container(border=True, key=f"follow_case_{case.id}"):
        about = _name(case.indicator) if case.indicator else ""
        parts = (f"{case.id}", _name(case.unit), case.kind_label, about, case.state_label)
        st.markdown(f"**{tables.plain('　'.join(p for p in parts if p))}**")
        for step in case.steps:
            steps(step)
        if any(s.evidence for s in case.steps) and who.may(Right.DRAFT):
            name, _data = follow.evidence(start.store(), case.id, who)
            st.download_button(
                _("附件：{name}").format(name=name),
                lambda: follow.evidence(start.store(), case.id, who)[1],
                name,
                "application/octet-stream",
                on_click="ignore",
                key=f"follow_evidence_{case.id}",
            )
        own = who.role is None or case.unit == who.unit
        if case.kind == "statement" and own and who.may(Right.SPEAK):
            _statement(case, who)
        if case.appealed:
            _appealed(case, who, own)


def steps(step: Step) -> None:
    """One step in words: who did what when, and what he wrote."""
    by, at = around.office(cached.catalog(), step.by), session.local(step.at)
    st.caption(f"{at}　{by}　{_(ACTS[step.act]) if step.act in ACTS else step.act}")
    body = step.body
    lines = [
        _(REASONS[body["kind"]]) if body.get("kind") in REASONS else "",
        _(AGAINST[body["against"]]) if body.get("against") in AGAINST else "",
        body.get("reason") or body.get("text") or "",
        _("措施：{text}").format(text=body["measures"]) if body.get("measures") else "",
        _("完成时限：{day}").format(day=body["until"]) if body.get("until") else "",
    ]
    if "agrees" in body:
        lines.insert(0, _("同意更正") if body["agrees"] else _("建议维持"))
    if "upheld" in body:
        lines.insert(0, _("更正") if body["upheld"] else _("维持"))
    if text := _("；").join(x for x in lines if x):
        st.markdown(tables.plain(text))


def _statement(case: Case, who: Person) -> None:
    with st.form(f"follow_statement_{case.id}", border=False):
        kind = st.segmented_control(
            _("原因类别"),
            list(REASONS),
            format_func=lambda k: _(REASONS[k]),
            default="objective",
            required=True,
        )
        text = st.text_area(_("原因"), max_chars=LONGEST)
        measures = st.text_area(_("措施"), max_chars=LONGEST)
        until = st.date_input(_("完成时限"), None, format="YYYY-MM-DD", help=_("可以不填。"))
        label = _("提交情况说明") if case.state == "open" else _("补充说明")
        if st.form_submit_button(label, type="primary"):
            do(
                lambda: follow.write(
                    start.store(), case.id, who, str(kind), text, measures, until or None
                ),
                _("已提交，并留痕。"),
            )


def _appealed(case: Case, who: Person, own: bool) -> None:
    store = start.store()
    if own and who.may(Right.SPEAK) and st.button(_("撤回申诉"), key=f"follow_back_{case.id}"):
        do(lambda: follow.take_back(store, case.id, who), _("已撤回。"))
    if who.may(Right.DECIDE):
        text = st.text_area(_("裁定理由"), max_chars=LONGEST, key=f"follow_why_{case.id}")
        st.caption(_("维持：榜单不变。更正：涉及的数据可以重新报送；已签发的，另出更正的一期。"))
        with st.container(horizontal=True):
            ready = bool(text.strip())
            if st.button(_("维持"), disabled=not ready, key=f"follow_no_{case.id}"):
                do(lambda: follow.decide(store, case.id, who, text, upheld=False), _("已维持。"))
            if st.button(_("更正"), disabled=not ready, key=f"follow_yes_{case.id}"):
                do(
                    lambda: follow.decide(store, case.id, who, text, upheld=True),
                    _("已裁定更正，相关数据可以重新报送。"),
                )
    elif who.may(Right.OPINION) and not own:
        text = st.text_area(_("牵头单位意见"), max_chars=LONGEST, key=f"follow_say_{case.id}")
        with st.container(horizontal=True):
            for agrees, label in ((True, _("同意更正")), (False, _("建议维持"))):
                key = f"follow_opinion_{case.id}_{agrees}"
                if st.button(label, disabled=not text.strip(), key=key):
                    do(_opinion(case.id, who, text, agrees), _("意见已提交。"))


def _opinion(case: int, who: Person, text: str, agrees: bool) -> Callable[[], object]:
    return lambda: follow.opinion(start.store(), case, who, text, agrees=agrees)


def do(deed: Callable[[], object], said: str) -> None:
    """Try a deed; what it did, or why not, is said after the rerun."""
    try:
        deed()
    except Refused as refused:
        st.session_state.follow_told = [("notice", p.text()) for p in refused.problems]
    else:
        st.session_state.follow_told = [("done", said)]
    st.rerun()


def _board(catalog: Catalog, code: str) -> str:
    own = catalog.board.get(code)
    return named(own.name, own.name_en) if own else code


def _name(code: str) -> str:
    catalog = cached.catalog()
    own = catalog.unit.get(code) or catalog.indicator.get(code)
    return named(own.name, own.name_en) if own else code
