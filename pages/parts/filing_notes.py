"""The last look before storing: a reason per kind of doubt, and the button."""

from collections.abc import Sequence

import streamlit as st

from kpi.i18n import _
from kpi.model.problem import Problem
from kpi.model.upload import Plan
from kpi.service import upload
from pages.parts import filing, filing_done, tables
from pages.parts.filing import Paper

NAMED = 3  # cells of a doubt that are named; the others are counted


def submit(paper: Paper, plan: Plan, state: str) -> None:
    """The form that stores a file: one line of reason per code, then all or nothing."""
    if state == "same":
        tables.note("info", _("与已入库的数据完全相同，没有要改的。"))
        return
    codes = upload.needs_note(plan)
    with st.form(f"upload_form_{paper.key}", border=False):
        if codes:
            st.markdown(f"**{_('有{n}类提醒，确认属实请写明理由').format(n=len(codes))}**")
        for code in codes:
            found = [p for p in plan.problems if p.code == code]
            st.text_input(
                _about(found),
                key=f"upload_note_{paper.key}_{code}",
                max_chars=200,
                placeholder=_("理由，例如：统计口径调整"),
            )
        label = _("提交{n}项").format(n=len(plan.panel))
        sent = st.form_submit_button(label, type="primary", key=f"upload_commit_{paper.key}")
    if sent:
        notes = {c: st.session_state[f"upload_note_{paper.key}_{c}"].strip() for c in codes}
        if missing := [c for c in codes if not notes[c]]:
            tables.note("notice", _("还有{n}类提醒没有写理由，没有入库。").format(n=len(missing)))
            return
        filing_done.store(paper, plan, notes)
        st.rerun()


def _about(found: Sequence[Problem]) -> str:
    """固定资产投资!C8：累计 3.20 小于上期 3.40。等2处."""
    first = tables.plain(filing.said(found[0]).text())
    places = [str(p.cell or p.sheet) for p in found[1 : 1 + NAMED] if p.cell or p.sheet]
    if len(found) == 1:
        return first
    return _("{first}另有{n}处：{places}").format(
        first=first,
        n=len(found) - 1,
        places=tables.plain(_("、").join(places)) + ("…" if len(found) > 1 + NAMED else ""),
    )
