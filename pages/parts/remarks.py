"""意见反馈: a sentence to whoever runs the product, from any page, and what came of it."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Person
from kpi.model.problem import Refused
from kpi.model.remark import LONGEST, Remark
from kpi.service import remarks, start
from pages.parts import session, tables


def entry(who: Person) -> None:
    """The button; behind it the form and the reader's own remarks with their answers."""
    if st.button(_("意见反馈"), key="remark_open", type="tertiary", icon=":material/chat:"):
        st.dialog(_("意见反馈"))(_form)(who)


def _form(who: Person) -> None:
    with st.form("remark_form", border=False, clear_on_submit=False):
        text = st.text_area(
            _("哪里不便、哪里不对，请直说"), max_chars=LONGEST, height=140, key="remark_text"
        )
        st.caption(_("所在页面随意见一起发给管理员；不计入任何统计。"))
        sent = st.form_submit_button(_("发送"), type="primary")
    if sent:
        try:
            remarks.send(start.store(), text, _here(), who)
        except Refused as refused:
            for wrong in refused.problems:
                tables.note("notice", wrong.text())
        else:
            tables.note("done", _("已发送，答复会出现在这里。"))
    for one in remarks.own(start.store(), who)[:10]:
        said(one)


def said(one: Remark, *, author: bool = False) -> None:
    """One remark with its answer; with `author` also who wrote it, and where."""
    with st.container(border=True, gap="xsmall"):
        where = [one.login, one.page] if author else []
        st.caption("　".join([session.local(one.at), *where]))
        st.text(one.text)
        if one.answer:
            st.caption(_("答复") + "　" + session.local(one.answered_at or one.at))
            st.text(one.answer)
        elif not author:
            st.caption(_("还没有答复"))


def desk(who: Person) -> None:
    """For the administrator: every remark, those without an answer first, each with its answer."""
    every = remarks.every(start.store(), who)
    if not every:
        st.write(_("还没有人反馈意见。"))
    for one in every[:100]:
        said(one, author=True)
        name = _("改答复") if one.answer else _("答复")
        with st.popover(name, key=f"remark_{one.id}"):
            text = st.text_area(name, one.answer, max_chars=LONGEST, key=f"remark_say_{one.id}")
            if st.button(_("发送"), key=f"remark_go_{one.id}", type="primary"):
                try:
                    remarks.answer(start.store(), one.id, text, who)
                except Refused as refused:
                    for wrong in refused.problems:
                        tables.note("notice", wrong.text())
                else:
                    st.rerun()


def _here() -> str:
    """The page and its choices, as the address bar shows them."""
    chosen = urlencode(st.query_params.to_dict())
    return f"{urlsplit(st.context.url or '').path or '/'}{'?' + chosen if chosen else ''}"
