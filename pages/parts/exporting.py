"""导出: the meeting's files of the board on the page, as an edition or marked as a draft."""

from collections.abc import Callable

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.person import Right
from kpi.model.problem import KpiError
from kpi.service import export, start
from pages.parts import session, tables

OFFERED = {  # what is offered, in the order of a meeting; the words of a choice behind each
    "pack": (N_("会议材料包（全部）"), Choice("pack"), ":material/folder_zip:"),
    "deck": (N_("演示（PPT）"), Choice("pptx"), ":material/slideshow:"),
    "letter": (N_("通报（Word）"), Choice("docx"), ":material/description:"),
    "pdf": (N_("通报（PDF）"), Choice("pdf", ("bulletin",)), ":material/picture_as_pdf:"),
    "book": (N_("数据表（Excel）"), Choice("xlsx"), ":material/table:"),
    "poster": (N_("海报（A3 PDF）"), Choice("pdf", ("poster",)), ":material/wallpaper:"),
    "tall": (N_("一图（PNG）"), Choice("png", ("tall",)), ":material/image:"),
}


def panel(edition: Edition) -> None:
    """A button in the header; behind it options and one download for each kind of paper."""
    who = session.person()
    trial = stamp.trial(edition)
    if not who.may(Right.DRAFT if trial else Right.READ):
        return
    with st.popover(_("导出"), icon=":material/download:", key="export_panel"):
        _options(edition, trial)


@st.fragment
def _options(edition: Edition, trial: bool) -> None:
    if trial:
        tables.note("notice", _("试算件：每页标“试算”，不能代替签发的一期。"))
    else:
        issue = edition.seal.issue if edition.seal else None
        st.caption(f"{issue.title}　{issue.code}" if issue else "")
    ratio = st.segmented_control(
        _("演示的版式"), ["16:9", "4:3"], default="16:9", required=True, key="export_ratio"
    )
    audience = st.selectbox(
        _("发布范围"),
        ["", *stamp.AUDIENCES],
        format_func=lambda a: _(stamp.AUDIENCES[a]) if a else _("按签发信息"),
        key="export_audience",
    )
    mark = st.text_input(_("水印"), key="export_mark", max_chars=30)
    public = st.checkbox(_("公示版（只含可公开的列）"), key="export_public")
    given = st.file_uploader(
        _("本单位的演示模板（可不选）"), ["pptx", "potx"], key="export_template"
    )
    template = given.getvalue() if given else None
    for key, (name, choice, icon) in OFFERED.items():
        own = Choice(
            choice.form,
            choice.items,
            "4:3" if ratio == "4:3" else "16:9",
            "en" if session.language() == "en" else "zh",
            audience or "",
            mark.strip(),
            "",
            public,
        )
        ending = export.FORMS[choice.form].ending
        kind = choice.items[0] if choice.items else export.FORMS[choice.form].kind
        st.download_button(
            _(name),
            _maker(edition, own, template if choice.form in ("pptx", "pack") else None),
            stamp.filename(edition, own, kind, ending),
            export.FORMS[choice.form].mime,
            on_click="ignore",
            icon=icon,
            width="stretch",
            key=f"export_{key}",
        )


def _maker(edition: Edition, choice: Choice, template: bytes | None) -> Callable[[], bytes]:
    """Made when it is asked for, in the asker's name; a file that cannot be made says why."""
    who, store = session.person(), start.store()
    issue = edition.seal.issue if edition.seal else None

    def make() -> bytes:
        try:
            return export.export(
                store,
                edition.spec.code,
                edition.period,
                choice,
                who,
                draft=issue is None,
                edition=issue.edition if issue else 0,
                template=template,
            ).data
        except KpiError as fault:
            return str(fault).encode()

    return session.carried(make)
