"""What a unit may open by itself: confirm its line in feedback, or appeal."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from kpi.i18n import _
from kpi.model.case import AGAINST, LONGEST, Case
from kpi.model.edition import named
from kpi.model.person import Person, Right
from kpi.model.round import Round, State
from kpi.service import follow, publish, start
from pages.parts import cached, casework

KINDS = ["pdf", "png", "jpg", "jpeg", "xlsx", "xls", "et", "ods", "csv"]


def offers(who: Person, every: Sequence[Case], today: date) -> None:
    """Boards of the person's unit in feedback: confirm; those and published ones: appeal."""
    if not who.may(Right.SPEAK) or not who.unit:
        return
    rounds = [
        r
        for r in publish.every(start.store())
        if r.state in (State.FEEDBACK, State.PUBLISHED) and _concerns(r, who.unit)
    ]
    asked = [r for r in rounds if r.state is State.FEEDBACK and not _said(r, who.unit, every)]
    for r in asked:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            until = r.feedback_until.isoformat() if r.feedback_until else ""
            st.markdown(
                _("{board} {period} 正在征求意见，到{until}为止。").format(
                    board=_board(r), period=r.period.label(), until=until
                )
            )
            if st.button(_("确认无误"), key=f"follow_confirm_{r.board}_{r.period}"):
                casework.do(
                    lambda r=r: follow.confirm(start.store(), r.board, r.period, who.unit, who),
                    _("已确认，并留痕。"),
                )
    if rounds:
        with st.popover(_("提出申诉……"), icon=":material/gavel:"):
            _appeal(rounds, who, today)


def _appeal(rounds: Sequence[Round], who: Person, today: date) -> None:
    catalog = cached.catalog()
    newest = sorted(rounds, key=lambda r: (str(r.period), r.board), reverse=True)
    with st.form("follow_appeal", border=False):
        n = st.selectbox(
            _("榜单"),
            range(len(newest)),
            format_func=lambda n: f"{_board(newest[n])}　{newest[n].period.label()}",
        )
        codes = list(
            dict.fromkeys(
                i.column.partition(".")[0]
                for r in newest
                for i in catalog.board[r.board].rule.items
                if i.column.partition(".")[0] in catalog.indicator
            )
        )
        indicator = st.selectbox(
            _("指标"),
            ["", *codes],
            format_func=lambda c: (
                named(catalog.indicator[c].name, catalog.indicator[c].name_en)
                if c
                else _("不针对某项指标")
            ),
        )
        against = st.selectbox(_("针对"), list(AGAINST), format_func=lambda a: _(AGAINST[a]))
        text = st.text_area(_("理由"), max_chars=LONGEST)
        file = st.file_uploader(_("证明材料（一份）"), KINDS)
        if st.form_submit_button(_("提出申诉"), type="primary"):
            r = newest[n or 0]
            casework.do(
                lambda: follow.appeal(
                    start.store(),
                    r.board,
                    r.period,
                    who.unit,
                    who,
                    str(against),
                    text,
                    indicator=str(indicator or ""),
                    evidence=file.getvalue() if file else None,
                    name=file.name if file else "",
                    today=today,
                ),
                _("申诉已提交，并留痕。"),
            )


def _concerns(r: Round, unit: str) -> bool:
    catalog = cached.catalog()
    known = catalog.board.get(r.board)
    return known is not None and unit in {u.code for u in catalog.members(known, r.period)}


def _said(r: Round, unit: str, every: Sequence[Case]) -> bool:
    """Whether the unit has confirmed or appealed already."""
    return any(
        c.board == r.board and c.period == r.period and c.unit == unit and c.kind != "statement"
        for c in every
    )


def _board(r: Round) -> str:
    own = cached.catalog().board[r.board]
    return named(own.name, own.name_en)
