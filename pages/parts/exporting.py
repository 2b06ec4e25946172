"""导出: the meeting's files of the board on the page, one click each, of an edition or a trial."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from kpi.i18n import N_, _
from kpi.model import stamp
from kpi.model.choice import Choice
from kpi.model.edition import Edition
from kpi.model.person import Right
from kpi.service import export, forms, packing, people, start
from kpi.service.stand import COMPUTED
from pages.parts import exporting_preview, making, session, tables

PACK = ("pack", N_("会议材料包（全部文件）"), Choice("pack"), ":material/folder_zip:")
OFFERED = (  # what is offered, in the order of a meeting
    ("deck", N_("演示（PPT）"), Choice("pptx"), ":material/slideshow:"),
    ("letter", N_("通报（Word）"), Choice("docx"), ":material/description:"),
    ("pdf", N_("通报（PDF）"), Choice("pdf", ("bulletin",)), ":material/picture_as_pdf:"),
    ("book", N_("数据表（Excel）"), Choice("xlsx"), ":material/table:"),
    ("poster", N_("海报（A3 PDF）"), Choice("pdf", ("poster",)), ":material/wallpaper:"),
    ("tall", N_("一图（手机图片）"), Choice("png", ("tall",)), ":material/image:"),
)
PROFILE = ("profile", N_("单位体检表（PDF）"), ":material/picture_as_pdf:")
SHARES = (
    ("png", N_("得分构成图（PNG）"), ":material/image:"),
    ("svg", N_("得分构成图（SVG）"), ":material/shapes:"),
)
PICTURE = (
    ("png", N_("下载图片（PNG，投影用）"), ":material/image:"),
    ("svg", N_("下载图片（SVG，印刷用）"), ":material/shapes:"),
)


def panel(edition: Edition) -> None:
    """The button in a header; behind it every file of the meeting, and how it is to be made."""
    if _offered(edition) and st.button(_("导出"), icon=":material/download:", key="export_open"):
        making.job().clear()
        _dialog(_("导出"))(papers)(edition)


def profile(stands: Sequence[Edition], unit: str) -> None:
    """The same for one unit on these boards: its page for a meeting of its own, and a picture."""
    own = [e for e in stands if e.entry(unit) and _offered(e)]
    if own and st.button(_("导出"), icon=":material/download:", key="export_open"):
        making.job().clear()
        _dialog(_("导出"))(_unit)(own, unit)


def picture(edition: Edition, *words: str) -> None:
    """A button under a chart: the same picture at the size of a slide, or to be printed."""
    words = tuple(word for word in words if word)
    about = words[1:] if words[0] != "ranking" else ()  # a page has one ranking, of any group
    key = "_".join(("export_picture", *words[:1], *about))
    if _offered(edition) and st.button(
        _("导出图片"), icon=":material/image:", type="tertiary", key=key
    ):
        making.job().clear()
        _dialog(_("导出图片"))(_picture)(edition, words)


def _offered(edition: Edition) -> bool:
    """Whether this reader may take files of this board along; there are none of bare places."""
    trial = stamp.trial(edition)
    right = Right.DRAFT if trial else Right.READ
    return edition.state != COMPUTED and session.person().may(right)


def _dialog(title: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Closing it runs the page again, so that nothing goes on asking how far a file has come."""
    return st.dialog(title, width="large", on_dismiss="rerun")


def papers(edition: Edition) -> None:
    """What stands in the panel of a board: one button a file, options, the first page."""
    _headed(edition)
    top, status = st.container(), st.container()
    with st.expander(_("导出选项"), icon=":material/tune:"):
        choice, templates, items = _options(edition)
    shown = [own for own in OFFERED if not choice.public or forms.public(own[2])]
    with top:
        if items is not None:
            pack = replace(choice, form="pack", items=items)
            _button(edition, PACK[0], PACK[1], pack, PACK[3], templates, primary=True)
        for n in range(0, len(shown), 2):  # by pairs: on a phone they stand in reading order
            for column, (key, name, own, icon) in zip(
                st.columns(2), shown[n : n + 2], strict=False
            ):
                with column:
                    asked = replace(choice, form=own.form, items=own.items)
                    _button(edition, key, name, asked, icon, templates)
    with status:
        making.progress(making.job())
    exporting_preview.preview(edition, choice, items)


def _unit(stands: Sequence[Edition], unit: str) -> None:
    edition = stands[0]
    if len(stands) > 1:
        names = [e.title for e in stands]
        at = st.selectbox(
            _("榜单"),
            range(len(names)),
            format_func=lambda n: names[n],
            key=f"export_stand_{session.language()}",
        )
        edition = stands[at]
    _headed(edition)
    choice = _plain()
    key, name, icon = PROFILE
    _button(edition, key, name, replace(choice, form="pdf", items=("profile", unit)), icon)
    _pictures(edition, ("shares", unit), SHARES)
    making.progress(making.job())
    exporting_preview.shown(edition, replace(choice, form="pdf", items=("profile", unit)))


def _picture(edition: Edition, words: tuple[str, ...]) -> None:
    _headed(edition)
    _pictures(edition, words, PICTURE)
    making.progress(making.job())
    exporting_preview.shown(edition, replace(_plain(), form="png", items=words))


def _pictures(
    edition: Edition, words: tuple[str, ...], offered: Sequence[tuple[str, str, str]]
) -> None:
    with st.container(horizontal=True):
        for form, name, icon in offered:
            own = replace(_plain(), form="svg" if form == "svg" else "png", items=words)
            _button(edition, form, name, own, icon)


def _headed(edition: Edition) -> None:
    """Which edition the files are made of; of a trial that it is one."""
    issue = edition.seal.issue if edition.seal else None
    words = [edition.title, edition.period.label()]
    words += [issue.title, _("校验码 {code}").format(code=issue.code)] if issue else []
    st.caption("　".join(words))
    if stamp.trial(edition):
        tables.note("notice", _("试算件：每页都标“试算”，不能代替签发的一期。"))


def _plain() -> Choice:
    lang = "en" if session.language() == "en" else "zh"
    return Choice(lang=lang, bracket=bool(st.session_state.get(exporting_preview.BRACKET)))


def _options(edition: Edition) -> tuple[Choice, export.Templates, tuple[str, ...] | None]:
    """How the files are to be made; the parts of the pack apart, None where nothing is left."""
    who = session.person()
    usual = packing.usual(edition)
    items = st.multiselect(
        _("材料包里放哪些"),
        packing.ITEMS,
        usual,
        format_func=lambda what: _(stamp.KINDS[what]),
        key=f"export_items_{session.language()}",
    )
    left, right = st.columns(2)
    with left:
        ratio = st.segmented_control(
            _("演示的版式"), ["16:9", "4:3"], default="16:9", required=True, key="export_ratio"
        )
        audience = st.selectbox(
            _("发布范围"),
            ["", *stamp.AUDIENCES],
            format_func=lambda a: _(stamp.AUDIENCES[a]) if a else _("按签发信息"),
            key=f"export_audience_{session.language()}",
        )
    with right:
        usual_mark = " · ".join(x for x in (stamp.audience(edition, Choice()), who.name) if x)
        mark = st.text_input(_("水印"), usual_mark, key="export_mark", max_chars=30)
        public = st.checkbox(_("公示版（只含可公开的列）"), key="export_public")
        bracket = st.checkbox(_("字库没有的字印编号"), key=exporting_preview.BRACKET)
    given = {}
    with left:
        given["pptx"] = st.file_uploader(
            _("本单位的演示模板（可不选）"), ["pptx", "potx"], key="export_template_pptx"
        )
    with right:
        given["docx"] = st.file_uploader(
            _("本单位的通报模板（可不选）"), ["docx", "dotx"], key="export_template_docx"
        )
    choice = replace(
        _plain(),
        ratio="4:3" if ratio == "4:3" else "16:9",
        audience=audience or "",
        watermark="" if public else mark.strip(),
        public=public,
        bracket=bracket,
    )
    wanted = tuple(what for what in packing.ITEMS if what in items)
    parts = () if wanted == usual else wanted or None
    return choice, {form: file.getvalue() for form, file in given.items() if file}, parts


def _button(
    edition: Edition,
    key: str,
    name: str,
    choice: Choice,
    icon: str,
    templates: export.Templates = export.NONE,
    primary: bool = False,
) -> None:
    st.download_button(
        _(name),
        _maker(edition, choice, templates),
        forms.name(edition, choice),
        forms.FORMS[choice.form].mime,
        on_click="ignore",
        icon=icon,
        width="stretch",
        type="primary" if primary else "secondary",
        key=f"export_{key}",
    )


def _maker(edition: Edition, choice: Choice, templates: export.Templates) -> Callable[[], bytes]:
    """Made when it is asked for, in the asker's name and with the rights that he has then."""
    login, store = session.person().login, start.store()
    code, period, asked = exporting_preview.of(edition)

    def ask(say: export.Say) -> forms.File:
        now = people.acting(store, login)  # the page may have stood open for long
        given = (store, code, period, choice, now)
        return export.export(*given, **asked, templates=templates, say=say)

    return making.maker(making.job(), forms.name(edition, choice), ask)
