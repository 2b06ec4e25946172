"""Step ③: one file as a card: how it was understood, what is wrong, what it changes, the button."""

import streamlit as st

from kpi.i18n import _
from kpi.model.period import Period
from kpi.model.upload import Plan, layout
from kpi.service import upload
from pages.parts import (
    filing,
    filing_changes,
    filing_columns,
    filing_done,
    filing_notes,
    filing_problems,
    filing_sheet,
    session,
    tables,
)
from pages.parts.filing import Paper

SHOWN = 40  # regions that were not read


def show(paper: Paper, period: Period) -> None:
    """The card of one file."""
    plan = filing.judged(paper, period)
    with st.container(border=True, key=f"upload_file_{paper.key}"):
        state = filing.state(plan)
        _head(paper, plan, state)
        if state == "refused":
            _refused(paper, plan)
            return
        if state == "stored":
            _stored(plan)
            return
        if paper.hinted:
            said = _("文件里没有写明报告期，按上面选的{period}读取；不对请先改选报告期。")
            tables.note("notice", said.format(period=period.label()))
        st.markdown(filing.counted(plan))
        if state == "wrong":
            marked(plan, paper.key)
        filing_columns.show(paper, plan, asked=state == "asked")
        filing_problems.show(paper, plan)
        filing_changes.show(upload.changes(plan), paper.key, open_=plan.diff.changed > 0)
        _skipped(plan)
        if plan.outcome == "accept":
            filing_notes.submit(paper, plan, state)


def all_clean(period: Period) -> None:
    """One button for every file without a question, where there are several."""
    plans = [(p, filing.judged(p, period)) for p in filing.papers().values()]
    clean = [(p, plan) for p, plan in plans if filing.state(plan) == "clean"]
    if len(clean) < 2:
        return
    label = _("提交无误的{n}份（共{values}项）").format(
        n=len(clean), values=sum(len(plan.panel) for _paper, plan in clean)
    )
    if st.button(label, type="primary", key="upload_all"):
        for paper, _plan in clean:  # against what the files before it have just stored
            filing_done.store(paper, filing.judged(paper, period), {})
        st.rerun()


def _head(paper: Paper, plan: Plan, state: str) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        badge = tables.plain(_(filing.STATES[state]))
        facts = f"{filing.size(plan.facts.size)}　{plan.facts.kind}"
        st.markdown(f"**{tables.plain(plan.name)}**　:gray[{facts}]　:gray-badge[{badge}]")
        st.button(
            _("移除"),
            type="tertiary",
            icon=":material/close:",
            key=f"upload_drop_{paper.key}",
            on_click=filing.drop,
            args=(paper.number,),
        )
    for sheet, shape in plan.shapes:
        st.caption(_("表“{sheet}”：{shape}").format(sheet=sheet, shape=layout(shape)))


def _refused(paper: Paper, plan: Plan) -> None:
    for one in map(filing.said, plan.problems):
        tables.note("notice", one.text())
        if advice := one.advice():
            st.caption(advice)
    tables.note("info", _("这份文件没有入库。"))
    if paper.reading and paper.reading.sheets:
        filing_sheet.head(paper.reading, paper.reading.sheets[0].name, paper.key)


def _stored(plan: Plan) -> None:
    for one in plan.problems:
        if one.code == "DUPLICATE_FILE":
            tables.note("info", one.text())
    tables.note("info", _("这份文件已报过，不会重复入库。"))
    row = filing_done.of_file(plan.facts.sha256)
    if row is not None:
        st.button(
            _("查看第{n}号回执").format(n=row.upload),
            key=f"upload_earlier_{row.upload}_{plan.facts.sha256[:8]}",
            on_click=filing_done.show_again,
            args=((row.upload,),),
        )


def marked(plan: Plan, key: str) -> None:
    """The user's own workbook, each problem in its cell; made when it is asked for."""
    tables.note(
        "notice", _("有错误，没有入库。可以在这里点选修正，也可以下载标红的原文件改好再传。")
    )
    st.download_button(
        _("下载标红的原文件"),
        data=session.carried(lambda: upload.marked(plan)),
        file_name=_("{name}（标注）.xlsx").format(name=plan.name.rpartition(".")[0] or plan.name),
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        on_click="ignore",
        icon=":material/download:",
        type="primary",
        key=f"upload_marked_{key}",
    )


def _skipped(plan: Plan) -> None:
    if not plan.skipped:
        return
    with st.expander(_("没有读取的区域（{n}）").format(n=len(plan.skipped))):
        for region in plan.skipped[:SHOWN]:
            why = region.why()
            st.caption(f"{tables.plain(region.sheet)}!{region.range}　{why}")
        if len(plan.skipped) > SHOWN:
            st.caption(_("另有{n}条未列出。").format(n=len(plan.skipped) - SHOWN))
