"""The first time on a page: one sentence that says what to do there, until it is closed."""

from pathlib import Path

import streamlit as st

from kpi.i18n import N_, _

_TEXTS = {  # page → sentence
    "home": N_("先看谁上红榜、谁上黑榜；点单位看它强在哪、弱在哪。"),
    "board": N_("选中一行，就能看到这个得分从哪个文件、哪个单元格算来。"),
    "matrix": N_("一行一个单位，一列一项指标：颜色越红名次越靠前，点单元格看出处。"),
    "versus": N_("选两到四个单位，逐项比出谁领先、差在哪里。"),
    "unit": N_("从上往下看：位次、各项指标在组内的位置、怎样能脱榜。"),
    "indicator": N_("上面是全区走势，下面是谁拉动、谁拖累。"),
    "duty": N_("选定领导、部门或督查组，地址栏里就是您的分管视图，收藏即可。"),
    "upload": N_("把原来的表直接拖进来，不必改成模板；有一处错误就全部不入库。"),
    "publish": N_("先办完还差的事项再签发；签发后不能修改，更正另出一期。"),
    "follow": N_("上黑榜的单位在这里说明原因和整改时限，逾期的排在最前。"),
    "study": N_("拖动权重只是推演，不改动正式榜单。"),
    "setup": N_("从名录开始：单位、指标、目标、规则都来自这一个工作簿。"),
}
_CSS = """p { display: flex; gap: 1rem; align-items: center; margin: 0;
  padding: .25rem .75rem; line-height: 1.4;
  border-left: 3px solid var(--st-primary-color); font-family: var(--st-font);
  background: var(--st-secondary-background-color); color: var(--st-text-color); }
button { margin-left: auto; min-height: 2.5rem; padding: 0 .5rem; border: 0; background: none;
  font: inherit; white-space: nowrap; color: var(--st-primary-color); cursor: pointer; }
button:focus-visible { outline: 2px solid var(--st-primary-color); }"""
_HINT = st.components.v2.component(
    "kpi_hint",
    html="<p><span></span><button></button></p>\n",
    css=_CSS,
    js=(Path(__file__).parent / "hint.js").read_text(encoding="utf-8"),
)


def show(page: str) -> None:
    """The sentence of `page` for those who have not closed it in this browser."""
    if page in _TEXTS:
        with st.container(key="hint"):
            data = {"page": page, "text": _(_TEXTS[page]), "close": _("知道了")}
            _HINT(data=data, key=f"hint_{page}")
