"""Who is signed in, on every page, with the way to another password and out; what all must know."""

import streamlit as st

from kpi.i18n import _
from kpi.model.person import Person
from kpi.service import demo, signin, start
from pages.parts import remarks, session

_LINK = '<p><a href="{url}" target="_self" style="color:{colour}">{text}</a></p>'


def menu(who: Person) -> None:
    """The person's name; behind it his role, his login, and the links about his account."""
    with st.popover(who.name, type="tertiary", key="frame_person"):
        st.caption(f"{who.role_name} · {who.login}")
        if demo.stands(start.store()):
            _link("/auth/login", _("换一个角色"))
        elif st.user.get("session"):  # whom a proxy vouches for has no password here
            _link("/auth/password", _("更改密码"))
        remarks.entry(who)
        if st.button(_("退出登录"), key="frame_leave"):
            st.logout()


def ribbon(who: Person) -> None:
    """Over every page: 演示数据 in the demo, so that nobody takes it for his district; elsewhere
    that the password has grown old.
    """
    days = signin.days_left(start.store(), who.login) if st.user.get("session") else None
    text = ""
    if demo.stands(start.store()):
        text = _("演示数据：虚构的云川区，不是真实单位")
    elif days is not None:
        text = _("您的密码还有{n}天到期，请点右上角的姓名更改。").format(n=days)
    if text:
        with st.container(key="frame_ribbon"):
            st.caption(text)


def _link(url: str, text: str) -> None:
    st.html(_LINK.format(url=url, text=text, colour=session.theme().action))
