"""管理: the rule of each board as a form with its rehearsal, and the catalog workbook."""

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.person import Right
from kpi.model.rule import RuleError
from kpi.model.rulefault import told
from kpi.service import study
from pages.parts import cached, pickers, rehearsal, rules, session, tables, workbook

session.require(Right.CATALOG)
st.title(_("管理"))
catalog = cached.catalog()
judging, listing = st.tabs([_("评榜规则"), _("名录")], on_change="rerun", key="setup_tab")
if judging.open:
    with judging:
        if not catalog.boards:
            tables.note("info", _("还没有榜单。请先导入名录工作簿。"))
        else:
            code = pickers.board({b.code: named(b.name, b.name_en) for b in catalog.boards})
            form, beside = st.columns([3, 2], gap="large")
            with form:
                try:
                    plain = rules.editor(code)
                    rule = study.checked(
                        catalog, code, plain, catalog.board[code].rule.basis or "—"
                    )
                except RuleError as fault:
                    plain, rule = None, None
                    tables.note("notice", told(fault))
            with beside:
                st.subheader(_("试算"))
                if rule is not None:
                    rehearsal.rehearse(code, rule)
                    rehearsal.save(code, plain)
                rehearsal.history(code)
if listing.open:
    with listing:
        st.caption(_("名录是单位、指标、目标、榜单的总表：下载、修改、再传上来。"))
        workbook.download()
        workbook.take()
