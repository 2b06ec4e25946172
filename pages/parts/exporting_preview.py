"""The first page of what is to be taken along, and in words what else is in it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import scope, stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.period import Period
from kpi.model.problem import KpiError
from kpi.service import export, forms, packing, start
from pages.parts import session, tables

SLIDES = (
    *(N_("封面"), N_("总览"), N_("综合排名"), N_("重点指标"), N_("红榜"), N_("黑榜"), N_("进退位")),
    *(N_("强项短板"), N_("走势"), N_("下步要求与口径")),
)
SHEETS = (
    *(N_("榜单"), N_("对比矩阵"), N_("走势"), N_("图表"), N_("得分计算"), N_("数据来源")),
    N_("口径说明"),
)
SHOWN = ("bulletin", "deck", "book", "poster", "tall", "pack")
PUBLIC = ("bulletin", "book", "pack")
UPRIGHT = 560  # pixels of a page that is higher than wide: all of it on one screen
BRACKET = "export_bracket"  # whether characters that no face has are printed as their numbers


def preview(edition: Edition, choice: Choice, items: tuple[str, ...] | None) -> None:
    """Made when somebody wants to see it; `items` are the parts of the pack, None: no pack."""
    opened = st.expander(
        _("预览第一页"), icon=":material/preview:", key="export_preview", on_change="rerun"
    )
    if not opened.open:
        return
    with opened:
        offered = [
            w for w in (PUBLIC if choice.public else SHOWN) if w != "pack" or items is not None
        ]
        what = st.segmented_control(
            _("预览"),
            offered,
            format_func=lambda word: _(stamp.KINDS[word]),
            default="bulletin",
            required=True,
            label_visibility="collapsed",
            key=f"export_preview_kind_{session.language()}_{choice.public}",
        )
        painted(edition, choice, what or "bulletin", items or ())


def painted(edition: Edition, choice: Choice, what: str, items: tuple[str, ...]) -> None:
    """One form: its page, or a picture of what its pages hold with the rest in words."""
    if what == "pack":
        _listed(edition, replace(choice, form="pack", items=items))
    elif what == "deck":
        st.caption(
            _("演示里依次有：{names}；没有内容的页自动略去。图表都可在PPT里改数。").format(
                names=_glued(SLIDES)
            )
        )
        shown(edition, replace(choice, form="png", items=("ranking",)))
    elif what == "book":
        if choice.public:
            st.caption(_("公示版只有“榜单”一张表：位次、单位、得分、榜单。"))
            return
        st.caption(
            _("工作簿里有：{names}；得分由公式逐项算出。下图为“对比矩阵”。").format(
                names=_glued(SHEETS)
            )
        )
        single = scope.single(edition) is not None
        shown(edition, replace(choice, form="png", items=("ranking" if single else "grid",)))
    elif what == "tall":
        shown(edition, replace(choice, form="png", items=("tall",)))
    else:
        if what == "bulletin":
            st.caption(_("Word版与PDF版是同一版式；Word版可以改字，图表可以改数。"))
        shown(edition, replace(choice, form="pdf", items=(what,)))


def _glued(words: Sequence[str]) -> str:
    return _("、").join(_(word) for word in words)


def _listed(edition: Edition, choice: Choice) -> None:
    """The files of a pack by their names, in the order in which they are read."""
    names = [forms.name(edition, own) for own in packing.parts(edition, choice)]
    st.caption(
        _("材料包共{count}个文件，另附清单（期次、校验码、每个文件的校验值）：").format(
            count=len(names)
        )
    )
    st.markdown("\n".join(f"{n}. {tables.plain(name)}" for n, name in enumerate(names, 1)))


def shown(edition: Edition, choice: Choice) -> None:
    """The page itself, or why it cannot be made and what can be done."""
    code, period, asked = of(edition)
    try:
        with st.spinner(_("正在生成预览……")):
            made = export.preview(start.store(), code, period, choice, session.person(), **asked)
    except KpiError as fault:
        tables.note("notice", str(fault))
        if getattr(fault, "characters", None):  # only a face is missing: go on without it
            st.button(
                _("缺的字印成编号，继续"), on_click=_bracketed, key=f"export_go_on_{choice.items}"
            )
        return
    upright = made[16:20] < made[20:24]  # width and height in the head of a PNG
    wide = UPRIGHT if upright else "stretch"
    st.image(made, width=wide, alt=forms.name(edition, choice))


def _bracketed() -> None:
    st.session_state[BRACKET] = True


def of(edition: Edition) -> tuple[str, Period, dict[str, Any]]:
    """The board, the period, and which edition of it."""
    issue = edition.seal.issue if edition.seal else None
    asked = {"draft": issue is None, "edition": issue.edition if issue else 0}
    return edition.spec.code, edition.period, asked
