"""A file on its way: made on a thread without a page, told on the page that asked for it."""

from collections.abc import Callable

import streamlit as st

from kpi.i18n import _
from kpi.model.problem import KpiError
from kpi.service.forms import File
from pages.parts import session, tables

Job = dict[str, str]  # what became of the session's last file: doing, fault, done


def job() -> Job:
    """That of this session; the thread that makes the file writes it."""
    own: Job = st.session_state.setdefault("export_job", {})
    return own


def maker(own: Job, name: str, ask: Callable[[Callable[[str], None]], File]) -> Callable[[], bytes]:
    """What a download calls: `ask(say)` gives the file. The browser only ever learns that a file
    failed, and downloads nothing; why it failed is left in `own`.
    """

    def make() -> bytes:
        own.clear()
        own.update(doing=name, fault=_("出了故障，文件没有生成，已记录。"))
        try:
            file = ask(lambda text: own.update(doing=text))
        except KpiError as fault:
            own["fault"] = str(fault)
            if getattr(fault, "characters", None):
                own["fault"] += _("。可选“字库没有的字印编号”后再生成")
            raise
        finally:
            own.pop("doing", None)
        own.pop("fault", None)
        own["done"] = f"{file.name}　{_size(len(file.data))}"
        if file.note:
            own["note"] = file.note
        return file.data

    return session.carried(make)


@st.fragment(run_every=1.0)
def progress(own: Job) -> None:
    """How far the file has come, and what came of it."""
    if doing := own.get("doing"):
        st.caption(_("正在生成：{what}").format(what=tables.plain(doing)))
    elif fault := own.get("fault"):
        tables.note("notice", _("没有生成文件。{reason}").format(reason=fault))
    elif done := own.get("done"):
        tables.note("done", _("已生成：{name}").format(name=done))
        if note := own.get("note"):
            tables.note("notice", note)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.0f} kB"
