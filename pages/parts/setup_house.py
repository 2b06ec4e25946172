"""设置: days for feedback, statements and appeals, two persons, the ladder of consequences."""

from dataclasses import replace

import streamlit as st

from kpi.i18n import _
from kpi.model.house import USUAL, Rung
from kpi.model.person import Person, Right
from kpi.model.problem import Refused
from kpi.service import admin, start
from pages.parts import rules, tables


def show(who: Person) -> None:
    """What the house has settled, as a form."""
    for kind, sentence in st.session_state.pop("setup_house_told", []):
        tables.note(kind, sentence)
    own = admin.house_rules(start.store())
    still = not who.may(Right.CATALOG)
    called = rules.labels(
        own.red_label or USUAL[0], own.black_label or USUAL[1], "setup_house", still=still
    )
    st.caption(_("规则里没有另定叫法的榜单，都用这里的叫法；已签发的期次不变。"))
    with st.form("setup_house", border=False):
        one, two, three = st.columns(3)
        feedback = one.number_input(
            _("征求反馈（工作日，0为不征求）"), 0, 30, own.feedback_days, disabled=still
        )
        statement = two.number_input(
            _("情况说明期限（工作日）"), 1, 30, own.statement_days, disabled=still
        )
        appeal = three.number_input(_("申诉期限（工作日）"), 1, 30, own.appeal_days, disabled=still)
        peers = st.number_input(
            _("上级对几个区县排位次（含本区，0为不写）"),
            0,
            500,
            own.peers,
            disabled=still,
            width=320,
        )
        two_persons = st.checkbox(_("锁定数据的人不签发"), own.two_persons, disabled=still)
        st.markdown(f"**{_('连续列黑榜的提示阶梯')}**")
        st.caption(_("系统只提示，由人决定；按已签发的期次计算，撤回的不计。"))
        rungs = st.data_editor(
            [
                {"at": r.at, "name": _(r.name), "days": r.days, "asks": _(r.asks)}
                for r in own.ladder
            ],
            column_config={
                "at": st.column_config.NumberColumn(_("连续期数"), min_value=1, step=1),
                "name": _("措施"),
                "days": st.column_config.NumberColumn(_("办理期限（工作日）"), min_value=0, step=1),
                "asks": _("要求"),
            },
            num_rows="dynamic",
            disabled=still,
            key="setup_ladder",
        )
        if st.form_submit_button(_("保存设置"), type="primary", disabled=still):
            filled = [r for r in rungs if r.get("at") and r.get("name")]
            ladder = tuple(
                Rung(
                    int(r["at"]), str(r["name"]), int(r.get("days") or 0), str(r.get("asks") or "")
                )
                for r in sorted(filled, key=lambda r: int(r["at"]))
            )
            settled = replace(
                own,
                feedback_days=int(feedback),
                statement_days=int(statement),
                appeal_days=int(appeal),
                two_persons=two_persons,
                peers=int(peers),
                red_label="" if called[0] == USUAL[0] else called[0].strip(),
                black_label="" if called[1] == USUAL[1] else called[1].strip(),
                ladder=ladder,
            )
            try:
                admin.settle(start.store(), settled, who)
            except Refused as refused:
                st.session_state.setup_house_told = [("notice", p.text()) for p in refused.problems]
            else:
                st.session_state.setup_house_told = [("done", _("设置已保存，并留痕。"))]
            st.rerun()
