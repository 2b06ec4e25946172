"""The deeds of a publisher: what he fills in, the next step, back, correct, withdraw."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from kpi.i18n import N_, _
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
ASK = {
    Move.REOPEN: N_("退回采集后，牵头单位可以重新报送，本期重新锁定、试算。"),
    Move.CORRECT: N_("更正另出新的一期，原来的一期仍可查阅。"),
    Move.WITHDRAW: N_("撤回后这一期不再计入连续上榜和全年次数，原文仍可查阅。"),
}


def paper(stored: Paper, code: str, period: Period) -> Paper:
    """What stands in the fields now; what was stored where nobody touched them."""
    filled: dict[str, Any] = st.session_state.get(_at(code, period), {})
    return replace(stored, **filled)


def reason() -> str:
    """The reason of a correction as it stands in its field."""
    return str(st.session_state.get("publish_reason", ""))


def form(round: Round, own: Paper, code: str, period: Period, who: Person) -> None:
    """The fields of the paper: document, audience, office, signer, dates."""
    closed = round.state in (State.SIGNED, State.PUBLISHED, State.ARCHIVED)
    still = closed or not who.may(Right.PUBLISH)
    with st.expander(_("签发信息"), expanded=not still, icon=":material/edit_document:"):
        words = list(AUDIENCES)
        at = f"publish_paper_{code}_{period}_{session.language()}"
        known = words.index(own.audience) if own.audience in words else None
        filled = {
            "document": st.text_input(
                _("依据文件文号"), own.document, key=f"{at}_document", disabled=still
            ),
            "audience": st.selectbox(
                _("发布范围"),
                words,
                known,
                format_func=lambda word: _(AUDIENCES[word]),
                key=f"{at}_audience",
                disabled=still,
            )
            or "",
            "office": st.text_input(_("发文机关"), own.office, key=f"{at}_office", disabled=still),
            "signer": st.text_input(_("签发人"), own.signer, key=f"{at}_signer", disabled=still),
            "issued": st.date_input(_("成文日期"), own.issued, key=f"{at}_issued", disabled=still),
            "until": st.date_input(_("数据截至"), own.until, key=f"{at}_until", disabled=still),
        }
    if not still and filled != {name: getattr(own, name) for name in filled}:
        st.session_state[_at(code, period)] = filled
        st.rerun()  # the checks above stand on what is filled in


def show(round: Round, ahead: Sequence[Obstacle], code: str, period: Period, who: Person) -> None:
    """The next step first, the ways back after it."""
    if not who.may(Right.PUBLISH):
        if Move.ARCHIVE in round.moves and who.may(Right.CATALOG):
            _button(Move.ARCHIVE, lambda: publish.archive(start.store(), code, period, who))
        return
    today, store, own = start.configured().today(), start.store(), _stored(code, period)
    deeds: dict[Move, Callable[[], object]] = {
        Move.FREEZE: lambda: publish.freeze(store, code, period, who),
        Move.TRIAL: lambda: publish.trial(store, code, period, who),
        Move.FEEDBACK: lambda: publish.feedback(store, code, period, who, today=today),
        Move.SIGN: lambda: publish.sign(store, code, period, who, own, reason(), today=today),
    }
    asked = [m for m in (Move.REOPEN, Move.CORRECT, Move.WITHDRAW) if m in round.moves]
    with st.container(horizontal=True, key="publish_deeds"):
        if Move.PUBLISH in round.moves or (not ahead and round.state is not State.PUBLISHED):
            label = _("签发") if Move.PUBLISH in round.moves else _("一次办完并签发")
            stopped = bool(ahead)
            if st.button(label, type="primary", key="publish_go", disabled=stopped):
                st.dialog(_("签发"))(_confirm)(round, own, code, period, who)
        for move, deed in deeds.items():
            if move in round.moves:
                _button(move, deed, stopped=move is Move.SIGN and bool(ahead))
        for move in asked:
            if st.button(_("{move}……").format(move=move.label), key=f"publish_{move}"):
                st.dialog(move.label)(_back)(move, code, period, who)


def _button(move: Move, deed: Callable[[], object], *, stopped: bool = False) -> None:
    if st.button(move.label, key=f"publish_{move}", disabled=stopped):
        _do(deed, _(DONE[move]))


def _confirm(round: Round, own: Paper, code: str, period: Period, who: Person) -> None:
    st.markdown(_("签发后不可修改；如需更正，另出新的一期。"))
    st.caption(
        "　".join(
            x
            for x in (
                cached.catalog().board[code].name,
                period.label(),
                own.document,
                _(AUDIENCES[own.audience]) if own.audience in AUDIENCES else own.audience,
            )
            if x
        )
    )
    if st.button(_("确认签发"), type="primary", key="publish_confirm"):
        store, today = start.store(), start.configured().today()

        def deed() -> str:
            made = publish.go(store, code, period, who, own, reason(), today=today)
            seal = made.seal
            title = seal.issue.title if seal else ""
            proof = seal.issue.code if seal else ""
            return _("已签发{title}，存证码 {code}。").format(title=title, code=proof)

        _do(deed)


def _back(move: Move, code: str, period: Period, who: Person) -> None:
    st.markdown(_(ASK[move]))
    chosen: list[str] = []
    if move is Move.REOPEN:
        catalog = cached.catalog()
        items = dict.fromkeys(i.column.partition(".")[0] for i in catalog.board[code].rule.items)
        chosen = st.multiselect(
            _("只退回这些指标（不选为全部）"),
            [c for c in items if c in catalog.indicator],
            format_func=lambda c: catalog.indicator[c].name,
            key="publish_back_items",
        )
    why = st.text_area(_("原因"), key="publish_back_why", max_chars=300)
    if st.button(_("确认{move}").format(move=move.label), type="primary", disabled=not why.strip()):
        store = start.store()
        deeds: dict[Move, Callable[[], object]] = {
            Move.REOPEN: lambda: publish.reopen(store, code, period, who, why, tuple(chosen)),
            Move.CORRECT: lambda: publish.correct(store, code, period, who, why),
            Move.WITHDRAW: lambda: publish.withdraw(store, code, period, who, why),
        }
        _do(deeds[move], _(DONE[move]))


def _do(deed: Callable[[], object], said: str = "") -> None:
    try:
        done = deed()
    except Refused as refused:
        st.session_state.publish_told = [("notice", p.text()) for p in refused.problems]
    else:
        st.session_state.publish_told = [("done", said or str(done))]
    st.rerun()


def _stored(code: str, period: Period) -> Paper:
    return paper(publish.paper_of(start.store(), code, period), code, period)


def _at(code: str, period: Period) -> str:
    return f"publish_filled_{code}_{period}"
