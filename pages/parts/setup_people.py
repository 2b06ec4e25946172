"""账号: who may sign in as what; new ones, one-time links, roles, disabling, signing out."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import named
from kpi.model.person import ROLE_NAMES, Person, Role
from kpi.model.problem import Refused
from kpi.service import people, start
from pages.parts import around, cached, tables
from pages.parts.tables import Column


def show(who: Person) -> None:
    """The accounts, a form for a new one, and what may be done to the chosen one."""
    _told()
    catalog = cached.catalog()
    known = people.accounts(start.store(), who)
    at = tables.table(
        [
            {
                "login": a.login,
                "name": a.name,
                "role": _(ROLE_NAMES[a.role]),
                "unit": around.office(catalog, a.unit) if a.unit else "",
                "items": _("、").join(_item(c) for c in sorted(a.indicators))
                if a.indicators is not None
                else "",
                "state": _state(a),
            }
            for a in known
        ],
        {
            "login": Column(_("账号"), pinned=True),
            "name": Column(_("姓名")),
            "role": Column(_("角色")),
            "unit": Column(_("单位")),
            "items": Column(_("指标"), help=_("空为本单位牵头的全部指标。")),
            "state": Column(_("状态")),
        },
        key="setup_people",
        alt=_("账号"),
        selectable=True,
    )
    if at is not None:
        _chosen(known[at], who)
    with st.expander(_("新建账号"), icon=":material/person_add:"):
        _new(who)


def _state(account: Any) -> str:
    if not account.active:
        return _("已停用")
    return _("有效") if account.password else _("等待本人设置密码")


def _new(who: Person) -> None:
    catalog = cached.catalog()
    with st.form("setup_new", border=False):
        one, two = st.columns(2)
        login = one.text_input(_("账号（小写字母开头，2—32位）"))
        name = two.text_input(_("姓名"))
        role = one.selectbox(_("角色"), list(Role), format_func=lambda r: _(ROLE_NAMES[r]))
        units = ["", *catalog.unit]
        unit = two.selectbox(
            _("单位"), units, format_func=lambda u: around.office(catalog, u) if u else _("无")
        )
        items = st.multiselect(
            _("只报这些指标（不选为本单位牵头的全部指标）"),
            [i.code for i in catalog.indicators],
            format_func=_item,
        )
        if st.form_submit_button(_("新建并生成链接"), type="primary"):

            def deed() -> str:
                token = people.add(
                    start.store(),
                    login.strip().lower(),
                    role or Role.VIEWER,
                    who,
                    name=name,
                    unit=unit or "",
                    indicators=items or None,
                )
                return _link(login, token or "")

            _do(deed)


def _chosen(account: Any, who: Person) -> None:
    store, login = start.store(), account.login
    with st.container(border=True, horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"**{tables.plain(account.name)}** ({tables.plain(login)})")
        role = st.selectbox(
            _("角色"),
            list(Role),
            list(Role).index(account.role),
            format_func=lambda r: _(ROLE_NAMES[r]),
            key=f"setup_role_{login}",
            width=160,
        )
        if role != account.role and st.button(_("更改角色"), key=f"setup_role_go_{login}"):
            _do(lambda: _said(people.change_role(store, login, role, who), _("角色已更改。")))
        if st.button(_("生成密码链接"), key=f"setup_link_{login}"):
            _do(lambda: _link(login, people.link(store, login, who)))
        if st.button(_("让其退出登录"), key=f"setup_end_{login}"):
            _do(lambda: _said(people.end_sessions(store, login, who), _("已退出所有登录。")))
        if account.active:
            if st.button(_("停用……"), key=f"setup_off_{login}"):
                st.dialog(_("停用账号"))(_disable)(account, who)
        elif st.button(_("恢复"), key=f"setup_on_{login}"):
            _do(lambda: _said(people.enable(store, login, who), _("已恢复。")))


def _disable(account: Any, who: Person) -> None:
    said = _("停用后，{name}（{login}）立即退出登录，不能再登录；报送和留痕都保留。")
    st.markdown(said.format(name=tables.plain(account.name), login=tables.plain(account.login)))
    if st.button(_("确认停用"), type="primary", key="setup_off_yes"):
        store, login = start.store(), account.login
        _do(lambda: _said(people.disable(store, login, who), _("已停用。")))


def _link(login: str, token: str) -> str:
    """Shown once: only its hash is kept."""
    base = (st.context.url or "").split("/setup")[0].rstrip("/")
    st.session_state.setup_link = f"{base}/auth/setup?token={token}"
    return _("请把下面的链接交给{login}本人，24小时内用一次有效：").format(login=login)


def _said(_done: object, text: str) -> str:
    return text


def _do(deed: Callable[[], str]) -> None:
    try:
        st.session_state.setup_told = [("done", deed())]
    except Refused as refused:
        st.session_state.setup_told = [("notice", p.text()) for p in refused.problems]
    st.rerun()


def _told() -> None:
    for kind, sentence in st.session_state.pop("setup_told", []):
        tables.note(kind, sentence)
    if link := st.session_state.pop("setup_link", None):
        st.code(link, language=None)


def _item(code: str) -> str:
    own = cached.catalog().indicator.get(code)
    return named(own.name, own.name_en) if own else code
