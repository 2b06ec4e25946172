"""Rulings by document: exempt, veto, not ranked, a missing report let pass; made and lifted."""

from collections.abc import Callable

import streamlit as st

from kpi.i18n import N_, _
from kpi.model.decision import KINDS, Ruling
from kpi.model.edition import Edition
from kpi.model.obstacle import Obstacle
from kpi.model.person import Person, Right
from kpi.model.problem import Refused
from kpi.model.round import Round
from kpi.service import rulings, start
from kpi.service.rulings import LATE
from pages.parts import around, cached, session, tables
from pages.parts.tables import Column

ORIGINS = {"black": N_("不列黑榜"), "red": N_("不列红榜"), "ranking": N_("不参加排名")}
EFFECTS = {"no_red": N_("不得列红榜"), "black": N_("直接列黑榜")}
WHOLE = ""


def show(draft: Edition, round: Round, who: Person) -> None:
    """The decisions of this board and period, and a form for another."""
    st.caption(_("豁免、一票否决、不参加排名、缺报核准，都凭文件，写进这一期的规则并留痕。"))
    known = rulings.of(start.store(), draft.spec.code, draft.period, lifted=True)
    if not known:
        tables.note("info", _("本期没有决定。"))
    else:
        at = tables.table(
            [_row(draft, r) for r in known],
            {
                "id": Column(_("编号"), 0, width=60),
                "kind": Column(_("决定"), pinned=True),
                "unit": Column(_("单位")),
                "indicator": Column(_("指标")),
                "document": Column(_("文号")),
                "reason": Column(_("理由"), width="medium"),
                "by": Column(_("办理")),
                "state": Column(_("状态")),
            },
            key="publish_rulings",
            alt=_("本期的决定"),
            selectable=True,
        )
        mine = at is not None and known[at].stands and who.may(Right.PUBLISH)
        if mine and st.button(_("解除这项决定"), disabled=round.state in LATE, key="publish_lift"):
            _try(lambda: rulings.lift(start.store(), known[at].id, who), _("已解除。"))
    if not who.may(Right.PUBLISH):
        return
    if round.state in LATE:
        tables.note("info", _("本期已经审签，不能再作决定。"))
        return
    _form(draft, who)


def waive(o: Obstacle, draft: Edition, round: Round) -> None:
    """Let the missing reports of an obstacle pass, by a document."""
    with st.popover(_("凭文件核准缺报……"), disabled=round.state in LATE):
        document = st.text_input(_("文号"), key="publish_waive_document")
        why = st.text_area(_("理由"), key="publish_waive_why", max_chars=300)
        asked = {(p.unit, p.indicator) for p in o.places}
        ready = bool(document.strip() and why.strip())
        label = _("核准这{n}项缺报").format(n=len(asked))
        if st.button(label, disabled=not ready, key="publish_waive_go"):

            def deed() -> None:
                for unit, indicator in sorted(asked):
                    rulings.add(
                        start.store(),
                        draft.spec.code,
                        draft.period,
                        "waive",
                        document,
                        why,
                        session.person(),
                        unit=unit,
                        indicator=indicator,
                    )

            _try(deed, _("已核准。"))


def _form(draft: Edition, who: Person) -> None:
    units = [e.unit for e in draft.board.entries]
    codes = dict.fromkeys(i.column.partition(".")[0] for i in draft.spec.rule.items)
    with st.container(border=True):
        st.markdown(f"**{_('新的决定')}**")
        one, two, three = st.columns(3)
        kind = one.selectbox(
            _("决定"), list(KINDS), format_func=lambda k: _(KINDS[k]), key="publish_kind"
        )
        whole = [WHOLE] if kind in ("not_ranked", "waive") else []
        unit = two.selectbox(
            _("单位"),
            [*whole, *units],
            format_func=lambda u: draft.name(u) if u else _("全部单位"),
            key=f"publish_unit_{kind}",
        )
        indicator, origin, effect = "", "black", "no_red"
        if kind == "waive":
            indicator = three.selectbox(
                _("指标"),
                [WHOLE, *(c for c in codes if draft.indicator(c))],
                format_func=lambda c: draft.item_name(c) if c else _("全部指标"),
                key="publish_indicator",
            )
        elif kind == "exempt":
            origin = three.selectbox(
                _("内容"), list(ORIGINS), format_func=lambda o: _(ORIGINS[o]), key="publish_origin"
            )
        elif kind == "veto":
            effect = three.selectbox(
                _("内容"), list(EFFECTS), format_func=lambda e: _(EFFECTS[e]), key="publish_effect"
            )
        document = st.text_input(_("文号"), key="publish_document")
        why = st.text_area(_("理由"), key="publish_why", max_chars=300)
        ready = bool(document.strip() and why.strip())
        if st.button(_("写入决定"), type="primary", disabled=not ready, key="publish_rule_go"):
            _try(
                lambda: rulings.add(
                    start.store(),
                    draft.spec.code,
                    draft.period,
                    kind,
                    document,
                    why,
                    who,
                    unit=unit or "",
                    indicator=indicator or "",
                    origin=origin,
                    effect=effect,
                ),
                _("已写入，榜单已按此重算。"),
            )


def _row(draft: Edition, r: Ruling) -> dict[str, object]:
    content = {"exempt": ORIGINS.get(r.origin), "veto": EFFECTS.get(r.effect)}.get(r.kind)
    kind = _(KINDS[r.kind])
    return {
        "id": r.id,
        "kind": f"{kind}（{_(content)}）" if content else kind,
        "unit": draft.name(r.unit) if r.unit else _("全部单位"),
        "indicator": draft.item_name(r.indicator) if r.indicator else "",
        "document": r.document,
        "reason": r.reason,
        "by": f"{around.office(cached.catalog(), r.by)}　{session.local(r.at)}",
        "state": _("有效")
        if r.stands
        else _("已解除 {at}").format(at=session.local(r.lifted_at or r.at)),
    }


def _try(deed: Callable[[], object], said: str) -> None:
    try:
        deed()
    except Refused as refused:
        st.session_state.publish_told = [("notice", p.text()) for p in refused.problems]
    else:
        st.session_state.publish_told = [("done", said)]
    st.rerun()
