"""How a file was understood, column by column; a doubt is asked once and remembered."""

from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.proposal import Heading, Table
from kpi.model.sheet import letters
from kpi.model.upload import Plan
from kpi.service import repairs, start
from pages.parts import filing, filing_sheet, session, tables
from pages.parts.filing import Paper
from pages.parts.tables import Column


def show(paper: Paper, plan: Plan, *, asked: bool) -> None:
    """The recognised columns behind one line; open where somebody has to say what one means."""
    if not plan.tables:
        return
    title = _("请确认每列是什么") if asked else _("识别结果")
    chosen = any(h.by == "person" for table in plan.tables for h in table.headings)
    with st.expander(title, expanded=asked or chosen, icon=":material/table_view:"):
        for sentence in repairs.explain(start.store(), plan):
            st.caption(tables.plain(sentence))
        names = dict(repairs.choices(start.store()))
        for n, table in enumerate(plan.tables):
            _table(table, names, f"{paper.key}_{n}")
            _ask(paper, table, names)
        if asked and paper.reading is not None:
            filing_sheet.head(paper.reading, plan.tables[0].sheet, paper.key)
        _remember(paper, plan)


def doubtful(table: Table) -> tuple[Heading, ...]:
    """Columns with values that nobody has named, and those that were named in this tab."""
    return tuple(h for h in table.headings if h.by == "person" or (not h.target and h.values))


def _table(table: Table, names: dict[str, str], key: str) -> None:
    tables.table(
        [_row(h, names) for h in table.headings],
        {
            "at": Column(_("列"), width=60, pinned=True),
            "path": Column(_("表头"), pinned=True),
            "target": Column(_("读作")),
            "uom": Column(_("计量单位")),
            "period": Column(_("报告期")),
            "how": Column(_("依据")),
        },
        key=f"upload_columns_{key}",
        alt=_("识别结果"),
    )


def _row(one: Heading, names: dict[str, str]) -> dict[str, Any]:
    return {
        "at": letters(one.at.column) if one.kind == "column" else one.at.address,
        "path": " / ".join(one.path),
        "target": names.get(one.target, one.target) if one.target else _("没有认出"),
        "uom": _(one.uom).strip("()") if one.uom else "",
        "period": _("、").join(one.periods),
        "how": repairs.way(one),
    }


def _ask(paper: Paper, table: Table, names: dict[str, str]) -> None:
    """One box per doubtful column; its answer counts at once, and is remembered when stored."""
    for one in doubtful(table):
        key = f"upload_column_{paper.key}_{one.at.sheet}_{one.at.address}"
        offered = list(dict.fromkeys(("", *((one.near,) if one.near else ()), *names)))
        st.selectbox(
            _("{where}“{head}”是").format(where=one.at, head=" / ".join(one.path)),
            offered,
            index=offered.index(one.target) if one.target in offered else 0,
            format_func=lambda code: names.get(code, _("请选择")),
            key=key,
            on_change=_choose,
            args=(paper, one, key),
        )


def _choose(paper: Paper, one: Heading, key: str) -> None:
    filing.repair(paper, one.choice(st.session_state[key]))


def _remember(paper: Paper, plan: Plan) -> None:
    told = [h for t in plan.tables for h in t.headings if h.by == "person"]
    if not told or filing.asks(plan):
        return
    if st.button(_("确认并记住，下月不再询问"), key=f"upload_remember_{paper.key}"):
        n = repairs.confirm(start.store(), plan, session.person())
        filing.say(_("已记住{n}列的含义，下月同样的表直接读取。").format(n=n))
        st.rerun()
