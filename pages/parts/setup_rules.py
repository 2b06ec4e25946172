"""评榜规则: a board's rule as a form beside what it would do."""

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.rule import RuleError
from kpi.model.rulefault import told
from kpi.service import study
from pages.parts import cached, pickers, rehearsal, rules, tables


def show() -> None:
    """The form at the left, the rehearsal and the versions at the right."""
    catalog = cached.catalog()
    if not catalog.boards:
        tables.note("info", _("还没有榜单。请先导入名录工作簿。"))
        return
    code = pickers.board({b.code: named(b.name, b.name_en) for b in catalog.boards})
    form, beside = st.columns([3, 2], gap="large")
    with form:
        try:
            plain = rules.editor(code)
            rule = study.checked(catalog, code, plain, catalog.board[code].rule.basis or "—")
        except RuleError as fault:
            plain, rule = None, None
            tables.note("notice", told(fault))
    with beside:
        st.subheader(_("试算"))
        if rule is not None:
            rehearsal.rehearse(code, rule)
            rehearsal.save(code, plain)
        rehearsal.history(code)
