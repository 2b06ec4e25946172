"""Where a round stands in words: indicators given back, units that still have to answer."""

import streamlit as st

from kpi.i18n import _
from kpi.model.edition import Edition
from kpi.model.round import Round, State
from kpi.service import follow, start
from pages.parts import tables
from pages.parts.tables import Column


def show(draft: Edition, round: Round) -> None:
    """What was given back and why a correction runs; in feedback, who has answered."""
    if round.corrects and round.reason:
        tables.note("info", _("正在更正，原因：{reason}").format(reason=round.reason))
    if round.reopened:
        names = _("、").join(draft.item_name(code) for code in round.reopened)
        said = _("已退回：{names}。牵头单位可以重新报送，其余数据仍然锁定；报送后请再次锁定。")
        tables.note("notice", said.format(names=names))
    if round.state is State.FEEDBACK:
        _answers(draft, round)


def _answers(draft: Edition, round: Round) -> None:
    """Every unit on a list: confirmed, appealing, or silent."""
    listed = [e for e in draft.within(None) if e.colour]
    found = follow.find(start.store(), board=round.board, period=round.period)
    since = round.moved_at
    said = {c.unit for c in found if c.kind == "confirm" and since and c.at >= since}
    appeals = {c.unit for c in found if c.appealed}
    until = round.feedback_until.isoformat() if round.feedback_until else ""
    st.subheader(_("反馈情况"))
    st.caption(
        _("反馈到{until}为止；{n}个单位已确认，共{all}个。").format(
            until=until, n=len(said & {e.unit for e in listed}), all=len(listed)
        )
    )
    if not listed:
        return
    tables.table(
        [
            {
                "unit": draft.name(e.unit),
                "list": draft.label(e.colour),
                "answer": _("申诉中")
                if e.unit in appeals
                else _("已确认")
                if e.unit in said
                else _("尚未答复"),
            }
            for e in listed
        ],
        {
            "unit": Column(_("单位"), pinned=True),
            "list": Column(_("名单")),
            "answer": Column(_("答复")),
        },
        key="publish_answers",
        alt=_("反馈情况"),
    )
