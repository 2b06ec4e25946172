"""The first start: three steps from nothing to the first edition, and where each is done."""

from dataclasses import dataclass

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.person import Right
from pages.parts import session, tables

COMMAND = "python -m kpi catalog import 名录.xlsx"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is called, what to do, and the page for who has the right to it."""

    name: str
    sentence: str
    page: str
    go: str
    right: Right
    part: str = ""


STEPS = (
    Step(
        N_("导入名录"),
        N_("单位、指标、目标和榜单规则写在一本名录工作簿里。"),
        "setup.py",
        N_("去导入名录"),
        Right.CATALOG,
        "catalog",
    ),
    Step(
        N_("报送"),
        N_("把现成的表格放进“填报”，校验通过就能看到榜单。"),
        "upload.py",
        N_("去填报"),
        Right.DRAFT,
    ),
    Step(
        N_("签发"),
        N_("核对试算的榜单，签发后各单位都能看到。"),
        "publish.py",
        N_("去签发"),
        Right.PUBLISH,
    ),
)


def show(done: int) -> None:
    """The three steps side by side; `done` of them are behind us, the next one is to be done."""
    said = N_("还没有数据：名录已有，下一步报送。") if done else N_("还没有名录：先导入，再报送。")
    tables.note("info", _(said))
    with st.container(key="begin"):
        for at, (column, step) in enumerate(zip(st.columns(3), STEPS, strict=True)):
            with column, st.container(border=True, height="stretch"):
                _step(at, step, done)


def _step(at: int, step: Step, done: int) -> None:
    mark = "✓" if at < done else str(at + 1)
    st.markdown(f"**{tables.plain(mark)}　{_(step.name)}**")
    st.caption(_(step.sentence))
    if at != done:
        return
    if session.person().may(step.right):
        query = {"part": step.part} if step.part else {}
        icon = ":material/arrow_forward:"
        st.page_link(step.page, label=_(step.go), icon=icon, query_params=query)
        if at == 0:
            st.caption(_("也可以用命令："))
            st.code(COMMAND, language=None, wrap_lines=True)
    else:
        st.caption(_("由有权限的同事办理。"))
