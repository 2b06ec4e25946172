"""The deeds of a publisher: what he fills in, the next step, back, correct, withdraw."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.edition import named
from kpi.model.obstacle import Obstacle
from kpi.model.paper import Paper
from kpi.model.period import Period
from kpi.model.person import Person, Right
from kpi.model.problem import Refused
from kpi.model.round import Move, Round, State
from kpi.model.stamp import AUDIENCES
from kpi.service import publish, start
from pages.parts import cached, session

DONE = {
    Move.FREEZE: N_("已锁定：本期数据不再变动。"),
    Move.TRIAL: N_("已按锁定的数据试算。"),
    Move.FEEDBACK: N_("已开始征求上榜单位的反馈。"),
    Move.SIGN: N_("已审签。"),
    Move.REOPEN: N_("已退回采集。"),
    Move.CORRECT: N_("已开始更正：请补正数据后重新签发。"),
    Move.WITHDRAW: N_("已撤回。"),
    Move.ARCHIVE: N_("已归档。"),
}
MEANS = {
    Move.FREEZE: N_("本期数据不再变动，改数须经退回。"),
    Move.TRIAL: N_("按锁定的数据和现行规则算出榜单。"),
    Move.FEEDBACK: N_("请上榜单位确认或申诉，到期再审签。"),
    Move.SIGN: N_("核对无误，定下数据、规则和签发信息。"),
    Move.PUBLISH: N_("编号并存证，签发后不可修改。"),
    Move.REOPEN: N_("退回牵头单位改数，可以只退回几项指标。"),
    Move.CORRECT: N_("另出新的一期，原来的一期仍可查阅。"),
    Move.WITHDRAW: N_("这一期不再计入连续上榜和全年次数。"),
    Move.ARCHIVE: N_("本期不再报送和更正。"),
}
ASK = {
    Move.REOPEN: N_("退回采集后，牵头单位可以重新报送，本期重新锁定、试算。"),
    Move.CORRECT: N_("更正另出新的一期，原来的一期仍可查阅。"),
    Move.WITHDRAW: N_("撤回后这一期不再计入连续上榜和全年次数，原文仍可查阅。"),
    Move.ARCHIVE: N_("归档后本期不能再报送、更正或撤回。"),
}
OUT = (State.PUBLISHED, State.ARCHIVED)
WAIT = N_("正在办理……")


def reason(code: str, period: Period) -> str:
    """The reason of a correction as it stands in its field."""
    return str(st.session_state.get(f"publish_reason_{code}_{period}", ""))


def show(
    round: Round,
    ahead: Sequence[Obstacle],
    own: Paper,
    code: str,
    period: Period,
    who: Person,
    gone: bool = False,
) -> None:
    """The next step first, the ways back after it, each with what it does in one line; what is
    `gone` is not withdrawn twice.
    """
    if not who.may(Right.PUBLISH):
        if Move.ARCHIVE in round.moves and who.may(Right.CATALOG):
            with st.container(border=True, key="publish_deeds"):
                _asked(Move.ARCHIVE, code, period, who)
        return
    today, store = start.configured().today(), start.store()
    why = reason(code, period)
    deeds: dict[Move, Callable[[], object]] = {
        Move.FREEZE: lambda: publish.freeze(store, code, period, who),
        Move.TRIAL: lambda: publish.trial(store, code, period, who),
        Move.FEEDBACK: lambda: publish.feedback(store, code, period, who, today=today),
        Move.SIGN: lambda: publish.sign(store, code, period, who, own, why, today=today),
    }
    with st.container(border=True, key="publish_deeds", gap="small"):
        st.markdown(f"**{_('下一步')}**")
        if round.state not in OUT and any(o.code == "NO_REASON" for o in ahead):
            st.text_input(
                _("更正原因（必填）"), max_chars=200, key=f"publish_reason_{code}_{period}"
            )
        if Move.PUBLISH in round.moves:
            _go(_("签发"), _(MEANS[Move.PUBLISH]), ahead, own, code, period, who)
        elif not ahead and round.state is not State.PUBLISHED and not round.reopened:
            said = _("依次锁定、试算、审签并签发，每一步都留痕。")
            _go(_("一次办完并签发"), said, ahead, own, code, period, who)
        for move, deed in deeds.items():
            if move in round.moves:
                _button(move, deed, stopped=move is Move.SIGN and bool(ahead))
        back = (Move.REOPEN, Move.CORRECT) if gone else (Move.REOPEN, Move.CORRECT, Move.WITHDRAW)
        for move in back:
            if move in round.moves:
                _asked(move, code, period, who)


def _line(label: str, said: str, *, key: str, primary: bool = False, stopped: bool = False) -> bool:
    """A button and beside it what it does."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        kind: Any = "primary" if primary else "secondary"
        pressed = st.button(label, type=kind, key=key, disabled=stopped)
        st.caption(said, width="content" if not session.narrow() else "stretch")
    return pressed


def _go(
    label: str,
    said: str,
    ahead: Sequence[Obstacle],
    own: Paper,
    code: str,
    period: Period,
    who: Person,
) -> None:
    if _line(label, said, key="publish_go", primary=True, stopped=bool(ahead)):
        st.dialog(_("签发"))(_confirm)(own, code, period, who)


def _button(move: Move, deed: Callable[[], object], *, stopped: bool = False) -> None:
    if _line(move.label, _(MEANS[move]), key=f"publish_{move}", stopped=stopped):
        _do(deed, _(DONE[move]))


def _asked(move: Move, code: str, period: Period, who: Person) -> None:
    label = _("{move}……").format(move=move.label)
    if _line(label, _(MEANS[move]), key=f"publish_{move}"):
        st.dialog(move.label)(_back)(move, code, period, who)


def _confirm(own: Paper, code: str, period: Period, who: Person) -> None:
    st.markdown(_("签发后不可修改；如需更正，另出新的一期。"))
    board = cached.catalog().board[code]
    st.caption(
        "　".join(
            x
            for x in (
                named(board.name, board.name_en),
                period.label(),
                own.document,
                _(AUDIENCES[own.audience]) if own.audience in AUDIENCES else own.audience,
            )
            if x
        )
    )
    if st.button(_("确认签发"), type="primary", key="publish_confirm"):
        store, today, why = start.store(), start.configured().today(), reason(code, period)

        def deed() -> str:
            made = publish.go(store, code, period, who, own, why, today=today)
            seal = made.seal
            title = seal.issue.title if seal else ""
            proof = seal.issue.code if seal else ""
            return _("已签发{title}，存证码 {code}。").format(title=title, code=proof)

        _do(deed)


def _back(move: Move, code: str, period: Period, who: Person) -> None:
    st.markdown(_(ASK[move]))
    store = start.store()
    if move is Move.ARCHIVE:
        if st.button(_("确认{move}").format(move=move.label), type="primary", key="publish_yes"):
            _do(lambda: publish.archive(store, code, period, who), _(DONE[move]))
        return
    chosen: list[str] = []
    if move is Move.REOPEN:
        catalog = cached.catalog()
        items = dict.fromkeys(i.column.partition(".")[0] for i in catalog.board[code].rule.items)
        chosen = st.multiselect(
            _("只退回这些指标（不选为全部）"),
            [c for c in items if c in catalog.indicator],
            format_func=lambda c: named(catalog.indicator[c].name, catalog.indicator[c].name_en),
            placeholder=_("请选择"),
            key="publish_back_items",
        )
    why = st.text_area(_("原因（必填）"), key="publish_back_why", max_chars=300)
    deeds: dict[Move, Callable[[], object]] = {
        Move.REOPEN: lambda: publish.reopen(store, code, period, who, why, tuple(chosen)),
        Move.CORRECT: lambda: publish.correct(store, code, period, who, why),
        Move.WITHDRAW: lambda: publish.withdraw(store, code, period, who, why),
    }
    if st.button(_("确认{move}").format(move=move.label), type="primary", key="publish_yes"):
        if not why.strip():
            st.caption(f":red[{_('请写明原因。')}]")
            return
        _do(deeds[move], _(DONE[move]))


def _do(deed: Callable[[], object], said: str = "") -> None:
    try:
        with st.spinner(_(WAIT)):
            done = deed()
    except Refused as refused:
        st.session_state.publish_told = [("notice", p.text()) for p in refused.problems]
    else:
        st.session_state.publish_told = [("done", said or str(done))]
    st.rerun()
